//! Looks for codes in a picture: which views of it are tried, in which order, and when to stop.

use std::cell::{Cell, OnceCell};

use super::Found;
use super::finder::Surroundings;
use super::level;
use super::picture::{Picture, Pixels};
use super::plane::Plane;
use super::pure;

/// Pixels from which on the half size is looked at first.
const LARGE: usize = 4_000_000;
/// Pixels up to which the doubled size is looked at.
const SMALL: usize = 3_000_000;
/// Pixels of a plane up to which blur is taken out.
const SHARPENED: usize = 800_000;
/// Dear tries a picture may cost.
const PATIENCE: u32 = 16;
/// Pixels up to which colours are looked at.
const COLOURED: usize = 10_000_000;

/// All codes, in reading order, each text once.
pub fn codes(picture: &Picture, give_up: &dyn Fn() -> bool) -> Vec<Found> {
    let mut search = Search {
        found: Vec::new(),
        give_up,
        patience: Cell::new(PATIENCE),
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

/// A plane and its smaller sizes, made when they are needed.
struct View {
    full: Plane,
    half: OnceCell<Plane>,
    quarter: OnceCell<Plane>,
}

impl View {
    fn of(full: Plane) -> Self {
        Self {
            full,
            half: OnceCell::new(),
            quarter: OnceCell::new(),
        }
    }

    fn half(&self) -> &Plane {
        self.half.get_or_init(|| self.full.halved())
    }

    fn quarter(&self) -> &Plane {
        self.quarter.get_or_init(|| self.half().halved())
    }

    fn pixels(&self) -> usize {
        self.full.width * self.full.height
    }
}

struct Search<'a> {
    found: Vec<Found>,
    give_up: &'a dyn Fn() -> bool,
    /// How many more dear tries this picture may cost.
    patience: Cell<u32>,
}

impl Search<'_> {
    /// First what is quick on every plane, then what is slow.
    fn picture(&mut self, picture: &Picture) {
        let mut views = Vec::with_capacity(3);
        for plane in 0..3 {
            let plane = match plane {
                0 => Some(Plane::luma(picture, 255)),
                1 => is_see_through(picture).then(|| Plane::luma(picture, 0)),
                _ if picture.width * picture.height < COLOURED => Plane::along_colours(picture),
                _ => None,
            };
            let Some(plane) = plane else { continue };
            if let Some(found) = pure::read(&plane) {
                self.found.push(found);
                return;
            }
            let view = View::of(plane);
            if self.quickly(&view) {
                return;
            }
            views.push(view);
        }
        for view in &views {
            if self.thoroughly(view) {
                return;
            }
        }
    }

    /// The sizes at which nearly all codes are read; true when that is enough.
    fn quickly(&mut self, view: &View) -> bool {
        let margin = Surroundings::Margin;
        if view.pixels() > LARGE && self.level(view.half(), margin) {
            return true;
        }
        self.level(&view.full, margin)
            || (view.pixels() <= LARGE && self.level(view.half(), margin))
            || self.level(view.quarter(), margin)
    }

    /// What helps against small modules, missing margins, specks and blur; true when that is enough.
    fn thoroughly(&mut self, view: &View) -> bool {
        if view.pixels() <= SMALL && self.level(&view.full.doubled(), Surroundings::Margin) {
            return true;
        }
        if self.level(&view.full, Surroundings::Open) || self.level(view.half(), Surroundings::Open)
        {
            return true;
        }
        let specked = if view.pixels() > LARGE {
            view.half()
        } else {
            &view.full
        };
        if self.level(&specked.without_specks(), Surroundings::Margin) {
            return true;
        }
        // By how blurred they are; large pictures only if they are very much so.
        let planes = [
            (&view.full, SHARPENED),
            (view.half(), 4 * SHARPENED),
            (view.quarter(), 16 * SHARPENED),
        ];
        let blurred: Vec<&Plane> = planes
            .into_iter()
            .filter(|(plane, most)| {
                view.pixels() <= SHARPENED || (view.pixels() <= *most && plane.is_soft())
            })
            .map(|(plane, _)| plane)
            .collect();
        for rounds in [4, 9, 24] {
            if blurred
                .iter()
                .any(|plane| self.level(&plane.sharpened(rounds), Surroundings::Margin))
            {
                return true;
            }
        }
        !self.found.is_empty()
    }

    /// Searches one plane; true when nothing is left to be read, or time is up.
    fn level(&mut self, plane: &Plane, surroundings: Surroundings) -> bool {
        if (self.give_up)() {
            return true;
        }
        if plane.width < 21 || plane.height < 21 {
            return false;
        }
        let gained = level::search(plane, surroundings, &self.patience, self.give_up);
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

fn is_see_through(picture: &Picture) -> bool {
    let Pixels::Rgba(pixels) = &picture.pixels else {
        return false;
    };
    pixels.as_chunks::<4>().0.iter().any(|pixel| pixel[3] < 250)
}
