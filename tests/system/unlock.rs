//! The whole program, with each source of its key in each state it can be in. Nothing may hang.

use std::os::unix::net::UnixListener;
use std::process::Command;
use std::time::{Duration, Instant};

use super::bus::Bus;
use super::keyring::parts_are_missing;
use crate::home::{Home, Run, finish};

const LINK: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

/// Runs `otp` with further variables. It gives everything up after two seconds, on a busy machine after eight.
fn run(home: &Home, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = home.command(arguments);
    command.envs(variables.iter().copied());
    let start = Instant::now();
    let run = finish(command, b"");
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(20),
        "{took:?}: {arguments:?} with {variables:?}"
    );
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

/// Locked, and with `-v` the keyring is named with the reason.
fn assert_locked_because(otp: &dyn Fn(&[&str]) -> Run, reason: &str) {
    assert_locked(&otp(&["code", "github"]));
    let told = otp(&["-v", "code", "github"]);
    assert_eq!(told.code, 5, "{told:?}");
    let reason = format!("keyring: {reason}");
    assert!(told.stderr.contains(&reason), "{reason}: {told:?}");
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
    assert_locked_because(&otp, "it does not hold the identity");
    let remembered = otp(&["--passphrase-file", "passphrase", "unlock", "--remember"]);
    assert_eq!(remembered.code, 0, "{remembered:?}");
    assert_code(&otp(&["code", "github"]));
    let lock = otp(&["lock"]);
    assert!(lock.stderr.contains("`otp unlock --forget`"), "{lock:?}");
    assert_locked(&otp(&["--no-keyring", "code", "github"]));

    let pid = keyring.0.id().to_string();
    let signal = |name: &str| {
        Command::new("kill")
            .args([name, &pid])
            .status()
            .expect("kill")
    };
    assert!(signal("-STOP").success());
    assert_locked_because(&otp, "it does not answer");
    assert!(signal("-CONT").success());
    assert_code(&otp(&["code", "github"]));

    bus.lock();
    assert_locked_because(&otp, "it is locked");
    // The passphrase still does.
    assert_code(&otp(&["--passphrase-file", "passphrase", "code", "github"]));
    drop(keyring);
    assert_locked_because(&otp, "no Secret Service on this bus");
}

#[test]
fn a_bus_whose_service_never_starts_holds_nobody_up() {
    if parts_are_missing() {
        return;
    }
    let home = Home::with_accounts(&[LINK]);
    for (bus, reason) in [
        (Bus::start(), "no Secret Service on this bus"),
        (
            Bus::with_a_service_that_never_starts(),
            "it does not answer",
        ),
    ] {
        let variables = [("DBUS_SESSION_BUS_ADDRESS", bus.address.as_str())];
        let otp = |arguments: &[&str]| run(&home, &variables, arguments);
        assert_locked_because(&otp, reason);
    }
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
    let otp = |arguments: &[&str]| run(&home, &[], arguments);
    assert_locked_because(&otp, "no D-Bus session bus");
    for address in [
        "unix:path=/nonexistent/bus",
        "nonsense",
        "tcp:host=192.0.2.1,port=9",
    ] {
        let variables = [("DBUS_SESSION_BUS_ADDRESS", address)];
        let otp = |arguments: &[&str]| run(&home, &variables, arguments);
        assert_locked_because(&otp, "the D-Bus session bus cannot be reached");
    }
    let _silent = UnixListener::bind(home.path("runtime/bus")).expect("socket");
    let address = format!("unix:path={}", home.path("runtime/bus").display());
    for variables in [&[("DBUS_SESSION_BUS_ADDRESS", address.as_str())][..], &[]] {
        let otp = |arguments: &[&str]| run(&home, variables, arguments);
        assert_locked_because(&otp, "it does not answer");
        let refused = otp(&["--passphrase-file", "passphrase", "unlock", "--remember"]);
        assert_eq!(
            (refused.code, refused.stderr.lines().count()),
            (5, 2),
            "{refused:?}"
        );
    }
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
