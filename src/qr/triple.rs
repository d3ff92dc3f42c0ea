//! Three finder patterns that may be the corners of one code, likeliest first.

use super::finder::Finder;
use super::measure::length;

/// Triples worth keeping; more than are ever tried.
const MOST_TRIPLES: usize = 400;

/// Indices of three finders: the one at the code's top left corner, and those to the right of and below it.
#[derive(Debug, Clone, Copy)]
pub struct Triple {
    /// Top left.
    pub corner: usize,
    /// Top right.
    pub right: usize,
    /// Bottom left.
    pub below: usize,
    /// Smaller is likelier.
    unlikely: f32,
}

impl Triple {
    /// The three indices.
    pub fn members(&self) -> [usize; 3] {
        [self.corner, self.right, self.below]
    }
}

/// Every plausible triple.
pub fn triples(finders: &[Finder]) -> Vec<Triple> {
    let mut list = Vec::new();
    for a in 0..finders.len() {
        for b in a + 1..finders.len() {
            if !alike(&finders[a], &finders[b]) {
                continue;
            }
            for c in b + 1..finders.len() {
                if alike(&finders[a], &finders[c]) && alike(&finders[b], &finders[c]) {
                    list.extend(
                        [(a, b, c), (b, a, c), (c, a, b)]
                            .into_iter()
                            .filter_map(|(corner, one, other)| judged(finders, corner, one, other)),
                    );
                }
            }
        }
    }
    list.sort_by(|a, b| a.unlikely.total_cmp(&b.unlikely));
    list.truncate(MOST_TRIPLES);
    list
}

fn alike(a: &Finder, b: &Finder) -> bool {
    let (one, other) = (a.module(), b.module());
    a.light == b.light && one < 2.6 * other && other < 2.6 * one
}

/// How far the ratio of two lengths is from one: its natural logarithm, to one in a hundred for lengths this
/// alike. `ln` itself would be the one thing for which every start of the program loads the mathematical library.
fn unequal(one: f32, other: f32) -> f32 {
    let part = (one - other).abs() / (one + other).max(f32::EPSILON);
    2.0 * part * (1.0 + part * part / 3.0)
}

fn judged(finders: &[Finder], corner: usize, one: usize, other: usize) -> Option<Triple> {
    let at = &finders[corner];
    let to = |index: usize| (finders[index].x - at.x, finders[index].y - at.y);
    let (a, b) = (to(one), to(other));
    let (long_a, long_b) = (length(a), length(b));
    if long_a > 2.2 * long_b || long_b > 2.2 * long_a {
        return None;
    }
    let cosine = (a.0 * b.0 + a.1 * b.1) / (long_a * long_b).max(1.0);
    if cosine.abs() > 0.8 {
        return None;
    }
    // Centres are 14 modules apart in the smallest code and 170 in the largest.
    let modules = modules_between(at, &finders[one]).midpoint(modules_between(at, &finders[other]));
    if !(8.5..=260.0).contains(&modules) {
        return None;
    }
    let sizes = [corner, one, other].map(|index| finders[index].module());
    let largest = sizes.iter().copied().fold(0.0, f32::max);
    let smallest = sizes.iter().copied().fold(f32::MAX, f32::min);
    let votes = [corner, one, other]
        .iter()
        .map(|&index| finders[index].votes.min(8.0))
        .sum::<f32>()
        / 24.0;
    let unlikely = 1.5 * cosine.abs()
        + 1.2 * unequal(long_a, long_b)
        + 1.2 * unequal(largest, smallest)
        + 0.004 * modules
        - 0.6 * votes;
    // Seen from the front, the way from right to below turns with the clock (y grows downwards).
    let (right, below) = if a.0 * b.1 - a.1 * b.0 > 0.0 {
        (one, other)
    } else {
        (other, one)
    };
    Some(Triple {
        corner,
        right,
        below,
        unlikely,
    })
}

/// Distance of two centres in modules. Runs along rows and columns are longer than modules in a turned code.
fn modules_between(a: &Finder, b: &Finder) -> f32 {
    let (dx, dy) = ((a.x - b.x).abs(), (a.y - b.y).abs());
    let distance = length((dx, dy)).max(1.0);
    let module = a.module().midpoint(b.module()) * dx.max(dy) / distance;
    distance / module.max(0.5)
}
