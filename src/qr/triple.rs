//! Three finder patterns that may be the corners of one code, likeliest first.

use super::finder::Finder;
use super::measure::length;

/// Triples worth keeping, ...
const MAX_TRIPLES: usize = 400;
/// ... and how many more for each finder.
const MAX_EACH: usize = 12;
/// Finders of each polarity of which every three are combined.
const CERTAIN: usize = 40;
/// The nearest ones that a finder beyond those is combined with.
const NEIGHBOURS: usize = 14;

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

/// Every plausible triple, of finders that are sorted by certainty. All of the most certain ones are combined; the others,
/// of which a page of codes has hundreds, only with their neighbours: time must not grow with the cube of their number.
pub fn triples(finders: &[Finder]) -> Vec<Triple> {
    let mut list = Vec::new();
    for light in [false, true] {
        let same: Vec<usize> = (0..finders.len())
            .filter(|&at| finders[at].light == light)
            .collect();
        let certain = &same[..same.len().min(CERTAIN)];
        among(finders, certain, &mut list);
        if certain.len() < same.len() {
            among_neighbours(finders, &same, &mut list);
        }
    }
    list.sort_by(|a, b| a.unlikely.total_cmp(&b.unlikely));
    list.truncate(MAX_TRIPLES + MAX_EACH * finders.len());
    list
}

fn among(finders: &[Finder], members: &[usize], list: &mut Vec<Triple>) {
    for (at, &a) in members.iter().enumerate() {
        for (next, &b) in members.iter().enumerate().skip(at + 1) {
            if !alike(&finders[a], &finders[b]) {
                continue;
            }
            for &c in &members[next + 1..] {
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
}

/// Each as the corner, with two of its nearest of about its size, unless all three are among the most certain ones.
fn among_neighbours(finders: &[Finder], same: &[usize], list: &mut Vec<Triple>) {
    let mut near: Vec<(f32, usize)> = Vec::new();
    for (at, &corner) in same.iter().enumerate() {
        let here = &finders[corner];
        near.clear();
        near.extend(
            same.iter()
                .enumerate()
                .filter(|&(other, _)| other != at)
                .filter(|&(_, &index)| {
                    let (one, other) = (here.module(), finders[index].module());
                    one < 1.6 * other && other < 1.6 * one
                })
                .map(|(other, &index)| {
                    let apart = (finders[index].x - here.x, finders[index].y - here.y);
                    (length(apart), other)
                }),
        );
        let most = NEIGHBOURS.min(near.len());
        if most < near.len() {
            near.select_nth_unstable_by(most, |a, b| a.0.total_cmp(&b.0));
        }
        let near = &near[..most];
        for (place, &(_, one)) in near.iter().enumerate() {
            for &(_, other) in &near[place + 1..] {
                if at >= CERTAIN || one >= CERTAIN || other >= CERTAIN {
                    list.extend(judged(finders, corner, same[one], same[other]));
                }
            }
        }
    }
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
