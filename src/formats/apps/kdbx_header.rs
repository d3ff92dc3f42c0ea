//! The header of a KeePass database: its version, and how much work it asks for before anything is derived.

use crate::formats::FileError;

const MAGIC: &[u8] = &[0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5];
/// AES rounds: KeePass' own benchmark gives some tens of millions.
const MAX_ROUNDS: u64 = 1 << 30;
/// Argon2's memory in bytes.
const MAX_MEMORY: u64 = 2 << 30;
/// Argon2's passes.
const MAX_PASSES: u64 = 4_096;
/// Bytes times passes: 2 GiB sixteen times over.
const MAX_WORK: u64 = 32 << 30;

/// The versions that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Three,
    Four,
    Unknown,
}

/// `None` when it is something else.
pub(super) fn version(bytes: &[u8]) -> Option<Version> {
    let rest = bytes.strip_prefix(MAGIC)?;
    Some(match rest.get(2..4)? {
        [3, 0] => Version::Three,
        [4, 0] => Version::Four,
        _ => Version::Unknown,
    })
}

/// Refuses what no honest database asks for.
pub(super) fn check_work(bytes: &[u8]) -> Result<(), FileError> {
    let damaged = FileError::Damaged("its header is not whole");
    let version = version(bytes).ok_or(damaged)?;
    let mut rest = bytes.get(12..).ok_or(damaged)?;
    loop {
        let (field, value, after) = field(rest, version).ok_or(damaged)?;
        rest = after;
        match field {
            0 => return Ok(()),
            6 if number(value) > MAX_ROUNDS => return Err(too_much()),
            11 => check_parameters(value).ok_or(damaged)??,
            _ => {}
        }
    }
}

const fn too_much() -> FileError {
    FileError::Refused("it asks for too much work to derive the key")
}

fn field(bytes: &[u8], version: Version) -> Option<(u8, &[u8], &[u8])> {
    let (&id, rest) = bytes.split_first()?;
    let width = if version == Version::Three { 2 } else { 4 };
    let (length, rest) = rest.split_at_checked(width)?;
    let (value, rest) = rest.split_at_checked(usize::try_from(number(length)).ok()?)?;
    Some((id, value, rest))
}

/// Little-endian, of at most eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A variant dictionary: type, length and name, length and value, until a type of zero.
fn check_parameters(bytes: &[u8]) -> Option<Result<(), FileError>> {
    let mut rest = bytes.get(2..)?;
    let (mut memory, mut passes) = (0, 1);
    loop {
        let (&kind, after) = rest.split_first()?;
        if kind == 0 {
            break;
        }
        let (length, after) = after.split_at_checked(4)?;
        let (name, after) = after.split_at_checked(usize::try_from(number(length)).ok()?)?;
        let (length, after) = after.split_at_checked(4)?;
        let (value, after) = after.split_at_checked(usize::try_from(number(length)).ok()?)?;
        rest = after;
        match name {
            b"R" if number(value) > MAX_ROUNDS => return Some(Err(too_much())),
            b"M" => memory = number(value),
            b"I" => passes = number(value),
            _ => {}
        }
    }
    let is_fine =
        memory <= MAX_MEMORY && passes <= MAX_PASSES && memory.saturating_mul(passes) <= MAX_WORK;
    Some(if is_fine { Ok(()) } else { Err(too_much()) })
}
