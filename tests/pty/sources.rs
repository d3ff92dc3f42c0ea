//! Other programs' vaults in the interface: their rows, what may be done with them, and a file that changes meanwhile.

use std::path::Path;

use super::session::{Session, Start};
use crate::cmd::sources::{add, home_with, sample};
use crate::home::Home;

fn interface(home: &Home) -> Session {
    on(home, "xterm-256color")
}

fn on(home: &Home, terminal: &str) -> Session {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let identity = folder("recovery.txt");
    Start::otp(&home.path(""), &["--identity", &identity])
        .env("TERM", terminal)
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
        .run()
}

/// Whole at once, as sync tools do it.
fn replace(path: &Path, bytes: &[u8]) {
    let new = path.with_extension("new");
    std::fs::write(&new, bytes).expect("written");
    std::fs::rename(new, path).expect("replaced");
}

#[test]
fn rows_of_a_source_are_marked_and_read_only() {
    let home = home_with("aegis/aegis-export-plain.json", "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let vault = std::fs::read(home.vault()).expect("the vault");
    let session = interface(&home);
    session.sees("1 + 10").sees("‹Aegis›").sees("alp7");
    assert!(!session.screen().contains("#Aegis"), "{}", session.screen());
    session.resizes(40, 12).sees("Seven Peaks").sees("‹›");
    session.resizes(80, 24).sees("‹Aegis›");
    session.types("/seven").sees("1/11").types("\t");
    for key in ["e", "d", "s"] {
        session
            .types(key)
            .sees("Seven Peaks:alp7 belongs to the source Aegis")
            .types("\x1b")
            .sees_no("belongs to the source");
        session.types("/seven").sees("1/11").types("\t");
    }
    session.types("c").sees("Sent the code for Seven Peaks");
    let copied = session.clipboard(|text| text.len() == 7);
    assert!(copied.bytes().all(|b| b.is_ascii_digit()), "{copied}");
    session.types("\x1b").sees("GitHub");
    session.types("/vaultline").sees("1/11").types("\t");
    session.types("+").sees("its counter is kept there");
    session.types("\x1b").sees("GitHub");
    session.types("/#aegis").sees("10/11");
    assert_eq!(session.types("\x03").ends(), 0);
    assert_eq!(std::fs::read(home.vault()).expect("the vault"), vault);
}

#[test]
fn a_file_that_changes_is_read_again_and_a_broken_one_keeps_its_rows() {
    let home = home_with("aegis/aegis-export-plain.json", "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let path = home.path("a.json");
    let whole = std::fs::read_to_string(&path).expect("text");
    let session = interface(&home);
    session.sees("1 + 10");
    replace(&path, whole.replace("\"hotp\"", "\"unknown\"").as_bytes());
    session.sees("1 + 8").sees_no("Vaultline");
    replace(&path, &whole.as_bytes()[..whole.len() / 2]);
    session
        .sees("The source Aegis cannot be read")
        .sees("1 + 8")
        .sees("alp7");
    replace(
        &path,
        &std::fs::read(sample("aegis/aegis-two-bad-entries.json")).expect("it"),
    );
    session.sees("1 + 2");
    std::fs::remove_file(&path).expect("gone");
    session
        .sees("The source Aegis is not there (since 20")
        .sees("1 + 2");
    assert_eq!(session.types("q").ends(), 0);
    // The next start tells it too.
    let session = interface(&home);
    session
        .sees("The source Aegis is not there (since 20")
        .sees("1 + 2");
    // Locked: nothing of it is seen.
    session.types("L").sees("otp is locked").sees_no("‹Aegis›");
    assert_eq!(session.types("\x03").ends(), 0);
}

#[test]
fn a_terminal_without_a_screen_lists_accounts_of_sources_too() {
    let home = home_with("aegis/aegis-export-plain.json", "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let session = on(&home, "dumb");
    session.sees("‹Aegis›").sees("Account (Enter: all again");
    session.types("seven\r");
    session.waits("the next question", |screen| {
        screen.contents().matches("Account (Enter").count() == 2
    });
    session
        .sees("Seven Peaks:alp7  ")
        .types("vaultline\r")
        .sees("its counter is kept there");
    session.waits("another question", |screen| {
        screen.contents().matches("Account (Enter").count() == 3
    });
    session.types("q\r");
    assert_eq!(session.ends(), 0);
}
