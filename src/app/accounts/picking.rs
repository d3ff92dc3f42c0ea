//! Picking: a keeper whose "copy" hands the code to the program instead of the clipboard, for `otp code` without a name.

use std::sync::{Arc, Mutex, PoisonError};

use age::secrecy::SecretString;

use crate::account::order::Order;
use crate::account::{Account, AccountId, Code, SecretText};
use crate::app::VaultKeeper;
use crate::app::door::{Errand, Keeper, Key, Made, OpenError, Reader, Receipt, Standing, Trouble};
use crate::vault::{Change, Vault};

/// The account that was picked and its code at that moment. A code of a counter is taken by then: it must be the
/// one that is handed out.
#[derive(Debug, Clone, Default)]
pub struct Picked(Arc<Mutex<Option<(Account, Code)>>>);

impl Picked {
    /// What was picked, once.
    pub fn take(&self) -> Option<(Account, Code)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// All of a [`VaultKeeper`] but copying.
pub struct PickingKeeper {
    keeper: VaultKeeper,
    picked: Picked,
}

impl PickingKeeper {
    /// `picked` receives the choice.
    pub fn new(keeper: VaultKeeper, picked: Picked) -> Self {
        Self { keeper, picked }
    }
}

impl Keeper for PickingKeeper {
    fn copy(&mut self, id: &AccountId, code: &Code) -> Result<Receipt, Trouble> {
        let account = self.keeper.vault().and_then(|vault| vault.get(id));
        let account = account.ok_or_else(|| Trouble::new("This account is gone", ""))?;
        let mut picked = self.picked.0.lock().unwrap_or_else(PoisonError::into_inner);
        *picked = Some((account.clone(), code.clone()));
        Ok(Receipt::default())
    }

    fn standing(&self) -> Standing {
        self.keeper.standing()
    }

    fn vault(&self) -> Option<&Vault> {
        self.keeper.vault()
    }

    fn create(&mut self, passphrase: SecretString) -> Result<Made, Trouble> {
        self.keeper.create(passphrase)
    }

    fn remember(&self) -> Errand<Result<(), Trouble>> {
        self.keeper.remember()
    }

    fn unlock(&mut self, key: Key) -> Result<(), OpenError> {
        self.keeper.unlock(key)
    }

    fn has_keychain(&self) -> Errand<bool> {
        self.keeper.has_keychain()
    }

    fn search(&mut self) -> Option<Errand<Result<bool, Trouble>>> {
        self.keeper.search()
    }

    fn take_over(&mut self) {
        self.keeper.take_over();
    }

    fn lock(&mut self) {
        self.keeper.lock();
    }

    fn change(&mut self, change: Change) -> Result<Change, Trouble> {
        self.keeper.change(change)
    }

    fn new_id(&mut self) -> AccountId {
        self.keeper.new_id()
    }

    fn take_code(&mut self, id: &AccountId) -> Result<Code, Trouble> {
        self.keeper.take_code(id)
    }

    fn refresh(&mut self) -> Result<bool, Trouble> {
        self.keeper.refresh()
    }

    fn forget_copy(&mut self) {
        self.keeper.forget_copy();
    }

    fn keep_order(&mut self, order: Order) {
        self.keeper.keep_order(order);
    }

    fn reader(&self) -> Arc<dyn Reader> {
        self.keeper.reader()
    }

    fn migration(&self, ids: &[AccountId]) -> Result<Vec<SecretText>, Trouble> {
        self.keeper.migration(ids)
    }

    fn clock_doubt(&self) -> Option<String> {
        self.keeper.clock_doubt()
    }
}
