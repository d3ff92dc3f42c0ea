//! Texts that are split over several codes (structured append), put together again.

use super::decode::payload::{Content, Payload, Place};

/// A code that holds a part of a text, and makes no sense alone.
#[derive(Debug)]
pub struct Part(Payload);

impl Part {
    /// `Err` gives the payload back if it is a whole.
    pub(super) fn of(payload: Payload) -> Result<Self, Payload> {
        match payload.place {
            Some(place) if place.of > 1 => Ok(Self(payload)),
            _ => Err(payload),
        }
    }

    /// Whether both are the same part.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }

    fn place(&self) -> Place {
        self.0.place.unwrap_or(Place {
            at: 0,
            of: 1,
            parity: 0,
        })
    }
}

/// What became of the parts of one text.
#[derive(Debug)]
pub enum Series {
    /// All were there.
    Whole(Content),
    /// Some are missing; numbers from 1.
    Incomplete {
        /// Those that were there.
        present: Vec<u8>,
        /// The others.
        missing: Vec<u8>,
        /// How many it takes.
        of: u8,
    },
    /// They are parts of different texts, or damaged.
    Mixed,
}

/// Puts parts together that may come from several pictures in any order.
pub fn join(mut parts: Vec<Part>) -> Vec<Series> {
    let mut joined = Vec::new();
    while let Some(first) = parts.first() {
        let of = |part: &Part| (part.place().of, part.place().parity);
        let wanted = of(first);
        let (mut series, others): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|part| of(part) == wanted);
        parts = others;
        series.sort_by_key(|part| part.place().at);
        series.dedup_by(|one, other| one.0.is_same(&other.0));
        joined.push(whole(&series, wanted));
    }
    joined
}

/// `series` is in order, each part once.
fn whole(series: &[Part], (of, parity): (u8, u8)) -> Series {
    let has = |at: u8| series.iter().any(|part| part.place().at == at);
    let present: Vec<u8> = (0..of).filter(|&at| has(at)).map(|at| at + 1).collect();
    if present.len() < series.len() {
        return Series::Mixed;
    }
    if present.len() < usize::from(of) {
        let missing = (0..of).filter(|&at| !has(at)).map(|at| at + 1).collect();
        return Series::Incomplete {
            present,
            missing,
            of,
        };
    }
    let mut all = Payload::default();
    for part in series {
        all.append(&part.0);
    }
    if all.parity() == parity {
        Series::Whole(all.content())
    } else {
        Series::Mixed
    }
}
