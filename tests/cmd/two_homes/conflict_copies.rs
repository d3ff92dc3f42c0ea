//! What lies beside the vault as a conflict copy is folded in, and nobody is blamed for it.

use super::{add, by, laptop_and_phone, names, sync};
use crate::home::Home;

/// T14: each finds the other's file beside its own, again and again.
#[test]
fn folding_copies_comes_to_rest() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Laptop");
    add(&phone, "Phone");
    let mut last = Vec::new();
    for round in 0..6 {
        for (home, other) in [(&laptop, &phone), (&phone, &laptop)] {
            let copy = home.vault().with_file_name(format!("vault {round}.age"));
            std::fs::copy(other.vault(), copy).expect("copied");
            // It changes nothing by itself.
            let run = by(home, &["edit", "shared", "--name", "me"]);
            assert_eq!(run.code, 0, "{run:?}");
        }
        let files = [&laptop, &phone].map(|home| std::fs::read(home.vault()).expect("the vault"));
        if round >= 3 {
            assert_eq!(last, files, "round {round}: they write for ever");
        }
        last = files.to_vec();
    }
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
    assert_eq!(names(&phone), ["Laptop", "Phone", "Shared"]);
}

/// A sync tool gives the other's file the name and puts ours beside it: nothing is lacking, and nobody is blamed.
#[test]
fn what_lies_beside_as_a_copy_is_not_said_to_be_lacking() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Laptop");
    add(&phone, "Phone");
    let copy = laptop.vault().with_file_name("vault.sync-conflict-1.age");
    std::fs::rename(laptop.vault(), &copy).expect("put beside");
    sync(&phone, &laptop);
    for arguments in [&["list"][..], &["edit", "shared", "--note", "x"]] {
        let run = by(&laptop, arguments);
        assert!(run.stderr.contains("merged the conflict copy"), "{run:?}");
        assert!(!run.stderr.contains("lacked"), "{run:?}");
    }
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);

    // Where the copy holds only a part of it, the rest is told.
    let earlier = std::fs::read(laptop.vault()).expect("the vault");
    add(&laptop, "Later");
    std::fs::write(&copy, earlier).expect("put beside");
    add(&phone, "More");
    sync(&phone, &laptop);
    let run = by(&laptop, &["list"]);
    assert!(run.stderr.contains("lacked"), "{run:?}");
    assert!(run.stderr.contains("Later"), "{run:?}");
}

/// A sync tool may let the older file win.
#[test]
fn an_older_file_with_the_newer_one_beside_it_has_lost_nothing() {
    let laptop = Home::with_vault();
    add(&laptop, "Shared");
    let older = std::fs::read(laptop.vault()).expect("the vault");
    add(&laptop, "Laptop");
    let copy = laptop.vault().with_file_name("vault.sync-conflict-1.age");
    std::fs::rename(laptop.vault(), &copy).expect("put beside");
    std::fs::write(laptop.vault(), &older).expect("put in its place");
    assert_eq!(names(&laptop), ["Laptop", "Shared"]);
    let run = by(&laptop, &["list"]);
    assert!(run.stderr.contains("merged the conflict copy"), "{run:?}");
    assert!(!run.stderr.contains("lacked"), "{run:?}");
    add(&laptop, "Next");
    assert!(!copy.exists(), "it is in the vault now");
    assert_eq!(by(&laptop, &["list"]).stderr, "");

    // A copy that does not hold all of it either is of no help.
    std::fs::write(laptop.vault(), &older).expect("put in its place");
    std::fs::write(&copy, &older).expect("put beside");
    assert_eq!(by(&laptop, &["list"]).code, 6);
}
