//! The search at one size of the picture: threshold, finders, triples, tries.

use std::cell::Cell;

use super::Found;
use super::attempt::{Flat, Try};
use super::finder::{self, Finder, Surroundings};
use super::guess::Guess;
use super::plane::Plane;
use super::sampler::Sampler;
use super::threshold::Bitmap;
use super::triple::{self, Triple};
use crate::account::SecretText;

/// Finder patterns of each polarity that are combined.
const MOST_FINDERS: usize = 40;
/// Triples that are looked at closely.
const MOST_TRIES: usize = 40;
/// Triples that are measured.
const MOST_MEASURED: usize = 400;
/// Triples that are measured after one was read, and again after each further one.
const MOST_BESIDE: usize = 64;

/// What a level gave.
pub struct Yield {
    /// Codes read.
    pub found: Vec<Found>,
    /// Something looks like a code and was not read.
    pub more: bool,
}

/// Reads what can be read in a plane: first all flat codes, then, in what is left, bent ones.
pub fn search(
    plane: &Plane,
    surroundings: Surroundings,
    patience: &Cell<u32>,
    give_up: &dyn Fn() -> bool,
) -> Yield {
    let bitmap = Bitmap::of(plane);
    let finders = finder::find(&bitmap, surroundings, MOST_FINDERS, give_up);
    let mut reader = Reader {
        plane,
        used: vec![false; finders.len()],
        finders,
        found: Vec::new(),
    };
    let unread = reader.flat_ones(give_up);
    let more = reader.bent_ones(unread, patience, give_up);
    Yield {
        found: reader.found,
        more,
    }
}

/// What three finders promise and did not give as a flat code.
struct Unread<'a> {
    triple: Triple,
    attempt: Try<'a>,
    guess: Option<Guess>,
}

struct Reader<'a> {
    plane: &'a Plane,
    finders: Vec<Finder>,
    /// Which of the finders lie in codes read.
    used: Vec<bool>,
    found: Vec<Found>,
}

impl<'a> Reader<'a> {
    /// Those with something like a timing pattern first: a page may be full of little squares within squares.
    fn flat_ones(&mut self, give_up: &'a dyn Fn() -> bool) -> Vec<Unread<'a>> {
        let (mut unread, mut waiting) = (Vec::new(), Vec::new());
        let (mut tries, mut measured) = (0, 0);
        for triple in triple::triples(&self.finders) {
            let most = if self.found.is_empty() {
                MOST_MEASURED
            } else {
                MOST_BESIDE
            };
            if tries >= MOST_TRIES || measured >= most || give_up() {
                break;
            }
            if self.is_used(&triple) {
                continue;
            }
            measured += 1;
            let sampler = Sampler::new(self.plane, self.finders[triple.corner].light);
            let members = triple.members().map(|member| &self.finders[member]);
            let Some(attempt) = Try::new(sampler, members, give_up) else {
                continue;
            };
            if attempt.counted().next().is_none() {
                waiting.push((triple, attempt));
                continue;
            }
            tries += 1;
            if self.is_read_flat(triple, attempt, &mut unread) {
                (tries, measured) = (0, 0);
            }
        }
        for (triple, attempt) in waiting.into_iter().take(MOST_TRIES) {
            // Beside codes that were read, nothing without a timing pattern is worth the time.
            if !self.found.is_empty() || give_up() {
                break;
            }
            self.is_read_flat(triple, attempt, &mut unread);
        }
        unread
    }

    fn is_read_flat(
        &mut self,
        triple: Triple,
        attempt: Try<'a>,
        unread: &mut Vec<Unread<'a>>,
    ) -> bool {
        match attempt.flat() {
            Flat::Read(text, corners) => {
                self.take(text, corners);
                true
            }
            Flat::Unread(guess) => {
                unread.push(Unread {
                    triple,
                    attempt,
                    guess,
                });
                false
            }
        }
    }

    /// True when something that looks like a code is left unread.
    fn bent_ones(
        &mut self,
        unread: Vec<Unread>,
        patience: &Cell<u32>,
        give_up: &dyn Fn() -> bool,
    ) -> bool {
        let mut promising = Vec::new();
        for Unread {
            triple,
            attempt,
            guess,
        } in unread
        {
            let guess = guess.filter(Guess::looks_like_a_code);
            // And here only what looks like one altogether.
            if self.is_used(&triple) || (guess.is_none() && !self.found.is_empty()) {
                continue;
            }
            if give_up() {
                break;
            }
            if let Some((text, corners)) = attempt.bent(guess.as_ref(), patience) {
                self.take(text, corners);
            } else if guess.is_some() {
                promising.push(triple);
            }
        }
        promising
            .iter()
            .any(|triple| triple.members().iter().all(|&member| !self.used[member]))
    }

    fn is_used(&self, triple: &Triple) -> bool {
        triple.members().iter().any(|&member| self.used[member])
    }

    fn take(&mut self, text: SecretText, corners: [(f32, f32); 4]) {
        for (used, finder) in self.used.iter_mut().zip(&self.finders) {
            *used |= is_inside(&corners, finder);
        }
        self.found.push(Found {
            text,
            corners: corners.map(|corner| self.plane.in_picture(corner)),
        });
    }
}

/// Whether a finder's centre lies in the quadrilateral.
fn is_inside(corners: &[(f32, f32); 4], finder: &Finder) -> bool {
    let sides = [0, 1, 2, 3].map(|at| {
        let (from, to) = (corners[at], corners[(at + 1) % 4]);
        (to.0 - from.0) * (finder.y - from.1) - (to.1 - from.1) * (finder.x - from.0)
    });
    sides.iter().all(|&side| side >= 0.0) || sides.iter().all(|&side| side <= 0.0)
}
