//! Where an identity is looked for, and why it was not there.

use std::fmt;

use thiserror::Error;

use crate::system::prompt::PromptError;
use crate::system::secret_file::SecretFileError;
use crate::system::session::SessionError;
use crate::vault::keys::UnwrapError;

/// Where an identity is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// `--identity`.
    IdentityFile,
    /// `--passphrase-file` or `--passphrase-fd`, with the wrapped identity of this device.
    GivenPassphrase,
    /// `otp unlock`.
    Session,
    /// The keyring of the desktop or operating system.
    Keyring,
    /// A passphrase typed at the terminal, with the wrapped identity of this device.
    Prompt,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IdentityFile => "--identity",
            Self::GivenPassphrase => "given passphrase",
            Self::Session => "session",
            Self::Keyring => "keyring",
            Self::Prompt => "passphrase",
        })
    }
}

/// Why a source had no identity.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SkipReason {
    /// This device has not opened the vault yet and does not know its id.
    #[error("this device does not know the vault yet")]
    UnknownVault,
    /// `otp unlock` was not called, or its time is over.
    #[error("none is open")]
    NoSession,
    /// The session store says no.
    #[error("{0}")]
    Session(#[from] SessionError),
    /// `--no-keyring`, or the setting.
    #[error("switched off")]
    SwitchedOff,
    /// The keyring is open and does not hold it.
    #[error("it does not hold the identity")]
    NotInKeyring,
    /// What it holds is of no use for this vault.
    #[error("what it holds does not open this vault")]
    WrongKey,
    /// The keyring is locked.
    #[error("it is locked")]
    KeyringLocked,
    /// No keyring here.
    #[error("{0}")]
    NoKeyring(String),
    /// It was given up.
    #[error("it does not answer")]
    TimedOut,
    /// The file is not there or must not be used.
    #[error("{0}")]
    File(#[from] SecretFileError),
    /// The identity file does not open.
    #[error("{0}")]
    Wrapped(#[from] UnwrapError),
    /// Nobody answered.
    #[error("{0}")]
    Prompt(#[from] PromptError),
    /// The caller asks nobody.
    #[error("not asked")]
    NotAsked,
}

/// A source without an identity, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it was looked for.
    pub source: Source,
    /// Why it was not there.
    pub why: SkipReason,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.why)
    }
}
