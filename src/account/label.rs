//! Label and Note: text from outside, cleaned once on the way in, so that a terminal can always show it.

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
        let mut cleaned = String::with_capacity(text.len());
        clean_into(&mut cleaned, text);
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

/// Appends what can be shown of `text`, tabs and line ends as spaces.
fn clean_into(out: &mut String, text: &str) {
    for (character, is_shown) in judged(text) {
        if is_line_space(character) {
            out.push(' ');
        } else if is_shown {
            out.push(character);
        }
    }
}

/// Each character, and whether a terminal may show it where it stands: in a line, and seen, or needed by what is seen
/// beside it. What is left of a text without the others is judged the same again.
pub fn judged(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = None;
    let mut flag = 0;
    text.char_indices().map(move |(place, character)| {
        let rest = text.get(place + character.len_utf8()..).unwrap_or_default();
        let is_shown = match before {
            _ if flag > 0 => true,
            _ if character.is_control() || is_line_space(character) => false,
            _ if !is_invisible(character) => true,
            Some(before) => is_needed(before, character, rest.chars().next()),
            None => false,
        };
        flag = match character {
            BLACK_FLAG => {
                let tags = SUBDIVISIONS.iter().find(|tags| rest.starts_with(*tags));
                tags.map_or(0, |tags| tags.chars().count())
            }
            _ => flag.saturating_sub(1),
        };
        before = is_shown.then_some(character);
        (character, is_shown)
    })
}

/// True when a terminal may show all of it as it is.
pub fn is_plain(text: &str) -> bool {
    judged(text).all(|(_, is_shown)| is_shown)
}

/// True for what stands in a line and can be seen, or changes what is seen beside it: a part of a text that was judged
/// as a whole may begin or end with such a joiner.
pub fn is_fit(character: char) -> bool {
    let joins = matches!(character,
        '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}'
        | '\u{e0020}'..='\u{e007f}');
    !character.is_control() && !is_line_space(character) && (joins || !is_invisible(character))
}

const BLACK_FLAG: char = '\u{1f3f4}';

/// The tags that make flags of it: England, Scotland, Wales.
const SUBDIVISIONS: [&str; 3] = [
    "\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// Unicode's `Default_Ignorable_Code_Point`, and what is drawn as nothing: with them two names look the same and
/// are not.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}'
        // Blanks, annotation marks, what stands for an object, and no characters at all.
        | '\u{2800}' | '\u{303f}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffc}'
        | '\u{fffe}' | '\u{ffff}' | '\u{13430}'..='\u{13442}' | '\u{16fe4}' | '\u{1d159}')
}

/// True for joiners and selectors where they change what is seen: within emoji and within scripts that join letters.
fn is_needed(before: char, character: char, after: Option<char>) -> bool {
    match character {
        '\u{200d}' => {
            let is_part = |c: char| is_pictogram(c) || c == '\u{fe0f}';
            let is_emoji = is_part(before) && after.is_some_and(is_pictogram);
            is_emoji || joins(before, after)
        }
        '\u{200c}' => joins(before, after),
        '\u{fe0e}' | '\u{fe0f}' if "0123456789#*".contains(before) => after == Some('\u{20e3}'),
        '\u{fe0e}' | '\u{fe0f}' => is_pictogram(before),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => matches!(before, '\u{1820}'..='\u{18aa}'),
        _ => false,
    }
}

fn joins(before: char, after: Option<char>) -> bool {
    joins_letters(before) && after.is_some_and(|after| joins_letters(after) && !is_invisible(after))
}

fn is_pictogram(character: char) -> bool {
    matches!(character,
        '©' | '®' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21ff}'
        | '\u{2300}'..='\u{23ff}' | '\u{24c2}' | '\u{25a0}'..='\u{27bf}' | '\u{2934}' | '\u{2935}'
        | '\u{2b00}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
        | '\u{1f000}'..='\u{1faff}')
}

