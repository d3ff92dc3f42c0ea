//! Lenient base64: either alphabet of RFC 4648, padding optional, white space skipped.

use zeroize::Zeroizing;

/// The bytes behind `text`, or `None` when it is not base64. An empty text gives no bytes.
pub fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let trimmed = text.trim_end_matches(|c: char| c == '=' || c.is_whitespace());
    // Sized up front: a growing buffer would leave copies of a secret behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(trimmed.len() * 3 / 4 + 1));
    let (mut bits, mut held, mut letters) = (0_u32, 0_u32, 0_usize);
    for character in trimmed.chars().filter(|c| !c.is_whitespace()) {
        bits = (bits << 6) | value(character)?;
        held += 6;
        letters += 1;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
        }
    }
    // One letter alone in the last group of four holds no whole byte: the text was cut.
    (letters % 4 != 1).then_some(bytes)
}

fn value(character: char) -> Option<u32> {
    let code = u32::from(character);
    match character {
        'A'..='Z' => Some(code - u32::from('A')),
        'a'..='z' => Some(code - u32::from('a') + 26),
        '0'..='9' => Some(code - u32::from('0') + 52),
        '+' | '-' => Some(62),
        '/' | '_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4648_section_10_with_and_without_padding() {
        for (text, wanted) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zg", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg", "foob"),
            (" Zm9v\r\nYmE= ", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            let bytes = decode(text).expect(text);
            assert_eq!(bytes.as_slice(), wanted.as_bytes(), "{text}");
        }
    }

    #[test]
    fn both_alphabets_give_the_same_bytes() {
        assert_eq!(decode("+/+/"), decode("-_-_"));
        assert_eq!(
            decode("+/+/").expect("base64").as_slice(),
            [0xfb, 0xff, 0xbf]
        );
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["Zm9vY", "Zm=9v", "Zm9v!", "ő", "A"] {
            assert!(decode(text).is_none(), "{text}");
        }
    }
}
