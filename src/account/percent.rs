//! Percent-encoding of URI parts (RFC 3986 section 2.1): forgiving decoding, strict encoding.

use zeroize::Zeroizing;

/// What a `+` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plus {
    /// A plus sign, as in the path of a URI.
    Literal,
    /// A space, as in a query.
    Space,
}

/// Decodes once. A broken `%XX` stays as it is written; what is not UTF-8 but old Latin-1 is read as that, and
/// anything else that is invalid becomes U+FFFD.
pub fn decode(text: &str, plus: Plus) -> Zeroizing<String> {
    let input = text.as_bytes();
    let mut bytes = Zeroizing::new(Vec::with_capacity(input.len()));
    let mut place = 0;
    while let Some(&byte) = input.get(place) {
        let pair = (input.get(place + 1), input.get(place + 2));
        let (decoded, length) = match (byte, pair) {
            (b'%', (Some(&high), Some(&low))) => match (hex_value(high), hex_value(low)) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => (byte, 1),
            },
            (b'+', _) if plus == Plus::Space => (b' ', 1),
            _ => (byte, 1),
        };
        bytes.push(decoded);
        place += length;
    }
    Zeroizing::new(latin1(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()))
}

/// Text with accents as old sites encode it. Each byte is a letter there, so it counts only where nothing in it
/// speaks for UTF-8; `%FF`, a letter hardly any name has, is taken for damage.
fn latin1(bytes: &[u8]) -> Option<String> {
    let is_utf8 = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let is_letter = |byte: &u8| byte.is_ascii() || (0xa0..=0xfe).contains(byte);
    if is_utf8 || bytes.is_ascii() || !bytes.iter().all(is_letter) {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() * 2);
    text.extend(bytes.iter().copied().map(char::from));
    Some(text)
}

/// The value of a hexadecimal digit.
pub fn hex_value(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Appends `text` with everything encoded but RFC 3986's unreserved characters.
pub fn encode_into(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
            continue;
        }
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_forgives() {
        for (text, wanted) in [
            ("a%20b+c", "a b+c"),
            ("100%", "100%"),
            ("a%ZZb%2", "a%ZZb%2"),
            ("%2540", "%40"),
            ("a%FFb", "a\u{fffd}b"),
            ("%c3%A9", "é"),
            ("Caf%E9%20%DF", "Café ß"),
            ("%c3%A9%E9", "é\u{fffd}"),
            ("%+1", "%+1"),
        ] {
            assert_eq!(decode(text, Plus::Literal).as_str(), wanted, "{text}");
        }
        assert_eq!(decode("a+b%2B", Plus::Space).as_str(), "a b+");
    }

    #[test]
    fn encoding_is_strict_and_comes_back() {
        let mut out = String::new();
        encode_into(&mut out, "a é:/?&+%~");
        assert_eq!(out, "a%20%C3%A9%3A%2F%3F%26%2B%25~");
        assert_eq!(decode(&out, Plus::Space).as_str(), "a é:/?&+%~");
    }
}
