//! Aegis: its JSON export and backup, plain and encrypted (content versions 1 to 3).

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::account::base64;
use crate::formats::entry::{self, Entry, Flag, Lenient, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Key};
use crate::formats::{FileError, Report};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    version: Number,
    #[serde(default, deserialize_with = "entry::or_none")]
    header: Header,
    db: Value,
}

#[derive(Deserialize, Default)]
struct Header {
    #[serde(default)]
    slots: Option<Vec<Lenient<Slot>>>,
    #[serde(default)]
    params: Option<Params>,
}

#[derive(Deserialize)]
struct Slot {
    r#type: u64,
    key: String,
    key_params: Params,
    #[serde(default)]
    n: u64,
    #[serde(default)]
    r: u64,
    #[serde(default)]
    p: u64,
    #[serde(default)]
    salt: String,
}

#[derive(Deserialize)]
struct Params {
    nonce: String,
    tag: String,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    version: Number,
    entries: Vec<Lenient<Item>>,
    #[serde(default, deserialize_with = "entry::or_default")]
    groups: Vec<Lenient<Group>>,
}

#[derive(Deserialize)]
struct Group {
    uuid: String,
    name: Text,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    r#type: Text,
    #[serde(default)]
    name: Text,
    #[serde(default)]
    issuer: Text,
    #[serde(default)]
    note: Text,
    #[serde(default)]
    favorite: Flag,
    #[serde(default, deserialize_with = "entry::or_default")]
    groups: Vec<Text>,
    #[serde(default)]
    group: Text,
    info: Info,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Info {
    secret: Text,
    pin: Text,
    algo: Text,
    digits: Number,
    period: Number,
    counter: Number,
}

pub fn is_plain(input: &Input) -> bool {
    input.has(&["header", "db"])
        && input
            .object()
            .is_some_and(|object| object["db"].is_object())
}

pub fn is_encrypted(input: &Input) -> bool {
    input.has(&["header", "db"]) && !is_plain(input)
}

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let file = input.json().map(File::deserialize);
    let Some(Ok(file)) = file else {
        return Err(FileError::Damaged(
            "it is not shaped like an export of Aegis",
        ));
    };
    if !matches!(file.version, Number::Missing | Number::Is(0 | 1)) {
        return Err(newer());
    }
    let Value::String(sealed) = &file.db else {
        return read_content(&file.db);
    };
    let password = password.ok_or(FileError::NeedPassword)?;
    let (slots, params) = (file.header.slots.unwrap_or_default(), file.header.params);
    let params = params.ok_or(FileError::Damaged("its header is not whole"))?;
    let sealed = base64::decode(sealed).ok_or(FileError::Damaged("it is not base64"))?;
    let key = master_key(&slots, password)?;
    let sealed = [sealed.as_slice(), &bytes(&params.tag)?].concat();
    let content = unlocking::gcm(&key, &bytes(&params.nonce)?, &sealed, b"")
        .ok_or(FileError::WrongPassword)?;
    let content: Value =
        serde_json::from_slice(&content).map_err(|_| FileError::Damaged("it is not JSON"))?;
    read_content(&content)
}

/// A slot of type 1 takes a password; 0 and 2 are keys of the device. Several passwords may open one file.
fn master_key(slots: &[Lenient<Slot>], password: &[u8]) -> Result<Key, FileError> {
    let slots = slots.iter().filter_map(|slot| slot.0.as_ref());
    let slots: Vec<&Slot> = slots.filter(|slot| slot.r#type == 1).take(16).collect();
    if slots.is_empty() {
        return Err(FileError::Unsupported {
            what: "an export of Aegis that no password opens",
            advice: "Export it again from Aegis with a password, or without encryption.",
        });
    }
    for slot in slots {
        let wrapping = unlocking::scrypt(password, &bytes(&slot.salt)?, (slot.n, slot.r, slot.p))?;
        let sealed = [bytes(&slot.key)?, bytes(&slot.key_params.tag)?].concat();
        let nonce = bytes(&slot.key_params.nonce)?;
        let Some(opened) = unlocking::gcm(&wrapping, &nonce, &sealed, b"") else {
            continue;
        };
        let mut key = Zeroizing::new([0; 32]);
        if opened.len() == key.len() {
            key.copy_from_slice(&opened);
            return Ok(key);
        }
    }
    Err(FileError::WrongPassword)
}

fn bytes(hex: &str) -> Result<Vec<u8>, FileError> {
    data_encoding::HEXLOWER_PERMISSIVE
        .decode(hex.as_bytes())
        .map_err(|_| FileError::Damaged("its header is not whole"))
}

fn newer() -> FileError {
    FileError::Unsupported {
        what: "an export of a newer version of Aegis",
        advice: "Upgrade otp; or export it from Aegis as a plain list of otpauth links.",
    }
}

fn read_content(content: &Value) -> Result<Report, FileError> {
    let content = Content::deserialize(content)
        .map_err(|_| FileError::Damaged("it is not shaped like an export of Aegis"))?;
    if !matches!(content.version, Number::Missing | Number::Is(0..=3)) {
        return Err(newer());
    }
    let groups = content.groups.into_iter().filter_map(|group| group.0);
    let groups: HashMap<String, Text> = groups.map(|group| (group.uuid, group.name)).collect();
    let entries = (1..)
        .zip(content.entries)
        .map(|(place, item)| match item.0 {
            Some(item) => read_entry(&item, &groups).finish(place),
            None => Err(entry::damaged(place)),
        });
    Ok(Report::of(entries.collect()))
}

fn read_entry(item: &Item, groups: &HashMap<String, Text>) -> Entry {
    let info = &item.info;
    let mut entry = Entry::new(&item.issuer, &item.name, entry::base32(&info.secret));
    entry.kind = Type::parse(item.r#type.as_str());
    // Aegis writes MD5 for mOTP, and old versions of it for others by mistake: their codes are SHA-1's.
    if !info.algo.as_str().eq_ignore_ascii_case("md5") {
        entry.algorithm = info.algo.clone();
    }
    entry.digits = info.digits;
    entry.period = info.period;
    entry.counter = info.counter;
    entry.pin = info.pin.clone();
    entry.note = item.note.clone();
    entry.pinned = item.favorite.0;
    entry.tags = item
        .groups
        .iter()
        .filter_map(|id| groups.get(id.as_str()).cloned())
        .collect();
    entry.tags.push(item.group.clone());
    entry
}
