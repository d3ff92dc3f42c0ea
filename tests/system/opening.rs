//! A locked keyring on a desktop: its window and the terminal ask side by side, and whichever is answered first opens
//! the vault.

use super::first_start::{Desktop, PASSPHRASE, remembered};
use super::keyring::parts_are_missing;
use crate::pty::session::{Session, Start};

const BOTH: &str = "its window asks for its password";

/// A vault whose key the keyring holds, and the keyring locked.
fn locked() -> Option<Desktop> {
    if parts_are_missing() {
        return None;
    }
    let desktop = remembered();
    desktop.bus.lock();
    Some(desktop)
}

fn code(desktop: &Desktop, display: &str) -> Session {
    Start::otp(&desktop.home.path(""), &["code", "example"])
        .env("DBUS_SESSION_BUS_ADDRESS", &desktop.bus.address)
        .env("DISPLAY", display)
        .run()
}

/// A line of six digits and nothing else.
fn shows_a_code(session: &Session) {
    let screen = session.screen();
    let is_code = |line: &str| line.trim().len() == 6 && line.trim().parse::<u32>().is_ok();
    assert!(screen.lines().any(is_code), "{screen}");
}

#[test]
fn a_keyring_that_is_opened_meanwhile_answers_for_the_passphrase() {
    let Some(desktop) = locked() else {
        return;
    };
    let session = code(&desktop, ":99");
    session.sees(BOTH).types("half a pass");
    desktop.bus.unlock();
    assert_eq!(session.ends(), 0);
    shows_a_code(&session);
    session.terminal_is_restored();
}

#[test]
fn the_passphrase_is_taken_while_the_window_stays_unanswered() {
    let Some(desktop) = locked() else {
        return;
    };
    let session = code(&desktop, ":99");
    session
        .sees(BOTH)
        .types("wrong\r")
        .sees("Wrong, please try again");
    session.types(&format!("{PASSPHRASE}\r"));
    assert_eq!(session.ends(), 0);
    shows_a_code(&session);
    session.terminal_is_restored();
}

#[test]
fn no_window_is_opened_where_nobody_would_see_it() {
    let Some(desktop) = locked() else {
        return;
    };
    let session = code(&desktop, "");
    session.sees("Passphrase:").sees_no(BOTH);
    session.types(&format!("{PASSPHRASE}\r"));
    assert_eq!(session.ends(), 0);
    shows_a_code(&session);
}
