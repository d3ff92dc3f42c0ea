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
