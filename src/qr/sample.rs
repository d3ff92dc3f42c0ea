//! The brightness of every module of a code, and whether it looks like a QR code.

use zeroize::Zeroizing;

use super::decode::Modules;
use super::projection::Projection;
use super::sampler::{Place, Sampler};

/// Where in a module it is looked at, in modules from its middle.
const PLACES: [(f32, f32); 5] = [
    (0.0, 0.0),
    (-0.2, -0.2),
    (0.2, -0.2),
    (-0.2, 0.2),
    (0.2, 0.2),
];
/// Modules on each side that belong to the neighbourhood whose mean is the threshold.
const REACH: usize = 4;

/// Mean brightness of the modules, row by row.
#[derive(Clone)]
pub struct Greys {
    /// Modules along one edge.
    pub size: usize,
    /// 0 to 255 each, more or less.
    pub values: Vec<f32>,
}

/// How well the fixed patterns are there: shares of modules as they should be.
#[derive(Debug, Clone, Copy)]
pub struct Likeness {
    /// Of the timing patterns.
    pub timing: f32,
    /// Of the finder patterns and their separators.
    pub finders: f32,
}

impl Likeness {
    /// Both together, up to 2.
    pub fn sum(self) -> f32 {
        self.timing + self.finders
    }

    /// Worth a closer look. Chance alone gives 0.5 each.
    pub fn is_promising(self) -> bool {
        self.timing >= 0.6 && self.finders >= 0.62 && self.sum() >= 1.36
    }

    /// Reason to look closely, if it could not be read. Squares within squares that are no code reach 0.77 in timing
    /// patterns.
    pub fn is_telling(self) -> bool {
        self.timing >= 0.74 && self.sum() >= 1.5
    }

    /// Reason to say that a code was left unread.
    pub fn is_unmistakable(self) -> bool {
        self.timing >= 0.82 && self.finders >= 0.8
    }

    /// Reason to say so too where one corner is lost: both timing patterns are whole, and so are the other corners.
    pub fn lacks_only_a_corner(self) -> bool {
        self.timing >= 1.0 && self.finders >= 0.82
    }

    /// Worth decoding.
    fn is_convincing(self) -> bool {
        self.timing >= 0.68 && self.finders >= 0.7 && self.sum() > 1.48
    }
}

/// Offset of the three finder patterns in modules: first column and row.
fn finder_places(size: usize) -> [(usize, usize); 3] {
    [(0, 0), (size - 7, 0), (0, size - 7)]
}

/// Whether a module of a finder pattern (or around it: -1 and 7) is dark.
fn finder_module(column: isize, row: isize) -> bool {
    let ring = (column - 3).abs().max((row - 3).abs());
    ring != 2 && ring != 4
}

/// Looks at the fixed patterns only: quick enough for hundreds of guesses. `middles` are the brightnesses
/// between ink and paper at the three finder patterns.
pub fn glance(
    sampler: &Sampler,
    projection: &Projection,
    size: usize,
    middles: [f32; 3],
) -> Likeness {
    let look = |column: usize, row: usize| {
        let (x, y) = projection.in_picture(column as f32 + 0.5, row as f32 + 0.5);
        sampler.at(x, y)
    };
    let mut right = 0_usize;
    let mut seen = 0_usize;
    for along_row in [true, false] {
        let at = |place: usize| {
            if along_row {
                look(place, 6)
            } else {
                look(6, place)
            }
        };
        let (mut before, mut here) = (at(6), at(7));
        for place in 7..size - 7 {
            let next = at(place + 1);
            // Compared with its neighbours, so that shadows do not matter.
            let dark = here < before.midpoint(next);
            right += usize::from(dark == place.is_multiple_of(2));
            seen += 1;
            (before, here) = (here, next);
        }
    }
    let timing = right as f32 / seen as f32;
    let (mut right, mut seen) = (0_usize, 0_usize);
    for ((first_column, first_row), middle) in finder_places(size).into_iter().zip(middles) {
        for row in 0..7 {
            for column in 0..7 {
                let dark = look(first_column + column, first_row + row) < middle;
                right += usize::from(dark == finder_module(column as isize, row as isize));
                seen += 1;
            }
        }
    }
    let finders = right as f32 / seen as f32;
    Likeness { timing, finders }
}

