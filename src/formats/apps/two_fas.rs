//! 2FAS: its backup, plain and encrypted (schema versions 1 to 4).

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::account::base64;
use crate::formats::entry::{self, Entry, Lenient, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Hash};
use crate::formats::{FileError, Report};

/// PBKDF2 rounds of every version so far.
const ROUNDS: u64 = 10_000;

#[derive(Deserialize)]
struct Backup {
    #[serde(rename = "schemaVersion")]
    schema: Number,
    #[serde(default, deserialize_with = "entry::or_none")]
    services: Vec<Lenient<Service>>,
    #[serde(default, rename = "servicesEncrypted")]
    sealed: Text,
    #[serde(default, deserialize_with = "entry::or_default")]
    groups: Vec<Lenient<Group>>,
}

#[derive(Deserialize)]
struct Group {
    id: String,
    name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Service {
    name: Text,
    secret: Text,
    #[serde(rename = "groupId", deserialize_with = "entry::or_default")]
    group: Option<String>,
    otp: Option<Otp>,
    #[serde(deserialize_with = "entry::or_default")]
    order: Option<Order>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Otp {
    issuer: Text,
    account: Text,
    label: Text,
    digits: Number,
    period: Number,
    algorithm: Text,
    counter: Number,
    #[serde(rename = "tokenType")]
    kind: Text,
}

#[derive(Deserialize)]
struct Order {
    #[serde(default)]
    position: Option<i64>,
}

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

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let mut backup: Backup =
        input.shaped(FileError::Damaged("it is not shaped like a backup of 2FAS"))?;
    if !matches!(backup.schema, Number::Missing | Number::Is(0..=4)) {
        return Err(FileError::Unsupported {
            what: "a backup of a newer version of 2FAS",
            advice: "Upgrade otp, or take the accounts over by their QR codes.",
        });
    }
    if !backup.sealed.is_empty() {
        backup.services = open(backup.sealed.as_str(), password)?;
    }
    let groups = backup.groups.into_iter().filter_map(|group| group.0);
    let groups: HashMap<String, Text> = groups.map(|group| (group.id, group.name)).collect();
    let mut services = backup.services;
    services.sort_by_key(|service| {
        let order = service
            .0
            .as_ref()
            .and_then(|service| service.order.as_ref());
        order.and_then(|order| order.position).unwrap_or(i64::MAX)
    });
    Ok(entry::read_list(services, |service| {
        read_entry(service, &groups)
    }))
}

/// Three base64 texts divided by colons: what is sealed with its tag, the salt, the nonce.
fn open(sealed: &str, password: Option<&[u8]>) -> Result<Vec<Lenient<Service>>, FileError> {
    let damaged = FileError::Damaged("what is encrypted in it is not whole");
    let parts: Option<Vec<_>> = sealed.split(':').map(base64::decode).collect();
    let parts = parts.ok_or(damaged)?;
    let [sealed, salt, nonce] = parts.as_slice() else {
        return Err(damaged);
    };
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = unlocking::pbkdf2(Hash::Sha256, password, salt, ROUNDS)?;
    let services = unlocking::gcm(&key, nonce, sealed, b"").ok_or(FileError::WrongPassword)?;
    let services: Value = serde_json::from_slice(&services).map_err(|_| damaged)?;
    Deserialize::deserialize(services).map_err(|_| damaged)
}

fn read_entry(service: Service, groups: &HashMap<String, Text>) -> Entry {
    let otp = service.otp.unwrap_or_default();
    let issuer = otp.issuer.or(&service.name);
    let label = entry::without_issuer(otp.label.as_str(), issuer.as_str());
    let mut entry = Entry::new(
        issuer,
        otp.account.or(&label),
        entry::base32(&service.secret),
    );
    entry.kind = Type::parse(otp.kind.as_str());
    entry.algorithm = otp.algorithm;
    entry.digits = otp.digits.or_missing_when_zero();
    entry.period = otp.period.or_missing_when_zero();
    entry.counter = otp.counter;
    entry.tags = service
        .group
        .and_then(|id| groups.get(&id).cloned())
        .into_iter()
        .collect();
    entry
}
