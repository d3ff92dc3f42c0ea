//! Snapshot: the vault and the clocks of one moment, for whoever decides or draws. Nothing here is kept.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::account::{Account, AccountId, Label, Timestamp, Uses};
use crate::app::{Group, SourceAccounts};
use crate::vault::Vault;

/// What update and scene may look at: the vault and the clocks of one moment.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// The open vault; `None` while it is locked.
    pub vault: Option<&'a Vault>,
    /// Accounts of other programs' vaults, as they were last read.
    pub foreign: &'a SourceAccounts,
    /// When codes were last handed out.
    pub uses: &'a Uses,
    /// Wall clock, for codes.
    pub now: Timestamp,
    /// Clock that counts sleep, for waiting.
    pub uptime: Duration,
}

impl<'a> Snapshot<'a> {
    /// All accounts to be seen: ours outside the bin, and those of sources. With many too slow for every frame.
    pub fn accounts(&self) -> Vec<&'a Account> {
        self.vault
            .map_or_else(Vec::new, |vault| self.foreign.pool(vault))
    }

    /// Our own outside the bin.
    pub fn own_accounts(&self) -> Vec<&'a Account> {
        self.vault.into_iter().flat_map(Vault::accounts).collect()
    }

    /// The source that an account comes from; `None` for our own.
    pub fn group_of(&self, id: &AccountId) -> Option<&'a Group> {
        self.foreign.group_of(id)
    }

    /// The tags of an account; that it comes from a source is told by a mark.
    pub fn tags(&self, account: &'a Account) -> &'a [Label] {
        match self.group_of(&account.id) {
            Some(group) => group.tags(account),
            None => &account.tags,
        }
    }

    /// Accounts in the bin.
    pub fn bin(&self) -> Vec<&'a Account> {
        self.vault.into_iter().flat_map(Vault::bin).collect()
    }

    /// The account with this id, ours outside the bin or that of a source.
    pub fn account(&self, id: &AccountId) -> Option<&'a Account> {
        match self.vault?.get(id) {
            Some(account) => account.deleted.is_none().then_some(account),
            None => self.foreign.get(id),
        }
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
