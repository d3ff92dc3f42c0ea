//! Desk: the vault and the clocks of one moment, for whoever decides or draws. Nothing here is kept.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::account::{Account, AccountId, Label, Timestamp, Uses};
use crate::vault::Vault;

/// What update and scene may look at: the vault and the clocks of one moment.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The open vault; `None` while it is locked.
    pub vault: Option<&'a Vault>,
    /// When codes were last handed out.
    pub uses: &'a Uses,
    /// Wall clock, for codes.
    pub now: Timestamp,
    /// Clock that counts sleep, for waiting.
    pub uptime: Duration,
}

impl<'a> Desk<'a> {
    /// All accounts outside the bin. With many accounts too slow for every frame.
    pub fn accounts(&self) -> Vec<&'a Account> {
        self.vault.into_iter().flat_map(Vault::accounts).collect()
    }

    /// Accounts in the bin.
    pub fn bin(&self) -> Vec<&'a Account> {
        self.vault.into_iter().flat_map(Vault::bin).collect()
    }

    /// The account with this id, outside the bin.
    pub fn account(&self, id: &AccountId) -> Option<&'a Account> {
        let account = self.vault?.get(id)?;
        account.deleted.is_none().then_some(account)
    }

    /// Tags of all accounts with how many have them, by name.
    pub fn counted_tags(&self) -> Vec<(Label, usize)> {
        let mut counts = BTreeMap::new();
        for tag in self.accounts().iter().flat_map(|account| &account.tags) {
            *counts.entry(tag.clone()).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }
}

/// Where the selected account stands in the bin; nowhere when it is gone from there.
pub fn binned(bin: &[&Account], selected: Option<&AccountId>) -> Option<usize> {
    match selected {
        Some(id) => bin.iter().position(|account| account.id == *id),
        None => (!bin.is_empty()).then_some(0),
    }
}
