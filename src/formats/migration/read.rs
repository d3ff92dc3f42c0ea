//! One migration URI -> accounts.

use zeroize::Zeroizing;

use super::{MigrationError, SHA1, SHA256, SHA512};
use crate::account::percent::{self, Plus};
use crate::account::uri::{UriError, divide_label};
use crate::account::{Algorithm, Digits, Draft, Kind, Otp, Period, Secret, SecretError, base64};
use crate::formats::protobuf::{Damaged, Value, fields};
use crate::formats::{EntryError, Problem};

/// One QR code of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The accounts, and those that cannot be read.
    pub entries: Vec<Result<Draft, EntryError>>,
    /// Common to all QR codes of one export.
    pub batch_id: i32,
    /// How many QR codes the export has; at least 1.
    pub size: u32,
    /// Which of them this one is, from 0.
    pub index: u32,
}

/// Reads `otpauth-migration://offline?data=…`.
pub fn read(uri: &str) -> Result<Part, MigrationError> {
    let (scheme, rest) = uri
        .trim()
        .split_once("://")
        .ok_or(MigrationError::NotMigration)?;
    if scheme.eq_ignore_ascii_case("lpaauth-migration") {
        return Err(MigrationError::LastPass);
    }
    if !scheme.eq_ignore_ascii_case("otpauth-migration") {
        return Err(MigrationError::NotMigration);
    }
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    let data = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| key.trim().eq_ignore_ascii_case("data"))
        .map(|(_, value)| percent::decode(value, Plus::Literal))
        .filter(|data| !data.trim().is_empty())
        .ok_or(MigrationError::NoData)?;
    // A reader that took '+' for a space came before us.
    let data = Zeroizing::new(data.trim().replace(' ', "+"));
    let payload = base64::decode(&data).ok_or(MigrationError::Damaged)?;
    let part = read_payload(&payload).map_err(|Damaged| MigrationError::Damaged)?;
    if part.entries.is_empty() && part.size == 1 {
        return Err(MigrationError::NoAccounts);
    }
    Ok(part)
}

fn read_payload(payload: &[u8]) -> Result<Part, Damaged> {
    let mut part = Part {
        entries: Vec::new(),
        batch_id: 0,
        size: 1,
        index: 0,
    };
    for field in fields(payload) {
        match field? {
            (1, Value::Bytes(message)) => {
                let place = part.entries.len() + 1;
                part.entries.push(read_entry(message, place)?);
            }
            (3, Value::Varint(size)) => part.size = as_count(size).max(1),
            (4, Value::Varint(index)) => part.index = as_count(index),
            // An int32: negative ones are written as 64 bits, of which the lower half counts.
            (5, Value::Varint(id)) => part.batch_id = lower_half(id).cast_signed(),
            _ => {}
        }
    }
    Ok(part)
}

fn lower_half(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default()
}

fn as_count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// The fields of one account as they are written.
#[derive(Default)]
struct Raw<'a> {
    secret: &'a [u8],
    name: String,
    issuer: String,
    algorithm: u64,
    digits: u64,
    kind: u64,
    counter: u64,
}

fn read_entry(message: &[u8], place: usize) -> Result<Result<Draft, EntryError>, Damaged> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut raw = Raw::default();
    for field in fields(message) {
        match field? {
            (1, Value::Bytes(secret)) => raw.secret = secret,
            (2, Value::Bytes(name)) => raw.name = text(name),
            (3, Value::Bytes(issuer)) => raw.issuer = text(issuer),
            (4, Value::Varint(algorithm)) => raw.algorithm = algorithm,
            (5, Value::Varint(digits)) => raw.digits = digits,
            (6, Value::Varint(kind)) => raw.kind = kind,
            (7, Value::Varint(counter)) => raw.counter = counter,
            _ => {}
        }
    }
    let (issuer, name) = divide_label(&raw.name, &raw.issuer);
    Ok(match raw.otp() {
        Ok(otp) => Ok(Draft::new(issuer, name, otp)),
        Err(error) => Err(EntryError {
            place,
            issuer,
            name,
            problem: Problem::Uri(error),
        }),
    })
}

impl Raw<'_> {
    fn otp(&self) -> Result<Otp, UriError> {
        let algorithm = match self.algorithm {
            0 | SHA1 => Algorithm::Sha1,
            SHA256 => Algorithm::Sha256,
            SHA512 => Algorithm::Sha512,
            _ => return Err(UriError::BadAlgorithm),
        };
        let digits = match self.digits {
            0 | 1 => Some(Digits::DEFAULT),
            2 => Digits::new(8),
            _ => None,
        };
        let digits = digits.ok_or(UriError::BadDigits)?;
        let kind = match self.kind {
            0 | 2 => Kind::Totp {
                period: Period::DEFAULT,
            },
            // An int64: what does not fit is a negative number.
            1 if self.counter > i64::MAX.unsigned_abs() => return Err(UriError::BadCounter),
            1 => Kind::Hotp {
                counter: self.counter,
            },
            _ => return Err(UriError::BadType),
        };
        let secret = Secret::from_bytes(self.secret.to_vec()).map_err(|error| match error {
            SecretError::Empty => UriError::NoSecret,
            other => UriError::BadSecret(other),
        })?;
        Ok(Otp::new(secret, kind, algorithm, digits))
    }
}
