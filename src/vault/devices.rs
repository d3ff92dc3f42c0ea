//! Who may open the vault: adding and removing devices and the recovery key. Removal changes the token.

use std::collections::BTreeMap;

use thiserror::Error;

use super::Vault;
use super::crypt::is_recipient;
use super::fingerprint::Words;
use super::identity::{Device, Role};
use super::limits::LABEL;
use super::saves::{Saves, short};
use crate::account::{Label, Timestamp};

/// Why the recipients were left as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DeviceError {
    /// Not `age1…`.
    #[error("this is not an age recipient (age1…)")]
    NotARecipient,
    /// It can open the vault already.
    #[error("this recipient can open the vault already")]
    Exists,
    /// No active device has it.
    #[error("the vault has no such device")]
    NotFound,
    /// Longer than any label.
    #[error("the name is longer than {LABEL} bytes")]
    LongName,
    /// Nobody could open the vault afterwards.
    #[error("this is the last one that can open the vault")]
    Last,
}

impl Vault {
    /// Lets a further recipient open the vault from the next save on.
    pub fn add_device(
        &mut self,
        name: Label,
        recipient: &str,
        role: Role,
        now: Timestamp,
    ) -> Result<(), DeviceError> {
        if !is_recipient(recipient) {
            return Err(DeviceError::NotARecipient);
        }
        if name.as_str().len() > LABEL {
            return Err(DeviceError::LongName);
        }
        match self.devices.get_mut(recipient) {
            Some(device) if device.is_active() => return Err(DeviceError::Exists),
            Some(device) => {
                device.let_in(now);
                device.name = name;
                device.role = role;
            }
            None => {
                let device = Device::new(name, recipient.to_owned(), role, now.millis());
                self.devices.insert(recipient.to_owned(), device);
            }
        }
        Ok(())
    }

    /// Shuts a recipient out of every later state, and changes the token so that it cannot write any more.
    /// It keeps what it has read: secrets it saw should be enrolled anew. `token` comes from the system's
    /// random source, `by` is the device that does it.
    pub fn remove_device(
        &mut self,
        recipient: &str,
        token: [u8; 16],
        by: &Label,
        now: Timestamp,
    ) -> Result<(), DeviceError> {
        let active = self.devices.values().filter(|device| device.is_active());
        let is_last = active.clone().count() == 1;
        if !active.clone().any(|device| device.recipient == recipient) {
            return Err(DeviceError::NotFound);
        }
        if is_last {
            return Err(DeviceError::Last);
        }
        if let Some(device) = self.devices.get_mut(recipient) {
            device.shut_out(now);
        }
        self.rekey(token, by, now);
        Ok(())
    }

    /// A new recovery key; the sheets printed before open no later state.
    pub fn replace_recovery(
        &mut self,
        name: Label,
        recipient: &str,
        token: [u8; 16],
        by: &Label,
        now: Timestamp,
    ) -> Result<(), DeviceError> {
        self.add_device(name, recipient, Role::Recovery, now)?;
        let is_old = |device: &&Device| {
            device.role == Role::Recovery && device.is_active() && device.recipient != recipient
        };
        let old: Vec<String> = self
            .devices
            .values()
            .filter(is_old)
            .map(|device| device.recipient.clone())
            .collect();
        for recipient in old {
            self.remove_device(&recipient, token, by, now)?;
        }
        Ok(())
    }

    /// Notes whether somebody has confirmed to have the recovery key with this recipient.
    pub fn confirm_recovery(&mut self, recipient: &str, is_confirmed: bool) {
        if let Some(key) = self.devices.get_mut(recipient)
            && key.role == Role::Recovery
        {
            key.unconfirmed = !is_confirmed;
        }
    }

    /// False while nobody has confirmed having the recovery key.
    pub fn is_recovery_confirmed(&self) -> bool {
        self.recovery_keys().all(|key| !key.unconfirmed)
    }

    /// True when the same keys open `other`, and it has the same token.
    pub fn has_same_keys(&self, other: &Self) -> bool {
        let active = |vault: &Self| {
            let active = vault.devices.values().filter(|device| device.is_active());
            active
                .map(|device| device.recipient.clone())
                .collect::<Vec<_>>()
        };
        self.token == other.token && active(self) == active(other)
    }

