//! Settings: what `config.toml` may say, with the defaults of a program that was never configured.

mod at_work;
mod choices;
mod colours;
mod file;
mod mistake;
mod read;
mod run;
mod table;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::de::{Deserializer, Error as _, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::account::order::Order;
use crate::app::Error;

pub use self::at_work::{Origin, Override, Shown};
pub use self::choices::{Begin, Codes, CopyRule, Countdown, Icons, Theme, UnlockBy, View};
pub use self::colours::{Colours, Part};
pub use self::file::KeyFaults;
pub(in crate::app) use self::file::{Served, of_file};
pub use self::mistake::Mistake;
pub use self::run::RunRule;
pub use self::table::{Area, SETTINGS, Setting, Values};
pub use self::write::commented;

/// Every setting. Keys may be written with `-` or `_`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a settings file is a list of switches"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// Colours of the interface.
    pub theme: Theme,
    /// Colours of one's own, laid over it.
    pub colours: Colours,
    /// Plain ASCII instead of glyphs.
    pub ascii: bool,
    /// What stands for an issuer.
    pub icons: Icons,
    /// Whether codes are on screen.
    pub codes: Codes,
    /// Where the countdown is drawn.
    pub countdown: Countdown,
    /// How the list is laid out.
    pub view: View,
    /// What has the floor when the interface starts.
    pub start: Begin,
    /// What copying does when a code is about to end.
    pub copy: CopyRule,
    /// Order of the list.
    pub order: Order,
    /// Take mouse events (the terminal's own selection then needs Shift).
    pub mouse: bool,
    /// Show nothing while the terminal window has no focus.
    #[serde(alias = "blank_on_focus_loss")]
    pub blank_on_focus_loss: bool,
    /// Presenting mode: hide names as well as codes.
    pub presenting: bool,
    /// Lock the interface after this time without a key; `off` never does.
    #[serde(alias = "lock_after")]
    pub lock_after: Span,
    /// Clear the clipboard after this time.
    #[serde(alias = "clear_after")]
    pub clear_after: Span,
    /// Shell command that takes a copied code on stdin, instead of the clipboard.
    #[serde(alias = "copy_command")]
    pub copy_command: Option<String>,
    /// Ask for the passphrase again before a secret is shown in the interface.
    #[serde(alias = "ask_again")]
    pub ask_again: bool,
    /// Open a session of this length whenever the vault is opened by passphrase or keyring.
    pub session: Span,
    /// `passphrase` never asks the keyring of the operating system.
    pub unlock: UnlockBy,
    /// Seconds added to the clock before codes are computed, for machines whose clock cannot be set.
    #[serde(deserialize_with = "offset")]
    pub offset: i64,
    /// Note on this device, never in the vault, when a code was last handed out: for `order = "last-used"` and search.
    #[serde(alias = "record_use")]
    pub record_use: bool,
    /// Tries of `otp verify` for an account before the cool-down.
    #[serde(alias = "verify_tries")]
    pub verify_tries: u32,
    /// How long the cool-down is.
    #[serde(alias = "verify_cool_down")]
    pub verify_cool_down: Span,
    /// Tries of `otp verify` for an account in any minute.
    #[serde(alias = "verify_per_minute")]
    pub verify_per_minute: u32,
    /// Which account a program of `otp run` means.
    pub run: Vec<RunRule>,
    /// Keys of the interface by action: `copy = ["enter", "y"]`.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Lines of the file that say nothing: the default serves in their place.
    #[serde(skip)]
    pub mistakes: Vec<Mistake>,
    /// The settings that the file gives, with their lines.
    #[serde(skip)]
    pub lines: Vec<(&'static str, usize)>,
}

/// A length of time as people write it: `90s`, `15m`, `8h`, `off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(Option<Duration>);

impl Span {
    /// Ten years: longer is a mistake, and no sum with it may overflow.
    const MAX: u64 = 3650 * 86_400;

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
        (seconds <= Self::MAX).then_some(Self::seconds(seconds))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(span) = self.0 else {
            return f.write_str("off");
        };
        let seconds = span.as_secs();
        let units = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];
        let unit = units
            .iter()
            .find(|(length, _)| seconds.is_multiple_of(*length));
        let (length, name) = unit.unwrap_or(&(1, "s"));
        write!(f, "{}{name}", seconds / length)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl Visitor<'_> for Written {
            type Value = Span;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time like \"90s\", \"15m\", \"8h\" or \"off\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Span, E> {
                let bad = || E::custom("not a time like \"90s\", \"15m\", \"8h\" or \"off\"");
                Span::parse(text).ok_or_else(bad)
            }

            /// Seconds, without quotes.
            fn visit_i64<E: serde::de::Error>(self, seconds: i64) -> Result<Span, E> {
                self.visit_str(&seconds.to_string())
            }
        }

        deserializer.deserialize_any(Written)
    }
}

/// No machine is further off; and no sum with it overflows.
fn offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let seconds = i64::deserialize(deserializer)?;
    if seconds.unsigned_abs() > Span::MAX {
        return Err(D::Error::custom("more than ten years off"));
    }
    Ok(seconds)
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            colours: Colours::default(),
            ascii: false,
            icons: Icons::default(),
            codes: Codes::default(),
            countdown: Countdown::default(),
            view: View::default(),
            start: Begin::default(),
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
            verify_tries: 5,
            verify_cool_down: Span::seconds(600),
            verify_per_minute: 10,
            run: Vec::new(),
            keys: BTreeMap::new(),
            mistakes: Vec::new(),
            lines: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the text of `config.toml`. A line that is wrong costs its own setting only: see
    /// [`Settings::mistakes`].
    pub fn parse(text: &str) -> Self {
        read::read(text)
    }

    /// Refuses where one of these settings is needed and could not be read: the default might do the wrong thing.
    pub fn need(&self, settings: &[&str]) -> Result<(), Error> {
        let is_needed = |mistake: &&Mistake| {
            mistake
                .setting()
                .is_some_and(|name| settings.contains(&name))
        };
        self.mistakes
            .iter()
            .find(is_needed)
            .map_or(Ok(()), |mistake| Err(mistake.error()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Settings::parse(""), Settings::default());
    }

    #[test]
    fn keys_are_read_with_dash_or_underscore() {
        for text in [
            "lock-after = \"2m\"\ncodes = \"hidden\"",
            "lock_after = \"2m\"\ncodes = \"hidden\"",
        ] {
            let settings = Settings::parse(text);
            assert_eq!(settings.lock_after.get(), Some(Duration::from_secs(120)));
            assert_eq!(settings.codes, Codes::Hidden);
        }
    }

    #[test]
    fn figures_may_go_without_quotes_and_have_bounds() {
        let settings = Settings::parse("lock-after = 90\noffset = -30");
        assert_eq!(settings.lock_after.get(), Some(Duration::from_secs(90)));
        assert_eq!((settings.offset, settings.mistakes.len()), (-30, 0));
        for text in [
            "offset = -9223372036854775808",
            "lock-after = -1",
            "session = 1e3",
        ] {
            let settings = Settings::parse(text);
            assert_eq!(settings.mistakes.len(), 1, "{text}");
        }
    }

    #[test]
    fn text_of_several_lines_stays_as_it_is() {
        let text = "copy_command = \"\"\"\nmy_tool --out=a_b\n\"\"\"\n";
        let settings = Settings::parse(text);
        assert_eq!(
            settings.copy_command.as_deref(),
            Some("my_tool --out=a_b\n")
        );
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
            let shown = Span::seconds(seconds).to_string();
            assert_eq!(Span::parse(&shown), Some(Span::seconds(seconds)), "{text}");
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
