//! Otp: everything a code is computed from, built whole so that no impossible mix exists.

use super::{Period, Secret, SecretText};

/// Hash under the HMAC (RFC 6238 section 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Algorithm {
    /// The default everywhere.
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
    /// The hash of mOTP, which no other kind can have.
    Md5,
}

impl Algorithm {
    /// The name in otpauth URIs, in the vault and in JSON: `SHA1`, `SHA256`, `SHA512`, `MD5`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Md5 => "MD5",
        }
    }

    /// Reads the spellings apps use (`sha-1`, `HmacSHA256`, `algorithm.SHA_512`). `None` for any other hash:
    /// falling back to SHA-1 would show wrong codes without a hint.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut folded: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        folded.make_ascii_lowercase();
        if name.chars().any(|c| c.is_alphanumeric() && !c.is_ascii()) {
            return None;
        }
        let bare = folded.strip_prefix("algorithm").unwrap_or(&folded);
        match bare.strip_prefix("hmac").unwrap_or(bare) {
            "sha" | "sha1" => Some(Self::Sha1),
            "sha256" => Some(Self::Sha256),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The name for people: `SHA-1`, `SHA-256`, `SHA-512`, `MD5`.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
            Self::Md5 => "MD5",
        }
    }
}

/// Number of digits of a code, 4 to 10 (RFC 4226 section 5.3 allows more than 6; 10 is what 31 bits fill).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(u8);

impl Digits {
    /// What nearly every site uses.
    pub const DEFAULT: Self = Self(6);

    /// `None` outside 4 to 10.
    pub fn new(count: u64) -> Option<Self> {
        u8::try_from(count)
            .ok()
            .filter(|count| (4..=10).contains(count))
            .map(Self)
    }

    /// How many.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How codes follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// By time (RFC 6238).
    Totp {
        /// Length of a step.
        period: Period,
    },
    /// By counter (RFC 4226).
    Hotp {
        /// The *next* counter value to use.
        counter: u64,
    },
    /// Steam Guard: five letters, SHA-1, 30 seconds.
    Steam,
    /// Mobile-OTP: six hexadecimal digits, MD5, 10 seconds, with a PIN.
    Motp,
    /// Yandex Key: eight letters, SHA-256, 30 seconds, with a PIN.
    Yandex,
}

impl Kind {
    /// The name in the vault and in JSON: `totp`, `hotp`, `steam`, `motp`, `yandex`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Hotp { .. } => "hotp",
            Self::Steam => "steam",
            Self::Motp => "motp",
            Self::Yandex => "yandex",
        }
    }

    /// What people call it.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Totp { .. } => "TOTP",
            Self::Hotp { .. } => "HOTP",
            Self::Steam => "Steam Guard",
            Self::Motp => "mOTP",
            Self::Yandex => "Yandex Key",
        }
    }

    /// True for kinds whose hash, length and period are always the same.
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Steam | Self::Motp | Self::Yandex)
    }

    /// True for kinds whose codes need a PIN beside the key.
    pub const fn takes_pin(self) -> bool {
        matches!(self, Self::Motp | Self::Yandex)
    }
}

/// Everything a code is computed from. Built whole, so that no impossible mix exists: Steam is always
/// SHA-1 with five letters, and only mOTP and Yandex have a PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otp {
    secret: Secret,
    kind: Kind,
    algorithm: Algorithm,
    digits: Digits,
    /// Empty where there is none.
    pin: SecretText,
}

impl Otp {
    /// For kinds that are fixed, `algorithm` and `digits` are replaced by their own; none has a PIN yet.
    pub fn new(secret: Secret, kind: Kind, algorithm: Algorithm, digits: Digits) -> Self {
        let (algorithm, digits) = match (kind, algorithm) {
            (Kind::Steam, _) => (Algorithm::Sha1, Digits(5)),
            (Kind::Motp, _) => (Algorithm::Md5, Digits(6)),
            (Kind::Yandex, _) => (Algorithm::Sha256, Digits(8)),
            (Kind::Totp { .. } | Kind::Hotp { .. }, Algorithm::Md5) => (Algorithm::Sha1, digits),
            (Kind::Totp { .. } | Kind::Hotp { .. }, other) => (other, digits),
        };
        Self {
            secret,
            kind,
            algorithm,
            digits,
            pin: SecretText::default(),
        }
    }

    /// The same with a PIN, where the kind takes one.
    #[must_use]
    pub fn with_pin(mut self, pin: Option<&SecretText>) -> Self {
        self.pin = pin
            .filter(|_| self.kind.takes_pin())
            .cloned()
            .unwrap_or_default();
        self
    }

    /// The same with another key.
    #[must_use]
    pub fn with_secret(&self, secret: Secret) -> Self {
        Self {
            secret,
            ..self.clone()
        }
    }

    /// SHA-1, six digits, 30 seconds.
    pub fn totp(secret: Secret) -> Self {
        Self::new(
            secret,
            Kind::Totp {
                period: Period::DEFAULT,
            },
            Algorithm::default(),
            Digits::default(),
        )
    }

