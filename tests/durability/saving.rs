//! What a save does beside the vault: sync tools in between, links, stale files, locks (tests 26, 28 to 30).

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::trust::world::{Machine, World, add, at, id, titles};
use otp::app::store::{Repo, StoreError, UpdateError};
use otp::system::files;
use otp::vault::Change;

/// A lock that nobody holds: a process that another test is just starting may have it open for a moment.
const SOON: Duration = Duration::from_secs(60);

/// Test 28.
#[test]
fn a_file_that_a_sync_tool_replaces_meanwhile_is_merged() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    laptop.change(1, &add(1, "GitHub"));
    phone.repo.read().expect("readable");
    let common = world.bytes();
    phone.change(2, &add(2, "Mail"));
    phone.take(3, 1);
    let theirs = world.bytes();
    world.put(&common);

    let now = at(4);
    let mut rounds = 0;
    let (counter, loaded) = laptop
        .repo
        .update(now, |vault| {
            rounds += 1;
            if rounds == 1 {
                // Another inode with another size, as sync tools do it.
                let beside = world.file().with_file_name("incoming");
                std::fs::write(&beside, &theirs).expect("written");
                std::fs::rename(&beside, world.file()).expect("renamed");
            }
            vault.apply(add(3, "Bank"), now)?;
            vault.take_counter(&id(1))
        })
        .expect("saved");
    assert_eq!(rounds, 2);
    assert_eq!(counter, 1, "the phone has handed out 0");
    let all = ["GitHub:me", "Mail:me", "Bank:me"];
    assert_eq!(titles(&loaded.vault), all);
    assert_eq!(phone.titles(), all);
}

#[test]
fn a_file_that_never_rests_is_given_up() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let bytes = world.bytes();
    let saved = laptop.repo.update(at(1), |vault| {
        let beside = world.file().with_file_name("incoming");
        std::fs::write(&beside, &bytes).expect("written");
        std::fs::rename(&beside, world.file()).expect("renamed");
        vault.apply(add(1, "GitHub"), at(1))
    });
    assert!(matches!(
        saved,
        Err(UpdateError::Store(StoreError::KeepsChanging { .. }))
    ));
    assert!(laptop.titles().is_empty());
}

/// Test 26.
#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let synced = world.path().join("synced");
    std::fs::create_dir(&synced).expect("created");
    std::fs::rename(world.file(), synced.join("secrets.age")).expect("renamed");
    std::os::unix::fs::symlink("../synced/secrets.age", world.file()).expect("linked");
    laptop.change(1, &add(1, "GitHub"));
    assert!(world.file().symlink_metadata().expect("there").is_symlink());
    assert!(synced.join(".secrets.age.lock").exists());
    assert_eq!(laptop.titles(), ["GitHub:me"]);
}

/// Test 29.
#[test]
fn stale_temporary_files_are_swept() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let stale = world.file().with_file_name(".vault-aB3dE6.tmp");
    std::fs::write(&stale, b"left behind").expect("written");
    let folder = laptop.repo.state_folder();
    let names = [
        ".seen-aB3dE6.tmp",
        ".undone-aB3dE6.tmp",
        "backups/.backup-aB3dE6.tmp",
    ];
    let others = names.map(|name| folder.join(name));
    for file in &others {
        std::fs::write(file, b"left behind").expect("written");
    }
    laptop.titles();
    assert!(stale.exists(), "readers remove nothing");
    laptop.change(1, &add(1, "GitHub"));
    assert!(!stale.exists());
    for file in &others {
        assert!(!file.exists(), "{}", file.display());
    }
}

/// What is in the bin stays there for 30 days on which the vault was in use, and a clock that jumps is none.
#[test]
fn one_jump_of_the_clock_does_not_empty_the_bin() {
    const DAY: u64 = 86_400;
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let in_bin = |laptop: &Machine| laptop.repo.read().expect("readable").vault.bin().count();
    laptop.change(1, &add(1, "GitHub"));
    laptop.change(2, &Change::Remove { id: id(1) });
    // The clock is 31 days ahead for one save and the next, and right again.
    laptop.change(31 * DAY, &add(2, "Mail"));
    laptop.change(31 * DAY + 9, &add(3, "Bank"));
    assert_eq!(in_bin(laptop), 1);
    laptop.change(DAY, &add(4, "Shop"));
    assert_eq!(in_bin(laptop), 1);
    for day in 32..36 {
        laptop.change(day * DAY, &add(day, "Later"));
    }
    assert_eq!(in_bin(laptop), 0);
}

