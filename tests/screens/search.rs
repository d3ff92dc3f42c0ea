//! The first moment: a key that needs no question is looked for while the screen is there already.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use otp::account::SecretText;
use otp::system::Keyring;
use otp::system::fake::MapKeyring;
use otp::system::keyring::{KeyringError, Lookup};

use super::stage::{Stage, sees, sees_no};

/// A keyring that is slow to answer the first question.
struct Slow {
    keyring: MapKeyring,
    answer: Mutex<Option<Receiver<bool>>>,
}

impl Keyring for Slow {
    fn lookup(&self, vault_id: &str, limit: Duration) -> Lookup {
        let answer = self.answer.lock().expect("no panic while held").take();
        match answer.map(|answer| answer.recv().expect("somebody decides")) {
            Some(false) => Lookup::Absent,
            _ => self.keyring.lookup(vault_id, limit),
        }
    }
    fn ready(&self) -> Result<(), KeyringError> {
        self.keyring.ready()
    }
    fn store(&self, vault_id: &str, identity: &SecretText) -> Result<(), KeyringError> {
        self.keyring.store(vault_id, identity)
    }
    fn forget(&self, vault_id: &str) -> Result<bool, KeyringError> {
        self.keyring.forget(vault_id)
    }
}

/// The demo, shut, and who decides whether its key is found.
fn looking() -> (Stage, Sender<bool>) {
    let (sender, answer) = channel();
    let stage = Stage::with((80, 24), |scenery| {
        scenery.keyring = Some(Box::new(Slow {
            keyring: MapKeyring::default(),
            answer: Mutex::new(Some(answer)),
        }));
    });
    sees(&stage, "Looking for the key");
    (stage, sender)
}

#[test]
fn a_key_that_is_found_opens_the_list() {
    let (mut stage, answer) = looking();
    assert!(stage.runner.is_looking());
    assert_eq!(stage.runner.next_wake(), None);
    answer.send(true).expect("the worker waits");
    stage.answered();
    sees(&stage, "GitHub");
}

#[test]
fn without_a_key_the_passphrase_stays_as_far_as_it_was_typed() {
    let (mut stage, answer) = looking();
    stage.types("de");
    answer.send(false).expect("the worker waits");
    stage.answered();
    sees(&stage, "otp is locked");
    sees_no(&stage, "Looking");
    stage.types("mo").press("Enter").answered();
    sees(&stage, "GitHub");
}

#[test]
fn a_key_found_too_late_does_not_turn_a_passphrase_into_commands() {
    let (mut stage, answer) = looking();
    stage.types("de");
    answer.send(true).expect("the worker waits");
    stage.answered();
    sees(&stage, "otp is locked");
    stage.types("mo").press("Enter").answered();
    sees(&stage, "GitHub");
}

#[test]
fn what_is_found_after_the_user_locked_stays_unseen() {
    let (mut stage, answer) = looking();
    stage.types("demo").press("Enter").answered();
    sees(&stage, "GitHub");
    stage.press("L");
    answer.send(true).expect("the worker waits");
    for _ in 0..2 {
        stage.worker_answered();
    }
    sees(&stage, "otp is locked");
    sees_no(&stage, "GitHub");
}

#[test]
fn a_search_that_breaks_says_so_and_leaves_the_passphrase() {
    let (mut stage, answer) = looking();
    drop(answer);
    stage.answered();
    sees(&stage, "something went wrong inside otp");
    stage.types("demo").press("Enter").answered();
    sees(&stage, "GitHub");
}
