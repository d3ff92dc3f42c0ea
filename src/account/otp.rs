//! Otp: everything a code is computed from, built whole so that no impossible mix exists.

use super::{Period, Secret};

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
}

impl Algorithm {
    /// The name in otpauth URIs, in the vault and in JSON: `SHA1`, `SHA256`, `SHA512`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
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

    /// The name for people: `SHA-1`, `SHA-256`, `SHA-512`.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
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
}

impl Kind {
    /// The name in the vault and in JSON: `totp`, `hotp`, `steam`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Hotp { .. } => "hotp",
            Self::Steam => "steam",
        }
    }
}

/// Everything a code is computed from. Built whole, so that no impossible mix exists: Steam is always
/// SHA-1 with five letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otp {
    secret: Secret,
    kind: Kind,
    algorithm: Algorithm,
    digits: Digits,
}

impl Otp {
    /// For [`Kind::Steam`], `algorithm` and `digits` are replaced by Steam's own.
    pub fn new(secret: Secret, kind: Kind, algorithm: Algorithm, digits: Digits) -> Self {
        match kind {
            Kind::Steam => Self {
                secret,
                kind,
                algorithm: Algorithm::Sha1,
                digits: Digits(5),
            },
            Kind::Totp { .. } | Kind::Hotp { .. } => Self {
                secret,
                kind,
                algorithm,
                digits,
            },
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

    /// Length of a step; `None` for HOTP.
    pub fn period(&self) -> Option<Period> {
        match self.kind {
            Kind::Totp { period } => Some(period),
            Kind::Steam => Some(Period::DEFAULT),
            Kind::Hotp { .. } => None,
        }
    }

    /// The next counter value; `None` unless HOTP.
    pub fn counter(&self) -> Option<u64> {
        match self.kind {
            Kind::Hotp { counter } => Some(counter),
            Kind::Totp { .. } | Kind::Steam => None,
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
    fn digits_have_limits() {
        assert_eq!(
            (Digits::new(3), Digits::new(11), Digits::new(300)),
            (None, None, None)
        );
    }
}
