//! Verdicts on what is found, and the text of the pins.

use super::*;
use crate::account::Timestamp;

fn vault(seqs: [u64; 2]) -> Vault {
    let mut vault = Vault::new(1, [1; 16]);
    for (recipient, seq) in ["age1a", "age1b"].into_iter().zip(seqs) {
        vault.add_unchecked(recipient);
        for number in 1..=seq {
            vault.count_save(recipient, number, 100 + number);
        }
    }
    vault
}

#[test]
fn saves_decide() {
    let pins = Pins::pin(&vault([3, 3]), [7; 32]);
    for (seqs, wanted) in [
        ([3, 3], Verdict::Known),
        ([4, 3], Verdict::Newer),
        ([4, 9], Verdict::Newer),
        ([2, 3], Verdict::Rollback),
        ([0, 0], Verdict::Rollback),
        ([2, 4], Verdict::Diverged),
    ] {
        assert_eq!(Pins::verdict(Some(&pins), &vault(seqs)), wanted, "{seqs:?}");
    }
    assert_eq!(Pins::verdict(None, &vault([1, 1])), Verdict::Fresh);
}

#[test]
fn two_copies_of_a_device_are_told_apart() {
    let common = vault([3, 3]);
    let (mut here, mut there) = (common.clone(), common);
    here.count_save("age1a", 0, 7);
    there.count_save("age1a", 0, 8);
    let pins = Pins::pin(&here, [7; 32]);
    assert_eq!(Pins::verdict(Some(&pins), &there), Verdict::Diverged);
    assert!(pins.has_new_of("age1a", &there) && !pins.has_new_of("age1a", &here));
    assert!(!pins.has_new_of("age1b", &there));
    there.count_save("age1a", 0, 9);
    assert_eq!(Pins::verdict(Some(&pins), &there), Verdict::Diverged);
    assert_eq!(pins.missing_in(&there), [short("age1a")]);
    // A recovery key and a key that is in no list count as well.
    let mut by_stranger = here.clone();
    by_stranger.count_save("age1stranger", 0, 5);
    assert_eq!(Pins::verdict(Some(&pins), &by_stranger), Verdict::Newer);
}

#[test]
fn tokens_decide_first() {
    let pins = Pins::pin(&vault([3, 3]), [7; 32]);
    let judge = |pins: &Pins, vault: &Vault| Pins::verdict(Some(pins), vault);
    assert_eq!(judge(&pins, &Vault::new(1, [2; 16])), Verdict::Forged);
    assert_eq!(judge(&pins, &Vault::new(2, [1; 16])), Verdict::Forged);
    let rekey = |vault: &mut Vault, byte| {
        vault.rekey([byte; 16], &"phone".into(), Timestamp::from_millis(9));
    };
    let mut rekeyed = vault([4, 3]);
    for round in 2..5 {
        rekey(&mut rekeyed, round);
    }
    assert_eq!(judge(&pins, &rekeyed), Verdict::Rekeyed);
    let later = Pins::pin(&rekeyed, [7; 32]);
    // A device that has not heard of it, or one that was shut out: both know the former token.
    assert_eq!(judge(&later, &vault([9, 9])), Verdict::Stale);
    let mut elsewhere = vault([3, 4]);
    rekey(&mut elsewhere, 9);
    assert_eq!(judge(&later, &elsewhere), Verdict::Split);
    let third = rekeyed.reunited(&elsewhere, [20; 16], &"a".into(), Timestamp::default());
    assert_eq!(judge(&later, &third), Verdict::Rekeyed);
    let there = Pins::pin(&elsewhere, [7; 32]);
    assert_eq!(judge(&there, &third), Verdict::Rekeyed);
}

#[test]
fn the_text_survives_and_names_nobody() {
    let mut whole = vault([3, 300]);
    whole.rekey([2; 16], &"phone".into(), Timestamp::from_millis(9));
    let pins = Pins::pin(&whole, [7; 32]).on_device(Some(short("age1a")));
    let text = pins.write();
    assert_eq!(Pins::read(&text), Some(pins));
    assert!(!text.contains("age1"));
    assert_eq!(Pins::read("vault = \"x\""), None);
    let damaged = text.replace("token = \"", "token = \"zz");
    assert_eq!(Pins::read(&damaged), None);
    // What was written before saves had bits.
    let old = text.split("formerly").next().expect("a beginning");
    let old = format!("{old}\n[seq]\n\"{}\" = 3\n", short("age1a"));
    let old = Pins::read(&old).expect("readable");
    assert_eq!((old.seq("age1a"), old.seq("age1b")), (3, 0));
}

