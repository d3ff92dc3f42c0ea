//! Bitwarden: its JSON export, plain and protected by a password, and the one of Bitwarden Authenticator.

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::account::base64;
use crate::formats::entry::{self, Flag, Number, Text};
use crate::formats::fields::{self, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2, Hash, Key, Plain};
use crate::formats::{FileError, Report};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sealed {
    #[serde(default)]
    password_protected: Flag,
    salt: String,
    kdf_type: u64,
    kdf_iterations: u64,
    /// Of Argon2 alone; null where another is used.
    #[serde(default, deserialize_with = "entry::or_default")]
    kdf_memory: u64,
    #[serde(default, deserialize_with = "entry::or_default")]
    kdf_parallelism: u64,
    #[serde(rename = "encKeyValidation_DO_NOT_EDIT")]
    check: String,
    data: String,
}

pub fn is_plain(input: &Input) -> bool {
    let has_items = input
        .object()
        .is_some_and(|object| object.get("items").is_some_and(Value::is_array));
    let is_ours = input.has(&["encrypted"])
        || input.has(&["folders"])
        || input.has(&["collections"])
        || input.items_have("items", &["login"]);
    has_items && is_ours && !is_sealed(input)
}

fn is_sealed(input: &Input) -> bool {
    let sealed = input.object().and_then(|object| object.get("encrypted"));
    sealed == Some(&Value::Bool(true))
}

pub fn is_encrypted(input: &Input) -> bool {
    is_sealed(input)
        && (input.has(&["data"])
            || input.has(&["items"])
            || input.has(&["encKeyValidation_DO_NOT_EDIT"]))
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    input.json().map_or(Err(DAMAGED), read_export)
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like an export of Bitwarden");

fn read_export(value: &Value) -> Result<Report, FileError> {
    let items = value.get("items").and_then(Value::as_array);
    let folders = [
        fields::list(value, "folders"),
        fields::list(value, "collections"),
    ];
    let folders = fields::named(&folders.concat(), "id", "name");
    let mut entries = Vec::new();
    for (place, item) in (1..).zip(items.ok_or(DAMAGED)?) {
        let login = fields::object(item, "login").filter(|_| item.is_object());
        let Some(login) = login else {
            entries.push(Err(entry::damaged(place)));
            continue;
        };
        let code: Text = field(login, "totp");
        // 1 is a login; others hold no codes. What was deleted stays deleted.
        let is_login = matches!(field(item, "type"), Number::Is(1) | Number::Missing);
        if code.is_empty() || !is_login || !field::<Text>(item, "deletedDate").is_empty() {
            continue;
        }
        let ids = [field(item, "folderId")].into_iter();
        let ids = ids.chain(field::<Vec<Text>>(item, "collectionIds"));
        let tags = ids.filter_map(|id| folders.get(id.as_str()).cloned());
        let tags: Vec<Text> = tags.collect();
        let names = (&field(item, "name"), &field(login, "username"));
        let read = entry::from_code(code.as_str(), place, names);
        entries.push(read.map(|mut draft| {
            let favorite: Flag = field(item, "favorite");
            entry::describe(&mut draft, &tags, &field(item, "notes"), favorite.0);
            draft
        }));
    }
    Ok(Report::of(entries))
}

pub fn read_encrypted(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let restricted = FileError::Unsupported {
        what: "an export of Bitwarden that only its own account opens",
        advice: "Export again from Bitwarden and choose the file type \"password protected\".",
    };
    let sealed: Sealed = input.shaped(restricted)?;
    if !sealed.password_protected.0 {
        return Err(restricted);
    }
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = derive(&sealed, password)?;
    let (seal, mac) = (expand(&key, b"enc")?, expand(&key, b"mac")?);
    open(&sealed.check, &seal, &mac)?;
    let data = open(&sealed.data, &seal, &mac)?;
    let value: Value = serde_json::from_slice(&data).map_err(|_| DAMAGED)?;
    read_export(&value)
}

/// The salt is the base64 text itself, as bytes.
fn derive(sealed: &Sealed, password: &[u8]) -> Result<Key, FileError> {
    let salt = sealed.salt.as_bytes();
    match sealed.kdf_type {
        0 => unlocking::pbkdf2(Hash::Sha256, password, salt, sealed.kdf_iterations),
        1 => {
            let argon2 = Argon2 {
                passes: sealed.kdf_iterations,
                memory: sealed.kdf_memory.saturating_mul(1024),
                lanes: sealed.kdf_parallelism,
            };
            argon2.key(password, &*unlocking::sha256(salt))
        }
        _ => Err(FileError::Unsupported {
            what: "an export of a newer version of Bitwarden",
            advice: "Upgrade otp, or export it from Bitwarden as plain JSON.",
        }),
    }
}

/// HKDF-Expand (RFC 5869 section 2.3) without the extracting step.
fn expand(key: &Key, info: &[u8]) -> Result<Key, FileError> {
    let mut made = Zeroizing::new([0; 32]);
    let hkdf = hkdf::Hkdf::<Sha256>::from_prk(&**key).map_err(|_| DAMAGED)?;
    hkdf.expand(info, &mut *made).map_err(|_| DAMAGED)?;
    Ok(made)
}

/// `2.iv|sealed|mac`: AES-256-CBC, then HMAC-SHA-256 over both.
fn open(text: &str, seal: &Key, mac: &Key) -> Result<Plain, FileError> {
    let parts = text.strip_prefix("2.").ok_or(DAMAGED)?;
    let parts: Option<Vec<_>> = parts.split('|').map(base64::decode).collect();
    let parts = parts.ok_or(DAMAGED)?;
    let [iv, sealed, tag] = parts.as_slice() else {
        return Err(DAMAGED);
    };
    let mut check = Hmac::<Sha256>::new_from_slice(&**mac).map_err(|_| DAMAGED)?;
    check.update(iv);
    check.update(sealed);
    check
        .verify_slice(tag)
        .map_err(|_| FileError::WrongPassword)?;
    unlocking::cbc(seal, iv, sealed).ok_or(FileError::WrongPassword)
}
