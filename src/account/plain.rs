//! Plain: text that may hold anything (paths, arguments, words of servers and the system) as a terminal may show it.

use std::fmt;
use std::path::Path;

use super::label::{is_plain, judged};

/// One line in which nothing moves the cursor, turns the writing direction or hides. It is made by escaping alone:
/// what a message cannot show as it is stands there as `\n` or `\u{1b}`. Everything that writes for people takes it,
/// so a message that holds a stranger's text cannot do harm.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Plain(String);

impl Plain {
    /// Escapes what is unfit; nothing else changes.
    pub fn new(text: &str) -> Self {
        let mut plain = String::with_capacity(text.len());
        for (letter, is_shown) in judged(text) {
            if is_shown {
                plain.push(letter);
            } else {
                plain.extend(letter.escape_default());
            }
        }
        Self(plain)
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A path in a message. Of all ways to write one out only this is allowed (clippy.toml).
pub fn shown(path: &Path) -> Plain {
    Plain::new(&path.to_string_lossy())
}

/// A path inside a command that a person may copy to a shell: quoted where it has to be.
pub fn shell_word(path: &Path) -> Plain {
    let text = path.to_string_lossy();
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%=".contains(c);
    if !text.is_empty() && text.chars().all(is_bare) {
        return Plain(text.into_owned());
    }
    if is_plain(&text) {
        return Plain(format!("'{}'", text.replace('\'', r"'\''")));
    }
    // The form that bash, zsh and ksh take for what cannot be shown.
    let escaped = judged(&text).map(|(letter, is_shown)| match letter {
        '\'' | '\\' => format!("\\{letter}"),
        letter if is_shown => letter.to_string(),
        letter if u32::from(letter) < 0x80 => format!("\\x{:02x}", u32::from(letter)),
        letter => format!("\\U{:08x}", u32::from(letter)),
    });
    Plain(format!("$'{}'", escaped.collect::<String>()))
}

/// A line of our own that was put together already needs no second copy.
impl From<String> for Plain {
    fn from(text: String) -> Self {
        if is_plain(&text) {
            return Self(text);
        }
        Self::new(&text)
    }
}

impl From<&String> for Plain {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&Self> for Plain {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<Plain> for String {
    fn from(text: Plain) -> Self {
        text.0
    }
}

impl AsRef<str> for Plain {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// `1 account`, `3 accounts`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The text with its first letter in upper case: messages of lower rooms begin in lower case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        for (hostile, plain) in [
            ("a\u{1b}[31mb", r"a\u{1b}[31mb"),
            ("\u{1b}]52;c;aGk=\u{7}", r"\u{1b}]52;c;aGk=\u{7}"),
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{9b}31m \u{85} \u{7f}", r"\u{9b}31m \u{85} \u{7f}"),
            ("gpj.\u{202e}exe", r"gpj.\u{202e}exe"),
            (
                "\u{2066}x\u{2069}\u{200f}\u{61c}",
                r"\u{2066}x\u{2069}\u{200f}\u{61c}",
            ),
            ("a\u{2028}b\u{2029}", r"a\u{2028}b\u{2029}"),
            ("a\u{200b}\u{feff}\u{e0041}", r"a\u{200b}\u{feff}\u{e0041}"),
            (
                "Git\u{200d}Hub\u{200c}\u{fe0f}",
                r"Git\u{200d}Hub\u{200c}\u{fe0f}",
            ),
        ] {
            assert_eq!(Plain::new(hostile).as_str(), plain);
            assert_eq!(Plain::from(hostile.to_owned()).as_str(), plain);
            assert_eq!(Plain::new(plain).as_str(), plain, "once is enough");
        }
    }

    #[test]
    fn honest_text_stays_as_it_is() {
        for text in [
            "/home/octavia/日本 bank (1).png",
            r"C:\Users\o",
            " a  b ",
            "Ûber 👩\u{200d}💻",
            "می\u{200c}خواهم 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        ] {
            assert_eq!(Plain::new(text).as_str(), text);
        }
    }

    #[test]
    fn a_path_in_a_command_stays_one_word() {
        for (path, word) in [
            ("/home/o/vault.age", "/home/o/vault.age"),
            ("/a b;rm -rf ~", "'/a b;rm -rf ~'"),
            ("/it's", r"'/it'\''s'"),
            ("/a\u{1b}[m'b\u{202e}", r"$'/a\x1b[m\'b\U0000202e'"),
            ("/a\u{80}", r"$'/a\U00000080'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(Path::new(path)).as_str(), word);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_is_shown_all_the_same() {
        use std::os::unix::ffi::OsStrExt as _;
        let name = std::ffi::OsStr::from_bytes(b"/a\x9b\x1bb");
        assert_eq!(shown(Path::new(name)).as_str(), "/a\u{fffd}\\u{1b}b");
    }

    #[test]
    fn it_is_shown_as_wide_as_it_is_asked_for() {
        assert_eq!(
            format!("{:>4}|{}", Plain::new("ab"), Plain::new("c")),
            "  ab|c"
        );
    }

    #[test]
    fn every_way_in_and_out_is_the_same_line() {
        let text = "a\u{1b}b".to_owned();
        let wanted = r"a\u{1b}b";
        for plain in [
            Plain::from(&text),
            Plain::from(text.as_str()),
            Plain::from(&Plain::new(&text)),
        ] {
            assert_eq!((plain.as_ref(), plain.is_empty()), (wanted, false));
            assert_eq!(format!("{plain:?}"), format!("{wanted:?}"));
            assert_eq!(String::from(plain), wanted);
        }
        assert!(Plain::new("").is_empty());
    }

    #[test]
    fn words_are_put_together() {
        assert_eq!(
            [0, 1, 2].map(|n| counted(n, "key")),
            ["0 keys", "1 key", "2 keys"]
        );
        assert_eq!(["über x", "", "X"].map(capital), ["Über x", "", "X"]);
    }
}
