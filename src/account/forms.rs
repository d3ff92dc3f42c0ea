//! The forms in which Unicode may write one text: keyboards and systems differ in whether "ä" is one character or two,
//! and what was hashed in one form is not opened by the other.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// The text as typed and, where that is something else, in NFC and NFD: the likeliest first.
pub fn forms(typed: &str) -> Vec<Zeroizing<String>> {
    let mut forms = vec![Zeroizing::new(typed.to_owned())];
    if typed.is_ascii() {
        return forms;
    }
    let composed = Zeroizing::new(typed.nfc().collect::<String>());
    let divided = Zeroizing::new(typed.nfd().collect::<String>());
    for form in [composed, divided] {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_forms_come_after_the_typed_one() {
        let forms = |typed: &str| {
            forms(typed)
                .iter()
                .map(|f| f.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(forms("plain"), ["plain"]);
        assert_eq!(forms("a\u{308}"), ["a\u{308}", "ä"]);
        assert_eq!(forms("ä"), ["ä", "a\u{308}"]);
        assert_eq!(forms("äo\u{308}").len(), 3);
    }
}
