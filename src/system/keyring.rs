//! Keyring: the device identity in the keyring of the desktop or the operating system. Nothing here can hang.

use std::time::Duration;

use thiserror::Error;

use super::Environment;
use super::timeout::{self, NoAnswer};
use crate::account::SecretText;

mod opening;
#[cfg(all(unix, not(target_os = "macos")))]
mod secret_service;
#[cfg(all(unix, not(target_os = "macos")))]
mod session_key;

pub use opening::Opening;

/// Name of the items' service; their user name is the vault's id.
pub const SERVICE: &str = "otp";

/// How long a window of the desktop that asks for the keyring's password may stay unanswered.
pub const ANSWER: Duration = Duration::from_secs(60);

/// How long a keyring may take for one question when nobody is expected to answer a dialog.
pub const TIMEOUT: Duration = Duration::from_secs(2);

/// What the keyring says about a vault's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Here it is, one `AGE-SECRET-KEY-1…` line.
    Found(SecretText),
    /// The keyring is open and does not hold it.
    Absent,
    /// The keyring holds it and is locked. It was not asked to open.
    Locked,
    /// There is no keyring here.
    Unavailable(String),
    /// No answer in time.
    TimedOut,
}

/// Why an identity could not be put into the keyring or taken out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyringError {
    /// It has to be unlocked first.
    #[error("the keyring is locked")]
    Locked,
    /// There is no keyring here.
    #[error("there is no keyring: {0}")]
    Unavailable(String),
    /// No answer in time.
    #[error("the keyring does not answer")]
    TimedOut,
    /// It said yes, and then did not have it.
    #[error("the keyring took the identity and did not keep it")]
    NotKept,
}

/// A keyring for identities, one per vault.
pub trait Keyring: Send + Sync {
    /// Looks for a vault's identity, without opening any dialog, for at most `limit`.
    fn lookup(&self, vault_id: &str, limit: Duration) -> Lookup;
    /// Has the desktop ask for the password of a locked keyring, in a window of its own, and waits for at most
    /// `limit` in the background. `None` where there is no such window, or nobody to see it.
    fn open(&self, _vault_id: &str, _limit: Duration) -> Option<Opening> {
        None
    }
    /// Whether an identity could be put in now, without a dialog that somebody has to answer.
    fn ready(&self) -> Result<(), KeyringError>;
    /// Puts an identity in, replacing an older one, and makes sure that it is there.
    fn store(&self, vault_id: &str, identity: &SecretText) -> Result<(), KeyringError>;
    /// Takes it out; false when it was not there.
    fn forget(&self, vault_id: &str) -> Result<bool, KeyringError>;
}

/// Secret Service (Linux, BSD), Keychain (macOS), Credential Manager (Windows).
#[derive(Debug, Clone)]
pub struct SystemKeyring {
    environment: Environment,
}

impl SystemKeyring {
    /// Opens nothing yet.
    pub fn new(environment: Environment) -> Self {
        Self { environment }
    }
}

impl Keyring for SystemKeyring {
    fn lookup(&self, vault_id: &str, limit: Duration) -> Lookup {
        if let Err(reason) = platform::reachable(&self.environment) {
            return Lookup::Unavailable(reason);
        }
        let id = vault_id.to_owned();
        match timeout::run(limit, move || platform::lookup(&id, limit)) {
            Ok(lookup) => lookup,
            Err(NoAnswer::TimedOut) => Lookup::TimedOut,
            Err(NoAnswer::Broken) => Lookup::Unavailable("asking it failed".to_owned()),
        }
    }

    fn open(&self, vault_id: &str, limit: Duration) -> Option<Opening> {
        if !self.environment.has_display() || platform::reachable(&self.environment).is_err() {
            return None;
        }
        let id = vault_id.to_owned();
        Opening::start(move || platform::open(&id, limit))
    }

    fn ready(&self) -> Result<(), KeyringError> {
        platform::reachable(&self.environment).map_err(KeyringError::Unavailable)?;
        guarded(|| platform::writable(TIMEOUT))
    }

    fn store(&self, vault_id: &str, identity: &SecretText) -> Result<(), KeyringError> {
        // A locked keyring would open a dialog that nobody may be looking at.
        self.ready()?;
        let secret = SecretText::from(identity.expose().trim());
        let (id, copy) = (vault_id.to_owned(), secret.clone());
        guarded(move || entry(&id)?.set_password(copy.expose()).map_err(explain))?;
        // Some keyrings say yes and forget: a collection that lives as long as the session, a full disk.
        match self.lookup(vault_id, TIMEOUT) {
            Lookup::Found(kept) if kept == secret => Ok(()),
            Lookup::Found(_) | Lookup::Absent => Err(KeyringError::NotKept),
            Lookup::Locked => Err(KeyringError::Locked),
            Lookup::Unavailable(reason) => Err(KeyringError::Unavailable(reason)),
            Lookup::TimedOut => Err(KeyringError::TimedOut),
        }
    }

