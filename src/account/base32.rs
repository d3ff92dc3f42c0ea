//! Base32 as people and sites write it: any case, in groups, padded, broken into lines, with marks around it that were
//! copied along; and what a text is that is not base32.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use super::label::is_invisible;

/// Sites show 16 letters and more; shorter texts are not guessed about.
const SHORTEST_GUESSED: usize = 16;

/// Why a text is not a usable secret. Carries one character at the most, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecretError {
    /// Nothing but white space, dashes and padding.
    #[error("the secret is empty")]
    Empty,
    /// Fewer than eight bits.
    #[error("the secret is too short to hold a single byte")]
    TooShort,
    /// A character outside the base32 alphabet of RFC 4648.
    #[error("the secret has {}, which is not base32 (letters A-Z, digits 2-7){}", Shown(*.0), hint(*.0))]
    BadCharacter(char),
    /// Hexadecimal digits where base32 was wanted: another way to write a key.
    #[error("the secret looks like hexadecimal")]
    LooksHexadecimal,
    /// A character that is no hexadecimal digit.
    #[error("the secret has {}, which is not a hexadecimal digit", Shown(*.0))]
    NotHexadecimal(char),
    /// Hexadecimal digits come in pairs.
    #[error("the secret has an odd number of hexadecimal digits")]
    OddHexadecimal,
    /// A Yandex key has another length.
    #[error("the secret is not a Yandex key: those have 26 letters, or 42 with their check")]
    YandexLength,
    /// The check at the end of a Yandex key.
    #[error("the secret's check does not fit: a letter of it is wrong")]
    YandexCheck,
    /// The number of a line that is not more of the secret before it.
    #[error("line {0} is not part of the secret before it")]
    MoreFollows(usize),
}

impl SecretError {
    /// What to do: one sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Empty | Self::TooShort => "Copy it again from the site, whole.",
            Self::BadCharacter(_) => {
                "Compare that letter with the secret on the site; spaces, dashes and case do not matter."
            }
            Self::LooksHexadecimal => {
                "If the site says it is hexadecimal, `otp add --hex` takes it."
            }
            Self::NotHexadecimal(_) | Self::OddHexadecimal => {
                "Compare it with the site; if it is base32, leave --hex out."
            }
            Self::YandexLength | Self::YandexCheck => {
                "Compare it with the secret that Yandex shows, letter by letter."
            }
            Self::MoreFollows(_) => {
                "Give the secret alone; if that line belongs to it, put both in one line."
            }
        }
    }
}

struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_ascii_graphic() {
            return write!(f, "'{}'", self.0);
        }
        write!(f, "U+{:04X}", u32::from(self.0))
    }
}

fn hint(character: char) -> &'static str {
    match character {
        '0' => "; 0 may be the letter O",
        '1' => "; 1 may be the letter I or L",
        '8' => "; 8 may be the letter B",
        '9' => "; 9 may be the letter g",
        _ => "",
    }
}

/// The bytes behind `text`; left-over bits at the end are dropped.
pub(super) fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let trimmed = text
        .trim_matches(|c: char| is_wrapping(c) || is_divider(c))
        .trim_end_matches(|c: char| c == '=' || is_divider(c));
    // Sized up front: a growing buffer would leave copies of the key behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(trimmed.len() * 5 / 8 + 1));
    let (mut bits, mut held, mut letters) = (0_u32, 0_u32, 0_usize);
    for character in trimmed.chars().filter(|c| !is_divider(*c)) {
        let value = value(character).ok_or_else(|| fault(text, character))?;
        letters += 1;
        bits = (bits << 5) | value;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
        }
    }
    match (letters, bytes.len()) {
        (0, _) => Err(SecretError::Empty),
        (_, 0) => Err(SecretError::TooShort),
        _ => Ok(bytes),
    }
}

fn fault(text: &str, character: char) -> SecretError {
    if looks_hexadecimal(text) {
        return SecretError::LooksHexadecimal;
    }
    SecretError::BadCharacter(character)
}

fn value(character: char) -> Option<u32> {
    let upper = character.to_ascii_uppercase();
    match upper {
        'A'..='Z' => Some(u32::from(upper) - u32::from('A')),
        '2'..='7' => Some(u32::from(upper) - u32::from('2') + 26),
        _ => None,
    }
}

/// What may stand between letters: white space of any kind, dashes, what nobody sees.
pub fn is_divider(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || is_invisible(character)
}

/// Marks of the text around that are copied along: quotes, brackets, emphasis, the full stop.
fn is_wrapping(character: char) -> bool {
    matches!(character, '\u{2018}'..='\u{201f}' | '«' | '»')
        || "\"'`*<>()[].,;:".contains(character)
}

/// How many letters `text` has, whatever they are.
pub fn letters(text: &str) -> usize {
    text.chars()
        .filter(|c| !is_divider(*c) && !is_wrapping(*c) && *c != '=')
        .count()
}

