//! Looks for codes in a picture: which views of it are tried, in which order, and when to stop.

use super::Found;
use super::finder::Surroundings;
use super::level;
use super::picture::{Picture, Pixels};
use super::plane::Plane;
use super::pure;
use super::threshold::Bitmap;

/// Pixels from which on the half size is looked at first.
const LARGE: usize = 4_000_000;
/// Pixels up to which the doubled size is looked at.
const SMALL: usize = 3_000_000;
/// Pixels up to which colours are looked at.
const COLOURED: usize = 10_000_000;

/// All codes, in reading order, each text once.
pub fn codes(picture: &Picture, give_up: &dyn Fn() -> bool) -> Vec<Found> {
    let mut search = Search {
        found: Vec::new(),
        give_up,
    };
    search.picture(picture);
    let mut found = search.found;
    // Codes whose middles are less than half a code apart in height are on one line.
    found.sort_by(|a, b| middle(a).1.total_cmp(&middle(b).1));
    let mut line_start = 0;
    for at in 1..=found.len() {
        let breaks = at == found.len()
            || middle(&found[at]).1 - middle(&found[line_start]).1
                > height(&found[line_start]) / 2.0;
        if breaks {
            found[line_start..at].sort_by(|a, b| middle(a).0.total_cmp(&middle(b).0));
            line_start = at;
        }
    }
    found
}

fn middle(found: &Found) -> (f32, f32) {
    let sum = found.corners.iter().fold((0.0, 0.0), |sum, corner| {
        (sum.0 + corner.0, sum.1 + corner.1)
    });
    (sum.0 / 4.0, sum.1 / 4.0)
}

fn height(found: &Found) -> f32 {
    let rows = found.corners.map(|corner| corner.1);
    rows.iter().copied().fold(f32::MIN, f32::max) - rows.iter().copied().fold(f32::MAX, f32::min)
}

struct Search<'a> {
    found: Vec<Found>,
    give_up: &'a dyn Fn() -> bool,
}

impl Search<'_> {
    fn picture(&mut self, picture: &Picture) {
        if self.plane(&Plane::luma(picture, 255)) {
            return;
        }
        if let Pixels::Rgba(pixels) = &picture.pixels
            && pixels.as_chunks::<4>().0.iter().any(|pixel| pixel[3] < 250)
            && self.plane(&Plane::luma(picture, 0))
        {
            return;
        }
        if picture.width * picture.height < COLOURED
            && let Some(plane) = Plane::along_colours(picture)
        {
            self.plane(&plane);
        }
    }

    /// Searches a plane; true when that is enough: something was read, or time is up.
    fn plane(&mut self, full: &Plane) -> bool {
        if let Some(found) = pure::read(full) {
            self.found.push(found);
            return true;
        }
        let pixels = full.width * full.height;
        let half = full.halved();
        let half_bitmap = Bitmap::of(&half);
        if pixels > LARGE && self.level(&half, &half_bitmap, Surroundings::Margin) {
            return true;
        }
        let full_bitmap = Bitmap::of(full);
        if self.level(full, &full_bitmap, Surroundings::Margin) {
            return true;
        }
        if pixels <= LARGE && self.level(&half, &half_bitmap, Surroundings::Margin) {
            return true;
        }
        let quarter = half.halved();
        if self.level(&quarter, &Bitmap::of(&quarter), Surroundings::Margin) {
            return true;
        }
        if pixels <= SMALL {
            let doubled = full.doubled();
            if self.level(&doubled, &Bitmap::of(&doubled), Surroundings::Margin) {
                return true;
            }
        }
        if self.level(full, &full_bitmap, Surroundings::Open)
            || self.level(&half, &half_bitmap, Surroundings::Open)
        {
            return true;
        }
        let clean = if pixels > LARGE {
            half.without_specks()
        } else {
            full.without_specks()
        };
        self.level(&clean, &Bitmap::of(&clean), Surroundings::Margin) || !self.found.is_empty()
    }

    /// Searches one size; true when nothing is left to be read, or time is up.
    fn level(&mut self, plane: &Plane, bitmap: &Bitmap, surroundings: Surroundings) -> bool {
        if plane.width < 21 || plane.height < 21 {
            return false;
        }
        if (self.give_up)() {
            return true;
        }
        let gained = level::search(plane, bitmap, surroundings, self.give_up);
        for found in gained.found {
            if self
                .found
                .iter()
                .all(|known| known.text.expose() != found.text.expose())
            {
                self.found.push(found);
            }
        }
        (!self.found.is_empty() && !gained.more) || (self.give_up)()
    }
}
