//! A plane at all the sizes at which it is searched.

use std::cell::OnceCell;

use super::plane::Plane;
use super::threshold::Sheet;

/// Pixels of the shorter side below which no smaller size is made.
const SMALLEST: usize = 120;

/// A plane and its smaller sizes, each half as wide as the one before, made when they are needed. In the smallest a
/// code that fills the picture has modules of a few pixels: thresholds are taken in windows of forty.
pub struct View {
    /// As large as the picture.
    pub full: Sheet,
    smaller: Vec<OnceCell<Sheet>>,
    /// What it shows.
    pub seen: Seen,
}

/// What a plane shows of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// How bright it is.
    Brightness,
    /// Which colour it has: photographs keep that coarsely.
    Colour,
}

impl View {
    /// Nothing smaller is made yet.
    pub fn of(full: Plane, seen: Seen) -> Self {
        let full = Sheet::of(full);
        let mut smaller = Vec::new();
        let mut side = full.plane.width.min(full.plane.height) / 2;
        while smaller.len() < 2 || side >= SMALLEST {
            smaller.push(OnceCell::new());
            side /= 2;
        }
        Self {
            full,
            smaller,
            seen,
        }
    }

    /// 0 is the full size, 1 half of it, 2 a quarter.
    pub fn size(&self, halvings: usize) -> &Sheet {
        let Some(before) = halvings.checked_sub(1) else {
            return &self.full;
        };
        match self.smaller.get(before) {
            Some(sheet) => sheet.get_or_init(|| Sheet::of(self.size(before).plane.halved())),
            None => self.size(self.smaller.len()),
        }
    }

    /// All but the full size, largest first.
    pub fn smaller(&self) -> impl Iterator<Item = &Sheet> {
        (1..=self.smaller.len()).map(|halvings| self.size(halvings))
    }

    /// Of the full size.
    pub fn pixels(&self) -> usize {
        self.full.plane.width * self.full.plane.height
    }
}
