//! What is wrong with a line of `config.toml`, in plain words, and what is used instead.

use std::fmt;
use std::path::Path;

use super::table::{Area, Setting};
use crate::account::{Label, shown};
use crate::app::{Error, Exit};

/// A line of `config.toml` that could not be used, or all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// 0: the file as a whole.
    pub(super) line: usize,
    reason: String,
    /// The setting it is about, or most likely meant.
    pub(super) setting: Option<&'static Setting>,
}

impl Mistake {
    /// The file as a whole cannot be used.
    pub(in crate::app) fn whole(reason: &str) -> Self {
        Self {
            line: 0,
            reason: reason.to_owned(),
            setting: None,
        }
    }

    /// The setting that the line is about, or the nearest one.
    pub fn setting(&self) -> Option<&'static str> {
        self.setting.map(|setting| setting.name)
    }

    /// True when no command but the interface looks at the setting.
    pub fn is_of_the_interface(&self) -> bool {
        self.setting
            .is_some_and(|setting| setting.area == Area::Interface)
    }

    /// Where and what it is, and what serves instead: a sentence.
    pub fn told(&self, file: &Path) -> String {
        let instead = self.instead();
        if self.line == 0 {
            // The reason names the file.
            return format!("{}; {instead}.", self.reason);
        }
        format!("{}, {self}; {instead}.", shown(file))
    }

    /// What serves instead, for a sentence.
    pub fn instead(&self) -> String {
        match self.setting {
            Some(setting) => {
                let default = setting.default_value();
                let value = setting.careful.unwrap_or(&default);
                let value = if value.is_empty() || setting.name == "keys" {
                    "the default"
                } else {
                    value
                };
                format!("{} is {value} until it is fixed", setting.name)
            }
            None if self.line == 0 => "the defaults apply until it is fixed".to_owned(),
            None => "the line is left out".to_owned(),
        }
    }

    /// For a run that cannot do without the setting.
    pub(super) fn error(&self) -> Error {
        Error::new(
            Exit::Failed,
            format!("config.toml, {self}"),
            "Fix the line (`otp config edit`) or remove it: this command needs the setting.",
        )
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.reason),
            line => write!(f, "line {line}: {}", self.reason),
        }
    }
}

/// The name that a line begins with, as a setting would be written.
fn name_of(wrong: &str) -> String {
    let name = wrong
        .trim_start()
        .split(['=', ' ', '\t', '\n', ']', '.'])
        .next()
        .unwrap_or_default();
    name.trim_matches(['[', '"', '\'']).replace('_', "-")
}

/// A line that is TOML, but names no setting or gives it a value that it does not take.
pub(super) fn misused(line: usize, wrong: &str, message: &str) -> Mistake {
    let name = name_of(wrong);
    let unknown = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next());
    let named = Setting::named(&name).filter(|_| unknown.is_none());
    if let Some(setting) = named {
        let value = wrong.split_once('=').map_or("", |(_, value)| value.trim());
        let reason = if message.starts_with("duplicate") {
            format!("`{name}` is set twice")
        } else {
            setting.refusal(value)
        };
        return about(line, &reason, Some(setting));
    }
    let typed = unknown.unwrap_or(&name);
    let setting = Setting::nearest(typed);
    let reason = match setting {
        Some(near) => format!(
            "there is no setting `{typed}`; did you mean `{}`?",
            near.name
        ),
        None => format!("there is no setting `{typed}`; `otp config show` lists them"),
    };
    about(line, &reason, setting)
}

/// A line that is no TOML: what is missing most often is said in plain words.
pub(super) fn misspelt(line: usize, wrong: &str, message: &str) -> Mistake {
    let name = name_of(wrong);
    let setting = Setting::named(&name).or_else(|| Setting::nearest(&name));
    let value = wrong.split_once('=').map(|(_, value)| value.trim());
    let reason = match (setting, value) {
        _ if message.contains("duplicate key") => format!("`{name}` is set twice"),
        (Some(setting), Some("")) => format!("no value stands behind `{}`", setting.name),
        (Some(setting), Some(value))
            if setting.values.words().contains(&value) && value != "true" && value != "false" =>
        {
            format!("write it in quotes: {} = \"{value}\"", setting.name)
        }
        (Some(setting), Some(value)) => setting.refusal(value),
        (Some(setting), None) => format!("a line reads {} = VALUE", setting.name),
        (None, _) => "this is not a line of a settings file, which reads NAME = VALUE".to_owned(),
    };
    about(line, &reason, setting)
}

/// A mistake in a line.
pub(super) fn about(line: usize, reason: &str, setting: Option<&'static Setting>) -> Mistake {
    Mistake {
        line,
        reason: Label::new(reason).to_string(),
        setting,
    }
}
