//! Uses: when codes of accounts were last handed out on this device. Kept beside the vault, never in it.

use std::collections::HashMap;

use super::{AccountId, Timestamp};

/// The last use of each account, as far as this device knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses(HashMap<AccountId, Timestamp>);

impl Uses {
    /// A code of this account was handed out. What is noted last counts, whatever the clock says.
    pub fn note(&mut self, id: AccountId, at: Timestamp) {
        self.0.insert(id, at);
    }

    /// When a code of this account was last handed out.
    pub fn last(&self, id: &AccountId) -> Option<Timestamp> {
        self.0.get(id).copied()
    }

    /// Every account with its last use, the earliest first.
    pub fn by_time(&self) -> Vec<(&AccountId, Timestamp)> {
        let mut uses: Vec<_> = self.0.iter().map(|(id, at)| (id, *at)).collect();
        uses.sort_unstable_by_key(|(id, at)| (*at, *id));
        uses
    }
}
