//! `otp challenge` killed at any moment: nothing to use is left, and no try or message is free.

use std::process::Command;

use serde_json::Value;

use super::{challenge, new, object, sessions, status, verify};
use crate::home::{Home, Run, finish};
use crate::parts;

/// The command runs between storing and answering: who dies there has told no id, and what is stored approves nothing.
#[test]
fn killed_between_storing_and_sending_it_leaves_nothing_to_use() {
    let home = Home::empty();
    let run = challenge(
        &home,
        &[
            "new",
            "--to",
            "a@example.org",
            "--via",
            "cat >sent; kill -9 $PPID",
        ],
    );
    assert_eq!(run.stdout, "", "{run:?}");
    assert!(home.path("sent").exists());
    let left = sessions(&home);
    assert_eq!(left.len(), 1);
    assert!(left[0].1.contains("\"stage\":\"unsent\""), "{left:?}");
    // Its message counts all the same.
    for _ in 0..4 {
        new(&home, &["a@example.org"]);
    }
    assert_eq!(challenge(&home, &["new", "--to", "a@example.org"]).code, 8);
}

/// Stops `otp` at its n-th write to the disk, for each n: no try is free, and no answer comes before all is kept.
fn killed_at(home: &Home, place: u32, arguments: &[&str]) -> Run {
    let mut command = Command::new("strace");
    let calls = "rename,renameat,renameat2,link,linkat";
    let inject = format!("inject={calls}:signal=KILL:when={place}");
    command.args([
        "-f",
        "-o",
        "trace",
        "-e",
        &format!("trace={calls}"),
        "-e",
        &inject,
    ]);
    command.arg(env!("CARGO_BIN_EXE_otp")).args(arguments);
    command
        .current_dir(home.path(""))
        .env("HOME", home.path(""));
    for name in [
        "OTP_VAULT",
        "OTP_STATE",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CONFIG_HOME",
    ] {
        command.env_remove(name);
    }
    finish(command, b"")
}

#[test]
fn a_killed_process_has_no_free_try_and_no_free_message() {
    if !parts::has("strace") {
        return;
    }
    let home = Home::empty();
    let (id, code) = new(&home, &["a@example.org"]);
    let mut counted = 0;
    for place in 1..10 {
        let run = killed_at(&home, place, &["challenge", "verify", "--json", &id, &code]);
        let now = status(&home, &id);
        if run.code == 0 {
            assert!(counted > 0, "none was killed behind its try");
            assert_eq!(object(&run)["attemptCount"], counted + 1);
            break;
        }
        assert_eq!(run.stdout, "", "no answer before all is kept");
        if now["status"] == "approved" {
            // Killed behind the decision: the code is used up.
            assert_eq!(verify(&home, &id, &code).0, 10);
            break;
        }
        counted = now["attemptCount"].as_i64().expect("a count");
    }
    assert!(counted > 0, "a try was counted before it was compared");

    let home = Home::empty();
    let mut stopped = 0;
    for place in 1..10 {
        let run = killed_at(&home, place, &["challenge", "new", "--to", "b@example.org"]);
        if run.code == 0 {
            break;
        }
        assert_eq!(run.stdout, "");
        stopped += 1;
    }
    assert!(stopped > 1, "{stopped}");
    let counts = std::fs::read_to_string(home.path(".local/state/otp/challenge/destinations.json"));
    let counts: Value = serde_json::from_str(&counts.expect("kept")).expect("JSON");
    let sends = counts
        .as_object()
        .expect("an object")
        .values()
        .next()
        .expect("one");
    assert!(
        sends["sends"]["recent"].as_array().expect("moments").len() > 1,
        "{counts}"
    );
}
