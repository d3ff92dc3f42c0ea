//! What cannot be read, at first or again after it was written: told for what it is, and mended from a backup.

use std::process::Command;

use super::{SITE, fifo};
use crate::home::{Home, finish};

#[test]
fn errors_of_reading_speak_of_no_free_space() {
    let home = Home::with_accounts(&[SITE]);
    let strace = ["-f", "-qq", "-o", "/dev/null", "-P"];
    if !crate::durability::faults::can_trace() {
        return;
    }
    let vault = home.vault();
    for error in ["EACCES", "EIO"] {
        let mut command = Command::new("strace");
        command
            .args(strace)
            .arg(&vault)
            .arg("-e")
            .arg(format!("inject=openat:error={error}"));
        command
            .arg(env!("CARGO_BIN_EXE_otp"))
            .args(["--identity", "recovery.txt", "list"]);
        command
            .current_dir(home.path(""))
            .env_clear()
            .env("HOME", home.path(""));
        let run = finish(command, b"");
        assert_eq!(run.code, 6, "{run:?}");
        assert!(!run.stderr.contains("space"), "{run:?}");
    }
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let home = Home::with_accounts(&[SITE]);
    let long = "x".repeat(64 << 10);
    let before = std::fs::read(home.vault()).expect("a vault");
    let note = |text: &str| home.otp_fed(["edit", "site", "--note", "-"], text.as_bytes());
    for (run, word) in [
        (note(&format!("{long}x")), "note is longer"),
        (note(&"x".repeat(1_000_000)), "note is longer"),
        (
            home.otp(["edit", "site", "--issuer", &"i".repeat(1025)]),
            "issuer is longer",
        ),
        (
            home.otp(["rename", "site", &"n".repeat(1025)]),
            "name is longer",
        ),
        (
            home.otp(["edit", "site", "--tag", &"t".repeat(1025)]),
            "tag is longer",
        ),
    ] {
        assert_eq!(run.code, 8, "{run:?}");
        assert!(run.stderr.contains(word), "{run:?}");
    }
    let tags: Vec<String> = (0..65)
        .flat_map(|n| ["--tag".to_owned(), format!("t{n}")])
        .collect();
    let run = home.otp([vec!["edit".to_owned(), "site".to_owned()], tags].concat());
    assert!(run.code == 8 && run.stderr.contains("64 tags"), "{run:?}");
    assert_eq!(std::fs::read(home.vault()).expect("a vault"), before);
    assert_eq!(note(&long).code, 0);
    let shown = home.otp(["show", "site"]).stdout;
    assert!(shown.contains(&long[..1000]), "the longest note is kept");
}

#[test]
fn a_backup_takes_the_place_of_what_cannot_be_read() {
    let home = Home::with_accounts(&[SITE]);
    let backup = home.path("backup.age");
    std::fs::copy(home.vault(), &backup).expect("copied");
    let restore = || {
        let run = home.otp(["restore", "--from", "backup.age"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(home.otp(["list", "--names"]).stdout, "Site:me\n");
    };
    let large = std::fs::File::create(home.vault()).expect("opened");
    large.set_len(65 << 20).expect("larger than any vault");
    let run = home.otp(["list"]);
    assert!(
        run.code == 6 && run.stderr.contains("restore --from"),
        "{run:?}"
    );
    restore();
    fifo(&home.vault());
    restore();
    std::fs::remove_file(home.vault()).expect("removed");
    std::fs::create_dir(home.vault()).expect("made");
    restore();
}
