//! Settings of the interface, as they come from `config.toml` and the command line.

use std::collections::BTreeMap;
use std::time::Duration;

use super::theme::{ASCII, Glyphs, Theme, UNICODE};
use crate::account::order::Order;
use crate::app;

/// Where the countdown is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Countdown {
    /// In each row, by the account's own period.
    #[default]
    Row,
    /// Once in the header when all visible accounts share one period; in the rows otherwise.
    Header,
}

/// What copying does when the code is about to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CopyRule {
    /// Copies the code of now and says when it ends.
    #[default]
    Smart,
    /// Takes the next code in the last four seconds.
    Next,
}

/// A switch with a name at the place of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Switch {
    /// Not.
    #[default]
    Off,
    /// Yes.
    On,
}

impl Switch {
    /// True for [`Switch::On`].
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }

    /// From a setting.
    pub const fn from_bool(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// All that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Colours. With `NO_COLOR`, `TERM=dumb` or `--color never` the caller gives [`Theme::Plain`].
    pub theme: Theme,
    /// Glyphs outside ASCII are replaced.
    pub ascii: Switch,
    /// Codes are hidden at the start.
    pub codes_hidden: Switch,
    /// Names are hidden too at the start.
    pub presenting: Switch,
    /// Where the countdown is drawn.
    pub countdown: Countdown,
    /// How the list is sorted at the start.
    pub order: Order,
    /// What copying does near the end of a code.
    pub copy: CopyRule,
    /// Idle time until the vault is locked; `None` never locks.
    pub lock_after: Option<Duration>,
    /// Captures the mouse.
    pub mouse: Switch,
    /// Asks for the passphrase again before a secret is shown.
    pub ask_again: Switch,
    /// Codes are hidden while the terminal has not the focus.
    pub blank_on_focus_loss: Switch,
    /// Names of keys by name of action.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Begins with this in the search line (`otp -s`).
    pub search: Option<String>,
    /// Ends once a code was copied: the interface serves as a picker.
    pub leave_after_copy: Switch,
    /// Shown beside the program's name, such as `demo`.
    pub badge: String,
    /// Shown under the passphrase while the vault is locked; empty but for the demo.
    pub lock_hint: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            ascii: Switch::Off,
            codes_hidden: Switch::Off,
            presenting: Switch::Off,
            countdown: Countdown::default(),
            order: Order::default(),
            copy: CopyRule::default(),
            lock_after: Some(Duration::from_secs(5 * 60)),
            mouse: Switch::Off,
            ask_again: Switch::Off,
            blank_on_focus_loss: Switch::Off,
            keys: BTreeMap::new(),
            search: None,
            leave_after_copy: Switch::Off,
            badge: String::new(),
            lock_hint: String::new(),
        }
    }
}

impl From<&app::Settings> for Settings {
    fn from(settings: &app::Settings) -> Self {
        Self {
            theme: match settings.theme {
                app::Theme::Terminal => Theme::Terminal,
                app::Theme::Dark => Theme::Dark,
                app::Theme::Light => Theme::Light,
                app::Theme::Plain => Theme::Plain,
            },
            ascii: Switch::from_bool(settings.ascii),
            codes_hidden: Switch::from_bool(settings.codes == app::Codes::Hidden),
            presenting: Switch::from_bool(settings.presenting),
            countdown: match settings.countdown {
                app::Countdown::Row => Countdown::Row,
                app::Countdown::Header => Countdown::Header,
            },
            order: settings.order,
            copy: match settings.copy {
                app::CopyRule::Smart => CopyRule::Smart,
                app::CopyRule::Next => CopyRule::Next,
            },
            lock_after: settings.lock_after.get(),
            mouse: Switch::from_bool(settings.mouse),
            ask_again: Switch::from_bool(settings.ask_again),
            blank_on_focus_loss: Switch::from_bool(settings.blank_on_focus_loss),
            keys: settings.keys.clone(),
            ..Self::default()
        }
    }
}

impl Settings {
    /// The characters to draw with.
    pub const fn glyphs(&self) -> &'static Glyphs {
        match self.ascii {
            Switch::On => &ASCII,
            Switch::Off => &UNICODE,
        }
    }
}
