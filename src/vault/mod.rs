//! The vault in memory: accounts in order of their ids, the bin, devices and the membership token. Pure values.

pub mod arrival;
mod cache;
pub mod change;
pub mod crypt;
mod devices;
pub mod difference;
pub mod document;
mod fingerprint;
mod header;
mod identity;
pub mod keys;
pub mod limits;
pub mod lines;
mod mends;
pub mod merge;
pub mod pins;
pub mod plugin;
mod record;
pub mod saves;
pub mod sealed;
mod source;
mod stamps;
#[cfg(test)]
mod tests;
mod text;

pub use cache::Cache;
pub use change::{Change, ChangeError, Edit};
pub use devices::DeviceError;
pub use fingerprint::Words;
pub use identity::{Device, Role, Token, VaultId};
pub use source::{Source, SourceEdit, SourceError, SourceId};

use std::collections::BTreeMap;

use crate::account::{Account, AccountId, Label, Timestamp};
use mends::Mend;
use record::Record;
use saves::Saves;
use source::Shelf;
use text::Entry;

/// Everything a vault file holds. Fields are private: it changes through [`Vault::apply`],
/// [`Vault::take_counter`] and the device operations only, so that no stamp is forgotten.
#[derive(Debug, Clone, PartialEq)]
pub struct Vault {
    id: VaultId,
    token: Token,
    /// When the token was last changed, for people; 0 when it is the first one.
    rekeyed: u64,
    /// Name of the device that changed it.
    rekeyed_by: Label,
    /// SHA-256 of earlier tokens, oldest first: who lists the one a device has pinned was able to read the vault then.
    formerly: Vec<[u8; 32]>,
    devices: BTreeMap<String, Device>,
    /// Saves by keys that are no devices of the vault, by a hash of their recipients.
    others: BTreeMap<String, Saves>,
    /// When stamps of the future were brought back, oldest first.
    mends: Vec<Mend>,
    entries: BTreeMap<AccountId, Entry>,
    sources: BTreeMap<SourceId, Shelf>,
    /// Fields of newer versions.
    extra: toml::Table,
}

/// How long an account stays in the bin with its secret: 30 days.
const BIN_MILLIS: u64 = 30 * 24 * 3_600_000;

impl Vault {
    /// An empty vault. `id_bits` (60 are used) and `token` come from the system's random source.
    pub fn new(id_bits: u64, token: [u8; 16]) -> Self {
        Self {
            id: VaultId::from_random(id_bits),
            token: Token::new(token),
            rekeyed: 0,
            rekeyed_by: Label::default(),
            formerly: Vec::new(),
            devices: BTreeMap::new(),
            others: BTreeMap::new(),
            mends: Vec::new(),
            entries: BTreeMap::new(),
            sources: BTreeMap::new(),
            extra: toml::Table::new(),
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
        self.records().map(Record::account)
    }

    fn records(&self) -> impl Iterator<Item = &Record> {
        self.entries.values().filter_map(|entry| match entry {
            Entry::Known(record) => Some(&**record),
            Entry::Tombstone { .. } | Entry::Unreadable(_) => None,
        })
    }

    /// Accounts of a kind this version does not know, or that someone damaged by hand: kept as they are,
    /// with whatever can be told of issuer and name.
    pub fn unreadable(&self) -> impl Iterator<Item = (&AccountId, Label)> {
        self.entries.iter().filter_map(|(id, entry)| match entry {
            Entry::Unreadable(_) if entry.removal_stamp().is_none() => Some((id, entry.title())),
            Entry::Unreadable(_) | Entry::Known(_) | Entry::Tombstone { .. } => None,
        })
    }

    /// The account with this id, also from the bin.
    pub fn get(&self, id: &AccountId) -> Option<&Account> {
        match self.entries.get(id)? {
            Entry::Known(record) => Some(record.account()),
            Entry::Tombstone { .. } | Entry::Unreadable(_) => None,
        }
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
        match self.entries.get_mut(id) {
            Some(Entry::Known(record)) => Ok(record),
            Some(Entry::Unreadable(_)) => Err(ChangeError::Unreadable),
            Some(Entry::Tombstone { .. }) | None => Err(ChangeError::NotFound),
        }
    }

    /// Equal but for what using codes moves: counters that run on, `used` and the numbers of saves.
    pub fn has_same_content(&self, other: &Self) -> bool {
        self.token == other.token
            && self.extra == other.extra
            && self.sources == other.sources
            && self.mends == other.mends
            && self.devices.len() == other.devices.len()
            && self.devices.values().all(|device| {
                other.devices.get(&device.recipient).is_some_and(|same| {
                    let mut same = same.clone();
                    same.saves.clone_from(&device.saves);
                    same == *device
                })
            })
            && self.entries.len() == other.entries.len()
            && self
                .entries
                .iter()
                .zip(&other.entries)
                .all(|(a, b)| match (a, b) {
                    ((_, Entry::Known(a)), (_, Entry::Known(b))) => a.has_same_content(b),
                    (a, b) => a == b,
                })
    }

    /// Empties what has lain in the bin for 30 days. That an account was removed is remembered for good: a state that
    /// still has it may turn up at any time, from a backup at the latest, and 45 bytes keep it from coming back.
    pub fn expire(&mut self, now: Timestamp) {
        for entry in self.entries.values_mut() {
            let Entry::Known(record) = &*entry else {
                continue;
            };
            let deleted = record.account().deleted;
            if deleted.is_some_and(|at| at.millis().saturating_add(BIN_MILLIS) < now.millis()) {
                let deleted = record.removal_stamp();
                *entry = Entry::Tombstone { deleted };
            }
        }
    }
}

impl Entry {
    /// The stamp of its removal, if it is removed.
    fn removal_stamp(&self) -> Option<u64> {
        match self {
            Self::Known(record) => record.account().deleted.map(|_| record.removal_stamp()),
            Self::Tombstone { deleted } => Some(*deleted),
            Self::Unreadable(table) => {
                let number = |value: &toml::Value| u64::try_from(value.as_integer()?).ok();
                let edited = table.get("edited").and_then(toml::Value::as_table);
                let stamps = edited.into_iter().flatten();
                let edits = stamps.filter(|(field, _)| record::is_edit(field));
                let edits = edits.map(|(_, stamp)| stamp).chain(table.get("created"));
                let newest = edits.filter_map(number).max().unwrap_or_default();
                let moment = table.get("deleted").and_then(number)?;
                let stamp = edited.and_then(|edited| edited.get("deleted"));
                let stamp = stamp.and_then(number).unwrap_or(moment);
                (newest <= stamp).then_some(stamp)
            }
        }
    }
}
