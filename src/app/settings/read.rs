//! Reading `config.toml`: a line that is wrong costs its own setting and nothing else.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, about, misspelt, misused};
use super::table::Setting;
use super::{Settings, write};

/// More are no settings file with mistakes but another file.
const MAX: usize = 20;

/// The settings, with what could not be read as [`Settings::mistakes`].
pub(super) fn read(text: &str) -> Settings {
    let mut left = text.to_owned();
    let mut mistakes = Vec::new();
    loop {
        let error = match toml::from_str::<Settings>(&left) {
            Ok(settings) => {
                let settings = carefully(&left, settings, &mistakes);
                mistakes.sort_by_key(|mistake: &Mistake| mistake.line);
                return Settings {
                    mistakes,
                    lines: lines(&left),
                    ..settings
                };
            }
            Err(error) => error,
        };
        if let Some(rule) = wrong_rule(&left) {
            let above = text.get(..rule.start).unwrap_or_default();
            mistakes.push(about(
                above.matches('\n').count() + 1,
                "a rule under [[run]] reads account = \"NAME\", with program, host or prompt beside it",
                Setting::named("run"),
            ));
            left = blanked(&left, rule);
            continue;
        }
        let at = error.span().map_or(0, |span| span.start.min(left.len()));
        let entry = entry_at(&left, at);
        let is_read = entry.is_some();
        let mut range = entry.unwrap_or_else(|| line_at(&left, at..at));
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
        mistakes.push(if is_under_keys(&left, range.start) {
            about(
                line,
                "a line under [keys] reads ACTION = [\"enter\", \"y\"]",
                Setting::named("keys"),
            )
        } else if is_read {
            misused(line, wrong, error.message())
        } else {
            misspelt(line, wrong, error.message())
        });
        if mistakes.len() > MAX {
            let whole = format!(
                "config.toml is not a file of settings: line {line} and {MAX} others cannot be read"
            );
            return Settings {
                mistakes: vec![Mistake::whole(&whole)],
                ..Settings::default()
            };
        }
        left = blanked(&left, range);
    }
}

/// Where a line about what may be seen cannot be read, the value that shows less.
fn carefully(left: &str, settings: Settings, mistakes: &[Mistake]) -> Settings {
    let about = mistakes.iter().filter_map(|mistake| mistake.setting);
    let careful = about.filter_map(|setting| Some((setting.name, setting.careful?)));
    let mut text = left.to_owned();
    for (name, value) in careful {
        // A good line of the same name beside the bad one is what was wanted.
        if lines(&text).iter().all(|(known, _)| *known != name) {
            text = write::set(&text, name, value).unwrap_or(text);
        }
    }
    toml::from_str(&text).unwrap_or(settings)
}

/// The settings that the text gives, with their lines.
fn lines(text: &str) -> Vec<(&'static str, usize)> {
    let Ok(table) = DeTable::parse(text) else {
        return Vec::new();
    };
    let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let entries = table.get_ref().iter();
    entries
        .filter_map(|(key, _)| {
            let setting = Setting::named(key.get_ref())?;
            Some((setting.name, line_of(key.span().start)))
        })
        .collect()
}

/// The first table of rules that cannot be read, from its header to the next one. What is wrong inside has no place of
/// its own in the parser's message.
fn wrong_rule(text: &str) -> Option<Range<usize>> {
    let mut headers = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            headers.push((at, line));
        }
        at += line.len();
    }
    let ends = headers.iter().skip(1).map(|(start, _)| *start);
    let ends = ends.chain([text.len()]);
    let tables = headers.iter().zip(ends);
    let rules = tables.filter(|((_, header), _)| {
        let name = header.split('#').next().unwrap_or_default().trim();
        name.trim_matches(['[', ']', ' ', '"']) == "run"
    });
    let mut ranges = rules.map(|((start, _), end)| *start..end);
    ranges.find(|range| {
        let rule = text.get(range.clone()).unwrap_or_default();
        toml::from_str::<Settings>(rule).is_err()
    })
}

