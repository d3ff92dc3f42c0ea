//! Duo Mobile: the third-party accounts of its backup.

use serde::Deserialize;

use crate::formats::entry::{self, Entry, Lenient, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    otp_generator: Option<Generator>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Generator {
    #[serde(default)]
    otp_secret: Text,
    #[serde(default)]
    counter: Number,
}

pub fn is_backup(input: &Input) -> bool {
    input.list_has(&["otpGenerator"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let items: Vec<Lenient<Item>> = input.shaped(FileError::Damaged(
        "it is not shaped like a backup of Duo Mobile",
    ))?;
    let mut entries = Vec::new();
    for (place, item) in (1..).zip(items) {
        let Some(item) = item.0 else {
            entries.push(Err(entry::damaged(place)));
            continue;
        };
        // Accounts of Duo itself have no generator: nothing can be taken from them.
        let Some(generator) = item.otp_generator else {
            continue;
        };
        let mut entry = Entry::new(
            &Text::default(),
            &item.name,
            entry::base32(&generator.otp_secret),
        );
        if generator.counter != Number::Missing {
            entry.kind = Type::Hotp;
            entry.counter = generator.counter;
        }
        entries.push(entry.finish(place));
    }
    Ok(Report::of(entries))
}
