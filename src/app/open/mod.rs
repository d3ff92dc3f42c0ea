//! Open: a vault that was opened, on the disk or only in memory, and every way to change it.

pub mod ask;
pub mod create;
pub mod identity_file;
pub mod keys;
pub mod passphrase;
pub mod past;
pub mod plugin;
pub mod reasons;
pub mod recovery;
pub mod status;
pub mod strength;
pub mod unlock;
mod words;

use std::fmt;
use std::sync::Arc;

use crate::account::{AccountId, Code, Timestamp};
use crate::app::notices::Notices;
use crate::app::open::unlock::{
    Asking, By, KeyringUse, Skipped, Source, Unlock, Unlocked, Wrapped,
};
use crate::app::store::memory::{Held, Memory};
use crate::app::store::{Loaded, Repo, StoreError, UpdateError};
use crate::app::{App, Error, Exit};
use crate::system::clock::Clock;
use crate::system::files::{self, Fingerprint};
use crate::vault::keys::{DeviceKey, UnwrapError};
use crate::vault::pins::Pins;
use crate::vault::{Change, ChangeError, Vault};

/// A vault and the key that opened it.
pub struct Open {
    place: Place,
    vault: Arc<Vault>,
    key: DeviceKey,
    clock: Arc<dyn Clock>,
    /// Where what the user should hear is collected.
    notices: Notices,
    /// Which source had the key, and why those before it had not.
    pub opened_by: Option<(Source, Vec<Skipped>)>,
}

enum Place {
    Disk(Box<Repo>, Fingerprint),
    /// With the number of the save that was read.
    Memory(Memory, u64),
}

impl App {
    /// Opens the vault by the first source that has the key; asks for the passphrase if need be.
    pub fn open(&self) -> Result<Open, Error> {
        self.open_by(self.unlock(Asking::Allowed))
    }

    /// Opens the vault if that needs no question.
    pub fn open_quietly(&self) -> Result<Open, Error> {
        self.open_by(self.unlock(Asking::Never))
    }

    /// Opens the vault by what is given or a session: by all that answers at once.
    pub fn open_at_hand(&self) -> Result<Open, Error> {
        self.open_by(Unlock {
            keyring: KeyringUse::Leave,
            ..self.unlock(Asking::Never)
        })
    }

    /// Opens the vault by what a person chose, and by nothing else.
    pub fn open_with(&self, by: By) -> Result<Open, Error> {
        self.open_by(Unlock {
            only: Some(by),
            ..self.unlock(Asking::Never)
        })
    }

    fn open_by(&self, mut unlock: Unlock) -> Result<Open, Error> {
        if !self.has_vault() {
            self.check_places()?;
            return Err(Error::no_vault(&self.places.vault_folder));
        }
        loop {
            let unlocked = unlock.identity(&self.system, &unwrap)?;
            match self.open_unlocked(unlocked) {
                // The key of a vault that was made anew since, or no key at all: on to the next source.
                Err((error, source @ (Source::Session | Source::Keyring)))
                    if error.exit() == Exit::Locked =>
                {
                    unlock.rejected.push(source);
                }
                opened => return opened.map_err(|(error, _)| error),
            }
        }
    }

    fn open_unlocked(&self, unlocked: Unlocked) -> Result<Open, (Error, Source)> {
        let Unlocked {
            identity,
            source,
            skipped,
        } = unlocked;
        let key = DeviceKey::read(&identity).map_err(|error| (Error::from(error), source))?;
        let by_passphrase = matches!(source, Source::Prompt | Source::GivenPassphrase);
        let open = if by_passphrase && self.options.identity.is_none() {
            Open::with_own_key(self, key)
        } else {
            Open::with_key(self, key)
        };
        let mut open = open.map_err(|error| (error, source))?;
        open.opened_by = Some((source, skipped));
        let is_fresh = matches!(source, Source::Prompt | Source::Keyring);
        if let Some(length) = self.settings().session.get().filter(|_| is_fresh) {
            // Asked for in the settings; a machine without sessions just asks again next time.
            let _ = self.open_session(&open, length);
        }
        Ok(open)
    }

