//! Secret: key bytes that are wiped on drop and cannot be printed; lenient base32 in, strict base32 out.

use std::fmt;
use std::hash::{Hash, Hasher};

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use zeroize::Zeroizing;

use super::base32::{self, SecretError};

/// Below this many bytes a secret is accepted with a warning (RFC 4226 section 4 asks for 16; Google hands out 10).
const WEAK_BELOW: usize = 10;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The shared key of an account. No `Display`, no `Serialize`; `Debug` prints the type name only.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// Text that holds a secret (an otpauth URI, a base32 key, a clipboard's content): wiped on drop, never printed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SecretText(Zeroizing<String>);

impl Secret {
    /// Takes the key as raw bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SecretError> {
        let bytes = Zeroizing::new(bytes);
        if bytes.is_empty() {
            return Err(SecretError::Empty);
        }
        Ok(Self(bytes))
    }

    /// Reads base32 (RFC 4648) as people and apps write it: any case, with white space, dashes and `=`
    /// padding, marks around it, of any length; left-over bits at the end are dropped.
    pub fn from_base32(text: &str) -> Result<Self, SecretError> {
        Self::from_plain_base32(text).map_or_else(|| base32::decode(text).map(Self), Ok)
    }

    /// The way [`Self::to_base32`] writes it, several times as quick: a vault holds many.
    fn from_plain_base32(text: &str) -> Option<Self> {
        let length = BASE32_NOPAD.decode_len(text.len()).ok()?;
        let mut bytes = Zeroizing::new(vec![0; length]);
        BASE32_NOPAD.decode_mut(text.as_bytes(), &mut bytes).ok()?;
        Self::from_bytes(std::mem::take(&mut bytes)).ok()
    }

    /// Reads hexadecimal digits in any case, in groups or not.
    pub fn from_hexadecimal(text: &str) -> Result<Self, SecretError> {
        base32::decode_hexadecimal(text).map(Self)
    }

    /// The key bytes. The one way in: a test lists the files that may call it.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Base32 in upper case without padding, as every authenticator reads it.
    pub fn to_base32(&self) -> SecretText {
        let mut text = String::with_capacity(self.0.len() * 8 / 5 + 1);
        let (mut bits, mut held) = (0_u32, 0_u32);
        for &byte in self.0.iter() {
            bits = (bits << 8) | u32::from(byte);
            held += 8;
            while held >= 5 {
                held -= 5;
                text.push(letter(bits >> held));
            }
        }
        if held > 0 {
            text.push(letter(bits << (5 - held)));
        }
        SecretText::new(text)
    }

    /// Hexadecimal digits in lower case, as mOTP writes keys.
    pub fn to_hexadecimal(&self) -> SecretText {
        SecretText::new(HEXLOWER.encode(&self.0))
    }

    /// The bytes as a text, if they are one.
    pub fn text(&self) -> Option<Zeroizing<String>> {
        let text = std::str::from_utf8(&self.0).ok()?;
        Some(Zeroizing::new(text.to_owned()))
    }

    /// Key length in bytes.
    #[expect(clippy::len_without_is_empty, reason = "a Secret is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True for keys short enough to be guessed from a few codes.
    pub fn is_weak(&self) -> bool {
        self.0.len() < WEAK_BELOW
    }
}

fn letter(bits: u32) -> char {
    char::from(ALPHABET[(bits & 31) as usize])
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl SecretText {
    /// Takes over a text; the buffer is wiped when the value goes.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// True when there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text itself. The one way in, as for [`Secret::expose`].
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Hash for SecretText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_read_leniently() {
        for text in [
            "MFZXIZLSNFXWI2LO",
            "mfzx izls-nfxw i2lo",
            "MFZXIZLSNFXWI2LO====",
            " MFZXIZLSNFXWI2LOA ",
        ] {
            let secret = Secret::from_base32(text).expect(text);
            assert_eq!(secret.expose(), b"asteriodin");
            assert_eq!(secret.to_base32().expose(), "MFZXIZLSNFXWI2LO");
        }
    }

    #[test]
    fn every_length_survives_the_round_trip() {
        for length in 1..=70_u8 {
            let bytes: Vec<u8> = (0..length).map(|i| i.wrapping_mul(37) ^ 0x5a).collect();
            let secret = Secret::from_bytes(bytes.clone()).expect("not empty");
            let again = Secret::from_base32(secret.to_base32().expose()).expect("our own text");
            assert_eq!(again.expose(), bytes);
        }
    }

    #[test]
    fn what_is_not_base32_is_refused() {
        assert_eq!(Secret::from_base32(""), Err(SecretError::Empty));
        assert_eq!(Secret::from_base32(" -== "), Err(SecretError::Empty));
        assert_eq!(Secret::from_base32("M"), Err(SecretError::TooShort));
        assert_eq!(
            Secret::from_base32("MFZX0ZLS"),
            Err(SecretError::BadCharacter('0'))
        );
        assert_eq!(
            Secret::from_base32("MF=ZX"),
            Err(SecretError::BadCharacter('='))
        );
        assert!(
            Secret::from_base32("MFZX1ZLS")
                .expect_err("bad")
                .to_string()
                .contains("letter I or L")
        );
        assert!(
            Secret::from_base32("MF\u{1b}X")
                .expect_err("bad")
                .to_string()
                .contains("U+001B")
        );
    }

    #[test]
    fn nothing_prints_a_secret() {
        let secret = Secret::from_base32("MFZXIZLSNFXWI2LO").expect("valid");
        assert_eq!(
            format!("{secret:?} {:?}", secret.to_base32()),
            "Secret SecretText"
        );
    }

    #[test]
    fn hexadecimal_comes_out_as_it_went_in() {
        let secret = Secret::from_hexadecimal("0x00FF a1").expect("three bytes");
        assert_eq!(secret.to_hexadecimal().expose(), "00ffa1");
    }
}
