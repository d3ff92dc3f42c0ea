//! The table of settings: name, values, what each does. `otp config`, the manual page, the interface and the messages
//! about wrong lines are made from it; the defaults come from `Settings` itself.

use super::{Colours, Part, Settings, Span};
use crate::account::{Label, near, shorten};
use crate::app::unrepeated;

/// One setting.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in `config.toml`.
    pub name: &'static str,
    /// What may stand there.
    pub values: Values,
    /// Whom it concerns.
    pub area: Area,
    /// What it does: a sentence without a full stop.
    pub about: &'static str,
    /// What serves where its line cannot be read and the default would show more than was wanted.
    pub careful: Option<&'static str>,
}

/// What may stand behind the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// `true` or `false`.
    Switch,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A length of time.
    Time,
    /// Seconds, which may be negative.
    Offset,
    /// A whole number.
    Count,
    /// A command for the shell, or nothing.
    Command,
    /// Colours by name of what has them.
    Colours,
    /// Names of keys by name of action.
    Keys,
    /// Rules of `otp run`.
    Rules,
}

/// Whom a setting concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The interface alone: no other command looks at it.
    Interface,
    /// Codes, and copying them.
    Codes,
    /// Opening the vault.
    Opening,
    /// `otp verify`.
    Verify,
}

impl Area {
    /// In the order they are shown.
    pub const ALL: [Self; 4] = [Self::Interface, Self::Codes, Self::Opening, Self::Verify];

    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Interface => "The interface",
            Self::Codes => "Codes and copying",
            Self::Opening => "Opening the vault",
            Self::Verify => "otp verify",
        }
    }
}

const fn setting(area: Area, name: &'static str, values: Values, about: &'static str) -> Setting {
    Setting {
        name,
        values,
        area,
        about,
        careful: None,
    }
}

impl Setting {
    const fn careful(self, value: &'static str) -> Self {
        Self {
            careful: Some(value),
            ..self
        }
    }

    /// The setting of this name, written with `-` or `_`.
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = name.replace('_', "-");
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// The setting whose name is as good as this one.
    pub fn nearest(name: &str) -> Option<&'static Self> {
        let name = name.replace('_', "-");
        let names = SETTINGS.iter().map(|setting| setting.name);
        near::nearest(&name, names).and_then(Self::named)
    }

    /// Its value in these settings, as it stands in the file but without quotes.
    pub fn value(&self, settings: &Settings) -> String {
        let written = toml::Value::try_from(settings).ok();
        match written.as_ref().and_then(|all| all.get(self.name)) {
            None => String::new(),
            Some(toml::Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
        }
    }

    /// Its value in a program that was never configured.
    pub fn default_value(&self) -> String {
        self.value(&Settings::default())
    }
}

impl Setting {
    /// `theme takes dark or light, not "drak"; did you mean dark?`
    pub(super) fn refusal(&self, value: &str) -> String {
        let bare = value.trim_matches(['"', '\'']);
        let shown = match unrepeated(bare) {
            Some(instead) => instead.to_owned(),
            None => shorten::first(Label::new(value).as_str(), 30, "…").into_owned(),
        };
        let shown = match shown.as_str() {
            "" => String::new(),
            shown => format!(", not {shown}"),
        };
        let hint = match near::nearest(bare, self.values.words().iter().copied()) {
            Some(word) if word == bare => {
                let quotes = if value.starts_with('"') { "out" } else { "" };
                format!("; write it with{quotes} quotes")
            }
            Some(word) => format!("; did you mean {word}?"),
            None => String::new(),
        };
        format!("`{}` takes {}{shown}{hint}", self.name, self.values.takes())
    }
}

impl Values {
    /// What may stand there, for a sentence: `dark, light or plain`.
    pub fn takes(self) -> String {
        match self {
            Self::Switch => "true or false".to_owned(),
            Self::OneOf(words) => listed(words),
            Self::Time => "a time such as 90s, 15m or 8h, or off".to_owned(),
            Self::Offset => "seconds, such as 30 or -2".to_owned(),
            Self::Count => "a whole number".to_owned(),
            Self::Command => "a shell command".to_owned(),
            Self::Colours => {
                let parts = Part::ALL.map(Part::name).join(", ");
                format!("colours such as \"accent=#56b4e9 alert=#ff9966\", for {parts}")
            }
            Self::Keys => "names of keys, such as [\"enter\", \"y\"]".to_owned(),
            Self::Rules => "lines under [[run]]: program, host, account, prompt".to_owned(),
        }
    }

    /// The words among which people choose; none where a value is written freely.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Switch => &["true", "false"],
            Self::OneOf(words) => words,
            _ => &[],
        }
    }

    /// The value as it stands in the file, with quotes; `None` when it is none of these.
    pub(super) fn written(self, value: &str) -> Option<toml_edit::Value> {
        let value = value.trim();
        match self {
            Self::Switch => match value {
                "true" | "yes" | "on" => Some(true.into()),
                "false" | "no" | "off" => Some(false.into()),
                _ => None,
            },
            Self::OneOf(words) => words.contains(&value).then(|| value.into()),
            Self::Time => Span::parse(value).map(|_| value.into()),
            Self::Offset => value.parse::<i64>().ok().map(Into::into),
            Self::Count => value
                .parse::<u32>()
                .ok()
                .map(|count| i64::from(count).into()),
            Self::Command => (!value.is_empty()).then(|| value.into()),
            Self::Colours => Colours::parse(value).map(|colours| colours.to_string().into()),
            Self::Keys => {
                let keys = value.split([' ', ',']).filter(|key| !key.is_empty());
                Some(keys.collect::<toml_edit::Array>().into())
            }
            Self::Rules => None,
        }
    }
}

fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

use Area as A;
use Values as V;

const THEMES: &[&str] = &[
    "terminal",
    "auto",
    "dark",
    "light",
    "plain",
    "catppuccin",
    "gruvbox",
    "nord",
    "tokyonight",
    "solarized",
    "solarized-light",
];

/// Every setting, in the order they are shown.
#[rustfmt::skip] // A table reads best with one row a line.
pub static SETTINGS: &[Setting] = &[
    setting(A::Interface, "theme", V::OneOf(THEMES), "Colours: few that can be read on any background, those for a dark or a light one (auto asks the terminal which it is), none, or those of a palette"),
    setting(A::Interface, "colours", V::Colours, "Colours of your own, laid over those of the theme"),
    setting(A::Interface, "ascii", V::Switch, "Plain ASCII instead of signs"),
    setting(A::Interface, "icons", V::OneOf(&["letters", "nerd-font"]), "What stands for an issuer: two letters, or for those that have one an icon, where the terminal's font is a Nerd Font"),
    setting(A::Interface, "codes", V::OneOf(&["shown", "hidden"]), "Whether codes are on the screen before they are asked for").careful("hidden"),
    setting(A::Interface, "countdown", V::OneOf(&["header", "row"]), "Where the time left is drawn: once above, for the period that most accounts have, or in every row"),
    setting(A::Interface, "view", V::OneOf(&["auto", "list", "cards"]), "How accounts are laid out on wide terminals: as cards where all of them fit, always as rows, or always as cards"),
    setting(A::Interface, "start", V::OneOf(&["list", "search"]), "What has the focus at the start"),
    setting(A::Interface, "copy", V::OneOf(&["smart", "next"]), "What copying takes when a code is about to end: the current code and a word about it, or in the last four seconds the next one"),
    setting(A::Interface, "mouse", V::Switch, "Take the mouse; the terminal's own selection then needs Shift"),
    setting(A::Interface, "blank-on-focus-loss", V::Switch, "Show nothing while the window has no focus").careful("true"),
    setting(A::Interface, "presenting", V::Switch, "Begin in presenting mode: names are hidden as well as codes").careful("true"),
    setting(A::Interface, "lock-after", V::Time, "Lock after this time without a key"),
    setting(A::Interface, "ask-again", V::Switch, "Ask for the passphrase again before a secret is shown").careful("true"),
    setting(A::Codes, "order", V::OneOf(&["issuer", "last-used", "tag", "own"]), "Order of accounts, in the interface and in `otp list`"),
    setting(A::Codes, "clear-after", V::Time, "Clear a copied code from the clipboard after this time"),
    setting(A::Codes, "copy-command", V::Command, "Hand copied codes to this command, on its standard input, instead of the clipboard"),
    setting(A::Codes, "record-use", V::Switch, "Note on this device, never in the vault, when a code was last taken: for order = \"last-used\" and the search"),
    setting(A::Codes, "offset", V::Offset, "Seconds to add to this machine's clock, where it cannot be set"),
    setting(A::Codes, "run", V::Rules, "Whose code a program of `otp run` gets: under each [[run]] account = \"NAME\" and what it is for: program, host, prompt"),
    setting(A::Opening, "session", V::Time, "Keep the vault open for this time whenever a passphrase or the keyring has opened it, as `otp unlock` does"),
    setting(A::Opening, "unlock", V::OneOf(&["auto", "passphrase"]), "What may open the vault: session, keyring and passphrase, or never the keyring"),
    setting(A::Verify, "verify-tries", V::Count, "Tries for an account before the cool-down"),
    setting(A::Verify, "verify-cool-down", V::Time, "How long the cool-down is"),
    setting(A::Verify, "verify-per-minute", V::Count, "Tries for an account in any minute"),
    setting(A::Interface, "keys", V::Keys, "Keys by action: under [keys] a line like copy = [\"enter\", \"y\"]; the manual page names the actions"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_row_and_every_row_a_setting() {
        let error = toml::from_str::<Settings>("quux = 1").expect_err("unknown");
        let (_, listed) = error.message().split_once("expected").expect("a list");
        let named: Vec<&str> = listed.split('`').skip(1).step_by(2).collect();
        for name in &named {
            assert!(Setting::named(name).is_some(), "{name} has no row");
        }
        for setting in SETTINGS {
            assert!(named.contains(&setting.name), "{}", setting.name);
        }
    }

    #[test]
    fn every_value_of_the_table_is_taken_and_no_other() {
        for setting in SETTINGS {
            let line = |value: &str| {
                let value = setting.values.written(value)?;
                let settings = Settings::parse(&format!("{} = {value}", setting.name));
                assert_eq!(settings.mistakes, [], "{}", setting.name);
                Some(setting.value(&settings))
            };
            for word in setting.values.words() {
                assert_eq!(line(word).as_deref(), Some(*word), "{}", setting.name);
            }
            let default = setting.default_value();
            let is_line = !matches!(setting.values, Values::Keys | Values::Rules);
            if is_line && !default.is_empty() {
                assert_eq!(line(&default), Some(default), "{}", setting.name);
            }
            if let Some(careful) = setting.careful {
                assert!(line(careful).is_some(), "{}", setting.name);
            }
            if let Values::OneOf(words) = setting.values {
                let wrong = toml::from_str::<Settings>(&format!("{} = \"quux\"", setting.name));
                let wrong = wrong.expect_err("no such word").message().to_owned();
                for word in words {
                    assert!(wrong.contains(&format!("`{word}`")), "{word}: {wrong}");
                }
                assert_eq!(wrong.matches('`').count(), 2 * words.len() + 2, "{wrong}");
            }
        }
    }
}
