//! Changes to a vault and their inverses.

mod keys;
mod laws;
mod same;
mod ties;

use super::*;
use crate::account::{Algorithm, Digits, Draft, Kind, Otp, Secret};

fn secret(byte: u8) -> Secret {
    Secret::from_bytes(vec![byte; 20]).expect("key")
}

fn hotp(key: u8, counter: u64) -> Otp {
    let kind = Kind::Hotp { counter };
    Otp::new(secret(key), kind, Algorithm::Sha1, Digits::DEFAULT)
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn id(bits: u64) -> AccountId {
    AccountId::from_random(bits)
}

fn add(bits: u64, issuer: &str, otp: Otp) -> Change {
    let draft = Box::new(Draft::new(issuer.into(), "me".into(), otp));
    Change::Add {
        id: id(bits),
        draft,
    }
}

fn edit(bits: u64, edits: Vec<Edit>) -> Change {
    Change::Edit {
        id: id(bits),
        edits,
    }
}

fn titles(vault: &Vault) -> Vec<String> {
    vault.accounts().map(Account::title).collect()
}

fn one(otp: Otp) -> Vault {
    let mut vault = Vault::new(1, [1; 16]);
    vault.apply(add(1, "GitHub", otp), at(10)).expect("fresh");
    vault
}

#[test]
fn every_change_can_be_undone_and_redone() {
    let mut vault = one(hotp(1, 5));
    let before: Vec<Account> = vault.accounts().cloned().collect();
    let changes = [
        add(2, "Mail", Otp::totp(secret(2))),
        edit(
            1,
            vec![
                Edit::Issuer("GitLab".into()),
                Edit::Name("you".into()),
                Edit::Tags(vec!["work".into()]),
                Edit::Note(crate::account::Note::new("a\nb")),
                Edit::Pinned(true),
                Edit::Order(Some(3)),
                Edit::Used(Some(at(9))),
                Edit::Counter(2),
                Edit::Otp(Box::new(hotp(1, 9))),
                Edit::Otp(Box::new(Otp::totp(secret(3)))),
            ],
        ),
        Change::Remove { id: id(1) },
        Change::Batch(vec![
            edit(1, vec![Edit::Name("a".into())]),
            edit(1, vec![Edit::Name("b".into())]),
            Change::Remove { id: id(1) },
        ]),
    ];
    for (round, change) in (0_u64..).zip(changes) {
        let undo = vault
            .apply(change, at(100 + round * 10))
            .expect("a fine change");
        let afterwards: Vec<Account> = vault.accounts().cloned().collect();
        assert_ne!(afterwards, before, "round {round}");
        let redo = vault.apply(undo, at(101 + round * 10)).expect("undo");
        assert_eq!(vault.accounts().cloned().collect::<Vec<_>>(), before);
        let undo = vault.apply(redo, at(102 + round * 10)).expect("redo");
        assert_eq!(vault.accounts().cloned().collect::<Vec<_>>(), afterwards);
        vault.apply(undo, at(103 + round * 10)).expect("undo again");
    }
}

#[test]
fn a_counter_is_handed_out_once() {
    let mut vault = one(hotp(1, 5));
    assert_eq!(vault.take_counter(&id(1)), Ok(5));
    assert_eq!(vault.take_counter(&id(1)), Ok(6));
    assert_eq!(
        vault.get(&id(1)).and_then(|account| account.otp.counter()),
        Some(7)
    );
    assert_eq!(vault.take_counter(&id(9)), Err(ChangeError::NotFound));
    let mut vault = one(hotp(1, u64::MAX));
    assert_eq!(
        vault.take_counter(&id(1)),
        Err(ChangeError::CounterExhausted)
    );
    let mut vault = one(Otp::totp(secret(1)));
    assert_eq!(vault.take_counter(&id(1)), Err(ChangeError::NotHotp));
}

#[test]
fn undoing_an_edit_of_digits_never_turns_the_counter_back() {
    let mut vault = one(hotp(1, 5));
    let eight = Otp::new(
        secret(1),
        Kind::Hotp { counter: 5 },
        Algorithm::Sha1,
        Digits::new(8).expect("digits"),
    );
    let undo = vault
        .apply(edit(1, vec![Edit::Otp(Box::new(eight))]), at(20))
        .expect("edit");
    vault.take_counter(&id(1)).expect("a counter");
    vault.apply(undo, at(30)).expect("undo");
    let otp = &vault.get(&id(1)).expect("account").otp;
    assert_eq!((otp.digits(), otp.counter()), (Digits::DEFAULT, Some(6)));
}

#[test]
fn wrong_changes_leave_the_vault_alone() {
    let mut vault = one(hotp(1, 5));
    let before = vault.clone();
    let wrong = [
        (add(1, "Twice", hotp(2, 0)), ChangeError::Exists),
        (Change::Remove { id: id(7) }, ChangeError::NotFound),
        (Change::Restore { id: id(1) }, ChangeError::NotInBin),
        (
            edit(1, vec![Edit::Issuer("".into()), Edit::Name("".into())]),
            ChangeError::Nameless,
        ),
        (
            Change::Batch(vec![
                Change::Remove { id: id(1) },
                Change::Remove { id: id(1) },
            ]),
            ChangeError::InBin,
        ),
        (
            edit(
                1,
                vec![
                    Edit::Name("x".into()),
                    Edit::Otp(Box::new(Otp::totp(secret(1)))),
                    Edit::Counter(1),
                ],
            ),
            ChangeError::NotHotp,
        ),
    ];
    for (change, error) in wrong {
        assert_eq!(vault.apply(change, at(50)), Err(error));
        assert_eq!(vault, before);
    }
}

#[test]
fn the_bin_holds_what_was_removed() {
    let mut vault = one(hotp(1, 5));
    vault
        .apply(Change::Remove { id: id(1) }, at(77))
        .expect("remove");
    assert_eq!(titles(&vault), Vec::<String>::new());
    let binned: Vec<_> = vault.bin().map(|a| (a.title(), a.deleted)).collect();
    assert_eq!(binned, [("GitHub:me".to_owned(), Some(at(77)))]);
    assert_eq!(vault.take_counter(&id(1)), Err(ChangeError::InBin));
    vault
        .apply(Change::Restore { id: id(1) }, at(78))
        .expect("restore");
    assert_eq!(titles(&vault), ["GitHub:me"]);
}

#[test]
fn stamps_grow_even_when_the_clock_does_not() {
    let mut vault = one(hotp(1, 5));
    vault
        .apply(edit(1, vec![Edit::Name("a".into())]), at(3))
        .expect("edit");
    vault
        .apply(edit(1, vec![Edit::Issuer("b".into())]), at(3))
        .expect("edit");
    let record = vault.records().next().expect("one");
    let stamps = record.edited();
    assert_eq!((stamps["name"], stamps["issuer"]), (11, 12));
}

/// Without its stamp an edit loses against an older state of another device; with one for nothing it wins over the
/// other's newer edit.
#[test]
fn an_edit_stamps_the_field_that_it_changes_and_no_other() {
    let edits = || {
        [
            ("issuer", Edit::Issuer("GitLab".into())),
            ("name", Edit::Name("you".into())),
            ("tags", Edit::Tags(vec!["work".into()])),
            ("note", Edit::Note(crate::account::Note::new("a"))),
            ("pinned", Edit::Pinned(true)),
            ("order", Edit::Order(Some(3))),
            ("used", Edit::Used(Some(at(9)))),
            ("counter", Edit::Counter(2)),
        ]
    };
    let stamped = |vault: &Vault| {
        let record = vault.records().next().expect("one");
        record.edited().clone().into_iter().collect::<Vec<_>>()
    };
    for ((field, first), (_, again)) in edits().into_iter().zip(edits()) {
        let mut vault = one(hotp(1, 5));
        assert_eq!(stamped(&vault), []);
        vault.apply(edit(1, vec![first]), at(20)).expect("an edit");
        assert_eq!(stamped(&vault), [(field.to_owned(), 20)]);
        vault.apply(edit(1, vec![again]), at(30)).expect("the same");
        assert_eq!(stamped(&vault), [(field.to_owned(), 20)], "{field} again");
    }
}

#[test]
fn another_way_of_making_codes_stamps_what_differs() {
    let timed = |key, algorithm, digits, seconds| {
        let period = crate::account::Period::new(seconds).expect("a period");
        let digits = Digits::new(digits).expect("digits");
        Otp::new(secret(key), Kind::Totp { period }, algorithm, digits)
    };
    let sha1 = Algorithm::Sha1;
    for (otp, wanted) in [
        (timed(1, sha1, 6, 30), &[][..]),
        (timed(2, sha1, 6, 30), &["secret"]),
        (timed(1, Algorithm::Sha256, 6, 30), &["algorithm"]),
        (timed(1, sha1, 8, 30), &["digits"]),
        (timed(1, sha1, 6, 60), &["period"]),
        (hotp(1, 0), &["counter", "period", "type"]),
    ] {
        let mut vault = one(timed(1, sha1, 6, 30));
        let edits = vec![Edit::Otp(Box::new(otp))];
        vault.apply(edit(1, edits), at(20)).expect("an edit");
        let record = vault.records().next().expect("one");
        assert_eq!(record.edited().keys().collect::<Vec<_>>(), wanted);
    }
}
