//! What a device keeps of the past, whose saves it counts, and undo where others saved too.

use otp::app::store::backups::{Maker, Snapshot};
use otp::app::store::history::{self, Step, Way};
use otp::vault::VaultId;
use otp::vault::difference::What;

use super::world::{Machine, World, add, at, rename, titles};

fn snapshots(machine: &Machine) -> Vec<Snapshot> {
    machine.repo.backups().list(&VaultId::from_random(42))
}

fn numbers(machine: &Machine) -> Vec<(u64, Maker)> {
    let kept = snapshots(machine).into_iter();
    kept.map(|one| (one.seq, one.maker)).collect()
}

/// True when a backup in the history of this device has exactly these bytes.
fn keeps(machine: &Machine, bytes: &[u8]) -> bool {
    let mut kept = snapshots(machine).into_iter();
    kept.any(|one| std::fs::read(one.path).expect("readable") == bytes)
}

fn newest(machine: &Machine) -> Snapshot {
    snapshots(machine).pop().expect("a backup")
}

fn walk(machine: &Machine, second: u64, way: Way) -> Option<(Step, Vec<String>)> {
    let walked = history::walk(&machine.repo, at(second), way).expect("saved");
    walked.map(|(step, loaded)| (step, titles(&loaded.vault)))
}

fn walked(machine: &Machine, second: u64, way: Way) -> Option<String> {
    walk(machine, second, way).map(|(_, titles)| titles.join(" "))
}

#[test]
fn saves_count_for_the_key_that_made_them() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    laptop.change(1, &add(1, "GitHub"));
    phone.change(2, &add(2, "Mail"));
    let vault = laptop.change(3, &add(3, "Bank")).vault;
    let number = |machine: &Machine| {
        let device = vault.device(machine.recipient());
        device.map(otp::vault::Device::seq)
    };
    assert_eq!((number(laptop), number(phone)), (Some(3), Some(1)));
    assert_eq!(vault.saves().count(), 2, "and for no other");
    let (ours, theirs) = (Maker::Here, Maker::Elsewhere);
    assert_eq!(
        numbers(laptop),
        [(1, ours), (2, ours), (2, theirs), (3, ours)]
    );
    assert_eq!(numbers(phone), [(0, theirs), (0, theirs), (1, ours)]);
}

#[test]
fn a_save_whose_backup_was_lost_is_kept_before_the_next() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    for (round, spoil) in ["gone", "cut off", "empty"].into_iter().enumerate() {
        let second = 10 * (round as u64 + 1);
        laptop.change(second, &add(second, "Site"));
        let saved = world.bytes();
        assert!(keeps(laptop, &saved));
        let path = newest(laptop).path;
        match spoil {
            "gone" => std::fs::remove_file(path).expect("removed"),
            "cut off" => std::fs::write(path, &saved[..149]).expect("written"),
            _ => std::fs::write(path, b"").expect("written"),
        }
        assert!(!keeps(laptop, &saved));
        laptop.change(second + 1, &add(second + 1, "Next"));
        assert!(keeps(laptop, &saved), "{spoil}");
        assert!(keeps(laptop, &world.bytes()), "{spoil}");
    }
}

#[test]
fn what_another_device_saved_is_kept_byte_for_byte_though_only_a_counter_moved() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    laptop.change(1, &add(1, "GitHub"));
    phone.change(2, &add(2, "Mail"));
    let theirs = world.bytes();
    let before = laptop.backups();
    assert_eq!(laptop.take(3, 1), 0);
    assert!(keeps(laptop, &theirs) && keeps(laptop, &world.bytes()));
    assert_eq!(laptop.backups(), before + 2);
    // From now on the newest moves along.
    let first = world.bytes();
    assert_eq!(laptop.take(4, 1), 1);
    assert!(keeps(laptop, &theirs) && !keeps(laptop, &first));
    assert_eq!(laptop.backups(), before + 2);
}

#[test]
fn undo_takes_back_a_save_whose_backup_was_lost() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    laptop.change(2, &rename(1, "you"));
    std::fs::remove_file(newest(laptop).path).expect("removed");
    let vault = laptop.repo.read().expect("readable").vault;
    let told = history::history(&laptop.repo, &vault);
    assert_eq!(told[0].difference.what, What::Edited(vec!["name"]));
    assert!(history::last_of_others(&laptop.repo, &vault, at(3)).is_none());
    assert_eq!(walked(laptop, 3, Way::Back).as_deref(), Some("GitHub:me"));
}

