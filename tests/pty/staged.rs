//! Endings that no key of the real program leads to: the interface is run by this test binary itself, in a terminal,
//! with a keeper that misbehaves.

use std::sync::Arc;
use std::time::Duration;

use age::secrecy::SecretString;
use otp::account::{AccountId, Code, SecretText, Timestamp};
use otp::app::door::{
    Errand, Findings, Keeper, Key, Made, OpenError, Reader, Receipt, Standing, Trouble, Watch,
};
use otp::tui::{self, Settings, demo};
use otp::vault::{Change, Vault};
use pty_process::blocking::Command;

use super::session::{Session, Start};

/// Behaves like the demo, but panics when a file is read and when a counter is used.
struct Broken(demo::Memory);

struct BrokenReader;

impl Reader for BrokenReader {
    fn read(&self, _: &SecretText) -> Result<Findings, Trouble> {
        panic!("the picture decoder has a bug")
    }
}

impl Keeper for Broken {
    fn standing(&self) -> Standing {
        self.0.standing()
    }
    fn vault(&self) -> Option<&Vault> {
        self.0.vault()
    }
    fn create(&mut self, passphrase: SecretString) -> Result<Made, Trouble> {
        self.0.create(passphrase)
    }
    fn remember(&self) -> Errand<Result<(), Trouble>> {
        self.0.remember()
    }
    fn unlock(&mut self, key: Key) -> Result<(), OpenError> {
        self.0.unlock(key)
    }
    fn has_keychain(&self) -> Errand<bool> {
        Box::new(|| false)
    }
    fn lock(&mut self) {
        self.0.lock();
    }
    fn change(&mut self, _: Change) -> Result<Change, Trouble> {
        panic!("the vault has a bug")
    }
    fn new_id(&mut self) -> AccountId {
        self.0.new_id()
    }
    fn take_code(&mut self, id: &AccountId) -> Result<Code, Trouble> {
        self.0.take_code(id)
    }
    fn refresh(&mut self) -> Result<bool, Trouble> {
        Ok(false)
    }
    fn copy(&mut self, _: &AccountId, _: &Code) -> Result<Receipt, Trouble> {
        Err(Trouble::new("there is no clipboard", "read the code"))
    }
    fn reader(&self) -> Arc<dyn Reader> {
        Arc::new(BrokenReader)
    }
    fn migration(&self, ids: &[AccountId]) -> Result<Vec<SecretText>, Trouble> {
        self.0.migration(ids)
    }
    fn clock_doubt(&self) -> Option<String> {
        None
    }
}

struct Still;

impl Watch for Still {
    fn now(&self) -> Timestamp {
        demo::START
    }
    fn uptime(&self) -> Duration {
        Duration::from_secs(1)
    }
}

/// Not a test of its own: what the others run in a terminal.
#[test]
#[ignore = "run in a terminal by the tests below"]
fn stage() {
    let keeper = Broken(demo::Memory::demo(Box::new(|| demo::START)));
    let ended = tui::run(Box::new(keeper), Box::new(Still), Settings::default());
    assert_eq!(ended.expect("a terminal"), tui::ExitReason::Quit);
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
    let session = Start::of(command, home.path()).run();
    session.sees("GitHub");
    (home, session)
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let (_home, session) = staged();
    session.types("d").sees("the vault has a bug");
    assert_eq!(session.ends(), 101);
    session.terminal_is_restored();
}

#[test]
fn a_panic_on_the_worker_is_told_and_survived() {
    let (_home, session) = staged();
    session
        .pastes("~/broken.png")
        .sees("something went wrong inside otp");
    assert!(!session.screen().contains("the picture decoder has a bug"));
    session.types("\x1b").sees("GitHub").types("q");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn a_copy_that_fails_is_told() {
    let (_home, session) = staged();
    session
        .types("\r")
        .sees("Not copied: there is no clipboard");
    session.types("q");
    assert_eq!(session.ends(), 0);
}
