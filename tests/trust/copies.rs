//! Files beside the vault: how many and how large ones are looked at, and what becomes of each.

use std::path::{Path, PathBuf};

use otp::account::{Note, Timestamp};
use otp::app::store::{Notice, StoreError};
use otp::vault::pins::Verdict;
use otp::vault::plugin::Dialog;
use otp::vault::{Change, Edit, Role, Vault, crypt};

use super::world::{Machine, World, add, at, id, rename, titles};

fn beside(world: &World, name: &str, bytes: &[u8]) -> PathBuf {
    let path = world.file().with_file_name(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

/// An account with a note of so many bytes.
fn large(bits: u64, note: usize) -> Change {
    let noted = Change::Edit {
        id: id(bits),
        edits: vec![Edit::Note(Note::new(&"x".repeat(note)))],
    };
    Change::Batch(vec![add(bits, &format!("Site {bits}")), noted])
}

fn remove(machine: &Machine, other: &Machine, token: u8, now: Timestamp) {
    let removed = machine.repo.update(now, |vault| {
        let by = machine.name.as_str().into();
        vault.remove_device(other.recipient(), [token; 16], &by, now)
    });
    removed.expect("removed");
}

fn told(machine: &Machine) -> Vec<Notice> {
    machine.repo.read().expect("readable").notices
}

fn is_merged(notice: &Notice, wanted: &Path) -> bool {
    matches!(notice, Notice::CopyMerged(path) if path == wanted)
}

#[test]
fn a_copy_may_be_four_times_as_large_as_a_large_vault() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    laptop.change(1, &large(1, 60_000));
    laptop.change(2, &large(2, 60_000));
    let common = world.bytes();
    let more: Vec<Change> = (3..7).map(|bits| large(bits, 60_000)).collect();
    phone.change(3, &Change::Batch(more));
    let theirs = world.bytes();
    world.put(&common);
    // A small vault would not be allowed such a copy.
    assert!((256 << 10..4 * common.len()).contains(&theirs.len()));
    let copy = beside(&world, "vault 2.age", &theirs);
    beside(&world, "just fits.age", &vec![b'x'; 4 * common.len()]);
    let over = beside(&world, "too large.age", &vec![b'x'; 4 * common.len() + 1]);
    let loaded = laptop.repo.read().expect("readable");
    assert_eq!(loaded.vault.accounts().count(), 6);
    let [merged, left] = loaded.notices.as_slice() else {
        panic!("{:?}", loaded.notices)
    };
    assert!(is_merged(merged, &copy), "{merged}");
    assert!(
        matches!(left, Notice::CopyTooLarge(path) if *path == over),
        "{left}"
    );
    // It is said once.
    let again = told(laptop);
    assert!(again.len() == 1 && is_merged(&again[0], &copy), "{again:?}");
}

#[test]
fn a_copy_of_a_small_vault_may_have_a_quarter_of_a_mebibyte() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    beside(&world, "a.age", &vec![b'x'; 256 << 10]);
    assert!(told(laptop).is_empty());
    let over = beside(&world, "b.age", &vec![b'x'; (256 << 10) + 1]);
    let notices = told(laptop);
    assert!(
        matches!(notices.as_slice(), [Notice::CopyTooLarge(path)] if *path == over),
        "{notices:?}"
    );
}

#[test]
fn sixteen_files_are_looked_at_and_those_named_like_the_vault_first() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let common = world.bytes();
    phone.change(1, &add(2, "Mail"));
    let copy = beside(&world, "vault 2.age", &world.bytes());
    world.put(&common);
    for number in 10..30 {
        beside(
            &world,
            &format!("note {number}.age"),
            b"age-encryption.org/v1\nnonsense",
        );
    }
    let loaded = laptop.repo.read().expect("readable");
    assert_eq!(titles(&loaded.vault), ["Mail:me"]);
    let [merged, Notice::CopiesNotLookedAt(5)] = loaded.notices.as_slice() else {
        panic!("{:?}", loaded.notices)
    };
    assert!(is_merged(merged, &copy), "{merged}");
    // What is no copy is known now, so that the rest has its turn.
    let again = told(laptop);
    assert!(again.len() == 1 && is_merged(&again[0], &copy), "{again:?}");
}

#[test]
fn exactly_sixteen_files_are_all_looked_at() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    for number in 10..26 {
        beside(&world, &format!("note {number}.age"), b"nonsense");
    }
    assert!(told(laptop).is_empty());
    beside(&world, "note 26.age", b"nonsense");
    assert!(told(laptop).is_empty(), "the others are known");
}

#[test]
fn another_vault_that_opens_is_left_alone_without_a_word() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let mut other = Vault::new(43, [9; 16]);
    laptop.join(&mut other);
    other.apply(add(5, "Other"), at(1)).expect("fresh");
    let sealed = crypt::seal(&other, &Dialog::silent()).expect("sealed");
    let copy = beside(&world, "vault of work.age", &sealed);
    let loaded = laptop.change(2, &add(1, "GitHub"));
    assert!(loaded.notices.is_empty(), "{:?}", loaded.notices);
    assert_eq!(laptop.titles(), ["GitHub:me"]);
    assert_eq!(std::fs::read(&copy).expect("there"), sealed);
}

