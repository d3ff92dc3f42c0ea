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
/// Pixels of the shorter side below which no smaller size is made.
const SMALLEST: usize = 120;
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

/// A plane and its smaller sizes, each half as wide as the one before, made when they are needed. In the smallest a
/// code that fills the picture has modules of a few pixels: thresholds are taken in windows of forty.
struct View {
    full: Plane,
    smaller: Vec<OnceCell<Plane>>,
}

impl View {
    fn of(full: Plane) -> Self {
        let mut smaller = Vec::new();
        let mut side = full.width.min(full.height) / 2;
        while smaller.len() < 2 || side >= SMALLEST {
            smaller.push(OnceCell::new());
            side /= 2;
        }
        Self { full, smaller }
    }

    /// 0 is the full size, 1 half of it, 2 a quarter.
    fn size(&self, halvings: usize) -> &Plane {
        let Some(before) = halvings.checked_sub(1) else {
            return &self.full;
        };
        match self.smaller.get(before) {
            Some(plane) => plane.get_or_init(|| self.size(before).halved()),
            None => self.size(self.smaller.len()),
        }
    }

    /// All but the full size, largest first.
    fn smaller(&self) -> impl Iterator<Item = &Plane> {
        (1..=self.smaller.len()).map(|halvings| self.size(halvings))
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
        let is_large = view.pixels() > LARGE;
        if is_large && self.level(view.size(1), margin) {
            return true;
        }
        self.level(&view.full, margin)
            || (!is_large && self.level(view.size(1), margin))
            || view
                .smaller()
                .skip(1)
                .any(|plane| self.level(plane, margin))
    }

    /// What helps against small modules, missing margins, specks and blur; true when that is enough.
    fn thoroughly(&mut self, view: &View) -> bool {
        if view.pixels() <= SMALL && self.level(&view.full.doubled(), Surroundings::Margin) {
            return true;
        }
        if self.level(&view.full, Surroundings::Open) {
            return true;
        }
        // Pictures of little else than a code get by with one smaller size.
        let smaller = if view.pixels() > LARGE { usize::MAX } else { 1 };
        if view
            .smaller()
            .take(smaller)
            .any(|plane| self.level(plane, Surroundings::Open))
        {
            return true;
        }
        let specked = view.size(usize::from(view.pixels() > LARGE));
        if self.level(&specked.without_specks(), Surroundings::Margin) {
            return true;
        }
        // By how blurred they are; large pictures only if they are very much so.
        let blurred: Vec<&Plane> = [(0, SHARPENED), (1, 4 * SHARPENED), (2, 16 * SHARPENED)]
            .into_iter()
            .map(|(halvings, most)| (view.size(halvings), most))
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
