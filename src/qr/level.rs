//! The search at one size of the picture: threshold, finders, triples, tries.

use std::cell::Cell;

use super::Found;
use super::attempt::{Outcome, Try};
use super::finder::{self, Finder, Surroundings};
use super::plane::Plane;
use super::sampler::Sampler;
use super::threshold::Bitmap;
use super::triple;

/// Finder patterns of each polarity that are combined.
const MOST_FINDERS: usize = 40;
/// Triples that are looked at closely.
const MOST_TRIES: usize = 40;
/// Triples that are measured.
const MOST_MEASURED: usize = 160;

/// What a level gave.
pub struct Yield {
    /// Codes read.
    pub found: Vec<Found>,
    /// Something looks like a code and was not read.
    pub more: bool,
}

/// Reads what can be read in a plane.
pub fn search(
    plane: &Plane,
    surroundings: Surroundings,
    patience: &Cell<u32>,
    give_up: &dyn Fn() -> bool,
) -> Yield {
    let bitmap = Bitmap::of(plane);
    let finders = finder::find(&bitmap, surroundings, MOST_FINDERS, give_up);
    let mut used = vec![false; finders.len()];
    let mut promising = Vec::new();
    let mut result = Yield {
        found: Vec::new(),
        more: false,
    };
    let (mut tries, mut measured) = (0, 0);
    for triple in triple::triples(&finders) {
        if tries >= MOST_TRIES || measured >= MOST_MEASURED || give_up() {
            break;
        }
        if triple.members().iter().any(|&member| used[member]) {
            continue;
        }
        let sampler = Sampler::new(plane, finders[triple.corner].light);
        measured += 1;
        let Some(attempt) = Try::new(
            sampler,
            triple.members().map(|member| &finders[member]),
            give_up,
        ) else {
            continue;
        };
        tries += 1;
        match attempt.read(patience) {
            Outcome::Nothing => {}
            Outcome::Promising => promising.push(triple),
            Outcome::Read(text, corners) => {
                for (used, finder) in used.iter_mut().zip(&finders) {
                    *used |= is_inside(&corners, finder);
                }
                result.found.push(Found {
                    text,
                    corners: corners.map(|corner| plane.in_picture(corner)),
                });
                tries = 0;
            }
        }
    }
    result.more = promising
        .iter()
        .any(|triple| triple.members().iter().all(|&member| !used[member]));
    result
}

/// Whether a finder's centre lies in the quadrilateral.
fn is_inside(corners: &[(f32, f32); 4], finder: &Finder) -> bool {
    let sides = [0, 1, 2, 3].map(|at| {
        let (from, to) = (corners[at], corners[(at + 1) % 4]);
        (to.0 - from.0) * (finder.y - from.1) - (to.1 - from.1) * (finder.x - from.0)
    });
    sides.iter().all(|&side| side >= 0.0) || sides.iter().all(|&side| side <= 0.0)
}