/// A kill between the pins and the replacement, or right after it.
#[test]
fn a_token_of_our_own_is_expected() {
    let before = vault([3, 3]);
    let mut after = vault([4, 3]);
    after.rekey([2; 16], &"laptop".into(), Timestamp::from_millis(9));
    let pins = Pins::pin(&before, [7; 32]).expecting(&after);
    let pins = Pins::read(&pins.write()).expect("readable");
    assert_eq!(Pins::verdict(Some(&pins), &before), Verdict::Known);
    assert_eq!(Pins::verdict(Some(&pins), &after), Verdict::Newer);
    let mut other = vault([4, 3]);
    other.rekey([5; 16], &"phone".into(), Timestamp::from_millis(9));
    assert_eq!(Pins::verdict(Some(&pins), &other), Verdict::Rekeyed);
    other.rekey([6; 16], &"phone".into(), Timestamp::from_millis(9));
    assert_eq!(Pins::verdict(Some(&pins), &other), Verdict::Rekeyed);
}

#[test]
fn pins_tell_on_which_machines_they_were() {
    let pins = Pins::pin(&vault([1, 1]), [7; 32]);
    assert!(pins.lack_machine("here") && !pins.come_from_elsewhere("here"));
    let here = pins.clone().on_machine(Some("here".into()), None);
    assert!(!here.lack_machine("here") && !here.come_from_elsewhere("here"));
    assert!(here.lack_machine("there") && here.come_from_elsewhere("there"));
    assert!(!here.are_of_several_machines());
    let both = pins.on_machine(Some("there".into()), Some(&here));
    assert!(both.lack_machine("here") && !both.come_from_elsewhere("here"));
    assert!(!both.lack_machine("there") && both.are_of_several_machines());
}

#[test]
fn machines_are_remembered_for_one_key_and_begun_again_for_another() {
    let pins = |own: Option<&str>, machine: &str, before: Option<&Pins>| {
        let pins = Pins::pin(&vault([1, 1]), [7; 32]).on_device(own.map(str::to_owned));
        pins.on_machine(Some(machine.to_owned()), before)
    };
    let first = pins(Some("a"), "desk", None);
    assert_eq!(first.own(), Some("a"));
    assert!(!first.are_of_several_machines());
    let moved = pins(Some("a"), "lap", Some(&first));
    assert!(moved.are_of_several_machines());
    let other = pins(Some("b"), "lap", Some(&first));
    assert!(!other.are_of_several_machines());
    // Pins of a version that did not note whose they are.
    let nameless = pins(None, "desk", None);
    assert_eq!(nameless.own(), None);
    assert!(pins(Some("a"), "lap", Some(&nameless)).are_of_several_machines());
}

#[test]
fn pins_tell_what_was_last_seen() {
    let mut state = vault([3, 3]);
    let pins = Pins::pin(&state, fingerprint(b"a file"));
    assert_eq!(*pins.last(), fingerprint(b"a file"));
    assert_ne!(*pins.last(), fingerprint(b"another"));
    assert!(!pins.is_recovery_unconfirmed());
    assert_eq!(pins.names_missing_in(&state), []);
    let names = |vault: &Vault| {
        let names = pins.names_missing_in(vault).into_iter();
        names.map(|name| name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&vault([2, 3])), ["x"]);
    assert_eq!(
        names(&Vault::new(1, [1; 16])),
        ["a key that is not in the list"; 2]
    );
    let key = crate::vault::keys::DeviceKey::generate();
    let recipient = key.recipient().expect("X25519");
    let now = Timestamp::from_millis(5);
    state
        .add_device("sheet".into(), recipient, crate::vault::Role::Recovery, now)
        .expect("fresh");
    state.confirm_recovery(recipient, false);
    let pins = Pins::pin(&state, [7; 32]);
    assert!(pins.is_recovery_unconfirmed());
    let read = Pins::read(&pins.write()).expect("pins");
    assert!(read.is_recovery_unconfirmed());
    state.confirm_recovery(recipient, true);
    assert!(!Pins::pin(&state, [7; 32]).is_recovery_unconfirmed());
}
