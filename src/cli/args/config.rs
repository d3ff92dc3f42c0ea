//! The arguments of `otp config`.

use clap::{Args, Subcommand};

/// `otp config`
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Show every setting, its value and where that comes from
    Show(ConfigShow),
    /// Open the file in your editor ($VISUAL, $EDITOR) and check it afterwards
    Edit,
    /// Print where the file is
    Path,
    /// Print a commented file with every setting and its default
    Default,
    /// Set a setting in the file; comments stay
    Set(ConfigSet),
}

/// `otp config show`
#[derive(Debug, Args)]
pub struct ConfigShow {
    /// Only this setting
    #[arg(value_name = "KEY")]
    pub key: Option<String>,
    /// Print a JSON array
    #[arg(long)]
    pub json: bool,
}

/// `otp config set`
#[derive(Debug, Args)]
pub struct ConfigSet {
    /// The setting, such as theme; or keys.ACTION for a key of your own
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Its value, such as dark, true or 5m; keys are separated by spaces
    #[arg(
        value_name = "VALUE",
        required_unless_present = "default",
        allow_hyphen_values = true
    )]
    pub value: Option<String>,
    /// Take the setting out of the file: the default applies again
    #[arg(long, conflicts_with = "value")]
    pub default: bool,
}
