//! Stratum (Authenticator Pro): its backup as JSON, and encrypted in the strong and the legacy way.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::formats::entry::{self, Entry, Lenient, Number, Text, Type};
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

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Backup {
    authenticators: Vec<Lenient<Authenticator>>,
    #[serde(default, deserialize_with = "entry::or_default")]
    categories: Vec<Lenient<Category>>,
    #[serde(default, deserialize_with = "entry::or_default")]
    authenticator_categories: Vec<Lenient<Link>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Category {
    id: String,
    name: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Link {
    category_id: String,
    authenticator_secret: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Authenticator {
    pub(super) r#type: Number,
    pub(super) issuer: Text,
    pub(super) username: Text,
    pub(super) secret: Text,
    pub(super) algorithm: Number,
    pub(super) digits: Number,
    pub(super) period: Number,
    pub(super) counter: Number,
    pub(super) pin: Text,
    #[serde(deserialize_with = "entry::or_default")]
    pub(super) ranking: Option<i64>,
}

impl Authenticator {
    /// The entry, with the names of its categories.
    pub(super) fn entry(&self, tags: Vec<Text>) -> Entry {
        let kind = match self.r#type {
            Number::Is(1) => Type::Hotp,
            Number::Is(2) | Number::Missing => Type::Totp,
            Number::Is(3) => Type::Motp,
            Number::Is(4) => Type::Steam,
            Number::Is(5) => Type::Yandex,
            _ => Type::Unknown,
        };
        let secret = entry::secret_of(kind, &self.secret);
        let mut entry = Entry::new(&self.issuer, &self.username, secret);
        entry.kind = kind;
        entry.algorithm = match self.algorithm {
            Number::Is(0) | Number::Missing => "SHA1",
            Number::Is(1) => "SHA256",
            Number::Is(2) => "SHA512",
            _ => "unknown",
        }
        .into();
        entry.pin = self.pin.clone();
        entry.digits = self.digits;
        entry.period = self.period;
        entry.counter = self.counter;
        entry.tags = tags;
        entry
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
    let backup = Backup::deserialize(value).map_err(|_| DAMAGED)?;
    let categories = backup
        .categories
        .into_iter()
        .filter_map(|category| category.0);
    let categories: HashMap<String, Text> = categories
        .map(|category| (category.id, category.name))
        .collect();
    // A category is linked to the secret, not to the entry.
    let mut links: Vec<(Text, Text)> = Vec::new();
    for link in backup
        .authenticator_categories
        .into_iter()
        .filter_map(|link| link.0)
    {
        if let Some(name) = categories.get(&link.category_id) {
            links.push((link.authenticator_secret, name.clone()));
        }
    }
    let mut items: Vec<(usize, Lenient<Authenticator>)> =
        (1..).zip(backup.authenticators).collect();
    items.sort_by_key(|(_, item)| {
        item.0
            .as_ref()
            .and_then(|item| item.ranking)
            .unwrap_or(i64::MAX)
    });
    let entries = items.into_iter().map(|(place, item)| {
        let item = item.0.ok_or_else(|| entry::damaged(place))?;
        let tags = links.iter().filter(|(secret, _)| *secret == item.secret);
        item.entry(tags.map(|(_, name)| name.clone()).collect())
            .finish(place)
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
