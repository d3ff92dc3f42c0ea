//! Files that are recognised and not read, with the way out of each.

use crate::formats::input::Input;
use crate::formats::{FileError, Report};

type Reading = Result<Report, FileError>;

pub fn is_pgp(input: &Input) -> bool {
    let bytes = input.bytes();
    let is_binary = ["gpg", "pgp"]
        .iter()
        .any(|extension| input.has_extension(extension))
        && bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes.trim_ascii_start().starts_with(b"-----BEGIN PGP") || is_binary
}

pub fn read_pgp(_: &Input, _: Option<&[u8]>) -> Reading {
    Err(FileError::Unsupported {
        what: "encrypted with PGP",
        advice: "Decrypt it first: gpg -d FILE | otp import -",
    })
}

pub fn is_keepass1(input: &Input) -> bool {
    input
        .bytes()
        .starts_with(&[0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5])
}

pub fn read_keepass1(_: &Input, _: Option<&[u8]>) -> Reading {
    Err(FileError::Unsupported {
        what: "a database of KeePass 1",
        advice: "Open it in KeePassXC or KeePass 2 and save it there in the newer format.",
    })
}

pub fn is_otp_client(input: &Input) -> bool {
    input.bytes().starts_with(b"OTPClient")
}

pub fn read_otp_client(_: &Input, _: Option<&[u8]>) -> Reading {
    Err(FileError::Unsupported {
        what: "a database of OTPClient",
        advice: "Export it from OTPClient in Aegis' format and import that.",
    })
}

pub fn is_broken_json(input: &Input) -> bool {
    input.is_broken_json()
}

pub fn read_broken_json(_: &Input, _: Option<&[u8]>) -> Reading {
    Err(FileError::Damaged("it begins like JSON and is not whole"))
}
