//! A program in a terminal of its own, with us between it and the user's: everything passes both ways, and a watcher
//! may type for the user.

#[cfg(unix)]
mod holder;
#[cfg(not(unix))]
#[path = "pty/nowhere.rs"]
mod holder;
#[cfg(unix)]
mod relay;
#[cfg(unix)]
mod terminal;

use std::ffi::OsString;
use std::io;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

#[cfg(not(unix))]
pub use holder::run;
pub use holder::{HoldError, finish, hold};
#[cfg(unix)]
pub use relay::run;

/// Why a program does not run in a terminal of its own.
#[derive(Debug, Error)]
pub enum PtyError {
    /// No pseudo terminal.
    #[error("there is no pseudo terminal for it: {0}")]
    NoTerminal(io::Error),
    /// We cannot start ourselves for it.
    #[error("otp cannot start itself beside it: {0}")]
    NotStarted(io::Error),
}

#[cfg(unix)]
impl From<rustix::io::Errno> for PtyError {
    fn from(error: rustix::io::Errno) -> Self {
        Self::NoTerminal(error.into())
    }
}

/// What the program does with keys that are pressed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// They appear: nobody types a secret there.
    Shown,
    /// They do not, and come as lines: a question for a secret.
    Hidden,
    /// They do not, each comes as it is pressed, and ^C still interrupts.
    OneByOne,
    /// The program has the keyboard to itself: an editor, or a session on another machine.
    Raw,
}

/// The program's terminal at this moment.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// What it does with keys.
    pub keys: Keys,
    /// The program that has the terminal now had it when the last output came.
    pub is_same_program: bool,
}

/// What to do after a look.
#[derive(Debug)]
pub enum Next {
    /// Nothing before more comes.
    Rest,
    /// Look again after this time.
    Again(Duration),
    /// Type this, then what was held back.
    Type(Zeroizing<String>),
    /// The same and the Enter key.
    Enter(Zeroizing<String>),
    /// Pass on what was held back.
    Release,
}

/// Watches a program and its user.
pub trait Watcher {
    /// The program has written this.
    fn shown(&mut self, bytes: &[u8]);
    /// The user has typed this: so many bytes of it are passed on, the rest is held back until the next [`Next`].
    fn typed(&mut self, bytes: &[u8], moment: Moment) -> usize;
    /// Nothing came for a moment, or the time to look again has come.
    fn look(&mut self, moment: Moment) -> Next;
    /// Nothing will be typed any more: everything just passes.
    fn is_over(&self) -> bool;
}

/// A program with its arguments.
#[derive(Debug, Clone, Copy)]
pub struct Program<'a> {
    /// A name on the `PATH`, or a path.
    pub name: &'a OsString,
    /// What it is given.
    pub arguments: &'a [OsString],
}
