//! Merging two states of one vault without a common base: the later stamp wins, field by field. Commutative,
//! associative, idempotent, and a state absorbs its own past, so every way of syncing files is safe. One thing cannot
//! hold: the older fields of an account that was removed for good here and edited there depend on who met whom first.
//! Whether the account lives does not.

mod records;
#[cfg(test)]
mod tests;

pub(super) use records::{join_entries, join_sources};

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::Vault;
use super::identity::{Device, Generation};
use super::saves::short;
use super::text::value_text;

/// Two states that must not be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MergeError {
    /// They have nothing to do with each other.
    #[error("these are two different vaults")]
    OtherVault,
    /// The keys were changed in one of them: a person has to accept that first.
    #[error("the keys of the vault were changed between the two")]
    OtherToken,
}

/// Which of two values with the same stamp wins. Honest programs never write such; somebody with an editor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// The one with the larger text, whoever asks.
    ByText,
    /// That of the first state.
    First,
}

/// How the saves of one state lie to those of another.
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

impl Comparison {
    /// From whether each of two states holds all saves of the other.
    pub fn of(holds_theirs: bool, held_by_theirs: bool) -> Self {
        match (holds_theirs, held_by_theirs) {
            (true, true) => Self::Equal,
            (false, true) => Self::Older,
            (true, false) => Self::Newer,
            (false, false) => Self::Diverged,
        }
    }
}

/// Joins two states of one vault with the same token. Whether `b` may be trusted is for the caller to decide
/// beforehand.
pub fn merge(a: &Vault, b: &Vault) -> Result<Vault, MergeError> {
    join(a, b, Ties::ByText)
}

/// The same; of two values with the same stamp, that of `a` wins: what somebody wrote into the file by hand.
pub fn merge_into_file(a: &Vault, b: &Vault) -> Result<Vault, MergeError> {
    join(a, b, Ties::First)
}

fn join(a: &Vault, b: &Vault, ties: Ties) -> Result<Vault, MergeError> {
    if a.id != b.id {
        return Err(MergeError::OtherVault);
    }
    if a.token != b.token {
        return Err(MergeError::OtherToken);
    }
    let mut joined = a.clone();
    joined.rekeyed = a.rekeyed.max(b.rekeyed);
    joined.rekeyed_by = a.rekeyed_by.clone().max(b.rekeyed_by.clone());
    if a.formerly != b.formerly {
        // Of one token there is one past; only a damaged file tells another.
        let both: BTreeSet<[u8; 32]> = a.formerly.iter().chain(&b.formerly).copied().collect();
        joined.formerly = both.into_iter().collect();
    }
    joined.devices = join_maps(&a.devices, &b.devices, |_, a, b| join_devices(a, b));
    joined.take_contents_by(b, ties);
    Ok(joined)
}

impl Vault {
    /// Takes over the accounts of another state, and what is neither account nor key.
    pub(super) fn take_contents(&mut self, other: &Self) {
        self.take_contents_by(other, Ties::ByText);
    }

    fn take_contents_by(&mut self, other: &Self, ties: Ties) {
        let other = self.mended_alike(other);
        let other = other.as_ref();
        self.entries = join_maps(&self.entries, &other.entries, |id, a, b| {
            if a == b {
                return a.clone();
            }
            join_entries(id, a.clone(), b.clone(), ties)
        });
        self.sources = join_maps(&self.sources, &other.sources, |_, a, b| {
            join_sources(a, b, ties)
        });
        self.others = join_maps(&self.others, &other.others, |_, a, b| a.join(b));
        self.extra = join_tables(&self.extra, &other.extra);
        // A key that was no device of the vault may be one in the other state.
        let listed: Vec<String> = self.devices.keys().cloned().collect();
        for recipient in listed {
            if let Some(saves) = self.others.remove(&short(&recipient)) {
                self.take_saves(&recipient, &saves);
            }
        }
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

/// Fields of newer versions, with stamps under `edited` where that version gives them; else what is there beats what
/// is not, and the larger text the smaller.
fn join_tables(a: &toml::Table, b: &toml::Table) -> toml::Table {
    fn stamps(table: &toml::Table) -> Option<&toml::Table> {
        table.get("edited").and_then(toml::Value::as_table)
    }
    if a == b {
        return a.clone();
    }
    let stamp = |table: &toml::Table, name: &str| {
        let stamp = stamps(table).and_then(|edited| edited.get(name));
        stamp.and_then(toml::Value::as_integer).unwrap_or_default()
    };
    let text = |table: &toml::Table, name: &str| table.get(name).map(value_text);
    let mut joined = toml::Table::new();
    for name in a.keys().chain(b.keys()) {
        let (ours, theirs) = (text(a, name), text(b, name));
        let ours = (stamp(a, name), ours.as_ref().map(|text| text.as_str()));
        let theirs = (stamp(b, name), theirs.as_ref().map(|text| text.as_str()));
        let winner = if ours >= theirs { a } else { b };
        if let Some(value) = winner.get(name) {
            joined.insert(name.clone(), value.clone());
        }
    }
    if let (Some(ours), Some(theirs)) = (stamps(a), stamps(b)) {
        let mut edited = ours.clone();
        for (name, value) in theirs {
            let newest = stamp(a, name).max(value.as_integer().unwrap_or_default());
            edited.insert(name.clone(), newest.into());
        }
        joined.insert("edited".to_owned(), edited.into());
    }
    joined
}

/// Joins two states of a device.
pub(super) fn join_devices(a: &Device, b: &Device) -> Device {
    let rank = |device: &Device| (device.generation.added, device.added);
    let by_words = (&a.name, a.role) < (&b.name, b.role);
    let later = match rank(a).cmp(&rank(b)) {
        std::cmp::Ordering::Less => b,
        std::cmp::Ordering::Equal if by_words => b,
        _ => a,
    };
    Device {
        name: later.name.clone(),
        recipient: a.recipient.clone(),
        added: later.added,
        removed: a.removed.max(b.removed),
        generation: Generation {
            added: a.generation.added.max(b.generation.added),
            removed: a.generation.removed.max(b.generation.removed),
        },
        saves: a.saves.join(&b.saves),
        role: later.role,
        // Confirmed once is confirmed for ever.
        unconfirmed: a.unconfirmed && b.unconfirmed,
        extra: join_tables(&a.extra, &b.extra),
    }
}
