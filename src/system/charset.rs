//! Charset: whether text may leave for the terminal as UTF-8. The locale decides, as for every C program.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Environment;

/// What the terminal is told to understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// Everything.
    #[default]
    Utf8,
    /// Bytes below 128 and nothing else. To a terminal with 8-bit characters the bytes of other letters are letters
    /// of their own, several columns wide, and some of them steer it.
    Ascii,
}

impl Charset {
    /// By the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty. None is the C locale. The console
    /// of Windows always takes Unicode.
    pub fn of(environment: &Environment) -> Self {
        if cfg!(windows) {
            return Self::Utf8;
        }
        let mut names = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter();
        let locale = names.find_map(|name| environment.get(name));
        let locale = locale.and_then(|locale| locale.into_string().ok());
        if locale.is_some_and(|locale| is_utf8(&locale)) {
            Self::Utf8
        } else {
            Self::Ascii
        }
    }

    /// The text as it may leave: without UTF-8 a `?` for every column of a foreign letter, so that tables stay
    /// straight; the signs of our own messages have ASCII forms. Control characters below 128 pass.
    pub fn fit(self, text: &str) -> Cow<'_, str> {
        if self == Self::Utf8 || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut fitted = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            match cluster {
                "…" => fitted.push_str("..."),
                "→" => fitted.push_str("->"),
                "‹" => fitted.push('<'),
                "›" => fitted.push('>'),
                cluster if cluster.is_ascii() => fitted.push_str(cluster),
                cluster => fitted.extend(std::iter::repeat_n('?', cluster.width().max(1))),
            }
        }
        Cow::Owned(fitted)
    }
}

/// `en_US.UTF-8`, `de_DE.utf8@euro`, and `UTF-8` alone, as macOS has it. The name of the character set is compared as
/// the C library does: letters and digits only.
fn is_utf8(locale: &str) -> bool {
    let name = locale.split('@').next().unwrap_or_default();
    let charset = name.split_once('.').map_or(name, |(_, charset)| charset);
    let letters = charset.chars().filter(char::is_ascii_alphanumeric);
    letters
        .map(|letter| letter.to_ascii_lowercase())
        .eq("utf8".chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_first_variable_that_is_set_decides() {
        use Charset::{Ascii, Utf8};
        for (variables, wanted) in [
            (&[][..], Ascii),
            (&[("LANG", "en_US.UTF-8")], Utf8),
            (&[("LANG", "de_DE.utf8@euro")], Utf8),
            (&[("LC_CTYPE", "UTF-8")], Utf8),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "C")], Ascii),
            (&[("LANG", "C.UTF-8"), ("LC_CTYPE", "POSIX")], Ascii),
            (&[("LC_CTYPE", "C"), ("LC_ALL", "C.UTF-8")], Utf8),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "")], Utf8),
            (&[("LANG", "de_DE.ISO-8859-1")], Ascii),
            (&[("LANG", "de_DE")], Ascii),
            (&[("LC_ALL", "tr_TR.utf-16")], Ascii),
        ] {
            let environment = Environment::of(variables.iter().copied());
            assert_eq!(Charset::of(&environment), wanted, "{variables:?}");
        }
    }

    #[test]
    fn foreign_letters_become_question_marks_of_their_width() {
        for (text, wanted) in [
            ("GitHub", "GitHub"),
            ("Ümlaut", "?mlaut"),
            ("日本 1", "???? 1"),
            ("e\u{301}👩\u{200d}💻x", "???x"),
            ("Evil \u{db}31m \u{9b}5;9H", "Evil ?31m ?5;9H"),
            ("\u{301}", "?"),
            ("a\tb\n", "a\tb\n"),
            ("Wait… → there", "Wait... -> there"),
            ("‹Aegis›", "<Aegis>"),
        ] {
            assert_eq!(Charset::Ascii.fit(text), wanted);
            assert_eq!(Charset::Utf8.fit(text), text);
        }
    }
}
