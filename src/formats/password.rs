//! The password of another app's export: its bytes, in each form that an app may have hashed.

use zeroize::Zeroizing;

use crate::account;

/// A password as bytes: UTF-8 as typed and, where that is something else, in NFC and NFD. Wiped when it goes.
pub struct Password(Vec<Zeroizing<Vec<u8>>>);

impl Password {
    /// Takes the password as it was typed, without its line end.
    pub fn new(typed: &str) -> Self {
        let typed = typed.strip_suffix('\n').unwrap_or(typed);
        let typed = typed.strip_suffix('\r').unwrap_or(typed);
        let forms = account::forms(typed).into_iter();
        Self(
            forms
                .map(|form| Zeroizing::new(form.as_bytes().to_vec()))
                .collect(),
        )
    }

    /// The forms to try, the likeliest first.
    pub(super) fn forms(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|form| form.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_go_and_other_forms_are_tried() {
        let forms = |typed: &str| {
            Password::new(typed)
                .forms()
                .map(<[u8]>::to_vec)
                .collect::<Vec<_>>()
        };
        assert_eq!(forms("a b \r\n"), [b"a b ".to_vec()]);
        assert_eq!(forms("a\u{308}"), ["a\u{308}".as_bytes(), "ä".as_bytes()]);
        assert_eq!(forms("ä"), ["ä".as_bytes(), "a\u{308}".as_bytes()]);
    }
}
