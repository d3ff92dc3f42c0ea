//! The arguments of the commands about accounts.
#![expect(
    clippy::struct_excessive_bools,
    reason = "a flag is a bool in clap's derive"
)]

use std::path::PathBuf;

use clap::Args;

use super::InSight;

/// `otp code`
#[derive(Debug, Clone, Default, Args)]
pub struct Code {
    /// Issuer, name or part of them; without it a picker opens on a terminal
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// Print the code of the next period instead
    #[arg(long, conflicts_with = "min_ttl")]
    pub next: bool,
    /// Code at a moment: Unix seconds or RFC 3339
    #[arg(long, value_name = "TIME", conflicts_with = "min_ttl")]
    pub at: Option<String>,
    /// If the code lasts less than this, wait for the next one
    #[arg(long, value_name = "SECS")]
    pub min_ttl: Option<u32>,
    /// A code that was not handed out on this device before; if the current one was, wait for the next
    #[arg(long, conflicts_with_all = ["next", "at"])]
    pub fresh: bool,
    /// Leave one code of a counter out and print the one behind it
    #[arg(long, conflicts_with_all = ["next", "at", "min_ttl", "fresh"])]
    pub skip: bool,
    /// Copy to the clipboard instead of printing; cleared after 20 s
    #[arg(long, conflicts_with = "json")]
    pub copy: bool,
    /// Type into the window that has the focus instead of printing
    #[arg(long = "type", conflicts_with_all = ["json", "copy"])]
    pub types: bool,
    /// Lines that the picker takes: 15, 40% or full
    #[arg(long, value_name = "LINES", conflicts_with = "name")]
    pub height: Option<String>,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub sight: InSight,
    /// It was `otp NAME`: a command may have been meant.
    #[arg(skip)]
    pub is_short: bool,
}

/// `otp verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// Issuer, name or part of them
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The code; by default from a hidden prompt, or stdin
    #[arg(value_name = "CODE")]
    pub code: Vec<String>,
    /// Steps accepted before and after now (1), or counter values ahead (10)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub window: Option<u32>,
    /// Find two codes in a row within the next 1000 of a counter, and go on behind them
    #[arg(long, value_names = ["CODE1", "CODE2"], num_args = 2, conflicts_with_all = ["code", "window"])]
    pub resync: Vec<String>,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

/// `otp add`
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// Links, pictures, folders of pictures, or `-` for stdin; by default a hidden prompt
    #[arg(value_name = "WHAT")]
    pub what: Vec<PathBuf>,
    /// Pictures with QR codes (`-` reads stdin)
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub qr: Vec<PathBuf>,
    /// Take WHAT (or stdin, or the prompt) as an otpauth link
    #[arg(long)]
    pub uri: bool,
    /// Take the picture or text on the clipboard
    #[arg(long)]
    pub clipboard: bool,
    /// Take a picture of the screen
    #[arg(long)]
    pub screen: bool,
    /// Give the parts by hand; the secret comes from the prompt or stdin
    #[arg(long)]
    pub manual: bool,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub parts: AccountFields,
    /// Counter-based instead of time-based
    #[arg(long, requires = "manual", conflicts_with = "steam")]
    pub hotp: bool,
    /// Steam Guard
    #[arg(long, requires = "manual")]
    pub steam: bool,
    /// Mobile-OTP: the secret is hexadecimal, and the PIN is asked for behind it
    #[arg(long, requires = "manual", conflicts_with_all = ["hotp", "steam"])]
    pub motp: bool,
    /// Yandex Key: the PIN is asked for behind the secret
    #[arg(long, requires = "manual", conflicts_with_all = ["hotp", "steam", "motp"])]
    pub yandex: bool,
    /// Secrets are hexadecimal
    #[arg(long)]
    pub hex: bool,
    /// Tag for what is added; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Tell what was found and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Answer yes to every question
    #[arg(short, long)]
    pub yes: bool,
    /// Add even what is in the vault already
    #[arg(long)]
    pub allow_duplicate: bool,
    /// Remove the pictures after their accounts were added
    #[arg(long)]
    pub delete_image: bool,
}

