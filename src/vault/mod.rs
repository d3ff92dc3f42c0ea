//! The vault in memory: accounts in order of their ids, the bin, devices and the membership token. Pure values.

pub mod change;
pub mod crypt;
mod devices;
pub mod difference;
pub mod document;
mod fingerprint;
mod header;
mod identity;
pub mod keys;
pub mod merge;
pub mod plugin;
mod record;
pub mod seen;
#[cfg(test)]
mod tests;

pub use change::{Change, ChangeError, Edit};
pub use devices::DeviceError;
pub use identity::{Device, Role, Token, VaultId};

use std::collections::{BTreeMap, BTreeSet};

use crate::account::{Account, AccountId, Label, Timestamp};
use document::Entry;
use record::Record;

/// Everything a vault file holds. Fields are private: it changes through [`Vault::apply`],
/// [`Vault::take_counter`] and the device operations only, so that no stamp is forgotten.
#[derive(Debug, Clone, PartialEq)]
pub struct Vault {
    id: VaultId,
    token: Token,
    /// Stamp of the last change of the token; 0 when it is the first one.
    rekeyed: u64,
    /// Name of the device that changed it.
    rekeyed_by: Label,
    /// SHA-256 of earlier tokens: who lists the one a device has pinned was able to read the vault then.
    formerly: BTreeSet<[u8; 32]>,
    devices: BTreeMap<String, Device>,
    entries: BTreeMap<AccountId, Entry>,
    /// Fields of newer versions.
    extra: toml::Table,
}

/// How long an account stays in the bin with its secret: 30 days.
const BIN_MILLIS: u64 = 30 * 24 * 3_600_000;
/// How long its removal is remembered: 400 days.
const TOMBSTONE_MILLIS: u64 = 400 * 24 * 3_600_000;

impl Vault {
    /// An empty vault. `id_bits` (60 are used) and `token` come from the system's random source.
    pub fn new(id_bits: u64, token: [u8; 16]) -> Self {
        Self {
            id: VaultId::from_random(id_bits),
            token: Token::new(token),
            rekeyed: 0,
            rekeyed_by: Label::default(),
            formerly: BTreeSet::new(),
            devices: BTreeMap::new(),
            entries: BTreeMap::new(),
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
            Entry::Unreadable(table) => {
                let label =
                    |field| Label::new(table.get(field).and_then(|v| v.as_str()).unwrap_or(""));
                let title = crate::account::title(&label("issuer"), &label("name"));
                Some((id, Label::new(&title)))
            }
            Entry::Known(_) | Entry::Tombstone { .. } => None,
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

    /// Equal but for what using codes moves: counters, `used` and the numbers of saves.
    pub fn has_same_content(&self, other: &Self) -> bool {
        self.token == other.token
            && self.extra == other.extra
            && self.devices.len() == other.devices.len()
            && self.devices.values().all(|device| {
                other.devices.get(&device.recipient).is_some_and(|same| {
                    let mut same = same.clone();
                    same.seq = device.seq;
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

    /// Empties what has lain in the bin for 30 days, and forgets removals after 400 days. Done at each save.
    pub fn expire(&mut self, now: Timestamp) {
        let is_over = |since: u64, span: u64| since.saturating_add(span) < now.millis();
        self.entries.retain(|_, entry| {
            !matches!(entry, Entry::Tombstone { deleted } if is_over(*deleted, TOMBSTONE_MILLIS))
        });
        for entry in self.entries.values_mut() {
            let deleted = match entry {
                Entry::Known(record) => record.account().deleted,
                Entry::Tombstone { .. } | Entry::Unreadable(_) => None,
            };
            if deleted.is_some_and(|at| is_over(at.millis(), BIN_MILLIS)) {
                let deleted = entry.newest_stamp();
                *entry = Entry::Tombstone { deleted };
            }
        }
    }

    /// The moment of the last change, in Unix milliseconds, by the clocks of all devices; `None` when the vault is
    /// empty. A moment in the future tells that a clock is wrong.
    pub fn newest_stamp(&self) -> Option<u64> {
        self.entries.values().map(Entry::newest_stamp).max()
    }

    /// The stamp for a change made `now`: a hybrid clock that grows even when the machine's clock does not,
    /// because merging compares stamps.
    fn next_stamp(&self, now: Timestamp) -> u64 {
        let after = self
            .newest_stamp()
            .map_or(0, |stamp| stamp.saturating_add(1));
        now.millis().max(after).min(record::LATEST)
    }
}

impl Entry {
    /// The largest stamp in it.
    fn newest_stamp(&self) -> u64 {
        match self {
            Self::Known(record) => record.newest_stamp(),
            Self::Tombstone { deleted } => *deleted,
            Self::Unreadable(table) => {
                let edited = table.get("edited").and_then(toml::Value::as_table);
                let stamps = edited.into_iter().flat_map(toml::Table::values);
                let stamps = stamps.chain(table.get("created"));
                let stamps = stamps.filter_map(toml::Value::as_integer);
                stamps
                    .max()
                    .and_then(|stamp| u64::try_from(stamp).ok())
                    .unwrap_or_default()
            }
        }
    }

    fn is_deleted(&self) -> bool {
        match self {
            Self::Known(record) => record.account().deleted.is_some(),
            Self::Tombstone { .. } => true,
            Self::Unreadable(table) => table.contains_key("deleted"),
        }
    }
}
