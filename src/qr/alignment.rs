//! Finds alignment patterns (a dark module in a light ring in a dark ring) near where they should be.

use super::decode::version::Version;
use super::measure::length;
use super::projection::{Constraint, Projection};
use super::sampler::{Place, Sampler};

/// A correlation from which on it is a pattern.
const LEAST: f32 = 0.6;

/// Weight of the one at the lower right, found first.
const FIRST_WEIGHT: f32 = 8.0;
/// Weight of each when all have been looked for.
const EACH_WEIGHT: f32 = 5.0;

/// The lower right one, as constraints for a better fit. Empty if there is none.
pub fn lower_right(
    sampler: &Sampler,
    projection: &Projection,
    version: Version,
) -> Vec<Constraint> {
    let Some(&last) = version.alignment().last() else {
        return Vec::new();
    };
    // The guess is worse the farther it is from the finder patterns.
    let reach = (1.5 + 0.09 * version.size() as f32).min(7.0);
    near(sampler, projection, (last, last), reach).map_or_else(Vec::new, |point| {
        constraints(point, (last, last), FIRST_WEIGHT)
    })
}

/// All of them, as constraints; for versions that have more than one.
pub fn all(sampler: &Sampler, projection: &Projection, version: Version) -> Vec<Constraint> {
    let patterns = version.alignment_patterns();
    if patterns.len() < 2 {
        return Vec::new();
    }
    patterns
        .into_iter()
        .filter_map(|place| {
            Some(constraints(
                near(sampler, projection, place, 1.75)?,
                place,
                EACH_WEIGHT,
            ))
        })
        .flatten()
        .collect()
}

fn constraints((x, y): (f32, f32), (column, row): (usize, usize), weight: f32) -> Vec<Constraint> {
    let constraint = |axis, value: usize| Constraint {
        x,
        y,
        axis,
        value: value as f32 + 0.5,
        weight,
    };
    vec![constraint(0, column), constraint(1, row)]
}

/// Where in the picture the pattern is that should be centred on a point, searched within `reach` modules.
pub fn found(
    sampler: &Sampler,
    place: &Place,
    centre: (f32, f32),
    reach: f32,
) -> Option<(f32, f32)> {
    let coarse = search(sampler, place, centre, reach, 0.5)?;
    let fine = search(sampler, place, coarse, 0.625, 0.125)?;
    Some(place(fine.0, fine.1))
}

fn near(
    sampler: &Sampler,
    projection: &Projection,
    (column, row): (usize, usize),
    reach: f32,
) -> Option<(f32, f32)> {
    let centre = (column as f32 + 0.5, row as f32 + 0.5);
    found(
        sampler,
        &|column, row| projection.in_picture(column, row),
        centre,
        reach,
    )
}

/// The best match in a square of positions; where several are as good, the middle of them.
fn search(
    sampler: &Sampler,
    place: &Place,
    centre: (f32, f32),
    reach: f32,
    step: f32,
) -> Option<(f32, f32)> {
    let patch = Patch::around(place, centre);
    let count = (reach / step) as i32;
    let mut scores = Vec::with_capacity(((2 * count + 1) * (2 * count + 1)) as usize);
    for down in -count..=count {
        for right in -count..=count {
            let off = (right as f32 * step, down as f32 * step);
            scores.push((patch.likeness(sampler, off) - 0.02 * length(off), off));
        }
    }
    let best = scores.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    if best.0 < LEAST - 0.02 * reach {
        return None;
    }
    let as_good = scores.iter().filter(|(score, off)| {
        *score > best.0 - 0.03 && (off.0 - best.1.0).abs() <= 1.0 && (off.1 - best.1.1).abs() <= 1.0
    });
    let (mut right, mut down, mut total) = (0.0, 0.0, 0.0);
    for (_, off) in as_good {
        right += off.0;
        down += off.1;
        total += 1.0;
    }
    Some((centre.0 + right / total, centre.1 + down / total))
}

/// A map near a point, where it is as good as straight.
struct Patch {
    centre: (f32, f32),
    right: (f32, f32),
    down: (f32, f32),
}

impl Patch {
    fn around(place: &Place, (column, row): (f32, f32)) -> Self {
        let step =
            |to: (f32, f32), from: (f32, f32)| ((to.0 - from.0) / 4.0, (to.1 - from.1) / 4.0);
        Self {
            centre: place(column, row),
            right: step(place(column + 2.0, row), place(column - 2.0, row)),
            down: step(place(column, row + 2.0), place(column, row - 2.0)),
        }
    }

    /// Correlation of 25 modules with the pattern, -1 to 1.
    fn likeness(&self, sampler: &Sampler, off: (f32, f32)) -> f32 {
        let (mut sum, mut squares, mut light) = (0.0, 0.0, 0.0);
        for down in -2_i8..=2 {
            for right in -2_i8..=2 {
                let (column, row) = (off.0 + f32::from(right), off.1 + f32::from(down));
                let value = sampler.at(
                    self.centre.0 + column * self.right.0 + row * self.down.0,
                    self.centre.1 + column * self.right.1 + row * self.down.1,
                );
                sum += value;
                squares += value * value;
                if right.abs().max(down.abs()) == 1 {
                    light += value;
                }
            }
        }
        // 8 light modules of 25.
        let covariance = light - sum * 8.0 / 25.0;
        let spread = squares - sum * sum / 25.0;
        if spread < 25.0 * 9.0 {
            return -1.0;
        }
        covariance / (spread * (8.0 * 17.0 / 25.0)).sqrt()
    }
}
