//! A vault that is nowhere on the disk, for `otp demo` and tests: what its two files would hold, sealed as they would
//! be, and the states before. Behind the same struct as a vault on the disk.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use age::secrecy::SecretString;

use super::backups::Maker;
use super::history::{self, State, Step, Way};
use super::{Loaded, Mark, StoreError, UpdateError};
use crate::account::{AccountId, Timestamp, Uses};
use crate::vault::keys::{self, DeviceKey};
use crate::vault::plugin::Dialog;
use crate::vault::{ChangeError, Vault, VaultId, crypt};

/// How many states undo can go back.
const STATES: usize = 50;

/// Clones share what they hold.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Contents>>);

#[derive(Default)]
struct Contents {
    identity: Option<Identity>,
    id: Option<VaultId>,
    /// Sealed; the last one is the present state.
    states: Vec<State<Vec<u8>>>,
    saves: u64,
    uses: Uses,
}

enum Identity {
    Wrapped(Vec<u8>),
    /// Wrapped when it is first asked for: most demos and tests never lock.
    Bare(DeviceKey, SecretString),
}

impl Memory {
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds the identity that a passphrase unwraps.
    pub fn keep_identity(&self, wrapped: &[u8]) {
        self.contents().identity = Some(Identity::Wrapped(wrapped.to_owned()));
    }

    /// The same, to be wrapped later.
    pub fn keep_key(&self, key: DeviceKey, passphrase: SecretString) {
        self.contents().identity = Some(Identity::Bare(key, passphrase));
    }

    /// The wrapped identity.
    pub fn identity(&self) -> Option<Vec<u8>> {
        let mut contents = self.contents();
        if let Some(Identity::Bare(key, passphrase)) = &contents.identity {
            let weakest = *keys::WORK_FACTORS.start();
            let wrapped = keys::wrap(&key.to_text(), passphrase, weakest).ok()?;
            contents.identity = Some(Identity::Wrapped(wrapped.into_bytes()));
        }
        match &contents.identity {
            Some(Identity::Wrapped(wrapped)) => Some(wrapped.clone()),
            _ => None,
        }
    }

    /// The vault's id; `None` before there is a vault.
    pub fn vault_id(&self) -> Option<VaultId> {
        self.contents().id.clone()
    }

    /// Holds the first state of a vault.
    pub fn create(&self, vault: Vault, now: Timestamp) -> Result<Loaded, StoreError> {
        let mut contents = self.contents();
        contents.save(&vault, now, None)?;
        contents.id = Some(vault.id().clone());
        Ok(contents.loaded(vault))
    }

    /// Opens it.
    pub fn read(&self, key: &DeviceKey) -> Result<Loaded, StoreError> {
        let contents = self.contents();
        let vault = contents.open(key)?;
        Ok(contents.loaded(vault))
    }

    /// Changes it, as [`super::Repo::update`] does.
    pub fn update<T, E>(
        &self,
        key: &DeviceKey,
        now: Timestamp,
        mut change: impl FnMut(&mut Vault) -> Result<T, E>,
    ) -> Result<(T, Loaded), UpdateError<E>> {
        let mut contents = self.contents();
        let before = contents.open(key)?;
        let mut vault = before.clone();
        let value = change(&mut vault).map_err(UpdateError::Change)?;
        if vault != before {
            vault.expire(now);
            contents.save(&vault, now, None)?;
        }
        Ok((value, contents.loaded(vault)))
    }

    /// One step through history, as [`history::walk`] takes it.
    pub fn walk(
        &self,
        key: &DeviceKey,
        now: Timestamp,
        way: Way,
    ) -> Result<Option<(Step, Loaded)>, UpdateError<ChangeError>> {
        let mut contents = self.contents();
        let mut vault = contents.open(key)?;
        let Some(step) = history::step(&vault, &contents.states(key), way, now) else {
            return Ok(None);
        };
        vault
            .apply(step.change.clone(), now)
            .map_err(UpdateError::Change)?;
        contents.save(&vault, now, step.target)?;
        Ok(Some((step, contents.loaded(vault))))
    }

    /// The states before, for the list of what happened.
    pub fn states(&self, key: &DeviceKey) -> Vec<State<Vault>> {
        self.contents().states(key)
    }

    /// True when another save came after this one.
    pub fn is_changed(&self, mark: Mark) -> bool {
        mark != Mark::Number(self.contents().saves)
    }

    /// See [`crate::app::App::note_use`].
    pub fn note_use(&self, id: AccountId, now: Timestamp, step: Option<u64>) {
        self.contents().uses.note(id, now, step);
    }

    /// See [`crate::app::App::uses`].
    pub fn uses(&self) -> Uses {
        self.contents().uses.clone()
    }
}

impl Contents {
    fn open(&self, key: &DeviceKey) -> Result<Vault, StoreError> {
        let present = self.states.last().ok_or_else(|| StoreError::Missing {
            path: "memory".into(),
        })?;
        crypt::open(&present.vault, key, &Dialog::silent())
            .map_err(|error| StoreError::opening(error, "memory".as_ref()))
    }

    fn states(&self, key: &DeviceKey) -> Vec<State<Vault>> {
        let mut states = Vec::new();
        for state in &self.states {
            if let Ok(vault) = crypt::open(&state.vault, key, &Dialog::silent()) {
                history::push(&mut states, state.with(vault));
            }
        }
        states
    }

    fn save(
        &mut self,
        vault: &Vault,
        now: Timestamp,
        brings_back: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let sealed = crypt::seal(vault, &Dialog::silent())?;
        // States go by their moments: each has one of its own, whatever the clock does.
        let after = self.states.last().map(|last| last.when.shifted(1));
        self.states.push(State {
            when: after.map_or(now, |after| after.max(now)),
            maker: Maker::Here,
            brings_back,
            vault: sealed,
        });
        let spare = self.states.len().saturating_sub(STATES);
        self.states.drain(..spare);
        self.saves += 1;
        Ok(())
    }

    fn loaded(&self, vault: Vault) -> Loaded {
        Loaded {
            vault,
            notices: Vec::new(),
            mark: Mark::Number(self.saves),
        }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

#[cfg(test)]
mod tests;
