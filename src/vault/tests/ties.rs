//! Two states that say different things with the same stamp, and what is left of removed accounts.

use super::*;
use crate::vault::document;
use crate::vault::merge::{merge, merge_into_file};

fn read(accounts: &str) -> Vault {
    let head = "format = 1\nvault = \"k3v9q0t7m2x4\"\ntoken = \"CQkJCQkJCQkJCQkJCQkJCQ==\"\n";
    document::read(&format!("{head}\n{accounts}")).expect("a vault")
}

/// An account with these further lines.
fn account(lines: &str) -> Vault {
    read(&format!(
        "[[account]]\nid = \"a3\"\nname = \"me\"\nsecret = \"GEZDGNBVGY3TQOJQ\"\ncreated = 5\n{lines}\n"
    ))
}

/// One of a kind that this version does not know.
fn unknown(lines: &str) -> Vault {
    read(&format!(
        "[[account]]\nid = \"a3\"\ntype = \"later\"\ncreated = 5\n{lines}\n"
    ))
}

fn is_alive(vault: &Vault) -> bool {
    vault.accounts().count() + vault.unreadable().count() == 1
}

#[test]
fn of_two_values_from_one_moment_the_larger_text_wins_or_the_one_that_asks() {
    let noted = |note: &str| account(&format!("note = \"{note}\"\n[account.edited]\nnote = 9"));
    let (one, other) = (noted("alpha"), noted("beta"));
    let note = |vault: Result<Vault, merge::MergeError>| {
        let vault = vault.expect("one vault");
        let account = vault.accounts().next().expect("an account");
        account.note.expose().to_owned()
    };
    assert_eq!(note(merge(&one, &other)), "beta");
    assert_eq!(note(merge(&other, &one)), "beta");
    assert_eq!(note(merge_into_file(&one, &other)), "alpha");
    assert_eq!(note(merge_into_file(&other, &one)), "beta");
}

#[test]
fn whether_an_account_lives_depends_on_nobody_who_asks() {
    let removed = account("deleted = 9\n[account.edited]\ndeleted = 9");
    let restored = account("[account.edited]\ndeleted = 9");
    assert!(!is_alive(&removed) && is_alive(&restored));
    let joins = [merge, merge_into_file];
    let alive = joins.map(|join| {
        let joined = [join(&removed, &restored), join(&restored, &removed)];
        joined.map(|joined| is_alive(&joined.expect("one vault")))
    });
    assert_eq!(alive, [[false; 2]; 2]);
}

#[test]
fn the_larger_counter_is_kept_however_it_is_written() {
    let with = |counter: &str| account(&format!("type = \"hotp\"\ncounter = {counter}"));
    let large = with("\"9223372036854775809\"");
    for small in [with("12"), with("9223372036854775807")] {
        for joined in [merge(&large, &small), merge(&small, &large)] {
            let joined = joined.expect("one vault");
            let counter = joined.accounts().next().and_then(|one| one.otp.counter());
            assert_eq!(counter, Some(9_223_372_036_854_775_809));
        }
    }
}

#[test]
fn what_is_gone_for_good_buries_what_nobody_changed_since() {
    let gone = read("[[account]]\nid = \"a3\"\ndeleted = 50\n");
    for (lines, lives) in [
        ("", false),
        ("[account.edited]\nname = 49", false),
        ("[account.edited]\nname = 50", false),
        ("[account.edited]\nname = 51", true),
        (
            "deleted = 60\n[account.edited]\nname = 55\ndeleted = 60",
            false,
        ),
        ("[account.edited]\nname = 40\ndeleted = 60", true),
    ] {
        for living in [account(lines), unknown(lines)] {
            for joined in [merge(&gone, &living), merge(&living, &gone)] {
                let joined = joined.expect("one vault");
                assert_eq!(is_alive(&joined), lives, "{lines}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_alive_when_it_was_edited_after_its_removal() {
    for (stamps, lives) in [
        ("name = 8\ndeleted = 9", false),
        ("name = 9\ndeleted = 9", false),
        ("name = 10\ndeleted = 9", true),
        ("name = 10", true),
        ("used = 10\ndeleted = 9", false),
    ] {
        let vault = unknown(&format!("deleted = 9\n[account.edited]\n{stamps}"));
        assert_eq!(is_alive(&vault), lives, "{stamps}");
    }
}

#[test]
fn what_cannot_be_read_is_content() {
    let shapes = ["shape = 1", "shape = 2"].map(unknown);
    assert!(shapes[0].has_same_content(&shapes[0].clone()));
    assert!(!shapes[0].has_same_content(&shapes[1]));
    assert!(!shapes[0].has_same_content(&account("")));
}

#[test]
fn an_account_that_comes_back_is_newer_than_any_copy_of_it() {
    let mut vault = one(Otp::totp(secret(1)));
    let mut elsewhere = vault.clone();
    let renamed = edit(1, vec![Edit::Name("you".into())]);
    elsewhere.apply(renamed, at(20)).expect("there");
    vault
        .apply(Change::Remove { id: id(1) }, at(30))
        .expect("there");
    vault.expire(at(31 + BIN_MILLIS));
    let now = at(40 + BIN_MILLIS);
    vault
        .apply(add(1, "GitLab", Otp::totp(secret(2))), now)
        .expect("over what is left of it");
    let mut noted = elsewhere.clone();
    let edits = vec![Edit::Note(crate::account::Note::new("of the former key"))];
    noted.apply(edit(1, edits), at(25)).expect("there");
    for joined in [merge(&vault, &elsewhere), merge(&elsewhere, &vault)] {
        let joined = joined.expect("one vault");
        assert_eq!(titles(&joined), ["GitLab:me"]);
        let joined = merge(&joined, &noted).expect("one vault");
        assert!(joined.accounts().all(|account| account.note.is_empty()));
        let is_new = |account: &Account| *account.otp.secret() == secret(2);
        assert!(joined.accounts().all(is_new));
    }
}

#[test]
fn the_counter_of_the_same_key_moves_forward_alone() {
    let counter = |vault: &Vault| vault.accounts().next().and_then(|one| one.otp.counter());
    let stamped = |vault: &Vault| document::write(vault).contains("\ncounter = 2");
    for (new, is, is_stamped) in [(4, 5, false), (5, 5, false), (6, 6, true)] {
        let mut vault = one(hotp(1, 5));
        let edits = vec![Edit::Otp(Box::new(hotp(1, new)))];
        vault.apply(edit(1, edits), at(20)).expect("there");
        assert_eq!(counter(&vault), Some(is));
        assert_eq!(stamped(&vault), is_stamped, "{new}");
    }
    let mut vault = one(hotp(1, 5));
    let edits = vec![Edit::Otp(Box::new(hotp(2, 1)))];
    vault.apply(edit(1, edits), at(20)).expect("there");
    assert_eq!(counter(&vault), Some(1), "another key counts anew");
}
