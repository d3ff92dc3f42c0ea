//! The vault in memory: accounts in order of their ids, the bin, devices and the membership token. Pure values.

pub mod change;
mod identity;
mod record;

pub use change::{Change, ChangeError, Edit};
pub use identity::{Device, Role, Token, VaultId};

use std::collections::BTreeMap;

use crate::account::{Account, AccountId, Timestamp};
use record::Record;

/// Everything a vault file holds. Fields are private: it changes through [`Vault::apply`],
/// [`Vault::take_counter`] and the device operations only, so that no stamp is forgotten.
#[derive(Debug, Clone, PartialEq)]
pub struct Vault {
    id: VaultId,
    token: Token,
    devices: BTreeMap<String, Device>,
    records: BTreeMap<AccountId, Record>,
}

impl Vault {
    /// An empty vault. `id_bits` (60 are used) and `token` come from the system's random source.
    pub fn new(id_bits: u64, token: [u8; 16]) -> Self {
        Self {
            id: VaultId::from_random(id_bits),
            token: Token::new(token),
            devices: BTreeMap::new(),
            records: BTreeMap::new(),
        }
    }

    /// What tells this vault from every other, for ever.
    pub fn id(&self) -> &VaultId {
        &self.id
    }

    /// Accounts that are not in the bin, in order of their ids.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.everything()
            .filter(|account| account.deleted.is_none())
    }

    /// Accounts in the bin, in order of their ids.
    pub fn bin(&self) -> impl Iterator<Item = &Account> {
        self.everything()
            .filter(|account| account.deleted.is_some())
    }

    fn everything(&self) -> impl Iterator<Item = &Account> {
        self.records.values().map(Record::account)
    }

    /// The account with this id, also from the bin.
    pub fn get(&self, id: &AccountId) -> Option<&Account> {
        self.records.get(id).map(Record::account)
    }

    /// Devices and the recovery key, removed ones included, in order of their recipients.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.values()
    }

    /// Hands out the counter value to use now and stores the one after it. There is no undo: a counter
    /// that went back would print a code twice.
    pub fn take_counter(&mut self, id: &AccountId) -> Result<u64, ChangeError> {
        let record = self.record_mut(id)?;
        if record.account().deleted.is_some() {
            return Err(ChangeError::InBin);
        }
        let now = record.account().otp.counter().ok_or(ChangeError::NotHotp)?;
        let next = now.checked_add(1).ok_or(ChangeError::CounterExhausted)?;
        record.advance_counter(next);
        Ok(now)
    }

    fn record_mut(&mut self, id: &AccountId) -> Result<&mut Record, ChangeError> {
        self.records.get_mut(id).ok_or(ChangeError::NotFound)
    }

    /// The stamp for a change made `now`: a hybrid clock that grows even when the machine's clock does not,
    /// because merging compares stamps.
    fn next_stamp(&self, now: Timestamp) -> u64 {
        let largest = self.records.values().map(Record::newest_stamp).max();
        let after = largest.map_or(0, |stamp| stamp.saturating_add(1));
        now.millis().max(after).min(record::LATEST)
    }
}

#[cfg(test)]
mod tests;
