//! rsc/2fa: its `~/.2fa`, a line for each key.

use crate::formats::entry::{self, Entry, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

pub fn is_keys(input: &Input) -> bool {
    input
        .lines()
        .next()
        .is_some_and(|line| parts(line).is_some())
}

/// Name, digits, key and, for HOTP, the last counter in twenty digits.
fn parts(line: &str) -> Option<(&str, &str, &str, Option<&str>)> {
    let mut words = line.split_ascii_whitespace();
    let (name, digits, key) = (words.next()?, words.next()?, words.next()?);
    let counter = words.next();
    let is_counter =
        counter.is_none_or(|text| text.len() == 20 && Number::parse(text) != Number::Bad);
    let fits =
        matches!(digits, "6" | "7" | "8") && key.len() >= 8 && is_counter && words.next().is_none();
    let is_base32 = crate::account::Secret::from_base32(key).is_ok();
    (fits && is_base32).then_some((name, digits, key, counter))
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let entries = (1..).zip(input.lines()).map(|(place, line)| {
        let (name, digits, key, counter) = parts(line).ok_or_else(|| entry::damaged(place))?;
        let mut entry = Entry::new(&Text::default(), &name.into(), entry::base32(&key.into()));
        entry.digits = Number::parse(digits);
        if let Some(counter) = counter {
            entry.kind = Type::Hotp;
            entry.counter = Number::parse(counter);
            entry.count_on();
        }
        entry.finish(place)
    });
    Ok(Report::of(entries.collect()))
}