/// By who has heard of which change of keys.
#[test]
fn a_copy_with_other_keys_is_told_by_what_its_writer_had_heard() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone", "tablet", "desk"]);
    let [laptop, phone, tablet, desk] = machines.as_slice() else {
        panic!("four")
    };
    let common = world.bytes();
    phone.change(1, &add(2, "Mail"));
    let older = world.bytes();
    world.put(&common);
    remove(laptop, tablet, 5, at(2));
    let newer = world.bytes();

    // What it holds is known here.
    let copy = beside(&world, "vault 2.age", &common);
    assert!(told(laptop).is_empty());
    std::fs::write(&copy, &older).expect("written");
    let stale = told(laptop);
    assert!(matches!(stale.as_slice(), [Notice::CopyStale(path)] if *path == copy));
    assert!(laptop.titles().is_empty());

    world.put(&older);
    std::fs::write(&copy, &newer).expect("written");
    let rekeyed = told(phone);
    assert!(matches!(rekeyed.as_slice(), [Notice::CopyRekeyed(path)] if *path == copy));
    remove(phone, desk, 6, at(3));
    let split = told(phone);
    assert!(matches!(split.as_slice(), [Notice::CopyRekeyed(path)] if *path == copy));
    assert!(copy.exists());
    assert_eq!(phone.titles(), ["Mail:me"]);
}

/// A sync tool gave an older file the name and put what is newer beside it.
#[test]
fn an_older_file_has_lost_nothing_where_its_copies_hold_the_rest() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    let older = world.bytes();
    laptop.change(2, &add(2, "Mail"));
    let newer = world.bytes();
    world.put(&older);
    assert_eq!(laptop.repo.verdict().expect("opens"), Verdict::Rollback);
    assert!(matches!(laptop.refusal(), StoreError::RolledBack));
    let copy = beside(&world, "vault 2.age", &older);
    assert!(
        matches!(laptop.refusal(), StoreError::RolledBack),
        "no more than the file has"
    );
    std::fs::write(&copy, &newer).expect("written");
    let loaded = laptop.repo.read().expect("readable");
    assert_eq!(titles(&loaded.vault), ["GitHub:me", "Mail:me"]);
    let [merged] = loaded.notices.as_slice() else {
        panic!("{:?}", loaded.notices)
    };
    assert!(is_merged(merged, &copy), "{merged}");
    laptop.change(3, &add(3, "Bank"));
    assert!(!copy.exists(), "it is in the vault now");
    assert_eq!(laptop.titles(), ["GitHub:me", "Mail:me", "Bank:me"]);
    assert!(told(laptop).is_empty());
}

#[test]
fn what_lies_beside_is_not_said_to_be_put_back_unless_it_holds_only_a_part() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let common = world.bytes();
    laptop.change(1, &add(1, "GitHub"));
    let first = world.bytes();
    laptop.change(2, &rename(1, "you"));
    let second = world.bytes();
    world.put(&common);
    phone.change(3, &add(2, "Mail"));
    let copy = beside(&world, "vault 2.age", &second);
    let whole = told(laptop);
    assert!(whole.len() == 1 && is_merged(&whole[0], &copy), "{whole:?}");
    std::fs::write(&copy, &first).expect("written");
    let part = told(laptop);
    assert!(
        matches!(
            part.as_slice(),
            [Notice::PutBack { .. }, Notice::CopyMerged(_)]
        ),
        "{part:?}"
    );
    assert_eq!(laptop.titles(), ["GitHub:you", "Mail:me"]);
}

#[test]
fn a_recovery_key_looks_at_what_a_device_could_not_open() {
    let world = World::new();
    let machines = world.founded(&["laptop"]);
    let laptop = &machines[0];
    // Sealed to another key of the vault alone: no sync tool makes that, but a person may.
    let paper = world.machine_with("laptop", otp::vault::keys::DeviceKey::generate());
    let now = at(1);
    let added = laptop.repo.update(now, |vault| {
        vault.add_device("paper".into(), paper.recipient(), Role::Recovery, now)
    });
    let vault = added.expect("saved").1.vault;
    let mut copied = vault.clone();
    copied.apply(add(7, "Lost"), at(2)).expect("fresh");
    let text = otp::vault::document::write(&copied);
    let recipient: age::x25519::Recipient = paper.recipient().parse().expect("X25519");
    let sealed = age::encrypt(&recipient, text.as_bytes()).expect("sealed");
    let copy = beside(&world, "vault 2.age", &sealed);
    assert!(told(laptop).is_empty() && laptop.titles().is_empty());
    let by_paper = paper.repo.read().expect("readable");
    assert!(
        by_paper
            .notices
            .iter()
            .any(|notice| is_merged(notice, &copy))
    );
    assert_eq!(titles(&by_paper.vault), ["Lost:me"]);
}
