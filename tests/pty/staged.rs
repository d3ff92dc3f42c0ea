//! Endings that no key of the real program leads to: the interface is run by this test binary itself, in a terminal,
//! in a world that misbehaves.

use std::sync::Arc;
use std::time::Duration;

use otp::account::SecretText;
use otp::app::{App, Authenticator, Settings};
use otp::system::clipboard::{ClipboardError, Contents, Copied};
use otp::system::fake::World;
use otp::system::keyring::{KeyringError, Lookup};
use otp::system::{Clipboard, Keyring};
use otp::tui::{self, Start, demo};
use pty_process::blocking::Command;

use super::session::{Session, Start as Run};

/// A keyring with a bug.
struct BrokenKeyring;

impl Keyring for BrokenKeyring {
    fn lookup(&self, _: &str, _: Duration) -> Lookup {
        panic!("the keyring has a bug")
    }
    fn ready(&self) -> Result<(), KeyringError> {
        Ok(())
    }
    fn store(&self, _: &str, _: &SecretText) -> Result<(), KeyringError> {
        Ok(())
    }
    fn forget(&self, _: &str) -> Result<bool, KeyringError> {
        Ok(false)
    }
}

/// A clipboard with a bug where it takes something away.
struct BrokenClipboard;

impl Clipboard for BrokenClipboard {
    fn use_command(&self, _: Option<&str>) {}

    fn ready(&self) -> Result<(), ClipboardError> {
        Err(ClipboardError::None)
    }

    fn copy(&self, _: &str, _: Option<Duration>) -> Result<Copied, ClipboardError> {
        Err(ClipboardError::None)
    }
    fn clear(&self) -> bool {
        panic!("the clipboard has a bug")
    }
    fn clear_terminal(&self) {}
    fn read(&self) -> Result<Contents, ClipboardError> {
        Err(ClipboardError::Empty)
    }
}

/// Not a test of its own: what the others run in a terminal.
#[test]
#[ignore = "run in a terminal by the tests below"]
fn stage() {
    let mut system = World::at(demo::START).system();
    system.keyring = Box::new(BrokenKeyring);
    system.clipboard = Box::new(BrokenClipboard);
    let app = Arc::new(App::in_memory(system, Settings::default()));
    let open = app.hold(demo::vault(demo::START), demo::PASSPHRASE);
    drop(open.expect("in memory"));
    let ended = tui::run(Authenticator::new(app), Start::default());
    assert_eq!(ended.expect("a terminal").0, tui::ExitReason::Quit);
}

fn staged() -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let program = std::env::current_exe().expect("this program");
    let command = Command::new(program).args([
        "--exact",
        "pty::staged::stage",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    let session = Run::of(command, home.path()).run();
    (home, session)
}

/// Past the search for the key, which panics on the worker.
fn opened() -> (tempfile::TempDir, Session) {
    let (home, session) = staged();
    session.sees("something went wrong inside otp");
    assert!(!session.screen().contains("the keyring has a bug"));
    session.types("demo\r").sees("GitHub");
    (home, session)
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let (_home, session) = opened();
    session.types("L").sees("the clipboard has a bug");
    assert_eq!(session.ends(), 101);
    session.terminal_is_restored();
}

#[test]
fn a_panic_on_the_worker_is_told_and_survived() {
    let (_home, session) = opened();
    session.types("q");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn a_copy_that_fails_is_told() {
    let (_home, session) = opened();
    session
        .types("\r")
        .sees("Not copied: There is no clipboard here");
    session.types("q");
    assert_eq!(session.ends(), 0);
}
