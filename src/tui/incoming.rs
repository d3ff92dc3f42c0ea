//! Incoming: everything that wakes the loop, from the terminal, from signals and from the worker.

use std::fmt;

use crossterm::event::Event;

use super::pixels::Way;
use super::update::Message;
use crate::app::Authenticator;
#[cfg(unix)]
use crate::system::lock_calls::Caller;

/// What wakes the loop.
#[derive(Debug)]
pub enum Incoming {
    /// From the terminal.
    Event(Event),
    /// The terminal told its background: red, green, blue.
    Ground([u8; 3]),
    /// The terminal told that it draws pictures.
    Pixels(Way),
    /// The terminal is gone.
    Ended,
    /// A signal, by its number.
    Signal(i32),
    /// From the worker.
    Done(Done),
    /// From `otp lock`.
    #[cfg(unix)]
    LockCall(Caller),
}

/// A finished job; the authenticator comes back with it if it was away.
pub struct Done {
    /// The authenticator.
    pub authenticator: Option<Box<Authenticator>>,
    /// What the model hears.
    pub message: Message,
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Done")
    }
}
