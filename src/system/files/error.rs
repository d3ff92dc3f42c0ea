//! What can go wrong with a file, with its path and what was tried.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::account::shown;

/// What was tried when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Reading a file, or looking at it.
    Read,
    /// Writing a file beside the one to be replaced.
    Write,
    /// Putting the new file into the place of the old one.
    Replace,
    /// Making a folder.
    CreateFolder,
    /// Taking the lock.
    Lock,
    /// Removing a file.
    Remove,
    /// Making sure the replacement survives a power cut.
    Sync,
}

impl Attempt {
    const fn verb(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Replace => "replace",
            Self::CreateFolder => "create",
            Self::Lock => "lock",
            Self::Remove => "remove",
            Self::Sync => "sync",
        }
    }
}

/// A file operation that failed, with the path.
#[derive(Debug, Error)]
#[error("cannot {} {}: {source}", .attempt.verb(), shown(.path))]
pub struct FileError {
    /// What was tried.
    pub attempt: Attempt,
    /// On which file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl FileError {
    pub(super) fn at(attempt: Attempt, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self {
            attempt,
            path,
            source,
        }
    }
}

impl FileError {
    /// A file that could not be read.
    pub fn reading(path: &Path, source: io::Error) -> Self {
        Self::at(Attempt::Read, path)(source)
    }

    /// True when what is there is no file that could ever be read: too large, or not a regular file.
    pub fn is_unfit(&self) -> bool {
        use io::ErrorKind::{FileTooLarge, InvalidInput, IsADirectory};
        matches!(
            self.source.kind(),
            FileTooLarge | InvalidInput | IsADirectory
        )
    }
}

/// How a replacement failed.
#[derive(Debug, Error)]
pub enum ReplaceError {
    /// The old file is as it was.
    #[error(transparent)]
    Failed(FileError),
    /// [`super::Prepared::create`] found a file in the place.
    #[error("{} exists already", shown(.0))]
    Exists(PathBuf),
    /// The new file is in place, but may be lost in a power cut.
    #[error("the file was replaced, but the folder could not be synced: {0}")]
    NotDurable(FileError),
}
