//! Merging two states of one vault without a common base: the later stamp wins, field by field. Commutative,
//! associative, idempotent, and a state absorbs its own past, so every way of syncing files is safe.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;
use zeroize::Zeroizing;

use super::Vault;
use super::document::{self, Entry};
use super::identity::Device;
use super::record::OTP_FIELDS;
use crate::account::AccountId;

/// Two vaults that have nothing to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("these are two different vaults")]
pub struct OtherVault;

/// How the sequence numbers of one state lie to those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same saves.
    Equal,
    /// The first lacks saves of the second.
    Older,
    /// The first has saves the second lacks.
    Newer,
    /// Each has saves the other lacks.
    Diverged,
}

/// Compares states by the saves they hold, device by device.
pub fn compare(a: &Vault, b: &Vault) -> Comparison {
    let seq = |vault: &Vault, recipient: &str| vault.devices.get(recipient).map_or(0, |d| d.seq);
    let recipients: BTreeSet<&String> = a.devices.keys().chain(b.devices.keys()).collect();
    let pairs = recipients.into_iter().map(|r| (seq(a, r), seq(b, r)));
    Comparison::of(pairs)
}

impl Comparison {
    /// Compares two vectors, given as pairs of numbers.
    pub fn of(pairs: impl Iterator<Item = (u64, u64)>) -> Self {
        let (mut is_older, mut is_newer) = (false, false);
        for (ours, theirs) in pairs {
            is_older |= ours < theirs;
            is_newer |= ours > theirs;
        }
        match (is_older, is_newer) {
            (false, false) => Self::Equal,
            (true, false) => Self::Older,
            (false, true) => Self::Newer,
            (true, true) => Self::Diverged,
        }
    }
}

/// Joins two states of one vault. Whether `b` may be trusted is for the caller to decide beforehand.
pub fn merge(a: &Vault, b: &Vault) -> Result<Vault, OtherVault> {
    if a.id != b.id {
        return Err(OtherVault);
    }
    let rank = |vault: &Vault| (vault.rekeyed, Zeroizing::new(*vault.token.expose()));
    let (winner, loser) = match rank(a).cmp_key(&rank(b)) {
        std::cmp::Ordering::Less => (b, a),
        _ => (a, b),
    };
    let mut formerly: BTreeSet<[u8; 32]> = a.formerly.union(&b.formerly).copied().collect();
    formerly.insert(loser.token.hash());
    formerly.remove(&winner.token.hash());
    let rekeyed_by = if a.token == b.token {
        a.rekeyed_by.clone().max(b.rekeyed_by.clone())
    } else {
        winner.rekeyed_by.clone()
    };
    Ok(Vault {
        id: a.id.clone(),
        token: winner.token.clone(),
        rekeyed: winner.rekeyed,
        rekeyed_by,
        formerly,
        devices: join_maps(&a.devices, &b.devices, |_, a, b| join_devices(a, b)),
        entries: join_maps(&a.entries, &b.entries, |id, a, b| {
            if a == b {
                return a.clone();
            }
            join_entries(id, a.clone(), b.clone())
        }),
        extra: join_tables(&a.extra, &b.extra),
    })
}

/// Compares what lies behind `Zeroizing`, which itself has no order.
trait CompareKey {
    fn cmp_key(&self, other: &Self) -> std::cmp::Ordering;
}

impl CompareKey for (u64, Zeroizing<[u8; 16]>) {
    fn cmp_key(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1.as_slice()).cmp(&(other.0, other.1.as_slice()))
    }
}

fn join_maps<K: Clone + Ord, V: Clone>(
    a: &BTreeMap<K, V>,
    b: &BTreeMap<K, V>,
    join: impl Fn(&K, &V, &V) -> V,
) -> BTreeMap<K, V> {
    let mut joined = a.clone();
    for (key, theirs) in b {
        let value = match a.get(key) {
            Some(ours) => join(key, ours, theirs),
            None => theirs.clone(),
        };
        joined.insert(key.clone(), value);
    }
    joined
}

/// Fields without stamps: what is there beats what is not, the larger text beats the smaller.
fn join_tables(a: &toml::Table, b: &toml::Table) -> toml::Table {
    let mut joined = a.clone();
    for (name, theirs) in b {
        let text = |value: &toml::Value| document::value_text(value);
        if a.get(name).is_none_or(|ours| *text(ours) < *text(theirs)) {
            joined.insert(name.clone(), theirs.clone());
        }
    }
    joined
}

/// Joins two states of a device.
pub(super) fn join_devices(a: &Device, b: &Device) -> Device {
    let later = if (a.added, &a.name, a.role) < (b.added, &b.name, b.role) {
        b
    } else {
        a
    };
    Device {
        name: later.name.clone(),
        recipient: a.recipient.clone(),
        added: later.added,
        removed: a.removed.max(b.removed),
        seq: a.seq.max(b.seq),
        role: later.role,
        // Confirmed once is confirmed for ever.
        unconfirmed: a.unconfirmed && b.unconfirmed,
        extra: join_tables(&a.extra, &b.extra),
    }
}

