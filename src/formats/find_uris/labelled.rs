//! Secrets that a text names: `Your new secret key is: ABCD EFGH …`.

use crate::account::base32;

/// Sites show 16 letters and more.
const SHORTEST: usize = 16;

/// Other things that are called keys and secrets.
const NOT_MEANT: [&str; 12] = [
    "recovery",
    "backup",
    "emergency",
    "scratch",
    "api",
    "age",
    "licen",
    "product",
    "wi-fi",
    "wifi",
    "public",
    "ssh",
];

/// The secrets, in their order, as they are written.
pub(in crate::formats) fn find(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_announced = false;
    for line in text.lines() {
        let line = line.trim();
        if is_announced && is_secret(line) {
            found.push(line);
        }
        is_announced = is_announced && line.is_empty();
        let Some((label, value)) = line.split_once([':', '=']) else {
            continue;
        };
        if !names_a_secret(label) {
            continue;
        }
        if is_secret(value) {
            found.push(value.trim());
        }
        // It may stand alone in the next line.
        is_announced = value.trim().is_empty();
    }
    found
}

fn names_a_secret(label: &str) -> bool {
    let lower = label.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
    let is_named = words
        .clone()
        .any(|word| matches!(word, "secret" | "key" | "totp" | "2fa"));
    is_named && !words.any(|word| NOT_MEANT.iter().any(|other| word.starts_with(other)))
}

/// Base32 in one word or in groups, with a letter that was misread at the most.
fn is_secret(value: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || base32::is_divider(c) || c == '=';
    let has = |kind: fn(&char) -> bool| value.chars().any(|c| kind(&c));
    base32::letters(value) >= SHORTEST
        && value.chars().all(is_letter)
        && base32::is_grouped(value.trim_end_matches('='))
        && has(char::is_ascii_alphabetic)
        && has(char::is_ascii_uppercase) != has(char::is_ascii_lowercase)
        && (has(char::is_ascii_digit) || has(char::is_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_secrets_are_found_and_other_keys_are_not() {
        for (text, wanted) in [
            (
                "Your new secret key is: O7F6BWF2PTVVJZJQO7F6BWF2PT\nYour verification code is 123456",
                "O7F6BWF2PTVVJZJQO7F6BWF2PT",
            ),
            ("Secret: jbsw y3dp ehpk 3pxp", "jbsw y3dp ehpk 3pxp"),
            ("Setup key:\n\nJBSWY3DPEHPK3PXP\n", "JBSWY3DPEHPK3PXP"),
            ("secret=JBSWY3DPEHPK3PXP", "JBSWY3DPEHPK3PXP"),
        ] {
            assert_eq!(find(text), [wanted], "{text}");
        }
        for text in [
            "Recovery key: JBSWY3DPEHPK3PXP",
            "API key: JBSWY3DPEHPK3PXP",
            "key: please enter it soon",
            "The secret is: thatthiswordfour",
            "Secret: 1234567890123456",
            "JBSWY3DPEHPK3PXP",
        ] {
            assert_eq!(find(text), Vec::<&str>::new(), "{text}");
        }
    }
}
