//! The door between the app and the terminal interface: what the interface may ask for, and in what words it
//! hears that something went wrong.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use age::secrecy::SecretString;
use zeroize::Zeroizing;

use crate::account::order::Order;
use crate::account::{AccountId, Code, Draft, SecretText, Timestamp};
use crate::vault::{Change, Vault};

/// What happened, and what the user can do about it. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// One line.
    pub happened: String,
    /// One line; may be empty.
    pub advice: String,
}

impl Trouble {
    /// From two lines.
    pub fn new(happened: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            happened: happened.into(),
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.happened)?;
        if !self.advice.is_empty() {
            write!(f, ": {}", self.advice)?;
        }
        Ok(())
    }
}

/// How the vault stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none yet: the interface makes it.
    Missing,
    /// Whether a key that needs no question is there has yet to be found out: [`Keeper::search`].
    Unsearched,
    /// It waits for a key.
    Locked,
    /// Accounts can be seen.
    Open,
}

/// What opens a vault.
#[derive(Debug)]
pub enum Key {
    /// Typed by the user.
    Passphrase(SecretString),
    /// Kept by the system.
    Keychain,
}

/// Why the vault stays shut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// The user may try again.
    WrongPassphrase,
    /// Anything else.
    Trouble(Trouble),
}

/// What became of a copied code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The road it took, as the user should read it: `clipboard`, `OSC 52`, `tmux`, the name of a program.
    pub road: String,
    /// When it is cleared again; `None` when nobody will.
    pub clears_in: Option<Duration>,
    /// False when nobody confirmed that it arrived (a terminal gives no answer to OSC 52).
    pub confirmed: bool,
    /// Bytes the interface writes to its terminal to complete the copy.
    pub to_terminal: Option<Zeroizing<Vec<u8>>>,
}

/// What was found in an input.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Where: `2 codes in shot.png`, `a link`, `a secret`.
    pub source: String,
    /// Every account in it.
    pub drafts: Vec<Draft>,
    /// What else the user should know: missing parts of a series, codes that are not one-time codes.
    pub remarks: Vec<String>,
}

/// What the first start brings.
#[derive(Debug)]
pub struct Made {
    /// To be shown once.
    pub recovery: SecretText,
    /// A keyring is there that could hold the key: worth one question.
    pub keyring: bool,
}

/// A call that may take seconds, to be made on a thread of its own.
pub type Errand<T> = Box<dyn FnOnce() -> T + Send>;

/// Reads what a user types, pastes or drops into the add field, on a thread of its own.
pub trait Reader: Send + Sync {
    /// Understands links, migration links, secrets, paths of pictures, folders and other apps' files.
    fn read(&self, input: &SecretText) -> Result<Findings, Trouble>;
}

/// The outside clock: wall time for codes, uptime (counting sleep) for everything that waits.
pub trait Watch: Send + Sync {
    /// Wall-clock time, corrected by the user's offset.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment; runs on while the machine sleeps, never jumps.
    fn uptime(&self) -> Duration;
}

/// Keeps the vault. The interface moves it to a worker thread while a key is derived, hence `Send`.
pub trait Keeper: Send {
    /// How the vault stands.
    fn standing(&self) -> Standing;
    /// The open vault.
    fn vault(&self) -> Option<&Vault>;
    /// Makes the vault at the first start and opens it.
    fn create(&mut self, passphrase: SecretString) -> Result<Made, Trouble>;
    /// Puts the key of the open vault into the keyring of the system, and sees that it is kept.
    fn remember(&self) -> Errand<Result<(), Trouble>>;
    /// Opens the vault. May take a second.
    fn unlock(&mut self, key: Key) -> Result<(), OpenError>;
    /// True when [`Key::Keychain`] has a chance.
    fn has_keychain(&self) -> Errand<bool>;
    /// Opens the vault beside this keeper by a key that needs no question; true when there is one. Takes as long as
    /// a keyring does. `None` when there is nothing to search.
    fn search(&mut self) -> Option<Errand<Result<bool, Trouble>>> {
        None
    }
    /// Takes over what the search opened.
    fn take_over(&mut self) {}
    /// Forgets the vault and all that was derived from it, and what a search finds later.
    fn lock(&mut self);
    /// Makes a change and saves it durably; returns the inverse.
    fn change(&mut self, change: Change) -> Result<Change, Trouble>;
    /// A fresh id for an account.
    fn new_id(&mut self) -> AccountId;
    /// Takes the next code of a counter; the counter is saved first.
    fn take_code(&mut self, id: &AccountId) -> Result<Code, Trouble>;
    /// Looks whether another process changed the vault; true when it did. Cheap: asked once a second.
    fn refresh(&mut self) -> Result<bool, Trouble>;
    /// Puts the code of this account on the clipboard.
    fn copy(&mut self, id: &AccountId, code: &Code) -> Result<Receipt, Trouble>;
    /// Empties the clipboard if it still holds our code. Called before locking.
    fn forget_copy(&mut self) {}
    /// Keeps the order of the list for the next start.
    fn keep_order(&mut self, _: Order) {}
    /// For the add field.
    fn reader(&self) -> Arc<dyn Reader>;
    /// The accounts as a series of migration links, each fit for one QR code.
    fn migration(&self, ids: &[AccountId]) -> Result<Vec<SecretText>, Trouble>;
    /// Why the clock cannot be trusted, in a few words (`clock not synchronised`).
    fn clock_doubt(&self) -> Option<String>;
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn trouble_is_two_lines_that_fit_in_one() {
        let full = Trouble::new("the disk is full", "free some space");
        assert_eq!(full.to_string(), "the disk is full: free some space");
        assert_eq!(Trouble::new("it broke", "").to_string(), "it broke");
    }
}
