//! Watching: something is shown on the terminal again and again until a key ends it.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::tty::{CTRL_BACKSLASH, CTRL_C, CTRL_D, ESCAPE, Modes, open};
use super::{PromptError, Typing};

/// See [`super::Prompt::watch`].
pub(super) fn watch(turn: &mut dyn FnMut() -> Option<Duration>) -> Result<(), PromptError> {
    let tty = open()?;
    let _modes = Modes::set(&tty, Typing::Hidden)?;
    while let Some(wait) = turn() {
        let limit = Timespec {
            tv_sec: i64::try_from(wait.as_secs()).unwrap_or(1),
            tv_nsec: wait.subsec_nanos().into(),
        };
        match poll(&mut [PollFd::new(&tty, PollFlags::IN)], Some(&limit)) {
            // Time is up, or a signal came: the size of the window, say.
            Ok(0) | Err(Errno::INTR) => continue,
            Ok(_) => {}
            Err(_) => return Err(PromptError::Closed),
        }
        let mut keys = [0_u8; 64];
        match (&tty).read(&mut keys) {
            Ok(0) => return Err(PromptError::Closed),
            Ok(count) => {
                let keys = keys.get(..count).unwrap_or_default();
                // An arrow key begins with Escape too.
                let sequence = keys.windows(2).position(|two| two[0] == ESCAPE);
                let typed = keys.get(..sequence.unwrap_or(count)).unwrap_or_default();
                for key in typed {
                    match *key {
                        CTRL_C | CTRL_BACKSLASH => return Err(PromptError::Interrupted),
                        b'q' | b'Q' | CTRL_D | ESCAPE => return Ok(()),
                        _ => {}
                    }
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(PromptError::Closed),
        }
    }
    Ok(())
}
