//! Aegis: its JSON export and backup, plain and encrypted (content versions 1 to 3).

use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::account::base64;
use crate::formats::entry::{Flag, Number, Text, Type};
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Key};
use crate::formats::{FileError, Report};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    version: Number,
    #[serde(default)]
    header: Option<Header>,
    db: Value,
}

#[derive(Deserialize, Default)]
struct Header {
    slots: Option<Vec<Value>>,
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

/// What the codes are made of; names and notes lie around it.
const INFO: Names = Names {
    issuer: "",
    name: "",
    kind: "",
    algorithm: "algo",
    ..USUAL
};

pub fn is_plain(input: &Input) -> bool {
    input.has(&["header", "db"])
        && input
            .object()
            .is_some_and(|object| object["db"].is_object())
}

pub fn is_encrypted(input: &Input) -> bool {
    input.has(&["header", "db"]) && !is_plain(input)
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like an export of Aegis");

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let file: File = input.shaped(DAMAGED)?;
    if !matches!(file.version, Number::Missing | Number::Is(0 | 1)) {
        return Err(newer());
    }
    let Value::String(sealed) = &file.db else {
        return read_content(&file.db);
    };
    let password = password.ok_or(FileError::NeedPassword)?;
    let header = file.header.unwrap_or_default();
    let params = header
        .params
        .ok_or(FileError::Damaged("its header is not whole"))?;
    let sealed = base64::decode(sealed).ok_or(FileError::Damaged("it is not base64"))?;
    let key = master_key(&header.slots.unwrap_or_default(), password)?;
    let sealed = [sealed.as_slice(), &bytes(&params.tag)?].concat();
    let content = unlocking::gcm(&key, &bytes(&params.nonce)?, &sealed, b"")
        .ok_or(FileError::WrongPassword)?;
    let content: Value =
        serde_json::from_slice(&content).map_err(|_| FileError::Damaged("it is not JSON"))?;
    read_content(&content)
}

/// A slot of type 1 takes a password; 0 and 2 are keys of the device. Several passwords may open one file.
fn master_key(slots: &[Value], password: &[u8]) -> Result<Key, FileError> {
    let slots = slots.iter().filter_map(|slot| Slot::deserialize(slot).ok());
    let slots: Vec<Slot> = slots.filter(|slot| slot.r#type == 1).take(16).collect();
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
    let version: Number = field(content, "version");
    if !matches!(version, Number::Missing | Number::Is(0..=3)) {
        return Err(newer());
    }
    let groups = fields::named(fields::list(content, "groups"), "uuid", "name");
    fields::read_list(content.get("entries"), DAMAGED, |item| {
        let info = item.get("info").filter(|info| info.is_object())?;
        let mut entry = INFO.entry(info);
        // Aegis writes MD5 for mOTP, and old versions of it for others by mistake: their codes are SHA-1's.
        if entry.algorithm.as_str().eq_ignore_ascii_case("md5") {
            entry.algorithm = Text::default();
        }
        entry.pin = field(info, "pin");
        entry.issuer = field(item, "issuer");
        entry.name = field(item, "name");
        entry.kind = Type::parse(field::<Text>(item, "type").as_str());
        entry.note = field(item, "note");
        entry.pinned = field::<Flag>(item, "favorite").0;
        let ids: Vec<Text> = field(item, "groups");
        let tags = ids.iter().filter_map(|id| groups.get(id.as_str()).cloned());
        entry.tags = tags.chain([field(item, "group")]).collect();
        Some(entry)
    })
}
