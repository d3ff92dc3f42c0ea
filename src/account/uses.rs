//! Uses: when codes of accounts were last handed out on this device, and which. Kept beside the vault, never in it.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::{AccountId, Timestamp};

/// The last use of each account, as far as this device knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    last: HashMap<AccountId, Use>,
    /// The steps whose codes somebody else has, the last one included.
    shared: HashMap<AccountId, RangeInclusive<u64>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Use {
    at: Timestamp,
    step: Option<u64>,
}

impl Uses {
    /// A code of this account was handed out, that of `step` if it is timed. What is noted last counts, whatever the
    /// clock says.
    pub fn note(&mut self, id: AccountId, at: Timestamp, step: Option<u64>) {
        let before = self.step(&id);
        let step = match (before, step) {
            // The next code was handed out, then the one before it. From further away a clock was set back.
            (Some(before), Some(now)) if before == now.saturating_add(1) => Some(before),
            (before, now) => now.or(before),
        };
        self.last.insert(id, Use { at, step });
    }

    /// The codes of all these steps were given to somebody else; what was given last counts.
    pub fn share(&mut self, id: AccountId, at: Timestamp, steps: RangeInclusive<u64>) {
        self.note(id.clone(), at, None);
        self.shared.insert(id, steps);
    }

    /// The steps whose codes somebody else has.
    pub fn shared(&self, id: &AccountId) -> Option<&RangeInclusive<u64>> {
        self.shared.get(id)
    }

    /// True when somebody had the code of this very step, here or elsewhere.
    pub fn is_known(&self, id: &AccountId, step: u64) -> bool {
        let shared = self.shared(id).is_some_and(|shared| shared.contains(&step));
        shared || self.step(id) == Some(step)
    }

    /// When a code of this account was last handed out.
    pub fn last(&self, id: &AccountId) -> Option<Timestamp> {
        self.last.get(id).map(|last| last.at)
    }

    /// The last step whose code was handed out.
    pub fn step(&self, id: &AccountId) -> Option<u64> {
        self.last.get(id)?.step
    }

    /// True when the code of this step was handed out, or the one after it: servers take none that came before.
    pub fn is_handed_out(&self, id: &AccountId, step: u64) -> bool {
        let last = self.step(id);
        last.is_some_and(|last| last == step || last == step.saturating_add(1))
    }

    /// Every account with its last use, the earliest first.
    pub fn by_time(&self) -> Vec<(&AccountId, Timestamp)> {
        let mut uses: Vec<_> = self.last.iter().map(|(id, last)| (id, last.at)).collect();
        uses.sort_unstable_by_key(|(id, at)| (*at, *id));
        uses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_step_counts_unless_the_clock_was_set_back() {
        let id = AccountId::from_random(1);
        let mut uses = Uses::default();
        let at = Timestamp::from_seconds(9);
        for (step, last, handed) in [
            (Some(7), 7, [true, true, false]),
            (Some(8), 8, [false, true, true]),
            (Some(7), 8, [false, true, true]),
            (None, 8, [false, true, true]),
            (Some(6), 6, [true, false, false]),
        ] {
            uses.note(id.clone(), at, step);
            assert_eq!(uses.step(&id), Some(last));
            let found = [6, 7, 8].map(|step| uses.is_handed_out(&id, step));
            assert_eq!(found, handed, "{step:?}");
        }
    }
    #[test]
    fn a_code_is_known_to_who_had_it_on_either_way() {
        let (id, other) = (AccountId::from_random(1), AccountId::from_random(2));
        let mut uses = Uses::default();
        let known = |uses: &Uses, id: &AccountId| {
            let steps = (3..=8).filter(|step| uses.is_known(id, *step));
            steps.collect::<Vec<u64>>()
        };
        let at = Timestamp::from_seconds(9);
        uses.note(id.clone(), at, Some(7));
        assert_eq!(known(&uses, &id), [7]);
        uses.share(id.clone(), at, 4..=5);
        assert_eq!(known(&uses, &id), [4, 5, 7]);
        assert_eq!(uses.shared(&id), Some(&(4..=5)));
        assert_eq!(known(&uses, &other), Vec::<u64>::new());
        assert_eq!((uses.last(&id), uses.last(&other)), (Some(at), None));
        let later = Timestamp::from_seconds(8);
        uses.note(other.clone(), later, None);
        assert_eq!(uses.by_time(), [(&other, later), (&id, at)]);
    }
}
