//! Codes on bent paper: follows the timing patterns from finder to finder and spans a surface between them.

use super::measure::{self, Pattern, length};
use super::sampler::Sampler;

/// Modules of a timing pattern that a cylinder is fitted to, at the most.
const SIGHTINGS: usize = 24;

/// A point of the code, in modules, and where it was seen, in pixels.
pub struct Sighting {
    /// Column and row.
    pub module: (f32, f32),
    /// In the picture.
    pub pixel: (f32, f32),
    /// How much it counts.
    pub weight: f32,
}

/// A module's position and directions at a finder pattern: centre, and the way from one module to the next.
#[derive(Debug, Clone, Copy)]
struct Frame {
    centre: (f32, f32),
    /// Along the rows, and along the columns, in pixels per module.
    steps: [(f32, f32); 2],
}

impl Frame {
    /// Fits the pattern's own directions to its edges.
    fn of(pattern: &Pattern) -> Option<Self> {
        let columns = line(pattern, 0)?;
        let rows = line(pattern, 1)?;
        let determinant = columns[0] * rows[1] - columns[1] * rows[0];
        if determinant.abs() < 1e-6 {
            return None;
        }
        let solve = |column: f32, row: f32| {
            (
                (column * rows[1] - columns[1] * row) / determinant,
                (columns[0] * row - column * rows[0]) / determinant,
            )
        };
        let off = solve(-columns[2], -rows[2]);
        Some(Self {
            centre: (pattern.centre.0 + off.0, pattern.centre.1 + off.1),
            steps: [solve(1.0, 0.0), solve(0.0, 1.0)],
        })
    }

    fn at(&self, column: f32, row: f32) -> (f32, f32) {
        let [across, down] = self.steps;
        (
            self.centre.0 + column * across.0 + row * down.0,
            self.centre.1 + column * across.1 + row * down.1,
        )
    }
}

/// Least squares for `a * x + b * y + c = offset` over the edges of one axis, from the centre of the pattern.
fn line(pattern: &Pattern, axis: usize) -> Option<[f32; 3]> {
    let mut factors: Option<[f32; 3]> = None;
    for round in 0..2 {
        let mut normal = [[0.0_f64; 4]; 3];
        for edge in pattern.edges.iter().filter(|edge| edge.axis == axis) {
            let (x, y) = (edge.x - pattern.centre.0, edge.y - pattern.centre.1);
            if let Some([a, b, c]) = factors
                && round > 0
                && f32::abs(a * x + b * y + c - edge.offset) > 0.3
            {
                continue;
            }
            let row = [x, y, 1.0, edge.offset].map(f64::from);
            for (normal, &a) in normal.iter_mut().zip(&row) {
                for (cell, &b) in normal.iter_mut().zip(&row) {
                    *cell += a * b;
                }
            }
        }
        factors = Some(three(normal)?);
    }
    factors
}

/// Solves three symmetric equations.
fn three(m: [[f64; 4]; 3]) -> Option<[f32; 3]> {
    let minor = |a: usize, b: usize, c: usize| {
        m[0][a] * (m[1][b] * m[2][c] - m[1][c] * m[2][b])
            - m[0][b] * (m[1][a] * m[2][c] - m[1][c] * m[2][a])
            + m[0][c] * (m[1][a] * m[2][b] - m[1][b] * m[2][a])
    };
    let determinant = minor(0, 1, 2);
    if determinant.abs() < 1e-9 {
        return None;
    }
    Some([minor(3, 1, 2), minor(0, 3, 2), minor(0, 1, 3)].map(|part| (part / determinant) as f32))
}

/// A surface through the three finder patterns and both timing patterns.
pub struct Surface {
    /// Modules along an edge.
    pub size: usize,
    frames: [Frame; 3],
    /// Middles of the timing modules, from column or row 6 on.
    curves: [Vec<(f32, f32)>; 2],
    /// What turns steps at the corner into steps at the other two patterns, less the identity.
    turns: [[f32; 4]; 2],
}

