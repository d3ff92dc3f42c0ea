//! Saves: the last saves of one key, each a number and 64 random bits. Two copies of a device count alike, but their
//! bits differ: so nobody's save passes for another one.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// So many of the last saves are remembered; older ones count as known.
const KEPT: usize = 20;
/// Nobody saves that often. A larger number in a file would leave no room to count.
const MAX_NUMBER: u64 = 1 << 53;

/// A recipient's name where saves are listed: tells it from others, and nothing more.
pub fn short(recipient: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(recipient.as_bytes())[..8])
}

/// The last saves of one key, in order of number and bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saves(Vec<(u64, u64)>);

impl Saves {
    /// Saves up to this number, of which nothing else is known: files from before saves had bits.
    pub fn up_to(number: u64) -> Self {
        let known = (1..=MAX_NUMBER).contains(&number);
        Self(known.then_some((number, 0)).into_iter().collect())
    }

    /// The number of the last save; 0 when there is none.
    pub fn number(&self) -> u64 {
        self.0.last().map_or(0, |(number, _)| *number)
    }

    /// True when nothing was saved yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One more save, with a number of at least `least`.
    pub fn add(&mut self, least: u64, bits: u64) {
        let number = self.number().saturating_add(1).max(least);
        // Bits of 0 stand for "unknown".
        self.0.push((number.min(MAX_NUMBER), bits.max(1)));
        self.trim();
    }

    /// The saves of both.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        let mut joined = Self(self.0.iter().chain(&other.0).copied().collect());
        joined.trim();
        joined
    }

    fn trim(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
        let over = self.0.len().saturating_sub(KEPT);
        self.0.drain(..over);
    }

    /// True when none of the saves of `other` is missing here, as far as they are remembered.
    pub fn hold(&self, other: &Self) -> bool {
        let oldest = self.0.first().filter(|_| self.0.len() == KEPT);
        other.0.iter().all(|save| match save {
            (number, 0) => *number <= self.number(),
            save => oldest.is_some_and(|oldest| save < oldest) || self.0.contains(save),
        })
    }

    /// True when a number alone says it all.
    pub(super) fn is_bare(&self) -> bool {
        self.0.iter().all(|(_, bits)| *bits == 0) && self.0.len() <= 1
    }

    /// `41 42.9f86d081884c7d65`: numbers, and bits where they are known.
    pub fn parse(text: &str) -> Option<Self> {
        let mut saves = Self::default();
        for word in text.split_ascii_whitespace() {
            let (number, bits) = match word.split_once('.') {
                Some((number, bits)) => (number, u64::from_str_radix(bits, 16).ok()?),
                None => (word, 0),
            };
            let number: u64 = number.parse().ok()?;
            if (1..=MAX_NUMBER).contains(&number) {
                saves.0.push((number, bits));
            }
        }
        if !saves.0.is_sorted() || saves.0.len() > KEPT {
            saves.trim();
        }
        Some(saves)
    }

    /// What [`Self::parse`] reads.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 24);
        for (number, bits) in &self.0 {
            text.push_str(if text.is_empty() { "" } else { " " });
            let _ = match bits {
                0 => write!(text, "{number}"),
                bits => write!(text, "{number}.{bits:016x}"),
            };
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saves(text: &str) -> Saves {
        Saves::parse(text).expect("saves")
    }

    #[test]
    fn the_same_number_with_other_bits_is_another_save() {
        let (ours, theirs) = (saves("4.a 5.b"), saves("4.a 5.c"));
        assert!(!ours.hold(&theirs) && !theirs.hold(&ours));
        let both = ours.join(&theirs);
        assert!(both.hold(&ours) && both.hold(&theirs));
        let mut next = both.clone();
        next.add(0, 7);
        assert_eq!(next.number(), 6);
        assert!(next.hold(&both) && !both.hold(&next));
        // A longer line that went another way.
        assert!(!saves("4.a 5.c 6.d").hold(&ours));
    }

    #[test]
    fn numbers_alone_are_all_that_old_files_tell() {
        let old = Saves::up_to(41);
        assert!(saves("40 41 42.a").hold(&old) && old.hold(&Saves::up_to(40)));
        assert!(!old.hold(&saves("42.a")));
        assert!(Saves::up_to(0).is_empty() && Saves::up_to(u64::MAX).is_empty());
        assert!(old.is_bare() && !saves("41 42.a").is_bare());
    }

    #[test]
    fn what_is_long_past_counts_as_known() {
        let mut ours = Saves::default();
        for bits in 1..=9 {
            ours.add(0, bits);
        }
        let then = ours.clone();
        for bits in 10..=60 {
            ours.add(0, bits);
        }
        assert!(ours.hold(&then));
        assert_eq!(ours.to_text().split(' ').count(), KEPT);
        assert_eq!(saves(&ours.to_text()), ours);
    }

    #[test]
    fn odd_texts_are_refused_or_cleaned() {
        assert_eq!(Saves::parse("x"), None);
        assert_eq!(Saves::parse("4.g"), None);
        assert_eq!(
            saves("5.b 4.a 5.b").to_text(),
            "4.000000000000000a 5.000000000000000b"
        );
        assert_eq!(saves("9223372036854775807.a 0.b"), Saves::default());
        let mut last = Saves::up_to(MAX_NUMBER);
        last.add(u64::MAX, 3);
        assert_eq!(last.number(), MAX_NUMBER);
    }

    #[test]
    fn the_last_saves_of_a_long_list_are_kept() {
        let list = |from: usize, to: usize| {
            let words: Vec<String> = (from..=to)
                .map(|number| format!("{number}.{number:016x}"))
                .collect();
            words.join(" ")
        };
        assert_eq!(saves(&list(1, KEPT)).to_text(), list(1, KEPT));
        assert_eq!(saves(&list(1, KEPT + 2)).to_text(), list(3, KEPT + 2));
    }
}
