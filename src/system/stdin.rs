//! Standard input, which only one reader may have per run.

use std::io::{self, IsTerminal, Read};
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;
use zeroize::Zeroizing;

/// Most bytes read from standard input or from a file of the user's: 64 MiB.
pub const MAX: u64 = 64 << 20;

/// Why nothing was read.
#[derive(Debug, Error)]
pub enum StdinError {
    /// A second reader: the first has had everything.
    #[error("standard input is already used for something else")]
    Taken,
    /// More than [`MAX`] bytes.
    #[error("standard input holds more than 64 MiB")]
    TooMuch,
    /// The operating system said no.
    #[error("standard input cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// Hands out standard input once.
#[derive(Debug, Default)]
pub struct Stdin {
    taken: AtomicBool,
}

impl Stdin {
    /// True when a person types there.
    pub fn is_terminal(&self) -> bool {
        io::stdin().is_terminal()
    }

    /// Keeps it for whoever reads it in another way. The second call is refused.
    pub fn claim(&self) -> Result<(), StdinError> {
        if self.taken.swap(true, Ordering::Relaxed) {
            return Err(StdinError::Taken);
        }
        Ok(())
    }

    /// Everything up to its end. The second call is refused.
    pub fn take(&self) -> Result<Zeroizing<Vec<u8>>, StdinError> {
        self.claim()?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(64 << 10));
        io::stdin().lock().take(MAX + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX {
            return Err(StdinError::TooMuch);
        }
        Ok(bytes)
    }
}
