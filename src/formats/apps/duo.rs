//! Duo Mobile: the third-party accounts of its backup.

use serde_json::Value;

use crate::formats::entry::{self, Entry, Number, Text, Type};
use crate::formats::fields::{self, field};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

pub fn is_backup(input: &Input) -> bool {
    input.list_has(&["otpGenerator"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let damaged = FileError::Damaged("it is not shaped like a backup of Duo Mobile");
    let items = input.json().and_then(Value::as_array).ok_or(damaged)?;
    let mut entries = Vec::new();
    for (place, item) in (1..).zip(items) {
        let generator = fields::object(item, "otpGenerator").filter(|_| item.is_object());
        let Some(generator) = generator else {
            entries.push(Err(entry::damaged(place)));
            continue;
        };
        // Accounts of Duo itself have no generator: nothing can be taken from them.
        if generator.is_null() {
            continue;
        }
        let secret = entry::base32(&field(generator, "otpSecret"));
        let mut entry = Entry::new(&Text::default(), &field(item, "name"), secret);
        entry.counter = field(generator, "counter");
        if entry.counter != Number::Missing {
            entry.kind = Type::Hotp;
        }
        entries.push(entry.finish(place));
    }
    Ok(Report::of(entries))
}