/// No whole bytes give this many letters (RFC 4648 section 6): some apps write such keys, and people lose a letter.
pub fn is_impossible_length(text: &str) -> bool {
    matches!(letters(text) % 8, 1 | 3 | 6)
}

/// True for pairs of hexadecimal digits and nothing else, enough of them for a key.
pub fn looks_hexadecimal(text: &str) -> bool {
    let digits = hexadecimal_digits(text);
    let count = digits.clone().count();
    let has_letter = digits.clone().any(|c| c.is_ascii_alphabetic());
    let least = if has_letter { SHORTEST_GUESSED } else { 20 };
    count >= least && count.is_multiple_of(2) && { digits }.all(|c| c.is_ascii_hexdigit())
}

/// The bytes behind hexadecimal digits, as people write them: any case, in groups, with `0x` before.
pub(super) fn decode_hexadecimal(text: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let digits = hexadecimal_digits(text);
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2 + 1));
    let mut high = None;
    for digit in digits {
        let value = digit
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
            .ok_or(SecretError::NotHexadecimal(digit))?;
        match high.take() {
            None => high = Some(value),
            Some(high) => bytes.push(high << 4 | value),
        }
    }
    match (bytes.len(), high) {
        (_, Some(_)) => Err(SecretError::OddHexadecimal),
        (0, None) => Err(SecretError::Empty),
        _ => Ok(bytes),
    }
}

fn hexadecimal_digits(text: &str) -> impl Iterator<Item = char> + Clone {
    let text = text.trim_matches(|c: char| is_wrapping(c) || is_divider(c));
    let text = text
        .strip_prefix("0x")
        .or(text.strip_prefix("0X"))
        .unwrap_or(text);
    text.chars().filter(|c| !is_divider(*c) && *c != ':')
}

/// True for one word, or for words of equal length, eight letters at most, as sites show secrets; the last may
/// be shorter. `ABCDEFGHIJKLMNOP please` is not.
pub fn is_grouped(text: &str) -> bool {
    let mut words = text
        .split(is_divider)
        .filter(|word| !word.is_empty())
        .map(str::len);
    let Some(first) = words.next() else {
        return true;
    };
    let mut shorter = false;
    for word in words {
        if shorter || first > 8 || word > first {
            return false;
        }
        shorter = word < first;
    }
    true
}

/// A secret that was copied in several lines as one line. A line that may be anything else is an error that tells
/// its number: a secret with a word glued to it is as wrong as half a secret.
pub fn join_lines(text: &str) -> Result<Zeroizing<String>, SecretError> {
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_matches(is_divider).is_empty());
    let Some((_, first)) = lines.next() else {
        return Err(SecretError::Empty);
    };
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    joined.push_str(first);
    for (number, line) in lines {
        if !goes_on(first, line) {
            return Err(SecretError::MoreFollows(number));
        }
        joined.push(' ');
        joined.push_str(line);
    }
    Ok(joined)
}

