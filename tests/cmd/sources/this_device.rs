//! What this device keeps of a source: for itself alone, and gone with the source.

use std::path::PathBuf;

use super::{ENCRYPTED, PLAIN, add, home_with, names, says, set_time};
use crate::home::Home;

fn state(home: &Home) -> Vec<PathBuf> {
    let folder = home.path(".local/state/otp/sources");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[cfg(unix)]
#[test]
fn what_is_kept_of_it_is_for_this_device_alone_and_goes_with_it() {
    use std::os::unix::fs::MetadataExt as _;
    let home = home_with(PLAIN, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    assert_eq!(state(&home).len(), 2);
    for path in state(&home) {
        let mode = std::fs::metadata(&path).expect("kept").mode();
        assert_eq!(mode & 0o777, 0o600);
        if path.extension().is_some_and(|end| end == "age") {
            let bytes = std::fs::read(&path).expect("kept");
            assert!(bytes.starts_with(b"age-encryption.org/v1\n-> X25519 "));
        }
    }
    says(&add(&home, "./a.json"), 8, "a source already: Aegis");
    says(
        &home.otp(["source", "rename", "aegis", "phone"]),
        0,
        "phone",
    );
    assert!(home.otp(["list"]).stdout.contains("‹phone›"));
    assert_eq!(names(&home, &["#phone"]).len(), 10);
    says(
        &home.otp(["source", "rm", "phone"]),
        0,
        "its file is as it was",
    );
    assert!(state(&home).is_empty());
    assert_eq!(names(&home, &[]), ["GitHub:octavia"]);
    assert!(home.path("a.json").exists());
    assert_eq!(home.otp(["source", "rm", "phone"]).code, 3);
    says(&home.otp(["source", "list"]), 0, "No sources");
}

#[test]
fn each_device_knows_for_itself_where_it_lies() {
    let home = home_with(ENCRYPTED, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let there = |arguments: &[&str]| {
        let mut command = home.command(["--identity", "recovery.txt"]);
        command.args(arguments);
        command.env("OTP_STATE", home.path("elsewhere"));
        crate::home::finish(command, b"")
    };
    let list = there(&["list"]);
    assert_eq!(list.stdout.lines().count(), 1, "{list:?}");
    assert!(!list.stderr.contains("Aegis"), "{list:?}");
    let list = there(&["source", "list"]);
    assert!(
        list.stdout
            .contains("not on this device: `otp source at Aegis PATH`"),
        "{list:?}"
    );
    let import = there(&["import", "--source", "Aegis"]);
    says(&import, 3, "The source Aegis is not on this device");
    // The password is in the vault.
    let at = there(&["source", "at", "Aegis", "a.json"]);
    assert_eq!(at.code, 0, "{at:?}");
    assert_eq!(there(&["list"]).stdout.lines().count(), 11);
    // Removed here, what is kept there goes with the next list.
    assert_eq!(home.otp(["source", "rm", "aegis"]).code, 0);
    let kept = || {
        std::fs::read_dir(home.path("elsewhere/sources"))
            .expect("a folder")
            .count()
    };
    assert_eq!(kept(), 2);
    assert_eq!(there(&["source", "list"]).code, 0);
    assert_eq!(kept(), 0);
}

#[test]
fn a_source_that_is_not_on_this_device_says_so_to_whoever_asks_for_it() {
    let home = home_with(ENCRYPTED, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    for arguments in [
        &["code", "--source", "aegis", "seven"][..],
        &["list", "--source", "aegis"],
        &["show", "--source", "aegis", "seven"],
        &["export", "--source", "aegis", "--plain", "-o", "-"],
    ] {
        let mut command = home.command(["--identity", "recovery.txt"]);
        command
            .args(arguments)
            .env("OTP_STATE", home.path("elsewhere"));
        let run = crate::home::finish(command, b"");
        says(&run, 3, "The source Aegis is not on this device");
        says(&run, 3, "otp source at Aegis PATH");
        assert_eq!(run.stdout, "", "{run:?}");
    }
}

#[test]
fn what_killed_runs_left_goes_and_what_is_being_written_stays() {
    let home = home_with(PLAIN, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let old = home.write(".local/state/otp/sources/.source-aB3dE6.tmp", b"x");
    set_time(&old, 1_780_000_000);
    let new = home.write(".local/state/otp/sources/.source-bB3dE6.tmp", b"x");
    let mine = home.write(".local/state/otp/sources/.source-notes.tmp", b"x");
    set_time(&mine, 1_780_000_000);
    let doctor = home.otp(["doctor"]);
    assert!(
        doctor.stdout.contains(".source-aB3dE6.tmp")
            && !doctor.stdout.contains(".source-bB3dE6.tmp"),
        "{doctor:?}"
    );
    assert_eq!(home.otp(["source", "list"]).code, 0);
    assert!(!old.exists() && new.exists() && mine.exists());
}
