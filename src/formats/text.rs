//! From bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, old mail's Latin-1.

use zeroize::Zeroizing;

use crate::account::SecretText;

/// The text in `bytes`, or `None` when they are something else: a picture, an encrypted file.
pub fn decode(bytes: &[u8]) -> Option<SecretText> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes).or_else(|| latin1(bytes)),
    }
}

fn utf8(bytes: &[u8]) -> Option<SecretText> {
    let text = str::from_utf8(bytes).ok()?;
    (!text.contains('\0')).then(|| SecretText::from(text))
}

/// Mail and web pages that are not UTF-8. Every byte is a letter there, so only what has no control characters but
/// white space counts as text.
fn latin1(bytes: &[u8]) -> Option<SecretText> {
    let is_text = |byte: &u8| !byte.is_ascii_control() || byte.is_ascii_whitespace();
    if !bytes.iter().all(is_text) {
        return None;
    }
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    text.extend(bytes.iter().copied().map(char::from));
    Some(SecretText::from(text.as_str()))
}

/// Windows PowerShell writes it when output is redirected to a file.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<SecretText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    // At most three bytes of UTF-8 for each unit: never grows, so no copy is left behind.
    let mut text = Zeroizing::new(String::with_capacity(pairs.len() * 3));
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.push(character.ok().filter(|c| *c != '\0')?);
    }
    Some(SecretText::from(text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_is_read() {
        let little: &[u8] = &[0xff, 0xfe, b'a', 0, 0x09, 0x27];
        let big: &[u8] = &[0xfe, 0xff, 0, b'a', 0x27, 0x09];
        for bytes in [little, big, "\u{feff}a✉".as_bytes(), "a✉".as_bytes()] {
            assert_eq!(decode(bytes).expect("text").expose(), "a✉");
        }
        assert_eq!(
            decode(b"M\xfcller\r\n").expect("text").expose(),
            "Müller\r\n"
        );
        assert_eq!(decode(b"").expect("empty").expose(), "");
    }

    #[test]
    fn what_is_no_text_is_not_forced_into_one() {
        let cases: [&[u8]; 6] = [
            b"\x89PNG\r\n\x1a\n",
            b"a\0b",
            &[0xff, 0xfe, b'a'],
            &[0xff, 0xfe, 0, 0xd8],
            &[0xff, 0xfe, 0, 0],
            b"\xc3\x01",
        ];
        for bytes in cases {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
