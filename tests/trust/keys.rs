//! Keys that were changed here and there, keys that cannot be sealed to, and what is pinned of the device's own.

use std::path::Path;

use otp::account::Timestamp;
use otp::app::store::{Notice, StoreError, UpdateError};
use otp::system::{files, machine};
use otp::vault::pins::Verdict;
use otp::vault::plugin::Dialog;
use otp::vault::{Device, Role, Vault, crypt, saves};

use super::bech32;
use super::world::{Machine, World, add, at, titles};

fn remove(machine: &Machine, other: &Machine, token: u8, now: Timestamp) -> Vault {
    let removed = machine.repo.update(now, |vault| {
        let by = machine.name.as_str().into();
        vault.remove_device(other.recipient(), [token; 16], &by, now)
    });
    removed.expect("removed").1.vault
}

fn is_active(vault: &Vault, machine: &Machine) -> bool {
    vault
        .device(machine.recipient())
        .is_some_and(Device::is_active)
}

fn seen(machine: &Machine) -> String {
    std::fs::read_to_string(machine.state.join("seen.toml")).expect("the pins")
}

/// Each shut another one out without knowing of the other change.
#[test]
fn of_two_changes_of_keys_both_hold() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone", "tablet", "desk"]);
    let [laptop, phone, tablet, desk] = machines.as_slice() else {
        panic!("four")
    };
    let common = world.bytes();
    let ours = remove(laptop, tablet, 5, at(1));
    laptop.change(2, &add(1, "GitHub"));
    world.put(&common);
    let theirs = remove(phone, desk, 6, at(3));
    phone.change(4, &add(2, "Mail"));
    let split = world.bytes();

    assert_eq!(laptop.repo.verdict().expect("opens"), Verdict::Split);
    let StoreError::Split(seen) = laptop.refusal() else {
        panic!("a person has to decide")
    };
    assert_eq!((seen.at, seen.by.as_str()), (at(3), "phone"));
    assert_eq!(seen.words, theirs.fingerprint());
    let told = [
        "there: removed the key desk",
        "there: added the key tablet",
        "there: added Mail:me",
        "here: added GitHub:me",
    ];
    assert_eq!(seen.brings, told);
    let proposed = laptop.repo.proposal().expect("opens").expect("a change");
    assert_eq!(proposed, *seen);
    let refused = laptop.try_change(5, &add(3, "Bank"));
    assert!(matches!(
        refused,
        Err(UpdateError::Store(StoreError::Split(_)))
    ));
    assert_eq!(world.bytes(), split);

    let both = laptop.repo.accept([77; 16], at(6)).expect("accepted").vault;
    assert_eq!(titles(&both), ["GitHub:me", "Mail:me"]);
    assert!(is_active(&both, laptop) && is_active(&both, phone));
    assert!(!is_active(&both, tablet) && !is_active(&both, desk));
    let (when, by) = both.rekeyed().expect("a third token");
    assert_eq!((when, by.as_str()), (at(6), "laptop"));
    for former in [&ours, &theirs] {
        assert!(both.former_tokens().contains(&former.token_hash()));
    }
    assert!(laptop.repo.proposal().expect("opens").is_none());
    // The phone has to take it as well.
    assert!(matches!(phone.refusal(), StoreError::Rekeyed(_)));
    phone.repo.accept([78; 16], at(7)).expect("accepted");
    assert_eq!(laptop.titles(), ["GitHub:me", "Mail:me"]);
    for out in [tablet, desk] {
        assert!(matches!(out.refusal(), StoreError::NotForUs { .. }));
    }
}

#[test]
fn to_accept_a_file_that_has_not_heard_of_a_change_is_to_put_ours_back() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone", "tablet"]);
    let [laptop, phone, tablet] = machines.as_slice() else {
        panic!("three")
    };
    let common = world.bytes();
    remove(laptop, tablet, 5, at(1));
    let ours = laptop.change(2, &add(1, "GitHub")).vault;
    world.put(&common);
    phone.change(3, &add(2, "Mail"));
    let theirs = world.bytes();
    assert_eq!(laptop.repo.verdict().expect("opens"), Verdict::Stale);
    let accepted = laptop.repo.accept([77; 16], at(4)).expect("saved").vault;
    assert_eq!(titles(&accepted), ["GitHub:me"]);
    assert_eq!(accepted.token_hash(), ours.token_hash());
    assert_eq!(laptop.repo.verdict().expect("opens"), Verdict::Known);
    // The file that was there is put aside, and is none of our past.
    let is_theirs = |path: &Path| std::fs::read(path).expect("readable") == theirs;
    let aside = files::list(laptop.repo.backups().folder());
    let aside: Vec<_> = aside.iter().filter(|path| is_theirs(path)).collect();
    assert_eq!(aside.len(), 1);
    assert_eq!(
        aside[0].extension().and_then(|end| end.to_str()),
        Some("bin")
    );
}

