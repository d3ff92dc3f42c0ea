//! What can go wrong with the vault file, and what the user should hear when nothing did.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::Succession;
use crate::account::shown;
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
    /// It is a link that another user made, or one to something that is no age file.
    #[error(
        "{} is a link to {}, which is no vault of yours",
        shown(path),
        shown(target)
    )]
    BadLink {
        /// The link.
        path: PathBuf,
        /// Where it points.
        target: PathBuf,
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
    /// The keys were changed here, and the device that wrote the file has not heard of it.
    #[error("the vault was saved by a device that has not heard of a change of its keys")]
    Stale,
    /// Another device changed the keys, as happens when a device is removed.
    #[error("the device \"{by}\" has changed the keys of the vault", by = .0.by)]
    Rekeyed(Box<Succession>),
    /// The keys were changed on two devices that did not know of each other.
    #[error("the keys of the vault were changed here and on the device \"{by}\"", by = .0.by)]
    Split(Box<Succession>),
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
    /// The operating system gives no random numbers.
    #[error("the operating system gives no random numbers")]
    NoRandomness,
    /// It could be written, but never be read again.
    #[error("the vault would be larger than {} MiB", super::CAP >> 20)]
    TooLarge,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_open_is_told_apart() {
        let plugin = || OpenError::Plugin {
            message: "no".to_owned(),
        };
        let told = |error| StoreError::opening(error, Path::new("/there/vault.age")).to_string();
        let newer = DocumentError::Newer { found: 9 };
        for (error, wanted) in [
            (OpenError::UnknownFormat, "was written by a newer otp"),
            (OpenError::Document(newer), "was written by a newer otp"),
            (OpenError::NotForUs, "is not encrypted to this device's key"),
            (OpenError::Damaged, "/there/vault.age is damaged"),
            (OpenError::HeaderTooLong, "/there/vault.age is damaged"),
            (OpenError::ByPassphrase, "/there/vault.age is damaged"),
        ] {
            let told = told(error);
            assert!(told.contains(wanted), "{told}");
        }
        assert!(told(OpenError::Document(DocumentError::NoToken)).contains("know its token"));
        for (error, same) in [(OpenError::BadKey, OpenError::BadKey), (plugin(), plugin())] {
            assert_eq!(told(error), same.to_string(), "the key's own words");
        }
    }

    #[test]
    fn what_could_not_be_replaced_is_told_apart() {
        let path = PathBuf::from("/there/vault.age");
        let error = || FileError::reading(&path, std::io::Error::other("no room"));
        let failed = StoreError::from(ReplaceError::Failed(error())).to_string();
        assert_eq!(failed, "cannot read /there/vault.age: no room");
        let exists = StoreError::from(ReplaceError::Exists(path.clone())).to_string();
        assert_eq!(exists, "there is a vault at /there/vault.age already");
        let in_doubt = StoreError::from(ReplaceError::NotDurable(error())).to_string();
        assert!(in_doubt.contains("survive a power cut"), "{in_doubt}");
        assert!(StoreError::TooLarge.to_string().contains("64 MiB"));
    }
}
