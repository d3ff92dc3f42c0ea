//! mOTP (Mobile-OTP): six hexadecimal digits of an MD5 over the time in tens of seconds, the key and a PIN.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use md5::{Digest, Md5};
use zeroize::Zeroizing;

/// Length of a code.
const LETTERS: usize = 6;

/// The code of a step of ten seconds.
pub(super) fn code(key: &[u8], pin: &str, step: u64) -> Zeroizing<String> {
    // Sized up front: a growing buffer would leave copies of the key behind.
    let mut text = Zeroizing::new(String::with_capacity(20 + 2 * key.len() + pin.len()));
    let _ = write!(*text, "{step}");
    HEXLOWER.encode_append(key, &mut text);
    text.push_str(pin);
    let digest = Zeroizing::new(HEXLOWER.encode(&Md5::digest(text.as_bytes())));
    Zeroizing::new(digest.chars().take(LETTERS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Aegis' own tests expect.
    #[test]
    fn known_answers() {
        for (time, pin, key, wanted) in [
            (165_892_298, "1234", "e3152afee62599c8", "e7d8b6"),
            (123_456_789, "1234", "e3152afee62599c8", "4ebfb2"),
            (1_659_540_020, "9999", "bbb1912bb5c515be", "ced7b1"),
            (1_659_540_022, "9999", "bbb1912bb5c515be", "ced7b1"),
            (1_659_539_870, "9999", "bbb1912bb5c515be", "1a14f8"),
            (1_659_539_878, "9999", "bbb1912bb5c515be", "1a14f8"),
        ] {
            let key = HEXLOWER.decode(key.as_bytes()).expect("hexadecimal");
            assert_eq!(*code(&key, pin, time / 10), wanted, "{time}");
        }
    }
}
