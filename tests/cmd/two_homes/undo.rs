//! `undo` takes back what this device did, and leaves alone what the other one did.

use super::{add, by, laptop_and_phone, names, sync};
use crate::home::Home;

/// T9: `undo` takes back what this device did, and leaves alone what the other one saved meanwhile.
#[test]
fn undo_leaves_alone_what_the_other_device_saved() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Laptop");
    sync(&laptop, &phone);
    add(&phone, "Phone");
    let edited = by(&phone, &["edit", "Shared", "--note", "by the phone"]);
    assert_eq!(edited.code, 0, "{edited:?}");
    sync(&phone, &laptop);
    let undone = by(&laptop, &["undo"]);
    assert!(undone.stderr.contains("Removed Laptop:me"), "{undone:?}");
    assert!(undone.stderr.contains("otp undo --others"), "{undone:?}");
    assert_eq!(names(&laptop), ["Phone", "Shared"]);
    assert_eq!(by(&laptop, &["redo"]).code, 0);
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
    // Unless it is told to; that is a change like any other.
    let others = by(&laptop, &["undo", "--others"]);
    assert!(others.stderr.contains("Removed Phone:me"), "{others:?}");
    assert!(others.stderr.contains("note of Shared:me"), "{others:?}");
    assert_eq!(names(&laptop), ["Laptop", "Shared"]);
    assert_eq!(by(&laptop, &["undo", "--others"]).code, 1);
    assert_eq!(by(&laptop, &["undo"]).code, 0);
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
}

/// T9, field by field: what the other device changed of the same account stays.
#[test]
fn undo_takes_back_a_field_and_leaves_the_others() {
    let (laptop, phone) = laptop_and_phone();
    let edit = |home: &Home, option: &str, value: &str| {
        let run = by(home, &["edit", "Shared", option, value]);
        assert_eq!(run.code, 0, "{run:?}");
    };
    let both = [
        "edit",
        "Shared",
        "--note",
        "by the laptop",
        "--tag",
        "laptop",
    ];
    assert_eq!(by(&laptop, &both).code, 0);
    sync(&laptop, &phone);
    edit(&phone, "--note", "by the phone");
    sync(&phone, &laptop);
    let undone = by(&laptop, &["undo"]);
    let mut told = undone.stderr.lines();
    assert_eq!(told.next(), Some("Changed tags of Shared:me"), "{undone:?}");
    // What the other one did is not ours to take back unasked.
    assert!(
        told.next()
            .is_some_and(|line| line.contains("undo --others"))
    );
    let shown = by(&laptop, &["show", "Shared"]).stdout;
    assert!(
        shown.contains("by the phone") && !shown.contains("laptop"),
        "{shown}"
    );
    // Nothing is left of that change, and an older one does not take its place.
    edit(&laptop, "--note", "again by the laptop");
    sync(&laptop, &phone);
    edit(&phone, "--note", "again by the phone");
    sync(&phone, &laptop);
    let nothing = by(&laptop, &["undo"]);
    assert_eq!(nothing.code, 1, "{nothing:?}");
    assert_eq!(names(&laptop), ["Shared"]);
}

/// T9: a conflict copy that is folded in with a change is no part of that change.
#[test]
fn undo_leaves_a_conflict_copy_folded_in() {
    for folded_by in ["add", "undo"] {
        let (laptop, phone) = laptop_and_phone();
        let note = by(&laptop, &["edit", "Shared", "--note", "by the laptop"]);
        assert_eq!(note.code, 0, "{note:?}");
        add(&phone, "Phone");
        let copy = laptop.vault().with_file_name("vault.sync-conflict-1.age");
        std::fs::copy(phone.vault(), &copy).expect("copied");
        if folded_by == "add" {
            add(&laptop, "Laptop");
            assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
        }
        let undone = by(&laptop, &["undo"]);
        assert_eq!(undone.code, 0, "{undone:?}");
        assert_eq!(
            names(&laptop),
            ["Phone", "Shared"],
            "{folded_by}: {undone:?}"
        );
        let shown = by(&laptop, &["show", "Shared"]).stdout;
        assert_eq!(
            shown.contains("by the laptop"),
            folded_by == "add",
            "{shown}"
        );
    }
}
