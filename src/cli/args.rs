//! What can be typed: the clap grammar, data only. Help, man page and completions all come from here.
#![expect(
    clippy::struct_excessive_bools,
    reason = "a flag is a bool in clap's derive"
)]

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// One-time codes from an encrypted local vault. Without a command, on a terminal, it opens the interface.
#[derive(Debug, Parser)]
#[command(
    name = "otp",
    version,
    about = "The authenticator for the terminal",
    long_about = "The authenticator for the terminal: one-time codes from an encrypted local vault.\n\n\
                  Without a command it opens the interface; `otp NAME` is short for `otp code NAME`.",
    after_long_help = EXIT_CODES,
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = false,
    subcommand_negates_reqs = true,
    max_term_width = 100
)]
pub struct Cli {
    #[allow(
        missing_docs,
        reason = "a comment here would replace the description of the program in --help"
    )]
    #[command(flatten)]
    pub global: Global,
    #[command(flatten)]
    #[allow(
        missing_docs,
        reason = "a comment here would replace the description of the program in --help"
    )]
    pub interface: Interface,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 ambiguous, 5 locked, 6 vault, 7 input, \
                          8 refused, 9 partial, 10 rejected, 130 interrupted.";

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Folder that holds vault.age; else that of OTP_VAULT or the usual one
    #[arg(long, value_name = "DIR", global = true)]
    pub vault: Option<PathBuf>,
    /// Open the vault with this age identity file (`-` reads stdin); it must be readable by you alone
    #[arg(long, value_name = "FILE", global = true)]
    pub identity: Option<PathBuf>,
    /// Read the passphrase from this file
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        conflicts_with = "passphrase_fd"
    )]
    pub passphrase_file: Option<PathBuf>,
    /// Read the passphrase from this open file descriptor
    #[arg(long, value_name = "N", global = true)]
    pub passphrase_fd: Option<u32>,
    /// Leave the keyring of the operating system alone
    #[arg(long, global = true)]
    pub no_keyring: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub color: ColorChoice,
    /// Say nothing but answers and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: which source opened the vault and why others did not
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// Options of the interface.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options of the interface")]
pub struct Interface {
    /// Begin with a search
    #[arg(short, long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Lock after this time without a key, as 90s or 5m; off never does
    #[arg(long, value_name = "TIME")]
    pub lock_after: Option<String>,
}

/// `otp demo`
#[derive(Debug, Clone, Default, Args)]
pub struct Demo {
    #[command(flatten)]
    #[allow(
        missing_docs,
        reason = "a comment here would replace the description of the command in --help"
    )]
    pub interface: Interface,
    /// Begin at this Unix time instead of now, for pictures.
    #[arg(long, value_name = "SECONDS", hide = true)]
    pub at: Option<u64>,
    /// Begin without a vault, as on a first start.
    #[arg(long, hide = true)]
    pub first: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the vault, or join one with the recovery key
    Init(Init),
    /// Print the current code of an account
    Code(Code),
    /// Enrol accounts from pictures, links, text, the clipboard or by hand
    Add(Add),
    /// Print the text of every QR code in pictures; needs no vault
    Scan(Scan),
    /// List the accounts
    #[command(visible_alias = "ls")]
    List(List),
    /// Show an account; its secret only when asked for
    Show(Show),
    /// Change an account
    Edit(Edit),
    /// Give an account another name
    #[command(visible_alias = "mv")]
    Rename(Rename),
    /// Move an account to the bin
    #[command(visible_alias = "remove")]
    Rm(Rm),
    /// Take the last change back; again: the one before
    Undo,
    /// Make the change again that was taken back
    Redo,
    /// Show the last changes
    History(History),
    /// Bring an account back from the bin
    Restore(Restore),
    /// Keep the vault open for a while, or in the keyring of the operating system
    Unlock(Unlock),
    /// Close the vault everywhere: session, clipboard
    Lock,
    /// Tell which source opens the vault now, and for how long
    Status(Status),
    /// Change the passphrase
    Passwd(Passwd),
    /// Devices and keys that open the vault
    #[command(subcommand)]
    Key(Key),
    /// Write a copy of the vault and check that it opens
    Backup(Backup),
    /// Check the installation and say how to mend what is wrong
    Doctor(Doctor),
    /// Try the interface with made-up accounts; nothing touches the disk
    Demo(Demo),
    /// Print the completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
    /// Print the names of the accounts if that needs no question (used by the completions)
    #[command(hide = true)]
    CompleteNames,
    /// Hold the clipboard for the copy that was just made (used by otp itself)
    #[command(hide = true)]
    ClipboardHolder(ClipboardHolder),
    /// `otp NAME`, the short form of `otp code NAME`.
    #[command(external_subcommand)]
    Name(Vec<OsString>),
}

/// `otp init`
#[derive(Debug, Args)]
pub struct Init {
    /// Write the recovery key to this new file (0600) instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
    /// Join the vault that is already in the folder, with the recovery key
    #[arg(long)]
    pub recover: bool,
    /// What to call this device
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// Cost of guessing the passphrase: scrypt log2(N); each step doubles time and memory (18: 256 MiB)
    #[arg(long, value_name = "14..20", default_value_t = 18, value_parser = clap::value_parser!(u8).range(14..=20))]
    pub work_factor: u8,
    /// Keep the key in the keyring of the operating system
    #[arg(long)]
    pub remember: bool,
}

