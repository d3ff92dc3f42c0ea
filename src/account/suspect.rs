//! Secrets in the wrong place: text typed as a name that may be, or surely is, the secret of an account.

/// Sites print secrets of 80 bits at least: 16 letters of base32.
const SHORTEST: usize = 16;

/// True for whatever could be a secret, so that no message repeats it: a long run of letters and digits, or groups
/// of them as sites print secrets. Some names look so as well; a message can do without them.
pub fn may_be_secret(text: &str) -> bool {
    let is_run = |word: &str| {
        let word = word.trim_matches(['=', '-', '.', ',', ':', '"', '\'']);
        let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        let has_letter = word.contains(|c: char| c.is_ascii_alphabetic());
        word.len() >= SHORTEST && word.chars().all(is_key) && has_letter
    };
    text.split(is_space).any(is_run) || groups(text).is_some()
}

/// True for what is no name: base32 as sites print it, whole or in groups, in capitals or with digits among small
/// letters. A long word in small letters alone may be somebody's name.
pub fn is_secret(text: &str) -> bool {
    let Some(letters) = groups(text) else {
        return false;
    };
    let has = |wanted: fn(&char) -> bool| letters.chars().any(|c| wanted(&c));
    !has(char::is_ascii_lowercase) || has(char::is_ascii_digit)
}

fn is_space(character: char) -> bool {
    character.is_whitespace()
}

/// The letters of a base32 text in groups of one length, the last of which may be shorter; one group is no group
/// but a word, which counts as well.
fn groups(text: &str) -> Option<String> {
    let unpadded = text.trim().trim_end_matches('=');
    let groups: Vec<&str> = unpadded
        .split(|c: char| is_space(c) || c == '-')
        .filter(|group| !group.is_empty())
        .collect();
    let (last, others) = groups.split_last()?;
    let size = others.first().unwrap_or(last).len();
    let even = others.iter().all(|group| group.len() == size) && last.len() <= size;
    let letters = groups.concat();
    let base32 = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'2'..=b'7');
    let fits = even && letters.len() >= SHORTEST && letters.bytes().all(base32);
    fits.then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_however_they_are_written() {
        for text in [
            "GEZDGNBVGY3TQOJQ",
            "gezdgnbvgy3tqojq",
            "GEZD GNBV GY3T QOJQ",
            "gezd-gnbv-gy3t-qojq",
            "gezd gnbv gy3t qojq ge",
            "GEZDGNBVGY3TQOJQGEZA====",
            " GEZDGNBVGY3TQOJQ\n",
            "GEZDGNBV\u{a0}GY3TQOJQ",
            "ABCDEFGHIJKLMNOPQRST",
        ] {
            assert!(is_secret(text) && may_be_secret(text), "{text}");
        }
        for text in [
            "abcdefghijklmnopqrst",
            "my gezdgnbvgy3tqojq",
            "3132333435363738393031323334353637383930ab",
            "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=",
        ] {
            assert!(may_be_secret(text) && !is_secret(text), "{text}");
        }
    }

    #[test]
    fn names_are_names() {
        for text in [
            "",
            "GitHub",
            "Amazon Web Services prod",
            "octavia.finch@example.test",
            "GitHub:christopherjohnson@fenwick.test",
            "development-server-2",
            "1234567890123456",
        ] {
            assert!(!is_secret(text) && !may_be_secret(text), "{text}");
        }
        assert!(!is_secret("christopherjohnson"));
    }
}
