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
mod tests {
    use super::*;
    use crate::account::{Algorithm, Digits, Note, Secret, Timestamp};

    fn vault() -> Vault {
        let mut vault = Vault::new(1, [1; 16]);
        for (bits, issuer) in [(1, "GitHub"), (2, "Mail")] {
            let secret = Secret::from_bytes(vec![7; 20]).expect("key");
            let kind = Kind::Hotp { counter: 5 };
            let otp = Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT);
            let draft = Box::new(Draft::new(issuer.into(), "me".into(), otp));
            let id = AccountId::from_random(bits);
            vault
                .apply(Change::Add { id, draft }, Timestamp::from_millis(bits))
                .expect("fresh");
        }
        vault
    }

    fn id(bits: u64) -> AccountId {
        AccountId::from_random(bits)
    }

    #[test]
    fn every_difference_is_found_and_can_be_turned_back() {
        let before = vault();
        let mut after = before.clone();
        after.take_counter(&id(1)).expect("a counter");
        assert_eq!(after.differences_since(&before), []);
        assert_eq!(after.change_between(&after, &before), None);

        let now = Timestamp::from_millis(50);
        let edits = vec![Edit::Name("you".into()), Edit::Order(Some(4))];
        after
            .apply(Change::Edit { id: id(1), edits }, now)
            .expect("edit");
        after
            .apply(Change::Remove { id: id(2) }, now)
            .expect("remove");
        let titles: Vec<(String, What)> = after
            .differences_since(&before)
            .into_iter()
            .map(|difference| (difference.title, difference.what))
            .collect();
        let edited = What::Edited(vec!["name", "order"]);
        let wanted = [
            ("GitHub:you".to_owned(), edited),
            ("Mail:me".to_owned(), What::Removed),
        ];
        assert_eq!(titles, wanted);

        let undo = after.change_between(&after, &before).expect("it differs");
        let mut undone = after.clone();
        undone.apply(undo, now).expect("undo");
        assert_eq!(undone.differences_since(&before), []);
        assert_eq!(undone.get(&id(1)).and_then(|a| a.otp.counter()), Some(6));
        let whats: Vec<What> = undone
            .differences_since(&after)
            .into_iter()
            .map(|d| d.what)
            .collect();
        assert_eq!(whats, [What::Edited(vec!["name", "order"]), What::Restored]);
    }

    #[test]
    fn what_has_left_the_bin_for_good_is_enrolled_again() {
        let before = vault();
        let mut after = before.clone();
        let now = Timestamp::from_millis(50);
        after
            .apply(Change::Remove { id: id(2) }, now)
            .expect("remove");
        after.expire(Timestamp::from_seconds(100 * 86_400));
        let undo = after.change_between(&after, &before).expect("it differs");
        after.apply(undo, now).expect("undo");
        assert_eq!(after.differences_since(&before), []);
    }

    #[test]
    fn a_counter_that_a_person_set_is_told_and_taken_back_and_a_used_one_is_not() {
        let before = vault();
        let mut after = before.clone();
        after.take_counter(&id(1)).expect("a counter");
        let taken = after.clone();
        let edits = vec![Edit::Counter(2), Edit::Note(Note::new("x"))];
        let now = Timestamp::from_millis(50);
        let change = Change::Edit { id: id(1), edits };
        after.apply(change, now).expect("edit");
        assert!(!after.has_same_content(&taken) && taken.has_same_content(&before));
        let [told] = after.differences_since(&taken).try_into().expect("one");
        let told: Difference = told;
        assert_eq!(told.what, What::Edited(vec!["note", "counter"]));
        after.take_counter(&id(1)).expect("a counter");
        let undo = after.change_between(&after, &taken).expect("it differs");
        after.apply(undo, now).expect("undo");
        assert_eq!(after.get(&id(1)).and_then(|a| a.otp.counter()), Some(6));
        assert_eq!(after.differences_since(&taken), []);
    }

    #[test]
    fn what_was_never_there_is_added_and_what_was_removed_is_restored() {
        let now = Timestamp::from_millis(50);
        let all = vault();
        let what = |is: &Vault, was: &Vault| {
            let differences = is.differences_since(was).into_iter();
            differences.map(|found| found.what).collect::<Vec<_>>()
        };
        assert_eq!(
            what(&all, &Vault::new(1, [1; 16])),
            [What::Added, What::Added]
        );
        let mut binned = all.clone();
        binned
            .apply(Change::Remove { id: id(2) }, now)
            .expect("remove");
        let mut gone = binned.clone();
        gone.expire(Timestamp::from_seconds(100 * 86_400));
        assert_eq!(what(&all, &binned), [What::Restored]);
        assert_eq!(what(&all, &gone), [What::Added], "nothing is known of it");
    }
}
