//! The settings that are one of a few words.

use serde::{Deserialize, Serialize};

/// Colours of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// The terminal's own colours.
    #[default]
    Terminal,
    /// The dark or the light one, by the background that the terminal tells.
    Auto,
    /// True colours for dark backgrounds.
    Dark,
    /// True colours for light backgrounds.
    Light,
    /// No colour at all.
    Plain,
    /// Catppuccin Mocha.
    Catppuccin,
    /// Gruvbox dark.
    Gruvbox,
    /// Nord.
    Nord,
    /// Tokyo Night.
    Tokyonight,
    /// Solarized dark.
    Solarized,
    /// Solarized light.
    SolarizedLight,
}

/// What stands for an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Icons {
    /// Two letters on a colour.
    #[default]
    Letters,
    /// An icon of a Nerd Font, for issuers that have one.
    NerdFont,
}

/// Whether codes are on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Codes {
    /// Always.
    #[default]
    Shown,
    /// Only the row that is asked for.
    Hidden,
}

/// Where the countdown is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Countdown {
    /// In every row.
    Row,
    /// Once, as a line under the header, for the period that most accounts have; the others carry their own.
    #[default]
    Header,
}

/// How the list is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// As cards where the terminal is wide and all of them fit, else as rows.
    #[default]
    Auto,
    /// A row for each account.
    List,
    /// Cards wherever the terminal is wide.
    Cards,
}

/// What has the floor when the interface starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Begin {
    /// The list.
    #[default]
    List,
    /// The search line.
    Search,
}

/// What copying does when a code is about to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyRule {
    /// Copies the code of now and says when it ends.
    #[default]
    Smart,
    /// Takes the next code in the last four seconds.
    Next,
}

/// Which sources may open the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnlockBy {
    /// Session, keyring, passphrase.
    #[default]
    Auto,
    /// Session and passphrase.
    Passphrase,
}
