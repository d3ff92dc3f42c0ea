//! Raivo OTP: its JSON export, in which every value is a string.

use crate::formats::entry;
use crate::formats::fields::{self, Names, USUAL};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

const NAMES: Names = Names {
    name: "account",
    key: entry::secret_of,
    kind: "kind",
    period: "timer",
    pinned: "pinned",
    ..USUAL
};

pub fn is_export(input: &Input) -> bool {
    input.list_has(&["kind", "secret"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let damaged = FileError::Damaged("it is not shaped like an export of Raivo");
    fields::read_list(input.json(), damaged, |item| {
        let mut entry = NAMES.entry(item);
        entry.period = entry.period.or_missing_when_zero();
        Some(entry)
    })
}
