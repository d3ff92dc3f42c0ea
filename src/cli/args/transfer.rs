//! The arguments of the commands that move accounts in and out.

use std::path::PathBuf;

use clap::Args;

use super::InSight;

/// `otp import`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("from").required(true).multiple(true).args(["files", "pass", "source", "list"]))]
pub struct Import {
    /// Exports, folders of them, pictures of an app's QR codes; `-` reads stdin
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read the store of pass, passage or gopass in this folder, or in its usual place
    #[arg(long, value_name = "DIR", num_args = 0..=1, conflicts_with = "files")]
    pub pass: Option<Option<PathBuf>>,
    /// Take over the accounts of this source, which become your own
    #[arg(long, value_name = "SOURCE", conflicts_with_all = ["files", "pass", "format", "password_file", "password_fd"])]
    pub source: Option<String>,
    /// Take the files to be of this format (see --list) instead of looking at their content
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Read the password of the files from this file
    #[arg(long, value_name = "FILE", conflicts_with = "password_fd")]
    pub password_file: Option<PathBuf>,
    /// Read the password of the files from this open file descriptor
    #[arg(long, value_name = "N")]
    pub password_fd: Option<u32>,
    /// Tag for what is added; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Tell what would be done with each entry and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Add entries beside accounts of the same name without asking
    #[arg(short, long)]
    pub yes: bool,
    /// List the formats that can be read
    #[arg(long, conflicts_with_all = ["files", "pass", "source"])]
    pub list: bool,
}

/// `otp export`
#[derive(Debug, Args)]
pub struct Export {
    /// Only accounts that match
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// For whom: otpauth, aegis, aegis-encrypted, 2fas, ente, bitwarden, keepassxc-csv, cxf, google, html or age
    #[arg(long, value_name = "TARGET", default_value = "otpauth")]
    pub to: String,
    /// The new file; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Only accounts with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub sight: InSight,
    /// Write the secrets unencrypted: whoever reads the file can make your codes
    #[arg(long)]
    pub plain: bool,
    /// Read the password of an encrypted export from this file
    #[arg(long, value_name = "FILE", conflicts_with = "password_fd")]
    pub password_file: Option<PathBuf>,
    /// Read the password of an encrypted export from this open file descriptor
    #[arg(long, value_name = "N")]
    pub password_fd: Option<u32>,
}

/// `otp extract`
#[derive(Debug, Args)]
pub struct Extract {
    /// The message: a mail, an SMS, a push text, a transcript; by default, or with `-`, stdin
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Read the message from the clipboard
    #[arg(long, conflicts_with = "file")]
    pub clipboard: bool,
    /// Copy the code instead of printing it; it is cleared later
    #[arg(short, long)]
    pub copy: bool,
    /// Print a JSON object
    #[arg(long, conflicts_with = "copy")]
    pub json: bool,
}
