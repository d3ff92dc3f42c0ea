//! Succession: a change of keys by another device, as a person gets to see it before it is accepted.

use crate::account::{Label, Timestamp};
use crate::vault::difference::{Difference, deed};
use crate::vault::keys::DeviceKey;
use crate::vault::{Device, Role, Vault, Words};

/// A change of keys that this device has not accepted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// When it was made.
    pub at: Timestamp,
    /// Which device says it did.
    pub by: Label,
    /// The new fingerprint, to be compared on both screens.
    pub words: Words,
    /// What either side has that the other has not, a line each.
    pub brings: Vec<String>,
    recovery_keys: Vec<String>,
}

impl Succession {
    /// Of a vault that this device has no state of its own to compare with.
    pub fn of(theirs: &Vault) -> Self {
        let (at, by) = match theirs.rekeyed() {
            Some((at, by)) => (at, by.clone()),
            None => (Timestamp::default(), Label::default()),
        };
        let recovery = theirs
            .devices()
            .filter(|device| device.role == Role::Recovery);
        let recovery = recovery.filter(|device| device.is_active());
        Self {
            at,
            by: if by.is_empty() {
                "another device".into()
            } else {
                by
            },
            words: theirs.fingerprint(),
            brings: Vec::new(),
            recovery_keys: recovery.map(|device| device.recipient.clone()).collect(),
        }
    }

    /// Of `theirs`, with what it brings and what `ours` adds to it.
    pub fn between(theirs: &Vault, ours: &Vault) -> Self {
        let next = theirs.succeeding(ours);
        let line = |who: &str, difference: &Difference| {
            let what = deed(&difference.what);
            format!("{who}: {what} {}", difference.title)
        };
        let is_active_in =
            |vault: &Vault, key: &str| vault.device(key).is_some_and(Device::is_active);
        let keys = |from: &Vault, to: &Vault, what: &str| -> Vec<String> {
            let active = from.devices().filter(|device| device.is_active());
            let only = active.filter(|device| !is_active_in(to, &device.recipient));
            only.map(|device| format!("there: {what} the key {}", device.name))
                .collect()
        };
        let removed = keys(ours, theirs, "removed");
        let added = keys(theirs, ours, "added");
        let from_there = next.differences_since(ours);
        let from_ours = next.differences_since(theirs);
        let accounts = from_there.iter().map(|change| line("there", change));
        let accounts = accounts.chain(from_ours.iter().map(|change| line("here", change)));
        Self {
            brings: removed.into_iter().chain(added).chain(accounts).collect(),
            ..Self::of(theirs)
        }
    }

    /// The words, and below them what either side has besides.
    pub fn lines(&self) -> Vec<String> {
        let words = std::iter::once(self.words.join(" "));
        words.chain(self.brings.iter().cloned()).collect()
    }

    /// True for the recovery key that the vault itself lists.
    pub fn is_recovery_key(&self, key: &DeviceKey) -> bool {
        let own = key.recipient();
        own.is_some_and(|own| self.recovery_keys.iter().any(|recipient| recipient == own))
    }
}
