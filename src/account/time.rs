//! Timestamp and Period: which step a moment falls in, when the step ends, what is left. No clock here.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// A moment as milliseconds since 1970-01-01 UTC. It comes from the system's clock or from `--at`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Timestamp(u64);

impl Timestamp {
    /// From Unix seconds; saturates in the year 584 million.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// From Unix milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Whole Unix seconds.
    pub const fn seconds(self) -> u64 {
        self.0 / 1000
    }

    /// Unix milliseconds.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// The moment `seconds` later (or earlier when negative), held within the range.
    #[must_use]
    pub const fn shifted(self, seconds: i64) -> Self {
        Self(self.0.saturating_add_signed(seconds.saturating_mul(1000)))
    }

    /// RFC 3339 in UTC, to the second; what no calendar holds is told as the last moment of one.
    pub fn rfc3339(self) -> String {
        self.in_a_calendar().to_string()
    }

    /// The day in UTC, as 2026-03-02.
    pub fn date(self) -> String {
        self.in_a_calendar().strftime("%Y-%m-%d").to_string()
    }

    /// Whole seconds of a calendar.
    pub fn in_a_calendar(self) -> jiff::Timestamp {
        let seconds = i64::try_from(self.seconds()).unwrap_or(i64::MAX);
        jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX)
    }
}

/// Length of a TOTP step in seconds, 1 to 2^32-1 (RFC 6238 calls it X).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(NonZeroU32);

impl Period {
    /// What nearly every site uses, and the default of the key URI.
    pub const DEFAULT: Self = Self(NonZeroU32::new(30).expect("thirty is not zero"));

    /// What mOTP uses.
    pub const MOTP: Self = Self(NonZeroU32::new(10).expect("ten is not zero"));

    /// `None` for 0 and for more than 2^32-1 seconds.
    pub fn new(seconds: u64) -> Option<Self> {
        u32::try_from(seconds)
            .ok()
            .and_then(NonZeroU32::new)
            .map(Self)
    }

    /// Seconds.
    pub const fn seconds(self) -> u32 {
        self.0.get()
    }

    /// The number of the step that `at` falls in (RFC 6238 calls it T).
    pub fn step(self, at: Timestamp) -> u64 {
        at.seconds() / u64::from(self.seconds())
    }

    /// First moment of the step that `at` falls in.
    pub fn start(self, at: Timestamp) -> Timestamp {
        Timestamp::from_seconds(self.step(at).saturating_mul(u64::from(self.seconds())))
    }

    /// First moment of the step after the one that `at` falls in.
    pub fn end(self, at: Timestamp) -> Timestamp {
        let next = self.step(at).saturating_add(1);
        Timestamp::from_seconds(next.saturating_mul(u64::from(self.seconds())))
    }

    /// Seconds until the step ends, counted as people count: 1 to the whole period, never 0.
    pub fn remaining(self, at: Timestamp) -> u32 {
        let gone = at.seconds() % u64::from(self.seconds());
        self.seconds()
            .saturating_sub(u32::try_from(gone).unwrap_or_default())
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_begin_and_end_where_rfc_6238_says() {
        let period = Period::DEFAULT;
        for (second, step, remaining) in [
            (0, 0, 30),
            (1, 0, 29),
            (29, 0, 1),
            (30, 1, 30),
            (59, 1, 1),
            (60, 2, 30),
        ] {
            let at = Timestamp::from_seconds(second);
            assert_eq!(
                (period.step(at), period.remaining(at)),
                (step, remaining),
                "at {second}"
            );
            assert_eq!(period.start(at).seconds(), step * 30);
            assert_eq!(period.end(at).seconds(), (step + 1) * 30);
        }
        let late = Timestamp::from_millis(29_999);
        assert_eq!((period.step(late), period.remaining(late)), (0, 1));
    }

    #[test]
    fn extreme_periods_work() {
        assert_eq!(Period::new(0), None);
        assert_eq!(Period::new(1 << 32), None);
        let longest = Period::new((1 << 32) - 1).expect("the largest");
        assert_eq!(
            longest.step(Timestamp::from_millis(u64::MAX)),
            u64::MAX / 1000 / ((1 << 32) - 1)
        );
        assert_eq!(
            Period::new(1)
                .expect("one")
                .remaining(Timestamp::from_seconds(7)),
            1
        );
    }

    #[test]
    fn every_moment_has_a_date() {
        assert_eq!(Timestamp::default().date(), "1970-01-01");
        assert_eq!(
            Timestamp::from_seconds(1_780_000_000).rfc3339(),
            "2026-05-28T20:26:40Z"
        );
        assert_eq!(Timestamp::from_millis(u64::MAX).date(), "9999-12-30");
    }

    #[test]
    fn moments_shift_without_overflow() {
        assert_eq!(
            Timestamp::from_seconds(10).shifted(-20),
            Timestamp::default()
        );
        assert_eq!(Timestamp::from_seconds(10).shifted(5).seconds(), 15);
        assert_eq!(
            Timestamp::from_millis(u64::MAX).shifted(i64::MAX).millis(),
            u64::MAX
        );
    }
}
