//! What can be typed: the clap grammar, data only. Help, man page and completions all come from here.

mod accounts;
mod config;
mod login;
mod run;
mod sources;
mod transfer;
mod vault;

pub use accounts::*;
pub use config::*;
pub use login::*;
pub use run::*;
pub use sources::*;
pub use transfer::*;
pub use vault::*;

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

/// The part of the grammar that `otp code` takes, and nothing else: scripts wait for it.
#[derive(Debug, Parser)]
#[command(name = "otp")]
pub(super) struct CodeAlone {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: CodeCommand,
}

#[derive(Debug, Subcommand)]
enum CodeCommand {
    Code(Code),
}

impl From<CodeAlone> for Cli {
    fn from(alone: CodeAlone) -> Self {
        let CodeCommand::Code(code) = alone.command;
        Self {
            global: alone.global,
            interface: Interface::default(),
            command: Some(Command::Code(code)),
        }
    }
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Folder that holds vault.age; else that of `OTP_VAULT` or the usual one
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
    /// Say more: what opened the vault, and why nothing before it did
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
    /// Lock after this time without a key, such as 90s or 5m; off: never
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
    /// Take over the accounts of another app: its export, backup or QR codes
    Import(Import),
    /// Other programs' vaults, shown beside your own and never changed
    #[command(subcommand)]
    Source(Source),
    /// Write accounts for another app, or as a sheet of paper
    Export(Export),
    /// Print the text of every QR code in pictures; needs no vault
    Scan(Scan),
    /// Run a program and type the code when it asks for one
    Run(Run),
    /// Answer a prompt of ssh, sudo or git that asks for a code
    Askpass(Askpass),
    /// Check a code as a server would; exit 10 when it is wrong
    Verify(Verify),
    /// Send somebody a code and check it when it comes back; needs no vault
    #[command(subcommand)]
    Challenge(Challenge),
    /// Choose an account in a menu program and copy its code
    Menu(Menu),
    /// Print a widget that puts a code at the cursor of the shell's command line
    Shell(Shell),
    /// Print the next codes of an account for a colleague, never its secret
    Share(Share),
    /// Print the one-time code in a mail or message; needs no vault
    Extract(Extract),
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
    /// Take back the last change of this device; again for the one before
    Undo(Undo),
    /// Redo the change that was taken back last
    Redo,
    /// Show the last changes
    History(History),
    /// Bring an account back from the bin
    Restore(Restore),
    /// Keep the vault open for a while, or in the keyring of the operating system
    Unlock(Unlock),
    /// Close the vault everywhere: session, clipboard
    Lock,
    /// Tell what opens the vault now, and for how long
    Status(Status),
    /// Change the passphrase
    Passwd(Passwd),
    /// Devices and keys that open the vault
    #[command(subcommand)]
    Key(Key),
    /// Write a copy of the vault and check that it opens
    Backup(Backup),
    /// Check the installation and say how to fix what is wrong
    Doctor(Doctor),
    /// Try the interface with made-up accounts; nothing touches the disk
    Demo(Demo),
    /// Show the settings and where they come from; change one, or edit the file
    #[command(subcommand)]
    Config(Config),
    /// Print the completion script for a shell, or install it
    Completions(Completions),
    /// Print a page of the manual
    Man(Man),
    /// Explain a command, or show a chapter of the manual
    Help(Help),
    /// Say what may stand at the cursor (used by the completions)
    #[command(hide = true)]
    Complete(Complete),
    /// Hold the clipboard for the copy that was just made (used by otp itself)
    #[command(hide = true)]
    ClipboardOwner(ClipboardOwner),
    /// Hold the terminal of a program that was started by `otp run` (used by otp itself)
    #[command(hide = true)]
    ProgramHolder(ProgramHolder),
    /// `otp NAME`, the short form of `otp code NAME`.
    #[command(external_subcommand)]
    Name(Vec<OsString>),
}

/// `otp completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell; with --install the one you use by default
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Option<ShellName>,
    /// Put the script where the shell looks for it, and say what is left to do
    #[arg(long)]
    pub install: bool,
}

/// `otp complete`
#[derive(Debug, Args)]
pub struct Complete {
    /// For this shell; what was typed comes on standard input.
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: ShellName,
}

/// `otp man`
#[derive(Debug, Args)]
pub struct Man {
    /// The page of this command; by default that of the program
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write every page into this folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    pub output: Option<PathBuf>,
}

/// `otp help`
#[derive(Debug, Args)]
pub struct Help {
    /// A command, or a chapter: names, unlocking, files, environment, configuration, keys, exit, examples
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
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

/// `otp program-holder`
#[derive(Debug, Args)]
pub struct ProgramHolder {
    /// The terminal, the program and its arguments.
    #[arg(hide = true, last = true)]
    pub arguments: Vec<OsString>,
}

/// `otp clipboard-owner`
#[derive(Debug, Args)]
pub struct ClipboardOwner {
    /// Which clipboard, and for how many seconds.
    #[arg(hide = true)]
    pub arguments: Vec<OsString>,
}
