//! What an account and its codes are: pure values, no clock, no files. The ground floor.

pub mod base64;
mod code;
pub mod fold;
mod label;
pub mod order;
pub mod percent;
pub mod search;
mod secret;
mod time;
pub mod uri;

pub use code::{Code, TimedCode};
pub use label::{Label, Note};
pub use secret::{Secret, SecretError, SecretText};
pub use time::{Period, Timestamp};

use std::fmt;

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

/// Identifies an account for ever, whatever it is renamed to: 64 random bits as 13 lower-case base32 letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// From 64 random bits.
    pub fn from_random(bits: u64) -> Self {
        let mut bits = u128::from(bits) << 1;
        let mut text = [0_u8; 13];
        for place in text.iter_mut().rev() {
            *place = b"abcdefghijklmnopqrstuvwxyz234567"[(bits & 31) as usize];
            bits >>= 5;
        }
        Self(text.iter().copied().map(char::from).collect())
    }

    /// Accepts what a vault holds: 1 to 64 ASCII letters, digits, `-` or `_`.
    pub fn parse(text: &str) -> Option<Self> {
        let fine = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        fine.then(|| Self(text.to_owned()))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Parsed, not yet accepted: what a URI, a picture, a form or an import gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who runs the service; may be empty.
    pub issuer: Label,
    /// The account's name there; may be empty.
    pub name: Label,
    /// Key and parameters.
    pub otp: Otp,
    /// Without `#`.
    pub tags: Vec<Label>,
    /// Free text.
    pub note: Note,
    /// Favourite: sorted first.
    pub pinned: bool,
    /// What the user should hear although the draft is accepted.
    pub warnings: Vec<Warning>,
}

impl Draft {
    /// A draft without tags, note and warnings but those that follow from the values.
    pub fn new(issuer: Label, name: Label, otp: Otp) -> Self {
        let mut warnings = Vec::new();
        if issuer.is_empty() && name.is_empty() {
            warnings.push(Warning::Unnamed);
        }
        if otp.secret().is_weak() {
            warnings.push(Warning::WeakSecret);
        }
        Self {
            issuer,
            name,
            otp,
            tags: Vec::new(),
            note: Note::default(),
            pinned: false,
            warnings,
        }
    }
}

/// Accepted, but the user is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Neither issuer nor name: the caller asks for one.
    Unnamed,
    /// Fewer than 80 bits.
    WeakSecret,
    /// HOTP without a counter: 0 is taken.
    NoCounter,
}

impl Warning {
    /// One line for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Unnamed => "it has neither issuer nor name",
            Self::WeakSecret => "its secret is shorter than 80 bits and could be guessed",
            Self::NoCounter => "it is counter-based but gives no counter; 0 is taken",
        }
    }
}

/// An account as it lies in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Stays for ever.
    pub id: AccountId,
    /// Who runs the service; may be empty when `name` is not.
    pub issuer: Label,
    /// The account's name there.
    pub name: Label,
    /// Key and parameters.
    pub otp: Otp,
    /// Without `#`.
    pub tags: Vec<Label>,
    /// Free text.
    pub note: Note,
    /// Favourite: sorted first.
    pub pinned: bool,
    /// When it was enrolled.
    pub created: Timestamp,
    /// When it went to the bin, if it is there.
    pub deleted: Option<Timestamp>,
    /// Place in the user's own order.
    pub order: Option<i64>,
    /// When a code was last handed out, if that is recorded.
    pub used: Option<Timestamp>,
}

impl Account {
    /// `issuer:name`, or whichever of the two there is: how messages and lists call an account.
    pub fn title(&self) -> String {
        title(&self.issuer, &self.name)
    }
}

/// `issuer:name`, or whichever of the two is not empty.
pub fn title(issuer: &Label, name: &Label) -> String {
    match (issuer.is_empty(), name.is_empty()) {
        (false, false) => format!("{issuer}:{name}"),
        (false, true) => issuer.to_string(),
        (true, _) => name.to_string(),
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
    fn ids_hold_64_bits() {
        assert_eq!(AccountId::from_random(0).as_str(), "aaaaaaaaaaaaa");
        assert_eq!(AccountId::from_random(u64::MAX).as_str(), "7777777777776");
        assert_ne!(AccountId::from_random(1 << 63), AccountId::from_random(0));
        assert_eq!(AccountId::parse("../x"), None);
        assert_eq!(AccountId::parse(""), None);
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
    fn digits_and_titles_have_limits() {
        assert_eq!(
            (Digits::new(3), Digits::new(11), Digits::new(300)),
            (None, None, None)
        );
        assert_eq!(title(&"A".into(), &"b".into()), "A:b");
        assert_eq!(title(&"A".into(), &"".into()), "A");
        assert_eq!(title(&"".into(), &"b".into()), "b");
    }
}
