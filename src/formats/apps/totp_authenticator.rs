//! TOTP Authenticator (BinaryBoot): its backup, encrypted with a password or with one that the app has built in, and its
//! preferences.

use serde_json::Value;
use zeroize::Zeroizing;

use super::android;
use crate::account::{Secret, base64};
use crate::formats::entry::{self, Number, Text};
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking;
use crate::formats::{FieldError, FileError, Report};

/// What the app uses where the user chose no password.
const BUILT_IN: &[u8] = b"TotpAuthenticator";
const PREFERENCE: &str = "STATIC_TOTP_CODES_LIST";

/// Its codes are all of one kind and algorithm.
const NAMES: Names = Names {
    kind: "",
    algorithm: "",
    counter: "",
    pinned: "isFavorite",
    ..USUAL
};

pub fn is_backup(input: &Input) -> bool {
    let text = input.trimmed();
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "+/=\r\n".contains(c);
    text.len() >= 24
        && text.chars().all(is_letter)
        && base64::decode(text).is_some_and(|bytes| !bytes.is_empty() && bytes.len() % 16 == 0)
}

pub fn is_preferences(input: &Input) -> bool {
    android::preference(input, |key| key == PREFERENCE).is_some()
}

const DAMAGED: FileError =
    FileError::Damaged("it is not shaped like a backup of TOTP Authenticator");

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let sealed = base64::decode(input.trimmed()).ok_or(DAMAGED)?;
    if let Some(items) = open(&sealed, BUILT_IN) {
        return read_items(&items);
    }
    let password = password.ok_or(FileError::NeedPassword)?;
    let items = open(&sealed, password).ok_or(FileError::WrongPassword)?;
    read_items(&items)
}

/// The one key of the JSON object inside is the list, as text.
fn open(sealed: &[u8], password: &[u8]) -> Option<Value> {
    let opened = unlocking::cbc(&unlocking::sha256(password), &[0; 16], sealed)?;
    let object: Value = serde_json::from_slice(&opened).ok()?;
    let list = Zeroizing::new(object.as_object()?.keys().next()?.clone());
    serde_json::from_str(&list).ok()
}

pub fn read_preferences(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let text = android::preference(input, |key| key == PREFERENCE).ok_or(DAMAGED)?;
    let items: Value = serde_json::from_str(&text).map_err(|_| DAMAGED)?;
    read_items(&items)
}

fn read_items(items: &Value) -> Result<Report, FileError> {
    fields::read_list(Some(items), DAMAGED, |item| {
        let mut entry = NAMES.entry(item);
        entry.secret = secret(&field(item, "key"), field(item, "base"));
        if entry.issuer.as_str() == "Unknown" {
            entry.issuer = Text::default();
        }
        Some(entry)
    })
}

/// The key is written to the base that the entry says.
fn secret(key: &Text, base: Number) -> Result<Secret, FieldError> {
    let bytes = match base {
        Number::Is(16) => data_encoding::HEXLOWER_PERMISSIVE
            .decode(key.as_str().as_bytes())
            .ok(),
        Number::Is(64) => base64::decode(key.as_str()).map(|bytes| bytes.to_vec()),
        Number::Is(32) | Number::Missing => return entry::base32(key),
        _ => None,
    };
    entry::decoded(bytes)
}
