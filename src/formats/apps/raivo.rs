//! Raivo OTP: its JSON export, in which every value is a string.

use serde::Deserialize;

use crate::formats::entry::{self, Entry, Flag, Lenient, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    issuer: Text,
    #[serde(default)]
    account: Text,
    #[serde(default)]
    secret: Text,
    #[serde(default)]
    algorithm: Text,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    kind: Text,
    #[serde(default)]
    timer: Number,
    #[serde(default)]
    counter: Number,
    #[serde(default)]
    pinned: Flag,
}

pub fn is_export(input: &Input) -> bool {
    input.first_has(&["kind", "secret"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let Some(Ok(items)) = input.json().map(Vec::<Lenient<Item>>::deserialize) else {
        return Err(FileError::Damaged(
            "it is not shaped like an export of Raivo",
        ));
    };
    let entries = (1..).zip(items).map(|(place, item)| {
        let item = item.0.ok_or_else(|| entry::damaged(place))?;
        let kind = Type::parse(item.kind.as_str());
        let secret = match kind {
            Type::Steam => entry::steam_secret(item.secret.as_str()),
            _ => entry::base32(&item.secret),
        };
        let mut entry = Entry::new(&item.issuer, &item.account, secret);
        entry.kind = kind;
        entry.algorithm = item.algorithm;
        entry.digits = item.digits;
        entry.period = item.timer.or_missing_when_zero();
        entry.counter = item.counter;
        entry.pinned = item.pinned.0;
        entry.finish(place)
    });
    Ok(Report::of(entries.collect()))
}
