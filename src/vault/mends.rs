//! Mends: stamps that a wrong clock put into the future are brought back once, and every state that has not heard of
//! it is read as if it had, so that the same edits win as before.

use std::borrow::Cow;

use super::Vault;
use super::record::LAST_MOMENT;
use crate::account::Timestamp;

/// A stamp that is so far ahead was given by a wrong clock.
const AHEAD: u64 = 48 * 3_600_000;
/// Between two stamps of the future, a longer pause is closed too.
const PAUSE: u64 = 3_600_000;
const DAY: u64 = 24 * 3_600_000;
/// So many are remembered.
const MAX: usize = 64;

/// Stamps up to `until` stayed; `from`, the first one behind them, was brought to right after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mend {
    pub(super) until: u64,
    pub(super) from: u64,
}

impl Mend {
    /// Two numbers, as they stand in a file; `None` for what no mend is.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (until, from) = text.split_once(' ')?;
        let (until, from) = (until.parse().ok()?, from.parse().ok()?);
        (until < from && from <= LAST_MOMENT).then_some(Self { until, from })
    }

    /// Those of a file.
    pub(super) fn parse_all(texts: &[String]) -> Vec<Self> {
        let mends = texts.iter().filter_map(|text| Self::parse(text));
        mends.take(MAX).collect()
    }

    /// What [`Self::parse`] reads.
    pub(super) fn to_text(self) -> String {
        format!("{} {}", self.until, self.from)
    }

    /// Where a stamp of before lies now. What lies in between was given by somebody who knew of none of both: it comes
    /// before everything that was brought back.
    fn forth(self, stamp: u64) -> u64 {
        if stamp <= self.until {
            return stamp;
        }
        match stamp.checked_sub(self.from) {
            None => self.until.saturating_add(1),
            Some(behind) => self.until.saturating_add(behind).saturating_add(2),
        }
    }

    /// Where it lay before.
    fn back(self, stamp: u64) -> u64 {
        match stamp.checked_sub(self.until.saturating_add(2)) {
            None => stamp,
            Some(behind) => self.from.saturating_add(behind).min(LAST_MOMENT),
        }
    }
}

/// What has to be closed so that stamps of the future follow `until`: the time before them, and long pauses between.
fn pauses(stamps: impl Iterator<Item = u64>, mut until: u64) -> Vec<Mend> {
    let mut stamps: Vec<u64> = stamps.collect();
    stamps.sort_unstable();
    stamps.dedup();
    let (mut mends, mut closed) = (Vec::new(), 0);
    for stamp in stamps {
        let from = stamp - closed;
        let longest = if mends.is_empty() { 2 } else { PAUSE };
        if from - until > longest {
            mends.push(Mend { until, from });
            until = until.saturating_add(2);
            closed += from - until;
        } else {
            until = from;
        }
    }
    mends
}

impl Vault {
    /// Brings back stamps that are more than two days ahead of `now`, in their order. Returns the newest moment there
    /// was; `None` when nothing is that far ahead, and nothing was changed.
    pub fn mend(&mut self, now: Timestamp) -> Option<Timestamp> {
        let limit = now.millis().saturating_add(AHEAD);
        let newest = self.newest_stamp().filter(|newest| *newest > limit)?;
        let mends = pauses(self.stamps().filter(|stamp| *stamp > limit), limit);
        let room = MAX.saturating_sub(self.mends.len());
        let mends = &mends[..mends.len().min(room)];
        self.map_stamps(|stamp| mends.iter().fold(stamp, |stamp, mend| mend.forth(stamp)));
        self.mends.extend_from_slice(mends);
        (!mends.is_empty()).then_some(Timestamp::from_millis(newest))
    }

    /// True when something in the vault is not ahead of `now`: somebody else's clock says so too.
    pub fn supports(&self, now: Timestamp) -> bool {
        let limit = now.millis().saturating_add(AHEAD);
        self.stamps().any(|stamp| stamp <= limit)
    }

    /// True when a stamp is so far ahead of `now` that [`Self::mend`] brings it back.
    pub fn is_ahead_of(&self, now: Timestamp) -> bool {
        let limit = now.millis().saturating_add(AHEAD);
        self.newest_stamp().is_some_and(|newest| newest > limit)
    }

    /// Up to which moment stamps may be ahead of the clock since the last mend.
    pub fn mended_until(&self) -> Option<Timestamp> {
        let until = self.mends.iter().map(|mend| mend.until).max()?;
        Some(Timestamp::from_millis(until.saturating_add(DAY)))
    }