impl Surface {
    /// Follows the timing patterns. `None` if they cannot be followed.
    pub fn followed(sampler: &Sampler, patterns: &[Pattern; 3]) -> Option<Self> {
        let mut frames = [None; 3];
        for (frame, pattern) in frames.iter_mut().zip(patterns) {
            // Measured again along its own directions.
            let rough = Frame::of(pattern)?;
            let lengths = rough.steps.map(length);
            let axes = [0, 1].map(|axis| {
                (
                    rough.steps[axis].0 / lengths[axis],
                    rough.steps[axis].1 / lengths[axis],
                )
            });
            let sane = [0, 1]
                .iter()
                .all(|&axis| (0.5..2.0).contains(&(lengths[axis] / pattern.pitch[axis])));
            let exact = if sane {
                measure::pattern(sampler, rough.centre, lengths, &axes)?
            } else {
                return None;
            };
            *frame = Some(Frame::of(&exact)?);
        }
        let [Some(corner), Some(right), Some(below)] = frames else {
            return None;
        };
        let contrast = patterns
            .iter()
            .map(|pattern| pattern.contrast)
            .fold(f32::MAX, f32::min);
        let start = corner.at(3.0, 3.0);
        let tracks = [
            follow(sampler, start, corner.steps, right.at(-3.0, 3.0), contrast),
            follow(
                sampler,
                start,
                [corner.steps[1], corner.steps[0]],
                below.at(3.0, -3.0),
                contrast,
            ),
        ];
        let count = tracks
            .iter()
            .flatten()
            .map(|(curve, _)| curve.len() - 1)
            .filter(|count| count % 4 == 0 && *count >= 8)
            .max()?;
        let ends = [(right, right.at(-3.0, 3.0)), (below, below.at(3.0, -3.0))];
        let mut curves = [Vec::new(), Vec::new()];
        for (axis, (track, (frame, end))) in tracks.into_iter().zip(ends).enumerate() {
            curves[axis] = match track {
                Some((curve, _)) if curve.len() == count + 1 => curve,
                // The other one says how long it is; its ends say how it is bent.
                _ => arched(start, corner.steps[axis], end, frame.steps[axis], count),
            };
        }
        let turns = [right, below].map(|frame| turn(&corner.steps, &frame.steps));
        let frames = [corner, right, below];
        Some(Self {
            size: count + 13,
            frames,
            curves,
            turns,
        })
    }

    /// Where a point of the code is in the picture.
    pub fn place(&self, column: f32, row: f32) -> (f32, f32) {
        let origin = self.curves[0][0];
        let top = self.along(0, column);
        let left = self.along(1, row);
        let span = (self.curves[0].len() - 1) as f32;
        let (to_right, down) = (top.0 - origin.0, top.1 - origin.1);
        let (aside, to_below) = (left.0 - origin.0, left.1 - origin.1);
        let share = |module: f32| ((module - 6.5) / span).clamp(-0.5, 1.5);
        let turned = |turn: &[f32; 4], share: f32, x: f32, y: f32| {
            (
                x + share * (turn[0] * x + turn[1] * y),
                y + share * (turn[2] * x + turn[3] * y),
            )
        };
        // From the upper curve downwards as the left one goes, turned the more the farther right; and the other way round.
        let one = turned(&self.turns[0], share(column), aside, to_below);
        let other = turned(&self.turns[1], share(row), to_right, down);
        (
            (top.0 + one.0).midpoint(left.0 + other.0),
            (top.1 + one.1).midpoint(left.1 + other.1),
        )
    }

    /// What was measured: points of the finder patterns and the middles of the timing modules.
    pub fn sightings(&self) -> Vec<Sighting> {
        let mut sightings = Vec::with_capacity(27 + 2 * self.curves[0].len());
        let far = self.size as f32 - 3.5;
        let middles = [(3.5, 3.5), (far, 3.5), (3.5, far)];
        for (frame, (column, row)) in self.frames.iter().zip(middles) {
            for right in [-2.0, 0.0, 2.0] {
                for down in [-2.0, 0.0, 2.0] {
                    sightings.push(Sighting {
                        module: (column + right, row + down),
                        pixel: frame.at(right, down),
                        weight: 1.0,
                    });
                }
            }
        }
        for (axis, curve) in self.curves.iter().enumerate() {
            // As many of a large code as of a small one.
            let step = curve.len().div_ceil(SIGHTINGS);
            for (at, &pixel) in curve.iter().enumerate().step_by(step) {
                let along = at as f32 + 6.5;
                sightings.push(Sighting {
                    module: if axis == 0 {
                        (along, 6.5)
                    } else {
                        (6.5, along)
                    },
                    pixel,
                    weight: 0.5,
                });
            }
        }
        sightings
    }

    /// From the corner's finder pattern to the right one, and to the lower one.
    pub fn edges(&self) -> [(f32, f32); 2] {
        let [corner, right, below] = &self.frames;
        [right, below].map(|other| {
            (
                other.centre.0 - corner.centre.0,
                other.centre.1 - corner.centre.1,
            )
        })
    }

    /// A point of a curve; beyond its ends it goes on as the finder pattern there does.
    fn along(&self, axis: usize, module: f32) -> (f32, f32) {
        let curve = &self.curves[axis];
        let last = (curve.len() - 1) as f32;
        let from_start = module - 6.5;
        if from_start <= 0.0 {
            let step = self.frames[0].steps[axis];
            return (
                curve[0].0 + from_start * step.0,
                curve[0].1 + from_start * step.1,
            );
        }
        if from_start >= last {
            let (end, step) = (curve[curve.len() - 1], self.frames[axis + 1].steps[axis]);
            let beyond = from_start - last;
            return (end.0 + beyond * step.0, end.1 + beyond * step.1);
        }
        let at = from_start as usize;
        let share = from_start - at as f32;
        let (here, next) = (curve[at], curve[at + 1]);
        (
            here.0 + share * (next.0 - here.0),
            here.1 + share * (next.1 - here.1),
        )
    }
}