impl Greys {
    /// Samples every module; `place` maps modules to pixels.
    pub fn sampled(sampler: &Sampler, size: usize, place: &Place) -> Self {
        let middles = |row: usize| -> Vec<(f32, f32)> {
            (0..=size)
                .map(|column| place(column as f32 + 0.5, row as f32 + 0.5))
                .collect()
        };
        let mut values = Vec::with_capacity(size * size);
        let mut here = middles(0);
        for row in 0..size {
            let below = middles(row + 1);
            for column in 0..size {
                let (x, y) = here[column];
                let across = (here[column + 1].0 - x, here[column + 1].1 - y);
                let down = (below[column].0 - x, below[column].1 - y);
                let sum: f32 = PLACES
                    .iter()
                    .map(|(u, v)| {
                        sampler.at(x + u * across.0 + v * down.0, y + u * across.1 + v * down.1)
                    })
                    .sum();
                values.push(sum / PLACES.len() as f32);
            }
            here = below;
        }
        Self { size, values }
    }

    /// Mean over the neighbourhood of each module.
    pub fn local_means(&self) -> Vec<f32> {
        let size = self.size;
        let stride = size + 1;
        let mut sums = vec![0.0_f32; stride * stride];
        for row in 0..size {
            let mut so_far = 0.0;
            for column in 0..size {
                so_far += self.values[row * size + column];
                sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + so_far;
            }
        }
        let mut means = Vec::with_capacity(size * size);
        for row in 0..size {
            let (top, bottom) = (row.saturating_sub(REACH), (row + REACH + 1).min(size));
            for column in 0..size {
                let (left, right) = (column.saturating_sub(REACH), (column + REACH + 1).min(size));
                let sum = sums[bottom * stride + right]
                    - sums[bottom * stride + left]
                    - sums[top * stride + right]
                    + sums[top * stride + left];
                means.push(sum / ((bottom - top) * (right - left)) as f32);
            }
        }
        means
    }

    /// The brightness that parts all modules into two groups best (Otsu, 1979).
    pub fn split(&self) -> f32 {
        let mut counts = [0_u32; 256];
        for &value in &self.values {
            counts[value.clamp(0.0, 255.0) as usize] += 1;
        }
        let total = self.values.len() as f32;
        let whole: f32 = counts
            .iter()
            .enumerate()
            .map(|(value, &count)| value as f32 * count as f32)
            .sum();
        let (mut below, mut sum_below) = (0.0, 0.0);
        let (mut best, mut best_spread) = (128.0, -1.0);
        for (value, &count) in counts.iter().enumerate() {
            below += count as f32;
            sum_below += value as f32 * count as f32;
            let above = total - below;
            if below < 1.0 || above < 1.0 {
                continue;
            }
            let apart = sum_below / below - (whole - sum_below) / above;
            let spread = below * above * apart * apart;
            if spread > best_spread {
                (best, best_spread) = (value as f32 + 0.5, spread);
            }
        }
        best
    }

    /// Modules darker than their threshold; `limits` has one for each.
    pub fn modules(&self, limits: &[f32]) -> Modules {
        let dark = self
            .values
            .iter()
            .zip(limits)
            .map(|(value, limit)| value < limit)
            .collect();
        Modules {
            size: self.size,
            dark: Zeroizing::new(dark),
        }
    }
}

/// Whether modules look enough like a QR code to be decoded.
pub fn is_convincing(modules: &Modules) -> bool {
    let size = modules.size;
    let dark = |column: usize, row: usize| modules.dark[row * size + column];
    let timing: usize = (7..size - 7)
        .map(|place| {
            let expected = place.is_multiple_of(2);
            usize::from(dark(place, 6) == expected) + usize::from(dark(6, place) == expected)
        })
        .sum();
    let mut finders = 0;
    for (first_column, first_row) in finder_places(size) {
        for row in 0..7 {
            for column in 0..7 {
                let expected = finder_module(column as isize, row as isize);
                finders += usize::from(dark(first_column + column, first_row + row) == expected);
            }
        }
    }
    let likeness = Likeness {
        timing: timing as f32 / (2 * (size - 14)) as f32,
        finders: finders as f32 / 147.0,
    };
    likeness.is_convincing()
}
