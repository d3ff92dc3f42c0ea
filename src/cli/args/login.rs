//! The arguments of the commands about logging in, and of those about the other side of it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `otp challenge`
#[derive(Debug, Subcommand)]
pub enum Challenge {
    /// Make a code and a session, deliver the code, print the session's id
    New(ChallengeNew),
    /// Check a code that came back; exit 10 when it is wrong
    Verify(ChallengeVerify),
    /// Tell where a session stands
    Status(ChallengeStatus),
    /// End a session before its code comes
    Cancel(ChallengeCancel),
}

/// Ways to deliver a code, for the manual.
const DELIVERING: &str =
    "Mail, with the headers in the template (To: {to}, Subject: …, an empty line, the text):
  --via 'sendmail -t' --template mail.txt
SMS, by the client of a gateway that reads the text on standard input:
  --via 'gammu sendsms TEXT \"$OTP_DESTINATION\"'
Voice, on this machine:
  --via 'espeak-ng -s 120 --stdin'";

/// `otp challenge new`
#[derive(Debug, Args)]
#[command(after_long_help = DELIVERING)]
pub struct ChallengeNew {
    /// To whom: +49 170 1234567, a mail address, or another name of one line
    #[arg(long, value_name = "DEST")]
    pub to: String,
    /// Command that delivers it: gets the message on stdin, DEST in `OTP_DESTINATION`; without it the code is printed
    #[arg(long, value_name = "COMMAND")]
    pub via: Option<String>,
    /// Length of the code, 4 to 10
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(4..=10))]
    pub digits: u8,
    /// Letters too, without those that are mistaken for digits
    #[arg(long)]
    pub alphanumeric: bool,
    /// How long the code lives, such as 90s or 10m; 30m at the most
    #[arg(long, value_name = "TIME", default_value = "10m")]
    pub expires: String,
    /// The message, with {code}, {minutes} and {to} in it
    #[arg(
        long,
        value_name = "FILE",
        requires = "via",
        conflicts_with = "language"
    )]
    pub template: Option<PathBuf>,
    /// Language of the message: en, de, fr, es, it, pt, nl or pl
    #[arg(long, value_name = "LANG", requires = "via")]
    pub language: Option<String>,
    /// What answers call the way it goes (sms, email, …); else by DEST
    #[arg(long, value_name = "NAME")]
    pub channel: Option<String>,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

/// `otp challenge verify`
#[derive(Debug, Args)]
pub struct ChallengeVerify {
    /// The session
    #[arg(value_name = "ID")]
    pub id: String,
    /// The code; by default from a hidden prompt, or stdin
    #[arg(value_name = "CODE")]
    pub code: Vec<String>,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

/// `otp challenge status`
#[derive(Debug, Args)]
pub struct ChallengeStatus {
    /// The session
    #[arg(value_name = "ID")]
    pub id: String,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

/// `otp challenge cancel`
#[derive(Debug, Args)]
pub struct ChallengeCancel {
    /// The session
    #[arg(value_name = "ID")]
    pub id: String,
}

/// `otp share`
#[derive(Debug, Args)]
pub struct Share {
    /// Issuer, name or part of them
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    /// For how long, such as 30m or 8h; 24h at the most
    #[arg(long = "for", value_name = "TIME", default_value = "30m")]
    pub duration: String,
    /// Encrypt it to age1…, an SSH public key, or a file of them; may be given several times
    #[arg(long, value_name = "RECIPIENT")]
    pub to: Vec<String>,
}

/// `otp shell`
#[derive(Debug, Args)]
pub struct Shell {
    /// For this shell
    #[arg(value_enum)]
    pub shell: WidgetShell,
    /// The key, such as ctrl-o or alt-o
    #[arg(long, value_name = "KEY", default_value = "ctrl-o")]
    pub key: String,
}

/// Shells whose command line takes a widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WidgetShell {
    /// GNU bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
}

/// `otp menu`
#[derive(Debug, Args)]
pub struct Menu {
    /// rofi, wofi, fuzzel, dmenu, fzf, or a command that reads lines and prints the chosen one
    #[arg(long, value_name = "PROGRAM")]
    pub with: Option<String>,
    /// Type the code into the window that has the focus instead of copying it
    #[arg(long = "type")]
    pub types: bool,
}
