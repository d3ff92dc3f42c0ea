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
use crate::app::store::memory::Memory;
use crate::app::store::{Loaded, Mark, Repo, StoreError, UpdateError};
use crate::app::{App, Error, Exit};
use crate::system::clock::Clock;
use crate::system::files;
use crate::vault::keys::{DeviceKey, UnwrapError};
use crate::vault::pins::Pins;
use crate::vault::{Change, ChangeError, Vault};

/// A vault and the key that opened it.
pub struct Open {
    place: Place,
    /// The save that was read.
    mark: Mark,
    vault: Arc<Vault>,
    key: DeviceKey,
    clock: Arc<dyn Clock>,
    /// Where what the user should hear is collected.
    notices: Notices,
    /// Which source had the key, and why those before it had not.
    pub opened_by: Option<(Source, Vec<Skipped>)>,
}

enum Place {
    Disk(Box<Repo>),
    Memory(Memory),
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
        Self::read(app, app.repo(key.clone()), key)
    }

    /// The same with the key that this device's own `identity.age` holds.
    pub fn with_own_key(app: &App, key: DeviceKey) -> Result<Self, Error> {
        Self::read(app, app.repo(key.clone()).of_this_device(), key)
    }

    fn read(app: &App, repo: Repo, key: DeviceKey) -> Result<Self, Error> {
        if let Some(memory) = &app.memory {
            let loaded = memory.read(&key)?;
            return Ok(Self::loaded(
                app,
                Place::Memory(memory.clone()),
                key,
                loaded,
            ));
        }
        let loaded = repo.read()?;
        Ok(Self::loaded(app, Place::Disk(Box::new(repo)), key, loaded))
    }

    /// Writes the first state of a new vault.
    pub fn create(app: &App, key: DeviceKey, vault: Vault) -> Result<Self, StoreError> {
        let now = app.system.clock.now();
        if let Some(memory) = &app.memory {
            let loaded = memory.create(vault, now)?;
            return Ok(Self::loaded(
                app,
                Place::Memory(memory.clone()),
                key,
                loaded,
            ));
        }
        let repo = app.repo(key.clone()).of_this_device();
        let loaded = repo.create(vault, now)?;
        Ok(Self::loaded(app, Place::Disk(Box::new(repo)), key, loaded))
    }

    fn loaded(app: &App, place: Place, key: DeviceKey, loaded: Loaded) -> Self {
        app.notices.add(&loaded.notices);
        Self {
            place,
            mark: loaded.mark,
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
            Place::Disk(repo) => Some(repo),
            Place::Memory(_) => None,
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
        let updated = match &self.place {
            Place::Disk(repo) => repo.update(now, change),
            Place::Memory(memory) => memory.update(&self.key, now, change),
        };
        let (value, loaded) = updated.map_err(refused)?;
        self.take(loaded);
        Ok(value)
    }

    /// Reads the vault again if it was changed elsewhere; true when it was.
    pub fn refresh(&mut self) -> Result<bool, Error> {
        let loaded = match &self.place {
            Place::Disk(repo) if repo.is_changed(self.mark)? => repo.read()?,
            Place::Memory(memory) if memory.is_changed(self.mark) => memory.read(&self.key)?,
            _ => return Ok(false),
        };
        self.take(loaded);
        Ok(true)
    }

    fn take(&mut self, loaded: Loaded) {
        self.mark = loaded.mark;
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
