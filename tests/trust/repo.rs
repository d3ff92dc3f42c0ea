//! What a device does with a file that is older, forged, rekeyed, diverged or copied.

use otp::app::store::history::{self, Way};
use otp::app::store::{Notice, StoreError, UpdateError};
use otp::vault::difference::What;
use otp::vault::pins::Verdict;
use otp::vault::plugin::Dialog;
use otp::vault::{Change, Vault, crypt};

use super::world::{World, add, at, id, rename, titles};

#[test]
fn what_one_device_saves_the_other_reads() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    laptop.change(1, &add(1, "GitHub"));
    phone.change(2, &add(2, "Mail"));
    assert_eq!(laptop.titles(), ["GitHub:me", "Mail:me"]);
    assert_eq!(laptop.take(3, 1), 0);
    assert_eq!(phone.take(3, 1), 1);
    assert!(laptop.repo.read().expect("readable").notices.is_empty());
}

#[test]
fn a_change_that_changes_nothing_is_not_saved() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    let before = world.bytes();
    laptop.change(2, &rename(1, "me"));
    assert_eq!(world.bytes(), before);
    let refused = laptop.try_change(3, &Change::Remove { id: id(9) });
    assert!(matches!(refused, Err(UpdateError::Change(_))));
    assert_eq!(world.bytes(), before);
}

/// Test 33: only public keys are needed to make a file that opens.
#[test]
fn a_forged_vault_is_refused_and_the_backup_brings_it_back() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    let mut forged = Vault::new(42, [66; 16]);
    laptop.join(&mut forged);
    forged.apply(add(1, "Attacker"), at(9)).expect("fresh");
    world.put(&crypt::seal(&forged, &Dialog::silent()).expect("sealed"));
    assert!(matches!(laptop.refusal(), StoreError::Forged));
    let change = laptop.try_change(2, &add(2, "Mail"));
    assert!(matches!(
        change,
        Err(UpdateError::Store(StoreError::Forged))
    ));

    let newest = laptop
        .repo
        .backups()
        .list(forged.id())
        .pop()
        .expect("a backup");
    let restored = laptop.repo.restore(&newest, at(3)).expect("restored");
    assert_eq!(titles(&restored.vault), ["GitHub:me"]);
    assert_eq!(laptop.titles(), ["GitHub:me"]);
}

/// Test 34.
#[test]
fn an_older_file_is_refused_until_the_user_decides() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    let old = world.bytes();
    laptop.change(2, &add(2, "Mail"));
    laptop.take(3, 1);
    world.put(&old);
    assert!(matches!(laptop.refusal(), StoreError::RolledBack));
    assert_eq!(laptop.repo.verdict().expect("opens"), Verdict::Rollback);
    let change = laptop.try_change(4, &add(3, "Bank"));
    assert!(matches!(
        change,
        Err(UpdateError::Store(StoreError::RolledBack))
    ));

    laptop.repo.recover(at(5)).expect("merged with the backup");
    assert_eq!(laptop.titles(), ["GitHub:me", "Mail:me"]);
    assert_eq!(laptop.take(6, 1), 1, "the counter never goes back");

    world.put(&old);
    laptop.repo.accept([77; 16], at(7)).expect("taken as it is");
    assert_eq!(laptop.titles(), ["GitHub:me"]);
    assert_eq!(laptop.repo.verdict().expect("opens"), Verdict::Known);
}

/// Test 35.
#[test]
fn a_changed_token_is_accepted_once_by_the_user() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone", "tablet"]);
    let [laptop, phone, tablet] = machines.as_slice() else {
        panic!("three")
    };
    let now = at(1);
    let removed = laptop.repo.update(now, |vault| {
        vault.remove_device(tablet.recipient(), [5; 16], &"laptop".into(), now)
    });
    removed.expect("removed");
    let StoreError::Rekeyed(succession) = phone.refusal() else {
        panic!("the phone must ask");
    };
    assert_eq!(succession.by.as_str(), "laptop");
    let there = laptop.repo.read().expect("readable").vault.fingerprint();
    assert_eq!(succession.words, there);
    assert_eq!(succession.brings, ["there: removed the key tablet"]);
    phone.repo.accept([77; 16], at(2)).expect("accepted");
    phone.change(3, &add(1, "GitHub"));
    assert_eq!(laptop.titles(), ["GitHub:me"]);
    // Test 36: the removed device reads no more, and what it writes from memory is refused.
    assert!(matches!(tablet.refusal(), StoreError::NotForUs { .. }));
    let mut theirs = Vault::new(42, [9; 16]);
    for machine in &machines {
        machine.join(&mut theirs);
    }
    theirs.count_save(tablet.recipient(), 99, 5);
    theirs.apply(add(66, "Intruder"), at(9)).expect("fresh");
    world.put(&crypt::seal(&theirs, &Dialog::silent()).expect("sealed"));
    // It knows the former token: what it writes takes part in nothing, and the next save puts ours back.
    let read = laptop.repo.read().expect("readable");
    assert!(
        matches!(read.notices.as_slice(), [Notice::StaleFile(_)]),
        "{:?}",
        read.notices
    );
    assert_eq!(titles(&read.vault), ["GitHub:me"]);
    laptop.change(10, &add(2, "Mail"));
    assert_eq!(phone.titles(), ["GitHub:me", "Mail:me"]);
}

