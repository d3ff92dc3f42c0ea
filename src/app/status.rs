//! What opens the vault now, and the ways to keep it open: session and keyring.

use std::time::Duration;

use crate::app::copy::capital;
use crate::app::unlock::{Asking, Source};
use crate::app::{App, Error, Exit, Open};

/// What a source would do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceState {
    /// It opens the vault.
    Opens,
    /// It does not; the detail says why.
    Does_Not,
}

/// A source and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStatus {
    /// `session`, `keyring`, `passphrase` …
    pub name: String,
    /// Whether it opens the vault.
    pub state: SourceState,
    /// One line.
    pub detail: String,
}
