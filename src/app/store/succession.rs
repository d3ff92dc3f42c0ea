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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{AccountId, Draft, Otp, Secret};
    use crate::vault::Change;

    fn at(second: u64) -> Timestamp {
        Timestamp::from_seconds(1_763_766_000 + second)
    }

    fn let_in(vault: &mut Vault, name: &str, role: Role) -> DeviceKey {
        let key = DeviceKey::generate();
        let recipient = key.recipient().expect("X25519");
        let added = vault.add_device(name.into(), recipient, role, at(0));
        added.expect("a fresh recipient");
        key
    }

    fn shut_out(vault: &mut Vault, key: &DeviceKey, token: u8, by: &str, second: u64) {
        let recipient = key.recipient().expect("X25519");
        let removed = vault.remove_device(recipient, [token; 16], &by.into(), at(second));
        removed.expect("one of several");
    }

    fn add(vault: &mut Vault, bits: u64, issuer: &str) {
        let secret = Secret::from_bytes(vec![7; 20]).expect("a key");
        let draft = Draft::new(issuer.into(), "me".into(), Otp::totp(secret));
        let change = Change::Add {
            id: AccountId::from_random(bits),
            draft: Box::new(draft),
        };
        vault.apply(change, at(bits)).expect("a fresh id");
    }

    #[test]
    fn only_a_recovery_key_that_still_opens_the_vault_is_one() {
        let mut vault = Vault::new(1, [1; 16]);
        let laptop = let_in(&mut vault, "laptop", Role::Device);
        let paper = let_in(&mut vault, "paper", Role::Recovery);
        let former = let_in(&mut vault, "former paper", Role::Recovery);
        shut_out(&mut vault, &former, 2, "laptop", 1);
        for succession in [Succession::of(&vault), Succession::between(&vault, &vault)] {
            assert!(succession.is_recovery_key(&paper));
            for other in [&laptop, &former, &DeviceKey::generate()] {
                assert!(!succession.is_recovery_key(other));
            }
        }
    }

    #[test]
    fn a_person_sees_who_changed_the_keys_and_what_either_side_has() {
        let mut ours = Vault::new(1, [1; 16]);
        let_in(&mut ours, "laptop", Role::Device);
        let tablet = let_in(&mut ours, "tablet", Role::Device);
        let gone = let_in(&mut ours, "gone", Role::Device);
        shut_out(&mut ours, &gone, 2, "laptop", 1);
        let mut theirs = ours.clone();
        shut_out(&mut theirs, &tablet, 3, "phone", 9);
        let_in(&mut theirs, "desk", Role::Device);
        add(&mut theirs, 10, "Mail");
        add(&mut ours, 11, "Bank");
        let seen = Succession::between(&theirs, &ours);
        assert_eq!((seen.at, seen.by.as_str()), (at(9), "phone"));
        assert_eq!(seen.words, theirs.fingerprint());
        assert_eq!(
            seen.lines(),
            [
                theirs.fingerprint().join(" ").as_str(),
                "there: removed the key tablet",
                "there: added the key desk",
                "there: added Mail:me",
                "here: added Bank:me",
            ]
        );
    }

    #[test]
    fn nobody_is_named_where_nobody_is_known() {
        let mut vault = Vault::new(1, [1; 16]);
        let_in(&mut vault, "laptop", Role::Device);
        let other = let_in(&mut vault, "other", Role::Device);
        let seen = Succession::of(&vault);
        assert_eq!(
            (seen.at, seen.by.as_str()),
            (Timestamp::default(), "another device")
        );
        assert_eq!(seen.lines(), [vault.fingerprint().join(" ")]);
        shut_out(&mut vault, &other, 2, "", 5);
        let seen = Succession::of(&vault);
        assert_eq!((seen.at, seen.by.as_str()), (at(5), "another device"));
    }
}
