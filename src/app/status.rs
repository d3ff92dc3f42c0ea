//! What opens the vault now, and the ways to keep it open: session and keyring.

use std::time::Duration;

use crate::account::Timestamp;
use crate::app::copy::capital;
use crate::app::unlock::{Source, Why};
use crate::app::{App, Error, Exit, Open, UnlockBy};
use crate::system::keyring::{KeyringError, Lookup, PATIENCE};
use crate::system::session::SessionError;
use crate::vault::VaultId;
use crate::vault::keys::DeviceKey;

/// What a source would do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceState {
    /// It opens the vault without a question.
    Opens,
    /// It does not; the detail says why.
    Closed,
}

/// A source and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStatus {
    /// `session`, `keyring`, `passphrase` …
    pub name: String,
    /// Whether it opens the vault.
    pub state: SourceState,
    /// One line.
    pub detail: String,
}

/// Every source, in the order they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether there is a vault at all.
    pub exists: bool,
    /// In the order they are asked.
    pub sources: Vec<SourceStatus>,
    /// How long the first of them that opens will do so.
    pub left: Option<Duration>,
}

impl Status {
    /// The source that opens the vault without a question.
    pub fn opens_by(&self) -> Option<&str> {
        self.sources
            .iter()
            .find(|source| source.state == SourceState::Opens)
            .map(|source| source.name.as_str())
    }
}

impl App {
    /// Looks at every source; asks nobody and opens nothing.
    pub fn status(&self) -> Result<Status, Error> {
        let mut sources = Vec::new();
        let mut left = None;
        if let Some(path) = &self.options.identity {
            sources.push(opens(
                Source::IdentityFile,
                format!("{} is used and nothing else", path.display()),
            ));
        } else if self.options.passphrase.is_some() {
            sources.push(opens(
                Source::GivenPassphrase,
                "used and nothing else".to_owned(),
            ));
        } else {
            let id = self.known_vault_id();
            let (session, time) = self.session_status(id.as_deref());
            left = time;
            sources.push(session);
            sources.push(self.keyring_status(id.as_deref()));
            let detail = if self.places.identity.is_file() {
                "asked for on the terminal".to_owned()
            } else {
                format!(
                    "{} is missing; `otp init --recover` makes it",
                    self.places.identity.display()
                )
            };
            sources.push(closed(Source::Prompt, detail));
        }
        Ok(Status {
            exists: self.has_vault(),
            sources,
            left,
        })
    }

    fn session_status(&self, id: Option<&str>) -> (SourceStatus, Option<Duration>) {
        let Some(id) = id else {
            return (closed(Source::Session, Why::UnknownVault.to_string()), None);
        };
        match self.system.session.read(id) {
            Ok(Some(session)) => {
                let now = self.system.clock.now().millis();
                let left = session
                    .until
                    .map(|until| Duration::from_millis(until.millis().saturating_sub(now)));
                (opens(Source::Session, "open".to_owned()), left)
            }
            Ok(None) => (closed(Source::Session, Why::NoSession.to_string()), None),
            Err(error) => (closed(Source::Session, error.to_string()), None),
        }
    }

    fn keyring_status(&self, id: Option<&str>) -> SourceStatus {
        if !self.uses_keyring() {
            return closed(Source::Keyring, Why::SwitchedOff.to_string());
        }
        let Some(id) = id else {
            return closed(Source::Keyring, Why::UnknownVault.to_string());
        };
        match self.system.keyring.lookup(id, PATIENCE) {
            Lookup::Found(_) => opens(Source::Keyring, "holds the key".to_owned()),
            Lookup::Absent => closed(Source::Keyring, Why::NotInKeyring.to_string()),
            Lookup::Locked => closed(Source::Keyring, Why::KeyringLocked.to_string()),
            Lookup::Unavailable(reason) => closed(Source::Keyring, reason),
            Lookup::TimedOut => closed(Source::Keyring, Why::TimedOut.to_string()),
        }
    }

    /// Keeps the key in the session store for a time.
    pub fn open_session(&self, open: &Open, length: Duration) -> Result<(), Error> {
        let id = open.vault().id().as_str();
        let until = Timestamp::from_millis(
            self.system
                .clock
                .now()
                .millis()
                .saturating_add(u64::try_from(length.as_millis()).unwrap_or(u64::MAX)),
        );
        self.system
            .session
            .open(id, open.key().line(), length, until)
            .map_err(|error| session_error(&error))
    }

    /// Keeps the key in the keyring of the operating system, and sees that it is kept.
    pub fn remember(&self, id: &VaultId, key: &DeviceKey) -> Result<(), Error> {
        self.system
            .keyring
            .store(id.as_str(), key.line())
            .map_err(|error| keyring_error(&error))
    }

    /// Takes the key out of the keyring; false when it was not there.
    pub fn forget(&self) -> Result<bool, Error> {
        match self.known_vault_id() {
            Some(id) => self
                .system
                .keyring
                .forget(&id)
                .map_err(|error| keyring_error(&error)),
            None => Ok(false),
        }
    }

    /// Ends the session and clears a copied code; false when no session was open.
    pub fn lock(&self) -> Result<bool, Error> {
        self.system.clipboard.clear();
        let Some(id) = self.known_vault_id() else {
            return Ok(false);
        };
        match self.system.session.close(&id) {
            Ok(closed) => Ok(closed),
            // Where there is no session store, nothing can be open.
            Err(SessionError::NoStore(_)) => Ok(false),
            Err(error) => Err(session_error(&error)),
        }
    }

    /// True when a keyring answers, is open and would be asked later, so that offering it makes sense.
    pub fn keyring_is_usable(&self) -> bool {
        self.uses_keyring() && self.system.keyring.ready().is_ok()
    }

    /// False when an option or a setting keeps the keyring out of it.
    pub fn uses_keyring(&self) -> bool {
        !self.options.no_keyring && self.settings.unlock != UnlockBy::Passphrase
    }
}

fn opens(source: Source, detail: String) -> SourceStatus {
    SourceStatus {
        name: source.to_string(),
        state: SourceState::Opens,
        detail,
    }
}

fn closed(source: Source, detail: String) -> SourceStatus {
    SourceStatus {
        name: source.to_string(),
        state: SourceState::Closed,
        detail,
    }
}

fn session_error(error: &SessionError) -> Error {
    Error::new(
        Exit::Failed,
        capital(&error.to_string()),
        "Use the keyring (`otp unlock --remember`) or --identity FILE instead.",
    )
}

fn keyring_error(error: &KeyringError) -> Error {
    let advice = match error {
        KeyringError::Locked => "Unlock it with the tool of your desktop, then try again.",
        _ => "Use `otp unlock --for 8h` or --identity FILE instead.",
    };
    Error::new(Exit::Locked, capital(&error.to_string()), advice)
}
