//! The QR codes of an export, put together in whatever order they come; what is missing is named.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::Part;
use crate::account::Draft;
use crate::formats::EntryError;

/// No export has more QR codes; a larger number is damage and not worth a list of what is missing.
const MAX_PARTS: u32 = 1000;

/// Collects parts of any number of exports.
#[derive(Debug, Default)]
pub struct Batches {
    parts: Vec<Part>,
    /// Where in `parts` those of a batch and an index are.
    places: HashMap<(i32, u32), Vec<usize>>,
}

/// An export of which QR codes are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// Which codes, counted from 1, in rising order.
    pub missing: Vec<u32>,
    /// How many the export has.
    pub size: u32,
}

impl Incomplete {
    /// What is missing of an export of so many codes when these are there, counted from 0; `None` when nothing is.
    pub(in crate::formats) fn of(size: u32, there: &HashSet<u32>) -> Option<Self> {
        if size > MAX_PARTS {
            return None;
        }
        let missing = (0..size).filter(|index| !there.contains(index));
        let missing: Vec<u32> = missing.map(|index| index + 1).collect();
        (!missing.is_empty()).then_some(Self { missing, size })
    }
}

impl fmt::Display for Incomplete {
    /// `QR code 1 of 2 is missing`, `QR codes 1 and 3 of 4 are missing`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.missing.iter().map(u32::to_string).collect();
        match numbers.as_slice() {
            [] => write!(f, "no QR code of {} is missing", self.size),
            [one] => write!(f, "QR code {one} of {} is missing", self.size),
            [first @ .., last] => {
                let first = first.join(", ");
                write!(
                    f,
                    "QR codes {first} and {last} of {} are missing",
                    self.size
                )
            }
        }
    }
}

impl Batches {
    /// Takes a part. `false` when the same one was there already: the same picture twice.
    pub fn add(&mut self, part: Part) -> bool {
        // Several apps give all their exports the same number, so equal numbers alone prove nothing.
        let places = self.places.entry((part.batch_id, part.index)).or_default();
        let mut twins = places.iter().filter_map(|place| self.parts.get(*place));
        if twins.any(|twin| *twin == part) {
            return false;
        }
        places.push(self.parts.len());
        self.parts.push(part);
        true
    }

    /// All accounts, export by export, each in its own order; and what is missing.
    pub fn finish(mut self) -> (Vec<Result<Draft, EntryError>>, Vec<Incomplete>) {
        let mut ranks: HashMap<i32, usize> = HashMap::new();
        for part in &self.parts {
            let rank = ranks.len();
            ranks.entry(part.batch_id).or_insert(rank);
        }
        self.parts
            .sort_by_key(|part| (ranks.get(&part.batch_id).copied(), part.index));
        let exports = self
            .parts
            .chunk_by(|one, other| one.batch_id == other.batch_id);
        let incomplete = exports.filter_map(|parts| {
            let size = parts.iter().map(|part| part.size).max()?;
            Incomplete::of(size, &parts.iter().map(|part| part.index).collect())
        });
        let incomplete = incomplete.collect();
        let entries = self.parts.into_iter().flat_map(|part| part.entries);
        (entries.collect(), incomplete)
    }
}
