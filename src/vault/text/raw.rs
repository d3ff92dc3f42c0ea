//! The document's tables as serde sees them, and what they become.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::account::{
    Account, AccountId, Algorithm, Digits, Kind, Label, Note, Otp, Period, Secret, SecretText,
    Timestamp,
};
use crate::vault::identity::{Device, Generation, Role};
use crate::vault::record::Record;
use crate::vault::saves::Saves;

/// Nobody lets a key in that often.
const MAX_COUNT: u64 = 1 << 53;

/// What lies under an account's id.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::vault) enum Entry {
    /// An account this version understands.
    Known(Box<Record>),
    /// What is left of an account long after its removal: it keeps other devices from bringing it back.
    Tombstone {
        /// When it was removed, in milliseconds.
        deleted: u64,
    },
    /// An account of a kind this version does not know, kept as it is.
    Unreadable(Box<toml::Table>),
}

impl Entry {
    /// What a table means; if it cannot be understood, the table itself.
    pub(in crate::vault) fn from_table(table: toml::Table) -> Self {
        let mut mended = table.clone();
        mend_stamps(&mut mended);
        let raw: Result<RawAccount, _> = mended.try_into();
        raw.ok()
            .and_then(RawAccount::into_entry)
            .map_or_else(|| Self::Unreadable(Box::new(table)), |(_, entry)| entry)
    }
}

#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(in crate::vault) struct RawVault {
    pub format: u64,
    pub vault: Option<String>,
    #[serde(default, deserialize_with = "wiped")]
    pub token: Option<SecretText>,
    #[serde(default)]
    pub rekeyed: u64,
    #[serde(default)]
    pub rekeyed_by: String,
    #[serde(default)]
    pub formerly: Vec<String>,
    #[serde(default)]
    pub others: Vec<String>,
    #[serde(default)]
    pub mends: Vec<String>,
    #[serde(default)]
    pub device: Vec<RawDevice>,
    #[serde(default)]
    pub account: Vec<RawAccount>,
    /// Read field by field, so that one of a newer version hides no other.
    #[serde(default)]
    pub source: Vec<toml::Table>,
    #[serde(flatten)]
    pub extra: toml::Table,
}

#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(in crate::vault) struct RawDevice {
    #[serde(default)]
    pub(in crate::vault) name: String,
    pub(in crate::vault) recipient: String,
    #[serde(default)]
    pub(in crate::vault) added: u64,
    pub(in crate::vault) removed: Option<u64>,
    pub(in crate::vault) added_n: Option<u64>,
    pub(in crate::vault) removed_n: Option<u64>,
    #[serde(default)]
    pub(in crate::vault) seq: u64,
    pub(in crate::vault) saves: Option<String>,
    pub(in crate::vault) role: Option<String>,
    #[serde(default)]
    pub(in crate::vault) unconfirmed: bool,
    #[serde(flatten)]
    pub(in crate::vault) extra: toml::Table,
}

impl RawDevice {
    pub(in crate::vault) fn into_device(mut self) -> Device {
        let role = match self.role.as_deref() {
            Some("recovery") => Role::Recovery,
            None => Role::Device,
            Some(other) => {
                self.extra.insert("role".to_owned(), other.into());
                Role::Device
            }
        };
        let counted = Generation::of_moments(self.added, self.removed);
        // A number that is not counted up any more would never be.
        let generation = |number: Option<u64>, else_: u64| number.unwrap_or(else_).min(MAX_COUNT);
        let saves = self.saves.as_deref().and_then(Saves::parse);
        let saves = saves.unwrap_or_default();
        let saves = if saves.number() < self.seq {
            saves.join(&Saves::up_to(self.seq))
        } else {
            saves
        };
        Device {
            name: Label::new(&self.name),
            recipient: self.recipient,
            added: self.added,
            removed: self.removed,
            generation: Generation {
                added: generation(self.added_n, counted.added),
                removed: generation(self.removed_n, counted.removed),
            },
            saves,
            role,
            unconfirmed: self.unconfirmed,
            extra: self.extra,
        }
    }
}

/// Moments before 1970, which nobody's clock gave: no reason to give up an account.
fn mend_stamps(table: &mut toml::Table) {
    let is_negative = |value: &toml::Value| value.as_integer().is_some_and(|number| number < 0);
    for moment in ["created", "deleted", "used"] {
        if table.get(moment).is_some_and(is_negative) {
            table.insert(moment.to_owned(), 0.into());
        }
    }
    if let Some(edited) = table.get_mut("edited").and_then(toml::Value::as_table_mut) {
        edited.retain(|_, stamp| !is_negative(stamp));
    }
}

