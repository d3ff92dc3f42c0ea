//! Lines: the membership token changes when a key is removed. Which of two states knows of the later change is told
//! by the hashes of former tokens that each of them lists.

use super::Vault;
use super::identity::Token;
use crate::account::{Label, Timestamp};

/// So many former tokens are listed: a device that slept through more must join anew.
const MAX_FORMER: usize = 64;

/// How the changes of keys that one state knows lie to those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The same token.
    Same,
    /// It has heard of changes the other has not heard of.
    Newer,
    /// It has not heard of changes the other knows.
    Older,
    /// Both changed the keys since they were one.
    Split,
    /// They have nothing in common.
    Foreign,
}

/// A token's hash and those before it, oldest first.
pub type Tokens<'a> = (&'a [u8; 32], &'a [[u8; 32]]);

impl Line {
    /// How the line of `one` lies to that of `other`.
    pub fn of(one: Tokens<'_>, other: Tokens<'_>) -> Self {
        if one.0 == other.0 {
            return Self::Same;
        }
        match (one.1.contains(other.0), other.1.contains(one.0)) {
            (true, false) => Self::Newer,
            (false, true) => Self::Older,
            (true, true) => Self::Split,
            (false, false) if one.1.iter().any(|hash| other.1.contains(hash)) => Self::Split,
            (false, false) => Self::Foreign,
        }
    }
}

impl Vault {
    /// Changes the membership token; the other devices ask their user once before they accept it.
    pub fn rekey(&mut self, token: [u8; 16], by: &Label, now: Timestamp) {
        let token = Token::new(token);
        if token == self.token {
            return;
        }
        let former = self.token.hash();
        self.formerly.retain(|hash| *hash != former);
        self.formerly.push(former);
        let over = self.formerly.len().saturating_sub(MAX_FORMER);
        self.formerly.drain(..over);
        let new = token.hash();
        self.formerly.retain(|hash| *hash != new);
        self.token = token;
        self.rekeyed = now.millis();
        self.rekeyed_by = by.clone();
    }

    /// When and by which device the token was last changed.
    pub fn rekeyed(&self) -> Option<(Timestamp, &Label)> {
        (self.rekeyed > 0).then(|| (Timestamp::from_millis(self.rekeyed), &self.rekeyed_by))
    }

    /// How this state's line lies to that of `other`.
    pub fn line_to(&self, other: &Self) -> Line {
        if self.id != other.id {
            return Line::Foreign;
        }
        let (ours, theirs) = (self.token.hash(), other.token.hash());
        Line::of((&ours, &self.formerly), (&theirs, &other.formerly))
    }

    /// Hashes of earlier tokens, oldest first.
    pub fn former_tokens(&self) -> &[[u8; 32]] {
        &self.formerly
    }

    /// SHA-256 of the token.
    pub fn token_hash(&self) -> [u8; 32] {
        self.token.hash()
    }

    /// True when `other` was written by someone who knows this vault's present token.
    pub fn shares_token(&self, other: &Self) -> bool {
        self.id == other.id && self.token == other.token
    }

    /// This state, whose token and keys a person has accepted, with the accounts that `ours` has besides. The keys
    /// that only `ours` knows are not taken over: it had not heard who was removed.
    #[must_use]
    pub fn succeeding(&self, ours: &Self) -> Self {
        let mut next = self.clone();
        next.take_contents(ours);
        for (recipient, device) in &ours.devices {
            next.take_saves(recipient, &device.saves);
        }
        next
    }

    /// What becomes of two states that both changed the keys: whoever was removed on either side stays out, and a
    /// third token follows on both.
    #[must_use]
    pub fn reunited(&self, other: &Self, token: [u8; 16], by: &Label, now: Timestamp) -> Self {
        let mut next = self.clone();
        next.take_contents(other);
        for (recipient, theirs) in &other.devices {
            let joined = match self.devices.get(recipient) {
                Some(ours) => {
                    let mut joined = super::merge::join_devices(ours, theirs);
                    if !(ours.is_active() && theirs.is_active()) {
                        joined.shut_out(now);
                    }
                    joined
                }
                None => theirs.clone(),
            };
            next.devices.insert(recipient.clone(), joined);
        }
        let theirs = other.formerly.iter().copied().chain([other.token.hash()]);
        for hash in theirs {
            if !next.formerly.contains(&hash) {
                next.formerly.push(hash);
            }
        }
        next.rekey(token, by, now);
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::keys::DeviceKey;
    use crate::vault::{Device, Role};

    #[test]
    fn who_was_removed_on_either_side_stays_out_of_both() {
        let recipient = || {
            let key = DeviceKey::generate();
            key.recipient().expect("X25519").to_owned()
        };
        let (laptop, phone, tablet) = (recipient(), recipient(), recipient());
        let at = Timestamp::from_millis;
        let me = Label::new("laptop");
        let let_in = |vault: &mut Vault, recipient: &str, now| {
            let added = vault.add_device("x".into(), recipient, Role::Device, at(now));
            assert_eq!(added, Ok(()));
        };
        let shut_out = |vault: &mut Vault, recipient: &str, token, now| {
            let removed = vault.remove_device(recipient, [token; 16], &me, at(now));
            assert_eq!(removed, Ok(()));
        };
        let mut here = Vault::new(1, [1; 16]);
        for recipient in [&laptop, &phone] {
            let_in(&mut here, recipient, 1);
        }
        let mut there = here.clone();
        shut_out(&mut here, &phone, 2, 5);
        // Removed there as well, but let in again, and later than the removal here.
        shut_out(&mut there, &phone, 3, 6);
        let_in(&mut there, &phone, 9);
        let_in(&mut there, &tablet, 9);
        for (one, other) in [(&here, &there), (&there, &here)] {
            let both = one.reunited(other, [4; 16], &me, at(20));
            let is_active = |key| both.device(key).is_some_and(Device::is_active);
            assert_eq!(
                [&laptop, &phone, &tablet].map(|key| is_active(key)),
                [true, false, true]
            );
            for former in [one, other] {
                assert!(both.former_tokens().contains(&former.token_hash()));
            }
        }
    }

    #[test]
    fn another_vault_is_foreign_and_a_first_token_was_never_changed() {
        let (one, other) = (Vault::new(1, [1; 16]), Vault::new(2, [1; 16]));
        assert_eq!(one.line_to(&other), Line::Foreign);
        assert_eq!(one.line_to(&one), Line::Same);
        assert_eq!(one.rekeyed(), None);
    }
}
