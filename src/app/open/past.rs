//! The past of an open vault: what happened to it, and the way back and forth.

use std::sync::Arc;

use super::{Open, Place, refused};
use crate::app::store::history::{self, Entry, Way};
use crate::app::{Error, Exit};
use crate::vault::difference::Difference;

impl Open {
    /// The last changes, newest first.
    pub fn history(&self) -> Vec<Entry> {
        match &self.place {
            Place::Disk(repo, _) => history::history(repo, &self.vault),
            Place::Memory(memory, _) => history::entries(&memory.states(&self.key)),
        }
    }

    /// Takes the last change back; called again, the one before. Returns what that did, account by account.
    pub fn undo(&mut self) -> Result<Vec<Difference>, Error> {
        self.walk(Way::Back, "There is no change to take back")
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self) -> Result<Vec<Difference>, Error> {
        self.walk(Way::Forth, "There is nothing to bring back")
    }

    fn walk(&mut self, way: Way, nothing: &str) -> Result<Vec<Difference>, Error> {
        let nothing = || {
            Error::new(
                Exit::Failed,
                nothing,
                "`otp history` shows what is on record.",
            )
        };
        let now = self.clock.now();
        let step = match &mut self.place {
            Place::Disk(repo, _) => {
                let walked = history::walk(repo, now, way).map_err(refused)?;
                let (step, loaded) = walked.ok_or_else(nothing)?;
                self.take(loaded);
                step
            }
            Place::Memory(memory, save) => {
                let walked = memory.walk(&self.key, now, way).map_err(refused)?;
                let (step, held) = walked.ok_or_else(nothing)?;
                *save = held.save;
                self.vault = Arc::new(held.vault);
                step
            }
        };
        Ok(step.effects)
    }
}
