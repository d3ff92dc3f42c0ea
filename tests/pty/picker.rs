//! `otp code` without a name: exactly one code is taken, and it is the one that is handed out.

use super::session::{Session, Start};
use crate::home::Home;

const FOB: &str =
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Fob";

/// Codes of the RFC's key by their counter.
const CODES: [&str; 2] = ["755224", "287082"];

fn picker(home: &Home, options: &[&str]) -> Session {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let arguments = [&["--identity", "recovery.txt", "code"], options].concat();
    let session = Start::otp(&home.path(""), &arguments)
        .inside(&home.path(""))
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .piped()
        .run();
    session.sees("Fob");
    session
}

fn counter(home: &Home) -> u64 {
    let listed = home.otp(["list", "--json"]).stdout;
    let rows: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    rows[0]["counter"].as_u64().expect("a counter")
}

#[test]
fn a_counter_gives_one_code_whatever_is_asked_for() {
    for options in [
        &[][..],
        &["--json"],
        &["--copy"],
        &["--next"],
        &["--at", "59"],
        &["--min-ttl", "5", "--json"],
    ] {
        let home = Home::with_accounts(&[FOB]);
        let session = picker(&home, options);
        session.types("\r").sees("Use counter value 0").types("\r");
        if options == ["--copy"] {
            assert_eq!(session.clipboard(|text| text.len() == 6), CODES[0]);
        }
        assert_eq!(session.ends(), 0, "{options:?}");
        let output = session.output();
        if options.contains(&"--json") {
            let object: serde_json::Value = serde_json::from_str(&output).expect("JSON");
            assert_eq!(object["code"], CODES[0], "{options:?}");
        } else if options != ["--copy"] {
            assert_eq!(output, format!("{}\n", CODES[0]), "{options:?}");
        }
        assert_eq!(counter(&home), 1, "{options:?}");
        assert_eq!(home.otp(["code", "fob"]).stdout.trim_end(), CODES[1]);
    }
}

#[test]
fn a_moment_that_is_none_is_told_before_anything_is_opened() {
    let home = Home::with_accounts(&[FOB]);
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let session = Start::otp(&home.path(""), &["code", "--at", "soon"])
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .piped()
        .run();
    session.sees("--at is neither");
    assert_eq!((session.ends(), session.output().as_str()), (2, ""));
}

const HETZNER: &str = "otpauth://totp/Hetzner:me?secret=MFZXIZLSNFXWI2LO&issuer=Hetzner";

#[test]
fn it_filters_as_one_types_and_prints_what_was_chosen() {
    let home = Home::with_accounts(&[FOB, HETZNER]);
    let before = std::fs::read(home.vault()).expect("the vault");
    let session = picker(&home, &[]);
    session.sees("Hetzner").sees("print");
    session.types("het").sees_no("Fob").types("\r");
    assert_eq!(session.ends(), 0);
    let code = session.output();
    let is_code = code.len() == 7 && code.trim_end().bytes().all(|b| b.is_ascii_digit());
    assert!(is_code, "{code:?}");
    assert_eq!(std::fs::read(home.vault()).expect("the vault"), before);
}

#[test]
fn no_key_of_the_picker_changes_anything() {
    let home = Home::with_accounts(&[FOB, HETZNER]);
    let before = std::fs::read(home.vault()).expect("the vault");
    let session = picker(&home, &[]);
    for letter in ' '..='~' {
        session.types(&letter.to_string());
    }
    session.types("\x15").sees("Hetzner");
    // Enter, ^C, ^Z and Esc are what they are; the others edit a line or do nothing.
    for control in ('\u{1}'..='\u{1a}').filter(|key| !"\r\n\u{3}\u{1a}".contains(*key)) {
        session.types(&control.to_string());
    }
    session
        .types("\x7f\x7f\t")
        .pastes(HETZNER)
        .sees("Nothing matches");
    session.types("\x15").sees("Hetzner").types("\x1b");
    assert_eq!((session.ends(), session.output().as_str()), (130, ""));
    assert_eq!(std::fs::read(home.vault()).expect("the vault"), before);
}

#[test]
fn without_a_vault_none_is_made() {
    let home = Home::empty();
    let session = Start::otp(&home.path(""), &["code"]).piped().run();
    session.sees("There is no vault");
    assert_eq!((session.ends(), session.output().as_str()), (6, ""));
    assert!(!home.path("data").exists());
}
