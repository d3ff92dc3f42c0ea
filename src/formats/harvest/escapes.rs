//! Undoes the escapes of HTML and JSON, in which copied sources arrive.

use zeroize::Zeroizing;

use super::Text;

/// The entities that escapers make of characters that occur in URIs or end them.
const ENTITIES: [(&str, char); 8] = [
    ("amp;", '&'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("lt;", '<'),
    ("gt;", '>'),
    ("nbsp;", ' '),
    ("equals;", '='),
    ("colon;", ':'),
];

/// Longest number of a character reference: `#1114111;` or `#x10FFFF;`.
const LONGEST_REFERENCE: usize = 10;

/// `text` without HTML entities and JSON escapes; doubly escaped text too.
pub(super) fn undo(text: &str) -> Text {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (character, length) = match character {
            '&' => entity(rest),
            '\\' => json(rest),
            other => (other, other.len_utf8()),
        };
        plain.push(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    plain
}

/// What the text stands for that starts with `&`, and how many bytes of it.
fn entity(text: &str) -> (char, usize) {
    let mut length = 1;
    // `&amp;amp;` was escaped twice: each `&` found starts another entity.
    while let Some((character, more)) = text.get(length..).and_then(reference) {
        length += more;
        if character != '&' {
            return (character, length);
        }
    }
    ('&', length)
}

fn reference(text: &str) -> Option<(char, usize)> {
    let named = ENTITIES.iter().find(|(name, _)| text.starts_with(name));
    if let Some((name, character)) = named {
        return Some((*character, name.len()));
    }
    let number = text.strip_prefix('#')?;
    let end = number
        .bytes()
        .take(LONGEST_REFERENCE)
        .position(|byte| byte == b';')?;
    let number = number.get(..end)?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let character = char::from_u32(code.ok()?)?;
    Some((character, end + 2))
}

/// The same for text that starts with a backslash.
fn json(text: &str) -> (char, usize) {
    let rest = &text[1..];
    if rest.starts_with('/') {
        return ('/', 2);
    }
    let code = rest.strip_prefix('u').and_then(|rest| rest.get(..4));
    let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
    // ASCII only: escapers have no reason to hide other characters of a URI, whose bytes are percent-encoded.
    match code.and_then(char::from_u32).filter(char::is_ascii) {
        Some(character) => (character, 6),
        None => ('\\', 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_once_or_twice() {
        for (text, wanted) in [
            ("a&amp;b", "a&b"),
            ("a&amp;amp;b&#38;#38;c", "a&b&c"),
            ("a&#x26;b&#38;c&#X3d;d", "a&b&c=d"),
            ("&quot;x&lt;", "\"x<"),
            (r"https:\/\/x\u0026y\u003Dz", "https://x&y=z"),
            ("&", "&"),
            ("&#", "&#"),
            ("&#x110000;", "&#x110000;"),
            ("&unknown; &#12345678901;", "&unknown; &#12345678901;"),
            (r"\", r"\"),
            (r"\u00e9 \u12", r"\u00e9 \u12"),
            ("é&é", "é&é"),
        ] {
            assert_eq!(undo(text).as_str(), wanted, "{text}");
        }
    }
}
