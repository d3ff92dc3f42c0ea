//! `OTPClient`: its database, versions 1 to 3.

use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::aes::Aes256;
use aes_gcm::{AesGcm, Nonce};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::formats::entry::Type;
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2, Hash, Key, Plain};
use crate::formats::{FileError, Report};

const MAGIC: &[u8] = b"OTPClient";
/// PBKDF2 rounds of version 1.
const ROUNDS: u64 = 100_000;
const NONCE: usize = 16;
const SALT: usize = 32;
const TAG: usize = 16;

const NAMES: Names = Names {
    name: "label",
    algorithm: "algo",
    ..USUAL
};

/// Version 1 has no mark at all: the name must do.
pub fn is_database(input: &Input) -> bool {
    let is_first = input.text().is_none()
        && input.has_extension("enc")
        && input.bytes().len() > NONCE + SALT + TAG;
    input.bytes().starts_with(MAGIC) || is_first
}

const fn damaged() -> FileError {
    FileError::Damaged("it is not a whole database of OTPClient")
}

/// What stands before the sealed part, which is bound to it.
struct Header<'a> {
    whole: &'a [u8],
    nonce: &'a [u8],
    salt: &'a [u8],
    work: Work,
}

/// How the key is derived.
enum Work {
    First,
    Argon2(Argon2),
}

/// Version 2 was a C structure as it lay in memory, with its gap, on machines with the low byte first; version 3 has
/// neither.
fn header(bytes: &[u8]) -> Option<(Header<'_>, &[u8])> {
    if !bytes.starts_with(MAGIC) {
        return split(bytes, 0, NONCE + SALT, Work::First);
    }
    let word = |at: usize| bytes.get(at..)?.first_chunk::<4>();
    let (start, number): (usize, fn([u8; 4]) -> u32) = match (word(9)?, word(12)?) {
        ([0, 0, 0, 3], _) => (13, u32::from_be_bytes),
        (_, [2, 0, 0, 0]) => (16, u32::from_le_bytes),
        _ => return None,
    };
    let numbers = start + NONCE + SALT;
    let number = |at: usize| word(at).map(|word| u64::from(number(*word)));
    let argon2 = Argon2 {
        passes: number(numbers)?,
        memory: number(numbers + 4)?,
        lanes: number(numbers + 8)?,
    };
    split(bytes, start, numbers + 12, Work::Argon2(argon2))
}

/// A header of that length, with nonce and salt from `start` on, and what it is about.
fn split(bytes: &[u8], start: usize, length: usize, work: Work) -> Option<(Header<'_>, &[u8])> {
    let (whole, sealed) = bytes.split_at_checked(length)?;
    let (nonce, rest) = whole.get(start..)?.split_at_checked(NONCE)?;
    let header = Header {
        whole,
        nonce,
        salt: rest.get(..SALT)?,
        work,
    };
    Some((header, sealed))
}

impl Header<'_> {
    fn key(&self, password: &[u8]) -> Result<Key, FileError> {
        match &self.work {
            Work::First => unlocking::pbkdf2(Hash::Sha512, password, self.salt, ROUNDS),
            Work::Argon2(argon2) => argon2.key(password, self.salt),
        }
    }
}

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let (header, sealed) = header(input.bytes()).ok_or(damaged())?;
    let password = password.ok_or(FileError::NeedPassword)?;
    let opened = open(&header, sealed, password)?;
    let text = opened.strip_suffix(b"\0").unwrap_or(&opened);
    let items: Value = serde_json::from_slice(text).map_err(|_| damaged())?;
    fields::read_list(Some(&items), damaged(), |item| {
        let mut entry = NAMES.entry(item);
        if entry.kind == Type::Totp && entry.issuer.as_str().eq_ignore_ascii_case("steam") {
            entry.kind = Type::Steam;
        }
        entry.tags = vec![field(item, "group")];
        Some(entry)
    })
}

/// Old versions counted the letters of the password where the bytes were asked for, and so left the last ones out.
fn open(header: &Header, sealed: &[u8], password: &[u8]) -> Result<Plain, FileError> {
    if let Some(opened) = unseal(header, sealed, &header.key(password)?) {
        return Ok(opened);
    }
    let letters = str::from_utf8(password).map_or(0, |password| password.chars().count());
    let cut = password
        .get(..letters)
        .filter(|cut| cut.len() < password.len());
    let key = header.key(cut.ok_or(FileError::WrongPassword)?)?;
    unseal(header, sealed, &key).ok_or(FileError::WrongPassword)
}

/// AES-256-GCM with a nonce of sixteen bytes.
fn unseal(header: &Header, sealed: &[u8], key: &Key) -> Option<Plain> {
    let cipher = AesGcm::<Aes256, U16>::new((&**key).into());
    let payload = Payload {
        msg: sealed,
        aad: header.whole,
    };
    let nonce: [u8; 16] = header.nonce.try_into().ok()?;
    let opened = cipher.decrypt(&Nonce::from(nonce), payload).ok()?;
    Some(Zeroizing::new(opened))
}
