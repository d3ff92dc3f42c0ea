//! One try to read the code that three finder patterns promise, from cheap to dear.

use super::alignment;
use super::deblur::deblurred;
use super::decode::{self, version::Version};
use super::finder::Finder;
use super::flex::Mesh;
use super::measure::{self, Axes, Pattern};
use super::plane::Sampler;
use super::projection::{Constraint, Projection};
use super::sample::{self, Greys};
use crate::account::SecretText;

/// Strengths of the belief that the code is seen from the front.
const FLATNESS: [f64; 3] = [0.02, 0.0005, 5.0];
/// Sizes tried at the most.
const MOST_SIZES: usize = 4;

/// What became of a try.
pub enum Outcome {
    /// Its text, and its corners in the plane.
    Read(SecretText, [(f32, f32); 4]),
    /// It looks like a code, but could not be read.
    Promising,
    /// No code.
    Nothing,
}

/// The three patterns in the order top left, top right, bottom left.
pub struct Try<'a> {
    sampler: Sampler<'a>,
    patterns: [Pattern; 3],
    give_up: &'a dyn Fn() -> bool,
}

impl<'a> Try<'a> {
    /// Measures the three finders. `None` if they do not belong together.
    pub fn new(
        sampler: Sampler<'a>,
        finders: [&Finder; 3],
        give_up: &'a dyn Fn() -> bool,
    ) -> Option<Self> {
        let [corner, right, below] = finders;
        let axes: Axes = [direction(corner, right), direction(corner, below)];
        let measured = |finder: &Finder| {
            let pitch = [run_pitch(finder, axes[0]), run_pitch(finder, axes[1])];
            measure::pattern(&sampler, (finder.x, finder.y), pitch, &axes)
        };
        let patterns = [measured(corner)?, measured(right)?, measured(below)?];
        let attempt = Self {
            sampler,
            patterns,
            give_up,
        };
        let [across, down] = attempt.spans();
        (across < 1.35 * down
            && down < 1.35 * across
            && across > 11.0
            && down > 11.0
            && across < 230.0)
            .then_some(attempt)
    }

    /// Distances from the corner's centre to the others, in modules.
    fn spans(&self) -> [f32; 2] {
        let [corner, right, below] = &self.patterns;
        [(right, 0), (below, 1)].map(|(other, axis)| {
            let distance =
                (other.centre.0 - corner.centre.0).hypot(other.centre.1 - corner.centre.1);
            distance / corner.pitch[axis].midpoint(other.pitch[axis])
        })
    }

    /// Everything from the cheapest way of reading to the dearest.
    pub fn read(&self) -> Outcome {
        let mut guesses: Vec<Guess> = self
            .sizes()
            .into_iter()
            .filter_map(|size| self.guess(size))
            .collect();
        guesses.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        if guesses.is_empty() {
            return Outcome::Nothing;
        }
        for guess in &guesses {
            if let Some((text, corners)) = self.closely(guess) {
                return Outcome::Read(text, corners);
            }
        }
        Outcome::Promising
    }

    /// Sizes the code may have, likeliest first.
    fn sizes(&self) -> Vec<usize> {
        let [corner, right, below] = &self.patterns;
        let contrast = self
            .patterns
            .iter()
            .map(|pattern| pattern.contrast)
            .fold(f32::MAX, f32::min);
        // The timing pattern runs between the rows of the finder patterns that lie three modules beside their centres.
        let counted = |other: &Pattern, axis: usize| {
            let beside = |pattern: &Pattern| {
                let off = 3.0 * pattern.pitch[1 - axis];
                let towards = if axis == 0 { below } else { right };
                let (dx, dy) = (
                    towards.centre.0 - corner.centre.0,
                    towards.centre.1 - corner.centre.1,
                );
                let length = dx.hypot(dy).max(1.0);
                (
                    pattern.centre.0 + off * dx / length,
                    pattern.centre.1 + off * dy / length,
                )
            };
            let pitch = corner.pitch[axis].min(other.pitch[axis]);
            measure::changes(
                &self.sampler,
                beside(corner),
                beside(other),
                pitch,
                contrast,
            ) as f32
                + 13.0
        };
        let [across, down] = self.spans();
        let spanned = across.midpoint(down) + 7.0;
        let mut sizes: Vec<usize> = Vec::with_capacity(8);
        let mut add = |size: f32| {
            let version = ((size - 17.0) / 4.0).round().clamp(1.0, 40.0);
            let size = 17 + 4 * version as usize;
            if !sizes.contains(&size) {
                sizes.push(size);
            }
        };
        let counts = [counted(right, 0), counted(below, 1)];
        for count in counts {
            // A count far from the distance has met something else than the timing pattern.
            if (count - spanned).abs() < 0.2 * spanned + 2.0 {
                add(count);
            }
        }
        add(spanned);
        let nearer = if (spanned - 17.0).rem_euclid(4.0) < 2.0 {
            4.0
        } else {
            -4.0
        };
        add(spanned + nearer);
        add(spanned - nearer);
        sizes.truncate(MOST_SIZES);
        sizes
    }

