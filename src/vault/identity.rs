//! Who a vault is and who may open it: its id, the membership token, devices and the recovery key.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::saves::Saves;
use crate::account::{AccountId, Label, Otp, Timestamp, is_plain_id};

/// Identifies a vault: 60 random bits as 12 lower-case letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VaultId(String);

impl VaultId {
    /// From 60 random bits; the other four are ignored.
    pub fn from_random(bits: u64) -> Self {
        let letter =
            |place: u32| b"0123456789abcdefghjkmnpqrstvwxyz"[(bits >> (place * 5) & 31) as usize];
        Self((0..12).rev().map(letter).map(char::from).collect())
    }

    /// Accepts what a file may hold: 1 to 64 ASCII letters, digits, `-` or `_`. It becomes part of file names.
    pub fn parse(text: &str) -> Option<Self> {
        is_plain_id(text).then(|| Self(text.to_owned()))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 128 random bits inside the plaintext that prove a writer was able to read the vault: age itself does not
/// tell who wrote a file. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<[u8; 16]>);

impl Token {
    /// From the system's random source or from a vault file.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bits themselves, for the writer of the document alone.
    pub(super) fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// See [`super::Vault::mark`].
    pub(super) fn mark(&self, otp: &Otp) -> AccountId {
        AccountId::from_random(otp.mark(self.0.as_slice()))
    }

    /// SHA-256 of the token: what devices pin.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// What a recipient of the vault is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads and writes.
    Device,
    /// The printed recovery key: for the day when no device is left.
    Recovery,
}

/// One that may open the vault. All times are Unix milliseconds, and for people: whether it may still is counted, as
/// a clock that is wrong, or set wrong, must let nobody in again.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// For people.
    pub name: Label,
    /// age recipient, opaque here: `age1…`, `age1yubikey1…`.
    pub recipient: String,
    /// When it was (last) added.
    pub added: u64,
    /// When it was removed, if it ever was.
    pub removed: Option<u64>,
    /// How often it was let in, and how often it was shut out since: the larger number tells, the second when equal.
    pub(super) generation: Generation,
    /// Its last saves.
    pub saves: Saves,
    /// What it is for.
    pub role: Role,
    /// A recovery key that nobody has confirmed yet to have. Every device of the vault says so until somebody does.
    pub unconfirmed: bool,
    /// Fields of newer versions, kept as they are.
    pub(super) extra: toml::Table,
}

/// How often a key was let in, and up to which of these times it was shut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Generation {
    pub(super) added: u64,
    pub(super) removed: u64,
}

impl Generation {
    /// Let in once, never shut out.
    pub(super) const FIRST: Self = Self {
        added: 1,
        removed: 0,
    };

    /// What the moments say that files had before they counted.
    pub(super) fn of_moments(added: u64, removed: Option<u64>) -> Self {
        match removed {
            None => Self::FIRST,
            Some(removed) if added > removed => Self {
                added: 2,
                removed: 1,
            },
            Some(_) => Self {
                added: 1,
                removed: 1,
            },
        }
    }
}

impl Device {
    /// A device or recovery key that has saved nothing yet.
    pub fn new(name: Label, recipient: String, role: Role, added: u64) -> Self {
        Self {
            name,
            recipient,
            added,
            removed: None,
            generation: Generation::FIRST,
            saves: Saves::default(),
            role,
            unconfirmed: false,
            extra: toml::Table::new(),
        }
    }

    /// False after its removal, until it is added again.
    pub fn is_active(&self) -> bool {
        self.generation.added > self.generation.removed
    }

    /// The number of its last save.
    pub fn seq(&self) -> u64 {
        self.saves.number()
    }

    /// Lets it in once more.
    pub(super) fn let_in(&mut self, now: Timestamp) {
        self.generation.added = self.generation.removed.saturating_add(1);
        self.added = now.millis();
    }

    /// Shuts it out.
    pub(super) fn shut_out(&mut self, now: Timestamp) {
        self.generation.removed = self.generation.removed.max(self.generation.added);
        self.removed = Some(now.millis());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_hold_60_bits_and_fit_into_file_names() {
        assert_eq!(VaultId::from_random(0).as_str(), "000000000000");
        assert_eq!(VaultId::from_random(u64::MAX).as_str(), "zzzzzzzzzzzz");
        assert_ne!(VaultId::from_random(1 << 59), VaultId::from_random(0));
        assert_eq!(VaultId::from_random(1 << 60), VaultId::from_random(0));
        assert_eq!(VaultId::parse("../up"), None);
    }

    #[test]
    fn tokens_are_not_printed() {
        let token = Token::new([7; 16]);
        assert_eq!(format!("{token:?}"), "Token");
        assert_ne!(token.hash(), Token::new([8; 16]).hash());
    }

    #[test]
    fn a_device_added_again_is_active() {
        let mut device = Device::new("laptop".into(), "age1x".into(), Role::Device, 5);
        assert!(device.is_active());
        let at = Timestamp::from_millis;
        device.shut_out(at(6));
        assert!(!device.is_active());
        // Whatever the clock says.
        device.let_in(at(3));
        assert!(device.is_active());
        device.shut_out(at(2));
        assert!(!device.is_active());
    }
}
