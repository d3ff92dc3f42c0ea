//! Schedule: the next codes of an account with their times, for somebody who does not have its secret.

use super::{Code, Otp, Timestamp};

/// A code and when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// From this moment.
    pub from: Timestamp,
    /// Until this one.
    pub until: Timestamp,
    /// The code.
    pub code: Code,
}

impl Otp {
    /// The code of now and those that begin before `end`; `None` for what counts codes.
    pub fn schedule(&self, now: Timestamp, end: Timestamp) -> Option<Vec<Slot>> {
        let mut slots = Vec::new();
        let mut moment = now;
        loop {
            let timed = self.at(moment)?;
            slots.push(Slot {
                from: timed.valid_from,
                until: timed.valid_until,
                code: timed.code,
            });
            // The second test is for the end of time, where nothing comes after.
            if timed.valid_until >= end || timed.valid_until <= moment {
                return Some(slots);
            }
            moment = timed.valid_until;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Algorithm, Digits, Kind, Period, Secret};

    fn otp(kind: Kind) -> Otp {
        let secret = Secret::from_bytes(b"12345678901234567890".to_vec()).expect("key");
        Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT)
    }

    #[test]
    fn the_codes_follow_each_other_without_a_gap() {
        let totp = otp(Kind::Totp {
            period: Period::DEFAULT,
        });
        let now = Timestamp::from_seconds(1_000_010);
        let slots = totp
            .schedule(now, Timestamp::from_seconds(1_001_810))
            .expect("timed");
        assert_eq!(slots.len(), 61);
        assert!(slots[0].from <= now && now < slots[0].until);
        for pair in slots.windows(2) {
            assert_eq!(pair[0].until, pair[1].from);
        }
        for slot in &slots {
            let there = totp.at(slot.from).expect("timed");
            assert_eq!(slot.code, there.code);
        }
        assert_eq!(totp.schedule(now, now).map(|slots| slots.len()), Some(1));
        let end = Timestamp::from_millis(u64::MAX);
        assert!(totp.schedule(end, end).is_some());
        assert_eq!(otp(Kind::Hotp { counter: 0 }).schedule(now, now), None);
    }
}
