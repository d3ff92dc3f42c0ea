//! Stratum (Authenticator Pro): its backup as JSON, and encrypted in the strong and the legacy way.

use serde_json::Value;

use crate::formats::entry::{self, Entry, Number, Text, Type};
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2, Hash};
use crate::formats::{FileError, Report};

const STRONG: &[u8] = b"AUTHENTICATORPRO";
const LEGACY: &[u8] = b"AuthenticatorPro";
/// PBKDF2 rounds of the legacy format.
const ROUNDS: u64 = 64_000;
const ARGON2: Argon2 = Argon2 {
    passes: 3,
    memory: 64 << 10,
    lanes: 4,
};

/// In the backup, and in the internal database.
const NAMES: Names = Names {
    issuer: "Issuer|issuer",
    name: "Username|username",
    secret: "Secret|secret",
    kind: "",
    algorithm: "",
    digits: "Digits|digits",
    period: "Period|period",
    counter: "Counter|counter",
    ..USUAL
};

/// An entry with its categories, which are linked to the secret: pairs of one and the name of the other.
pub(super) fn entry(item: &Value, links: &[(Text, Text)]) -> Entry {
    let kind = match field(item, "Type|type") {
        Number::Is(1) => Type::Hotp,
        Number::Is(2) | Number::Missing => Type::Totp,
        Number::Is(3) => Type::Motp,
        Number::Is(4) => Type::Steam,
        Number::Is(5) => Type::Yandex,
        _ => Type::Unknown,
    };
    let algorithm = match field(item, "Algorithm|algorithm") {
        Number::Is(0) | Number::Missing => "SHA1",
        Number::Is(1) => "SHA256",
        Number::Is(2) => "SHA512",
        _ => "unknown",
    };
    let secret: Text = field(item, NAMES.secret);
    let tags = links.iter().filter(|(linked, _)| *linked == secret);
    Entry {
        secret: entry::secret_of(kind, &secret),
        kind,
        algorithm: algorithm.into(),
        pin: field(item, "Pin|pin"),
        tags: tags.map(|(_, name)| name.clone()).collect(),
        ..NAMES.entry(item)
    }
}

pub fn is_plain(input: &Input) -> bool {
    input.has(&["Authenticators"])
}

pub fn is_strong(input: &Input) -> bool {
    input.bytes().starts_with(STRONG)
}

pub fn is_legacy(input: &Input) -> bool {
    input.bytes().starts_with(LEGACY)
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like a backup of Stratum");

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    input.json().map_or(Err(DAMAGED), read_backup)
}

fn read_backup(value: &Value) -> Result<Report, FileError> {
    let items = value.get("Authenticators").and_then(Value::as_array);
    let categories = fields::named(fields::list(value, "Categories"), "Id", "Name");
    let link = |link: &Value| {
        let name = categories.get(link.get("CategoryId")?.as_str()?)?;
        Some((field(link, "AuthenticatorSecret"), name.clone()))
    };
    let links = fields::list(value, "AuthenticatorCategories").iter();
    let links: Vec<(Text, Text)> = links.filter_map(link).collect();
    let mut items: Vec<(usize, &Value)> = (1..).zip(items.ok_or(DAMAGED)?).collect();
    items.sort_by_key(|(_, item)| item["Ranking"].as_i64().unwrap_or(i64::MAX));
    let entries = items.into_iter().map(|(place, item)| {
        if !item.is_object() {
            return Err(entry::damaged(place));
        }
        entry(item, &links).finish(place)
    });
    Ok(Report::of(entries.collect()))
}

pub fn read_strong(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let rest = input.bytes().strip_prefix(STRONG).unwrap_or_default();
    let (salt, rest) = rest.split_at_checked(16).ok_or(cut())?;
    let (nonce, sealed) = rest.split_at_checked(12).ok_or(cut())?;
    if sealed.len() < 16 {
        return Err(cut());
    }
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = ARGON2.key(password, salt)?;
    let opened = unlocking::gcm(&key, nonce, sealed, b"").ok_or(FileError::WrongPassword)?;
    let value: Value = serde_json::from_slice(&opened).map_err(|_| DAMAGED)?;
    read_backup(&value)
}

const fn cut() -> FileError {
    FileError::Damaged("it is cut off")
}

/// Without a proof of its own: what does not come out as JSON had the wrong password.
pub fn read_legacy(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let rest = input.bytes().strip_prefix(LEGACY).unwrap_or_default();
    let (salt, rest) = rest.split_at_checked(20).ok_or(cut())?;
    let (iv, sealed) = rest.split_at_checked(16).ok_or(cut())?;
    if sealed.is_empty() || sealed.len() % 16 != 0 {
        return Err(cut());
    }
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = unlocking::pbkdf2(Hash::Sha1, password, salt, ROUNDS)?;
    let opened = unlocking::cbc(&key, iv, sealed).ok_or(FileError::WrongPassword)?;
    let value: Value = serde_json::from_slice(&opened).map_err(|_| FileError::WrongPassword)?;
    read_backup(&value)
}
