//! The search at one size of the picture: threshold, finders, triples, tries.

use std::cell::Cell;

use super::area::{Corners, is_inside};
use super::attempt::{Flat, Reading, Try};
use super::decode::payload::Payload;
use super::finder::{self, Finder, Surroundings};
use super::guess::Guess;
use super::pair::Pair;
use super::plane::Plane;
use super::sampler::Sampler;
use super::threshold::Sheet;
use super::triple::{self, Triple};

/// Finder patterns of each polarity that are looked at: those of two hundred codes.
const MAX_FINDERS: usize = 600;
/// Triples that are looked at closely since the last code was read.
const MAX_TRIES: usize = 40;
/// Triples that are measured before anything was read.
const MAX_MEASURED: usize = 400;
/// Triples that are measured after one was read, and again after each further one; for each finder left, ...
const MAX_BESIDE: usize = 64;
/// ... some more.
const MAX_EACH: usize = 4;
/// Rows in which a finder pattern was seen from which on it is a plain one.
const PLAIN: f32 = 4.0;
/// Rows in which it was seen from which on it may be more than noise.
const SEEN_AGAIN: f32 = 2.0;
/// Modules that are too small to be measured, in pixels.
const TINY: f32 = 2.2;

/// A code that was read.
pub struct Sighted {
    /// What it holds.
    pub payload: Payload,
    /// In pixels of the picture.
    pub corners: Corners,
}

/// What a level gave; all places are in pixels of the picture.
#[derive(Default)]
pub struct Yield {
    /// Codes read.
    pub found: Vec<Sighted>,
    /// What looks like a code altogether and was not read.
    pub unread: Vec<Corners>,
    /// What has much of a code: reason to look closely there.
    pub hints: Vec<Corners>,
    /// What has something of a code: reason to look at the picture in its full size.
    pub traces: Vec<Corners>,
    /// Finder patterns without the third of their code: reason to look closely for it.
    pub pairs: Vec<Pair>,
}

/// How many more tries a picture may cost, all its sizes together.
pub struct Patience {
    /// Dear ones.
    pub dear: Cell<u32>,
    /// Those of three finder patterns that have nothing else of a code: pages are full of squares within squares.
    pub vague: Cell<u32>,
}