    /// The shared key.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// How codes follow each other.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Hash under the HMAC.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Length of a code.
    pub fn digits(&self) -> Digits {
        self.digits
    }

    /// The PIN, if it is known.
    pub fn pin(&self) -> Option<&SecretText> {
        (!self.pin.is_empty()).then_some(&self.pin)
    }

    /// True where no code can be made until somebody says the PIN.
    pub fn lacks_pin(&self) -> bool {
        self.kind.takes_pin() && self.pin.is_empty()
    }

    /// The key as sites and apps of its kind write it.
    pub fn written_secret(&self) -> SecretText {
        match self.kind {
            Kind::Motp => self.secret.to_hexadecimal(),
            Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Steam | Kind::Yandex => {
                self.secret.to_base32()
            }
        }
    }

    /// Length of a step; `None` for HOTP.
    pub fn period(&self) -> Option<Period> {
        match self.kind {
            Kind::Totp { period } => Some(period),
            Kind::Steam | Kind::Yandex => Some(Period::DEFAULT),
            Kind::Motp => Some(Period::MOTP),
            Kind::Hotp { .. } => None,
        }
    }

    /// The next counter value; `None` unless HOTP.
    pub fn counter(&self) -> Option<u64> {
        match self.kind {
            Kind::Hotp { counter } => Some(counter),
            Kind::Totp { .. } | Kind::Steam | Kind::Motp | Kind::Yandex => None,
        }
    }

    /// Same key and same way of following: what makes two entries one and the same second factor.
    pub fn is_same_factor(&self, other: &Self) -> bool {
        self.kind.name() == other.kind.name() && self.secret == other.secret
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn algorithms_are_read_in_every_spelling_and_never_guessed() {
        for (text, wanted) in [
            ("SHA1", Some(Algorithm::Sha1)),
            ("sha_1", Some(Algorithm::Sha1)),
            ("SHA", Some(Algorithm::Sha1)),
            ("HmacSHA1", Some(Algorithm::Sha1)),
            ("HMAC-SHA-256", Some(Algorithm::Sha256)),
            ("algorithm.SHA_512", Some(Algorithm::Sha512)),
            ("MD5", None),
            ("SHA224", None),
            ("SHA384", None),
            ("SHA3-256", None),
            ("ŠHA1", None),
            ("", None),
        ] {
            assert_eq!(Algorithm::from_name(text), wanted, "{text}");
        }
        let all = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512];
        assert_eq!(all.map(Algorithm::shown), ["SHA-1", "SHA-256", "SHA-512"]);
    }

    #[test]
    fn steam_has_its_own_parameters() {
        let secret = Secret::from_bytes(vec![1; 20]).expect("key");
        let otp = Otp::new(secret, Kind::Steam, Algorithm::Sha512, Digits::DEFAULT);
        assert_eq!(
            (otp.algorithm(), otp.digits().get(), otp.period()),
            (Algorithm::Sha1, 5, Some(Period::DEFAULT))
        );
    }

    #[test]
    fn another_key_leaves_the_rest_as_it_is() {
        let secret = |byte| Secret::from_bytes(vec![byte; 20]).expect("key");
        let kind = Kind::Hotp { counter: 7 };
        let of = |byte| Otp::new(secret(byte), kind, Algorithm::Sha256, Digits::DEFAULT);
        assert_eq!(of(1).with_secret(secret(2)), of(2));
    }

    #[test]
    fn pins_belong_to_the_kinds_that_take_one() {
        let secret = || Secret::from_bytes(vec![1; 16]).expect("key");
        let of = |kind| {
            Otp::new(secret(), kind, Algorithm::Sha512, Digits::DEFAULT)
                .with_pin(Some(&SecretText::from("1234")))
        };
        assert_eq!(of(Kind::Steam).pin(), None);
        for (kind, algorithm, digits, seconds) in [
            (Kind::Motp, Algorithm::Md5, 6, 10),
            (Kind::Yandex, Algorithm::Sha256, 8, 30),
        ] {
            let otp = of(kind);
            assert_eq!(
                (otp.algorithm(), otp.digits().get(), otp.period()),
                (algorithm, digits, Period::new(seconds))
            );
            assert!(otp.pin().is_some() && !otp.lacks_pin());
            assert!(otp.with_pin(None).lacks_pin());
        }
    }

    #[test]
    fn digits_have_limits() {
        assert_eq!(
            (Digits::new(3), Digits::new(11), Digits::new(300)),
            (None, None, None)
        );
    }

    #[test]
    fn a_factor_is_a_key_and_a_way_of_following() {
        let otp = |byte, kind| {
            let secret = Secret::from_bytes(vec![byte; 20]).expect("key");
            Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT)
        };
        let counted = |counter| Kind::Hotp { counter };
        assert!(otp(1, counted(1)).is_same_factor(&otp(1, counted(9))));
        assert!(!otp(1, counted(1)).is_same_factor(&otp(2, counted(1))));
        assert!(!otp(1, counted(1)).is_same_factor(&otp(1, Kind::Steam)));
    }
}
