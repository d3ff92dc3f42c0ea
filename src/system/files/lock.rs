//! The lock that lets one process save at a time.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use super::{Attempt, FileError, private};

/// Why a lock was not taken.
#[derive(Debug, Error)]
pub enum LockError {
    /// Another process has held it all the time.
    #[error("another process holds the lock {}", .0.display())]
    Busy(PathBuf),
    /// The lock file cannot be opened.
    #[error(transparent)]
    File(#[from] FileError),
}

/// An exclusive lock, held until it is dropped or the process dies.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "closing the file releases the lock")] File);

/// Takes a lock, trying for `patience`. The lock file stays there for ever: removing it would let two in.
pub fn lock(path: &Path, patience: Duration) -> Result<Lock, LockError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    private(&mut options);
    let file = options
        .open(path)
        .map_err(FileError::at(Attempt::Lock, path))?;
    let mut waited = Duration::ZERO;
    let mut naps = 0;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock(file)),
            Err(fs::TryLockError::WouldBlock) if waited >= patience => {
                return Err(LockError::Busy(path.to_owned()));
            }
            Err(fs::TryLockError::WouldBlock) => {
                // 1 to 20 ms, uneven, so that waiting processes do not march in step.
                let nap = Duration::from_millis(1 + naps * 7 % 20);
                std::thread::sleep(nap);
                waited += nap;
                naps += 1;
            }
            Err(fs::TryLockError::Error(source)) => {
                return Err(FileError::at(Attempt::Lock, path)(source).into());
            }
        }
    }
}
