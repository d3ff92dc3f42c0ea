//! What can go wrong with the vault file, and what the user should hear when nothing did.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::account::{Label, Timestamp, shown};
use crate::system::files::{FileError, ReplaceError};
use crate::vault::crypt::{OpenError, SealError};
use crate::vault::document::DocumentError;

/// Why the vault was not read or saved. Unless it says otherwise the file is as it was.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no vault.
    #[error("there is no vault at {}", shown(.path))]
    Missing {
        /// Where one was looked for.
        path: PathBuf,
    },
    /// [`super::Repo::create`] found one.
    #[error("there is a vault at {} already", shown(.path))]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// Not an age file, cut off, changed, or its text is not a vault's.
    #[error("the vault {} is damaged: {source}", shown(.path))]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Details.
        source: OpenError,
    },
    /// Written in a format (of the vault or of age) this version does not know.
    #[error("the vault {} was written by a newer otp", shown(.path))]
    Newer {
        /// Which file.
        path: PathBuf,
    },
    /// None of its recipients is this device's key.
    #[error("the vault {} is not encrypted to this device's key", shown(.path))]
    NotForUs {
        /// Which file.
        path: PathBuf,
    },
    /// The key could not be used: its plugin is missing or refused.
    #[error(transparent)]
    Key(OpenError),
    /// Someone wrote it who could not read the vault: only public keys are needed for that.
    #[error("the vault was replaced by someone who does not know its token")]
    Forged,
    /// Older than what this device last saw.
    #[error("the vault is older than what this device last saw")]
    RolledBack,
    /// Another device changed the token, as happens when a device is removed.
    #[error("the device \"{by}\" has changed the vault's token")]
    Rekeyed {
        /// When.
        at: Timestamp,
        /// Which device says it did.
        by: Label,
        /// The new fingerprint, to be compared on both screens.
        words: [&'static str; 4],
    },
    /// Another process was saving for five seconds.
    #[error("another otp process is saving")]
    Busy,
    /// Something replaces the file all the time.
    #[error("{} is being replaced again and again by another program", shown(.path))]
    KeepsChanging {
        /// Which file.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Saved, but a power cut now might bring back the state before.
    #[error("the vault was saved, but whether it would survive a power cut is unknown: {0}")]
    NotDurable(#[source] FileError),
    /// Encrypting failed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl StoreError {
    pub(super) fn opening(error: OpenError, path: &Path) -> Self {
        let path = path.to_owned();
        match error {
            OpenError::UnknownFormat | OpenError::Document(DocumentError::Newer { .. }) => {
                Self::Newer { path }
            }
            OpenError::NotForUs => Self::NotForUs { path },
            OpenError::Document(DocumentError::NoToken) => Self::Forged,
            OpenError::PluginMissing { .. } | OpenError::Plugin { .. } | OpenError::BadKey => {
                Self::Key(error)
            }
            OpenError::Damaged
            | OpenError::HeaderTooLong
            | OpenError::ByPassphrase
            | OpenError::Document(_) => Self::Damaged {
                path,
                source: error,
            },
        }
    }
}

impl From<ReplaceError> for StoreError {
    fn from(error: ReplaceError) -> Self {
        match error {
            ReplaceError::Failed(error) => Self::File(error),
            ReplaceError::Exists(path) => Self::Exists { path },
            ReplaceError::NotDurable(error) => Self::NotDurable(error),
        }
    }
}

/// Why an update was not made.
#[derive(Debug, Error)]
pub enum UpdateError<E> {
    /// The change itself was refused.
    #[error("{0}")]
    Change(E),
    /// The file was.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Things that are fine but worth a line.
#[derive(Debug)]
pub enum Notice {
    /// Nothing was pinned before: the vault was trusted as it is.
    FirstSight,
    /// A sync tool had dropped one of our saves; it was merged back.
    LostSaveRestored,
    /// A conflict copy beside the vault was merged.
    CopyMerged(PathBuf),
    /// A copy of this vault with another token lies beside it: left alone.
    CopyNotTrusted(PathBuf),
    /// A file beside the vault is too large to be a copy of it; said once.
    CopyTooLarge(PathBuf),
    /// There are so many files beside the vault that these were left for the next command.
    CopiesNotLookedAt(usize),
    /// A merged conflict copy could not be moved away.
    CopyNotMoved(FileError),
    /// `seen.toml` is damaged: nothing was pinned.
    PinsDamaged,
    /// `seen.toml` could not be written.
    PinsNotSaved(ReplaceError),
    /// A backup could not be written; the vault itself is saved.
    BackupFailed(FileError),
}

impl Notice {
    /// True when this save has no backup: what is noted of the newest one would be said of an older save.
    pub(super) fn is_missing_backup(&self) -> bool {
        matches!(self, Self::BackupFailed(_))
    }
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::FirstSight => {
                f.write_str("this device sees the vault for the first time and trusts it")
            }
            Self::LostSaveRestored => {
                f.write_str("another program had dropped a save of this device; it was merged back")
            }
            Self::CopyMerged(path) => {
                write!(f, "merged the conflict copy {}", shown(path))
            }
            Self::CopyNotTrusted(path) => {
                let path = shown(path);
                write!(
                    f,
                    "{path} is a copy of this vault with another token; it was not merged"
                )
            }
            Self::CopyTooLarge(path) => {
                let path = shown(path);
                write!(
                    f,
                    "{path} is too large for a copy of the vault and was left alone; if it is one: otp restore --from FILE"
                )
            }
            Self::CopiesNotLookedAt(count) => write!(
                f,
                "{count} more *.age files lie beside the vault and were not looked at; move away what is no copy of it"
            ),
            Self::CopyNotMoved(error) => write!(f, "a merged conflict copy stays: {error}"),
            Self::PinsDamaged => f.write_str(
                "the notes about what this device last saw are damaged and were begun anew",
            ),
            Self::PinsNotSaved(error) => {
                write!(
                    f,
                    "the vault is saved, but not that this device has seen it: {error}"
                )
            }
            Self::BackupFailed(error) => {
                write!(f, "the vault is saved, but not its backup: {error}")
            }
        }
    }
}
