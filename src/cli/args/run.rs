//! The arguments of the commands that give codes to other programs.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueHint};

/// `otp run`
#[derive(Debug, Args)]
pub struct Run {
    /// Whose code; else by `[[run]]` in config.toml, or the one account that fits the machine's name
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// You type the password, and the code is put behind it
    #[arg(long)]
    pub append: bool,
    /// The prompt to answer, as a regular expression, instead of those that are known
    #[arg(long, value_name = "REGEX", conflicts_with = "at")]
    pub prompt: Option<String>,
    /// Answer the Nth question that hides what is typed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    pub at: Option<u32>,
    /// Answer no prompt that comes later than this after the start; off: any
    #[arg(long, value_name = "TIME", default_value = "60s")]
    pub timeout: String,
    /// The program with its arguments
    #[arg(value_name = "PROGRAM", required = true, trailing_var_arg = true, value_hint = ValueHint::CommandWithArguments)]
    pub program: Vec<OsString>,
}

/// `otp askpass`
#[derive(Debug, Args)]
pub struct Askpass {
    /// The prompt to answer on stdout
    #[arg(value_name = "PROMPT")]
    pub prompt: Vec<String>,
    /// Make the link otp-askpass in this folder, for `SSH_ASKPASS`, `SUDO_ASKPASS` and `GIT_ASKPASS`
    #[arg(long, value_name = "DIR", conflicts_with = "prompt", value_hint = ValueHint::DirPath)]
    pub link: Option<PathBuf>,
}