    /// The key that opens the vault, without looking at the vault.
    pub fn key(&self, asking: Asking) -> Result<DeviceKey, Error> {
        let unlocked = self.unlock(asking).identity(&self.system, &unwrap)?;
        Ok(DeviceKey::read(&unlocked.identity)?)
    }

    /// The sources of this run.
    pub fn unlock(&self, asking: Asking) -> Unlock {
        let is_given = self.given_source().is_some();
        Unlock {
            identity: self.options.identity.clone(),
            passphrase: self.options.passphrase.clone(),
            keyring: if self.uses_keyring() {
                KeyringUse::Ask
            } else {
                KeyringUse::Leave
            },
            asking,
            // Only sessions and keyrings go by it.
            item: if is_given { None } else { self.item() },
            wrapped: match &self.memory {
                Some(memory) => Wrapped::Memory(memory.clone()),
                None => Wrapped::File(self.places.identity.clone()),
            },
            rejected: Vec::new(),
            only: None,
        }
    }

    /// What sessions and keyring items are called: the vault as this device has last seen it, and this device's own
    /// key. Two homes of one user share a kernel and a keyring; by the key of the other one, a home would save in the
    /// other's name.
    pub fn item(&self) -> Option<String> {
        if let Some(memory) = &self.memory {
            return memory.vault_id().map(|id| id.as_str().to_owned());
        }
        let pins = self.pins()?;
        let vault = pins.vault().as_str();
        Some(match pins.own() {
            Some(own) => format!("{vault}-{own}"),
            None => vault.to_owned(),
        })
    }

    /// What this device has last seen of the vault.
    pub(in crate::app) fn pins(&self) -> Option<Pins> {
        let (bytes, _) = files::read(&self.places.seen, 1 << 20).ok()??;
        Pins::read(std::str::from_utf8(&bytes).ok()?)
    }

    /// The two doors to the vault file, for a key. Whether anybody sits at a terminal is found out when a plugin
    /// asks: most keys have none.
    pub fn repo(&self, key: DeviceKey) -> Repo {
        Repo::new(&self.places.vault, &self.places.state_folder, key)
            .with_dialog(plugin::at_the_terminal())
    }
}

/// Takes the passphrase off an identity file.
fn unwrap(
    file: &[u8],
    passphrase: &age::secrecy::SecretString,
) -> Result<crate::account::SecretText, UnwrapError> {
    let key = identity_file::unwrap(file, passphrase)?;
    // With the recipient as a comment: that of a plugin's key cannot be computed from it.
    Ok(key.to_text())
}

impl Open {
    /// Reads the vault of `app` with a key.
    pub fn with_key(app: &App, key: DeviceKey) -> Result<Self, Error> {
        if let Some(memory) = &app.memory {
            let held = memory.read(&key)?;
            return Ok(Self::held(memory, key, held, app));
        }
        let repo = app.repo(key.clone());
        let loaded = repo.read()?;
        Ok(Self::loaded(repo, key, loaded, app))
    }

    /// The same with the key that this device's own `identity.age` holds.
    pub fn with_own_key(app: &App, key: DeviceKey) -> Result<Self, Error> {
        if app.memory.is_some() {
            return Self::with_key(app, key);
        }
        let repo = app.repo(key.clone()).of_this_device();
        let loaded = repo.read()?;
        Ok(Self::loaded(repo, key, loaded, app))
    }

    /// Writes the first state of a new vault.
    pub fn create(app: &App, key: DeviceKey, vault: Vault) -> Result<Self, StoreError> {
        let clock = Arc::clone(&app.system.clock);
        if let Some(memory) = &app.memory {
            let held = memory.create(vault, clock.now())?;
            return Ok(Self::held(memory, key, held, app));
        }
        let repo = app.repo(key.clone()).of_this_device();
        let loaded = repo.create(vault, clock.now())?;
        Ok(Self::loaded(repo, key, loaded, app))
    }

