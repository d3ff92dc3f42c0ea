//! What lies between two states of a vault, for history and undo. Codes that were used and the bin's content do not
//! count: an account that is gone and one in the bin are the same here. A counter counts when a person has set it.

use std::collections::BTreeSet;

use super::text::Entry;
use super::{Change, Edit, Vault};
use crate::account::{Account, AccountId, Draft, Kind, Otp};

/// One account that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which account.
    pub id: AccountId,
    /// `issuer:name`, as it is called afterwards (or was called, when it is gone).
    pub title: String,
    /// What happened to it.
    pub what: What,
}

/// What happened to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It was enrolled.
    Added,
    /// It went to the bin.
    Removed,
    /// It came back from the bin.
    Restored,
    /// These fields changed: `issuer`, `name`, `tags`, `note`, `pinned`, `order`, `secret`, `settings`,
    /// `counter`.
    Edited(Vec<&'static str>),
}

/// What happened, in words that the account's name follows.
pub fn deed(what: &What) -> String {
    match what {
        What::Added => "added".to_owned(),
        What::Removed => "removed".to_owned(),
        What::Restored => "restored".to_owned(),
        What::Edited(fields) => format!("changed {} of", fields.join(", ")),
    }
}

impl Vault {
    /// What happened between `earlier` and this state, in order of ids.
    pub fn differences_since(&self, earlier: &Self) -> Vec<Difference> {
        let mut differences = Vec::new();
        for id in ids(earlier, self) {
            if self.is_unreadable(id) || earlier.is_unreadable(id) {
                continue;
            }
            let (was, is) = (earlier.live(id), self.live(id));
            let what = match (was, is) {
                (None, Some(_)) if earlier.get(id).is_some() => What::Restored,
                (None, Some(_)) => What::Added,
                (Some(_), None) => What::Removed,
                (Some(was), Some(is)) => match changed_fields(was, is) {
                    fields if fields.is_empty() => continue,
                    fields => What::Edited(fields),
                },
                (None, None) => continue,
            };
            let title = is
                .or(was)
                .map(|side| side.account.title())
                .unwrap_or_default();
            differences.push(Difference {
                id: id.clone(),
                title,
                what,
            });
        }
        differences
    }

    /// What leads from one state to another, as a change of this one, field by field where this one is still as `from`
    /// was: what others have changed since stays. `None` when nothing is left to do. Nothing is lost by it: what `to`
    /// lacks goes to the bin, and counters stay where they are unless a person has set them.
    pub fn change_between(&self, from: &Self, to: &Self) -> Option<Change> {
        let mut changes = Vec::new();
        for id in ids(from, to) {
            // What cannot be read here cannot be changed here, whatever it was before.
            if [self, from, to].iter().any(|vault| vault.is_unreadable(id)) {
                continue;
            }
            match (from.live(id), to.live(id), self.live(id)) {
                (Some(was), Some(wanted), Some(is)) => {
                    let since = changed_fields(was, is);
                    let mut fields = changed_fields(was, wanted);
                    fields.retain(|field| !since.contains(field));
                    changes.extend(edit(is, wanted, fields));
                }
                (Some(_), None, Some(_)) => changes.push(Change::Remove { id: id.clone() }),
                (None, Some(wanted), None) => {
                    if let Some(binned) = self.side(id) {
                        changes.push(Change::Restore { id: id.clone() });
                        changes.extend(edit(binned, wanted, changed_fields(binned, wanted)));
                    } else {
                        changes.push(add(wanted.account));
                        changes.extend(wanted.account.order.map(|order| Change::Edit {
                            id: id.clone(),
                            edits: vec![Edit::Order(Some(order))],
                        }));
                    }
                }
                _ => {}
            }
        }
        (!changes.is_empty()).then_some(Change::Batch(changes))
    }

    fn is_unreadable(&self, id: &AccountId) -> bool {
        matches!(self.entries.get(id), Some(Entry::Unreadable(_)))
    }

    fn live(&self, id: &AccountId) -> Option<Side<'_>> {
        self.side(id).filter(|side| side.account.deleted.is_none())
    }

    fn side(&self, id: &AccountId) -> Option<Side<'_>> {
        match self.entries.get(id)? {
            Entry::Known(record) => Some(Side {
                account: record.account(),
                counter_set: record.edited().get("counter").copied(),
            }),
            Entry::Unreadable(_) | Entry::Tombstone { .. } => None,
        }
    }
}

/// An account in one of the two states.
#[derive(Clone, Copy)]
struct Side<'a> {
    account: &'a Account,
    /// When a person last set its counter; using codes leaves no stamp.
    counter_set: Option<u64>,
}

fn ids<'a>(a: &'a Vault, b: &'a Vault) -> BTreeSet<&'a AccountId> {
    a.entries.keys().chain(b.entries.keys()).collect()
}

fn add(account: &Account) -> Change {
    let mut draft = Draft::new(
        account.issuer.clone(),
        account.name.clone(),
        account.otp.clone(),
    );
    draft.tags.clone_from(&account.tags);
    draft.note = account.note.clone();
    draft.pinned = account.pinned;
    Change::Add {
        id: account.id.clone(),
        draft: Box::new(draft),
    }
}

fn edit(is: Side<'_>, wanted: Side<'_>, fields: Vec<&str>) -> Option<Change> {
    let target = wanted.account;
    let edits: Vec<Edit> = fields
        .into_iter()
        .map(|field| match (field, target.otp.counter()) {
            ("issuer", _) => Edit::Issuer(target.issuer.clone()),
            ("name", _) => Edit::Name(target.name.clone()),
            ("tags", _) => Edit::Tags(target.tags.clone()),
            ("note", _) => Edit::Note(target.note.clone()),
            ("pinned", _) => Edit::Pinned(target.pinned),
            ("order", _) => Edit::Order(target.order),
            ("counter", Some(counter)) => Edit::Counter(counter),
            _ => Edit::Otp(Box::new(target.otp.clone())),
        })
        .collect();
    let id = is.account.id.clone();
    (!edits.is_empty()).then_some(Change::Edit { id, edits })
}

fn changed_fields(before: Side<'_>, after: Side<'_>) -> Vec<&'static str> {
    let (was, is) = (before.account, after.account);
    let is_other_secret = was.otp.secret() != is.otp.secret();
    let counters = was.otp.counter().zip(is.otp.counter());
    let is_counter_set = before.counter_set != after.counter_set;
    // The counter comes last: setting it needs the key and kind that it counts for.
    let fields = [
        ("issuer", was.issuer != is.issuer),
        ("name", was.name != is.name),
        ("tags", was.tags != is.tags),
        ("note", was.note != is.note),
        ("pinned", was.pinned != is.pinned),
        ("order", was.order != is.order),
        ("secret", is_other_secret),
        (
            "settings",
            !is_other_secret && parameters(&was.otp) != parameters(&is.otp),
        ),
        (
            "counter",
            is_counter_set && counters.is_some_and(|(was, is)| was != is),
        ),
    ];
    let changed = fields.into_iter().filter(|(_, changed)| *changed);
    changed.map(|(field, _)| field).collect()
}

/// All but the key and the counter.
fn parameters(otp: &Otp) -> impl PartialEq + use<'_> {
    let kind = match otp.kind() {
        Kind::Hotp { .. } => Kind::Hotp { counter: 0 },
        kind => kind,
    };
    (kind, otp.algorithm(), otp.digits(), otp.pin())
}

#[cfg(test)]
mod tests;
