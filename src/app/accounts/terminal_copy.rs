//! Copies that went through a terminal: nobody can look into its clipboard, and the command that copied is over soon. A
//! note in the state folder lets `otp lock` ask for it to be emptied, and say so.

use std::path::PathBuf;
use std::time::Duration;

use crate::app::App;
use crate::system::files;

/// A code is of no use much longer.
const MAX: Duration = Duration::from_secs(300);
/// Longer than any moment.
const CAP: u64 = 64;

impl App {
    fn terminal_copy(&self) -> PathBuf {
        self.places.state_folder.join("copied.txt")
    }

    /// Notes until when a copy may lie in a terminal's clipboard.
    pub(super) fn note_terminal_copy(&self) {
        if self.memory.is_some() {
            return;
        }
        let after = self.settings().clear_after.get().unwrap_or(MAX).min(MAX);
        let after = u64::try_from(after.as_millis()).unwrap_or_default();
        let until = self.system.clock.now().millis().saturating_add(after);
        // Where it cannot be noted, `otp lock` says nothing of it: no reason to copy nothing.
        let _ = files::write(
            &self.terminal_copy(),
            ".copied-",
            until.to_string().as_bytes(),
        );
    }

    /// Takes away what this process has copied.
    pub(in crate::app) fn clear_own_copy(&self) {
        if self.system.clipboard.clear() && self.memory.is_none() {
            let _ = files::remove(&self.terminal_copy());
        }
    }

    /// Asks the terminal to empty its clipboard when a command has copied through one. True when there was such a copy:
    /// it may have been another terminal.
    pub(in crate::app) fn clear_terminal_copy(&self) -> bool {
        let file = self.terminal_copy();
        let Some((bytes, _)) = files::read(&file, CAP).ok().flatten() else {
            return false;
        };
        let _ = files::remove(&file);
        let until = String::from_utf8(bytes)
            .ok()
            .and_then(|text| text.parse().ok());
        let now = self.system.clock.now().millis();
        // After its time it may hold something else.
        let is_there = until.is_some_and(|until: u64| now < until);
        if is_there {
            self.system.clipboard.clear_terminal();
        }
        is_there
    }
}
