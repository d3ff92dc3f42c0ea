//! The past of an open vault: what happened to it, and the way back and forth.

use super::{Open, Place, refused};
use crate::app::store::history::{self, Entry, Way};
use crate::app::{Error, Exit};
use crate::vault::difference::Difference;

/// What became of an undo.
#[derive(Debug)]
pub enum Undo {
    /// What it did, account by account.
    Done(Vec<Difference>),
    /// Nothing yet: this is what another device did last.
    Theirs(Vec<Difference>),
}

impl Open {
    /// The last changes, newest first.
    pub fn history(&self) -> Vec<Entry> {
        match &self.place {
            Place::Disk(repo) => history::history(repo, &self.vault),
            Place::Memory(memory) => history::entries(&memory.states(&self.key)),
        }
    }

    /// What the last save did, where another device made it: an undo of ours passes over that.
    pub fn last_of_others(&self) -> Option<Vec<Difference>> {
        match &self.place {
            Place::Disk(repo) => history::last_of_others(repo, &self.vault, self.clock.now()),
            Place::Memory(_) => None,
        }
    }

    /// Takes this device's last change back, unless another device made one after it: then that is told, and nothing is
    /// changed.
    pub fn undo(&mut self) -> Result<Undo, Error> {
        match self.last_of_others() {
            Some(theirs) => Ok(Undo::Theirs(theirs)),
            None => self.walk(Way::Back).map(Undo::Done),
        }
    }

    /// Goes one change back or forth; called again, one more. Returns what that did, account by account.
    pub fn walk(&mut self, way: Way) -> Result<Vec<Difference>, Error> {
        let nothing = || {
            let what = match way {
                Way::Back => "There is no change to take back",
                Way::Others => "There is no save of another device to take back",
                Way::Forth => "There is nothing to bring back",
            };
            let advice = match way {
                Way::Back => {
                    "`otp history` shows what is on record; `otp undo --others` takes back what another device saved. Sources are no part of it: `otp source rm NAME` and `otp source add PATH`."
                }
                _ => "`otp history` shows what is on record.",
            };
            Error::new(Exit::Failed, what, advice)
        };
        let now = self.clock.now();
        let walked = match &self.place {
            Place::Disk(repo) => history::walk(repo, now, way),
            Place::Memory(memory) => memory.walk(&self.key, now, way),
        };
        let (step, loaded) = walked.map_err(refused)?.ok_or_else(nothing)?;
        self.take(loaded);
        Ok(step.effects)
    }
}
