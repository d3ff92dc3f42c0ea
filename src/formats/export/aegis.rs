//! Aegis' export, plain and encrypted: the target that most apps read.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Row, Tools, json as bytes_of, uuid};
use crate::account::Kind;
use crate::formats::FileError;
use crate::formats::unlocking;

/// scrypt as Aegis itself uses it.
const COST: (u64, u64, u64) = (1 << 15, 8, 1);

pub(super) fn plain(rows: &[Row], tools: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = json!({
        "version": 1,
        "header": { "slots": null, "params": null },
        "db": content(rows, tools),
    });
    Ok(bytes_of(&file))
}

/// A random master key seals the content; the password's key seals the master key.
pub(super) fn encrypted(rows: &[Row], tools: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let password = tools.password.ok_or(FileError::NeedPassword)?;
    let content = bytes_of(&content(rows, tools));
    let mut master = Zeroizing::new([0; 32]);
    let (mut salt, mut nonce, mut content_nonce) = ([0; 32], [0; 12], [0; 12]);
    (tools.random)(&mut *master);
    (tools.random)(&mut salt);
    (tools.random)(&mut nonce);
    (tools.random)(&mut content_nonce);
    let wrapping = unlocking::scrypt(password, &salt, COST)?;
    let (key, key_tag) = seal(&wrapping, &nonce, &*master)?;
    let (sealed, tag) = seal(&master, &content_nonce, &content)?;
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let file = json!({
        "version": 1,
        "header": {
            "slots": [{
                "type": 1,
                "uuid": uuid(tools),
                "key": hex(&key),
                "key_params": { "nonce": hex(&nonce), "tag": hex(&key_tag) },
                "n": COST.0,
                "r": COST.1,
                "p": COST.2,
                "salt": hex(&salt),
                "repaired": true,
                "is_backup": false,
            }],
            "params": { "nonce": hex(&content_nonce), "tag": hex(&tag) },
        },
        "db": data_encoding::BASE64.encode(&sealed),
    });
    Ok(bytes_of(&file))
}

/// What is sealed, and its tag, which Aegis keeps apart.
fn seal(key: &[u8; 32], nonce: &[u8; 12], plain: &[u8]) -> Result<(Vec<u8>, Vec<u8>), FileError> {
    let mut sealed =
        unlocking::gcm_seal(key, nonce, plain).ok_or(FileError::Damaged("it is too large"))?;
    let tag = sealed.split_off(sealed.len().saturating_sub(16));
    Ok((sealed, tag))
}

fn content(rows: &[Row], tools: &mut Tools) -> Value {
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for tag in rows.iter().flat_map(|row| &row.tags) {
        groups.entry(tag).or_insert_with(|| uuid(tools));
    }
    let entries: Vec<Value> = rows
        .iter()
        .map(|row| entry(row, &groups, &uuid(tools)))
        .collect();
    let groups: Vec<Value> = groups
        .iter()
        .map(|(name, id)| json!({ "uuid": id, "name": name }))
        .collect();
    json!({ "version": 3, "entries": entries, "groups": groups, "icons_optimized": true })
}

fn entry(row: &Row, groups: &BTreeMap<&str, String>, id: &str) -> Value {
    let mut info = json!({
        "secret": *row.secret,
        "algo": row.algorithm,
        "digits": row.digits,
    });
    match row.kind {
        Kind::Hotp { counter } => info["counter"] = counter.into(),
        Kind::Totp { .. } | Kind::Steam | Kind::Motp | Kind::Yandex => {
            info["period"] = row.period.into();
        }
    }
    if row.kind.takes_pin() {
        info["pin"] = row.pin.as_str().into();
    }
    let ids: Vec<&String> = row
        .tags
        .iter()
        .filter_map(|tag| groups.get(tag.as_str()))
        .collect();
    json!({
        "type": row.kind.name(),
        "uuid": id,
        "name": row.name,
        "issuer": row.issuer,
        "note": *row.note,
        "favorite": row.pinned,
        "icon": null,
        "info": info,
        "groups": ids,
    })
}
