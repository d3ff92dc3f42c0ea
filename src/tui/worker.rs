//! Worker: what takes long runs on a thread: opening the vault with its key derivation, reading pictures.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use age::secrecy::SecretString;

use super::input::Incoming;
use super::update::Message;
use crate::account::SecretText;
use crate::app::door::{Errand, Keeper, Key, OpenError, Reader, Trouble};

/// Name of the worker's threads; the panic hook leaves the screen alone for them.
pub const NAME: &str = "otp-worker";

/// A finished job; the keeper comes back with it if it was away.
pub struct Done {
    /// The keeper.
    pub keeper: Option<Box<dyn Keeper>>,
    /// What the model hears.
    pub message: Message,
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Done")
    }
}

fn broken() -> Trouble {
    Trouble::new(
        "something went wrong inside otp",
        "please report it; nothing was changed",
    )
}

fn start(sender: Sender<Incoming>, job: impl FnOnce() -> Done + Send + 'static) {
    let run = move || {
        // The loop may be gone: then nobody waits for the answer.
        let _ = sender.send(Incoming::Done(job()));
    };
    // Without threads there is nothing left that could work; the job is then dropped with its keeper, and the
    // interface stays locked.
    let _ = std::thread::Builder::new().name(NAME.to_owned()).spawn(run);
}

/// Opens the vault.
pub fn unlock(sender: Sender<Incoming>, mut keeper: Box<dyn Keeper>, key: Key) {
    start(sender, move || {
        let result = catch_unwind(AssertUnwindSafe(|| keeper.unlock(key)));
        let result = result.unwrap_or_else(|_| Err(OpenError::Trouble(broken())));
        Done {
            keeper: Some(keeper),
            message: Message::Opened(result),
        }
    });
}

/// Makes the vault.
pub fn create(sender: Sender<Incoming>, mut keeper: Box<dyn Keeper>, passphrase: SecretString) {
    start(sender, move || {
        let result = catch_unwind(AssertUnwindSafe(|| keeper.create(passphrase)));
        Done {
            keeper: Some(keeper),
            message: Message::Created(result.unwrap_or_else(|_| Err(broken()))),
        }
    });
}

/// Puts the key into the keyring; the vault stays where it is.
pub fn remember(sender: Sender<Incoming>, errand: Errand<Result<(), Trouble>>) {
    start(sender, move || {
        let result = catch_unwind(AssertUnwindSafe(errand));
        Done {
            keeper: None,
            message: Message::Remembered(result.unwrap_or_else(|_| Err(broken()))),
        }
    });
}

/// Looks for a key that needs no question.
pub fn search(sender: Sender<Incoming>, errand: Errand<Result<bool, Trouble>>) {
    start(sender, move || {
        let result = catch_unwind(AssertUnwindSafe(errand));
        Done {
            keeper: None,
            message: Message::Searched(result.unwrap_or_else(|_| Err(broken()))),
        }
    });
}

/// Asks whether the keychain could open the vault.
pub fn ask_keychain(sender: Sender<Incoming>, errand: Errand<bool>) {
    start(sender, move || Done {
        keeper: None,
        message: Message::Keychain(catch_unwind(AssertUnwindSafe(errand)).unwrap_or(false)),
    });
}

/// Reads an input.
pub fn read(sender: Sender<Incoming>, reader: Arc<dyn Reader>, input: SecretText) {
    start(sender, move || {
        let result = catch_unwind(AssertUnwindSafe(|| reader.read(&input)));
        Done {
            keeper: None,
            message: Message::Read(result.unwrap_or_else(|_| Err(broken()))),
        }
    });
}
