//! Bitwarden's JSON export.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Row, Tools, json as bytes_of, uuid};
use crate::account::Kind;
use crate::formats::FileError;

/// Bitwarden's JSON: an item of type 1 (login) for each account, the first tag as its folder.
pub(super) fn write(rows: &[Row], tools: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut folders: BTreeMap<&str, String> = BTreeMap::new();
    for tag in rows.iter().filter_map(|row| row.tags.first()) {
        folders.entry(tag).or_insert_with(|| uuid(tools));
    }
    let mut items = Vec::new();
    for row in rows {
        let folder = row.tags.first().and_then(|tag| folders.get(tag.as_str()));
        let code = match row.kind {
            Kind::Steam => Zeroizing::new(format!("steam://{}", *row.secret)),
            Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Motp | Kind::Yandex => row.link.clone(),
        };
        items.push(json!({
            "id": uuid(tools),
            "folderId": folder,
            "type": 1,
            "reprompt": 0,
            "name": row.title(),
            "notes": (!row.note.is_empty()).then_some(row.note.as_str()),
            "favorite": row.pinned,
            "login": { "uris": [], "username": row.name, "password": null, "totp": *code },
            "collectionIds": null,
        }));
    }
    let folders: Vec<Value> = folders
        .iter()
        .map(|(name, id)| json!({ "id": id, "name": name }))
        .collect();
    Ok(bytes_of(
        &json!({ "encrypted": false, "folders": folders, "items": items }),
    ))
}