/// Test 37.
#[test]
fn a_fresh_device_pins_what_it_sees_first() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let phone = &machines[1];
    std::fs::remove_dir_all(&phone.state).expect("removed");
    let notices = phone.repo.read().expect("readable").notices;
    assert!(matches!(notices.as_slice(), [Notice::FirstSight]));
    phone.meets();
    assert!(phone.repo.read().expect("readable").notices.is_empty());
    assert_eq!(phone.repo.verdict().expect("opens"), Verdict::Known);
    std::fs::write(phone.state.join("seen.toml"), "nonsense").expect("written");
    let notices = phone.repo.read().expect("readable").notices;
    assert!(matches!(
        notices.as_slice(),
        [Notice::PinsDamaged, Notice::FirstSight]
    ));
}

/// A sync tool took the other device's file and dropped our save.
#[test]
fn a_dropped_save_comes_back() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let common = world.bytes();
    laptop.change(1, &add(1, "GitHub"));
    let ours = world.bytes();
    world.put(&common);
    // The phone saw nothing of the laptop's save: for it the file is what it knows.
    phone.change(2, &add(2, "Mail"));
    let loaded = laptop.repo.read().expect("readable");
    assert!(matches!(
        loaded.notices.as_slice(),
        [Notice::PutBack { .. }]
    ));
    assert_eq!(titles(&loaded.vault), ["GitHub:me", "Mail:me"]);
    // The next save makes it last, also when it changes nothing itself.
    laptop
        .repo
        .update(at(3), |_| Ok::<(), ()>(()))
        .expect("saved");
    assert_eq!(phone.titles(), ["GitHub:me", "Mail:me"]);
    world.put(&ours);
    assert!(matches!(phone.refusal(), StoreError::RolledBack));
}

/// Test 43: conflict copies go by many names.
#[test]
fn conflict_copies_are_folded_in() {
    for name in [
        "vault.sync-conflict-20261122-010203-ABCDEFG.age",
        "vault (laptop's conflicted copy 2026-11-22).age",
        "vault (conflicted copy 2026-11-22 010203).age",
        "vault 2.age",
        "vault_conflict-20261122-010203.age",
    ] {
        let world = World::new();
        let machines = world.founded(&["laptop", "phone"]);
        let [laptop, phone] = machines.as_slice() else {
            panic!("two")
        };
        let common = world.bytes();
        phone.change(1, &add(2, "Mail"));
        let theirs = world.bytes();
        world.put(&common);
        let copy = world.file().with_file_name(name);
        std::fs::write(&copy, &theirs).expect("written");
        // Neither a stranger's file nor an identity is touched.
        let stranger = world.file().with_file_name("notes.age");
        std::fs::write(&stranger, b"age-encryption.org/v1\nnonsense").expect("written");

        let loaded = laptop.repo.read().expect("readable");
        assert!(matches!(loaded.notices.as_slice(), [Notice::CopyMerged(path)] if *path == copy));
        assert_eq!(titles(&loaded.vault), ["Mail:me"]);
        assert!(copy.exists(), "reading moves nothing");
        laptop.change(2, &add(1, "GitHub"));
        assert!(!copy.exists() && stranger.exists());
        assert_eq!(laptop.titles(), ["GitHub:me", "Mail:me"]);
        let backups = laptop.repo.backups();
        let kept = std::fs::read_dir(backups.folder()).expect("a folder");
        let mut kept = kept.flatten().map(|file| std::fs::read(file.path()));
        assert!(kept.any(|bytes| bytes.is_ok_and(|bytes| bytes == theirs)));
        // It lay beside our past and is none of it.
        let past = backups.list(loaded.vault.id());
        let mut past = past.iter().map(|one| std::fs::read(&one.path));
        assert!(!past.any(|bytes| bytes.is_ok_and(|bytes| bytes == theirs)));
    }
}

#[test]
fn a_copy_with_another_token_is_left_alone() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let mut forged = Vault::new(42, [66; 16]);
    laptop.join(&mut forged);
    forged.apply(add(5, "Attacker"), at(9)).expect("fresh");
    let copy = world.file().with_file_name("vault 2.age");
    std::fs::write(
        &copy,
        crypt::seal(&forged, &Dialog::silent()).expect("sealed"),
    )
    .expect("written");
    let loaded = laptop.change(1, &add(1, "GitHub"));
    assert!(matches!(loaded.notices.as_slice(), [Notice::CopyNotTrusted(path)] if *path == copy));
    assert_eq!(laptop.titles(), ["GitHub:me"]);
    assert!(copy.exists());
}

