//! Row: an account as plain texts, for writing; and what a target cannot hold of it.

use zeroize::Zeroizing;

use super::{Holds, Tags};
use crate::account::{Account, Kind, uri};

/// An account as the texts that files are made of. Wiped when it goes.
pub struct Row {
    /// Who runs the service.
    pub issuer: String,
    /// The account's name there.
    pub name: String,
    /// Base32 in upper case without padding.
    pub secret: Zeroizing<String>,
    /// As sites and apps of its kind write it: hexadecimal for mOTP.
    pub written_secret: Zeroizing<String>,
    /// How codes follow each other.
    pub kind: Kind,
    /// `SHA1`, `SHA256`, `SHA512`.
    pub algorithm: &'static str,
    /// How many.
    pub digits: u8,
    /// In seconds; 30 for HOTP, where it means nothing.
    pub period: u32,
    /// The next counter; 0 for others.
    pub counter: u64,
    /// Without `#`.
    pub tags: Vec<String>,
    /// May have several lines.
    pub note: Zeroizing<String>,
    /// That it is pinned.
    pub pinned: bool,
    /// The PIN of mOTP and Yandex; empty for others.
    pub pin: Zeroizing<String>,
    /// The whole as an otpauth link.
    pub link: Zeroizing<String>,
}

/// What a target cannot hold of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// How the account is called.
    pub title: String,
    /// What is missing of it.
    pub lost: Lost,
}

/// A part of an account, or the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// The account: it is counter-based.
    Hotp,
    /// The account: it is Steam's.
    Steam,
    /// The account: it is of this kind.
    Kind(&'static str),
    /// Some or all tags.
    Tags,
    /// The note.
    Note,
    /// That it is pinned.
    Pinned,
}

impl Lost {
    /// Completes "NAME: …".
    pub fn message(self) -> String {
        match self {
            Self::Hotp => "left out, the format knows no counter-based codes".to_owned(),
            Self::Steam => "left out, the format knows no Steam codes".to_owned(),
            Self::Kind(kind) => format!("left out, the format knows no codes of {kind}"),
            Self::Tags => "without its tags, or all but the first".to_owned(),
            Self::Note => "without its note".to_owned(),
            Self::Pinned => "not pinned".to_owned(),
        }
    }

    /// True when nothing of the account is kept.
    pub const fn is_all(self) -> bool {
        matches!(self, Self::Hotp | Self::Steam | Self::Kind(_))
    }
}

impl Row {
    /// The texts of an account.
    pub fn of(account: &Account) -> Self {
        let otp = &account.otp;
        let link = uri::write(&account.issuer, &account.name, otp);
        Self {
            issuer: account.issuer.as_str().to_owned(),
            name: account.name.as_str().to_owned(),
            secret: Zeroizing::new(otp.secret().to_base32().expose().to_owned()),
            written_secret: Zeroizing::new(otp.written_secret().expose().to_owned()),
            kind: otp.kind(),
            algorithm: otp.algorithm().name(),
            digits: otp.digits().get(),
            period: otp.period().map_or(30, crate::account::Period::seconds),
            counter: otp.counter().unwrap_or_default(),
            tags: account
                .tags
                .iter()
                .map(|tag| tag.as_str().to_owned())
                .collect(),
            note: Zeroizing::new(account.note.expose().to_owned()),
            pinned: account.pinned,
            pin: Zeroizing::new(
                otp.pin()
                    .map(|pin| pin.expose().to_owned())
                    .unwrap_or_default(),
            ),
            link: Zeroizing::new(link.expose().to_owned()),
        }
    }

    /// How files call it that have one title: the issuer, or the name where there is none.
    pub(super) fn title(&self) -> &str {
        if self.issuer.is_empty() {
            &self.name
        } else {
            &self.issuer
        }
    }

    pub(super) fn lost(&self, holds: Holds) -> Vec<Lost> {
        let tags = match holds.tags {
            Tags::Many => false,
            Tags::One => self.tags.len() > 1,
            Tags::No => !self.tags.is_empty(),
        };
        let parts = [
            (
                matches!(self.kind, Kind::Hotp { .. }) && !holds.hotp,
                Lost::Hotp,
            ),
            (self.kind == Kind::Steam && !holds.steam, Lost::Steam),
            (
                self.kind.takes_pin() && !holds.pins,
                Lost::Kind(self.kind.shown()),
            ),
            (tags, Lost::Tags),
            (!self.note.is_empty() && !holds.note, Lost::Note),
            (self.pinned && !holds.pinned, Lost::Pinned),
        ];
        parts
            .into_iter()
            .filter(|(is_lost, _)| *is_lost)
            .map(|(_, lost)| lost)
            .collect()
    }
}