    fn held(memory: &Memory, key: DeviceKey, held: Held, app: &App) -> Self {
        Self {
            place: Place::Memory(memory.clone(), held.save),
            vault: Arc::new(held.vault),
            key,
            clock: Arc::clone(&app.system.clock),
            notices: app.notices.clone(),
            opened_by: None,
        }
    }

    fn loaded(repo: Repo, key: DeviceKey, loaded: Loaded, app: &App) -> Self {
        app.notices.add(&loaded.notices);
        Self {
            place: Place::Disk(Box::new(repo), loaded.fingerprint),
            vault: Arc::new(loaded.vault),
            key,
            clock: Arc::clone(&app.system.clock),
            notices: app.notices.clone(),
            opened_by: None,
        }
    }

    /// The vault as it was last read or saved.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The same, to be looked at while a change is being saved.
    pub fn shared_vault(&self) -> Arc<Vault> {
        Arc::clone(&self.vault)
    }

    /// The key that opened it.
    pub fn key(&self) -> &DeviceKey {
        &self.key
    }

    /// The machine's clock, without the offset of the settings: stamps are compared between devices.
    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The file, unless the vault is in memory only.
    pub fn repo(&self) -> Option<&Repo> {
        match &self.place {
            Place::Disk(repo, _) => Some(repo),
            Place::Memory(..) => None,
        }
    }

    /// Makes a change and saves it; when this returns it is safely on the disk. Returns the inverse.
    pub fn change(&mut self, change: Change) -> Result<Change, Error> {
        let now = self.clock.now();
        self.update(move |vault| vault.apply(change.clone(), now).map_err(Error::from))
    }

    /// The next code of a counter; the counter after it is on the disk before this returns.
    pub fn take_code(&mut self, id: &AccountId) -> Result<Code, Error> {
        self.take_code_after(id, 0)
    }

    /// The same after so many codes that are left out.
    pub fn take_code_after(&mut self, id: &AccountId, left_out: u32) -> Result<Code, Error> {
        let (otp, counter) = self.update(|vault| {
            for _ in 0..left_out {
                vault.take_counter(id)?;
            }
            let counter = vault.take_counter(id)?;
            let account = vault.get(id).ok_or(ChangeError::NotFound)?;
            Ok((account.otp.clone(), counter))
        })?;
        Ok(otp.for_counter(counter))
    }

    /// Any change; `change` may run again on a newer vault when another program was faster.
    pub fn update<T>(
        &mut self,
        change: impl FnMut(&mut Vault) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        match &mut self.place {
            Place::Disk(repo, _) => {
                let (value, loaded) = repo.update(now, change).map_err(refused)?;
                self.take(loaded);
                Ok(value)
            }
            Place::Memory(memory, save) => {
                let (value, held) = memory.update(&self.key, now, change).map_err(refused)?;
                *save = held.save;
                self.vault = Arc::new(held.vault);
                Ok(value)
            }
        }
    }

    /// Reads the vault again if it was changed elsewhere; true when it was.
    pub fn refresh(&mut self) -> Result<bool, Error> {
        match &mut self.place {
            Place::Disk(repo, fingerprint) => {
                if !repo.is_changed(fingerprint)? {
                    return Ok(false);
                }
                let loaded = repo.read()?;
                self.notices.add(&loaded.notices);
                *fingerprint = loaded.fingerprint;
                self.vault = Arc::new(loaded.vault);
            }
            Place::Memory(memory, save) => {
                if !memory.is_changed(*save) {
                    return Ok(false);
                }
                let held = memory.read(&self.key)?;
                *save = held.save;
                self.vault = Arc::new(held.vault);
            }
        }
        Ok(true)
    }

    fn take(&mut self, loaded: Loaded) {
        if let Place::Disk(_, fingerprint) = &mut self.place {
            *fingerprint = loaded.fingerprint;
        }
        self.vault = Arc::new(loaded.vault);
        self.notices.add(&loaded.notices);
    }
}

impl fmt::Debug for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Open")
    }
}

/// Why a change was not saved, for a user.
fn refused<E: Into<Error>>(error: UpdateError<E>) -> Error {
    match error {
        UpdateError::Change(error) => error.into(),
        UpdateError::Store(error) => error.into(),
    }
}
