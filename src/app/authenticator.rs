//! Authenticator: the app and its vault, open or not yet. What a person can do, once: the interface, the commands that
//! hand out codes, the picker and the demo all stand on it.

use std::sync::Arc;

use age::secrecy::SecretString;

use crate::account::{AccountId, Code, Label, Otp, SecretText};
use crate::app::open::unlock::By;
use crate::app::{
    App, Error, Exit, Floor, HandOver, NewPassphrase, NewVault, Open, SourceAccounts,
};
use crate::formats::migration;
use crate::vault::{Vault, keys};

/// The program at work on one vault.
pub struct Authenticator {
    app: Arc<App>,
    open: Option<Open>,
    search: Search,
}

/// Whether a key that needs no question has been looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    Due,
    Over,
}

/// Whether the accounts can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockState {
    /// There is no vault yet.
    Missing,
    /// A key that needs no question may be there: [`App::open_unasked`] finds out.
    Unsearched,
    /// It waits for a key.
    Locked,
    /// They can.
    Open,
}

impl Authenticator {
    /// Opens the vault already if that takes no time.
    pub fn new(app: Arc<App>) -> Self {
        // At once: the plugin of a given key may want the terminal as it is before the interface has it.
        let at_hand = app.has_vault() && app.options.passphrase.is_none();
        let open = at_hand.then(|| app.open_at_hand().ok()).flatten();
        let is_shut = open.is_none() && app.has_vault();
        let may_have = app.options.passphrase.is_some() || app.uses_keyring();
        let search = if is_shut && may_have && app.options.identity.is_none() {
            Search::Due
        } else {
            Search::Over
        };
        Self { app, open, search }
    }

    /// On a vault that is open.
    pub fn opened(app: Arc<App>, open: Open) -> Self {
        Self {
            app,
            open: Some(open),
            search: Search::Over,
        }
    }

    /// The app.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Whether the accounts can be seen.
    pub fn state(&self) -> LockState {
        match (&self.open, self.search) {
            (Some(_), _) => LockState::Open,
            (None, _) if !self.app.has_vault() => LockState::Missing,
            (None, Search::Due) => LockState::Unsearched,
            (None, Search::Over) => LockState::Locked,
        }
    }

    /// The open vault.
    pub fn vault(&self) -> Option<&Vault> {
        self.open.as_ref().map(Open::vault)
    }

    /// The same, to be looked at while this is away on another thread.
    pub fn shared_vault(&self) -> Option<Arc<Vault>> {
        self.open.as_ref().map(Open::shared_vault)
    }

    /// The open vault with its key, if it is open.
    pub fn open_vault(&self) -> Option<&Open> {
        self.open.as_ref()
    }

    /// The same, to be changed.
    pub fn open_mut(&mut self) -> Result<&mut Open, Error> {
        self.open.as_mut().ok_or_else(locked)
    }

    /// Makes the vault and opens it; returns the recovery key, to be shown once.
    pub fn create(&mut self, passphrase: SecretString) -> Result<SecretText, Error> {
        let work_factor = match &self.app.memory {
            Some(_) => *keys::WORK_FACTORS.start(),
            None => keys::WORK_FACTOR,
        };
        let wish = NewVault {
            passphrase: NewPassphrase::new(passphrase, Floor::Holds)?,
            work_factor,
            device: None,
        };
        let (open, recovery) = self.app.create(&wish, HandOver::Later)?;
        self.take_over(open);
        Ok(recovery)
    }

    /// Notes that somebody has the recovery key, if this is it.
    pub fn check_recovery(&mut self, key: &SecretText) -> Result<(), Error> {
        let app = Arc::clone(&self.app);
        app.check_recovery(self.open_mut()?, key)
    }

    /// Opens the vault by what the person chose. May take a second.
    pub fn unlock(&mut self, by: By) -> Result<(), Error> {
        self.search = Search::Over;
        let open = self.app.open_with(by)?;
        self.take_over(open);
        Ok(())
    }

    /// Goes on with a vault that was opened beside.
    pub fn take_over(&mut self, open: Open) {
        self.search = Search::Over;
        self.open = Some(open);
    }

    /// Forgets the vault and all that was derived from it, and a copied code.
    pub fn lock(&mut self) {
        self.search = Search::Over;
        self.open = None;
        self.app.clear_own_copy();
    }

    /// The next code of a counter; the counter after it is on the disk before this returns.
    pub fn take_code(&mut self, id: &AccountId) -> Result<Code, Error> {
        let code = self.open_mut()?.take_code(id)?;
        // Not worth an error: the code is taken.
        let _ = self.app.note_step(id, None);
        Ok(code)
    }

