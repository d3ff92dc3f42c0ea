//! Folding: compatibility forms, foreign digits and marks, so that one spelling of a number or word is left.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in NFKC with ASCII digits, without characters that cannot be seen; dashes and blanks of one kind each.
pub(super) fn text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkc() {
        match character {
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{61c}'
            | '\r' => {}
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\t' => folded.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            _ => folded.push(digit(character)),
        }
    }
    folded
}

/// Every decimal digit of the scripts that messages are written in.
fn digit(character: char) -> char {
    const ZEROS: &[u32] = &[
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
        0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
    ];
    let code = u32::from(character);
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code));
    zero.and_then(|zero| char::from_digit(code - zero, 10))
        .unwrap_or(character)
}

/// Lower case without marks on Latin, Greek and Cyrillic letters: SMS often drops them. Other scripts keep theirs, for
/// they are letters there. Byte offsets change.
pub(super) fn words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.to_lowercase().chars() {
        match character {
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ø' => folded.push('o'),
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            // й and ї are letters of their own.
            'й' | 'ї' => folded.push(character),
            _ if u32::from(character) < 0x590
                || (0x1e00..0x2000).contains(&u32::from(character)) =>
            {
                folded.extend(
                    std::iter::once(character)
                        .nfd()
                        .filter(|c| !is_combining_mark(*c)),
                );
            }
            _ => folded.push(character),
        }
    }
    folded
}
