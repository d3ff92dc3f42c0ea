//! The arguments of `otp source`, and which accounts commands look at.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Which accounts a command looks at.
#[derive(Debug, Clone, Default, Args)]
pub struct InSight {
    /// Only accounts of this source
    #[arg(long, value_name = "SOURCE", conflicts_with = "own")]
    pub source: Option<String>,
    /// Only accounts of your own vault, none of sources
    #[arg(long)]
    pub own: bool,
}

/// The password of another program's file.
#[derive(Debug, Clone, Default, Args)]
pub struct FilePassword {
    /// Read the password of the file from this file
    #[arg(long, value_name = "FILE", conflicts_with = "password_fd")]
    pub password_file: Option<PathBuf>,
    /// Read the password of the file from this open file descriptor
    #[arg(long, value_name = "N")]
    pub password_fd: Option<u32>,
}

/// `otp source`
#[derive(Debug, Subcommand)]
pub enum Source {
    /// Show the accounts of another program's vault beside yours; it is only read
    Add(SourceAdd),
    /// List the sources, where they are, and what is wrong with them
    #[command(visible_alias = "ls")]
    List(SourceList),
    /// Give a source another name
    #[command(visible_alias = "mv")]
    Rename(SourceRename),
    /// Show a source no more; its file stays as it is
    #[command(visible_alias = "remove")]
    Rm(SourceRm),
    /// Say where a source is on this device
    At(SourceAt),
}

/// `otp source add`
#[derive(Debug, Args)]
pub struct SourceAdd {
    /// The file, or a folder of backups whose newest fitting file counts
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// What to call it; by default it is called like its program
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub password: FilePassword,
}

/// `otp source list`
#[derive(Debug, Args)]
pub struct SourceList {
    /// Print a JSON array
    #[arg(long)]
    pub json: bool,
}

/// `otp source rename`
#[derive(Debug, Args)]
pub struct SourceRename {
    /// The name or id of a source
    #[arg(value_name = "SOURCE")]
    pub old: String,
    /// Its new name
    #[arg(value_name = "NEW")]
    pub new: String,
}

/// `otp source rm`
#[derive(Debug, Args)]
pub struct SourceRm {
    /// The name or id of a source
    #[arg(value_name = "SOURCE")]
    pub name: String,
}

/// `otp source at`
#[derive(Debug, Args)]
pub struct SourceAt {
    /// The name or id of a source
    #[arg(value_name = "SOURCE")]
    pub name: String,
    /// Its file, or the folder of its backups
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    #[allow(missing_docs, reason = "it would become a heading in --help")]
    #[command(flatten)]
    pub password: FilePassword,
}
