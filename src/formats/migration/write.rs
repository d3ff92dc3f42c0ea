//! Accounts -> migration URIs, as Google Authenticator's own export writes them.

use zeroize::Zeroizing;

use super::{SHA1, SHA256, SHA512};
use crate::account::{Algorithm, Digits, Kind, Label, Otp, Period, SecretText, percent};
use crate::formats::protobuf::{put_bytes, put_number};

/// Google's app puts as many into one QR code.
const MAX_ACCOUNTS: usize = 10;
/// Keeps a QR code with very long labels within what scanners read.
const MAX_BYTES: usize = 1200;

/// A series of migration URIs.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// One for each QR code.
    pub uris: Vec<SecretText>,
    /// How many accounts each of them holds.
    pub counts: Vec<usize>,
    /// Accounts that Google's format cannot hold, by their place among those given.
    pub left_out: Vec<(usize, LeftOut)>,
}

/// Why Google Authenticator cannot take an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeftOut {
    /// It knows no Steam codes.
    Steam,
    /// It knows no codes with a PIN.
    Pin,
    /// It knows 30 seconds only.
    Period,
    /// It knows 6 and 8 digits only.
    Digits,
    /// The counter does not fit its 63 bits.
    Counter,
}

impl LeftOut {
    /// One line for people.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Steam => "Google Authenticator knows no Steam codes",
            Self::Pin => "Google Authenticator knows no codes with a PIN",
            Self::Period => "Google Authenticator knows only a period of 30 seconds",
            Self::Digits => "Google Authenticator knows only codes of 6 or 8 digits",
            Self::Counter => "its counter is too large for Google Authenticator",
        }
    }
}

/// Why Google's format cannot hold this account; `None` when it can.
pub fn left_out(otp: &Otp) -> Option<LeftOut> {
    parameters(otp).err()
}

/// Kind, counter and digits, as Google numbers them.
fn parameters(otp: &Otp) -> Result<(u64, u64, u64), LeftOut> {
    let (kind, counter) = match otp.kind() {
        Kind::Steam => return Err(LeftOut::Steam),
        Kind::Motp | Kind::Yandex => return Err(LeftOut::Pin),
        Kind::Totp { period } if period != Period::DEFAULT => return Err(LeftOut::Period),
        Kind::Totp { .. } => (2, 0),
        Kind::Hotp { counter } if counter > i64::MAX.unsigned_abs() => {
            return Err(LeftOut::Counter);
        }
        Kind::Hotp { counter } => (1, counter),
    };
    let digits = match otp.digits() {
        Digits::DEFAULT => 1,
        digits if digits.get() == 8 => 2,
        _ => return Err(LeftOut::Digits),
    };
    Ok((kind, counter, digits))
}

/// Writes issuer, name and key of each account; `batch_id` is any number, best a random one.
pub fn write(accounts: &[(&Label, &Label, &Otp)], batch_id: i32) -> Written {
    write_fitting(accounts, batch_id, |_| true)
}

/// The same, cut so that each link fits what shows it; an account that fits nowhere gets one of its own.
pub fn write_fitting(
    accounts: &[(&Label, &Label, &Otp)],
    batch_id: i32,
    fits: impl Fn(&SecretText) -> bool,
) -> Written {
    let mut left_out = Vec::new();
    let mut parts: Vec<Zeroizing<Vec<u8>>> = Vec::new();
    let mut counts: Vec<usize> = Vec::new();
    for (place, (issuer, name, otp)) in accounts.iter().enumerate() {
        let message = match entry(issuer, name, otp) {
            Ok(message) => message,
            Err(reason) => {
                left_out.push((place, reason));
                continue;
            }
        };
        let in_last = counts.last().copied().unwrap_or_default();
        let has_room = |part: &Zeroizing<Vec<u8>>| {
            let is_small = in_last < MAX_ACCOUNTS && part.len() + message.len() < MAX_BYTES;
            is_small && fits(&tried(part, &message, batch_id))
        };
        if !parts.last().is_some_and(has_room) {
            // Never grows, so no copy of a secret is left behind.
            let room = MAX_BYTES.max(message.len()) + 64;
            parts.push(Zeroizing::new(Vec::with_capacity(room)));
            counts.push(0);
        }
        if let (Some(part), Some(count)) = (parts.last_mut(), counts.last_mut()) {
            put_bytes(part, 1, &message);
            *count += 1;
        }
    }
    let size = parts.len() as u64;
    let uris = (0..)
        .zip(&mut parts)
        .map(|(index, part)| finish(part, size, index, batch_id))
        .collect();
    Written {
        uris,
        counts,
        left_out,
    }
}

/// The link as it would be with one account more, in a series as long as any.
fn tried(part: &[u8], message: &[u8], batch_id: i32) -> SecretText {
    const LONG: u64 = 127;
    let mut larger = Zeroizing::new(Vec::with_capacity(part.len() + message.len() + 128));
    larger.extend_from_slice(part);
    put_bytes(&mut larger, 1, message);
    finish(&mut larger, LONG, LONG, batch_id)
}

fn finish(part: &mut Zeroizing<Vec<u8>>, size: u64, index: u64, batch_id: i32) -> SecretText {
    put_number(part, 2, 1);
    put_number(part, 3, size);
    put_number(part, 4, index);
    put_number(part, 5, i64::from(batch_id).cast_unsigned());
    let data = Zeroizing::new(data_encoding::BASE64.encode(part));
    let mut uri = String::with_capacity(40 + data.len() * 3);
    uri.push_str("otpauth-migration://offline?data=");
    percent::encode_into(&mut uri, &data);
    SecretText::new(uri)
}

fn entry(issuer: &Label, name: &Label, otp: &Otp) -> Result<Zeroizing<Vec<u8>>, LeftOut> {
    let (kind, counter, digits) = parameters(otp)?;
    let algorithm = match otp.algorithm() {
        Algorithm::Sha1 | Algorithm::Md5 => SHA1,
        Algorithm::Sha256 => SHA256,
        Algorithm::Sha512 => SHA512,
    };
    // A name with a colon would be divided there by readers: the issuer before it, as Google itself does.
    let name = if name.as_str().contains(':') && !issuer.is_empty() {
        format!("{issuer}:{name}")
    } else {
        name.to_string()
    };
    let key = otp.secret().expose();
    let mut message = Zeroizing::new(Vec::with_capacity(
        key.len() + name.len() + issuer.as_str().len() + 64,
    ));
    put_bytes(&mut message, 1, key);
    put_bytes(&mut message, 2, name.as_bytes());
    if !issuer.is_empty() {
        put_bytes(&mut message, 3, issuer.as_str().as_bytes());
    }
    put_number(&mut message, 4, algorithm);
    put_number(&mut message, 5, digits);
    put_number(&mut message, 6, kind);
    put_number(&mut message, 7, counter);
    Ok(message)
}
