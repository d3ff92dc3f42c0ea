//! Record: an account with the stamps of its fields and with the fields of newer versions.

use std::collections::BTreeMap;

use crate::account::{Account, AccountId, Draft, Kind, Otp, Timestamp};

/// Largest stamp: TOML's integers end here.
pub(super) const LATEST: u64 = i64::MAX.unsigned_abs();

/// The fields that make up [`Otp`]. They merge as one: half of two edits would be a wrong code.
pub(super) const OTP_FIELDS: [&str; 6] = ["type", "secret", "algorithm", "digits", "period", "pin"];

/// No honest clock is later (the end of the year 9998), and dates can be written out until then.
pub(super) const LAST_MOMENT: u64 = 253_370_764_799_999;

/// Fields that say where an account is or was used, and not what it is: they bring nothing back from the bin.
pub(super) fn is_edit(field: &str) -> bool {
    !matches!(field, "deleted" | "used")
}

/// An account as the vault keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    account: Account,
    /// The HOTP counter; kept when the account turns into another kind, so that it never goes back.
    counter: u64,
    /// When it was removed, even if a later edit has revived it.
    deleted: Option<Timestamp>,
    /// Stamps of fields changed after creation, in milliseconds.
    edited: BTreeMap<String, u64>,
    /// Fields of newer versions.
    extra: toml::Table,
}

impl Record {
    /// A fresh account from an accepted draft.
    pub(super) fn create(id: AccountId, draft: Draft, created: Timestamp) -> Self {
        let account = Account::new(id, draft, created);
        Self::from_parts(account, None, BTreeMap::new(), toml::Table::new())
    }

    /// Joins what a file holds. The counter of `account.otp` is taken; `account.deleted` is computed.
    pub(super) fn from_parts(
        account: Account,
        counter: Option<u64>,
        edited: BTreeMap<String, u64>,
        extra: toml::Table,
    ) -> Self {
        let counter = account.otp.counter().or(counter).unwrap_or_default();
        let deleted = account.deleted;
        let mut edited = edited;
        if let Some(moment) = deleted {
            // Every removal has a stamp, also one that somebody wrote by hand.
            edited
                .entry("deleted".to_owned())
                .or_insert(moment.millis());
        }
        let mut record = Self {
            account,
            counter,
            deleted,
            edited,
            extra,
        };
        record.settle();
        record
    }

    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    /// The account alone.
    pub(super) fn into_account(self) -> Account {
        self.account
    }

    /// For fields that need no settling; the caller stamps.
    pub(super) fn account_mut(&mut self) -> &mut Account {
        &mut self.account
    }

    pub(super) fn counter(&self) -> u64 {
        self.counter
    }

    pub(super) fn deleted(&self) -> Option<Timestamp> {
        self.deleted
    }

    pub(super) fn edited(&self) -> &BTreeMap<String, u64> {
        &self.edited
    }

    pub(super) fn extra(&self) -> &toml::Table {
        &self.extra
    }

    /// Notes that `field` changed; a change by the user revives a removed account.
    pub(super) fn stamp(&mut self, field: &str, stamp: u64) {
        self.edited.insert(field.to_owned(), stamp);
        self.settle();
    }

    /// Notes that every field is new, those too that are not there.
    pub(super) fn stamp_all(&mut self, stamp: u64) {
        let others = [
            "issuer", "name", "counter", "tags", "note", "pinned", "order", "deleted",
        ];
        for field in OTP_FIELDS.into_iter().chain(others) {
            self.edited.insert(field.to_owned(), stamp);
        }
        self.settle();
    }

    /// The counter moves on; by definition without a stamp, so that merging takes the larger one.
    pub(super) fn advance_counter(&mut self, next: u64) {
        self.counter = next;
        self.settle();
    }

    /// The counter is set to what the user says, forwards or back.
    pub(super) fn reset_counter(&mut self, counter: u64, stamp: u64) {
        self.counter = counter;
        self.stamp("counter", stamp);
    }

