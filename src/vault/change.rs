//! Change: what a person does to the accounts of a vault. Each change has its inverse, which makes undo.

use thiserror::Error;

use super::Vault;
use super::limits::{self, BeyondLimit};
use super::record::Record;
use super::text::Entry;
use crate::account::{AccountId, Draft, Label, Note, Otp, Timestamp};

/// Something done to the accounts.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Enrols an account under a fresh id ([`AccountId::from_random`]).
    Add {
        /// Not used in this vault so far.
        id: AccountId,
        /// What was parsed and accepted.
        draft: Box<Draft>,
    },
    /// Changes fields of a live account.
    Edit {
        /// Which account.
        id: AccountId,
        /// In this order.
        edits: Vec<Edit>,
    },
    /// Throws an account into the bin.
    Remove {
        /// Which account.
        id: AccountId,
    },
    /// Takes an account out of the bin.
    Restore {
        /// Which account.
        id: AccountId,
    },
    /// All of them or none.
    Batch(Vec<Change>),
}

/// A new value for one field of an account.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Who runs the service.
    Issuer(Label),
    /// The account's name there.
    Name(Label),
    /// All tags, without `#`.
    Tags(Vec<Label>),
    /// Free text.
    Note(Note),
    /// Favourite.
    Pinned(bool),
    /// Key and parameters as a whole. With the same key a HOTP counter only moves forward:
    /// use [`Edit::Counter`] to set it back.
    Otp(Box<Otp>),
    /// Sets a HOTP counter to the next value the server expects, forwards or back.
    Counter(u64),
    /// Place in the user's own order.
    Order(Option<i64>),
    /// When a code was last handed out.
    Used(Option<Timestamp>),
}

/// Why a change was not made; the vault is as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChangeError {
    /// No account has this id.
    #[error("there is no such account in the vault")]
    NotFound,
    /// [`Change::Add`] with an id that is taken.
    #[error("the vault has an account with this id already")]
    Exists,
    /// This version cannot read the account, so it does not touch it.
    #[error("the account is of a kind this version does not know")]
    Unreadable,
    /// The account is in the bin: restore it first.
    #[error("the account is in the bin")]
    InBin,
    /// [`Change::Restore`] of an account that is not in the bin.
    #[error("the account is not in the bin")]
    NotInBin,
    /// It would have neither issuer nor name.
    #[error("an account needs an issuer or a name")]
    Nameless,
    /// A counter was asked of an account that has none.
    #[error("the account is not counter-based")]
    NotHotp,
    /// More than a vault takes.
    #[error(transparent)]
    BeyondLimit(#[from] BeyondLimit),
    /// All 2^64 counter values are used up.
    #[error("the account's counter has reached its end")]
    CounterExhausted,
}

impl Vault {
    /// Makes a change and returns its inverse. After an error the vault is as before.
    pub fn apply(&mut self, change: Change, now: Timestamp) -> Result<Change, ChangeError> {
        let stamp = self.next_stamp(now);
        self.apply_stamped(change, now, stamp)
    }

    fn apply_stamped(
        &mut self,
        change: Change,
        now: Timestamp,
        stamp: u64,
    ) -> Result<Change, ChangeError> {
        match change {
            Change::Add { id, draft } => self.add(id, *draft, Timestamp::from_millis(stamp)),
            Change::Edit { id, edits } => self.edit(id, edits, stamp),
            Change::Remove { id } => {
                let record = self.record_mut(&id)?;
                if record.account().deleted.is_some() {
                    return Err(ChangeError::InBin);
                }
                record.set_deleted(Some(now), stamp);
                Ok(Change::Restore { id })
            }
            Change::Restore { id } => {
                let record = self.record_mut(&id)?;
                if record.account().deleted.is_none() {
                    return Err(ChangeError::NotInBin);
                }
                record.set_deleted(None, stamp);
                Ok(Change::Remove { id })
            }
            Change::Batch(changes) => self.batch(changes, now, stamp),
        }
    }

