//! The keeper of the interface's vault: the door's promises, kept by [`App`] and [`Open`].

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use age::secrecy::SecretString;

use crate::account::order::Order;
use crate::account::{AccountId, Code, Label, Otp, SecretText, Timestamp};
use crate::app::door::{
    Errand, Findings, Keeper, Key, Made, OpenError, Reader, Receipt, Standing, Trouble, Watch,
};
use crate::app::enrol::dropped::read_anything;
use crate::app::{App, Error, Exit, NewVault, Open};
use crate::formats::migration;
use crate::system::clock::ClockSync;
use crate::system::keyring::{Lookup, PATIENCE};
use crate::vault::keys::{self, DeviceKey, UnwrapError};
use crate::vault::{Change, Vault};

/// Keeps the vault of an [`App`] for the interface.
pub struct VaultKeeper {
    app: Arc<App>,
    open: Option<Open>,
    search: Search,
    work_factor: u8,
}

/// The search for a key that needs no question.
enum Search {
    Due,
    /// Where it puts what it opened. Whoever gives up waiting drops this end.
    Begun(Arc<Mutex<Option<Open>>>),
    Over,
}

impl VaultKeeper {
    /// Opens the vault already if that takes no time.
    pub fn new(app: Arc<App>) -> Self {
        // Not on the worker: the plugin of a given key may want the terminal as it is before the interface has it.
        let at_hand = app.has_vault() && app.options.passphrase.is_none();
        let open = at_hand.then(|| app.open_at_hand().ok()).flatten();
        let is_shut = open.is_none() && app.has_vault();
        let may_have = app.options.passphrase.is_some() || app.uses_keyring();
        let search = if is_shut && may_have && app.options.identity.is_none() {
            Search::Due
        } else {
            Search::Over
        };
        Self {
            app,
            open,
            search,
            work_factor: keys::WORK_FACTOR,
        }
    }

    fn opened(&mut self) -> Result<&mut Open, Trouble> {
        self.open
            .as_mut()
            .ok_or_else(|| Trouble::new("The vault is locked", "Unlock it first."))
    }

    fn by_passphrase(&self, passphrase: &SecretString) -> Result<Open, OpenError> {
        let wrapped = self
            .app
            .wrapped_identity()
            .map_err(|error| OpenError::Trouble(error.into()))?;
        let key = keys::unwrap(&wrapped, passphrase).map_err(|error| match error {
            UnwrapError::WrongPassphrase => OpenError::WrongPassphrase,
            other => OpenError::Trouble(Trouble::new(
                format!("The identity of this device cannot be used: {other}"),
                "Join the vault anew: otp init --recover",
            )),
        })?;
        Open::with_key(&self.app, key).map_err(|error| OpenError::Trouble(error.into()))
    }

    fn by_keyring(&self) -> Result<Open, OpenError> {
        let trouble =
            |what: &str| OpenError::Trouble(Trouble::new(what, "Type the passphrase instead."));
        let id = self
            .app
            .known_vault_id()
            .ok_or_else(|| trouble("This device does not know the vault yet"))?;
        match self.app.system.keyring.lookup(&id, PATIENCE) {
            Lookup::Found(identity) => {
                let key = DeviceKey::parse(identity.expose())
                    .map_err(|_| trouble("The keyring holds something else"))?;
                Open::with_key(&self.app, key).map_err(|error| OpenError::Trouble(error.into()))
            }
            Lookup::Absent => Err(trouble("The keyring does not hold the key")),
            Lookup::Locked => Err(trouble("The keyring is locked")),
            Lookup::Unavailable(_) => Err(trouble("There is no keyring here")),
            Lookup::TimedOut => Err(trouble("The keyring does not answer")),
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::new(error.what(), error.advice())
    }
}

impl Keeper for VaultKeeper {
    fn standing(&self) -> Standing {
        match &self.open {
            Some(_) => Standing::Open,
            None if matches!(self.search, Search::Due) => Standing::Unsearched,
            None if self.app.has_vault() => Standing::Locked,
            None => Standing::Missing,
        }
    }

    fn vault(&self) -> Option<&Vault> {
        self.open.as_ref().map(Open::vault)
    }

