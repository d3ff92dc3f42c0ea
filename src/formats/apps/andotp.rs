//! andOTP: its backup as JSON, and encrypted in the new and the old way; GNOME Authenticator before 4 wrote the same.

use serde_json::Value;

use crate::formats::entry::{self, Entry, Text};
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Hash, Plain};
use crate::formats::{FileError, Report};

const NAMES: Names = Names {
    name: "label",
    key: entry::secret_of,
    ..USUAL
};

pub fn is_plain(input: &Input) -> bool {
    let has = |key| input.list_has(&["label", "secret", key]);
    has("thumbnail") || has("last_used") || has("tags")
}

/// It has no mark of its own: whatever is no text and nothing else may be one.
pub fn is_encrypted(input: &Input) -> bool {
    let is_java = input.bytes().starts_with(&[0xac, 0xed, 0x00, 0x05]);
    input.text().is_none() && input.bytes().len() > 12 + 16 && !is_java
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    fields::read_list(input.json(), DAMAGED, read_entry)
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like a backup of andOTP");

fn read_entry(item: &Value) -> Option<Entry> {
    let mut entry = NAMES.entry(item);
    // Before 0.4 the label held both.
    if item.get("issuer").is_none_or(Value::is_null) {
        (entry.issuer, entry.name) = divided(entry.name.as_str());
    }
    entry.tags = field(item, "tags");
    Some(entry)
}

fn divided(label: &str) -> (Text, Text) {
    let parts = label.split_once(" - ").or_else(|| label.split_once(':'));
    match parts {
        Some((issuer, name)) => (issuer.trim().into(), name.trim().into()),
        None => (Text::default(), label.into()),
    }
}

/// New: rounds, salt, nonce, sealed. Old: nonce, sealed, under the SHA-256 of the password.
pub fn read_encrypted(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let password = password.ok_or(FileError::NeedPassword)?;
    let opened = open_new(input.bytes(), password)
        .or_else(|| open_old(input.bytes(), password))
        .ok_or(FileError::WrongPassword)?;
    let value: Value = serde_json::from_slice(&opened).map_err(|_| DAMAGED)?;
    fields::read_list(Some(&value), DAMAGED, read_entry)
}

fn open_new(bytes: &[u8], password: &[u8]) -> Option<Plain> {
    let (rounds, rest) = bytes.split_first_chunk::<4>()?;
    let rounds = u64::from(u32::from_be_bytes(*rounds));
    if !(1_000..=10_000_000).contains(&rounds) {
        return None;
    }
    let (salt, rest) = rest.split_at_checked(12)?;
    let (nonce, sealed) = rest.split_at_checked(12)?;
    let key = unlocking::pbkdf2(Hash::Sha1, password, salt, rounds).ok()?;
    unlocking::gcm(&key, nonce, sealed, b"")
}

fn open_old(bytes: &[u8], password: &[u8]) -> Option<Plain> {
    let (nonce, sealed) = bytes.split_at_checked(12)?;
    unlocking::gcm(&unlocking::sha256(password), nonce, sealed, b"")
}