/// Without a backup there is nothing to go on with.
#[test]
fn a_file_that_has_not_heard_of_a_change_is_refused_where_ours_is_gone() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let common = world.bytes();
    remove(laptop, phone, 5, at(1));
    world.put(&common);
    let read = laptop.repo.read().expect("ours is used");
    assert!(!is_active(&read.vault, phone));
    assert!(matches!(read.notices.as_slice(), [Notice::StaleFile(_)]));
    std::fs::remove_dir_all(laptop.repo.backups().folder()).expect("removed");
    assert!(matches!(laptop.refusal(), StoreError::Stale));
}

/// A key behind a plugin that this machine does not have.
#[test]
fn a_key_that_cannot_be_sealed_to_keeps_nobody_else_from_saving() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let token = bech32("age1nowheretobefound", &[7; 20]);
    let mut vault = laptop.repo.read().expect("readable").vault;
    let let_in = |vault: &mut Vault, name: &str, recipient: &str| {
        vault.add_device(name.into(), recipient, Role::Device, at(1))
    };
    // One that is new must be able to open it.
    let before = world.bytes();
    let refused = laptop
        .repo
        .update(at(1), |vault| let_in(vault, "token", &token));
    assert!(matches!(
        refused,
        Err(UpdateError::Store(StoreError::Seal(_)))
    ));
    assert_eq!(world.bytes(), before);

    // Another machine, which has the plugin, let it in.
    let_in(&mut vault, "token", &token).expect("fresh");
    let (bytes, left_out) = crypt::seal_to_all_possible(&vault, &Dialog::silent()).expect("sealed");
    assert_eq!(left_out.len(), 1);
    world.put(&bytes);
    let loaded = laptop.change(2, &add(1, "GitHub"));
    assert!(
        matches!(loaded.notices.as_slice(), [Notice::NotSealedTo(name, _)] if name.as_str() == "token"),
        "{:?}",
        loaded.notices
    );
    assert_eq!(laptop.titles(), ["GitHub:me"]);
    let vault = laptop.repo.read().expect("readable").vault;
    assert!(vault.device(&token).is_some_and(Device::is_active));
}

#[test]
fn which_key_is_this_devices_own_is_pinned_once() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let own_line = format!("own = \"{}\"\n", saves::short(laptop.recipient()));
    let file = laptop.state.join("seen.toml");
    let mark = || files::fingerprint(&file).expect("readable");
    let own = laptop.repo.clone().of_this_device();
    assert!(!seen(laptop).contains("own ="), "nobody knows it yet");
    let before = mark();
    laptop.titles();
    assert_eq!(mark(), before, "nothing new");
    let owner = Machine {
        repo: own.clone(),
        key: laptop.key.clone(),
        state: laptop.state.clone(),
        name: laptop.name.clone(),
    };
    owner.reads_until(|| seen(laptop).contains(&own_line));
    let pinned = mark();
    own.read().expect("readable");
    laptop.titles();
    assert_eq!(mark(), pinned, "it is known");
    // A key from elsewhere does not change it.
    laptop.change(1, &add(1, "GitHub"));
    assert!(seen(laptop).contains(&own_line));
}

#[test]
fn on_which_machine_the_pins_are_is_noted_and_another_one_is_told() {
    let Some(id) = machine::id() else {
        crate::parts::skip("an id of this machine");
        return;
    };
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let name = saves::short(&format!("{} {id}", otp::vault::VaultId::from_random(42)));
    let here = format!("machines = [\"{name}\"]\n");
    let text = seen(laptop);
    assert!(text.contains(&here), "{text}");
    let file = laptop.state.join("seen.toml");
    let told = || laptop.repo.read().expect("readable").notices;
    // Pins of before machines were noted say nothing of them.
    std::fs::write(&file, text.replace(&here, "")).expect("written");
    assert!(told().is_empty());
    laptop.reads_until(|| seen(laptop).contains(&here));
    let elsewhere = "machines = [\"0123456789abcdef\"]\n";
    std::fs::write(&file, text.replace(&here, elsewhere)).expect("written");
    let notices = told();
    assert!(
        matches!(notices.as_slice(), [Notice::FromAnotherMachine]),
        "{notices:?}"
    );
    let both = format!("machines = [\"0123456789abcdef\", \"{name}\"]\n");
    laptop.reads_until(|| seen(laptop).contains(&both));
    assert!(told().is_empty(), "it is told once");
}

/// The folder of a device was copied, and both go on.
#[test]
fn somebody_who_saves_with_our_key_is_noticed() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let double = world.machine_with("double", laptop.key.clone());
    double.meets();
    let common = world.bytes();
    laptop.change(1, &add(1, "GitHub"));
    world.put(&common);
    double.change(2, &add(2, "Mail"));
    let loaded = laptop.repo.read().expect("readable");
    assert!(
        matches!(
            loaded.notices.as_slice(),
            [Notice::PutBack { .. }, Notice::SameKeyElsewhere]
        ),
        "{:?}",
        loaded.notices
    );
    assert_eq!(titles(&loaded.vault), ["GitHub:me", "Mail:me"]);
    // The phone cannot tell them apart.
    let by_phone = phone.repo.read().expect("readable");
    assert!(by_phone.notices.is_empty(), "{:?}", by_phone.notices);
}