    /// Reads the vault again if it was changed elsewhere; true when it was. Cheap: asked once a second.
    pub fn refresh(&mut self) -> Result<bool, Error> {
        match &mut self.open {
            Some(open) => open.refresh(),
            None => Ok(false),
        }
    }

    /// The accounts as a series of migration links, each fit for one QR code where it is shown; with how many accounts
    /// each holds.
    pub fn migration(
        &self,
        ids: &[AccountId],
        foreign: &SourceAccounts,
        fits: impl Fn(&SecretText) -> bool,
    ) -> Result<Vec<(SecretText, usize)>, Error> {
        let vault = self.vault().ok_or_else(locked)?;
        let accounts: Vec<(&Label, &Label, &Otp)> = ids
            .iter()
            .filter_map(|id| foreign.account(vault, id))
            .map(|account| (&account.issuer, &account.name, &account.otp))
            .collect();
        // It tells one series from another; a number of two bytes leaves the most room for the accounts.
        let batch = i32::from_le_bytes(getrandom::u32().unwrap_or(1).to_le_bytes()) & 0x3fff;
        let written = migration::write_fitting(&accounts, batch, fits);
        Ok(written.uris.into_iter().zip(written.counts).collect())
    }

    /// Why the clock cannot be trusted, in a few words.
    pub fn clock_doubt(&self) -> Option<String> {
        let doubt = self.app.clock_doubt(self.vault())?;
        Some(doubt.words().to_owned())
    }
}

impl App {
    /// Opens the vault by a key that needs no question; `None` where there is none: the passphrase is for that.
    pub fn open_unasked(&self) -> Result<Option<Open>, Error> {
        match self.open_quietly() {
            Ok(open) => Ok(Some(open)),
            Err(error) if error.exit() == Exit::Locked && self.options.passphrase.is_none() => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

fn locked() -> Error {
    Error::new(Exit::Locked, "The vault is locked", "Unlock it first.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Timestamp;
    use crate::app::{Settings, UnlockBy};
    use crate::system::fake::World;
    use crate::system::keyring::Lookup;

    /// A first start in an empty world.
    fn first_start(world: &World, settings: Settings) -> Authenticator {
        let app = App::in_memory(world.system(), settings);
        let mut authenticator = Authenticator::new(Arc::new(app));
        assert_eq!(authenticator.state(), LockState::Missing);
        let made = authenticator.create("correct horse".to_owned().into());
        made.expect("a vault");
        authenticator
    }

    fn remember(authenticator: &Authenticator) -> Result<(), Error> {
        let open = authenticator.open_vault().expect("open");
        authenticator.app().remember(open.key())
    }

    #[test]
    fn the_keyring_takes_the_key_and_opens_the_vault() {
        let world = World::at(Timestamp::from_seconds(1_780_000_000));
        let mut authenticator = first_start(&world, Settings::default());
        assert!(authenticator.app().keyring_is_usable());
        assert!(!authenticator.app().keyring_has_key());
        remember(&authenticator).expect("an open keyring");
        authenticator.lock();
        assert!(authenticator.app().keyring_has_key());
        authenticator.unlock(By::Keyring).expect("the key");
        assert_eq!(authenticator.state(), LockState::Open);
    }

    #[test]
    fn a_keyring_that_fails_costs_nothing() {
        let world = World::at(Timestamp::from_seconds(1_780_000_000));
        let authenticator = first_start(&world, Settings::default());
        world.keyring.set_trouble(Some(Lookup::TimedOut));
        let error = remember(&authenticator).expect_err("no answer");
        assert_eq!(error.what(), "The keyring does not answer");
        assert_eq!(authenticator.state(), LockState::Open);
    }

    #[test]
    fn only_a_keyring_that_could_be_used_is_offered() {
        let by_passphrase = Settings {
            unlock: UnlockBy::Passphrase,
            ..Settings::default()
        };
        for (settings, trouble) in [
            (by_passphrase, None),
            (Settings::default(), Some(Lookup::Locked)),
            (Settings::default(), Some(Lookup::TimedOut)),
        ] {
            let world = World::default();
            world.keyring.set_trouble(trouble);
            let authenticator = first_start(&world, settings);
            assert!(!authenticator.app().keyring_is_usable());
        }
    }

    #[test]
    fn a_wrong_passphrase_says_so() {
        let world = World::default();
        let mut authenticator = first_start(&world, Settings::default());
        authenticator.lock();
        assert_eq!(authenticator.state(), LockState::Locked);
        let wrong = authenticator.unlock(By::Passphrase("wrong".to_owned().into()));
        assert!(wrong.expect_err("another").is_wrong_passphrase());
        let right = authenticator.unlock(By::Passphrase("correct horse".to_owned().into()));
        right.expect("the one it was made with");
        assert_eq!(authenticator.state(), LockState::Open);
    }
}