impl Patience {
    fn allows_vague(&self) -> bool {
        let left = self.vague.get().checked_sub(1);
        self.vague.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// What is asked of a level.
pub struct Wanted<'a> {
    /// What may lie around a finder pattern.
    pub surroundings: Surroundings,
    /// Codes that were read already.
    pub known: &'a [Corners],
    /// What the picture may still cost.
    pub patience: &'a Patience,
    /// Asked now and then.
    pub give_up: &'a dyn Fn() -> bool,
}

/// Reads what can be read in a plane: first all flat codes, then, in what is left, bent ones.
pub fn search(sheet: &Sheet, wanted: &Wanted) -> Yield {
    let plane = &sheet.plane;
    let mut finders = finder::find(
        sheet.bitmap(),
        wanted.surroundings,
        MAX_FINDERS,
        wanted.give_up,
    );
    if !wanted.known.is_empty() {
        let known: Vec<Corners> = wanted
            .known
            .iter()
            .map(|corners| corners.map(|corner| plane.of_picture(corner)))
            .collect();
        finders.retain(|finder| {
            !known
                .iter()
                .any(|corners| is_inside(corners, (finder.x, finder.y)))
        });
    }
    let mut reader = Reader {
        plane,
        used: vec![false; finders.len()],
        finders,
        is_beside: !wanted.known.is_empty(),
        gained: Yield::default(),
    };
    let unread = reader.flat_ones(wanted.patience, wanted.give_up);
    reader.bent_ones(unread, wanted.patience, wanted.give_up);
    reader.lonely_ones(finder::rows_apart(sheet.bitmap()) as f32, wanted.give_up);
    reader.gained
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
    /// Something was read already, here or in another plane.
    is_beside: bool,
    gained: Yield,
}

impl<'a> Reader<'a> {
    /// Those with something like a timing pattern first: a page may be full of little squares within squares.
    fn flat_ones(&mut self, patience: &Patience, give_up: &'a dyn Fn() -> bool) -> Vec<Unread<'a>> {
        let (mut unread, mut waiting) = (Vec::new(), Vec::new());
        let (mut tries, mut measured) = (0, 0);
        let mut most = if self.is_beside {
            self.most_beside()
        } else {
            MAX_MEASURED
        };
        for triple in triple::triples(&self.finders) {
            if tries >= MAX_TRIES || measured >= most || give_up() {
                break;
            }
            if self.is_used(&triple) {
                continue;
            }
            measured += 1;
            let sampler = Sampler::new(self.plane, self.finders[triple.corner].light);
            let members = triple.members().map(|member| &self.finders[member]);
            let Some(attempt) = Try::new(sampler, members, give_up) else {
                if self.is_tiny(&triple) {
                    self.gained.traces.push(self.corners(&triple));
                }
                continue;
            };
            if !attempt.has_timing() {
                waiting.push((triple, attempt));
                continue;
            }
            tries += 1;
            if self.is_read_flat(triple, attempt, &mut unread) {
                (tries, measured) = (0, 0);
                most = self.most_beside();
            }
        }
        for (triple, attempt) in waiting.into_iter().take(MAX_TRIES) {
            // Beside codes that were read, nothing without a timing pattern is worth the time.
            if self.is_beside || give_up() || !patience.allows_vague() {
                break;
            }
            self.is_read_flat(triple, attempt, &mut unread);
        }
        unread
    }

    /// How many triples are measured before the rest is believed to be something else. Noise makes hundreds of finder
    /// patterns that are seen in one row only.
    fn most_beside(&self) -> usize {
        let finders = self.finders.iter().zip(&self.used);
        let left = finders.filter(|(finder, used)| !**used && finder.votes >= SEEN_AGAIN);
        MAX_BESIDE + MAX_EACH * left.count()
    }

    fn is_read_flat(
        &mut self,
        triple: Triple,
        attempt: Try<'a>,
        unread: &mut Vec<Unread<'a>>,
    ) -> bool {
        match attempt.flat() {
            Flat::Read(payload, corners) => {
                self.take(payload, corners);
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

    fn bent_ones(&mut self, unread: Vec<Unread>, patience: &Patience, give_up: &dyn Fn() -> bool) {
        let mut left = Vec::new();
        for Unread {
            triple,
            attempt,
            guess,
        } in unread
        {
            if self.is_used(&triple) {
                continue;
            }
            let likely = guess.as_ref().filter(|guess| guess.looks_like_a_code());
            // Beside codes that were read, only what looks like one altogether.
            if (likely.is_some() || (!self.is_beside && patience.allows_vague()))
                && !give_up()
                && let Some((payload, corners)) = attempt.bent(likely, &patience.dear)
            {
                self.take(payload, corners);
                continue;
            }
            left.push((triple, guess));
        }
        for (triple, guess) in left {
            if self.is_used(&triple) {
                continue;
            }
            let corners = self.corners(&triple);
            self.gained.traces.push(corners);
            let Some(guess) = guess else { continue };
            if guess.likeness.is_telling() {
                self.gained.hints.push(corners);
            }
            if guess.likeness.is_unmistakable() {
                let corners = guess.corners().map(|corner| self.plane.in_picture(corner));
                self.gained.unread.push(corners);
            }
        }
    }

    /// Finder patterns as plain as those of codes, two at least: the others may only be seen at another size.
    fn lonely_ones(&mut self, rows_apart: f32, give_up: &'a dyn Fn() -> bool) {
        let lonely: Vec<Finder> = self
            .finders
            .iter()
            .zip(&self.used)
            .filter(|(finder, used)| {
                !**used && finder.votes * rows_apart >= PLAIN.max(2.0 * finder.along_column)
            })
            .map(|(finder, _)| *finder)
            .collect();
        if lonely.len() < 2 {
            return;
        }
        for mut pair in Pair::among(&lonely, self.plane) {
            match self.with_a_lost_corner(&mut pair, give_up) {
                Some((payload, corners)) => self.take(payload, corners),
                // Where nothing was read, all is looked at closely anyway, and nobody believes that nothing is left.
                None if self.is_beside => self.gained.pairs.push(pair),
                None => {}
            }
        }
        for finder in lonely {
            let (right, down) = (3.5 * finder.along_row, 3.5 * finder.along_column);
            let corner = |x: f32, y: f32| {
                self.plane
                    .in_picture((finder.x + x * right, finder.y + y * down))
            };
            let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
            self.gained.traces.push(corners.map(|(x, y)| corner(x, y)));
        }
    }

    /// Two finder patterns are enough to read many a code: the rest of it can do without the third.
    fn with_a_lost_corner(
        &self,
        pair: &mut Pair,
        give_up: &'a dyn Fn() -> bool,
    ) -> Option<Reading> {
        for meaning in std::mem::take(&mut pair.meanings) {
            let sampler = Sampler::new(self.plane, meaning.light);
            let attempt = Try::without_one(sampler, &meaning, give_up);
            match attempt.map(|attempt| attempt.flat()) {
                Some(Flat::Read(payload, corners)) => return Some((payload, corners)),
                Some(Flat::Unread(Some(guess))) if guess.likeness.lacks_only_a_corner() => {
                    pair.is_unmistakable = true;
                }
                _ => {}
            }
        }
        None
    }

    fn is_used(&self, triple: &Triple) -> bool {
        triple.members().iter().any(|&member| self.used[member])
    }

    fn is_tiny(&self, triple: &Triple) -> bool {
        let members = triple.members().map(|member| &self.finders[member]);
        members.iter().all(|finder| finder.module() < TINY)
    }

    /// Roughly, in the picture.
    fn corners(&self, triple: &Triple) -> Corners {
        let [corner, right, below] = triple.members().map(|member| {
            let finder = &self.finders[member];
            self.plane.in_picture((finder.x, finder.y))
        });
        let opposite = (right.0 + below.0 - corner.0, right.1 + below.1 - corner.1);
        [corner, right, opposite, below]
    }

    fn take(&mut self, payload: Payload, corners: Corners) {
        self.is_beside = true;
        for (used, finder) in self.used.iter_mut().zip(&self.finders) {
            *used |= is_inside(&corners, (finder.x, finder.y));
        }
        self.gained.found.push(Sighted {
            payload,
            corners: corners.map(|corner| self.plane.in_picture(corner)),
        });
    }
}
