//! The QR codes of an export, put together in whatever order they come; what is missing is named.

use std::fmt;

use super::Part;
use crate::account::Draft;
use crate::formats::EntryError;

/// No export has more QR codes; a larger number is damage and not worth a list of what is missing.
const MOST_PARTS: u32 = 1000;

/// Collects parts of any number of exports.
#[derive(Debug, Default)]
pub struct Batches {
    parts: Vec<Part>,
}

/// An export of which QR codes are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// Which codes, counted from 1, in rising order.
    pub missing: Vec<u32>,
    /// How many the export has.
    pub size: u32,
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
        let new = !self.parts.contains(&part);
        if new {
            self.parts.push(part);
        }
        new
    }

    /// All accounts, export by export, each in its own order; and what is missing.
    pub fn finish(mut self) -> (Vec<Result<Draft, EntryError>>, Vec<Incomplete>) {
        let mut ids: Vec<i32> = Vec::new();
        for part in &self.parts {
            if !ids.contains(&part.batch_id) {
                ids.push(part.batch_id);
            }
        }
        let rank = |id: i32| ids.iter().position(|other| *other == id);
        self.parts
            .sort_by_key(|part| (rank(part.batch_id), part.index));
        let incomplete = ids.iter().filter_map(|id| self.incomplete(*id)).collect();
        let entries = self.parts.into_iter().flat_map(|part| part.entries);
        (entries.collect(), incomplete)
    }

    fn incomplete(&self, batch_id: i32) -> Option<Incomplete> {
        let parts = || self.parts.iter().filter(|part| part.batch_id == batch_id);
        let size = parts().map(|part| part.size).max()?;
        if size > MOST_PARTS {
            return None;
        }
        let missing: Vec<u32> = (0..size)
            .filter(|index| parts().all(|part| part.index != *index))
            .map(|index| index + 1)
            .collect();
        (!missing.is_empty()).then_some(Incomplete { missing, size })
    }
}