/// The matrix that takes one pair of steps to another, less the identity.
fn turn(from: &[(f32, f32); 2], to: &[(f32, f32); 2]) -> [f32; 4] {
    let [a, b] = *from;
    let determinant = a.0 * b.1 - a.1 * b.0;
    let inverse = [b.1, -b.0, -a.1, a.0].map(|part| part / determinant);
    let [c, d] = *to;
    [
        c.0 * inverse[0] + d.0 * inverse[2] - 1.0,
        c.0 * inverse[1] + d.0 * inverse[3],
        c.1 * inverse[0] + d.1 * inverse[2],
        c.1 * inverse[1] + d.1 * inverse[3] - 1.0,
    ]
}

/// A cubic curve with given ends and directions.
fn arched(
    start: (f32, f32),
    first: (f32, f32),
    end: (f32, f32),
    last: (f32, f32),
    count: usize,
) -> Vec<(f32, f32)> {
    let length = count as f32;
    (0..=count)
        .map(|at| {
            let t = at as f32 / length;
            let (squared, cubed) = (t * t, t * t * t);
            let weights = [
                2.0 * cubed - 3.0 * squared + 1.0,
                (cubed - 2.0 * squared + t) * length,
                3.0 * squared - 2.0 * cubed,
                (cubed - squared) * length,
            ];
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d
            };
            (
                mix(start.0, first.0, end.0, last.0),
                mix(start.1, first.1, end.1, last.1),
            )
        })
        .collect()
}

/// Follows the alternating modules from a dark one to another; returns their middles and the mean contrast met.
fn follow(
    sampler: &Sampler,
    start: (f32, f32),
    [mut step, side]: [(f32, f32); 2],
    end: (f32, f32),
    contrast: f32,
) -> Option<(Vec<(f32, f32)>, f32)> {
    const SHIFTS: [f32; 7] = [-0.36, -0.24, -0.12, 0.0, 0.12, 0.24, 0.36];
    let first = length(step);
    // However the paper is bent, the way is not much longer than it seems: who strays far has met something else.
    let straight = length((end.0 - start.0, end.1 - start.1)) / first;
    let most = (1.6 * straight + 8.0).min(170.0) as usize;
    let mut curve = vec![start];
    let (mut here, mut lost, mut sum) = (start, 0, 0.0);
    for count in 1..=most {
        let next = (here.0 + step.0, here.1 + step.1);
        let stride = length(step);
        let remaining = length((end.0 - next.0, end.1 - next.1)) / stride;
        let ahead = (remaining as isize).min(3);
        let behind = (count as isize).min(2);
        let mut best = (f32::MIN, 0.0, (0.0, 0.0));
        for along in SHIFTS {
            for beside in SHIFTS {
                let shift = (
                    along * step.0 + beside * side.0,
                    along * step.1 + beside * side.1,
                );
                let (mut light, mut dark) = ((0.0, 0.0), (0.0, 0.0));
                for at in -behind..=ahead {
                    let far = at as f32;
                    let value = sampler.at(
                        next.0 + far * step.0 + shift.0,
                        next.1 + far * step.1 + shift.1,
                    );
                    let group = if (count as isize + at) % 2 == 0 {
                        &mut dark
                    } else {
                        &mut light
                    };
                    *group = (group.0 + value, group.1 + 1.0);
                }
                let seen = light.0 / f32::max(light.1, 1.0) - dark.0 / f32::max(dark.1, 1.0);
                let score = seen * (1.0 - 0.35 * (along * along + beside * beside));
                if score > best.0 {
                    best = (score, seen, shift);
                }
            }
        }
        let (_, seen, shift) = best;
        lost = if seen < 0.2 * contrast { lost + 1 } else { 0 };
        if lost > 4 {
            return None;
        }
        sum += seen;
        here = (next.0 + 0.5 * shift.0, next.1 + 0.5 * shift.1);
        step = (step.0 + 0.15 * shift.0, step.1 + 0.15 * shift.1);
        if !(0.45..2.2).contains(&(length(step) / first)) {
            return None;
        }
        curve.push(here);
        let off = (end.0 - here.0, end.1 - here.1);
        if length(off) < 0.6 * stride && count.is_multiple_of(4) {
            // What is left of the way is shared out among the last modules.
            let half = curve.len() / 2;
            let share = 1.0 / (curve.len() - half) as f32;
            for (at, point) in curve[half..].iter_mut().enumerate() {
                let part = (at + 1) as f32 * share;
                *point = (point.0 + part * off.0, point.1 + part * off.1);
            }
            return Some((curve, sum / count as f32));
        }
    }
    None
}
