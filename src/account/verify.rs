//! Verify: how a server decides about a code: windows, look-ahead, replays (RFC 6238 section 5.2) and
//! resynchronising (RFC 4226 section 7.4). The search takes as long for a wrong code as for a right one.

use subtle::ConstantTimeEq as _;

use super::{Code, Otp, Period, Timestamp};

/// How far two codes in a row are looked for.
pub const RESYNC: u64 = 1000;

/// What was approved before: it is never approved again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Approved {
    /// End of the last approved step. A moment, since a step has another number once the period is changed.
    pub until: Option<Timestamp>,
    /// The last approved counter value.
    pub counter: Option<u64>,
}

/// A code that is right and new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    /// Steps or counter values between what was expected and what came.
    pub offset: i64,
    /// What is approved from now on.
    pub approved: Approved,
}

impl Otp {
    /// Checks a code that came `at` this moment: `window` steps to both sides, or as many counter values ahead.
    pub fn verify(
        &self,
        code: &Code,
        at: Timestamp,
        window: u64,
        before: Approved,
    ) -> Option<Approval> {
        if self.lacks_pin() {
            return None;
        }
        let Some(period) = self.period() else {
            let (expected, first) = self.expected(window, before)?;
            let last = expected.saturating_add(window);
            let found = self.matching(code, first, last).into_iter().next()?;
            return Some(counted(found, expected, before));
        };
        let now = period.step(at);
        let steps = self.matching(code, now.saturating_sub(window), now.saturating_add(window));
        let is_new = |step: &u64| {
            let start = step_start(period, *step);
            before.until.is_none_or(|until| start >= until)
        };
        let step = steps
            .into_iter()
            .filter(is_new)
            .min_by_key(|step| step.abs_diff(now))?;
        Some(Approval {
            offset: distance(now, step),
            approved: Approved {
                until: Some(step_start(period, step.saturating_add(1))),
                ..before
            },
        })
    }

    /// Finds two codes in a row among the next [`RESYNC`] counter values; `None` too for what counts no codes.
    pub fn resync(&self, codes: &[Code; 2], window: u64, before: Approved) -> Option<Approval> {
        let (expected, first) = self.expected(window, before)?;
        let last = expected.saturating_add(RESYNC);
        let [one, two] = codes;
        let seconds = self.matching(two, first, last);
        let mut firsts = self.matching(one, first, last).into_iter();
        let found = firsts.find_map(|place| {
            let next = place.checked_add(1)?;
            seconds.contains(&next).then_some(next)
        })?;
        Some(counted(found, expected, before))
    }

    /// The counter value that is awaited, and the first that is searched. Where nothing was approved yet, some of
    /// those count that `otp code` has given since.
    fn expected(&self, window: u64, before: Approved) -> Option<(u64, u64)> {
        let own = self.counter()?;
        match before.counter {
            Some(last) => last.checked_add(1).map(|next| (next, next)),
            None => Some((own, own.saturating_sub(window))),
        }
    }

    /// Every counter value of a range that has this code. None is left out, and none ends the search.
    fn matching(&self, code: &Code, first: u64, last: u64) -> Vec<u64> {
        let code = code.clone().folded();
        let is_equal = |counter: &u64| -> bool {
            let candidate = self.for_counter(*counter).folded();
            candidate
                .as_str()
                .as_bytes()
                .ct_eq(code.as_str().as_bytes())
                .into()
        };
        (first..=last).filter(is_equal).collect()
    }
}

fn counted(found: u64, expected: u64, before: Approved) -> Approval {
    Approval {
        offset: distance(expected, found),
        approved: Approved {
            counter: Some(found),
            ..before
        },
    }
}

fn step_start(period: Period, step: u64) -> Timestamp {
    Timestamp::from_seconds(step.saturating_mul(u64::from(period.seconds())))
}