/// `otp code`
#[derive(Debug, Args)]
pub struct Code {
    /// Issuer, name or part of them; on a terminal, nothing opens a picker
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// Print the code of the next period instead
    #[arg(long, conflicts_with = "min_ttl")]
    pub next: bool,
    /// Code at a moment: Unix seconds or RFC 3339
    #[arg(long, value_name = "TIME", conflicts_with = "min_ttl")]
    pub at: Option<String>,
    /// If the code lives shorter than this, wait for the next one
    #[arg(long, value_name = "SECS")]
    pub min_ttl: Option<u32>,
    /// Copy to the clipboard instead of printing; cleared after 20 s
    #[arg(long, conflicts_with = "json")]
    pub copy: bool,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

/// `otp add`
#[derive(Debug, Args)]
pub struct Add {
    /// Links, pictures, directories of pictures, or `-` for stdin; nothing: a hidden prompt
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
    #[allow(
        missing_docs,
        reason = "a comment here would become the heading of the parts in --help"
    )]
    #[command(flatten)]
    pub parts: Parts,
    /// Counter-based instead of time-based
    #[arg(long, requires = "manual", conflicts_with = "steam")]
    pub hotp: bool,
    /// Steam Guard
    #[arg(long, requires = "manual")]
    pub steam: bool,
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

/// Parts of an account that `add --manual` and `edit` share.
#[derive(Debug, Args)]
pub struct Parts {
    /// Who runs the service
    #[arg(long, value_name = "TEXT")]
    pub issuer: Option<String>,
    /// Name of the account there
    #[arg(long = "name", value_name = "TEXT")]
    pub account_name: Option<String>,
    /// SHA1, SHA256 or SHA512
    #[arg(long, value_name = "HASH")]
    pub algorithm: Option<String>,
    /// Length of the codes, 4 to 10
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
}

/// `otp edit`
#[derive(Debug, Args)]
pub struct Edit {
    /// Issuer, name or part of them
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    #[allow(
        missing_docs,
        reason = "a comment here would become the heading of the parts in --help"
    )]
    #[command(flatten)]
    pub parts: Parts,
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
    /// Give a new secret, from the prompt or stdin
    #[arg(long)]
    pub secret: bool,
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
}

/// `otp rm`
#[derive(Debug, Args)]
pub struct Rm {
    /// Issuer, name or part of them
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
}

/// `otp history`
#[derive(Debug, Args)]
pub struct History {
    /// Only changes of accounts that match
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
}

/// `otp restore`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("whole").conflicts_with("name"))]
pub struct Restore {
    /// Issuer, name or part of them, among the accounts in the bin; nothing: list the bin
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// Fold a backup (or any copy of this vault) into the vault, losing nothing; replaces a vault that is damaged
    #[arg(long, value_name = "FILE", group = "whole")]
    pub from: Option<PathBuf>,
    /// After an older vault was put back: fold the newest backup in
    #[arg(long, group = "whole")]
    pub merge: bool,
    /// Take the vault as it is, although it is older than before or another device changed its token
    #[arg(long, group = "whole")]
    pub accept: bool,
}

/// `otp unlock`
#[derive(Debug, Args)]
pub struct Unlock {
    /// How long, as 90s, 15m or 8h; 24h at the most
    #[arg(long = "for", value_name = "TIME", default_value = "15m")]
    pub duration: String,
    /// Keep the key in the keyring of the operating system
    #[arg(long, conflicts_with = "forget")]
    pub remember: bool,
    /// Take the key out of the keyring of the operating system
    #[arg(long)]
    pub forget: bool,
}

/// `otp status`
#[derive(Debug, Args)]
pub struct Status {
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

/// `otp passwd`
#[derive(Debug, Args)]
pub struct Passwd {
    /// Cost of guessing the passphrase: scrypt log2(N); each step doubles time and memory (18: 256 MiB)
    #[arg(long, value_name = "14..20", default_value_t = 18, value_parser = clap::value_parser!(u8).range(14..=20))]
    pub work_factor: u8,
    /// Read the new passphrase from this file
    #[arg(long, value_name = "FILE")]
    pub new_passphrase_file: Option<PathBuf>,
}

/// `otp key`
#[derive(Debug, Subcommand)]
pub enum Key {
    /// List the devices and keys that open the vault
    #[command(visible_alias = "ls")]
    List,
    /// Let another key open the vault: age1… of a device, or of an age plugin
    Add(KeyAdd),
    /// Shut a key out; the vault's token is changed
    #[command(visible_alias = "rm")]
    Remove(KeyRemove),
    /// Make a new recovery key; the old one stops working
    Recovery(KeyRecovery),
}

/// `otp key add`
#[derive(Debug, Args)]
pub struct KeyAdd {
    /// The age recipient, `age1…`
    #[arg(value_name = "RECIPIENT")]
    pub recipient: String,
    /// What to call it
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// `otp key remove`
#[derive(Debug, Args)]
pub struct KeyRemove {
    /// Its name or recipient
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// `otp key recovery`
#[derive(Debug, Args)]
pub struct KeyRecovery {
    /// Write it to this new file (0600) instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
    /// Draw it as a QR code too
    #[arg(long)]
    pub qr: bool,
}

/// `otp backup`
#[derive(Debug, Args)]
pub struct Backup {
    /// Where to write the copy; nothing: the backups folder
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Open the copy again and compare every account and code with the vault
    #[arg(long)]
    pub verify: bool,
}

/// `otp doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// Print a JSON array
    #[arg(long)]
    pub json: bool,
}

/// `otp completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// For this shell
    #[arg(value_enum)]
    pub shell: ShellName,
}

/// Shells with completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    /// GNU bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// elvish
    Elvish,
    /// nushell
    Nushell,
}

/// `otp clipboard-holder`
#[derive(Debug, Args)]
pub struct ClipboardHolder {
    /// Which clipboard, and for how many seconds.
    #[arg(hide = true)]
    pub arguments: Vec<OsString>,
}