    /// The recovery keys that open the vault; one, unless two devices made one each at a time.
    pub fn recovery_keys(&self) -> impl Iterator<Item = &Device> {
        self.devices
            .values()
            .filter(|device| device.is_active() && device.role == Role::Recovery)
    }

    /// Eight words for the vault's id and token: people compare them on two screens.
    pub fn fingerprint(&self) -> Words {
        super::fingerprint::words(&self.id, &self.token)
    }

    /// The device with this recipient, removed or not.
    pub fn device(&self, recipient: &str) -> Option<&Device> {
        self.devices.get(recipient)
    }

    /// The only active device that a plugin serves: for plugin identities that do not tell their recipient.
    pub fn device_of_plugin(&self, plugin: &str) -> Option<&Device> {
        let prefix = format!("age1{plugin}1");
        let mut fitting = self
            .devices
            .values()
            .filter(|device| device.is_active() && device.recipient.starts_with(&prefix));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Notes one more save by the key with this recipient, at least number `least`. `bits` come from the system's
    /// random source.
    pub fn count_save(&mut self, recipient: &str, least: u64, bits: u64) {
        let saves = match self.devices.get_mut(recipient) {
            Some(device) => &mut device.saves,
            None => self.others.entry(short(recipient)).or_default(),
        };
        saves.add(least, bits);
    }

    /// The saves of every key that ever saved, by a hash of its recipient.
    pub fn saves(&self) -> impl Iterator<Item = (String, &Saves)> {
        let listed = self.devices.values();
        let listed = listed.map(|device| (short(&device.recipient), &device.saves));
        let others = self.others.iter();
        let others = others.map(|(name, saves)| (name.clone(), saves));
        listed.chain(others).filter(|(_, saves)| !saves.is_empty())
    }

    /// The saves of the key with this recipient.
    pub fn saves_of(&self, recipient: &str) -> Option<&Saves> {
        match self.devices.get(recipient) {
            Some(device) => Some(&device.saves),
            None => self.others.get(&short(recipient)),
        }
    }

    /// True when no save that `other` knows of is missing here.
    pub fn holds_saves_of(&self, other: &Self) -> bool {
        let ours: BTreeMap<String, &Saves> = self.saves().collect();
        let mut theirs = other.saves();
        theirs.all(|(name, saves)| ours.get(&name).is_some_and(|ours| ours.hold(saves)))
    }

    /// Takes over what another state knows of the saves of a key.
    pub(super) fn take_saves(&mut self, recipient: &str, saves: &Saves) {
        let ours = match self.devices.get_mut(recipient) {
            Some(device) => &mut device.saves,
            None if saves.is_empty() => return,
            None => self.others.entry(short(recipient)).or_default(),
        };
        *ours = ours.join(saves);
    }

    #[cfg(test)]
    pub(super) fn add_unchecked(&mut self, recipient: &str) {
        let device = Device::new(Label::new("x"), recipient.to_owned(), Role::Device, 1);
        self.devices.insert(recipient.to_owned(), device);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::keys::DeviceKey;

    fn recipient() -> String {
        let key = DeviceKey::generate();
        key.recipient().expect("X25519").to_owned()
    }

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn removal_changes_the_token_and_can_be_taken_back() {
        let (laptop, phone) = (recipient(), recipient());
        let mut vault = Vault::new(1, [1; 16]);
        let old_token = vault.token_hash();
        let me = Label::new("laptop");
        let add = |vault: &mut Vault, recipient: &str, now| {
            vault.add_device("x".into(), recipient, Role::Device, at(now))
        };
        add(&mut vault, &laptop, 1).expect("new");
        assert_eq!(add(&mut vault, &laptop, 1), Err(DeviceError::Exists));
        assert_eq!(
            vault.remove_device(&laptop, [2; 16], &me, at(2)),
            Err(DeviceError::Last)
        );
        add(&mut vault, &phone, 3).expect("new");
        assert_eq!(
            vault.remove_device("age1x", [2; 16], &me, at(2)),
            Err(DeviceError::NotFound)
        );
        vault
            .remove_device(&phone, [2; 16], &me, at(2))
            .expect("there");
        assert!(!vault.device(&phone).expect("kept").is_active());
        assert_ne!(vault.token_hash(), old_token);
        assert_eq!(vault.former_tokens(), [old_token]);
        assert_eq!(vault.rekeyed(), Some((at(2), &me)));
        add(&mut vault, &phone, 2).expect("again");
        assert!(vault.device(&phone).expect("kept").is_active());
    }

    #[test]
    fn a_new_recovery_key_shuts_out_the_old_one() {
        let (laptop, old, new) = (recipient(), recipient(), recipient());
        let mut vault = Vault::new(1, [1; 16]);
        let me = Label::new("laptop");
        vault
            .add_device(me.clone(), &laptop, Role::Device, at(1))
            .expect("new");
        vault
            .replace_recovery("paper".into(), &old, [2; 16], &me, at(1))
            .expect("first");
        vault
            .replace_recovery("paper".into(), &new, [3; 16], &me, at(2))
            .expect("second");
        let active: Vec<&str> = vault
            .devices()
            .filter(|device| device.is_active() && device.role == Role::Recovery)
            .map(|device| device.recipient.as_str())
            .collect();
        assert_eq!(active, [new.as_str()]);
        vault.count_save(&new, 0, 5);
        vault.count_save(&laptop, 7, 5);
        vault.count_save("age1unlisted", 0, 5);
        let seq = |recipient: &str| vault.saves_of(recipient).map(Saves::number);
        assert_eq!((seq(&new), seq(&laptop)), (Some(1), Some(7)));
        assert_eq!((seq("age1unlisted"), seq("age1never")), (Some(1), None));
    }

    #[test]
    fn keys_are_the_same_when_the_same_open_the_vault_and_its_token_is_the_same() {
        let (laptop, phone) = (recipient(), recipient());
        let mut vault = Vault::new(1, [1; 16]);
        vault.add_unchecked(&laptop);
        let mut other = Vault::new(1, [1; 16]);
        other.add_unchecked(&laptop);
        other.count_save(&laptop, 0, 5);
        assert!(vault.has_same_keys(&other), "a save changes no key");
        other.add_unchecked(&phone);
        assert!(!vault.has_same_keys(&other) && !other.has_same_keys(&vault));
        vault.add_unchecked(&phone);
        assert!(vault.has_same_keys(&other));
        let me = Label::new("laptop");
        let removal = other.remove_device(&phone, [1; 16], &me, at(2));
        assert_eq!(removal, Ok(()));
        assert!(
            !vault.has_same_keys(&other),
            "what is removed opens nothing"
        );
        let mut elsewhere = Vault::new(1, [2; 16]);
        elsewhere.add_unchecked(&laptop);
        assert!(!elsewhere.has_same_keys(&other), "the token differs");
    }

    #[test]
    fn a_recovery_key_counts_as_confirmed_until_it_is_said_not_to_be() {
        let (laptop, paper) = (recipient(), recipient());
        let mut vault = Vault::new(1, [1; 16]);
        vault.add_unchecked(&laptop);
        let me = Label::new("laptop");
        vault
            .replace_recovery("paper".into(), &paper, [2; 16], &me, at(1))
            .expect("first");
        vault.confirm_recovery(&paper, false);
        assert!(!vault.is_recovery_confirmed());
        vault.confirm_recovery(&paper, true);
        assert!(vault.is_recovery_confirmed());
        vault.confirm_recovery(&laptop, false);
        assert!(vault.is_recovery_confirmed(), "it is none");
    }

    #[test]
    fn a_plugin_serves_the_one_active_device_whose_recipient_is_of_its_kind() {
        let (one, two) = ("age1yubikey1one", "age1yubikey1two");
        let mut vault = Vault::new(1, [1; 16]);
        vault.add_unchecked(&recipient());
        let serves = |vault: &Vault| {
            let device = vault.device_of_plugin("yubikey");
            device.map(|device| device.recipient.clone())
        };
        assert_eq!(serves(&vault), None);
        vault.add_unchecked(one);
        assert_eq!(serves(&vault).as_deref(), Some(one));
        vault.add_unchecked(two);
        assert_eq!(serves(&vault), None, "which of the two nobody knows");
        let me = Label::new("laptop");
        let removed = vault.remove_device(one, [2; 16], &me, at(2));
        assert_eq!(removed, Ok(()));
        assert_eq!(serves(&vault).as_deref(), Some(two));
    }
}
