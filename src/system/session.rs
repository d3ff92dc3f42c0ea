//! Session: the device identity for a limited time, held by the Linux kernel, which also ends it. No daemon.

use std::time::Duration;

use thiserror::Error;

use crate::account::{SecretText, Timestamp};

#[cfg(target_os = "linux")]
mod kernel;

/// The longest session.
pub const MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The identity: an `AGE-SECRET-KEY-1…` or `AGE-PLUGIN-…` line, with comments before it where there are any.
    pub identity: SecretText,
    /// When it ends, if the session says so.
    pub until: Option<Timestamp>,
}

/// Why a session cannot be opened, read or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SessionError {
    /// There is nothing here that could hold a session.
    #[error("there is no session store: {0}")]
    NoStore(&'static str),
    /// The kernel's quota of keys for this user is used up.
    #[error("the kernel keyring of this user is full")]
    Full,
    /// A key is there, and this process may not use it.
    #[error("the kernel keyring refuses access")]
    Denied,
    /// Anything else the kernel can say, with its number where there is one.
    #[error("the kernel keyring failed (error {0})")]
    Failed(i32),
}

/// Where an identity stays for a limited time.
pub trait SessionStore: Send + Sync {
    /// Opens a session for a vault, or replaces the one that is open. `until` is `now + lasts` by the caller's clock.
    fn open(
        &self,
        vault_id: &str,
        identity: &SecretText,
        lasts: Duration,
        until: Timestamp,
    ) -> Result<(), SessionError>;
    /// The open session; `None` when there is none, or it has ended.
    fn read(&self, vault_id: &str) -> Result<Option<Session>, SessionError>;
    /// Closes the session; false when none was open.
    fn close(&self, vault_id: &str) -> Result<bool, SessionError>;
}

/// The kernel keyring (Linux). Elsewhere every call says that there is no session store.
#[derive(Debug, Clone, Copy)]
pub struct KernelSession;

#[cfg(not(target_os = "linux"))]
const ELSEWHERE: SessionError = SessionError::NoStore("only Linux has a kernel keyring");

#[cfg(not(target_os = "linux"))]
impl SessionStore for KernelSession {
    fn open(&self, _: &str, _: &SecretText, _: Duration, _: Timestamp) -> Result<(), SessionError> {
        Err(ELSEWHERE)
    }

    fn read(&self, _: &str) -> Result<Option<Session>, SessionError> {
        Err(ELSEWHERE)
    }

    fn close(&self, _: &str) -> Result<bool, SessionError> {
        Err(ELSEWHERE)
    }
}
