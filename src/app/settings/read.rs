//! Reading `config.toml`: a line that is wrong costs its own setting and nothing else.

use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Settings;
use crate::account::Label;
use crate::app::{Error, Exit};

/// Every setting by its name in the file.
const NAMES: [&str; 21] = [
    "theme",
    "ascii",
    "codes",
    "countdown",
    "copy",
    "order",
    "mouse",
    "blank-on-focus-loss",
    "presenting",
    "lock-after",
    "clear-after",
    "copy-command",
    "ask-again",
    "session",
    "unlock",
    "offset",
    "record-use",
    "verify-tries",
    "verify-cool-down",
    "verify-per-minute",
    "keys",
];

/// More are no settings file with mistakes but another file.
const MOST: usize = 20;

/// A line of `config.toml` that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    line: usize,
    reason: String,
    /// The setting it is about, or most likely meant.
    setting: Option<&'static str>,
}

impl Mistake {
    /// The setting that the line is about, or the nearest one.
    pub fn setting(&self) -> Option<&'static str> {
        self.setting
    }

    /// For a run that cannot do without the setting.
    pub(super) fn error(&self) -> Error {
        Error::new(
            Exit::Failed,
            format!("config.toml, {self}"),
            "Mend the line or remove it: this needs the setting.",
        )
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// The settings, with what could not be read as [`Settings::mistakes`].
pub(super) fn read(text: &str) -> Result<Settings, Error> {
    let mut left = text.to_owned();
    let mut mistakes = Vec::new();
    loop {
        let error = match toml::from_str::<Settings>(&left) {
            Ok(settings) => {
                mistakes.sort_by_key(|mistake: &Mistake| mistake.line);
                return Ok(Settings {
                    mistakes,
                    ..settings
                });
            }
            Err(error) => error,
        };
        let at = error.span().map_or(0, |span| span.start.min(left.len()));
        let mut range = entry_at(&left, at).unwrap_or_else(|| line_at(&left, at..at));
        let is_blank = |text: &str| text.trim().is_empty();
        let is_closed = !left.get(range.clone()).is_none_or(is_blank);
        if !is_closed {
            // What is wrong begins before: a text that is never closed. Nothing behind it can be told.
            let before = left.get(..at).unwrap_or_default();
            let start = before
                .rfind('=')
                .map_or(0, |sign| line_at(&left, sign..sign).start);
            range = start..left.len();
        }
        let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let wrong = left.get(range.clone()).unwrap_or_default();
        let line = line_of(if is_closed { at } else { range.start });
        mistakes.retain(|mistake: &Mistake| !(line..=line_of(range.end)).contains(&mistake.line));
        mistakes.push(mistake(line, wrong, error.message()));
        if mistakes.len() > MOST {
            return Err(Error::new(
                Exit::Failed,
                format!(
                    "config.toml is no file of settings: line {line} and {MOST} others cannot be read"
                ),
                "Mend it or remove it.",
            ));
        }
        left = blanked(&left, range);
    }
}

fn mistake(line: usize, wrong: &str, message: &str) -> Mistake {
    let name = wrong
        .trim_start()
        .split(['=', ' ', '\t', '\n', ']'])
        .next()
        .unwrap_or_default();
    let name = name.trim_matches(['[', '"', '\'']).replace('_', "-");
    let setting = nearest(&name);
    let is_unknown = message.starts_with("unknown field");
    let reason = match (setting, is_unknown) {
        (Some(near), true) => format!("unknown field `{name}`; did you mean `{near}`?"),
        (None, true) => format!("unknown field `{name}`"),
        (Some(near), false) if near != name => format!("{message}; did you mean `{near}`?"),
        _ => message.to_owned(),
    };
    Mistake {
        line,
        reason: Label::new(&reason).to_string(),
        setting,
    }
}

/// The setting whose name is as good as the same.
fn nearest(name: &str) -> Option<&'static str> {
    let far = |known: &&str| strsim::osa_distance(name, known);
    let near = NAMES.iter().copied().min_by_key(far)?;
    (far(&near) <= near.len() / 3).then_some(near)
}

/// The lines of the entry that holds this place, its value over several lines included.
fn entry_at(text: &str, at: usize) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    let range = within(table.get_ref(), at)?;
    Some(line_at(text, range))
}