/// Test 30.
#[test]
fn a_held_lock_stops_savers_but_not_readers() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let lock = world.file().with_file_name(".vault.age.lock");
    let held = files::lock(&lock, SOON).expect("free");
    let start = Instant::now();
    let busy = laptop.try_change(1, &add(1, "GitHub"));
    assert!(matches!(busy, Err(UpdateError::Store(StoreError::Busy))));
    // Five seconds, and not once more for each of ten rounds.
    assert!(start.elapsed() < Duration::from_secs(30));
    assert!(laptop.titles().is_empty());
    drop(held);
    laptop.change(2, &add(1, "GitHub"));
}

/// Others save one after the other: whoever waits has a turn, however long that takes.
#[test]
fn who_waits_while_others_save_does_not_give_up() {
    // Longer than anybody waits for one that does nothing.
    const LONG: Duration = Duration::from_secs(6);
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let lock = world.file().with_file_name(".vault.age.lock");
    let held = files::lock(&lock, SOON).expect("free");
    let bytes = world.bytes();
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let saver = scope.spawn(move || {
            sender.send(None).expect("somebody listens");
            let saved = laptop.try_change(1, &add(1, "GitHub"));
            sender.send(Some(saved)).expect("somebody listens");
        });
        assert!(receiver.recv().expect("it has begun").is_none());
        let start = Instant::now();
        while start.elapsed() < LONG {
            let beside = world.file().with_file_name("incoming");
            std::fs::write(&beside, &bytes).expect("written");
            std::fs::rename(&beside, world.file()).expect("renamed");
            match receiver.recv_timeout(Duration::from_millis(100)) {
                Err(RecvTimeoutError::Timeout) => {}
                ended => panic!("it gave up: {ended:?}"),
            }
        }
        drop(held);
        let ended = receiver.recv().expect("it ends").expect("the result");
        ended.expect("its turn has come");
        saver.join().expect("it ended well");
    });
    assert_eq!(laptop.titles(), ["GitHub:me"]);
}

/// Another process of this device has replaced the file, and has yet to keep and to pin it.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_waits_until_a_save_of_its_own_device_is_pinned() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let seen = laptop.state.join("seen.toml");
    let read = |path| std::fs::read(path).expect("readable");
    let before = read(&seen);
    laptop.change(1, &add(1, "GitHub"));
    let after = read(&seen);
    let newest = laptop
        .repo
        .backups()
        .list(&otp::vault::VaultId::from_random(42))
        .pop();
    let newest = newest.expect("a backup").path;
    let kept = read(&newest);
    std::fs::write(&seen, before).expect("written");
    std::fs::remove_file(&newest).expect("removed");
    let lock = world.file().with_file_name(".vault.age.lock");
    let held = files::lock(&lock, SOON).expect("free");
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| laptop.repo.read().expect("readable"));
        let start = Instant::now();
        // It has read the file when it has the lock open beside us.
        while !reader.is_finished() && opened(&lock) < 2 {
            assert!(start.elapsed() < Duration::from_secs(60));
            std::thread::yield_now();
        }
        std::fs::write(&newest, &kept).expect("written");
        std::fs::write(&seen, &after).expect("written");
        drop(held);
        let loaded = reader.join().expect("it ended well");
        assert!(loaded.notices.is_empty(), "{:?}", loaded.notices);
        assert_eq!(titles(&loaded.vault), ["GitHub:me"]);
    });
}

/// How often this process has a file open.
#[cfg(target_os = "linux")]
fn opened(path: &std::path::Path) -> usize {
    let path = path.canonicalize().expect("there");
    let open = std::fs::read_dir("/proc/self/fd").expect("a folder");
    let open = open.flatten().filter_map(|one| one.path().read_link().ok());
    open.filter(|target| *target == path).count()
}

#[test]
fn readers_notice_that_the_file_was_replaced() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let loaded = machines[0].repo.read().expect("readable");
    let is_changed = |repo: &Repo| repo.is_changed(loaded.mark).expect("readable");
    assert!(!is_changed(&machines[0].repo));
    machines[1].change(1, &add(1, "GitHub"));
    assert!(is_changed(&machines[0].repo));
}

#[test]
fn the_folder_is_ready_for_git() {
    let world = World::new();
    world.founded(&["laptop"]);
    let ignored = std::fs::read_to_string(world.path().join("vault/.gitignore")).expect("there");
    assert_eq!(ignored, ".vault.age.lock\n.vault-*.tmp\n");
}
