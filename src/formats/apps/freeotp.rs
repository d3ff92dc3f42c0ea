//! FreeOTP 1 and FreeOTP+: tokens as JSON, in a backup or in the preferences of the app.

use serde::Deserialize;
use serde_json::Value;

use super::android;
use crate::account::Secret;
use crate::formats::entry::{self, Entry, Text, Type};
use crate::formats::fields::{Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::{FieldError, FileError, Report};

const NAMES: Names = Names {
    issuer: "issuerAlt|issuerExt|issuerInt",
    name: "labelAlt|label",
    secret: "",
    algorithm: "algo",
    ..USUAL
};

/// A token whose key is kept elsewhere; the counter is taken as the next one.
pub(super) fn entry_with(token: &Value, secret: Result<Secret, FieldError>) -> Entry {
    let mut entry = NAMES.entry(token);
    entry.secret = secret;
    if entry.kind == Type::Totp && entry.issuer.as_str().trim().eq_ignore_ascii_case("steam") {
        entry.kind = Type::Steam;
    }
    entry.digits = entry.digits.or_missing_when_zero();
    entry.period = entry.period.or_missing_when_zero();
    entry
}

/// The stored counter is the last one used in FreeOTP 1 and FreeOTP+.
fn read_entry(token: &Value) -> Option<Entry> {
    // Java's bytes: from -128 to 127.
    let signed: Vec<i16> = match token.as_object()?.get("secret") {
        Some(secret) => Vec::deserialize(secret).ok()?,
        None => Vec::new(),
    };
    let mut entry = entry_with(token, bytes(&signed));
    entry.count_on();
    Some(entry)
}

fn bytes(signed: &[i16]) -> Result<Secret, FieldError> {
    let bytes: Option<Vec<u8>> = signed
        .iter()
        .map(|byte| {
            u8::try_from(*byte)
                .ok()
                .or_else(|| i8::try_from(*byte).ok().map(i8::cast_unsigned))
        })
        .collect();
    entry::decoded(bytes)
}

pub fn is_backup(input: &Input) -> bool {
    input
        .object()
        .is_some_and(|object| object.get("tokens").is_some_and(Value::is_array))
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let damaged = FileError::Damaged("it is not shaped like a backup of FreeOTP+");
    let backup = input.json().ok_or(damaged)?;
    let tokens = backup.get("tokens").and_then(Value::as_array);
    let order: Vec<Text> = field(backup, "tokenOrder");
    let entries = (0..).zip(tokens.ok_or(damaged)?).map(|(index, token)| {
        let mut entry = read_entry(token).ok_or_else(|| entry::damaged(index + 1))?;
        // Some 3.x releases wrote this text instead of the label; the order still has it.
        if entry.name.as_str() == "{token.label}" {
            let known = order
                .get(index)
                .and_then(|key| key.as_str().split_once(':'));
            entry.name = known.map(|(_, name)| name.into()).unwrap_or_default();
        }
        entry.finish(index + 1)
    });
    Ok(Report::of(entries.collect()))
}

pub fn is_preferences(input: &Input) -> bool {
    android::preferences(input).is_some_and(|values| {
        values.iter().any(|(key, _)| key == "tokenOrder")
            || values.iter().any(|(_, value)| {
                is_link(value)
                    || value.starts_with('{')
                        && value.contains("\"secret\"")
                        && value.contains("issuerExt")
            })
    })
}

/// The first versions kept tokens so.
fn is_link(value: &str) -> bool {
    value.starts_with("otpauth://")
}

pub fn read_preferences(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let values = android::preferences(input).unwrap_or_default();
    let order = values.iter().find(|(key, _)| key == "tokenOrder");
    let order: Vec<String> = order
        .and_then(|(_, value)| serde_json::from_str(value).ok())
        .unwrap_or_default();
    let mut tokens: Vec<&(String, zeroize::Zeroizing<String>)> = values
        .iter()
        .filter(|(key, _)| key != "tokenOrder")
        .collect();
    tokens.sort_by_key(|(key, _)| {
        order
            .iter()
            .position(|known| known == key)
            .unwrap_or(usize::MAX)
    });
    let entries = (1..).zip(tokens).map(|(place, (_, value))| {
        if is_link(value) {
            return entry::from_code(value, place, (&Text::default(), &Text::default()));
        }
        let token = serde_json::from_str(value).ok();
        let entry = token.as_ref().and_then(read_entry);
        entry.ok_or_else(|| entry::damaged(place))?.finish(place)
    });
    Ok(Report::of(entries.collect()))
}
