//! Arrival: what becomes of a vault file that is not the one this device last saw. It is never taken as it is but
//! joined with what this device had: for files of honest programs that changes nothing.

use super::merge::merge_into_file;
use super::pins::{Pins, name_of};
use super::{Entry, Vault};
use crate::account::{Kind, Label};

/// A file joined with what this device had, and what is worth telling about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The vault to go on with.
    pub vault: Vault,
    /// Accounts that the file lacked, without word of their removal.
    pub put_back: Vec<String>,
    /// Whose saves the file lacked, and the vault now has.
    pub saves_put_back: Vec<Label>,
    /// Whose saves were seen and are nowhere any more.
    pub saves_missing: Vec<Label>,
    /// Who saved since this device last looked.
    pub saved_by: Vec<Label>,
    /// Counters that went on here and there: the same code may have been given twice.
    pub counters: Vec<String>,
    /// Somebody else saves with the key of this device.
    pub is_doubled: bool,
}

/// Joins `file`, which has the pinned token, with the newest state that this device kept.
/// `own` is the recipient of the key of this device.
pub fn receive(pins: &Pins, file: &Vault, ours: Option<&Vault>, own: Option<&str>) -> Arrival {
    let joined = ours.and_then(|ours| merge_into_file(file, ours).ok());
    let vault = joined.unwrap_or_else(|| file.clone());
    let name = |key: &str| name_of(key, [file].into_iter().chain(ours));
    let missing = pins.missing_in(&vault);
    let restored = pins.missing_in(file).into_iter();
    let restored = restored.filter(|key| !missing.contains(key));
    let lacked = vault
        .entries
        .iter()
        .filter(|(id, _)| !file.entries.contains_key(*id));
    let lacked = lacked.filter(|(_, entry)| entry.removal_stamp().is_none());
    let is_diverged = !pins.missing_in(file).is_empty();
    Arrival {
        put_back: lacked.map(|(_, entry)| entry.title().to_string()).collect(),
        saves_put_back: restored.map(name).collect(),
        saves_missing: missing.iter().map(|key| name(key)).collect(),
        saved_by: pins.new_in(file).iter().map(|key| name(key)).collect(),
        counters: match ours {
            Some(ours) if is_diverged => counters_apart(file, ours),
            _ => Vec::new(),
        },
        is_doubled: own
            .is_some_and(|own| pins.has_new_of(own, file) && !has_saves(ours, file, own)),
        vault,
    }
}

/// True when this device kept the saves that the file has of a key: they are its own, whether it came to pin them or not.
fn has_saves(ours: Option<&Vault>, file: &Vault, own: &str) -> bool {
    let saves = |vault: &Vault| vault.saves_of(own).cloned().unwrap_or_default();
    ours.is_some_and(|ours| saves(ours).hold(&saves(file)))
}

/// HOTP accounts whose counters differ although nobody set them.
fn counters_apart(file: &Vault, ours: &Vault) -> Vec<String> {
    let accounts = file.accounts().filter(|account| {
        let other = ours.get(&account.id).map(|other| other.otp.kind());
        match (account.otp.kind(), other) {
            (Kind::Hotp { counter: here }, Some(Kind::Hotp { counter: there })) => here != there,
            _ => false,
        }
    });
    accounts.map(crate::account::Account::title).collect()
}

