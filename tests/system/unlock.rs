//! The whole program, with each source of its key in each state it can be in. Nothing may hang.

use std::os::unix::net::UnixListener;
use std::process::Command;
use std::time::{Duration, Instant};

use super::bus::Bus;
use super::keyring::parts_are_missing;
use crate::home::{Home, Run, finish};

const LINK: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

/// Runs `otp` with further variables; it has to end within three seconds.
fn run(home: &Home, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = home.command(arguments);
    command.envs(variables.iter().copied());
    let start = Instant::now();
    let run = finish(command, b"");
    assert!(start.elapsed() < Duration::from_secs(3), "{run:?}");
    run
}

/// Locked, in two lines: what happened, what to do.
fn assert_locked(run: &Run) {
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(
        (run.stdout.as_str(), run.stderr.lines().count()),
        ("", 2),
        "{run:?}"
    );
}

fn assert_code(run: &Run) {
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.stdout.trim_end().len(), 6, "{run:?}");
}

#[test]
fn the_keyring_opens_the_vault_unless_something_is_wrong_with_it() {
    if parts_are_missing() {
        return;
    }
    let home = Home::with_accounts(&[LINK]);
    let bus = Bus::start();
    let keyring = bus.keyring();
    let variables = [("DBUS_SESSION_BUS_ADDRESS", bus.address.as_str())];
    let otp = |arguments: &[&str]| run(&home, &variables, arguments);
    assert_locked(&otp(&["code", "github"]));
    let remembered = otp(&["--passphrase-file", "passphrase", "unlock", "--remember"]);
    assert_eq!(remembered.code, 0, "{remembered:?}");
    assert_code(&otp(&["code", "github"]));
    assert_locked(&otp(&["--no-keyring", "code", "github"]));

    let pid = keyring.0.id().to_string();
    let signal = |name: &str| {
        Command::new("kill")
            .args([name, &pid])
            .status()
            .expect("kill")
    };
    assert!(signal("-STOP").success());
    assert_locked(&otp(&["code", "github"]));
    assert!(signal("-CONT").success());
    assert_code(&otp(&["code", "github"]));

    bus.lock();
    assert_locked(&otp(&["code", "github"]));
    // The passphrase still does.
    assert_code(&otp(&["--passphrase-file", "passphrase", "code", "github"]));
    drop(keyring);
    assert_locked(&otp(&["code", "github"]));
}

#[test]
fn a_forgotten_identity_opens_nothing() {
    if parts_are_missing() {
        return;
    }
    let home = Home::with_accounts(&[LINK]);
    let bus = Bus::start();
    let _keyring = bus.keyring();
    let variables = [("DBUS_SESSION_BUS_ADDRESS", bus.address.as_str())];
    let otp = |arguments: &[&str]| run(&home, &variables, arguments);
    otp(&["--passphrase-file", "passphrase", "unlock", "--remember"]);
    assert_code(&otp(&["code", "github"]));
    let forgotten = otp(&["unlock", "--forget"]);
    assert_eq!(forgotten.code, 0, "{forgotten:?}");
    assert_locked(&otp(&["code", "github"]));
}

#[test]
fn a_silent_or_missing_bus_holds_nobody_up() {
    let home = Home::with_accounts(&[LINK]);
    assert_locked(&run(&home, &[], &["code", "github"]));
    let _silent = UnixListener::bind(home.path("runtime/bus")).expect("socket");
    assert_locked(&run(&home, &[], &["code", "github"]));
    let refused = run(
        &home,
        &[],
        &["--passphrase-file", "passphrase", "unlock", "--remember"],
    );
    assert_ne!(refused.code, 0, "{refused:?}");
}

#[test]
fn a_session_opens_the_vault_until_it_is_closed() {
    let home = Home::with_accounts(&[LINK]);
    let opened = run(
        &home,
        &[],
        &["--passphrase-file", "passphrase", "unlock", "--for", "1m"],
    );
    if opened.stderr.contains("no session store") {
        return super::skip("the kernel keyring");
    }
    assert_eq!(opened.code, 0, "{opened:?}");
    assert_code(&run(&home, &[], &["code", "github"]));
    let told = run(&home, &[], &["-v", "code", "github"]);
    assert!(told.stderr.contains("session"), "{told:?}");
    assert_eq!(run(&home, &[], &["lock"]).code, 0);
    assert_locked(&run(&home, &[], &["code", "github"]));
}
