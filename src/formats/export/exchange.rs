//! The FIDO Credential Exchange Format (CXF 1.0).

use serde_json::json;
use zeroize::Zeroizing;

use super::{Row, Tools, json as bytes_of};
use crate::formats::FileError;

/// FIDO's Credential Exchange Format 1.0.
pub(super) fn write(rows: &[Row], tools: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let seconds = tools.now.millis() / 1000;
    let mut id = || {
        let mut bytes = [0; 16];
        (tools.random)(&mut bytes);
        data_encoding::BASE64URL_NOPAD.encode(&bytes)
    };
    let mut items = Vec::new();
    for row in rows {
        let mut credentials = vec![json!({
            "type": "totp",
            "secret": *row.secret,
            "period": row.period,
            "digits": row.digits,
            "username": row.name,
            "algorithm": row.algorithm.to_ascii_lowercase(),
            "issuer": row.issuer,
        })];
        if !row.note.is_empty() {
            let content = json!({ "fieldType": "string", "value": *row.note });
            credentials.push(json!({ "type": "note", "content": content }));
        }
        items.push(json!({
            "id": id(),
            "creationAt": seconds,
            "modifiedAt": seconds,
            "title": row.title(),
            "favorite": row.pinned,
            "credentials": credentials,
            "tags": row.tags,
        }));
    }
    let account = json!({
        "id": id(), "username": "", "email": "", "collections": [], "items": items,
    });
    Ok(bytes_of(&json!({
        "version": { "major": 1, "minor": 0 },
        "exporterRpId": "otp.invalid",
        "exporterDisplayName": "otp",
        "timestamp": seconds,
        "accounts": [account],
    })))
}