    fn create(&mut self, passphrase: SecretString) -> Result<Made, Trouble> {
        let wish = NewVault {
            passphrase,
            work_factor: self.work_factor,
            device: None,
        };
        let (open, recovery) = self.app.create(&wish)?;
        self.open = Some(open);
        Ok(Made {
            recovery,
            keyring: self.app.keyring_is_usable(),
        })
    }

    fn remember(&self) -> Errand<Result<(), Trouble>> {
        let Some(open) = &self.open else {
            return Box::new(|| Err(Trouble::new("The vault is locked", "Unlock it first.")));
        };
        let app = Arc::clone(&self.app);
        let (id, key) = (open.vault().id().clone(), open.key().clone());
        Box::new(move || Ok(app.remember(&id, &key)?))
    }

    fn unlock(&mut self, key: Key) -> Result<(), OpenError> {
        self.search = Search::Over;
        let open = match key {
            Key::Passphrase(passphrase) => self.by_passphrase(&passphrase)?,
            Key::Keychain => self.by_keyring()?,
        };
        self.open = Some(open);
        Ok(())
    }

    fn has_keychain(&self) -> Errand<bool> {
        let app = Arc::clone(&self.app);
        Box::new(move || {
            let id = app.known_vault_id().filter(|_| app.uses_keyring());
            let looked = id.map(|id| app.system.keyring.lookup(&id, PATIENCE));
            matches!(looked, Some(Lookup::Found(_)))
        })
    }

    fn search(&mut self) -> Option<Errand<Result<bool, Trouble>>> {
        let app = Arc::clone(&self.app);
        let slot = Arc::new(Mutex::new(None));
        self.search = Search::Begun(Arc::clone(&slot));
        Some(Box::new(move || match app.open_quietly() {
            Ok(open) => {
                let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
                *slot = Some(open);
                Ok(true)
            }
            // What was not given and is not there is no trouble: the passphrase is for that.
            Err(error) if error.exit() == Exit::Locked && app.options.passphrase.is_none() => {
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }))
    }

    fn take_over(&mut self) {
        if let Search::Begun(slot) = std::mem::replace(&mut self.search, Search::Over) {
            let found = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
            self.open = self.open.take().or(found);
        }
    }

    fn lock(&mut self) {
        self.search = Search::Over;
        self.open = None;
    }

    fn change(&mut self, change: Change) -> Result<Change, Trouble> {
        Ok(self.opened()?.change(change)?)
    }

    fn new_id(&mut self) -> AccountId {
        // Without random numbers no vault could have been opened; the clock keeps even then ids apart.
        let bits = getrandom::u64().unwrap_or_else(|_| self.app.system.clock.now().millis());
        AccountId::from_random(bits)
    }

    fn take_code(&mut self, id: &AccountId) -> Result<Code, Trouble> {
        Ok(self.opened()?.take_code(id)?)
    }

    fn refresh(&mut self) -> Result<bool, Trouble> {
        match &mut self.open {
            Some(open) => Ok(open.refresh()?),
            None => Ok(false),
        }
    }

    fn copy(&mut self, _: &AccountId, code: &Code) -> Result<Receipt, Trouble> {
        let copied = self.app.copy(code)?;
        Ok(Receipt {
            road: copied.road.to_string(),
            clears_in: copied.clears_after,
            confirmed: !copied.road.is_unconfirmed(),
            to_terminal: None,
        })
    }

    fn forget_copy(&mut self) {
        self.app.system.clipboard.clear();
    }

    fn keep_order(&mut self, order: Order) {
        self.app.keep_order(order);
    }

    fn reader(&self) -> Arc<dyn Reader> {
        Arc::new(InputReader(Arc::clone(&self.app)))
    }

    fn migration(&self, ids: &[AccountId]) -> Result<Vec<SecretText>, Trouble> {
        let vault = self
            .vault()
            .ok_or_else(|| Trouble::new("The vault is locked", "Unlock it first."))?;
        let accounts: Vec<(&Label, &Label, &Otp)> = ids
            .iter()
            .filter_map(|id| vault.get(id))
            .map(|account| (&account.issuer, &account.name, &account.otp))
            .collect();
        let batch = i32::from_le_bytes(getrandom::u32().unwrap_or(1).to_le_bytes());
        Ok(migration::write(&accounts, batch).uris)
    }

    fn clock_doubt(&self) -> Option<String> {
        if self.app.system.clock.sync() == ClockSync::NotSynchronised {
            return Some("clock not synchronised".to_owned());
        }
        let newest = self
            .vault()
            .and_then(Vault::newest_stamp)
            .map(Timestamp::from_millis)?;
        let later = newest
            .millis()
            .saturating_sub(self.app.system.clock.now().millis());
        (later > 60_000).then(|| "the vault was saved in the future".to_owned())
    }
}

struct InputReader(Arc<App>);

impl Reader for InputReader {
    fn read(&self, input: &SecretText) -> Result<Findings, Trouble> {
        let found = read_anything(&self.0, input).map_err(|error| match error.exit() {
            Exit::Input | Exit::Usage => Trouble::from(error),
            _ => Trouble::new(error.what(), "Try again."),
        })?;
        let count = found.drafts.len();
        let noun = if count == 1 { "account" } else { "accounts" };
        let place = found
            .pictures
            .first()
            .and_then(|picture| picture.path.file_name())
            .map(|name| format!(" in {}", Label::new(&name.to_string_lossy())));
        Ok(Findings {
            source: format!("{count} {noun}{}", place.unwrap_or_default()),
            drafts: found.drafts,
            remarks: found.problems,
        })
    }
}

/// The clocks of the machine, for the interface.
pub struct MachineWatch(pub Arc<App>);

impl Watch for MachineWatch {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn uptime(&self) -> Duration {
        self.0.system.clock.uptime()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Options, UnlockBy};
    use crate::system::Environment;
    use crate::system::fake::World;

