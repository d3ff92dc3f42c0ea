//! Settings: what `config.toml` may say, with the defaults of a program that was never configured.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use crate::account::order::Order;
use crate::app::{Error, Exit};

/// Every setting. Keys may be written with `-` or `_`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a settings file is a list of switches"
)]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// Colours of the interface.
    pub theme: Theme,
    /// Plain ASCII instead of glyphs.
    pub ascii: bool,
    /// Whether codes are on screen.
    pub codes: Codes,
    /// Where the countdown is drawn.
    pub countdown: Countdown,
    /// What copying does when a code is about to end.
    pub copy: CopyRule,
    /// Order of the list.
    pub order: Order,
    /// Take mouse events (the terminal's own selection then needs Shift).
    pub mouse: bool,
    /// Show nothing while the terminal window has no focus.
    pub blank_on_focus_loss: bool,
    /// Presenting mode: hide names as well as codes.
    pub presenting: bool,
    /// Lock the interface after this time without a key; `off` never does.
    pub lock_after: Span,
    /// Clear the clipboard after this time.
    pub clear_after: Span,
    /// Shell command that takes a copied code on stdin, instead of the clipboard.
    pub copy_command: Option<String>,
    /// Ask for the passphrase again before a secret is shown in the interface.
    pub ask_again: bool,
    /// Open a session of this length whenever the vault is opened by passphrase or keyring.
    pub session: Span,
    /// `passphrase` never asks the keyring of the operating system.
    pub unlock: UnlockBy,
    /// Seconds added to the clock before codes are computed, for machines whose clock cannot be set.
    pub offset: i64,
    /// Note on this device, never in the vault, when a code was last handed out: for `order = "last-used"` and search.
    pub record_use: bool,
    /// Keys of the interface by action: `copy = ["enter", "y"]`.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// Colours of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// The terminal's own colours.
    #[default]
    Terminal,
    /// Two true colours for dark backgrounds.
    Dark,
    /// Two true colours for light backgrounds.
    Light,
    /// No colour at all.
    Plain,
}

/// Whether codes are on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Codes {
    /// Always.
    #[default]
    Shown,
    /// Only the row that is asked for.
    Hidden,
}

/// Where the countdown is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Countdown {
    /// In every row.
    #[default]
    Row,
    /// Once in the header, when all accounts share a period.
    Header,
}

/// What copying does when a code is about to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyRule {
    /// Copies the code of now and says when it ends.
    #[default]
    Smart,
    /// Takes the next code in the last four seconds.
    Next,
}

/// Which sources may open the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnlockBy {
    /// Session, keyring, passphrase.
    #[default]
    Auto,
    /// Session and passphrase.
    Passphrase,
}

/// A length of time as people write it: `90s`, `15m`, `8h`, `off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span(Option<Duration>);

impl Span {
    /// Ten years: longer is a mistake, and no sum with it may overflow.
    const LONGEST: u64 = 3650 * 86_400;

    /// From seconds; 0 is `off`.
    pub const fn seconds(seconds: u64) -> Self {
        if seconds == 0 {
            Self(None)
        } else {
            Self(Some(Duration::from_secs(seconds)))
        }
    }

    /// `None` when it is off.
    pub const fn get(self) -> Option<Duration> {
        self.0
    }

    /// Reads `90s`, `15m`, `8h`, `1d`, a bare number of seconds, or `off`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "off" || text == "never" {
            return Some(Self(None));
        }
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match &text[digits.len()..] {
            "" | "s" => 1,
            "m" | "min" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return None,
        };
        let count: u64 = digits.trim().parse().ok()?;
        let seconds = count.checked_mul(unit)?;
        (seconds <= Self::LONGEST).then_some(Self::seconds(seconds))
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
            .ok_or_else(|| "not a time like \"90s\", \"15m\", \"8h\" or \"off\"".to_owned())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            ascii: false,
            codes: Codes::default(),
            countdown: Countdown::default(),
            copy: CopyRule::default(),
            order: Order::default(),
            mouse: false,
            blank_on_focus_loss: false,
            presenting: false,
            lock_after: Span::seconds(300),
            clear_after: Span::seconds(20),
            copy_command: None,
            ask_again: false,
            session: Span::seconds(0),
            unlock: UnlockBy::default(),
            offset: 0,
            record_use: true,
            keys: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Reads the text of `config.toml`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = |error: &toml::de::Error| {
            let line = error.span().map_or(1, |span| {
                text[..span.start.min(text.len())].matches('\n').count() + 1
            });
            let reason = crate::account::Label::new(error.message());
            Error::new(
                Exit::Failed,
                format!("config.toml, line {line}: {reason}"),
                "Mend the line or remove it.",
            )
        };
        toml::from_str(&with_dashes(text)).map_err(|error| bad(&error))
    }
}

/// Settings may be written with `_` too. Nothing moves, so that mistakes keep their line; tables (`[keys]`) have
/// names of their own.
fn with_dashes(text: &str) -> String {
    let mut settings = true;
    let mut dashed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        settings &= !line.trim_start().starts_with('[');
        match line.split_once('=') {
            Some((name, value)) if settings && !name.contains('#') => {
                dashed.push_str(&name.replace('_', "-"));
                dashed.push('=');
                dashed.push_str(value);
            }
            _ => dashed.push_str(line),
        }
    }
    dashed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Settings::parse(""), Ok(Settings::default()));
    }

    #[test]
    fn keys_are_read_with_dash_or_underscore() {
        for text in [
            "lock-after = \"2m\"\ncodes = \"hidden\"",
            "lock_after = \"2m\"\ncodes = \"hidden\"",
        ] {
            let settings = Settings::parse(text).expect(text);
            assert_eq!(settings.lock_after.get(), Some(Duration::from_secs(120)));
            assert_eq!(settings.codes, Codes::Hidden);
        }
    }

    #[test]
    fn mistakes_name_their_line() {
        let error = Settings::parse("ascii = true\nthem = \"dark\"").expect_err("misspelt");
        assert!(
            error.what().contains("line 2") && error.what().contains("them"),
            "{}",
            error.what()
        );
        let error =
            Settings::parse("lock_after = \"5m\"\nsession = \"soon\"").expect_err("no time");
        assert!(error.what().contains("line 2"), "{}", error.what());
        assert!(Settings::parse("lock-after = \"soon\"").is_err());
        assert!(Settings::parse("= x").is_err());
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("90s", 90),
            ("15m", 900),
            ("8h", 28_800),
            ("45", 45),
            ("1d", 86_400),
        ] {
            assert_eq!(Span::parse(text), Some(Span::seconds(seconds)), "{text}");
        }
        for text in [
            "",
            "m",
            "15x",
            "-5s",
            "99999999999999999999h",
            "18446744073709551615",
            "3651d",
            "1.5h",
        ] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
        assert_eq!(Span::parse("off").and_then(Span::get), None);
    }
}
