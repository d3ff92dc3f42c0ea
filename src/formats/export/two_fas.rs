//! 2FAS' backup, plain.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Row, Tools, json as bytes_of, uuid};
use crate::account::Kind;
use crate::formats::FileError;

/// 2FAS' backup, schema 4.
pub(super) fn write(rows: &[Row], tools: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let now = tools.now.millis();
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for tag in rows.iter().filter_map(|row| row.tags.first()) {
        groups.entry(tag).or_insert_with(|| uuid(tools));
    }
    let services = rows.iter().enumerate().map(|(position, row)| {
        let mut otp = json!({
            "account": row.name,
            "issuer": row.issuer,
            "digits": row.digits,
            "algorithm": row.algorithm,
            "tokenType": row.kind.name().to_ascii_uppercase(),
            "source": "Link",
            "link": *row.link,
        });
        match row.kind {
            Kind::Hotp { counter } => otp["counter"] = counter.into(),
            Kind::Totp { .. } | Kind::Steam | Kind::Motp | Kind::Yandex => {
                otp["period"] = row.period.into();
            }
        }
        let mut service = json!({
            "name": row.title(),
            "secret": *row.secret,
            "updatedAt": now,
            "otp": otp,
            "order": { "position": position },
        });
        if let Some(group) = row.tags.first().and_then(|tag| groups.get(tag.as_str())) {
            service["groupId"] = group.as_str().into();
        }
        service
    });
    let services: Vec<Value> = services.collect();
    let groups: Vec<Value> = groups
        .iter()
        .map(|(name, id)| json!({ "id": id, "name": name, "isExpanded": true, "updatedAt": now }))
        .collect();
    Ok(bytes_of(&json!({
        "services": services,
        "groups": groups,
        "updatedAt": now,
        "schemaVersion": 4,
        "appVersionCode": 5_000_050,
        "appVersionName": "5.4.5",
        "appOrigin": "android",
    })))
}
