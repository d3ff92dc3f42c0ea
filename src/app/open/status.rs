//! What opens the vault now, and the ways to keep it open: session and keyring.

use std::time::Duration;

use crate::account::{Plain, SecretText, Timestamp, capital, shown};
use crate::app::open::unlock::{Asking, SkipReason, Source, Unlock, UnlockError};
use crate::app::open::unwrap;
use crate::app::{App, Error, Exit, Group, Open, Sight, UnlockBy};
use crate::system::keyring::{KeyringError, Lookup, TIMEOUT};
use crate::system::session::SessionError;
use crate::vault::keys::DeviceKey;

/// What a source would do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceState {
    /// It opens the vault without a question.
    Opens,
    /// It does not; the detail says why.
    Closed,
    /// It should, and something is wrong with it; the detail says what.
    Ailing,
}

/// A source and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStatus {
    /// `session`, `keyring`, `passphrase` …
    pub name: String,
    /// Whether it opens the vault.
    pub state: SourceState,
    /// One line.
    pub detail: Plain,
}

impl SourceStatus {
    fn new(source: Source, state: SourceState, detail: impl Into<Plain>) -> Self {
        Self {
            name: source.to_string(),
            state,
            detail: detail.into(),
        }
    }

    fn closed(source: Source, detail: String) -> Self {
        Self::new(source, SourceState::Closed, detail)
    }

    fn ailing(source: Source, why: &SkipReason) -> Self {
        Self::new(source, SourceState::Ailing, why.to_string())
    }
}

