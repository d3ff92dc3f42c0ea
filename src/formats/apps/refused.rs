//! Files that are recognised and not read, with the way out of each.

use serde_json::{Map, Value};

use crate::formats::input::Input;
use crate::formats::{FileError, Report};

pub fn is_pgp(input: &Input) -> bool {
    let bytes = input.bytes();
    let is_binary = ["gpg", "pgp"]
        .iter()
        .any(|extension| input.has_extension(extension))
        && bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes.trim_ascii_start().starts_with(b"-----BEGIN PGP") || is_binary
}

pub const PGP: FileError = FileError::Unsupported {
    what: "encrypted with PGP",
    advice: "Decrypt it first: gpg -d FILE | otp import -",
};

pub fn is_keepass1(input: &Input) -> bool {
    input
        .bytes()
        .starts_with(&[0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5])
}

pub const KEEPASS1: FileError = FileError::Unsupported {
    what: "a database of KeePass 1",
    advice: "Open it in KeePassXC or KeePass 2 and save it there in the newer format.",
};

/// Also an export in which nothing is: its lists are there and empty.
pub fn is_broken_json(input: &Input) -> bool {
    input.is_broken_json() || input.json().is_some_and(is_empty)
}

fn is_empty(value: &Value) -> bool {
    let is_empty_list = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let fields = value.as_object().into_iter().flat_map(Map::values);
    let mut lists = fields.filter(|value| value.is_array()).peekable();
    is_empty_list(value) || lists.peek().is_some() && lists.all(is_empty_list)
}

pub fn read_broken_json(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    if input.is_broken_json() {
        return Err(FileError::Damaged("it begins like JSON and is not whole"));
    }
    Err(FileError::NoOtp)
}
