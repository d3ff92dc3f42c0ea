//! An undo whose backup could not be written: the past stays as it was.

use std::path::Path;
use std::process::{Command, Output};

use super::faults::can_trace;
use crate::home::Home;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

/// The program under strace in a copy of a home; what it did, and strace's log.
fn traced(home: &Path, filter: &str, arguments: &[&str]) -> (Output, String) {
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "strace.log", "-e", filter])
        .arg(env!("CARGO_BIN_EXE_otp"))
        .args(["--no-keyring", "--identity", "recovery.txt"])
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .env("TZ", "UTC")
        .current_dir(home)
        .output()
        .expect("strace runs");
    let log = std::fs::read_to_string(home.join("strace.log")).expect("a log");
    (output, log)
}

fn copied(home: &Home) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    let status = Command::new("cp")
        .arg("-a")
        .arg(home.path("."))
        .arg(copy.path())
        .status();
    assert!(status.expect("cp runs").success());
    copy
}

#[test]
fn an_undo_without_its_backup_marks_no_older_one() {
    if !can_trace() {
        return;
    }
    let home = Home::with_accounts(&[GITHUB]);
    for name in ["a", "b", "c"] {
        assert_eq!(home.otp(["edit", "octavia", "--issuer", name]).code, 0);
    }
    let whole = copied(&home);
    let (output, log) = traced(whole.path(), "trace=openat", &["undo"]);
    assert!(output.status.success(), "{output:?}");
    let notes = ".local/state/otp/undone.toml";
    assert!(
        whole.path().join(notes).exists(),
        "noted where all went well"
    );
    // The last one: the state before was kept when it was saved. Calls are counted thread by thread.
    let opened: Vec<(&str, &str)> = log
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, call)| call.contains("openat("))
        .collect();
    let last = opened
        .iter()
        .rposition(|(_, call)| call.contains("/backups/.backup-"))
        .expect("a backup is written");
    let thread = opened[last].0;
    let before = opened[..last].iter().filter(|(own, _)| *own == thread);
    let place = before.count() + 1;

    let failed = copied(&home);
    let filter = format!("inject=openat:error=ENOSPC:when={place}");
    let (output, log) = traced(failed.path(), &filter, &["undo"]);
    let hindered = log.lines().filter(|line| line.contains("INJECTED"));
    let hindered: Vec<&str> = hindered.collect();
    assert!(
        hindered.iter().any(|line| line.contains("/.backup-")),
        "{hindered:?}"
    );
    assert!(output.status.success(), "{output:?}");
    assert!(!output.stderr.is_empty(), "a failed backup is told");
    assert!(
        !failed.path().join(notes).exists(),
        "nothing is noted of an older backup"
    );
    let (output, _) = traced(failed.path(), "trace=none", &["list", "--names"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "b:octavia\n");
}
