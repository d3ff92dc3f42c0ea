//! The first start of the interface where there is a keyring: what it offers, and what comes of it.

use rustix::process::{Pid, Signal, kill_process};

use super::Running;
use super::bus::Bus;
use super::keyring::parts_are_missing;
use crate::home::{Home, Run, finish};
use crate::pty::session::{Session, Start};

pub(super) const PASSPHRASE: &str = "correct horse battery staple";
const QUESTION: &str = "in the keyring of this desktop?";

/// A home, a bus and what answers on it.
pub(super) struct Desktop {
    pub(super) home: Home,
    pub(super) bus: Bus,
    keyring: Running,
}

impl Desktop {
    fn new() -> Self {
        let (home, bus) = (Home::empty(), Bus::start());
        let keyring = bus.keyring();
        Self { home, bus, keyring }
    }

    fn interface(&self, arguments: &[&str]) -> Session {
        Start::otp(&self.home.path(""), arguments)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
            .run()
    }

    /// Makes the vault up to the question, or to the empty list where there is none.
    fn first_start(&self, arguments: &[&str]) -> Session {
        let session = self.interface(arguments);
        session.sees("Choose a passphrase");
        for asked in ["make the vault", "Your recovery key"] {
            session.types(&format!("{PASSPHRASE}\r")).sees(asked);
        }
        // Without the check of the key.
        session.types("\u{1b}");
        session
    }

    fn code(&self) -> Run {
        let mut command = self.home.command(["code", "example"]);
        for (name, folder) in [("DATA", "data"), ("CONFIG", "config"), ("STATE", "state")] {
            command.env(format!("XDG_{name}_HOME"), self.home.path(folder));
        }
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address);
        finish(command, b"")
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.keyring.0.id()).ok();
        let pid = pid.and_then(Pid::from_raw).expect("a process");
        kill_process(pid, signal).expect("it runs");
    }
}

/// Puts an account in and leaves.
fn fill(session: &Session) {
    session
        .pastes("otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example")
        .sees("The code now");
    session.types("\r").sees("Added Example alice");
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn after_a_yes_nothing_asks_for_the_passphrase() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::new();
    let session = desktop.first_start(&[]);
    session.sees(QUESTION);
    session.types("y").sees("The keyring keeps the key now");
    fill(&session);
    let code = desktop.code();
    assert_eq!((code.code, code.stderr.as_str()), (0, ""), "{code:?}");
    assert_eq!(code.stdout.trim_end().len(), 6, "{code:?}");
    let again = desktop.interface(&[]);
    again.sees("Example").sees_no(QUESTION);
    assert_eq!(again.types("q").ends(), 0);
}

#[test]
fn after_a_no_the_keyring_is_left_alone_and_not_asked_about_again() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::new();
    let session = desktop.first_start(&[]);
    session.sees(QUESTION);
    session.types("n").sees("Your first account");
    fill(&session);
    assert_eq!(desktop.code().code, 5);
    let again = desktop.interface(&[]);
    again
        .sees("otp is locked")
        .types(&format!("{PASSPHRASE}\r"));
    again.sees("Example").sees_no(QUESTION);
    assert_eq!(again.types("q").ends(), 0);
}

#[test]
fn a_keyring_that_stops_answering_costs_only_the_comfort() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::new();
    let session = desktop.first_start(&[]);
    session.sees(QUESTION);
    desktop.signal(Signal::STOP);
    session.types("y").sees("the passphrase will be asked for");
    desktop.signal(Signal::CONT);
    fill(&session);
}

/// A vault with an account, and its key in the keyring.
pub(super) fn remembered() -> Desktop {
    let desktop = Desktop::new();
    let session = desktop.first_start(&[]);
    session.sees(QUESTION).types("y").sees("keeps the key now");
    fill(&session);
    desktop
}

#[test]
fn a_stopped_keyring_does_not_hold_back_the_first_frame() {
    if parts_are_missing() {
        return;
    }
    let desktop = remembered();
    desktop.signal(Signal::STOP);
    // Seen only if a frame comes before the keyring is given up.
    let session = desktop.interface(&[]);
    session.sees("Looking for the key");
    assert_eq!(session.types("\x03").ends(), 0);
    session.terminal_is_restored();
    // The passphrase can be typed meanwhile.
    let session = desktop.interface(&[]);
    session.sees("Looking for the key");
    session.types(&format!("{PASSPHRASE}\r")).sees("Example");
    assert_eq!(session.types("q").ends(), 0);
    // Without anybody, the search ends.
    let session = desktop.interface(&[]);
    session.sees("Looking for the key").sees_no("Looking");
    session.sees("otp is locked");
    session.types(&format!("{PASSPHRASE}\r")).sees("Example");
    assert_eq!(session.types("q").ends(), 0);
    desktop.signal(Signal::CONT);
}

#[test]
fn a_keyring_that_answers_late_opens_the_list() {
    if parts_are_missing() {
        return;
    }
    let desktop = remembered();
    desktop.signal(Signal::STOP);
    let session = desktop.interface(&[]);
    session.sees("Looking for the key");
    desktop.signal(Signal::CONT);
    session.sees("Example").sees_no("otp is locked");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn a_keyring_that_answers_at_once_shows_no_lock_screen() {
    if parts_are_missing() {
        return;
    }
    let desktop = remembered();
    let session = desktop.interface(&[]);
    session.sees("Example");
    assert!(!session.ever_saw("otp is locked"));
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn there_is_no_question_where_the_keyring_is_not_to_be_used() {
    if parts_are_missing() {
        return;
    }
    let refused = Desktop::new();
    let by_setting = Desktop::new();
    let settings = by_setting.home.path("config/otp");
    std::fs::create_dir_all(&settings).expect("a folder");
    std::fs::write(settings.join("config.toml"), "unlock = \"passphrase\"\n").expect("written");
    let locked = Desktop::new();
    // An item brings the default collection into being, as on a desktop that was used before.
    assert_eq!(locked.bus.ask("keyring-store other").soon(), "ok ()");
    locked.bus.lock();
    for (desktop, arguments) in [
        (refused, &["--no-keyring"][..]),
        (by_setting, &[]),
        (locked, &[]),
    ] {
        let session = desktop.first_start(arguments);
        session.sees("Your first account").sees_no(QUESTION);
        session.types("\u{1b}").sees("No accounts yet");
        assert_eq!(session.types("q").ends(), 0);
    }
}

#[test]
fn init_on_the_command_line_asks_by_the_same_rule() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::new();
    let arguments = ["init", "--work-factor", "14"];
    let asks = |arguments: &[&str]| {
        let session = desktop.interface(arguments);
        for asked in ["New passphrase", "The same again"] {
            session.sees(asked).types(&format!("{PASSPHRASE}\r"));
        }
        session.sees("last six characters").types("\r");
        session
    };
    let session = asks(&arguments);
    session.sees("Keep the key in the keyring").types("y\r");
    session.sees("The keyring holds the key now");
    assert_eq!(session.ends(), 0);
    // The same again without.
    for folder in ["data", "state"] {
        std::fs::remove_dir_all(desktop.home.path(folder)).expect("removed");
    }
    let settings = desktop.home.path("config/otp");
    std::fs::create_dir_all(&settings).expect("a folder");
    std::fs::write(settings.join("config.toml"), "unlock = \"passphrase\"\n").expect("written");
    let session = asks(&arguments);
    session.sees("Your vault is");
    assert_eq!(session.ends(), 0);
    assert!(!session.screen().contains("in the keyring"));
}