/// True when `line` can only be more of the secret that stands in `first`: base32 in the same hand.
pub fn goes_on(first: &str, line: &str) -> bool {
    let line = line.trim_matches(|c: char| is_wrapping(c) || is_divider(c) || c == '=');
    let is_base32 = |c: char| is_divider(c) || value(c).is_some();
    if !line.chars().all(is_base32) || !is_grouped(line) || first.trim_end().ends_with('=') {
        return false;
    }
    let has = |text: &str, kind: fn(&char) -> bool| text.chars().any(|c| kind(&c));
    let (upper, lower) = (char::is_ascii_uppercase, char::is_ascii_lowercase);
    if has(first, lower) != has(line, lower) && has(line, char::is_ascii_alphabetic) {
        return false;
    }
    let groups = |text: &str| {
        let mut words = text.split(is_divider).filter(|word| !word.is_empty());
        words.next().map(|first| (first.len(), words.count()))
    };
    // Capitals and digits are no words of a sentence; small letters are, unless they come in the same groups.
    has(line, char::is_ascii_digit)
        || has(line, upper)
        || groups(line).is_some_and(|(size, more)| {
            more > 0 && groups(first).is_some_and(|(first, _)| first == size)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_and_between_letters_are_cleaned_away() {
        let plain = decode("JBSWY3DPEHPK3PXP").expect("plain");
        for text in [
            "JBSWY3DP\u{a0}EHPK3PXP",
            "\u{200b}jbsw\u{2011}y3dp\u{2013}ehpk\u{ad}3pxp",
            "**JBSWY3DPEHPK3PXP**",
            "`JBSWY3DPEHPK3PXP`.",
            "\u{201c}JBSWY3DPEHPK3PXP\u{201d}",
            "<JBSWY3DPEHPK3PXP==>",
        ] {
            assert_eq!(decode(text).as_ref(), Ok(&plain), "{text}");
        }
    }

    #[test]
    fn words_of_a_secret_have_one_length() {
        for text in ["JBSWY3DPEHPK", "JBSW Y3DP EHPK", "JBSW-Y3DP EH", ""] {
            assert!(is_grouped(text), "{text}");
        }
        for text in ["JBSWY3DPE JBSWY3DPE", "JBSW Y3DPE", "JBSW Y3 DPEH"] {
            assert!(!is_grouped(text), "{text}");
        }
    }

    #[test]
    fn lines_that_go_on_are_joined_and_others_are_told() {
        let joined = |text: &str| join_lines(text).map(|text| decode(&text).map(|b| b.len()));
        let twenty = Ok(Ok(20));
        for text in [
            "jbsw y3dp ehpk 3pxp\njbsw y3dp ehpk 3pxp\n",
            "JBSWY3DPEHPK3PXP\r\n\r\nJBSWY3DPEHPK3PXP",
            "JBSWY3DPEHPK3PXPJBSWY3DPEHPK\n3PXP",
            "JBSWY3DPEHPKAAAAJBSWY3DPEHPK\n  AAAA",
            "abcd efgh ijkl mnop\nabcd efgh ijkl mnop",
        ] {
            assert_eq!(joined(text), twenty, "{text}");
        }
        for (text, line) in [
            ("JBSWY3DPEHPK3PXP\nthanks", 2),
            ("jbswy3dpehpk3pxp\nwork", 2),
            ("jbsw y3dp ehpk 3pxp\n\nmy account", 3),
            ("JBSWY3DPEHPK3PXP\n123456", 2),
            ("JBSWY3DPEHPK3PXP====\nJBSWY3DP", 2),
            ("JBSWY3DPEHPK3PXP\notpauth://totp/x", 2),
        ] {
            assert_eq!(joined(text), Err(SecretError::MoreFollows(line)), "{text}");
        }
    }

    #[test]
    fn hexadecimal_is_seen_and_read() {
        for text in [
            "79dd25a115356b2794bc",
            "0x79DD 25A1 1535 6B27 94BC",
            "79:dd:25:a1:15:35:6b:27:94:bc",
        ] {
            assert!(looks_hexadecimal(text), "{text}");
            assert_eq!(decode(text), Err(SecretError::LooksHexadecimal));
            assert_eq!(
                decode_hexadecimal(text).map(|bytes| bytes[..3].to_vec()),
                Ok(vec![0x79, 0xdd, 0x25])
            );
        }
        for text in [
            "JBSWY3DPEHPK3PX0",
            "79dd",
            "1234567890123456",
            "79dd25a115356b2794b",
        ] {
            assert!(!looks_hexadecimal(text), "{text}");
        }
        assert_eq!(decode_hexadecimal("79d"), Err(SecretError::OddHexadecimal));
        assert_eq!(
            decode_hexadecimal("79zz"),
            Err(SecretError::NotHexadecimal('z'))
        );
    }

    #[test]
    fn impossible_lengths_are_seen() {
        assert!(is_impossible_length("JBSWY3DPEHPK3PXPA"));
        assert!(!is_impossible_length("jbsw y3dp ehpk 3pxp===="));
    }

    #[test]
    fn what_a_digit_may_be_is_told() {
        for (digit, letter) in [('0', "O"), ('1', "I or L"), ('8', "B"), ('9', "g")] {
            let told = SecretError::BadCharacter(digit).to_string();
            assert!(told.ends_with(&format!("letter {letter}")), "{told}");
        }
    }

    #[test]
    fn letters_are_counted_without_what_stands_between() {
        assert_eq!(letters(" \"JBSW-Y3DP====\" "), 8);
    }

    #[test]
    fn groups_have_eight_letters_at_most() {
        assert!(is_grouped("ABCDEFGH IJKLMNOP QR"));
        assert!(!is_grouped("ABCDEFGHI JKLMNOPQR"));
        assert!(!is_grouped("ABCD EF GH"));
    }

    #[test]
    fn a_line_goes_on_in_the_same_hand_alone() {
        assert!(goes_on("jbsw y3dp", "ehpk mnop"));
        assert!(goes_on("JBSWY3DP", "EHPK"));
        assert!(goes_on("JBSWY3DP", " \"EHPK3PXP==\", "));
        for (first, line) in [
            ("jbsw y3dp", "ehpk"),
            ("jbsw y3dp", "ehpkm nopqr"),
            ("JBSWY3DP", "EHPK!MNOP"),
            ("JBSWY3DP", "ABCDEFGHIJKLMNOP PLEASE"),
            ("JBSWY3DP====", "EHPK"),
            ("JBSWY3DP", "ehpk2345"),
        ] {
            assert!(!goes_on(first, line), "{first} {line}");
        }
    }
}
