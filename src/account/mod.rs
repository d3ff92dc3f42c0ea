//! What an account and its codes are: pure values, no clock, no files. The ground floor.

pub mod base32;
pub mod base64;
pub mod challenge;
mod code;
pub mod facts;
pub mod fold;
mod forms;
mod label;
mod motp;
pub mod near;
pub mod order;
mod otp;
pub mod percent;
mod plain;
pub mod schedule;
pub mod search;
mod secret;
pub mod shorten;
pub mod suspect;
mod time;
pub mod tries;
pub mod uri;
mod uses;
pub mod verify;
mod yandex;

pub use base32::SecretError;
pub use code::{Code, TimedCode};
pub use forms::forms;
pub use label::{Label, Note, is_fit, is_plain, judged};
pub use otp::{Algorithm, Digits, Kind, Otp};
pub use plain::{Plain, capital, counted, shell_word, shown};
pub use secret::{Secret, SecretText};
pub use time::{Period, Timestamp};
pub use uses::Uses;

use std::fmt;

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
        is_plain_id(text).then(|| Self(text.to_owned()))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What ids of accounts and vaults may be: 1 to 64 ASCII letters, digits, `-` or `_`.
pub fn is_plain_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
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
        // Its keys have 64 bits everywhere.
        if otp.secret().is_weak() && otp.kind() != Kind::Motp {
            warnings.push(Warning::WeakSecret);
        }
        if otp.lacks_pin() {
            warnings.push(Warning::NoPin);
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
    /// HOTP without a counter: [`facts::FIRST_COUNTER`] is taken.
    NoCounter,
    /// No whole bytes give so many letters of base32.
    ImpossibleLength,
    /// Base32, but hexadecimal digits alone.
    PerhapsHexadecimal,
    /// It gives no codes without its PIN.
    NoPin,
}

impl Warning {
    /// One line for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Unnamed => "it has neither issuer nor name",
            Self::WeakSecret => "its secret is shorter than 80 bits and could be guessed",
            Self::NoCounter => {
                "it is counter-based but has no counter value: 1 is taken. If the first code is refused take a second one, or set the counter with `otp edit NAME --counter N`"
            }
            Self::ImpossibleLength => {
                "its secret has an impossible length; a letter may be missing or one too many"
            }
            Self::PerhapsHexadecimal => {
                "its secret looks like hexadecimal but was read as base32; if its codes are refused, add it again with --hex"
            }
            Self::NoPin => "it came without its PIN: set it with `otp edit NAME --new-pin`",
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
    /// A fresh account from an accepted draft.
    pub fn new(id: AccountId, draft: Draft, created: Timestamp) -> Self {
        Self {
            id,
            issuer: draft.issuer,
            name: draft.name,
            otp: draft.otp,
            tags: draft.tags,
            note: draft.note,
            pinned: draft.pinned,
            created,
            deleted: None,
            order: None,
            used: None,
        }
    }

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
    fn ids_hold_64_bits() {
        assert_eq!(AccountId::from_random(0).as_str(), "aaaaaaaaaaaaa");
        assert_eq!(AccountId::from_random(u64::MAX).as_str(), "7777777777776");
        assert_ne!(AccountId::from_random(1 << 63), AccountId::from_random(0));
        assert_eq!(AccountId::parse("../x"), None);
        assert_eq!(AccountId::parse(""), None);
    }

    #[test]
    fn titles_name_what_there_is() {
        assert_eq!(title(&"A".into(), &"b".into()), "A:b");
        assert_eq!(title(&"A".into(), &"".into()), "A");
        assert_eq!(title(&"".into(), &"b".into()), "b");
    }

    #[test]
    fn ids_are_plain_words() {
        for text in ["a", "B7-_x", &"k".repeat(64)] {
            assert_eq!(AccountId::parse(text).expect(text).as_str(), text);
        }
        for text in ["a b", "a.b", "é", "a/", &"k".repeat(65)] {
            assert_eq!(AccountId::parse(text), None, "{text}");
        }
    }
}