/// How far a step or counter value is behind (or, negative, before) what was expected.
fn distance(expected: u64, found: u64) -> i64 {
    found.wrapping_sub(expected).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Algorithm, Digits, Kind, Secret};

    fn otp(kind: Kind, digits: u64) -> Otp {
        let secret = Secret::from_bytes(b"12345678901234567890".to_vec()).expect("key");
        let digits = Digits::new(digits).expect("digits");
        Otp::new(secret, kind, Algorithm::Sha1, digits)
    }

    const TIMED: Kind = Kind::Totp {
        period: Period::DEFAULT,
    };

    #[test]
    fn rfc_6238_codes_are_approved_once() {
        let totp = otp(TIMED, 8);
        for (second, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let at = Timestamp::from_seconds(second);
            let code = Code::typed(code);
            let first = totp
                .verify(&code, at, 1, Approved::default())
                .expect("right");
            assert_eq!(first.offset, 0);
            assert_eq!(totp.verify(&code, at, 1, first.approved), None, "a replay");
            let wrong = Code::typed("00000000");
            assert_eq!(totp.verify(&wrong, at, 1, Approved::default()), None);
        }
    }

    #[test]
    fn windows_are_as_wide_as_they_are_said_to_be() {
        let totp = otp(TIMED, 8);
        let at = Timestamp::from_seconds(1_111_111_109);
        let now = Period::DEFAULT.step(at);
        for window in 0..4_u64 {
            for away in -5..=5_i64 {
                let code = totp.for_counter(now.saturating_add_signed(away));
                let found = totp.verify(&code, at, window, Approved::default());
                let wanted = (away.unsigned_abs() <= window).then_some(away);
                assert_eq!(found.map(|it| it.offset), wanted, "{away} in {window}");
            }
        }
    }

    #[test]
    fn no_step_at_or_before_the_last_approved_one_is_taken_whatever_the_period() {
        let totp = otp(TIMED, 6);
        let at = Timestamp::from_seconds(3000);
        let ahead = totp.verify(&totp.for_counter(101), at, 1, Approved::default());
        let approved = ahead.expect("a step ahead").approved;
        for step in [99, 100, 101] {
            assert_eq!(totp.verify(&totp.for_counter(step), at, 1, approved), None);
        }
        let period = Period::new(60).expect("a minute");
        let slower = otp(Kind::Totp { period }, 6);
        assert_eq!(
            slower.verify(&slower.for_counter(50), at, 0, approved),
            None
        );
        let later = Timestamp::from_seconds(3060);
        assert!(
            slower
                .verify(&slower.for_counter(51), later, 0, approved)
                .is_some()
        );
    }

    #[test]
    fn counters_move_behind_what_was_approved_and_never_back() {
        // RFC 4226 appendix D.
        let codes = ["755224", "287082", "359152", "969429", "338314", "254676"].map(Code::typed);
        let hotp = otp(Kind::Hotp { counter: 0 }, 6);
        let mut approved = Approved::default();
        for (place, offset) in [(0, 0), (1, 0), (4, 2)] {
            let found = hotp.verify(&codes[place], Timestamp::default(), 2, approved);
            let found = found.expect("right");
            assert_eq!(found.offset, offset);
            approved = found.approved;
            for old in &codes[..=place] {
                assert_eq!(hotp.verify(old, Timestamp::default(), 2, approved), None);
            }
        }
        let far = hotp.for_counter(8);
        assert_eq!(hotp.verify(&far, Timestamp::default(), 2, approved), None);
        let used = otp(Kind::Hotp { counter: 3 }, 6);
        let found = used.verify(&codes[2], Timestamp::default(), 2, Approved::default());
        assert_eq!(found.map(|it| it.offset), Some(-1), "given, never approved");
        let last = Approved {
            counter: Some(u64::MAX),
            ..approved
        };
        let end = hotp.for_counter(u64::MAX);
        assert_eq!(hotp.verify(&end, Timestamp::default(), 2, last), None);
    }

    #[test]
    fn two_codes_in_a_row_resynchronise_within_a_thousand() {
        let hotp = otp(Kind::Hotp { counter: 0 }, 6);
        let pair = |first: u64, second| [hotp.for_counter(first), hotp.for_counter(second)];
        let before = Approved {
            counter: Some(4),
            ..Approved::default()
        };
        let found = hotp.resync(&pair(900, 901), 10, before).expect("in a row");
        assert_eq!((found.offset, found.approved.counter), (896, Some(901)));
        for (first, second) in [(900, 902), (901, 900), (900, 900), (3, 4), (1005, 1006)] {
            let found = hotp.resync(&pair(first, second), 10, before);
            assert_eq!(found, None, "{first} {second}");
        }
        assert_eq!(otp(TIMED, 6).resync(&pair(1, 2), 10, before), None);
    }
}
