//! A map corrected at the alignment patterns: where they are found beside their place, the map gives way between them.

use super::alignment;
use super::decode::version::Version;
use super::sampler::{Place, Sampler};

/// A map with a correction, in pixels, at each crossing of the alignment patterns' columns and rows.
pub struct Anchored<'a> {
    base: &'a Place<'a>,
    /// Middles of those columns (and rows).
    lines: Vec<f32>,
    off: Vec<(f32, f32)>,
}

impl<'a> Anchored<'a> {
    /// Looks for all alignment patterns, from the finder patterns outwards. `None` if none was found.
    pub fn at_patterns(
        sampler: &Sampler,
        base: &'a Place<'a>,
        version: Version,
        reach: f32,
    ) -> Option<Self> {
        let centres = version.alignment();
        let count = centres.len();
        if count == 0 {
            return None;
        }
        let lines: Vec<f32> = centres.iter().map(|&centre| centre as f32 + 0.5).collect();
        let mut anchored = Self {
            base,
            lines,
            off: vec![(0.0, 0.0); count * count],
        };
        let mut met = 0;
        let mut order: Vec<(usize, usize)> = (0..count)
            .flat_map(|row| (0..count).map(move |column| (column, row)))
            .collect();
        order.sort_by_key(|(column, row)| column + row);
        for (column, row) in order {
            let last = count - 1;
            let at_finder = matches!((column, row), (0, 0))
                || (column, row) == (last, 0)
                || (column, row) == (0, last);
            if at_finder {
                continue;
            }
            let near = anchored.expected(column, row);
            let base = anchored.base;
            let place = |across: f32, down: f32| {
                let (x, y) = base(across, down);
                (x + near.0, y + near.1)
            };
            let centre = (anchored.lines[column], anchored.lines[row]);
            let off = alignment::found(sampler, &place, centre, reach).map(|(x, y)| {
                let (from_x, from_y) = base(centre.0, centre.1);
                met += 1;
                (x - from_x, y - from_y)
            });
            anchored.off[row * count + column] = off.unwrap_or(near);
        }
        (met > 0).then_some(anchored)
    }

    /// Where a point of the code is in the picture.
    pub fn place(&self, column: f32, row: f32) -> (f32, f32) {
        let (left, right) = self.between(column);
        let (top, below) = self.between(row);
        let count = self.lines.len();
        let mix = |part: fn(&(f32, f32)) -> f32| {
            let value = |column: usize, row: usize| part(&self.off[row * count + column]);
            let upper = value(left, top) + right * (value(left + 1, top) - value(left, top));
            let lower =
                value(left, top + 1) + right * (value(left + 1, top + 1) - value(left, top + 1));
            upper + below * (lower - upper)
        };
        let (x, y) = (self.base)(column, row);
        (x + mix(|off| off.0), y + mix(|off| off.1))
    }

    /// The line before a module, and how far it is on the way to the next one (beyond 1 and below 0 at the rims).
    fn between(&self, module: f32) -> (usize, f32) {
        let before = self
            .lines
            .iter()
            .rposition(|&line| line <= module)
            .unwrap_or(0)
            .min(self.lines.len() - 2);
        let (from, to) = (self.lines[before], self.lines[before + 1]);
        (before, ((module - from) / (to - from)).clamp(-0.5, 1.5))
    }

    /// The correction that those to the left and above suggest.
    fn expected(&self, column: usize, row: usize) -> (f32, f32) {
        let off = |column: usize, row: usize| self.off[row * self.lines.len() + column];
        match (column, row) {
            (0, 0) => (0.0, 0.0),
            (0, _) => off(0, row - 1),
            (_, 0) => off(column - 1, 0),
            _ => {
                let (left, above, beyond) = (
                    off(column - 1, row),
                    off(column, row - 1),
                    off(column - 1, row - 1),
                );
                (left.0 + above.0 - beyond.0, left.1 + above.1 - beyond.1)
            }
        }
    }
}