#[test]
fn missing_damaged_newer_and_strange_vaults_are_told_apart() {
    let world = World::new();
    let laptop = world.machine("laptop");
    assert!(matches!(laptop.refusal(), StoreError::Missing { .. }));
    let update = laptop.repo.update(at(1), |_| Ok::<(), ()>(()));
    assert!(matches!(
        update,
        Err(UpdateError::Store(StoreError::Missing { .. }))
    ));
    assert!(!world.path().join("vault").exists(), "asking makes nothing");

    let laptop = &world.founded(&["laptop"])[0];
    let again = laptop.repo.create(Vault::new(1, [1; 16]), at(1));
    assert!(matches!(
        again,
        Err(StoreError::Seal(_) | StoreError::Exists { .. })
    ));
    let fine = world.bytes();
    for bytes in [&b""[..], b"hello", &fine[..fine.len() - 1]] {
        world.put(bytes);
        assert!(matches!(laptop.refusal(), StoreError::Damaged { .. }));
    }
    // Test 38.
    let recipient: age::x25519::Recipient = laptop.recipient().parse().expect("X25519");
    world.put(&age::encrypt(&recipient, b"format = 2\nvault = \"x\"\n").expect("sealed"));
    assert!(matches!(laptop.refusal(), StoreError::Newer { .. }));
    world.put(&fine);
    let stranger = world.machine("stranger");
    assert!(matches!(stranger.refusal(), StoreError::NotForUs { .. }));
}

#[test]
fn undo_works_across_processes_and_goes_further_back() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    laptop.change(2, &rename(1, "you"));
    laptop.change(3, &Change::Remove { id: id(1) });
    let undo = |second| {
        let (_, loaded) = history::walk(&laptop.repo, at(second), Way::Back).expect("saved")?;
        Some(titles(&loaded.vault).join(" "))
    };
    assert_eq!(undo(4).as_deref(), Some("GitHub:you"));
    // Codes taken between do not count.
    laptop.take(5, 1);
    laptop.take(6, 1);
    assert_eq!(undo(7).as_deref(), Some("GitHub:me"));
    assert_eq!(laptop.take(8, 1), 2, "undo leaves counters alone");
    assert_eq!(undo(9).as_deref(), Some(""));
    assert_eq!(undo(10), None);
    let vault = laptop.repo.read().expect("readable").vault;
    let entries = history::history(&laptop.repo, &vault);
    let whats: Vec<What> = entries
        .iter()
        .map(|entry| entry.difference.what.clone())
        .collect();
    let renamed = || What::Edited(vec!["name"]);
    let wanted = [
        What::Removed,
        renamed(),
        What::Restored,
        What::Removed,
        renamed(),
        What::Added,
    ];
    assert_eq!(whats, wanted);
    let seconds: Vec<u64> = entries
        .iter()
        .map(|entry| entry.when.seconds() - at(0).seconds())
        .collect();
    assert_eq!(seconds, [9, 7, 4, 3, 2, 1]);

    let redo = |second| {
        let (_, loaded) = history::walk(&laptop.repo, at(second), Way::Forth).expect("saved")?;
        Some(titles(&loaded.vault).join(" "))
    };
    assert_eq!(redo(11).as_deref(), Some("GitHub:me"));
    assert_eq!(redo(12).as_deref(), Some("GitHub:you"));
    assert_eq!(redo(13).as_deref(), Some(""));
    assert_eq!(redo(14), None);
}

#[test]
fn undos_do_not_push_out_what_they_lead_back_to() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    for round in 0..8 {
        laptop.change(2 + round, &rename(1, &format!("name {round}")));
    }
    for round in (0..7).rev() {
        let step = history::walk(&laptop.repo, at(30 - round), Way::Back).expect("saved");
        let (_, loaded) = step.expect("a change to take back");
        assert_eq!(titles(&loaded.vault), [format!("GitHub:name {round}")]);
    }
    let redone = history::walk(&laptop.repo, at(40), Way::Forth).expect("saved");
    let (_, loaded) = redone.expect("a change to bring back");
    assert_eq!(titles(&loaded.vault), ["GitHub:name 1"]);
    assert!(laptop.backups() < 21);
}

#[test]
fn taking_codes_does_not_push_history_out() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    laptop.change(2, &rename(1, "you"));
    let before = laptop.backups();
    for second in 0..30 {
        laptop.take(10 + second, 1);
    }
    assert_eq!(laptop.backups(), before);
    // The newest backup is the last save, byte for byte.
    let newest = laptop
        .repo
        .backups()
        .list(&otp::vault::VaultId::from_random(42))
        .pop();
    let newest = std::fs::read(newest.expect("a backup").path).expect("readable");
    assert_eq!(newest, world.bytes());
}