    fn forget(&self, vault_id: &str) -> Result<bool, KeyringError> {
        self.ready()?;
        let id = vault_id.to_owned();
        guarded(move || match entry(&id)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(keyring::Error::NoEntry) => Ok(false),
            Err(error) => Err(explain(error)),
        })
    }
}

fn guarded<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    match timeout::run(TIMEOUT, call) {
        Ok(result) => result,
        Err(NoAnswer::TimedOut) => Err(KeyringError::TimedOut),
        Err(NoAnswer::Broken) => Err(KeyringError::Unavailable("asking it failed".to_owned())),
    }
}

fn entry(vault_id: &str) -> Result<keyring::Entry, KeyringError> {
    keyring::Entry::new(SERVICE, vault_id).map_err(|error| match keyring::Entry::store_status() {
        // `new` hides the reason; the status has it.
        Err(reason) => KeyringError::Unavailable(reason.to_string()),
        Ok(()) => explain(error),
    })
}

/// Never the error's own `Debug`: some variants carry the secret.
fn explain(error: keyring::Error) -> KeyringError {
    match error {
        keyring::Error::NoStorageAccess(reason) | keyring::Error::PlatformFailure(reason) => {
            KeyringError::Unavailable(reason.to_string())
        }
        keyring::Error::NoEntry => KeyringError::NotKept,
        keyring::Error::Ambiguous(_) => {
            KeyringError::Unavailable("it holds several identities for this vault".to_owned())
        }
        _ => KeyringError::Unavailable("it refuses".to_owned()),
    }
}

/// One line, without white space around it; `Absent` when it is empty or not text.
fn found(secret: &[u8]) -> Lookup {
    match std::str::from_utf8(secret).map(str::trim) {
        Ok(text) if !text.is_empty() => Lookup::Found(SecretText::from(text)),
        _ => Lookup::Absent,
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
use secret_service as platform;

#[cfg(any(windows, target_os = "macos"))]
mod platform {
    //! Keychain and Credential Manager: always there, read through the same crate that writes.

    use std::time::Duration;

    use zeroize::Zeroizing;

    use super::{Environment, KeyringError, Lookup, entry, explain, found};

    pub(super) fn reachable(_: &Environment) -> Result<(), String> {
        Ok(())
    }

    pub(super) fn lookup(vault_id: &str, _: Duration) -> Lookup {
        let entry = match entry(vault_id) {
            Ok(entry) => entry,
            Err(error) => return Lookup::Unavailable(error.to_string()),
        };
        match entry.get_secret() {
            Ok(secret) => found(&Zeroizing::new(secret)),
            Err(keyring::Error::NoEntry) => Lookup::Absent,
            Err(keyring::Error::NoStorageAccess(_)) => Lookup::Locked,
            Err(error) => Lookup::Unavailable(explain(error).to_string()),
        }
    }

    /// These keyrings ask by themselves.
    pub(super) fn open(_: &str, _: Duration) -> Option<crate::account::SecretText> {
        None
    }

    pub(super) fn writable(_: Duration) -> Result<(), KeyringError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_bus_nothing_is_tried() {
        let keyring = SystemKeyring::new(Environment::of([]));
        if cfg!(any(windows, target_os = "macos")) {
            return;
        }
        assert!(matches!(
            keyring.lookup("k3v9", TIMEOUT),
            Lookup::Unavailable(_)
        ));
        let identity = SecretText::from("AGE-SECRET-KEY-1TEST");
        assert!(matches!(
            keyring.store("k3v9", &identity),
            Err(KeyringError::Unavailable(_))
        ));
        assert!(matches!(
            keyring.forget("k3v9"),
            Err(KeyringError::Unavailable(_))
        ));
    }

    #[test]
    fn what_a_keyring_holds_is_trimmed_and_checked() {
        let identity = SecretText::from("AGE-SECRET-KEY-1TEST");
        assert_eq!(found(b"AGE-SECRET-KEY-1TEST\n"), Lookup::Found(identity));
        assert_eq!(found(b" \n"), Lookup::Absent);
        assert_eq!(found(&[0xff]), Lookup::Absent);
    }
}