/// Joins two states of an account.
pub(super) fn join_entries(id: &AccountId, a: Entry, b: Entry) -> Entry {
    match (a, b) {
        (Entry::Tombstone { deleted: a }, Entry::Tombstone { deleted: b }) => {
            Entry::Tombstone { deleted: a.max(b) }
        }
        (Entry::Tombstone { deleted }, living) | (living, Entry::Tombstone { deleted }) => {
            // Only what a user did after the removal brings an account back.
            if living.newest_stamp() > deleted && !living.is_deleted() {
                living
            } else {
                Entry::Tombstone { deleted }
            }
        }
        (a, b) => Entry::from_table(join_records(&as_table(id, a), &as_table(id, b))),
    }
}

fn as_table(id: &AccountId, entry: Entry) -> toml::Table {
    if let Entry::Unreadable(table) = entry {
        return *table;
    }
    let mut text = Zeroizing::new(String::with_capacity(2048));
    document::write_account(&mut text, id, &entry, "[edited]");
    text.parse().expect("the canonical writer's output is TOML")
}

/// One side of a merge of two records.
struct Side<'a> {
    fields: &'a toml::Table,
    created: i64,
    edited: Option<&'a toml::Table>,
}

impl<'a> Side<'a> {
    fn new(fields: &'a toml::Table) -> Self {
        let created = fields.get("created").and_then(toml::Value::as_integer);
        Self {
            fields,
            created: created.unwrap_or_default(),
            edited: fields.get("edited").and_then(toml::Value::as_table),
        }
    }

    fn explicit_stamp(&self, field: &str) -> Option<i64> {
        self.edited?.get(field)?.as_integer()
    }

    fn stamp(&self, field: &str) -> i64 {
        self.explicit_stamp(field).unwrap_or(self.created)
    }

    /// Empty when the field is not there: smaller than any value.
    fn text(&self, field: &str) -> Zeroizing<String> {
        self.fields
            .get(field)
            .map_or_else(Zeroizing::default, document::value_text)
    }

    fn number(&self, field: &str) -> u64 {
        match self.fields.get(field) {
            Some(toml::Value::Integer(number)) => u64::try_from(*number).unwrap_or_default(),
            Some(toml::Value::String(text)) => text.parse().unwrap_or_default(),
            _ => 0,
        }
    }

    /// What decides about fields that go together: stamps first, then their texts.
    fn rank(&self, group: &[&str]) -> (Vec<i64>, Vec<Zeroizing<String>>) {
        let stamps: Vec<i64> = group.iter().map(|field| self.stamp(field)).collect();
        let newest = stamps.iter().copied().max().unwrap_or_default();
        let stamps = std::iter::once(newest).chain(stamps).collect();
        (stamps, group.iter().map(|field| self.text(field)).collect())
    }
}

fn join_records(a: &toml::Table, b: &toml::Table) -> toml::Table {
    let (left, right) = (Side::new(a), Side::new(b));
    let created = left.created.min(right.created);
    let mut joined = toml::Table::new();
    let mut edited = toml::Table::new();
    if let Some(id) = a.get("id") {
        joined.insert("id".to_owned(), id.clone());
    }
    joined.insert("created".to_owned(), created.into());

    let mut take = |side: &Side<'_>, field: &str| {
        if let Some(value) = side.fields.get(field) {
            joined.insert(field.to_owned(), value.clone());
        }
        // A stamp that was implied by another moment of creation is written down.
        let stamp = side.explicit_stamp(field);
        let stamp = stamp.or((side.created != created).then_some(side.created));
        if let Some(stamp) = stamp {
            edited.insert(field.to_owned(), stamp.into());
        }
    };
    let is_left_later = |group: &[&str]| {
        let ((stamps, texts), (other_stamps, other_texts)) = (left.rank(group), right.rank(group));
        let texts = texts.iter().map(|text| text.as_str());
        let other_texts = other_texts.iter().map(|text| text.as_str());
        stamps
            .cmp(&other_stamps)
            .then(texts.cmp(other_texts))
            .is_ge()
    };

    let winner = if is_left_later(&OTP_FIELDS) {
        &left
    } else {
        &right
    };
    for field in OTP_FIELDS {
        take(winner, field);
    }
    let count = |side: &Side<'_>| (side.stamp("counter"), side.number("counter"));
    take(
        if count(&left) >= count(&right) {
            &left
        } else {
            &right
        },
        "counter",
    );
    let own_rules = ["id", "created", "edited", "counter"];
    let names = [a, b]
        .into_iter()
        .chain([left.edited, right.edited].into_iter().flatten());
    let names: BTreeSet<&str> = names
        .flat_map(|table| table.keys().map(String::as_str))
        .collect();
    for field in names {
        if own_rules.contains(&field) || OTP_FIELDS.contains(&field) {
            continue;
        }
        take(
            if is_left_later(&[field]) {
                &left
            } else {
                &right
            },
            field,
        );
    }
    if !edited.is_empty() {
        joined.insert("edited".to_owned(), edited.into());
    }
    joined
}
