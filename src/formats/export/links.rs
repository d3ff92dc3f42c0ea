//! Lists of otpauth links: plain, and with what Ente shows beside a code.

use serde_json::json;
use zeroize::Zeroizing;

use super::{Row, Tools};
use crate::account::percent;
use crate::formats::FileError;

pub(super) fn plain(rows: &[Row], _: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut text = Zeroizing::new(Vec::with_capacity(
        rows.iter().map(|row| row.link.len() + 1).sum(),
    ));
    for row in rows {
        text.extend_from_slice(row.link.as_bytes());
        text.push(b'\n');
    }
    Ok(text)
}

/// Ente's `codeDisplay` carries tags, note and star as JSON within the link.
pub(super) fn ente(rows: &[Row], _: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut text = Zeroizing::new(String::new());
    for (position, row) in rows.iter().enumerate() {
        let display = Zeroizing::new(
            json!({
                "pinned": row.pinned,
                "trashed": false,
                "lastUsedAt": 0,
                "tapCount": 0,
                "tags": row.tags,
                "note": *row.note,
                "position": position,
            })
            .to_string(),
        );
        text.push_str(&row.link);
        text.push_str("&codeDisplay=");
        percent::encode_into(&mut text, &display);
        text.push('\n');
    }
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}
