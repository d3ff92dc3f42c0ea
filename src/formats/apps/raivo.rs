//! Raivo OTP: its JSON export, in which every value is a string.

use serde::Deserialize;

use crate::formats::entry::{self, Entry, Flag, Lenient, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Item {
    issuer: Text,
    account: Text,
    secret: Text,
    algorithm: Text,
    digits: Number,
    kind: Text,
    timer: Number,
    counter: Number,
    pinned: Flag,
}

pub fn is_export(input: &Input) -> bool {
    input.list_has(&["kind", "secret"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let items: Vec<Lenient<Item>> = input.shaped(FileError::Damaged(
        "it is not shaped like an export of Raivo",
    ))?;
    let read = |item: Item| {
        let kind = Type::parse(item.kind.as_str());
        let secret = entry::secret_of(kind, &item.secret);
        let mut entry = Entry::new(&item.issuer, &item.account, secret);
        entry.kind = kind;
        entry.algorithm = item.algorithm;
        entry.digits = item.digits;
        entry.period = item.timer.or_missing_when_zero();
        entry.counter = item.counter;
        entry.pinned = item.pinned.0;
        entry
    };
    Ok(entry::read_list(items, read))
}