    /// What the edges of the finder patterns say if the code has this size.
    fn constraints(&self, size: usize) -> Vec<Constraint> {
        let far = size as f32 - 3.5;
        let mut constraints = Vec::with_capacity(190);
        for (pattern, centre) in self
            .patterns
            .iter()
            .zip([[3.5, 3.5], [far, 3.5], [3.5, far]])
        {
            constraints.extend(pattern.edges.iter().map(|edge| Constraint {
                x: edge.x,
                y: edge.y,
                axis: edge.axis,
                value: centre[edge.axis] + edge.offset,
                weight: 1.0,
            }));
            constraints.extend([0, 1].map(|axis| Constraint {
                x: pattern.centre.0,
                y: pattern.centre.1,
                axis,
                value: centre[axis],
                weight: 1.0,
            }));
        }
        constraints
    }

    /// The best fit for a size, if the fixed patterns are where they should be then.
    fn guess(&self, size: usize) -> Option<Guess> {
        let constraints = self.constraints(size);
        let middles = [0, 1, 2].map(|at| self.patterns[at].middle);
        let mut best: Option<Guess> = None;
        for flatness in FLATNESS {
            let Some(projection) = Projection::fitted(&constraints, size, flatness) else {
                continue;
            };
            let likeness = sample::glance(&self.sampler, &projection, size, middles);
            let better = best
                .as_ref()
                .is_none_or(|best| likeness.sum() > best.likeness + 0.01);
            if likeness.is_promising() && better {
                best = Some(Guess {
                    size,
                    projection,
                    flatness,
                    likeness: likeness.sum(),
                });
            }
        }
        best
    }

    fn closely(&self, guess: &Guess) -> Option<(SecretText, [(f32, f32); 4])> {
        let size = guess.size;
        let mut fits = self.fits(guess);
        let mut sampled = Vec::with_capacity(fits.len());
        for projection in &fits {
            if (self.give_up)() {
                return None;
            }
            let greys = Greys::sampled(&self.sampler, size, &|column, row| {
                projection.in_picture(column, row)
            });
            if let Some(text) = self.decoded(&greys) {
                return Some((text, projection.corners(size)));
            }
            sampled.push(greys);
        }
        for (projection, greys) in fits.iter().zip(&sampled) {
            for share in [0.25, 0.45] {
                if (self.give_up)() {
                    return None;
                }
                if let Some(text) = self.decoded(&deblurred(greys, share)) {
                    return Some((text, projection.corners(size)));
                }
            }
        }
        fits.truncate(2);
        for projection in &fits {
            let mesh = Mesh::fitted(&self.sampler, projection, size, self.give_up)?;
            let greys = Greys::sampled(&self.sampler, size, &|column, row| {
                mesh.in_picture(column, row)
            });
            let text = self
                .decoded(&greys)
                .or_else(|| self.decoded(&deblurred(&greys, 0.25)));
            if let Some(text) = text {
                let far = size as f32;
                let corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)];
                return Some((
                    text,
                    corners.map(|(column, row)| mesh.in_picture(column, row)),
                ));
            }
        }
        None
    }

    /// Fits with more and with fewer alignment patterns, the most exact one first.
    fn fits(&self, guess: &Guess) -> Vec<Projection> {
        let size = guess.size;
        let mut fits = Vec::with_capacity(4);
        let Some(version) = Version::of_size(size) else {
            return fits;
        };
        let constraints = self.constraints(size);
        let with = |more: &[Constraint], flatness: f64| {
            let known: Vec<Constraint> = constraints.iter().chain(more).copied().collect();
            Projection::fitted(&known, size, flatness)
        };
        let one = alignment::lower_right(&self.sampler, &guess.projection, version);
        if !one.is_empty() {
            let with_one = with(&one, 0.0005);
            if let Some(with_one) = &with_one {
                let all = alignment::all(&self.sampler, with_one, version);
                if all.len() > 2 {
                    fits.extend(with(&all, 0.0005));
                }
            }
            fits.extend(with_one);
        } else {
            let all = alignment::all(&self.sampler, &guess.projection, version);
            if !all.is_empty() {
                fits.extend(with(&all, 0.0005));
            }
        }
        fits.push(guess.projection);
        if guess.flatness < FLATNESS[2] {
            fits.extend(with(&[], FLATNESS[2]));
        }
        fits
    }

    /// Tries thresholds, and the mirror image.
    fn decoded(&self, greys: &Greys) -> Option<SecretText> {
        let contrast = self
            .patterns
            .iter()
            .map(|pattern| pattern.contrast)
            .sum::<f32>()
            / 3.0;
        let local = greys.local_means();
        let whole = vec![greys.split(); local.len()];
        for limits in [local, whole] {
            let modules = greys.modules(&limits, contrast);
            if !sample::is_convincing(&modules) {
                continue;
            }
            if let Some(text) =
                decode::text(&modules).or_else(|| decode::text(&modules.transposed()))
            {
                return Some(text);
            }
        }
        None
    }
}

/// A size and where its modules are.
struct Guess {
    size: usize,
    projection: Projection,
    flatness: f64,
    likeness: f32,
}

fn direction(from: &Finder, to: &Finder) -> (f32, f32) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy).max(1.0);
    (dx / length, dy / length)
}

/// Module size along a direction, from runs along rows and columns: these are longer in a turned code.
fn run_pitch(finder: &Finder, (dx, dy): (f32, f32)) -> f32 {
    if dx.abs() > dy.abs() {
        finder.along_row * dx.abs()
    } else {
        finder.along_column * dy.abs()
    }
}