    /// Replaces key and parameters. With the same key the counter only moves forward.
    pub(super) fn replace_otp(&mut self, otp: Otp, stamp: u64) {
        let old = &self.account.otp;
        let changed = [
            ("type", old.kind().name() != otp.kind().name()),
            ("secret", old.secret() != otp.secret()),
            ("algorithm", old.algorithm() != otp.algorithm()),
            ("digits", old.digits() != otp.digits()),
            ("period", old.period() != otp.period()),
            ("pin", old.pin() != otp.pin()),
        ];
        let is_other_factor = !old.is_same_factor(&otp);
        let counter = otp.counter();
        self.account.otp = otp;
        for (field, _) in changed.iter().filter(|(_, changed)| *changed) {
            self.edited.insert((*field).to_owned(), stamp);
        }
        if let Some(counter) = counter
            && (is_other_factor || counter > self.counter)
        {
            self.counter = counter;
            self.edited.insert("counter".to_owned(), stamp);
        }
        self.settle();
    }

    /// Into the bin (`Some`) or out of it.
    pub(super) fn set_deleted(&mut self, deleted: Option<Timestamp>, stamp: u64) {
        self.deleted = deleted;
        self.stamp("deleted", stamp);
    }

    /// The largest stamp in this record.
    pub(super) fn newest_stamp(&self) -> u64 {
        let created = self.account.created.millis();
        let edited = self.edited.values().copied().max().unwrap_or_default();
        let deleted = self.deleted.map_or(0, Timestamp::millis);
        created.max(edited).max(deleted)
    }

    /// The largest stamp of what a person did to it, enrolling it (again) included: compared with the removal it
    /// decides about the bin.
    fn newest_edit(&self) -> u64 {
        let by_hand = self
            .edited
            .iter()
            .filter(|(field, _)| is_edit(field))
            .map(|(_, stamp)| *stamp);
        let created = self.account.created.millis();
        by_hand.max().unwrap_or_default().max(created)
    }

    /// The stamp of its last removal, or of the last time it came back from the bin.
    pub(super) fn removal_stamp(&self) -> u64 {
        let explicit = self.edited.get("deleted").copied();
        explicit.unwrap_or(self.account.created.millis())
    }

    /// Another state knows of a removal with this stamp.
    pub(super) fn hear_of_removal(&mut self, stamp: u64) {
        let text = |moment: Option<u64>| moment.map_or_else(String::new, |at| at.to_string());
        let known = text(self.deleted.map(Timestamp::millis));
        if (stamp, text(Some(stamp))) > (self.removal_stamp(), known) {
            self.set_deleted(Some(Timestamp::from_millis(stamp)), stamp);
        }
    }

    /// Equal but for `used` and how far the counter has run; a counter set by a person is content.
    pub(super) fn has_same_content(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let bare = |record: &Self| {
            let mut bare = record.clone();
            bare.counter = 0;
            bare.account.used = None;
            bare.edited.remove("used");
            bare.settle();
            bare
        };
        bare(self) == bare(other)
    }

    /// Puts another stamp in the place of each.
    pub(super) fn map_stamps(&mut self, map: impl Fn(u64) -> u64) {
        let change =
            |moment: &mut Timestamp| *moment = Timestamp::from_millis(map(moment.millis()));
        let account = &mut self.account;
        change(&mut account.created);
        account
            .used
            .iter_mut()
            .chain(&mut self.deleted)
            .for_each(change);
        self.edited
            .values_mut()
            .for_each(|stamp| *stamp = map(*stamp));
        self.settle();
    }

    /// Its stamps, one by one.
    pub(super) fn stamps(&self) -> impl Iterator<Item = u64> {
        let moments = [Some(self.account.created), self.deleted, self.account.used];
        let moments = moments.into_iter().flatten().map(Timestamp::millis);
        moments.chain(self.edited.values().copied())
    }

    /// Brings what is derived in line: the counter inside `otp`, and whether the account is in the bin.
    fn settle(&mut self) {
        if let Kind::Hotp { counter } = self.account.otp.kind()
            && counter != self.counter
        {
            let otp = &self.account.otp;
            let kind = Kind::Hotp {
                counter: self.counter,
            };
            self.account.otp = Otp::new(otp.secret().clone(), kind, otp.algorithm(), otp.digits());
        }
        let is_revived = self.newest_edit() > self.removal_stamp();
        self.account.deleted = self.deleted.filter(|_| !is_revived);
    }
}