#[test]
fn what_another_device_did_last_is_told_until_it_is_taken_back() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let told = |machine: &Machine| {
        let vault = machine.repo.read().expect("readable").vault;
        let differences = history::last_of_others(&machine.repo, &vault, at(5))?;
        let told = differences.into_iter().map(|one| (one.what, one.title));
        Some(told.collect::<Vec<_>>())
    };
    laptop.change(1, &add(1, "GitHub"));
    assert_eq!(told(laptop), None, "it is our own");
    phone.change(2, &add(2, "Mail"));
    assert_eq!(told(phone), None, "it is our own");
    let added = vec![(What::Added, "Mail:me".to_owned())];
    assert_eq!(told(laptop), Some(added));
    // Nobody is told of what has gone since.
    let (step, left) = walk(laptop, 6, Way::Others).expect("it is there");
    let effects: Vec<(What, &str)> = step
        .effects
        .iter()
        .map(|effect| (effect.what.clone(), effect.title.as_str()))
        .collect();
    assert_eq!(effects, [(What::Removed, "Mail:me")]);
    assert_eq!(left, ["GitHub:me"]);
    assert_eq!(told(laptop), None);
    assert_eq!(
        walked(laptop, 7, Way::Others),
        None,
        "nothing is left of it"
    );
    // That was a change like any other.
    assert_eq!(
        walked(laptop, 8, Way::Back).as_deref(),
        Some("GitHub:me Mail:me")
    );
    assert_eq!(walked(laptop, 9, Way::Forth).as_deref(), Some("GitHub:me"));
}

#[test]
fn of_several_saves_of_others_the_last_is_taken_back_first() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    for (second, issuer) in [(1, "Mail"), (2, "Bank"), (3, "Shop")] {
        phone.change(second, &add(second, issuer));
        laptop.meets();
    }
    laptop.change(4, &add(4, "GitHub"));
    for (second, wanted) in [
        (5, "Mail:me Bank:me GitHub:me"),
        (6, "Mail:me GitHub:me"),
        (7, "GitHub:me"),
    ] {
        assert_eq!(walked(laptop, second, Way::Others).as_deref(), Some(wanted));
    }
    assert_eq!(walked(laptop, 8, Way::Others), None);
}

/// A sync tool put the other's file into the place of ours: of both together there is no backup yet.
#[test]
fn undo_after_two_saved_at_a_time_takes_back_what_was_done_here() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let common = world.bytes();
    laptop.change(1, &add(1, "GitHub"));
    world.put(&common);
    phone.change(2, &add(2, "Mail"));
    let vault = laptop.repo.read().expect("readable").vault;
    assert_eq!(titles(&vault), ["GitHub:me", "Mail:me"]);
    let last = history::last_of_others(&laptop.repo, &vault, at(3)).expect("the phone's");
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].title, "Mail:me");
    assert_eq!(walked(laptop, 4, Way::Back).as_deref(), Some("Mail:me"));
    assert_eq!(
        walked(laptop, 5, Way::Forth).as_deref(),
        Some("GitHub:me Mail:me")
    );
}

#[test]
fn undo_of_a_change_leaves_what_was_joined_with_it() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let common = world.bytes();
    laptop.change(1, &add(1, "GitHub"));
    world.put(&common);
    phone.change(2, &add(2, "Mail"));
    let before = laptop.backups();
    laptop.change(3, &add(3, "Bank"));
    // The phone's file, both together, and both with the change.
    assert_eq!(laptop.backups(), before + 3);
    assert_eq!(laptop.titles(), ["GitHub:me", "Mail:me", "Bank:me"]);
    assert_eq!(
        walked(laptop, 4, Way::Back).as_deref(),
        Some("GitHub:me Mail:me")
    );
    assert_eq!(walked(laptop, 5, Way::Back).as_deref(), Some("Mail:me"));
    assert_eq!(walked(laptop, 6, Way::Back), None);
    assert_eq!(
        walked(laptop, 7, Way::Forth).as_deref(),
        Some("GitHub:me Mail:me")
    );
}

#[test]
fn each_save_leaves_the_last_ten_of_the_day() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    for second in 1..=13 {
        laptop.change(second, &add(second, "GitHub"));
        let kept = numbers(laptop).len();
        assert_eq!(kept, usize::try_from(second + 1).expect("few").min(10));
    }
    let first = numbers(laptop).first().map(|(number, _)| *number);
    assert_eq!(first, Some(5));
}
