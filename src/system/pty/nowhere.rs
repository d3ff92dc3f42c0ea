//! Where there are no pseudo terminals of the Unix kind.

use std::ffi::OsString;
use std::io;

use thiserror::Error;

use super::{Program, PtyError, Watcher};

/// Why the program does not run.
#[derive(Debug, Error)]
pub enum HoldError {
    /// Nobody reads its terminal: there is none.
    #[error("programs cannot be run in a terminal of their own here")]
    Nobody,
}

impl HoldError {
    /// See the Unix part.
    pub fn code(&self) -> u8 {
        1
    }
}

/// Never runs one.
pub fn run(_: Program<'_>, _: &mut dyn Watcher) -> Result<u8, PtyError> {
    Err(PtyError::NoTerminal(io::ErrorKind::Unsupported.into()))
}

/// Never runs one.
pub fn hold(_: &OsString, _: &OsString, _: Program<'_>) -> Result<u8, HoldError> {
    Err(HoldError::Nobody)
}

/// Nothing was written.
pub fn finish(_: &OsString) {}
