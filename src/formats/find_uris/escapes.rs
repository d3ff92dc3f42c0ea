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
const MAX_REFERENCE: usize = 10;

/// `text` without HTML entities, and without JSON escapes where it is quoted; doubly escaped text too. Elsewhere a
/// backslash is part of a name: `DOMAIN\nick`.
pub(super) fn undo(text: &str) -> Text {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    let mut is_string = false;
    while let Some(character) = rest.chars().next() {
        let (plainly, length) = match character {
            '&' => entity(rest),
            '\\' if is_string => string_escape(rest),
            '\\' => sign_escape(rest),
            other => (other, other.len_utf8()),
        };
        rest = rest.get(length..).unwrap_or_default();
        is_string = match plainly {
            '"' if character != '\\' => !is_string && is_closed(rest),
            // A URI with its slashes escaped was cut out of its quotes.
            '/' if character == '\\' => true,
            '\n' if character != '\\' => false,
            _ => is_string,
        };
        plain.push(plainly);
    }
    plain
}

/// True when a string that was opened before is closed on the same line.
fn is_closed(text: &str) -> bool {
    let mut rest = text;
    while let Some(place) = rest.find(['"', '&', '\\', '\n']) {
        let found = rest.get(place..).unwrap_or_default();
        match found.as_bytes().first() {
            Some(b'"') => return true,
            Some(b'&') if entity(found).0 == '"' => return true,
            Some(b'\n') => return false,
            _ => {}
        }
        let length = if found.starts_with('\\') { 2 } else { 1 };
        rest = found.get(length..).unwrap_or_default();
    }
    false
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
        .take(MAX_REFERENCE)
        .position(|byte| byte == b';')?;
    let number = number.get(..end)?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let character = char::from_u32(code.ok()?)?;
    Some((character, end + 2))
}

/// What the text of a JSON string stands for that starts with a backslash, and how many bytes of it.
fn string_escape(text: &str) -> (char, usize) {
    let letter = match text.as_bytes().get(1) {
        Some(b'u') => return unicode(text).unwrap_or(('\\', 1)),
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'"') => '"',
        Some(b'/') => '/',
        Some(b'\\') => '\\',
        _ => return ('\\', 1),
    };
    (letter, 2)
}

/// The same outside of quotes: slashes, and the two signs between parameters, which no name spells like this.
fn sign_escape(text: &str) -> (char, usize) {
    if text.starts_with(r"\/") {
        return ('/', 2);
    }
    unicode(text)
        .filter(|(sign, _)| matches!(sign, '&' | '='))
        .unwrap_or(('\\', 1))
}

/// `\u0041`, and two of them for a character beyond 16 bits.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| -> Option<u16> {
        let digits = text.get(at..)?.strip_prefix(r"\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let units = std::iter::once(unit(0)?).chain(unit(6));
    let character = char::decode_utf16(units).next()?.ok()?;
    Some((character, 6 * character.len_utf16()))
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
            (r"x?y\u003Dz\u0026", "x?y=z&"),
            (r"DOMAIN\nick\u0041", r"DOMAIN\nick\u0041"),
            (
                r#""DOMAIN\\nick\u0041\n\u00e9\ud83d\ude80\"\q" \n"#,
                "\"DOMAIN\\nickA\né🚀\"\\q\" \\n",
            ),
            ("5\" \\n\n\"\\u0041\"", "5\" \\n\n\"A\""),
            (r"&quot;a\tb&quot; \t", "\"a\tb\" \\t"),
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
