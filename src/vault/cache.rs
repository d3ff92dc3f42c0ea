//! What a device last read of a source: a small vault of its own that only this device opens, with the accounts and the
//! facts that tell whether they are still those of the file.

use std::collections::BTreeMap;

use super::crypt::{self, SealError};
use super::identity::VaultId;
use super::keys::DeviceKey;
use super::plugin::Dialog;
use super::record::Record;
use super::source::SourceId;
use super::text::Entry;
use super::{Change, Device, Role, Vault};
use crate::account::{Account, AccountId, Draft, Timestamp};

/// The accounts of a source, and facts about its file. Bears the token of the vault it belongs to: who only knows the
/// device's public key cannot forge one.
pub struct Cache(Vault);

impl Vault {
    /// A cache of these accounts. Those that give the same codes as one before are left out, and those that are too
    /// large; how many of these, comes with it.
    pub fn cache_of(&self, id: &SourceId, drafts: Vec<Draft>, now: Timestamp) -> (Cache, usize) {
        let mut cache = Self::new(0, [0; 16]);
        cache.token = self.token.clone();
        cache.id = cache_id(id);
        let mut different: BTreeMap<AccountId, Draft> = BTreeMap::new();
        for draft in drafts {
            different.entry(self.mark(&draft.otp)).or_insert(draft);
        }
        let add = |(id, draft): (&AccountId, &Draft)| Change::Add {
            id: id.clone(),
            draft: Box::new(draft.clone()),
        };
        let mut left_out = 0;
        let all = Change::Batch(different.iter().map(add).collect());
        if cache.apply(all, now).is_err() {
            let one_by_one = different.iter().map(add);
            left_out = one_by_one
                .filter_map(|change| cache.apply(change, now).err())
                .count();
        }
        (Cache(cache), left_out)
    }

    /// Opens a cache of this source; `None` when it is none, or not for this key.
    pub fn open_cache(&self, id: &SourceId, bytes: &[u8], key: &DeviceKey) -> Option<Cache> {
        let cache = crypt::open(bytes, key, &Dialog::silent()).ok()?;
        (cache.token == self.token && cache.id == cache_id(id)).then_some(Cache(cache))
    }
}

/// Never that of a vault: nobody takes it for a copy of one.
fn cache_id(id: &SourceId) -> VaultId {
    VaultId::parse(&format!("source-{id}")).unwrap_or(VaultId::from_random(0))
}

impl Cache {
    /// The bytes of a file that only the key with this recipient opens.
    pub fn seal(&mut self, recipient: &str) -> Result<Vec<u8>, SealError> {
        let own = Device::new("this device".into(), recipient.to_owned(), Role::Device, 0);
        self.0.devices = [(recipient.to_owned(), own)].into();
        crypt::seal(&self.0, &Dialog::silent())
    }

    /// A fact about the file.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.0.extra.get(name)?.as_str()
    }

    /// Notes a fact, or takes it away. Its name must be none of the fields of a vault.
    pub fn set_fact(&mut self, name: &str, value: Option<String>) {
        match value {
            Some(value) => drop(self.0.extra.insert(name.to_owned(), value.into())),
            None => drop(self.0.extra.remove(name)),
        }
    }

    /// The accounts; their ids are their marks ([`Vault::mark`]).
    pub fn into_accounts(self) -> Vec<Account> {
        let entries = self.0.entries.into_values();
        entries
            .filter_map(|entry| match entry {
                Entry::Known(record) => Some(Record::into_account(*record)),
                Entry::Tombstone { .. } | Entry::Unreadable(_) => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Otp, Secret};

    fn draft(name: &str, key: u8) -> Draft {
        let secret = Secret::from_bytes(vec![key; 20]).expect("key");
        Draft::new("Site".into(), name.into(), Otp::totp(secret))
    }

    #[test]
    fn a_cache_opens_for_its_device_its_vault_and_its_source() {
        let (key, id) = (DeviceKey::generate(), SourceId::from_random(4));
        let vault = Vault::new(1, [1; 16]);
        let long = draft(&"x".repeat(2000), 3);
        let drafts = vec![draft("a", 1), draft("twin", 1), long, draft("b", 2)];
        let (mut cache, left_out) = vault.cache_of(&id, drafts, Timestamp::from_seconds(9));
        assert_eq!(left_out, 1);
        cache.set_fact("seen", Some("yes \"1\"".to_owned()));
        let bytes = cache
            .seal(key.recipient().expect("X25519"))
            .expect("sealed");
        let open = vault.open_cache(&id, &bytes, &key).expect("ours");
        assert_eq!(open.fact("seen"), Some("yes \"1\""));
        let mut names: Vec<String> = open
            .into_accounts()
            .iter()
            .map(|account| account.name.to_string())
            .collect();
        names.sort();
        assert_eq!(names, ["a", "b"]);
        let other = Vault::new(1, [2; 16]);
        assert!(other.open_cache(&id, &bytes, &key).is_none());
        let other = SourceId::from_random(5);
        assert!(vault.open_cache(&other, &bytes, &key).is_none());
        assert!(
            vault
                .open_cache(&id, &bytes, &DeviceKey::generate())
                .is_none()
        );
    }
}
