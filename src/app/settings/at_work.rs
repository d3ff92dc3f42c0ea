//! Settings at work: which value is in effect and where it comes from.

use super::mistake::Mistake;
use super::table::{SETTINGS, Setting, Values};
use super::{Settings, write};
use crate::system::{Charset, Environment};

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The program.
    Default,
    /// This line of `config.toml`.
    Line(usize),
    /// A variable of the environment, what it says of the terminal, or an option of the command line.
    Environment(&'static str),
    /// Its line could not be read, and this shows less than the default.
    Careful,
}

/// A setting as it serves now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its row in the table.
    pub setting: &'static Setting,
    /// `theme`; `keys.copy` for a key of one's own.
    pub name: String,
    /// The value that serves, without quotes.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// What the terminal, its user or the command line decides for this run, whatever the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The setting.
    pub name: &'static str,
    /// The value that serves instead.
    pub value: String,
    /// Who says so: `NO_COLOR`, `--lock-after`.
    pub by: &'static str,
}

impl Override {
    /// One of them.
    pub fn new(name: &'static str, value: &str, by: &'static str) -> Self {
        let value = value.to_owned();
        Self { name, value, by }
    }

    /// Those of the environment and the terminal it tells of.
    pub fn of_terminal(environment: &Environment) -> Vec<Self> {
        let mut all = Vec::new();
        if environment.wants_no_color() {
            let by = if environment.has("NO_COLOR") {
                "NO_COLOR"
            } else {
                "TERM"
            };
            all.push(Self::new("theme", "plain", by));
        }
        if Charset::of(environment) == Charset::Ascii {
            all.push(Self::new("ascii", "true", "the locale"));
        } else if environment.terminal_has_few_signs() {
            all.push(Self::new("ascii", "true", "TERM"));
        }
        all
    }
}

impl Settings {
    /// Every setting with its value and where that comes from; each of the user's own keys as one.
    pub fn shown(&self, overrides: &[Override]) -> Vec<Shown> {
        let is_line = |one: &&Setting| !matches!(one.values, Values::Keys | Values::Rules);
        let rows = SETTINGS.iter().filter(is_line);
        let rows = rows.map(|setting| {
            let instead = overrides.iter().find(|one| one.name == setting.name);
            let (value, origin) = match instead {
                Some(one) => (one.value.clone(), Origin::Environment(one.by)),
                None => (setting.value(self), origin(self, setting)),
            };
            Shown {
                setting,
                name: setting.name.to_owned(),
                value,
                origin,
            }
        });
        let keys = SETTINGS.iter().filter(|one| one.values == Values::Keys);
        let keys = keys.flat_map(|setting| {
            self.keys.iter().map(move |(action, keys)| Shown {
                setting,
                name: format!("keys.{action}"),
                value: keys.join(" "),
                origin: origin(self, setting),
            })
        });
        let rules = SETTINGS.iter().filter(|one| one.values == Values::Rules);
        let rules = rules.flat_map(|setting| {
            self.run.iter().map(move |rule| Shown {
                setting,
                name: setting.name.to_owned(),
                value: rule.to_string(),
                origin: origin(self, setting),
            })
        });
        rows.chain(rules).chain(keys).collect()
    }

    /// Takes in what decides instead of the file.
    pub fn adapt(&mut self, overrides: &[Override]) {
        for one in overrides {
            if let Some(adapted) = self.with(one.name, &one.value) {
                *self = adapted;
            }
        }
    }

    /// The same with another value of one setting; `None` when it takes no such value.
    pub fn with(&self, name: &str, value: &str) -> Option<Self> {
        let text = write::set(&write::whole(self), name, value).ok()?;
        let changed = Self::parse(&text);
        changed.mistakes.is_empty().then(|| Self {
            run: self.run.clone(),
            mistakes: self.mistakes.clone(),
            lines: self.lines.clone(),
            ..changed
        })
    }
}

fn origin(settings: &Settings, setting: &Setting) -> Origin {
    let line = settings
        .lines
        .iter()
        .find(|(name, _)| *name == setting.name);
    let is_careful = || {
        let mut about = settings.mistakes.iter().filter_map(Mistake::setting);
        setting.careful.is_some() && about.any(|name| name == setting.name)
    };
    match line {
        Some((_, line)) => Origin::Line(*line),
        None if is_careful() => Origin::Careful,
        None => Origin::Default,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(settings: &Settings, environment: &Environment, name: &str) -> (String, Origin) {
        let shown = settings.shown(&Override::of_terminal(environment));
        let one = shown.into_iter().find(|one| one.name == name);
        let one = one.expect(name);
        (one.value, one.origin)
    }

    #[test]
    fn each_value_says_where_it_comes_from() {
        let text = "theme = \"dark\"\ncodes = \"hiden\"\n[keys]\ncopy = [\"enter\", \"y\"]\n";
        let settings = Settings::parse(text);
        let utf8 = [("LANG", "C.UTF-8"), ("TERM", "xterm")];
        let plain = Environment::of(utf8);
        for (name, value, from) in [
            ("theme", "dark", Origin::Line(1)),
            ("codes", "hidden", Origin::Careful),
            ("lock-after", "5m", Origin::Default),
            ("ascii", "false", Origin::Default),
            ("copy-command", "", Origin::Default),
            ("keys.copy", "enter y", Origin::Line(3)),
        ] {
            let expected = (value.to_owned(), from);
            assert_eq!(found(&settings, &plain, name), expected, "{name}");
        }
        let grey = Environment::of([("NO_COLOR", "1"), ("TERM", "linux"), ("LANG", "C.UTF-8")]);
        let forced = ("plain".to_owned(), Origin::Environment("NO_COLOR"));
        assert_eq!(found(&settings, &grey, "theme"), forced);
        let forced = ("true".to_owned(), Origin::Environment("TERM"));
        assert_eq!(found(&settings, &grey, "ascii"), forced);
        let mut adapted = settings;
        adapted.adapt(&Override::of_terminal(&grey));
        assert!(adapted.ascii && adapted.theme == crate::app::Theme::Plain);
        assert_eq!(adapted.keys["copy"], ["enter", "y"]);
    }

    #[test]
    fn one_setting_changes_and_the_others_stay() {
        let text = "theme = \"dark\"\ncolours = \"accent=#123456\"\nlock_after = 90\n\
                    copy-command = \"cat > x\"\nquux = 1\n\
                    [[run]]\nprogram = \"ssh\"\naccount = \"A:b\"\n[keys]\nquit = [\"Q\"]\n";
        let settings = Settings::parse(text);
        let changed = settings.with("theme", "nord").expect("a theme");
        assert_eq!(changed.theme, crate::app::Theme::Nord);
        let back = changed.with("theme", "dark").expect("a theme");
        assert_eq!(back, settings);
        assert_eq!(settings.with("theme", "drak"), None);
        assert_eq!(settings.with("theem", "dark"), None);
    }
}