/// Arabic, Syriac, N'Ko, the scripts of India, Myanmar, Khmer, Mongolian and those like them.
fn joins_letters(character: char) -> bool {
    matches!(character,
        '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{1a20}'..='\u{1bff}' | '\u{a840}'..='\u{a8ff}' | '\u{a980}'..='\u{aaff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}' | '\u{11000}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
}

impl Note {
    /// Cleans `text`, keeping its lines; the ends are trimmed.
    pub fn new(text: &str) -> Self {
        let mut cleaned = Zeroizing::new(String::with_capacity(text.len()));
        for line in text.lines() {
            clean_into(&mut cleaned, line);
            cleaned.push('\n');
        }
        Self(Zeroizing::new(cleaned.trim().to_owned()))
    }

    /// The cleaned text, lines divided by `\n`.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// How many bytes it takes.
    pub fn len(&self) -> usize {
        self.0.len()
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
            "1\u{fe0f}\u{20e3}",
            "❤\u{fe0f}\u{200d}🔥",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} FA",
            "می\u{200c}خواهم",
            "श्री\u{200d}क",
            "ᠠ\u{180b}",
        ] {
            assert_eq!(Label::new(text).as_str(), text);
        }
    }

    #[test]
    fn nothing_that_cannot_be_seen_makes_a_twin() {
        for invisible in "\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}\u{180d}\u{180e}\u{180f}\
             \u{200b}\u{200c}\u{200d}\u{200e}\u{2060}\u{2061}\u{2065}\u{206f}\u{2800}\u{3164}\u{fe00}\u{fe0e}\
             \u{fe0f}\u{feff}\u{ffa0}\u{fff3}\u{fff9}\u{fffc}\u{1bca0}\u{1d159}\u{1d173}\u{1d17a}\u{e0001}\
             \u{e0020}\u{e0061}\u{e007f}\u{e0100}\u{e01ef}\u{e0fff}"
            .chars()
        {
            for text in [
                format!("Git{invisible}Hub"),
                format!("GitHub{invisible}"),
                format!("{invisible}GitHub"),
            ] {
                assert_eq!(Label::new(&text).as_str(), "GitHub", "{invisible:?}");
            }
            assert_eq!(Label::new(&format!("1{invisible}")).as_str(), "1");
        }
        // One selector is enough, and a joiner joins two.
        for (text, wanted) in [
            ("✉\u{fe0f}\u{fe0f}", "✉\u{fe0f}"),
            ("👩\u{200d}x", "👩x"),
            ("👩\u{200d}", "👩"),
            ("🏴\u{e0067}\u{e007f}", "🏴"),
        ] {
            assert_eq!(Label::new(text).as_str(), wanted);
        }
    }

    #[test]
    fn what_a_label_holds_is_shown_as_it_is() {
        for text in [
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} FA",
            "می\u{200c}خواهم",
            "ᠠ\u{180b}ᠪ",
            "ب\u{200c}\u{61c}",
            "ب\u{200b}\u{200c}ب",
            "ក\u{200c}\u{17b4}",
            "👩\u{200d}💻\u{200d}",
            "🏴\u{e0067}\u{e0062}",
            "ب\t\u{200c}ب",
        ] {
            let label = Label::new(text);
            assert_eq!(Label::new(label.as_str()), label, "{text:?}");
            assert_eq!(
                crate::account::Plain::new(label.as_str()).as_str(),
                label.as_str()
            );
            assert!(label.as_str().chars().all(is_fit), "{text:?}");
        }
        assert_eq!(Label::new("ب\u{200c}\u{61c}").as_str(), "ب");
    }

    #[test]
    fn notes_keep_lines_and_stay_out_of_debug() {
        let note = Note::new("one\r\ntwo\u{1b}[2J\n");
        assert_eq!(note.expose(), "one\ntwo[2J");
        assert_eq!(format!("{note:?}"), "Note");
    }

    #[test]
    fn a_note_is_as_long_as_its_bytes() {
        assert_eq!((Note::new("").len(), Note::new("日\nb ").len()), (0, 5));
    }

    #[test]
    fn parts_of_a_line_may_begin_with_a_joiner_and_not_with_what_nobody_sees() {
        for fit in "a日\u{200d}\u{fe0f}\u{180b}\u{e0067} ".chars() {
            assert!(is_fit(fit), "{fit:?}");
        }
        for unfit in "\n\u{1b}\u{9b}\u{2028}\u{2800}\u{200b}\u{202e}".chars() {
            assert!(!is_fit(unfit), "{unfit:?}");
        }
    }

    #[test]
    fn a_note_knows_whether_it_holds_anything() {
        assert!(Note::default().is_empty());
        assert!(!Note::new("x").is_empty());
        assert_eq!(format!("{:?}", Label::new("x")), "\"x\"");
    }
}
