//! Tries: how often codes may be guessed: a few, then a cool-down; and never more than so many a minute.

use serde::{Deserialize, Serialize};

use super::Timestamp;

const MINUTE: u64 = 60_000;

/// How many are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tries before the cool-down.
    pub tries: u32,
    /// Milliseconds of the cool-down.
    pub cool_down: u64,
    /// Tries in any minute.
    pub per_minute: u32,
}

/// The tries since the last approved code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tries {
    /// How many.
    pub count: u32,
    /// When the cool-down began.
    pub cooling_since: Option<Timestamp>,
    /// Those of the last minute, approved ones too.
    pub recent: Vec<Timestamp>,
}

impl Tries {
    /// Counts a try, or says how many milliseconds it is too early. A clock that was set back begins a wait anew: it
    /// neither ends it nor makes it longer than it would have been.
    pub fn begin(&mut self, now: Timestamp, limits: Limits) -> Result<(), u64> {
        self.follow(now);
        if let Some(left) = self.cooling(now, limits) {
            return Err(left);
        }
        if self.cooling_since.take().is_some() {
            self.count = 0;
        }
        let gone = |since: Timestamp| now.millis().saturating_sub(since.millis());
        self.recent.retain(|since| gone(*since) < MINUTE);
        let most = usize::try_from(limits.per_minute.max(1)).unwrap_or(usize::MAX);
        if let Some(place) = self.recent.len().checked_sub(most) {
            let oldest = self.recent.get(place).copied().unwrap_or(now);
            return Err(MINUTE.saturating_sub(gone(oldest)));
        }
        self.recent.push(now);
        self.count = self.count.saturating_add(1);
        if self.count >= limits.tries.max(1) {
            self.cooling_since = Some(now);
        }
        Ok(())
    }

    /// Nothing has happened later than now: what a clock that was set back since says of it is not believed.
    pub fn follow(&mut self, now: Timestamp) {
        for moment in self.recent.iter_mut().chain(&mut self.cooling_since) {
            *moment = now.min(*moment);
        }
    }

    /// The try was right: the next ones count from the beginning.
    pub fn approve(&mut self) {
        self.count = 0;
        self.cooling_since = None;
    }

    /// Milliseconds that are left of the cool-down.
    pub fn cooling(&self, now: Timestamp, limits: Limits) -> Option<u64> {
        let since = self.cooling_since?;
        let gone = now.millis().saturating_sub(since.millis());
        limits.cool_down.checked_sub(gone).filter(|left| *left > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        tries: 5,
        cool_down: 600_000,
        per_minute: 10,
    };

    fn at(second: u64) -> Timestamp {
        Timestamp::from_seconds(second)
    }

    #[test]
    fn five_tries_then_ten_minutes() {
        let mut tries = Tries::default();
        for second in 0..5 {
            assert_eq!(tries.begin(at(1000 + second), LIMITS), Ok(()));
        }
        assert_eq!(tries.begin(at(1005), LIMITS), Err(599_000));
        assert_eq!(tries.begin(at(1603), LIMITS), Err(1000));
        assert_eq!(tries.begin(at(1604), LIMITS), Ok(()));
        assert_eq!(tries.count, 1);
    }

    #[test]
    fn ten_a_minute_even_when_all_are_right() {
        let mut tries = Tries::default();
        for second in 0..10 {
            assert_eq!(tries.begin(at(1000 + second), LIMITS), Ok(()));
            tries.approve();
        }
        assert_eq!(tries.begin(at(1010), LIMITS), Err(50_000));
        assert_eq!(tries.begin(at(1060), LIMITS), Ok(()));
        assert_eq!(tries.begin(at(1060), LIMITS), Err(1000));
    }

    #[test]
    fn a_clock_that_is_set_back_neither_ends_a_cool_down_nor_makes_it_longer() {
        let mut tries = Tries::default();
        for _ in 0..5 {
            assert_eq!(tries.begin(at(1_000_000), LIMITS), Ok(()));
        }
        assert_eq!(tries.begin(at(1000), LIMITS), Err(600_000));
        assert_eq!(tries.begin(at(1599), LIMITS), Err(1000));
        assert_eq!(tries.begin(at(1600), LIMITS), Ok(()));
    }
}
