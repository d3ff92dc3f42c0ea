//! The kinds of codes as the form's choice: their names, and which lines mean something for each.

use super::Line;
use crate::account::Kind;
use crate::account::facts::Asked;

/// The kinds without their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KindChoice {
    /// By time.
    #[default]
    Totp,
    /// By counter.
    Hotp,
    /// Steam Guard.
    Steam,
    /// Mobile-OTP.
    Motp,
    /// Yandex Key.
    Yandex,
}

impl KindChoice {
    pub(super) const ALL: [Self; 5] = [
        Self::Totp,
        Self::Hotp,
        Self::Steam,
        Self::Motp,
        Self::Yandex,
    ];

    /// For people.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Totp => "by time (TOTP)",
            Self::Hotp => "by counter (HOTP)",
            Self::Steam => "Steam Guard",
            Self::Motp => "mOTP, with a PIN",
            Self::Yandex => "Yandex Key, with a PIN",
        }
    }

    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Totp { .. } => Self::Totp,
            Kind::Hotp { .. } => Self::Hotp,
            Kind::Steam => Self::Steam,
            Kind::Motp => Self::Motp,
            Kind::Yandex => Self::Yandex,
        }
    }

    /// What the facts of such an account ask for.
    pub(super) const fn asked(self) -> Asked {
        match self {
            Self::Totp => Asked::PlainTotp,
            Self::Hotp => Asked::Hotp,
            Self::Steam => Asked::Steam,
            Self::Motp => Asked::Motp,
            Self::Yandex => Asked::Yandex,
        }
    }

    /// True when this line means something for the kind.
    pub(super) const fn has(self, line: Line) -> bool {
        match (self, line) {
            (Self::Motp | Self::Yandex, Line::Pin) => true,
            (_, Line::Pin) => false,
            (Self::Totp | Self::Hotp, _) => true,
            (_, line) => !matches!(line, Line::Algorithm | Line::Digits | Line::Step),
        }
    }
}
