//! FreeOTP 1 and FreeOTP+: tokens as JSON, in a backup or in the preferences of the app.

use serde::Deserialize;
use serde_json::Value;

use super::android;
use crate::account::Secret;
use crate::formats::entry::{self, Entry, Lenient, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::{FieldError, FileError, Report};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Backup {
    #[serde(default, deserialize_with = "entry::or_default")]
    token_order: Vec<Text>,
    tokens: Vec<Lenient<Token>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Token {
    label: Text,
    label_alt: Text,
    issuer_ext: Text,
    issuer_int: Text,
    issuer_alt: Text,
    algo: Text,
    digits: Number,
    period: Number,
    r#type: Text,
    counter: Number,
    /// Java's bytes: from -128 to 127.
    secret: Vec<i16>,
}

impl Token {
    /// The stored counter is the last one used in FreeOTP 1 and FreeOTP+.
    fn entry(&self) -> Entry {
        let mut entry = self.entry_with(bytes(&self.secret));
        entry.count_on();
        entry
    }

    /// With a key that is kept elsewhere; the counter is taken as the next one.
    pub(super) fn entry_with(&self, secret: Result<Secret, FieldError>) -> Entry {
        let issuer = self.issuer_alt.or(self.issuer_ext.or(&self.issuer_int));
        let mut entry = Entry::new(issuer, self.label_alt.or(&self.label), secret);
        entry.kind = Type::parse(self.r#type.as_str());
        if entry.kind == Type::Totp && issuer.as_str().trim().eq_ignore_ascii_case("steam") {
            entry.kind = Type::Steam;
        }
        entry.algorithm = self.algo.clone();
        entry.digits = self.digits.or_missing_when_zero();
        entry.period = self.period.or_missing_when_zero();
        entry.counter = self.counter;
        entry
    }

    pub(super) fn has_algorithm(&self) -> bool {
        !self.algo.is_empty()
    }
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
    Ok(Secret::from_bytes(bytes.ok_or(FieldError::DamagedSecret)?)?)
}

pub fn is_backup(input: &Input) -> bool {
    input
        .object()
        .is_some_and(|object| object.get("tokens").is_some_and(Value::is_array))
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let backup: Backup = input.shaped(FileError::Damaged(
        "it is not shaped like a backup of FreeOTP+",
    ))?;
    let order = backup.token_order;
    let entries = (0..).zip(backup.tokens).map(|(index, token)| {
        let token = token.0.ok_or_else(|| entry::damaged(index + 1))?;
        let mut entry = token.entry();
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
    let entries =
        (1..).zip(tokens).map(
            |(place, (_, value))| match serde_json::from_str::<Token>(value) {
                Ok(token) => token.entry().finish(place),
                Err(_) if is_link(value) => {
                    entry::from_code(value, place, (&Text::default(), &Text::default()))
                }
                Err(_) => Err(entry::damaged(place)),
            },
        );
    Ok(Report::of(entries.collect()))
}
