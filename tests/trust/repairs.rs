//! A backup in the place of the vault: what may be replaced by what.

use std::path::{Path, PathBuf};

use otp::app::store::StoreError;
use otp::app::store::backups::{Maker, Snapshot};
use otp::system::files;
use otp::vault::plugin::Dialog;
use otp::vault::{Vault, VaultId, crypt};

use super::world::{Machine, World, add, at, titles};

fn newest(machine: &Machine) -> Snapshot {
    let kept = machine.repo.backups().list(&VaultId::from_random(42));
    kept.into_iter().next_back().expect("a backup")
}

/// Any file as a backup to be brought back.
fn file(path: &Path) -> Snapshot {
    Snapshot {
        taken: at(9),
        seq: 0,
        maker: Maker::Here,
        path: path.to_owned(),
    }
}

/// What was put aside when a vault was replaced.
fn aside(machine: &Machine) -> Vec<Vec<u8>> {
    let folder = files::list(machine.repo.backups().folder());
    let aside = folder
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "bin"));
    aside
        .map(|path| std::fs::read(path).expect("readable"))
        .collect()
}

#[cfg(unix)]
fn link(world: &World, to: &Path) -> PathBuf {
    let _ = std::fs::remove_file(world.file());
    std::os::unix::fs::symlink(to, world.file()).expect("linked");
    to.to_owned()
}

#[test]
fn a_device_knows_the_bytes_that_it_kept() {
    let world = World::new();
    let machines = world.founded(&["laptop", "phone"]);
    let [laptop, phone] = machines.as_slice() else {
        panic!("two")
    };
    let first = world.bytes();
    laptop.change(1, &add(1, "GitHub"));
    let second = world.bytes();
    for bytes in [&first, &second] {
        assert!(laptop.repo.has_kept(bytes));
    }
    assert!(phone.repo.has_kept(&first) && !phone.repo.has_kept(&second));
    assert!(!laptop.repo.has_kept(&first[1..]) && !laptop.repo.has_kept(b""));
}

#[cfg(unix)]
#[test]
fn a_link_to_what_is_no_vault_is_not_replaced() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    let newest = newest(laptop);
    let precious = link(&world, &world.path().join("precious"));
    for content in [&b"of the user"[..], b"age-encryption.or", b""] {
        std::fs::write(&precious, content).expect("written");
        match laptop.repo.restore(&newest, at(2)) {
            Err(StoreError::BadLink { path, target }) => {
                assert_eq!((path, &target), (world.file(), &precious));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(std::fs::read(&precious).expect("there"), content);
    }
    let folder = link(&world, &world.path().join("folder"));
    std::fs::create_dir(&folder).expect("made");
    let refused = laptop.repo.restore(&newest, at(2));
    assert!(matches!(refused, Err(StoreError::BadLink { .. })));
    assert!(folder.is_dir() && aside(laptop).is_empty());

    // A vault that is damaged, and a place where there is nothing yet.
    let damaged = b"age-encryption.org/v1\nand then nothing";
    std::fs::write(world.path().join("synced.age"), damaged).expect("written");
    for (name, kept) in [("synced.age", &[&damaged[..]][..]), ("new.age", &[])] {
        let target = link(&world, &world.path().join(name));
        let before = aside(laptop).len();
        let loaded = laptop.repo.restore(&newest, at(3)).expect("restored");
        assert_eq!(titles(&loaded.vault), ["GitHub:me"]);
        assert!(world.file().is_symlink() && target.is_file());
        assert_eq!(aside(laptop)[before..], *kept);
        assert_eq!(laptop.titles(), ["GitHub:me"]);
    }
}

/// The link leads to a vault, but somebody else put it there.
#[cfg(unix)]
#[test]
fn a_link_of_another_user_is_not_followed_even_to_a_vault() {
    if !rustix::process::geteuid().is_root() {
        crate::parts::skip("only root can be somebody else too");
        return;
    }
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let newest = newest(laptop);
    let aim = world.path().join("aim.age");
    std::fs::write(&aim, world.bytes()).expect("written");
    let whole = world.bytes();
    link(&world, &aim);
    std::os::unix::fs::lchown(world.file(), Some(23_456), Some(23_456)).expect("a stranger's");
    let refused = laptop.repo.restore(&newest, at(1));
    assert!(refused.is_err());
    assert_eq!(std::fs::read(&aim).expect("there"), whole);
    assert!(world.file().is_symlink());
}

#[test]
fn what_is_no_file_makes_way_and_stays_beside() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let newest = newest(laptop);
    for name in ["vault.age.old", "vault.age.old-2"] {
        std::fs::remove_file(world.file()).expect("removed");
        std::fs::create_dir(world.file()).expect("made");
        laptop.repo.restore(&newest, at(1)).expect("restored");
        assert!(world.file().is_file());
        assert!(world.file().with_file_name(name).is_dir());
    }
    assert!(laptop.titles().is_empty());
}

#[test]
fn the_save_after_a_restore_counts_on() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let first = newest(laptop);
    laptop.change(1, &add(1, "GitHub"));
    laptop.change(2, &add(2, "Mail"));
    world.put(b"damaged");
    let restored = laptop.repo.restore(&first, at(3)).expect("restored");
    let number = |vault: &Vault| {
        vault
            .device(laptop.recipient())
            .map(otp::vault::Device::seq)
    };
    assert_eq!(number(&restored.vault), Some(4), "three saves were seen");
    assert_eq!(aside(laptop), [b"damaged"]);
    assert!(laptop.repo.read().expect("readable").notices.is_empty());
    assert_eq!((newest(laptop).seq, newest(laptop).maker), (4, Maker::Here));
    let next = laptop.change(4, &add(3, "Bank"));
    assert_eq!(number(&next.vault), Some(5));
}

#[test]
fn a_backup_with_other_keys_is_proposed_with_its_words() {
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    laptop.change(1, &add(1, "GitHub"));
    let mut theirs = Vault::new(42, [66; 16]);
    laptop.join(&mut theirs);
    theirs.apply(add(5, "Theirs"), at(2)).expect("fresh");
    let path = world.path().join("theirs.age");
    let sealed = crypt::seal(&theirs, &Dialog::silent()).expect("sealed");
    std::fs::write(&path, sealed).expect("written");
    let proposal = laptop.repo.proposal_of(&file(&path)).expect("it opens");
    let proposal = proposal.expect("its token is not ours");
    assert_eq!(proposal.words, theirs.fingerprint());
    assert_eq!(
        proposal.brings,
        ["there: added Theirs:me", "here: added GitHub:me"]
    );
    let own = laptop.repo.proposal_of(&newest(laptop)).expect("it opens");
    assert!(own.is_none());
    let damaged = world.path().join("damaged.age");
    std::fs::write(&damaged, b"no vault").expect("written");
    for broken in [&damaged, &world.path().join("missing.age")] {
        assert!(laptop.repo.proposal_of(&file(broken)).is_err());
    }
    // Where nothing was seen yet there is nothing to compare with.
    std::fs::remove_file(laptop.state.join("seen.toml")).expect("removed");
    assert!(
        laptop
            .repo
            .proposal_of(&file(&path))
            .expect("it opens")
            .is_none()
    );
}