    /// A first start in an empty home.
    struct FirstStart {
        home: tempfile::TempDir,
        world: World,
        options: Options,
        unlock: UnlockBy,
    }

    impl FirstStart {
        fn new() -> Self {
            Self {
                home: tempfile::tempdir().expect("a folder"),
                world: World::at(Timestamp::from_seconds(1_780_000_000)),
                options: Options::default(),
                unlock: UnlockBy::default(),
            }
        }

        fn keeper(self) -> (VaultKeeper, Made, Self) {
            let home = self.home.path().to_str().expect("text").to_owned();
            let mut system = self.world.system();
            system.environment = Environment::of([("HOME", home.as_str())]);
            let mut app = App::new(system, self.options.clone()).expect("an app");
            app.settings.unlock = self.unlock;
            let mut keeper = VaultKeeper::new(Arc::new(app));
            keeper.work_factor = 14;
            let made = keeper.create("correct horse".to_owned().into());
            (keeper, made.expect("a vault"), self)
        }
    }

    #[test]
    fn the_keyring_takes_the_key_and_opens_the_vault() {
        let (mut keeper, made, _start) = FirstStart::new().keeper();
        assert!(made.keyring);
        assert!(!keeper.has_keychain()());
        keeper.remember()().expect("an open keyring");
        keeper.lock();
        assert!(keeper.has_keychain()());
        keeper.unlock(Key::Keychain).expect("the key");
        assert_eq!(keeper.standing(), Standing::Open);
    }

    #[test]
    fn a_keyring_that_fails_costs_nothing() {
        let (keeper, _made, start) = FirstStart::new().keeper();
        start.world.keyring.set_trouble(Some(Lookup::TimedOut));
        let trouble = keeper.remember()().expect_err("no answer");
        assert_eq!(trouble.happened, "The keyring does not answer");
        assert_eq!(keeper.standing(), Standing::Open);
    }

    #[test]
    fn only_a_keyring_that_could_be_used_is_offered() {
        let mut refused = FirstStart::new();
        refused.options.no_keyring = true;
        let mut by_passphrase = FirstStart::new();
        by_passphrase.unlock = UnlockBy::Passphrase;
        let locked = FirstStart::new();
        locked.world.keyring.set_trouble(Some(Lookup::Locked));
        let silent = FirstStart::new();
        silent.world.keyring.set_trouble(Some(Lookup::TimedOut));
        for start in [refused, by_passphrase, locked, silent] {
            assert!(!start.keeper().1.keyring);
        }
    }
}