/// True behind the line `[keys]`.
fn is_under_keys(text: &str, at: usize) -> bool {
    let above = text.get(..at).unwrap_or_default().lines().rev();
    let mut headers = above.map(str::trim).filter(|line| line.starts_with('['));
    headers.next().is_some_and(|line| {
        line.trim_start_matches('[')
            .trim_start()
            .starts_with("keys")
    })
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
        let settings = read(text);
        settings.mistakes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_mistake_costs_its_own_line_only() {
        let text = "theem = \"dark\"\nascii = true\noffset = \"x\"\ncountdown = \"row\"\nlock_after = \"soon\"\n";
        let settings = read(text);
        assert!(settings.ascii && settings.countdown == crate::app::Countdown::Row);
        assert_eq!(settings.offset, 0);
        let lines: Vec<usize> = settings
            .mistakes
            .iter()
            .map(|mistake| mistake.line)
            .collect();
        assert_eq!(lines, [1, 3, 5]);
        let about: Vec<_> = settings.mistakes.iter().map(Mistake::setting).collect();
        assert_eq!(about, [Some("theme"), Some("offset"), Some("lock-after")]);
        let of_the_interface = settings.mistakes.iter().map(Mistake::is_of_the_interface);
        assert_eq!(of_the_interface.collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(settings.lines, [("ascii", 2), ("countdown", 4)]);
        assert!(settings.need(&["offset"]).is_err());
        assert!(settings.need(&["clear-after", "ascii"]).is_ok());
    }

    #[test]
    fn mistakes_say_in_plain_words_what_was_meant() {
        for (text, said) in [
            (
                "theem = 1",
                "line 1: there is no setting `theem`; did you mean `theme`?",
            ),
            (
                "\nquux = 1",
                "line 2: there is no setting `quux`; `otp config show` lists them",
            ),
            (
                "theme = \"drak\"",
                "line 1: `theme` takes terminal, auto, dark, light, plain, catppuccin, gruvbox, nord, tokyonight, solarized or solarized-light, not \"drak\"; did you mean dark?",
            ),
            (
                "theme = dark",
                "line 1: write it in quotes: theme = \"dark\"",
            ),
            (
                "ascii = \"true\"",
                "line 1: `ascii` takes true or false, not \"true\"; write it without quotes",
            ),
            (
                "mouse = ture",
                "line 1: `mouse` takes true or false, not ture; did you mean true?",
            ),
            ("mouse =", "line 1: no value stands behind `mouse`"),
            (
                "ascii = true\noffset 30",
                "line 2: a line reads offset = VALUE",
            ),
            (
                "lock-after = \"soon\"",
                "line 1: `lock-after` takes a time such as 90s, 15m or 8h, or off, not \"soon\"",
            ),
            (
                "verify-tries = -1",
                "line 1: `verify-tries` takes a whole number, not -1",
            ),
            (
                "ascii = true\nascii = false",
                "line 2: `ascii` is set twice",
            ),
            (
                "lock-after = \"1m\"\nlock_after = \"2m\"",
                "line 1: `lock-after` is set twice",
            ),
            (
                "= x",
                "line 1: this is not a line of a settings file, which reads NAME = VALUE",
            ),
        ] {
            assert_eq!(mistakes(text), [said], "{text}");
        }
    }

    #[test]
    fn what_would_show_too_much_is_hidden_until_it_is_mended() {
        let settings = read("codes = \"hiden\"\nask_agian = true\nascii = true\n");
        assert!(settings.ascii && settings.ask_again);
        assert_eq!(settings.codes, crate::app::Codes::Hidden);
        assert_eq!(
            settings.mistakes[0].instead(),
            "codes is hidden until it is fixed"
        );
        let settings = read("presenting = false\npresentign = true\n");
        assert!(!settings.presenting, "a good line counts");
    }

    #[test]
    fn values_over_several_lines_are_one_mistake() {
        let text = "copy_comand = \"\"\"\na = 1\nb = 2\n\"\"\"\nascii = true\n[keys]\ncopy = 5\nquit = [\"q\"]\n";
        let settings = read(text);
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
        let settings = read(&"some text\n".repeat(30_000));
        let defaults = Settings {
            mistakes: settings.mistakes.clone(),
            ..Settings::default()
        };
        assert_eq!(settings, defaults);
        assert!(
            settings.mistakes[0]
                .to_string()
                .contains("not a file of settings")
        );
        for text in [
            "\u{0}\u{1b}[2J",
            "é",
            "[",
            "[[keys]]",
            "keys = 1",
            "\"\"\"",
            "a.b.c = 1",
            "é = 1\nascii = tru",
            "theme = \"\u{1b}[2J\"",
            "codes = {",
        ] {
            let found = mistakes(text);
            assert!(!found.is_empty(), "{text}");
            for mistake in found {
                assert!(!mistake.contains('\u{1b}'), "{mistake}");
            }
        }
    }
}
