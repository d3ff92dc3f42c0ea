//! Settings at work: which value serves and where it comes from, and changing one in the file.

use super::mistake::Mistake;
use super::table::{SETTINGS, Setting, Values};
use super::{Settings, write};
use crate::account::shown;
use crate::app::{App, Error, Exit};
use crate::system::{Charset, Environment, editor, files, user_files};

/// More is no settings file.
const MAX_BYTES: u64 = 1 << 20;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The program.
    Default,
    /// This line of `config.toml`.
    Line(usize),
    /// A variable of the environment, or what it says of the terminal.
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

impl Settings {
    /// Every setting with its value and where that comes from; each of the user's own keys as one.
    pub fn shown(&self, environment: &Environment) -> Vec<Shown> {
        let forced = forced(environment);
        let is_line = |one: &&Setting| !matches!(one.values, Values::Keys | Values::Rules);
        let rows = SETTINGS.iter().filter(is_line);
        let rows = rows.map(|setting| {
            let by_force = forced.iter().find(|(name, ..)| *name == setting.name);
            let (value, origin) = match by_force {
                Some((_, value, variable)) => ((*value).to_owned(), Origin::Environment(variable)),
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

    /// What the environment wants instead of the file.
    pub fn adapt(&mut self, environment: &Environment) {
        for (name, value, _) in forced(environment) {
            match name {
                "theme" if value == "plain" => self.theme = super::Theme::Plain,
                "ascii" => self.ascii = true,
                _ => {}
            }
        }
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

/// Settings that the terminal or its user decides, whatever the file says: name, value, by which variable.
fn forced(environment: &Environment) -> Vec<(&'static str, &'static str, &'static str)> {
    let mut forced = Vec::new();
    if environment.wants_no_color() {
        let by = if environment.has("NO_COLOR") {
            "NO_COLOR"
        } else {
            "TERM"
        };
        forced.push(("theme", "plain", by));
    }
    if Charset::of(environment) == Charset::Ascii {
        forced.push(("ascii", "true", "the locale"));
    } else if environment.terminal_has_few_signs() {
        forced.push(("ascii", "true", "TERM"));
    }
    forced
}

impl App {
    /// Sets a setting (or `keys.ACTION`) in `config.toml`, comments kept, and returns the settings that serve then.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<Settings, Error> {
        self.write_settings(|text| write::set(text, name, value))
    }

    /// Takes a setting out of `config.toml`: the default serves again.
    pub fn unset_setting(&self, name: &str) -> Result<Settings, Error> {
        self.write_settings(|text| write::unset(text, name))
    }

    /// Makes a `config.toml` of comments alone where there is none.
    pub fn begin_settings(&self) -> Result<(), Error> {
        if self.places.settings.exists() {
            return Ok(());
        }
        self.save_settings(&write::commented())
    }

    fn write_settings(
        &self,
        change: impl Fn(&str) -> Result<String, Error>,
    ) -> Result<Settings, Error> {
        let before = read_text(&self.places.settings)?.unwrap_or_default();
        let text = change(&before)?;
        let settings = Settings::parse(&text);
        if text != before {
            self.save_settings(&text)?;
        }
        Ok(settings)
    }

    fn save_settings(&self, text: &str) -> Result<(), Error> {
        let file = &self.places.settings;
        let failed = |error: String| {
            Error::new(
                Exit::Failed,
                format!("The settings cannot be written: {error}"),
                "`otp config path` says where they are.",
            )
        };
        files::create_folder(files::folder_of(file)).map_err(|error| failed(error.to_string()))?;
        files::write(file, ".config-", text.as_bytes()).map_err(|error| failed(error.to_string()))
    }

    /// Opens a file in the user's editor and waits for it.
    pub fn edit_file(&self, file: &std::path::Path) -> Result<(), Error> {
        const ADVICE: &str = "Name your editor in VISUAL or EDITOR.";
        match editor::edit(&self.system.environment, file) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::new(
                Exit::Failed,
                "The editor ended with an error",
                ADVICE,
            )),
            Err(error) => {
                let what = format!("The editor cannot be started: {error}");
                Err(Error::new(Exit::Failed, what, ADVICE))
            }
        }
    }

    /// Reads `config.toml` again, as after an editor had it.
    pub fn reread_settings(&self) -> Settings {
        of_file(&self.places.settings)
    }
}

/// The settings of a file; the defaults where there is none or it cannot be read, which is a mistake then.
pub(in crate::app) fn of_file(file: &std::path::Path) -> Settings {
    match read_text(file) {
        Ok(None) => Settings::default(),
        Ok(Some(text)) => Settings::parse(&text),
        Err(error) => Settings {
            mistakes: vec![Mistake::whole(error.what())],
            ..Settings::default()
        },
    }
}

fn read_text(file: &std::path::Path) -> Result<Option<String>, Error> {
    match user_files::read(file, MAX_BYTES) {
        Ok(bytes) => {
            let text = std::str::from_utf8(&bytes).map_err(|_| {
                Error::new(
                    Exit::Failed,
                    format!("{} is not UTF-8 text", shown(file)),
                    "Mend it or remove it.",
                )
            })?;
            Ok(Some(text.to_owned()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file(Exit::Failed, "read", file, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(settings: &Settings, environment: &Environment, name: &str) -> (String, Origin) {
        let shown = settings.shown(environment);
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
        adapted.adapt(&grey);
        assert!(adapted.ascii && adapted.theme == crate::app::Theme::Plain);
    }
}