/// Every source, in the order they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether there is a vault at all.
    pub exists: bool,
    /// In the order they are asked.
    pub sources: Vec<SourceStatus>,
    /// Whether a passphrase would be asked for where none of them opens it.
    pub asks: bool,
    /// How long the first of them that opens will do so.
    pub left: Option<Duration>,
    /// Nobody has confirmed yet to have the recovery key.
    pub lacks_recovery: bool,
    /// What is wrong with foreign vaults that are shown, a line each; nothing when no source opens ours.
    pub foreign: Vec<Plain>,
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
    /// Looks at every source; asks nobody.
    pub fn status(&self) -> Result<Status, Error> {
        let mut foreign = Vec::new();
        let mut sources = Vec::new();
        let mut left = None;
        let mut asks = false;
        if let Some(source) = self.given_source() {
            sources.push(self.given_status(source, &mut foreign));
        } else {
            let unlock = self.unlock(Asking::Never);
            let (session, time) = self.session_status(&unlock, &mut foreign);
            left = time;
            sources.push(session);
            sources.push(self.keyring_status(&unlock, &mut foreign));
            asks = self.places.identity.is_file();
            let detail = if asks {
                "asked for on the terminal".to_owned()
            } else {
                format!(
                    "{} is missing; `otp init --recover` makes it",
                    shown(&self.places.identity)
                )
            };
            sources.push(SourceStatus::closed(Source::Prompt, detail));
        }
        Ok(Status {
            exists: self.has_vault(),
            sources,
            asks,
            left,
            lacks_recovery: self.has_vault() && self.lacks_recovery(None),
            foreign,
        })
    }

    /// The one source that is used because it was given in the arguments.
    pub fn given_source(&self) -> Option<Source> {
        let passphrase = self.options.passphrase.is_some();
        match &self.options.identity {
            Some(_) => Some(Source::IdentityFile),
            None => passphrase.then_some(Source::GivenPassphrase),
        }
    }

    /// What was given is tried, whatever that takes.
    fn given_status(&self, source: Source, foreign: &mut Vec<Plain>) -> SourceStatus {
        let path = self.options.identity.as_deref().map(shown);
        match self.unlock(Asking::Never).identity(&self.system, &unwrap) {
            Ok(unlocked) => {
                let what = path.map_or_else(String::new, |path| format!("{path} is "));
                self.tried(
                    source,
                    &unlocked.identity,
                    &format!("{what}used and nothing else"),
                    foreign,
                )
            }
            Err(UnlockError::Given(skipped)) if skipped.why == SkipReason::NotAsked => {
                let what = path.map_or_else(String::new, |path| format!("{path} "));
                SourceStatus::closed(source, format!("{what}asks for its passphrase"))
            }
            Err(UnlockError::Given(skipped)) => SourceStatus::ailing(source, &skipped.why),
            Err(error) => SourceStatus::closed(source, error.to_string()),
        }
    }

    fn session_status(
        &self,
        unlock: &Unlock,
        foreign: &mut Vec<Plain>,
    ) -> (SourceStatus, Option<Duration>) {
        let session = match unlock.by_session(&self.system) {
            Ok(session) => session,
            Err(why) => return (SourceStatus::closed(Source::Session, why.to_string()), None),
        };
        let status = self.tried(Source::Session, &session.identity, "open", foreign);
        let until = session.until.filter(|_| status.state == SourceState::Opens);
        let now = self.system.clock.now().millis();
        let left = until.map(|until| Duration::from_millis(until.millis().saturating_sub(now)));
        (status, left)
    }

    fn keyring_status(&self, unlock: &Unlock, foreign: &mut Vec<Plain>) -> SourceStatus {
        match unlock.by_keyring(&self.system) {
            Ok(identity) => self.tried(Source::Keyring, &identity, "holds the key", foreign),
            Err(why @ SkipReason::TimedOut) => SourceStatus::ailing(Source::Keyring, &why),
            Err(why) => SourceStatus::closed(Source::Keyring, why.to_string()),
        }
    }

    /// Opens the vault with what a source has. A plugin's key alone is not tried, since it may want a touch.
    fn tried(
        &self,
        source: Source,
        identity: &SecretText,
        fine: &str,
        foreign: &mut Vec<Plain>,
    ) -> SourceStatus {
        let Ok(key) = DeviceKey::read(identity) else {
            return SourceStatus::ailing(source, &SkipReason::WrongKey);
        };
        if key.plugin().is_some() {
            let detail = format!("{fine}; the key of a plugin, which was not tried");
            return SourceStatus::new(source, SourceState::Opens, detail);
        }
        match Open::with_key(self, key) {
            Ok(open) => {
                if foreign.is_empty() {
                    *foreign = self.foreign_troubles(&open);
                }
                SourceStatus::new(source, SourceState::Opens, fine)
            }
            Err(error) if error.exit() == Exit::Locked => {
                SourceStatus::ailing(source, &SkipReason::WrongKey)
            }
            Err(error) => SourceStatus::new(source, SourceState::Ailing, error.what()),
        }
    }

    fn foreign_troubles(&self, open: &Open) -> Vec<Plain> {
        let foreign = self.foreign(open.vault(), open.key(), &Sight::All);
        let mut foreign = foreign.unwrap_or_default();
        self.look_for_trouble(&mut foreign);
        let told = foreign.groups.iter().filter_map(Group::told);
        told.map(Plain::from).collect()
    }

    /// Keeps the key in the session store for a time.
    pub fn open_session(&self, open: &Open, length: Duration) -> Result<(), Error> {
        let item = self.item().ok_or_else(not_seen)?;
        let until = Timestamp::from_millis(
            self.system
                .clock
                .now()
                .millis()
                .saturating_add(u64::try_from(length.as_millis()).unwrap_or(u64::MAX)),
        );
        self.system
            .session
            .open(&item, &open.key().to_keep(), length, until)
            .map_err(|error| session_error(&error))
    }

    /// Keeps the key in the keyring of the operating system, and sees that it is kept.
    pub fn remember(&self, key: &DeviceKey) -> Result<(), Error> {
        let item = self.item().ok_or_else(not_seen)?;
        self.system
            .keyring
            .store(&item, &key.to_keep())
            .map_err(|error| keyring_error(&error))
    }

    /// Takes the key out of the keyring; false when it was not there.
    pub fn forget(&self) -> Result<bool, Error> {
        match self.item() {
            Some(item) => self
                .system
                .keyring
                .forget(&item)
                .map_err(|error| keyring_error(&error)),
            None => Ok(false),
        }
    }

    /// Ends the session, clears a copied code and has open interfaces lock.
    pub fn lock(&self) -> Result<Locked, Error> {
        self.system.clipboard.clear();
        let called = self.call_interfaces();
        let terminal = self.clear_terminal_copy();
        let closed = self.item().map(|item| self.system.session.close(&item));
        let session = match closed {
            // Where there is no session store, nothing can be open.
            None | Some(Err(SessionError::NoStore(_))) => false,
            Some(Ok(closed)) => closed,
            Some(Err(error)) => return Err(session_error(&error)),
        };
        let (interfaces, silent) = called;
        if silent > 0 {
            return Err(Error::new(
                Exit::Failed,
                "An open interface did not answer: it may still show codes",
                "Close it, or end it with `kill`. All else is locked.",
            ));
        }
        Ok(Locked {
            session,
            interfaces,
            keyring: self.keyring_has_key(),
            terminal,
        })
    }

    /// How many interfaces locked, and how many did not answer.
    #[cfg(unix)]
    fn call_interfaces(&self) -> (usize, usize) {
        let called = crate::system::lock_calls::call_all(&self.places.state_folder);
        (called.locked, called.silent)
    }

    /// There are no such calls here.
    #[cfg(not(unix))]
    fn call_interfaces(&self) -> (usize, usize) {
        (0, 0)
    }

    /// True when a keyring answers, is open and would be asked later, so that offering it makes sense.
    pub fn keyring_is_usable(&self) -> bool {
        self.uses_keyring() && self.system.keyring.ready().is_ok()
    }

    /// True when the keyring holds the key of this vault, and may be asked.
    pub fn keyring_has_key(&self) -> bool {
        let item = self.item().filter(|_| self.uses_keyring());
        let looked = item.map(|item| self.system.keyring.lookup(&item, TIMEOUT));
        matches!(looked, Some(Lookup::Found(_)))
    }

    /// False when an option or a setting keeps the keyring out of it.
    pub fn uses_keyring(&self) -> bool {
        !self.options.no_keyring && self.settings().unlock != UnlockBy::Passphrase
    }
}

/// What `otp lock` closed, and what still opens the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locked {
    /// A session was open.
    pub session: bool,
    /// How many interfaces were asked to lock, and did.
    pub interfaces: usize,
    /// The keyring holds the key.
    pub keyring: bool,
    /// A code was copied through a terminal, whose clipboard nobody can look into.
    pub terminal: bool,
}

/// Nothing says yet what the item would be called: the pins could not be written.
fn not_seen() -> Error {
    Error::new(
        Exit::Failed,
        "This device could not note which vault it has opened, so the key is not kept",
        "`otp doctor` tells what is wrong with the state folder.",
    )
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