/// Fields of an account that `add --manual` and `edit` share.
#[derive(Debug, Clone, Args)]
pub struct AccountFields {
    /// Who runs the service
    #[arg(long, value_name = "TEXT")]
    pub issuer: Option<String>,
    /// Name of the account there
    #[arg(long = "name", value_name = "TEXT")]
    pub account_name: Option<String>,
    /// SHA1, SHA256 or SHA512
    #[arg(long, value_name = "HASH")]
    pub algorithm: Option<String>,
    /// Digits of the codes, 4 to 10
    #[arg(long, value_name = "N")]
    pub digits: Option<u64>,
    /// Seconds between codes
    #[arg(long, value_name = "SECS")]
    pub period: Option<u64>,
    /// Next counter value of a counter-based account
    #[arg(long, value_name = "N")]
    pub counter: Option<u64>,
    /// Free text; `-` reads stdin
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `otp scan`
#[derive(Debug, Args)]
pub struct Scan {
    /// Pictures (`-` reads stdin)
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// End each text with a NUL byte instead of a line end
    #[arg(short = '0', long = "null")]
    pub null: bool,
}

/// `otp list`
#[derive(Debug, Args)]
pub struct List {
    /// Only accounts that match
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// Add the codes and the seconds they have left
    #[arg(long)]
    pub codes: bool,
    /// Draw the table with its codes again each second; q or ^C ends it
    #[arg(long, conflicts_with_all = ["json", "csv", "names"])]
    pub watch: bool,
    /// Print a JSON array
    #[arg(long, conflicts_with_all = ["csv", "names"])]
    pub json: bool,
    /// Print comma-separated values with a header
    #[arg(long, conflicts_with = "names")]
    pub csv: bool,
    /// Print one name a line
    #[arg(long, conflicts_with = "codes")]
    pub names: bool,
    /// Only accounts with this tag; several: with all of them
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub sight: InSight,
}

/// `otp show`
#[derive(Debug, Args)]
pub struct Show {
    /// Issuer, name or part of them
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    /// Print the secret
    #[arg(long, group = "reveal")]
    pub secret: bool,
    /// Print the otpauth link, which holds the secret
    #[arg(long, group = "reveal")]
    pub uri: bool,
    /// Draw the QR code, which holds the secret
    #[arg(long, group = "reveal")]
    pub qr: bool,
    /// Write the QR code to a new picture, .png or .svg
    #[arg(long, value_name = "FILE", group = "reveal")]
    pub qr_file: Option<PathBuf>,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub sight: InSight,
}

/// `otp edit`
#[derive(Debug, Clone, Args)]
pub struct Edit {
    /// Issuer, name or part of them
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub parts: AccountFields,
    /// Add a tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Take a tag off; may be given several times
    #[arg(long = "untag", value_name = "TAG")]
    pub untags: Vec<String>,
    /// Sort it first
    #[arg(long, conflicts_with = "unpin")]
    pub pin: bool,
    /// Sort it among the others
    #[arg(long)]
    pub unpin: bool,
    /// Give a new secret (or a link with its settings), from the prompt or stdin
    #[arg(long)]
    pub secret: bool,
    /// The new secret is hexadecimal
    #[arg(long, requires = "secret")]
    pub hex: bool,
    /// Give an mOTP or Yandex account a new PIN, from the prompt or stdin
    #[arg(long)]
    pub new_pin: bool,
    /// Go on even if another account is called so
    #[arg(short, long)]
    pub yes: bool,
}

/// `otp rename`
#[derive(Debug, Args)]
pub struct Rename {
    /// Issuer, name or part of them
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new name, or `ISSUER:NAME` for both
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Go on even if another account is called so
    #[arg(short, long)]
    pub yes: bool,
}

/// `otp rm`
#[derive(Debug, Args)]
pub struct Rm {
    /// Issuer, name or part of them
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
}