impl Entry {
    /// `issuer:name`, as far as that can be told.
    pub(super) fn title(&self) -> Label {
        match self {
            Self::Known(record) => Label::new(&record.account().title()),
            Self::Tombstone { .. } => Label::default(),
            Self::Unreadable(table) => {
                let label =
                    |field| Label::new(table.get(field).and_then(|v| v.as_str()).unwrap_or(""));
                Label::new(&crate::account::title(&label("issuer"), &label("name")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{AccountId, Algorithm, Digits, Draft, Otp, Secret, Timestamp};
    use crate::vault::{Change, Edit, Role};

    const OURS: &str = "age1a";
    const THEIRS: &str = "age1b";

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn add(vault: &mut Vault, bits: u64) {
        let secret = Secret::from_bytes(vec![7; 20]).expect("a key");
        let kind = Kind::Hotp { counter: 5 };
        let otp = Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT);
        let id = AccountId::from_random(bits);
        let draft = Box::new(Draft::new(
            "Site".into(),
            Label::new(&bits.to_string()),
            otp,
        ));
        vault
            .apply(Change::Add { id, draft }, at(bits))
            .expect("fresh");
    }

    /// One account with a counter, two devices that have saved.
    fn common() -> Vault {
        let mut vault = Vault::new(1, [1; 16]);
        for (recipient, name) in [(OURS, "laptop"), (THEIRS, "phone")] {
            vault.add_unchecked(recipient);
            let device = vault.devices.get_mut(recipient).expect("added");
            (device.name, device.role) = (name.into(), Role::Device);
            vault.count_save(recipient, 0, 3);
        }
        add(&mut vault, 1);
        vault
    }

    #[test]
    fn a_file_that_only_went_on_brings_no_warning() {
        let ours = common();
        let mut file = ours.clone();
        file.take_counter(&AccountId::from_random(1))
            .expect("a counter");
        file.count_save(THEIRS, 0, 4);
        let arrival = receive(&Pins::pin(&ours, [7; 32]), &file, Some(&ours), Some(OURS));
        let wanted = Arrival {
            vault: file,
            put_back: Vec::new(),
            saves_put_back: Vec::new(),
            saves_missing: Vec::new(),
            saved_by: vec!["phone".into()],
            counters: Vec::new(),
            is_doubled: false,
        };
        assert_eq!(arrival, wanted);
    }

    #[test]
    fn what_the_file_lacks_is_put_back_and_counters_that_parted_are_named() {
        let mut file = common();
        let mut ours = file.clone();
        ours.take_counter(&AccountId::from_random(1))
            .expect("a counter");
        add(&mut ours, 2);
        add(&mut ours, 3);
        ours.count_save(OURS, 0, 4);
        // Removed here and never there: nothing that the file lacks.
        let id = AccountId::from_random(3);
        ours.apply(Change::Remove { id }, at(50)).expect("there");
        file.count_save(THEIRS, 0, 5);
        let pins = Pins::pin(&ours, [7; 32]);
        let arrival = receive(&pins, &file, Some(&ours), Some(OURS));
        assert_eq!(arrival.put_back, ["Site:2"]);
        assert_eq!(arrival.saves_put_back, [Label::new("laptop")]);
        assert_eq!(arrival.saves_missing, []);
        assert_eq!(arrival.saved_by, [Label::new("phone")]);
        assert_eq!(arrival.counters, ["Site:1"]);
        assert!(!arrival.is_doubled);

        // Without a state of our own there is nothing to put back: the saves are gone.
        let alone = receive(&pins, &file, None, Some(OURS));
        assert_eq!(alone.vault, file);
        assert_eq!(alone.saves_missing, [Label::new("laptop")]);
        assert_eq!((alone.saves_put_back, alone.counters), (vec![], vec![]));
    }

    #[test]
    fn counters_that_stand_alike_have_not_parted() {
        let mut file = common();
        let mut ours = file.clone();
        let edits = vec![Edit::Pinned(true)];
        let id = AccountId::from_random(1);
        ours.apply(Change::Edit { id, edits }, at(50))
            .expect("there");
        ours.count_save(OURS, 0, 4);
        file.count_save(THEIRS, 0, 5);
        let pins = Pins::pin(&ours, [7; 32]);
        let arrival = receive(&pins, &file, Some(&ours), None);
        assert_eq!(arrival.counters, Vec::<String>::new());
    }

    #[test]
    fn saves_by_our_key_that_are_not_ours_are_of_a_copy() {
        let ours = common();
        let mut file = ours.clone();
        file.count_save(OURS, 0, 9);
        let pins = Pins::pin(&ours, [7; 32]);
        let is_doubled = |kept: Option<&Vault>, own| receive(&pins, &file, kept, own).is_doubled;
        assert!(is_doubled(Some(&ours), Some(OURS)) && is_doubled(None, Some(OURS)));
        assert!(!is_doubled(Some(&ours), Some(THEIRS)) && !is_doubled(Some(&ours), None));
        // Saved by us, and killed before it was pinned.
        assert!(!is_doubled(Some(&file), Some(OURS)));
    }
}
