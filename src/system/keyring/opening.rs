//! Opening: a locked keyring that somebody may open in a window of the desktop, while the terminal asks as well.

use std::io::{PipeReader, Write as _, pipe};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use crate::account::SecretText;

/// Waits in the background. When it is dropped nobody waits any more; the window goes with the process.
#[derive(Debug)]
pub struct Opening {
    bell: PipeReader,
    identity: Receiver<SecretText>,
}

impl Opening {
    /// Runs `wait` on a thread of its own. `None` when the system has no pipe or thread left.
    pub fn start(wait: impl FnOnce() -> Option<SecretText> + Send + 'static) -> Option<Self> {
        let (bell, mut ringer) = pipe().ok()?;
        let (sender, identity) = channel();
        let wait = move || {
            let Some(identity) = wait() else {
                return;
            };
            if sender.send(identity).is_ok() {
                // Nobody listens when the passphrase was quicker.
                let _ = ringer.write_all(b"!");
            }
        };
        let named = thread::Builder::new().name("keyring".to_owned());
        named.spawn(wait).ok()?;
        Some(Self { bell, identity })
    }

    /// One byte can be read from it as soon as the identity is there; it ends without one when nobody opened the
    /// keyring.
    pub fn bell(&self) -> &PipeReader {
        &self.bell
    }

    /// The identity, once the bell has rung.
    pub fn identity(&self) -> Option<SecretText> {
        self.identity.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn rung(opening: &Opening) -> usize {
        opening.bell().read(&mut [0; 8]).expect("a pipe")
    }

    #[test]
    fn the_bell_rings_for_an_identity_and_not_without() {
        let opening = Opening::start(|| Some(SecretText::from("key"))).expect("a thread");
        assert_eq!(rung(&opening), 1);
        assert_eq!(opening.identity(), Some(SecretText::from("key")));
        let opening = Opening::start(|| None).expect("a thread");
        assert_eq!(rung(&opening), 0);
        assert_eq!(opening.identity(), None);
    }
}
