//! What the file of a peer lacks without a word: put back, and told as it is.

use super::{STATE, add, by, laptop_and_phone, names, sync};
use crate::cmd::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::parts;

/// T7: the file of a peer simply lacks an account.
#[test]
fn what_a_file_lacks_without_a_word_is_put_back() {
    if !parts::has("age") {
        return;
    }
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Lost");
    sync(&laptop, &phone);
    assert_eq!(names(&phone), ["Lost", "Shared"]);
    assert_eq!(by(&phone, &["edit", "shared", "--note", "x"]).code, 0);
    let text = opened_by_stock_age(&phone);
    let place = text.find("issuer = \"Lost\"").expect("the account");
    let start = text[..place].rfind("[[account]]").expect("its head");
    let rest = &text[place..];
    let end = rest.find("\n[[").or(rest.find("\n# pad")).expect("an end");
    let without = format!("{}{}", &text[..start], &text[place + end..]);
    sealed_by_stock_age(&laptop, &without);
    let listed = by(&laptop, &["list", "--names"]);
    assert!(
        listed.stderr.contains("phone saved lacked Lost:me"),
        "{listed:?}"
    );
    assert_eq!(names(&laptop), ["Lost", "Shared"]);
    // Whoever means it says so.
    assert_eq!(by(&laptop, &["rm", "lost"]).code, 0);
    assert_eq!(names(&laptop), ["Shared"]);
}

/// T8: the backup is older than the save that was dropped.
#[test]
fn what_is_nowhere_is_not_said_to_be_put_back() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Gone");
    // Its backup never reached the disk.
    let backups = laptop.path(STATE).join("backups");
    let mut kept: Vec<_> = std::fs::read_dir(&backups)
        .expect("a folder")
        .flatten()
        .collect();
    kept.sort_by_key(std::fs::DirEntry::file_name);
    std::fs::remove_file(kept.pop().expect("the newest").path()).expect("removed");
    add(&phone, "Phone");
    sync(&phone, &laptop);
    let listed = by(&laptop, &["list", "--names"]);
    assert_eq!(listed.stdout, "Phone:me\nShared:me\n", "{listed:?}");
    assert!(listed.stderr.contains("missing"), "{listed:?}");
    assert!(!listed.stderr.contains("put back"), "{listed:?}");
}
