//! Yandex Key: eight letters of an HMAC-SHA-256 whose key is a hash over a PIN and the secret.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Secret, SecretError};

/// Bytes that go into codes.
const KEY: usize = 16;
/// The same with what the site shows behind them: an account number and a check.
const WHOLE: usize = 26;
/// Bits of the check, at the end.
const CHECK_BITS: usize = 12;
/// The divisor of the check.
const DIVISOR: u16 = 0b1_1000_1111_0011;
const LETTERS: usize = 8;
const ALPHABET: u64 = 26;

/// The part of a secret that goes into codes, once its check fits.
pub(super) fn key(secret: &Secret) -> Result<Secret, SecretError> {
    match secret.len() {
        KEY => Ok(secret.clone()),
        WHOLE if is_whole(secret.expose()) => {
            Secret::from_bytes(secret.expose().iter().copied().take(KEY).collect())
        }
        WHOLE => Err(SecretError::YandexCheck),
        _ => Err(SecretError::YandexLength),
    }
}

/// The last twelve bits are the remainder of all bits before them, divided as polynomials.
fn is_whole(secret: &[u8]) -> bool {
    let bits = secret
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |place| u16::from(byte >> place & 1)));
    let mut bits: Vec<u16> = bits.collect();
    let check = bits.split_off(bits.len() - CHECK_BITS);
    let remainder = bits.iter().fold(0, |rest: u16, bit| {
        let rest = rest << 1 | bit;
        if rest >> CHECK_BITS & 1 == 1 {
            rest ^ DIVISOR
        } else {
            rest
        }
    });
    remainder == check.iter().fold(0, |number, bit| number << 1 | bit)
}

/// The code of a step of thirty seconds.
pub(super) fn code(key: &[u8], pin: &str, step: u64) -> Zeroizing<String> {
    let mut seed = Zeroizing::new(Vec::with_capacity(pin.len() + key.len()));
    seed.extend_from_slice(pin.as_bytes());
    seed.extend_from_slice(key);
    let hash = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(&seed)));
    // A zero at the beginning is left out, as Yandex' own program does.
    let hash = hash.strip_prefix(&[0]).unwrap_or(hash.as_slice());
    let mut mac = Hmac::<Sha256>::new_from_slice(hash).expect("HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let signature = mac.finalize().into_bytes();
    let offset = usize::from(signature.last().copied().unwrap_or_default() & 0xf);
    let number = signature
        .iter()
        .skip(offset)
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let mut rest = number & i64::MAX.unsigned_abs();
    let mut letters = Zeroizing::new([b'a'; LETTERS]);
    for letter in letters.iter_mut().rev() {
        *letter += u8::try_from(rest % ALPHABET).unwrap_or_default();
        rest /= ALPHABET;
    }
    Zeroizing::new(letters.iter().copied().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::from_base32(text).expect("base32")
    }

    /// What the tests of `KeeYaOtp` and Aegis expect.
    #[test]
    fn known_answers() {
        let (first, second, third) = (
            "6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY",
            "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI",
            "JBGSAU4G7IEZG6OY4UAXX62JU4AAAAAAHTSG4HXU3M",
        );
        for (pin, secret, time, wanted) in [
            ("5239", first, 1_641_559_648, "umozdicq"),
            ("7586", second, 1_581_064_020, "oactmacq"),
            ("7586", second, 1_581_090_810, "wemdwrix"),
            ("5210481216086702", third, 1_581_091_469, "dfrpywob"),
            ("5210481216086702", third, 1_581_093_059, "vunyprpd"),
        ] {
            let key = key(&self::secret(secret)).expect("the check fits");
            assert_eq!(*code(key.expose(), pin, time / 30), wanted, "{time}");
        }
    }

    #[test]
    fn a_mistyped_secret_is_noticed() {
        let checked = |text: &str| key(&secret(text)).map(|key| key.len());
        assert_eq!(checked("LA2V6KMCGYMWWVEW64RNP3JA3I"), Ok(16));
        assert_eq!(
            checked("AA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI"),
            Err(SecretError::YandexCheck)
        );
        assert_eq!(
            checked("AA2V6KMCGJA3IAAAAAAHTSG4HRZPI"),
            Err(SecretError::YandexLength)
        );
    }
}
