//! 2FAS: its backup, plain and encrypted (schema versions 1 to 4).

use std::collections::HashMap;

use serde_json::Value;

use crate::account::base64;
use crate::formats::entry::{self, Entry, Number, Text};
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Hash};
use crate::formats::{FileError, Report};

/// PBKDF2 rounds of every version so far.
const ROUNDS: u64 = 10_000;

/// What the codes are made of; the key lies beside it.
const OTP: Names = Names {
    name: "account",
    secret: "",
    kind: "tokenType",
    ..USUAL
};

pub fn is_plain(input: &Input) -> bool {
    input.has(&["schemaVersion", "services"]) && !is_encrypted(input)
}

pub fn is_encrypted(input: &Input) -> bool {
    input.has(&["schemaVersion", "servicesEncrypted"])
        && input.object().is_some_and(|object| {
            object["servicesEncrypted"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        })
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like a backup of 2FAS");

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let backup = input.json().filter(|it| it.get("schemaVersion").is_some());
    let backup = backup.ok_or(DAMAGED)?;
    let version: Number = field(backup, "schemaVersion");
    if !matches!(version, Number::Missing | Number::Is(0..=4)) {
        return Err(FileError::Unsupported {
            what: "a backup of a newer version of 2FAS",
            advice: "Upgrade otp, or take the accounts over by their QR codes.",
        });
    }
    let sealed: Text = field(backup, "servicesEncrypted");
    let mut services = if sealed.is_empty() {
        fields::codes(backup, "services").ok_or(DAMAGED)?.to_vec()
    } else {
        open(sealed.as_str(), password)?
    };
    let groups = fields::named(fields::list(backup, "groups"), "id", "name");
    services.sort_by_key(|service| service["order"]["position"].as_i64().unwrap_or(i64::MAX));
    fields::read_list(Some(&services.into()), DAMAGED, |service| {
        read_entry(service, &groups)
    })
}

/// Three base64 texts divided by colons: what is sealed with its tag, the salt, the nonce.
fn open(sealed: &str, password: Option<&[u8]>) -> Result<Vec<Value>, FileError> {
    let damaged = FileError::Damaged("what is encrypted in it is not whole");
    let parts: Option<Vec<_>> = sealed.split(':').map(base64::decode).collect();
    let parts = parts.ok_or(damaged)?;
    let [sealed, salt, nonce] = parts.as_slice() else {
        return Err(damaged);
    };
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = unlocking::pbkdf2(Hash::Sha256, password, salt, ROUNDS)?;
    let services = unlocking::gcm(&key, nonce, sealed, b"").ok_or(FileError::WrongPassword)?;
    serde_json::from_slice(&services).map_err(|_| damaged)
}

fn read_entry(service: &Value, groups: &HashMap<String, Text>) -> Option<Entry> {
    let otp = fields::object(service, "otp")?;
    let mut entry = OTP.entry(otp);
    entry.secret = entry::base32(&field(service, "secret"));
    entry.issuer = entry.issuer.or(&field(service, "name")).clone();
    let label: Text = field(otp, "label");
    let label = entry::without_issuer(label.as_str(), entry.issuer.as_str());
    entry.name = entry.name.or(&label).clone();
    entry.digits = entry.digits.or_missing_when_zero();
    entry.period = entry.period.or_missing_when_zero();
    let group = service.get("groupId").and_then(Value::as_str);
    let group = group.and_then(|id| groups.get(id).cloned());
    entry.tags = group.into_iter().collect();
    Some(entry)
}
