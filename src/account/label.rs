//! Label and Note: text from strangers, made fit to be shown on a terminal once, at the border.

use std::fmt;

use zeroize::Zeroizing;

/// One line of text without control, bidi or invisible characters. Nothing else is ever drawn.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Label(String);

/// A free note of several lines, cleaned like a [`Label`] but for its line ends. People keep recovery codes
/// in notes, so it is wiped on drop and never printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Note(Zeroizing<String>);

impl Label {
    /// Cleans `text`: tabs and line ends become spaces, control, bidi and invisible characters go, and the
    /// ends are trimmed.
    pub fn new(text: &str) -> Self {
        // Nearly every label: nothing to clean but the ends.
        if text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ')
        {
            return Self(text.trim().to_owned());
        }
        let cleaned: String = text
            .chars()
            .filter_map(|c| {
                if is_line_space(c) {
                    Some(' ')
                } else {
                    shown(c)
                }
            })
            .collect();
        Self(cleaned.trim().to_owned())
    }

    /// The cleaned text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when nothing is left to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn is_line_space(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{2028}' | '\u{2029}'
    )
}

/// True for what stands in a line and can be seen.
pub fn is_fit(character: char) -> bool {
    !is_line_space(character) && shown(character).is_some()
}

/// `None` for characters that move the cursor, turn the writing direction or cannot be seen.
fn shown(character: char) -> Option<char> {
    let hidden = character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}');
    (!hidden).then_some(character)
}

impl Note {
    /// Cleans `text`, keeping its lines; the ends are trimmed.
    pub fn new(text: &str) -> Self {
        let mut cleaned = Zeroizing::new(String::with_capacity(text.len()));
        for line in text.lines() {
            cleaned.extend(line.chars().filter_map(|c| {
                if is_line_space(c) {
                    Some(' ')
                } else {
                    shown(c)
                }
            }));
            cleaned.push('\n');
        }
        Self(Zeroizing::new(cleaned.trim().to_owned()))
    }

    /// The cleaned text, lines divided by `\n`.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when there is no note.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Note")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attacks_on_the_terminal_are_defused() {
        let attacks = [
            ("x\u{1b}[31m", "x[31m"),
            ("y\u{7}\nz", "y z"),
            ("a\u{202e}b", "ab"),
            ("\u{2066}a\u{2069}", "a"),
            ("x\0", "x"),
            ("a\u{9b}31mb", "a31mb"),
            ("Git\u{200b}Hub", "GitHub"),
            ("\u{feff}GitHub\u{e0041}", "GitHub"),
            ("a\tb\r\nc", "a b  c"),
            ("  spaced  ", "spaced"),
        ];
        for (hostile, clean) in attacks {
            assert_eq!(Label::new(hostile).as_str(), clean);
        }
    }

    #[test]
    fn honest_text_stays_as_it_is() {
        for text in [
            "日本銀行",
            "Papírgyár ✉",
            "👩\u{200d}💻",
            "a b",
            "C#",
            "✉\u{fe0f}",
        ] {
            assert_eq!(Label::new(text).as_str(), text);
        }
    }

    #[test]
    fn notes_keep_lines_and_stay_out_of_debug() {
        let note = Note::new("one\r\ntwo\u{1b}[2J\n");
        assert_eq!(note.expose(), "one\ntwo[2J");
        assert_eq!(format!("{note:?}"), "Note");
    }
}
