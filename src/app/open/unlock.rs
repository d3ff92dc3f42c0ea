//! Unlock: finds the identity that opens the vault, source by source, and remembers why the others had none.

use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use thiserror::Error;

use crate::account::SecretText;
use crate::app::store::memory::Memory;
use crate::system::System;
use crate::system::keyring::{ANSWER, Lookup, Opening, TIMEOUT};
use crate::system::prompt::PromptError;
use crate::system::secret_file::{self, SecretFileError};
use crate::system::session::Session;
use crate::vault::keys::UnwrapError;

mod reason;

pub use reason::{SkipReason, Skipped, Source};

/// How often a passphrase may be typed wrong before the program gives up.
const ATTEMPTS: u32 = 3;

/// Takes the passphrase off an identity file: `(file, passphrase) -> identity text`.
pub type Unwrap<'a> = &'a dyn Fn(&[u8], &SecretString) -> Result<SecretText, UnwrapError>;

/// An identity and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlocked {
    /// Text of an identity file: comments and `AGE-SECRET-KEY-1…` or `AGE-PLUGIN-…` lines.
    pub identity: SecretText,
    /// Who had it.
    pub source: Source,
    /// Who was asked before and had none.
    pub skipped: Vec<Skipped>,
}

/// Why the vault stays closed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnlockError {
    /// No source has the identity. One reason for each, in the order they were asked.
    #[error("the vault is locked")]
    Locked(Vec<Skipped>),
    /// What was given explicitly does not work; nothing else was tried.
    #[error("{0}")]
    Given(Skipped),
    /// ^C at the prompt.
    #[error("interrupted")]
    Interrupted,
}

/// Where to find a passphrase given in advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenPassphrase {
    /// `--passphrase-file FILE`: its first line.
    File(PathBuf),
    /// `--passphrase-fd N`: the first line.
    Descriptor(u32),
}

/// Whether the keyring is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyringUse {
    /// Yes.
    #[default]
    Ask,
    /// `--no-keyring`, or the setting.
    Leave,
}

/// Whether somebody may be asked for the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asking {
    /// On the terminal, if there is one.
    #[default]
    Allowed,
    /// Never: completions, `otp status`, the TUI, which has its own screen for it.
    Never,
}

/// The one source to ask, when the person said which, as the interface has them do.
#[derive(Debug, Clone)]
pub enum By {
    /// The passphrase, typed already.
    Passphrase(SecretString),
    /// The keyring.
    Keyring,
}

/// Where the wrapped identity of this device is.
#[derive(Debug, Clone)]
pub enum Wrapped {
    /// `identity.age`.
    File(PathBuf),
    /// Nowhere on the disk.
    Memory(Memory),
}

impl Default for Wrapped {
    fn default() -> Self {
        Self::File(PathBuf::new())
    }
}

impl Wrapped {
    fn read(&self) -> Result<Vec<u8>, SecretFileError> {
        match self {
            Self::File(path) => secret_file::read_wrapped(path),
            Self::Memory(memory) => memory
                .identity()
                .ok_or_else(|| SecretFileError::Missing("identity.age".into())),
        }
    }
}

/// What is known before anything is tried.
#[derive(Debug, Clone, Default)]
pub struct Unlock {
    /// `--identity`; `-` is standard input.
    pub identity: Option<PathBuf>,
    /// `--passphrase-file`, `--passphrase-fd`.
    pub passphrase: Option<GivenPassphrase>,
    /// Whether the keyring is looked into.
    pub keyring: KeyringUse,
    /// Whether somebody may be asked.
    pub asking: Asking,
    /// What this device calls its session and its keyring item; `None` before it has seen the vault (`seen.toml`).
    pub item: Option<String>,
    /// The wrapped identity of this device.
    pub wrapped: Wrapped,
    /// Sources whose key turned out not to open the vault.
    pub rejected: Vec<Source>,
    /// Asks this source and no other.
    pub only: Option<By>,
}

impl Unlock {
    /// Asks the sources in order until one has the identity. What was given explicitly is the only source then.
    pub fn identity(&self, system: &System, unwrap: Unwrap<'_>) -> Result<Unlocked, UnlockError> {
        match &self.only {
            Some(By::Passphrase(typed)) => {
                let wrapped = self.wrapped.read().map_err(SkipReason::from);
                let identity = wrapped.and_then(|wrapped| Ok(unwrap(&wrapped, typed)?));
                return given_result(Source::Prompt, identity);
            }
            Some(By::Keyring) => return given_result(Source::Keyring, self.by_keyring(system)),
            None => {}
        }
        if let Some(file) = &self.identity {
            return self.by_file(file, system, unwrap);
        }
        if let Some(given) = &self.passphrase {
            return given_result(Source::GivenPassphrase, self.by_passphrase(given, unwrap));
        }
        let mut skipped = Vec::new();
        for source in [Source::Session, Source::Keyring] {
            let identity = match source {
                Source::Session => self.by_session(system).map(|session| session.identity),
                _ => self.by_keyring(system),
            };
            match identity {
                Ok(identity) => {
                    return Ok(Unlocked {
                        identity,
                        source,
                        skipped,
                    });
                }
                Err(why) => skipped.push(Skipped { source, why }),
            }
        }
        let opening = self.opening(system, skipped.last());
        match self.by_prompt(system, unwrap, opening.as_ref()) {
            Ok((identity, source)) => Ok(Unlocked {
                identity,
                source,
                skipped,
            }),
            Err(SkipReason::Prompt(PromptError::Interrupted)) => Err(UnlockError::Interrupted),
            Err(why) => {
                skipped.push(Skipped {
                    source: Source::Prompt,
                    why,
                });
                Err(UnlockError::Locked(skipped))
            }
        }
    }

