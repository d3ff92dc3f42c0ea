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
