//! The lock of a vault: one writer at a time, in the order they came, and nobody waits for ever.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use thiserror::Error;

use super::{Attempt, FileError, owner, regular};
use crate::account::shown;

/// Why a lock was not taken.
#[derive(Debug, Error)]
pub enum LockError {
    /// Another process has held it all the time.
    #[error("another process holds the lock {}", shown(.0))]
    Busy(PathBuf),
    /// The lock file cannot be opened.
    #[error(transparent)]
    File(#[from] FileError),
}

/// An exclusive lock, held until it is dropped or the process dies.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "closing the file releases the lock")] File);

/// Takes a lock, waiting for at most `patience`. The lock file stays there for ever: removing it would let two in.
pub fn lock(path: &Path, patience: Duration) -> Result<Lock, LockError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    owner::private(&mut options);
    let failed = |source: io::Error| LockError::from(FileError::at(Attempt::Lock, path)(source));
    let opened = regular::open_with(&options, path).and_then(regular::checked);
    let (file, metadata) = opened.map_err(failed)?;
    if metadata.len() == 0 {
        // It may be new: the next one must be able to open it, whatever the umask was and whoever we are.
        owner::settle(&file, path).map_err(failed)?;
    }
    match try_lock(&file) {
        Ok(()) => return Ok(Lock(file)),
        Err(TryLockError::WouldBlock) if patience.is_zero() => {
            return Err(LockError::Busy(path.to_owned()));
        }
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    }
    // The kernel queues those who block on a lock; whoever asks again and again may starve behind them. A thread
    // that is no longer awaited gets the lock one day and gives it back at once, since nobody takes the file.
    let (sender, receiver) = mpsc::sync_channel(0);
    std::thread::spawn(move || {
        let locked = wait_for(&file);
        let _ = sender.send(locked.map(|()| file));
    });
    match receiver.recv_timeout(patience) {
        Ok(locked) => locked.map(Lock).map_err(failed),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            Err(LockError::Busy(path.to_owned()))
        }
    }
}

/// A signal in between is no reason to give up.
fn try_lock(file: &File) -> Result<(), TryLockError> {
    loop {
        match file.try_lock() {
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            tried => return tried,
        }
    }
}

fn wait_for(file: &File) -> io::Result<()> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            locked => return locked,
        }
    }
}