#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(in crate::vault) struct RawAccount {
    pub(in crate::vault) id: String,
    #[serde(default)]
    pub(in crate::vault) issuer: String,
    #[serde(default)]
    pub(in crate::vault) name: String,
    #[serde(default, deserialize_with = "wiped")]
    pub(in crate::vault) secret: Option<SecretText>,
    #[serde(rename = "type")]
    pub(in crate::vault) kind: Option<String>,
    pub(in crate::vault) algorithm: Option<String>,
    pub(in crate::vault) digits: Option<u64>,
    pub(in crate::vault) period: Option<u64>,
    pub(in crate::vault) counter: Option<Counter>,
    #[serde(default, deserialize_with = "wiped")]
    pub(in crate::vault) pin: Option<SecretText>,
    #[serde(default)]
    pub(in crate::vault) tags: Vec<String>,
    #[serde(default, deserialize_with = "wiped")]
    pub(in crate::vault) note: Option<SecretText>,
    #[serde(default)]
    pub(in crate::vault) pinned: bool,
    pub(in crate::vault) order: Option<i64>,
    pub(in crate::vault) used: Option<u64>,
    #[serde(default)]
    pub(in crate::vault) created: u64,
    pub(in crate::vault) deleted: Option<u64>,
    #[serde(default)]
    pub(in crate::vault) edited: BTreeMap<String, u64>,
    #[serde(flatten)]
    pub(in crate::vault) extra: toml::Table,
}

/// TOML's integers end at 2^63-1, HOTP counters at 2^64-1: larger ones are written as text.
#[derive(Deserialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(in crate::vault) enum Counter {
    /// The usual way.
    Number(u64),
    /// Above 2^63-1.
    Text(String),
}

impl Counter {
    fn value(&self) -> Option<u64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

fn wiped<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretText>, D::Error> {
    let text: Option<String> = Option::deserialize(deserializer)?;
    Ok(text.map(SecretText::new))
}

impl RawAccount {
    /// An id and a removal, and nothing else: a kind of the future may have no secret.
    fn is_tombstone(&self) -> bool {
        let has_words = !self.issuer.is_empty() || !self.name.is_empty() || !self.tags.is_empty();
        let has_secrets = self.secret.is_some()
            || self.note.is_some()
            || self.counter.is_some()
            || self.pin.is_some();
        let has_settings = self.kind.is_some()
            || self.algorithm.is_some()
            || self.digits.is_some()
            || self.period.is_some();
        let has_places = self.pinned || self.order.is_some() || self.used.is_some();
        let has_stamps = self.created > 0 || !self.edited.is_empty();
        self.deleted.is_some()
            && self.extra.is_empty()
            && !(has_words || has_secrets || has_settings || has_places || has_stamps)
    }

    /// `None` when the kind or a value is unknown here.
    fn otp(&self) -> Option<Otp> {
        let secret = Secret::from_base32(self.secret.as_ref()?.expose()).ok()?;
        let counter = match &self.counter {
            Some(counter) => counter.value()?,
            None => 0,
        };
        let kind = match self.kind.as_deref() {
            None | Some("totp") => Kind::Totp {
                period: self.period.map_or(Some(Period::DEFAULT), Period::new)?,
            },
            Some("hotp") => Kind::Hotp { counter },
            Some("steam") => Kind::Steam,
            Some("motp") => Kind::Motp,
            Some("yandex") => Kind::Yandex,
            Some(_) => return None,
        };
        let algorithm = match self.algorithm.as_deref() {
            Some(name) => Algorithm::from_name(name)?,
            None => Algorithm::Sha1,
        };
        let digits = self.digits.map_or(Some(Digits::DEFAULT), Digits::new)?;
        Some(Otp::new(secret, kind, algorithm, digits).with_pin(self.pin.as_ref()))
    }

    /// `None` when the account cannot be understood.
    pub(in crate::vault) fn into_entry(self) -> Option<(AccountId, Entry)> {
        let id = AccountId::parse(&self.id)?;
        if self.is_tombstone() {
            let deleted = self.deleted.unwrap_or_default();
            return Some((id, Entry::Tombstone { deleted }));
        }
        let otp = self.otp()?;
        let counter = self.counter.as_ref().and_then(Counter::value);
        let account = Account {
            id: id.clone(),
            issuer: Label::new(&self.issuer),
            name: Label::new(&self.name),
            otp,
            tags: self.tags.iter().map(|tag| Label::new(tag)).collect(),
            note: self
                .note
                .map_or_else(Note::default, |note| Note::new(note.expose())),
            pinned: self.pinned,
            created: Timestamp::from_millis(self.created),
            deleted: self.deleted.map(Timestamp::from_millis),
            order: self.order,
            used: self.used.map(Timestamp::from_millis),
        };
        let record = Record::from_parts(account, counter, self.edited, self.extra);
        Some((id, Entry::Known(Box::new(record))))
    }
}