    fn add(
        &mut self,
        id: AccountId,
        draft: Draft,
        created: Timestamp,
    ) -> Result<Change, ChangeError> {
        // Over a tombstone it is allowed: undo brings back what has left the bin for good.
        if let Some(Entry::Known(_) | Entry::Unreadable(_)) = self.entries.get(&id) {
            return Err(ChangeError::Exists);
        }
        if draft.issuer.is_empty() && draft.name.is_empty() {
            return Err(ChangeError::Nameless);
        }
        limits::check_room(self.entries.len())?;
        let is_back = self.entries.contains_key(&id);
        let mut record = Record::create(id.clone(), draft, created);
        if is_back {
            // A copy from before the removal may turn up: nothing of it is newer than what is enrolled now.
            record.stamp_all(created.millis());
        }
        limits::check(record.account())?;
        self.entries
            .insert(id.clone(), Entry::Known(Box::new(record)));
        Ok(Change::Remove { id })
    }

    fn edit(&mut self, id: AccountId, edits: Vec<Edit>, stamp: u64) -> Result<Change, ChangeError> {
        let record = self.record_mut(&id)?;
        if record.account().deleted.is_some() {
            return Err(ChangeError::InBin);
        }
        // The edits are tried on a copy: either all of them hold or none.
        let mut edited = record.clone();
        let mut inverse = Vec::with_capacity(edits.len());
        for edit in edits {
            inverse.extend(edit_field(&mut edited, edit, stamp)?);
        }
        let account = edited.account();
        if account.issuer.is_empty() && account.name.is_empty() {
            return Err(ChangeError::Nameless);
        }
        limits::check(account)?;
        *record = edited;
        inverse.reverse();
        Ok(Change::Edit { id, edits: inverse })
    }

    fn batch(
        &mut self,
        changes: Vec<Change>,
        now: Timestamp,
        stamp: u64,
    ) -> Result<Change, ChangeError> {
        let before = self.entries.clone();
        let mut inverse = Vec::with_capacity(changes.len());
        for change in changes {
            match self.apply_stamped(change, now, stamp) {
                Ok(undo) => inverse.push(undo),
                Err(error) => {
                    self.entries = before;
                    return Err(error);
                }
            }
        }
        inverse.reverse();
        Ok(Change::Batch(inverse))
    }
}

/// Makes one edit. The inverse comes last step first, as the whole list is turned round afterwards.
fn edit_field(record: &mut Record, edit: Edit, stamp: u64) -> Result<Vec<Edit>, ChangeError> {
    let account = record.account_mut();
    let (field, inverse) = match edit {
        Edit::Issuer(issuer) => {
            let old = std::mem::replace(&mut account.issuer, issuer);
            let field = (old != account.issuer).then_some("issuer");
            (field, Edit::Issuer(old))
        }
        Edit::Name(name) => {
            let old = std::mem::replace(&mut account.name, name);
            ((old != account.name).then_some("name"), Edit::Name(old))
        }
        Edit::Tags(tags) => {
            let old = std::mem::replace(&mut account.tags, tags);
            ((old != account.tags).then_some("tags"), Edit::Tags(old))
        }
        Edit::Note(note) => {
            let old = std::mem::replace(&mut account.note, note);
            ((old != account.note).then_some("note"), Edit::Note(old))
        }
        Edit::Pinned(pinned) => {
            let old = std::mem::replace(&mut account.pinned, pinned);
            ((old != pinned).then_some("pinned"), Edit::Pinned(old))
        }
        Edit::Order(order) => {
            let old = std::mem::replace(&mut account.order, order);
            ((old != order).then_some("order"), Edit::Order(old))
        }
        Edit::Used(used) => {
            let old = std::mem::replace(&mut account.used, used);
            ((old != used).then_some("used"), Edit::Used(old))
        }
        Edit::Counter(counter) => {
            let old = account.otp.counter().ok_or(ChangeError::NotHotp)?;
            if old != counter {
                record.reset_counter(counter, stamp);
            }
            return Ok(vec![Edit::Counter(old)]);
        }
        Edit::Otp(otp) => {
            let old = account.otp.clone();
            record.replace_otp(*otp, stamp);
            let now = &record.account().otp;
            // With the same key the old `Otp` alone would not turn the counter back.
            let is_moved = old.is_same_factor(now) && old.counter() != now.counter();
            let counter = old.counter().filter(|_| is_moved).map(Edit::Counter);
            let inverse = counter.into_iter().chain([Edit::Otp(Box::new(old))]);
            return Ok(inverse.collect());
        }
    };
    if let Some(field) = field {
        record.stamp(field, stamp);
    }
    Ok(vec![inverse])
}