    /// An identity file; one that is itself wrapped by a passphrase is unwrapped with the given or typed one.
    fn by_file(
        &self,
        file: &Path,
        system: &System,
        unwrap: Unwrap<'_>,
    ) -> Result<Unlocked, UnlockError> {
        let text = if file.as_os_str() == "-" {
            secret_file::read_identity_from_stdin()
        } else {
            secret_file::read_identity(file)
        };
        let identity = text.map_err(SkipReason::from).and_then(|text| {
            if !is_wrapped(text.expose()) {
                return Ok(text);
            }
            let bytes = text.expose().as_bytes();
            match &self.passphrase {
                Some(given) => Ok(unwrap(bytes, &read_given(given)?)?),
                None => Ok(self.ask(system, bytes, unwrap, None)?.0),
            }
        });
        given_result(Source::IdentityFile, identity)
    }

    fn by_passphrase(
        &self,
        given: &GivenPassphrase,
        unwrap: Unwrap<'_>,
    ) -> Result<SecretText, SkipReason> {
        let passphrase = read_given(given)?;
        let wrapped = self.wrapped.read()?;
        Ok(unwrap(&wrapped, &passphrase)?)
    }

    /// The item to ask a source for, unless it has been asked in vain.
    fn known_item(&self, source: Source) -> Result<&str, SkipReason> {
        if self.rejected.contains(&source) {
            return Err(SkipReason::WrongKey);
        }
        self.item.as_deref().ok_or(SkipReason::UnknownVault)
    }

    /// What the session holds.
    pub(super) fn by_session(&self, system: &System) -> Result<Session, SkipReason> {
        let item = self.known_item(Source::Session)?;
        system.session.read(item)?.ok_or(SkipReason::NoSession)
    }

    /// What the keyring holds.
    pub(super) fn by_keyring(&self, system: &System) -> Result<SecretText, SkipReason> {
        if self.keyring == KeyringUse::Leave {
            return Err(SkipReason::SwitchedOff);
        }
        let item = self.known_item(Source::Keyring)?;
        match system.keyring.lookup(item, TIMEOUT) {
            Lookup::Found(identity) => Ok(identity),
            Lookup::Absent => Err(SkipReason::NotInKeyring),
            Lookup::Locked => Err(SkipReason::KeyringLocked),
            Lookup::Unavailable(reason) => Err(SkipReason::NoKeyring(reason)),
            Lookup::TimedOut => Err(SkipReason::TimedOut),
        }
    }

    /// A locked keyring may be opened in a window of the desktop while the terminal asks, by a person who sees both.
    fn opening(&self, system: &System, last: Option<&Skipped>) -> Option<Opening> {
        let is_locked = last.is_some_and(|skipped| skipped.why == SkipReason::KeyringLocked);
        if !is_locked || self.asking == Asking::Never || !system.prompt.is_there() {
            return None;
        }
        system.keyring.open(self.item.as_deref()?, ANSWER)
    }

    fn by_prompt(
        &self,
        system: &System,
        unwrap: Unwrap<'_>,
        opening: Option<&Opening>,
    ) -> Result<(SecretText, Source), SkipReason> {
        // Before anybody is asked: a passphrase is of no use without the file.
        let wrapped = self.wrapped.read()?;
        self.ask(system, &wrapped, unwrap, opening)
    }

    fn ask(
        &self,
        system: &System,
        wrapped: &[u8],
        unwrap: Unwrap<'_>,
        opening: Option<&Opening>,
    ) -> Result<(SecretText, Source), SkipReason> {
        if self.asking == Asking::Never {
            return Err(SkipReason::NotAsked);
        }
        let mut question = match opening {
            Some(_) => {
                "Keyring locked: its window asks for its password. Or the vault's passphrase: "
            }
            None => "Passphrase: ",
        };
        for attempt in 1..=ATTEMPTS {
            let typed = match opening {
                Some(opening) => system.prompt.passphrase_unless(question, opening.bell()),
                None => system.prompt.passphrase(question),
            };
            if let Err(PromptError::TakenBack) = typed {
                let identity = opening.and_then(Opening::identity);
                return Ok((identity.ok_or(SkipReason::NotInKeyring)?, Source::Keyring));
            }
            match unwrap(wrapped, &typed?) {
                Err(UnwrapError::WrongPassphrase) if attempt < ATTEMPTS => {
                    question = "Wrong, please try again. Passphrase: ";
                }
                other => return Ok((other?, Source::Prompt)),
            }
        }
        Err(UnwrapError::WrongPassphrase.into())
    }
}

pub(super) fn read_given(given: &GivenPassphrase) -> Result<SecretString, SecretFileError> {
    match given {
        GivenPassphrase::File(path) => secret_file::read_passphrase(path),
        GivenPassphrase::Descriptor(number) => secret_file::read_passphrase_from(*number),
    }
}

/// An armored or binary age file instead of identities in plain text.
fn is_wrapped(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with("-----BEGIN AGE ENCRYPTED FILE-----")
        || start.starts_with("age-encryption.org/v1")
}

fn given_result(
    source: Source,
    identity: Result<SecretText, SkipReason>,
) -> Result<Unlocked, UnlockError> {
    match identity {
        Ok(identity) => Ok(Unlocked {
            identity,
            source,
            skipped: Vec::new(),
        }),
        Err(SkipReason::Prompt(PromptError::Interrupted)) => Err(UnlockError::Interrupted),
        Err(why) => Err(UnlockError::Given(Skipped { source, why })),
    }
}

#[cfg(test)]
mod tests;
