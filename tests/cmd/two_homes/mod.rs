//! Two devices of one person, each with a home of its own, and a sync tool between them that copies the file.

mod codes_and_clocks;
mod conflict_copies;
mod copied_machines;
mod keys;
mod lacking;
mod undo;

use std::path::Path;

use crate::home::{Home, Run};

const STATE: &str = ".local/state/otp";

fn link(site: &str) -> String {
    let letters: String = site
        .to_uppercase()
        .chars()
        .filter(char::is_ascii_uppercase)
        .collect();
    format!("otpauth://totp/{site}:me?secret=MFZXIZLSNFXWI2LO{letters:A<8}&issuer={site}")
}

fn by(home: &Home, arguments: &[&str]) -> Run {
    by_fed(home, arguments, "")
}

fn by_fed(home: &Home, arguments: &[&str], input: &str) -> Run {
    let all = ["--passphrase-file", "passphrase"].iter().chain(arguments);
    home.run(all, input.as_bytes())
}

pub fn add(home: &Home, site: &str) {
    let run = by_fed(home, &["add", "--yes", "-"], &link(site));
    assert_eq!(run.code, 0, "{run:?}");
}

pub fn names(home: &Home) -> Vec<String> {
    let run = by(home, &["list", "--names"]);
    assert_eq!(run.code, 0, "{run:?}");
    let mut names: Vec<String> = run
        .stdout
        .lines()
        .map(|line| line.replace(":me", ""))
        .collect();
    names.sort();
    names
}

/// What the sync tool does: the file of one takes the place of that of the other.
pub fn sync(from: &Home, to: &Home) {
    std::fs::copy(from.vault(), to.vault()).expect("synced");
}

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// The laptop made the vault, the phone joined it; both have the same file.
pub fn laptop_and_phone() -> (Home, Home) {
    let laptop = Home::with_vault();
    add(&laptop, "Shared");
    let phone = joined(&laptop, "phone");
    (laptop, phone)
}

fn joined(first: &Home, name: &str) -> Home {
    let home = Home::empty();
    for file in ["passphrase", "recovery.txt"] {
        home.write(file, &std::fs::read(first.path(file)).expect("there"));
    }
    std::fs::create_dir_all(home.vault().parent().expect("a folder")).expect("made");
    sync(first, &home);
    let key = std::fs::read_to_string(home.path("recovery.txt")).expect("the key");
    let join = ["init", "--recover", "--work-factor", "14", "--device", name];
    let run = by_fed(&home, &join, &key);
    assert_eq!(run.code, 0, "{run:?}");
    sync(&home, first);
    assert!(by(first, &["list"]).code == 0 && by(&home, &["list"]).code == 0);
    home
}
