//! What size a code may have and where its modules lie, guessed from its finder patterns as if it were flat.

use super::alignment;
use super::area::Corners;
use super::decode::version::Version;
use super::measure::{self, Pattern, length};
use super::projection::{Constraint, Projection};
use super::sample::{self, Likeness};
use super::sampler::Sampler;

/// Strengths of the belief that the code is seen from the front.
const FLATNESS: [f64; 3] = [0.02, 0.0005, 5.0];
/// Sizes tried at the most.
const MAX_SIZES: usize = 4;

/// Likeness from which on it is worth much time to read a code.
const LIKELY: f32 = 1.6;

/// A size and where its modules are.
pub struct Guess {
    /// Modules along an edge.
    pub size: usize,
    projection: Projection,
    flatness: f64,
    /// How well the fixed patterns fit.
    pub likeness: Likeness,
}

impl Guess {
    /// Whether the fixed patterns fit so well that it is likely a code.
    pub fn looks_like_a_code(&self) -> bool {
        self.likeness.sum() >= LIKELY
    }

    /// Where its corners would be.
    pub fn corners(&self) -> Corners {
        self.projection.corners(self.size)
    }
}

/// Three finder patterns, measured.
pub struct Measured<'a> {
    /// What they were measured in.
    pub sampler: Sampler<'a>,
    /// In the order top left, top right, bottom left.
    pub patterns: [Pattern; 3],
}

impl Measured<'_> {
    /// Distances from the corner's centre to the others, in modules.
    pub fn spans(&self) -> [f32; 2] {
        let [corner, right, below] = &self.patterns;
        [(right, 0), (below, 1)].map(|(other, axis)| {
            let distance = length((
                other.centre.0 - corner.centre.0,
                other.centre.1 - corner.centre.1,
            ));
            distance / corner.pitch[axis].midpoint(other.pitch[axis])
        })
    }

    /// Modules along an edge as the timing patterns have it: one says nothing when it was not met, or something else was.
    pub fn counted(&self) -> impl Iterator<Item = f32> {
        let [corner, right, below] = &self.patterns;
        let contrast = self
            .patterns
            .iter()
            .map(|pattern| pattern.contrast)
            .fold(f32::MAX, f32::min);
        // The timing pattern runs between the rows of the finder patterns that lie three modules beside their centres.
        let count = move |other: &Pattern, axis: usize, towards: &Pattern| {
            let beside = |pattern: &Pattern| {
                let off = 3.0 * pattern.pitch[1 - axis];
                let (dx, dy) = (
                    towards.centre.0 - corner.centre.0,
                    towards.centre.1 - corner.centre.1,
                );
                let distance = length((dx, dy)).max(1.0);
                (
                    pattern.centre.0 + off * dx / distance,
                    pattern.centre.1 + off * dy / distance,
                )
            };
            let pitch = corner.pitch[axis].min(other.pitch[axis]);
            let (from, to) = (beside(corner), beside(other));
            measure::changes(&self.sampler, from, to, pitch, contrast) as f32 + 13.0
        };
        let spanned = self.spanned();
        [count(right, 0, below), count(below, 1, right)]
            .into_iter()
            .filter(move |count| (count - spanned).abs() < 0.2 * spanned + 2.0)
    }

    /// Modules along an edge by the distances of the finder patterns.
    fn spanned(&self) -> f32 {
        let [across, down] = self.spans();
        across.midpoint(down) + 7.0
    }

    /// The sizes that fit, best first.
    pub fn guesses(&self) -> Vec<Guess> {
        let mut guesses: Vec<Guess> = self
            .sizes()
            .into_iter()
            .filter_map(|size| self.guess(size))
            .collect();
        guesses.sort_by(|a, b| b.likeness.sum().total_cmp(&a.likeness.sum()));
        guesses
    }

    /// Sizes the code may have, likeliest first.
    fn sizes(&self) -> Vec<usize> {
        let spanned = self.spanned();
        let mut sizes: Vec<usize> = Vec::with_capacity(8);
        let mut add = |size: f32| {
            let version = ((size - 17.0) / 4.0).round().clamp(1.0, 40.0);
            let size = 17 + 4 * version as usize;
            if !sizes.contains(&size) {
                sizes.push(size);
            }
        };
        for count in self.counted() {
            add(count);
        }
        add(spanned);
        let nearer = if (spanned - 17.0).rem_euclid(4.0) < 2.0 {
            4.0
        } else {
            -4.0
        };
        add(spanned + nearer);
        add(spanned - nearer);
        sizes.truncate(MAX_SIZES);
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
            // Far from a code, it will not become one by seeing it from another side.
            if likeness.sum() < 1.2 {
                break;
            }
            let better = best
                .as_ref()
                .is_none_or(|best| likeness.sum() > best.likeness.sum() + 0.01);
            if likeness.is_promising() && better {
                best = Some(Guess {
                    size,
                    projection,
                    flatness,
                    likeness,
                });
            }
        }
        best
    }

    /// Fits with more and with fewer alignment patterns, the most exact one first.
    pub fn fits(&self, guess: &Guess) -> Vec<Projection> {
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
        if one.is_empty() {
            let all = alignment::all(&self.sampler, &guess.projection, version);
            if !all.is_empty() {
                fits.extend(with(&all, 0.0005));
            }
        } else {
            let with_one = with(&one, 0.0005);
            if let Some(with_one) = &with_one {
                let all = alignment::all(&self.sampler, with_one, version);
                if all.len() > 2 {
                    fits.extend(with(&all, 0.0005));
                }
            }
            fits.extend(with_one);
        }
        fits.push(guess.projection);
        if guess.flatness < FLATNESS[2] {
            fits.extend(with(&[], FLATNESS[2]));
        }
        fits
    }
}
