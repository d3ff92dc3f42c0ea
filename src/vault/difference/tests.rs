//! What differs between two states is told, and leads from one to the other.

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

#[test]
fn each_field_is_told_and_led_back_by_itself() {
    let before = vault();
    let otp = |byte, digits| {
        let secret = Secret::from_bytes(vec![byte; 20]).expect("key");
        let kind = Kind::Hotp { counter: 5 };
        Edit::Otp(Box::new(Otp::new(secret, kind, Algorithm::Sha1, digits)))
    };
    let eight = Digits::new(8).expect("digits");
    let edits: [(&str, Edit); 9] = [
        ("issuer", Edit::Issuer("GitLab".into())),
        ("name", Edit::Name("you".into())),
        ("tags", Edit::Tags(vec!["work".into()])),
        ("note", Edit::Note(Note::new("x"))),
        ("pinned", Edit::Pinned(true)),
        ("order", Edit::Order(Some(4))),
        ("secret", otp(8, Digits::DEFAULT)),
        ("settings", otp(7, eight)),
        ("counter", Edit::Counter(9)),
    ];
    for (field, edit) in edits {
        let mut after = before.clone();
        let edits = vec![edit];
        let change = Change::Edit { id: id(1), edits };
        after
            .apply(change, Timestamp::from_millis(50))
            .expect("edit");
        let [told] = after.differences_since(&before).try_into().expect("one");
        let told: Difference = told;
        let What::Edited(fields) = &told.what else {
            panic!("{field}: {told:?}");
        };
        assert_eq!(fields.first(), Some(&field), "{fields:?}");
        assert!(deed(&told.what).starts_with(&format!("changed {field}")));
        let mut redone = before.clone();
        let change = redone.change_between(&before, &after).expect("it differs");
        let Change::Batch(parts) = &change else {
            panic!("{field}: {change:?}");
        };
        assert_eq!(parts.len(), 1, "{field}");
        let is_whole = |edit: &Edit| matches!(edit, Edit::Otp(_));
        let Some(Change::Edit { edits, .. }) = parts.first() else {
            panic!("{field}: {change:?}");
        };
        let is_otp = ["secret", "settings"].contains(&field);
        assert_eq!(edits.iter().any(is_whole), is_otp, "{field}");
        redone
            .apply(change, Timestamp::from_millis(60))
            .expect("redo");
        assert_eq!(redone.differences_since(&after), [], "{field}");
    }
    assert_eq!(deed(&What::Added), "added");
    assert_eq!(deed(&What::Removed), "removed");
    assert_eq!(deed(&What::Restored), "restored");
}

#[test]
fn what_was_removed_is_removed_again_and_what_cannot_be_read_is_left_alone() {
    let before = vault();
    let now = Timestamp::from_millis(50);
    let mut after = before.clone();
    after
        .apply(Change::Remove { id: id(2) }, now)
        .expect("remove");
    let change = before.change_between(&before, &after).expect("it differs");
    let mut redone = before.clone();
    redone.apply(change, now).expect("redo");
    assert_eq!(redone.accounts().count(), 1);
    let mut unreadable = before.clone();
    let table = Box::new(toml::Table::new());
    unreadable.entries.insert(id(2), Entry::Unreadable(table));
    assert_eq!(unreadable.differences_since(&before), []);
    assert_eq!(before.differences_since(&unreadable), []);
    assert_eq!(before.change_between(&before, &unreadable), None);
    assert_eq!(unreadable.change_between(&before, &after), None);
}