fn within(table: &DeTable<'_>, at: usize) -> Option<Range<usize>> {
    table.iter().find_map(|(key, value)| {
        if let DeValue::Table(inner) = value.get_ref()
            && let Some(range) = within(inner, at)
        {
            return Some(range);
        }
        let range = key.span().start..value.span().end.max(key.span().end);
        (range.contains(&at) || range.start == at).then_some(range)
    })
}

/// The whole lines of a range.
fn line_at(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = behind.find('\n').map_or(text.len(), |end| range.end + end);
    start..end
}

/// Without what stands there; every other line keeps its number and its place.
fn blanked(text: &str, range: Range<usize>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for byte in bytes.get_mut(range).into_iter().flatten() {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        let settings = read(text).expect("settings");
        settings.mistakes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_mistake_costs_its_own_line_only() {
        let text = "theem = \"dark\"\nascii = true\noffset = \"x\"\ncodes = \"hidden\"\nlock_after = \"soon\"\n";
        let settings = read(text).expect("settings");
        assert!(settings.ascii && settings.codes == crate::app::Codes::Hidden);
        assert_eq!(settings.offset, 0);
        let lines: Vec<usize> = settings
            .mistakes
            .iter()
            .map(|mistake| mistake.line)
            .collect();
        assert_eq!(lines, [1, 3, 5]);
        let about: Vec<_> = settings.mistakes.iter().map(Mistake::setting).collect();
        assert_eq!(about, [Some("theme"), Some("offset"), Some("lock-after")]);
        assert!(settings.need(&["offset"]).is_err());
        assert!(settings.need(&["clear-after", "ascii"]).is_ok());
    }

    #[test]
    fn mistakes_say_what_was_meant() {
        assert_eq!(
            mistakes("theem = 1"),
            ["line 1: unknown field `theem`; did you mean `theme`?"]
        );
        assert_eq!(mistakes("\nquux = 1"), ["line 2: unknown field `quux`"]);
        assert!(mistakes("ascii = true\noffset 30")[0].starts_with("line 2: "));
        assert_eq!(mistakes("= x").len(), 1);
        assert!(mistakes("ascii = true\nascii = false")[0].contains("duplicate key"));
        assert!(mistakes("lock-after = \"1m\"\nlock_after = \"2m\"")[0].contains("duplicate"));
    }

    #[test]
    fn values_over_several_lines_are_one_mistake() {
        let text = "copy_comand = \"\"\"\na = 1\nb = 2\n\"\"\"\nascii = true\n[keys]\ncopy = 5\nquit = [\"q\"]\n";
        let settings = read(text).expect("settings");
        assert!(settings.ascii);
        assert_eq!(settings.mistakes.len(), 2, "{:?}", settings.mistakes);
        assert_eq!(settings.mistakes[1].line, 7);
        assert_eq!(settings.keys.keys().collect::<Vec<_>>(), ["quit"]);
        assert_eq!(
            mistakes("ascii = true\ncopy-command = \"\"\"\nnever closed").len(),
            1
        );
    }

    #[test]
    fn what_is_no_settings_file_is_told_at_once() {
        assert!(read(&"some text\n".repeat(30_000)).is_err());
        for text in [
            "\u{0}\u{1b}[2J",
            "é",
            "[",
            "[[keys]]",
            "keys = 1",
            "\"\"\"",
            "a.b.c = 1",
            "é = 1\nascii = tru",
        ] {
            for mistake in mistakes(text) {
                assert!(!mistake.contains('\u{1b}'), "{mistake}");
            }
        }
    }

    #[test]
    fn every_name_is_a_setting() {
        for name in NAMES {
            let text = format!("{name} = {{ x = 1 }}");
            let of_name = mistakes(&text);
            assert!(
                !of_name
                    .iter()
                    .any(|text| text.contains("unknown field `") && text.contains(name)),
                "{of_name:?}"
            );
        }
        let error = toml::from_str::<Settings>("quux = 1")
            .expect_err("unknown")
            .message()
            .to_owned();
        let listed = error.matches('`').count() / 2 - 1;
        assert_eq!(listed, NAMES.len() + 9, "{error}");
    }
}