    /// Both with the same mends. Where each has some that the other has not, the longer list counts, or the larger.
    pub(super) fn mended_alike<'a>(&mut self, other: &'a Self) -> Cow<'a, Self> {
        let wanted = |mends: &[Mend]| (mends.len(), mends.to_vec());
        if self.mends == other.mends {
            return Cow::Borrowed(other);
        }
        let (_, mends) = wanted(&self.mends).max(wanted(&other.mends));
        self.mend_as(&mends);
        let mut other = Cow::Borrowed(other);
        if other.mends != mends {
            other.to_mut().mend_as(&mends);
        }
        other
    }

    fn mend_as(&mut self, mends: &[Mend]) {
        let both = self.mends.iter().zip(mends);
        let common = both.take_while(|(own, other)| own == other).count();
        let own = self.mends.split_off(common);
        for mend in own.into_iter().rev() {
            self.map_stamps(|stamp| mend.back(stamp));
        }
        for mend in &mends[common..] {
            self.map_stamps(|stamp| mend.forth(stamp));
            self.mends.push(*mend);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{AccountId, Draft, Otp, Secret};
    use crate::vault::merge::merge;
    use crate::vault::{Change, Edit, document};

    const NOW: u64 = 1_780_000_000_000;
    const YEAR: u64 = 365 * DAY;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn id() -> AccountId {
        AccountId::from_random(1)
    }

    fn name(vault: &mut Vault, name: &str, millis: u64) {
        let edits = vec![Edit::Name(name.into())];
        let change = Change::Edit { id: id(), edits };
        vault.apply(change, at(millis)).expect("an edit");
    }

    fn name_of(vault: &Vault) -> String {
        vault.get(&id()).expect("there").name.to_string()
    }

    fn vault() -> Vault {
        let mut vault = Vault::new(1, [1; 16]);
        let secret = Secret::from_bytes(vec![7; 20]).expect("a key");
        let draft = Box::new(Draft::new("Site".into(), "me".into(), Otp::totp(secret)));
        let change = Change::Add { id: id(), draft };
        vault.apply(change, at(NOW - DAY)).expect("fresh");
        vault
    }

    #[test]
    fn what_is_not_far_ahead_stays() {
        let mut vault = vault();
        name(&mut vault, "tomorrow", NOW + AHEAD);
        let before = vault.clone();
        assert_eq!(vault.mend(at(NOW)), None);
        assert_eq!(vault, before);
        assert!(!vault.is_ahead_of(at(NOW)) && vault.mended_until().is_none());
        assert!(vault.is_ahead_of(at(NOW - 1)));
    }

    #[test]
    fn every_state_of_before_loses_to_those_of_after() {
        let mut ours = vault();
        let never_ahead = ours.clone();
        name(&mut ours, "one", NOW + 3 * YEAR);
        let first = ours.clone();
        name(&mut ours, "two", NOW);
        let second = ours.clone();
        name(&mut ours, "three", NOW + 9 * YEAR);
        let third = ours.clone();
        assert_eq!(ours.mend(at(NOW)), Some(at(NOW + 9 * YEAR)));
        let newest = ours.newest_stamp().expect("stamps");
        assert!(newest < NOW + AHEAD + 10, "{newest}");
        assert!(ours.mended_until() >= Some(at(newest)) && !ours.is_ahead_of(at(NOW + 10)));
        assert_eq!(ours.mend(at(NOW + 10)), None);
        let text = document::write(&ours);
        assert_eq!(document::read(&text).as_ref(), Ok(&ours));
        name(&mut ours, "four", NOW + DAY);
        for past in [&never_ahead, &first, &second, &third] {
            for joined in [merge(&ours, past), merge(past, &ours)] {
                assert_eq!(joined.as_ref(), Ok(&ours), "{}", name_of(past));
            }
        }
        // Who has not heard of it goes on ahead, and wins where it was later.
        let mut theirs = third;
        name(&mut theirs, "five", NOW + 9 * YEAR + DAY);
        let joined = merge(&ours, &theirs).expect("one vault");
        assert_eq!(name_of(&joined), "five");
        assert_eq!(merge(&theirs, &ours).as_ref(), Ok(&joined));
    }

    #[test]
    fn two_that_mend_at_a_time_agree() {
        let mut ours = vault();
        name(&mut ours, "ahead", NOW + YEAR);
        let mut theirs = ours.clone();
        let before = ours.clone();
        ours.mend(at(NOW));
        theirs.mend(at(NOW + 5000));
        name(&mut ours, "ours", NOW + DAY);
        name(&mut theirs, "theirs", NOW + DAY);
        name(&mut theirs, "later", NOW + DAY);
        let joined = merge(&ours, &theirs).expect("one vault");
        assert_eq!(merge(&theirs, &ours).as_ref(), Ok(&joined));
        assert_eq!(name_of(&joined), "later");
        for past in [&ours, &theirs, &before] {
            assert_eq!(merge(&joined, past).as_ref(), Ok(&joined));
        }
    }

    #[test]
    fn the_way_to_the_future_and_every_long_pause_after_it_are_closed() {
        let stamps = [
            1000,
            1001,
            1000 + 10 * PAUSE,
            1005 + 10 * PAUSE,
            1005 + 11 * PAUSE,
            1006 + 12 * PAUSE,
        ];
        let mends = pauses(stamps.into_iter().rev(), 100);
        let wanted = [
            (100, 1000),
            (103, 102 + 10 * PAUSE),
            (110 + PAUSE, 111 + 2 * PAUSE),
        ];
        assert_eq!(mends, wanted.map(|(until, from)| Mend { until, from }));
        let moved = stamps.map(|stamp| mends.iter().fold(stamp, |at, mend| mend.forth(at)));
        assert_eq!(moved, [102, 103, 105, 110, 110 + PAUSE, 112 + PAUSE]);
        // Right behind the limit there is no time to close.
        assert_eq!(pauses([101, 102].into_iter(), 100), []);
        assert_eq!(
            pauses([103].into_iter(), 100),
            [Mend {
                until: 100,
                from: 103
            }]
        );
    }

    #[test]
    fn what_is_no_mend_is_left_out() {
        for odd in [
            "",
            "5",
            "5 5",
            "6 5",
            "5 x",
            "-1 5",
            "5 9223372036854775807",
        ] {
            assert_eq!(Mend::parse(odd), None, "{odd}");
        }
        let mend = Mend { until: 5, from: 90 };
        assert_eq!(Mend::parse(&mend.to_text()), Some(mend));
        let moved = [4, 5, 6, 89, 90, 91].map(|stamp| mend.forth(stamp));
        assert_eq!(moved, [4, 5, 6, 6, 7, 8]);
        assert_eq!([4, 5, 7, 8].map(|stamp| mend.back(stamp)), [4, 5, 90, 91]);
    }
}
