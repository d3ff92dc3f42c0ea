//! What was fine but is worth a line: collected here whoever opens or saves, so that no notice of a save gets lost on
//! its way to the user.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::App;
use crate::app::store::Notice;

/// Clones share what they hold.
#[derive(Debug, Clone, Default)]
pub struct Notices(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    waiting: Vec<String>,
    /// How things are: told once, though each look finds them again.
    known: BTreeSet<String>,
}

impl Notices {
    /// Takes notices in.
    pub(super) fn add(&self, notices: &[Notice]) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for notice in notices {
            let line = notice.to_string();
            let is_new = notice.is_of_a_save() || held.known.insert(line.clone());
            if is_new && !held.waiting.contains(&line) {
                held.waiting.push(line);
            }
        }
    }

    /// Takes in how something is that no vault knows of.
    pub(super) fn tell(&self, line: String) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.known.insert(line.clone()) {
            held.waiting.push(line);
        }
    }

    fn take(&self) -> Vec<String> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut held.waiting)
    }
}

impl App {
    /// What the user has yet to hear, a line each, without a full stop. To be asked after everything that may have opened
    /// or saved the vault.
    pub fn take_notices(&self) -> Vec<String> {
        self.notices.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::store::Notice::{CopiesNotLookedAt, FirstSight, PinsDamaged};

    #[test]
    fn how_things_are_is_told_once_and_each_failure_every_time() {
        let notices = Notices::default();
        notices.add(&[FirstSight, CopiesNotLookedAt(3)]);
        notices.add(&[FirstSight]);
        assert_eq!(notices.take().len(), 2);
        notices.clone().add(&[FirstSight, PinsDamaged]);
        assert_eq!(notices.take().len(), 1);
        assert!(notices.take().is_empty());
        let failure = || {
            let nowhere = std::path::Path::new("/nowhere/at/all");
            let error = crate::system::files::prepare(nowhere, ".x-", b"").expect_err("nowhere");
            Notice::BackupFailed(error)
        };
        for _ in 0..2 {
            notices.add(&[failure(), failure()]);
            assert_eq!(notices.take().len(), 1);
        }
    }
}
