//! The arguments of the commands about the vault as a whole.
#![expect(
    clippy::struct_excessive_bools,
    reason = "a flag is a bool in clap's derive"
)]

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `otp init`
#[derive(Debug, Default, Args)]
pub struct Init {
    /// Write the recovery key to this new file (0600) instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
    /// Write it to this new file (0600) as a page to print (HTML), with a QR code
    #[arg(long, value_name = "FILE", conflicts_with = "recovery_file")]
    pub recovery_sheet: Option<PathBuf>,
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
    /// Accept a passphrase that is easy to guess
    #[arg(long)]
    pub weak_passphrase: bool,
    /// The recovery key is drawn as a QR code too: `otp key recovery --qr`.
    #[arg(skip)]
    pub qr: bool,
    /// Another command makes the vault on its way, and keeps stdout for its own answer.
    #[arg(skip)]
    pub is_aside: bool,
}

/// `otp history`
#[derive(Debug, Args)]
pub struct History {
    /// Only changes of accounts that match
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
}

/// `otp undo`
#[derive(Debug, Args)]
pub struct Undo {
    /// Take back what another device saved last
    #[arg(long)]
    pub others: bool,
}

/// `otp restore`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("whole").conflicts_with("name"))]
pub struct Restore {
    /// Issuer, name or part of them, among the accounts in the bin; without it the bin is listed
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// Fold a backup (or any copy of this vault) into the vault, losing nothing; replaces a vault that is damaged
    #[arg(long, value_name = "FILE", group = "whole")]
    pub from: Option<PathBuf>,
    /// After an older vault was put back: fold the newest backup in
    #[arg(long, group = "whole")]
    pub merge: bool,
    /// Take the vault as it is, although it is older than before or another device changed its keys
    #[arg(long, group = "whole")]
    pub accept: bool,
    /// The vault's words as the other device shows them (`otp key list`); asked for on the terminal otherwise
    #[arg(long, value_name = "WORDS", requires = "whole")]
    pub words: Option<String>,
}

/// `otp unlock`
#[derive(Debug, Args)]
pub struct Unlock {
    /// How long, such as 90s, 15m or 8h; 24h at the most
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
    /// Accept a passphrase that is easy to guess
    #[arg(long)]
    pub weak_passphrase: bool,
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
    /// Write it to this new file (0600) as a page to print (HTML), with a QR code
    #[arg(long, value_name = "FILE", conflicts_with = "recovery_file")]
    pub recovery_sheet: Option<PathBuf>,
    /// Draw it as a QR code too
    #[arg(long)]
    pub qr: bool,
    /// Make none, but check the one you have: it is asked for, or read from standard input
    #[arg(long, conflicts_with_all = ["recovery_file", "recovery_sheet", "qr"])]
    pub check: bool,
}

/// `otp backup`
#[derive(Debug, Args)]
pub struct Backup {
    /// Where to write the copy; by default the folder of backups
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
    /// Bring back times that another device's wrong clock put into the future; this machine's clock must be right
    #[arg(long, conflicts_with = "json")]
    pub mend: bool,
}
