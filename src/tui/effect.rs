//! Effect: what the runner is asked to do.

use age::secrecy::SecretString;

use super::page::Saved;
use super::sentence::Sentence;
use super::{export, import};
use crate::account::order::Order;
use crate::account::{Account, AccountId, Code, SecretText};
use crate::app::open::unlock::By;
use crate::app::store::history::Way;
use crate::app::{Decision, Open, Source};
use crate::vault::{Change, Edit};

/// What the runner is asked to do.
#[derive(Debug)]
pub enum Effect {
    /// Ends the program.
    Quit,
    /// Drops the vault.
    Lock,
    /// Opens it, on the worker.
    Unlock(By),
    /// Looks for a key that needs no question, on the worker.
    Search,
    /// Goes on with what the search opened.
    TakeOver(Box<Open>),
    /// Asks the keyring whether it could, on the worker.
    AskKeyring,
    /// Makes it, on the worker.
    Create(SecretString),
    /// Changes it, on the worker. The words tell what was done (`Removed GitHub octavia`), the number who asked; nobody
    /// waits for 0.
    Change(Change, Sentence, u64),
    /// Edits an account as it was seen, on the worker.
    Edit(Box<Account>, Vec<Edit>, Sentence, u64),
    /// Adds accounts, or puts new secrets in place of old ones.
    Enrol(Vec<Decision>, Sentence, u64),
    /// Takes the last change back, unless another device made it: then that is asked about first.
    Undo,
    /// Takes a change back, or makes it again.
    Walk(Way),
    /// Copies a code; the words tell which (`the next code for GitHub (valid in 4 s)`).
    Copy(AccountId, Code, Sentence),
    /// Takes the next code of a counter and copies it.
    UseCounter(AccountId),
    /// Notes that somebody has this recovery key, on the worker.
    ConfirmRecovery(SecretText),
    /// Puts its key into the keyring, on the worker.
    Remember,
    /// Reads an input, on the worker.
    Read(u64, SecretText),
    /// Looks at the screen or the clipboard, on the worker.
    LookAt(u64, Source),
    /// Reads other apps' files, on the worker.
    Import(u64, import::Job),
    /// Writes accounts for another app, on the worker.
    Export(u64, Box<export::Job>),
    /// Makes a passphrase of random words.
    MakeWords,
    /// Writes into a file of this name, on the worker.
    Save(String, Saved),
    /// Makes migration links of these accounts, to be shown as QR codes.
    Migrate(Vec<AccountId>),
    /// Keeps the order of the list for the next start.
    KeepOrder(Order),
    /// Reads the settings again: somebody may have written the file.
    ReadSettings,
    /// Writes a setting into the file; without a value the default serves again.
    Set(String, Option<String>),
    /// Takes the mouse, or leaves it to the terminal.
    Mouse(bool),
    /// Looks whether another process changed the vault.
    Refresh,
    /// Stops the process until `fg`.
    Suspend,
    /// Draws everything anew.
    Redraw,
}

impl Effect {
    /// True for what cannot be done while the authenticator is away.
    pub const fn needs_vault(&self) -> bool {
        matches!(
            self,
            Self::Lock
                | Self::Unlock(_)
                | Self::TakeOver(_)
                | Self::Create(_)
                | Self::Remember
                | Self::Migrate(_)
        ) || self.saves()
    }

    /// True for what changes the vault.
    pub const fn saves(&self) -> bool {
        matches!(
            self,
            Self::Change(..)
                | Self::Edit(..)
                | Self::Enrol(..)
                | Self::Undo
                | Self::Walk(_)
                | Self::UseCounter(_)
                | Self::ConfirmRecovery(_)
        )
    }
}
