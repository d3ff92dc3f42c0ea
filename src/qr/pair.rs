//! Two plain finder patterns that may belong to one code whose third was not found: it is covered, too ragged, or its margin
//! was taken for ink beside something bright. Where the third should be, they tell.

use super::area::{Corners, is_inside};
use super::finder::Finder;
use super::measure::{self, Axes, Pattern, length};
use super::plane::Plane;
use super::sampler::Sampler;
use super::timing::{Edge, LONG, TELLING, Timing, UNMISTAKABLE};

/// Finder patterns that are paired, the most certain ones.
const MOST: usize = 16;
/// How much larger one may look than the other.
const UNLIKE: f32 = 1.4;
/// How far beside the rows of one pattern the other may lie on the same edge of a code: part of their distance.
const BESIDE: f32 = 0.12;
/// How much longer one edge of a code may look than another, in modules.
const UNEVEN: f32 = 1.5;
/// How far beside the place where it should be a lost corner is looked for, in modules.
const SHIFTS: [f32; 5] = [-1.2, -0.6, 0.0, 0.6, 1.2];

/// Two finder patterns of one code, in pixels of the picture.
pub struct Pair {
    /// Their middles.
    ends: [(f32, f32); 2],
    /// Where the code is: on one side of them, or with them in opposite corners.
    place: Corners,
    /// Reason to say that a code was left unread.
    pub is_unmistakable: bool,
    /// Which corners they may be.
    pub meanings: Vec<Meaning>,
}

/// A code with a lost corner, in pixels of the plane.
pub struct Meaning {
    /// Its finder patterns: top left, top right and bottom left, or the mirror image.
    pub middles: [(f32, f32); 3],
    /// Which of them is lost.
    pub lost: usize,
    /// Pixels of a module.
    pub pitch: f32,
    /// Light on dark.
    pub light: bool,
}

impl Pair {
    /// Every two of the finder patterns in a plane that a timing pattern joins, or joins with the corner that is lost.
    pub fn among(finders: &[Finder], plane: &Plane) -> Vec<Self> {
        let ends: Vec<End> = finders
            .iter()
            .take(MOST)
            .filter_map(|finder| End::of(finder, plane))
            .collect();
        let mut pairs = Vec::new();
        for (at, one) in ends.iter().enumerate() {
            let others = ends[at + 1..].iter();
            pairs.extend(others.filter_map(|other| Self::of(one, other, plane)));
        }
        pairs
    }

    fn of(one: &End, other: &End, plane: &Plane) -> Option<Self> {
        let (a, b) = (one.middle(), other.middle());
        let pitches = (one.module(), other.module());
        let pitch = pitches.0.midpoint(pitches.1);
        // Along an edge they are 14 to 170 modules apart, from corner to corner half as far again.
        let may_be = one.light == other.light
            && pitches.0 < UNLIKE * pitches.1
            && pitches.1 < UNLIKE * pitches.0
            && (11.0..=250.0).contains(&(length(less(b, a)) / pitch));
        if !may_be {
            return None;
        }
        let codes = on_one_edge(one, other).or_else(|| in_opposite_corners(one, other))?;
        let best = codes
            .into_iter()
            .flatten()
            .max_by(|a, b| a.timing.share.total_cmp(&b.timing.share))?;
        let is_long = best.timing.modules >= LONG;
        let least = if is_long { TELLING } else { 1.0 };
        (best.timing.share >= least).then(|| Self {
            ends: [a, b].map(|end| plane.in_picture(end)),
            place: best.place.map(|corner| plane.in_picture(corner)),
            is_unmistakable: best.timing.share >= UNMISTAKABLE && is_long,
            meanings: best
                .meanings
                .into_iter()
                .map(|(middles, lost)| Meaning {
                    middles,
                    lost,
                    pitch,
                    light: one.light,
                })
                .collect(),
        })
    }

    /// Whether either of them lies in one of these codes.
    pub fn is_in(&self, codes: &[Corners]) -> bool {
        let is_in = |end: &(f32, f32)| codes.iter().any(|corners| is_inside(corners, *end));
        self.ends.iter().any(is_in)
    }

    /// Where the code is.
    pub fn place(&self) -> &Corners {
        &self.place
    }
}

/// A code of which two finder patterns may be corners.
struct Code {
    timing: Timing,
    place: Corners,
    /// Middles of its three patterns, and which of them is lost.
    meanings: Vec<([(f32, f32); 3], usize)>,
}

/// Codes on either side of the line between two patterns. `None` if it runs askew to the patterns.
fn on_one_edge(one: &End, other: &End) -> Option<[Option<Code>; 2]> {
    let (a, b) = (one.middle(), other.middle());
    let along = one.axis(less(b, a));
    let back = other.axis(less(a, b));
    if !along.leads(less(b, a)) || !back.leads(less(a, b)) {
        return None;
    }
    Some([1.0, -1.0].map(|sign| {
        let aside = one.axis(times(sign, along.beside));
        let far_aside = other.axis(aside.unit);
        if far_aside.number == back.number || aside.number == along.number {
            return None;
        }
        let timing = Timing::along(
            &one.sampler,
            &one.edge(&along, &aside),
            &other.edge(&back, &far_aside),
        );
        let corner = |end: &End, aside: &Way| {
            let far = timing.modules as f32 * end.pattern.pitch[aside.number];
            plus(end.middle(), times(far, aside.unit))
        };
        let (beyond_a, beyond_b) = (corner(one, &aside), corner(other, &far_aside));
        Some(Code {
            timing,
            place: [a, b, beyond_b, beyond_a],
            meanings: vec![([a, b, beyond_a], 2), ([b, a, beyond_b], 2)],
        })
    }))
}

/// Codes whose corner is lost where the lines of two patterns meet, on either side of the way from one to the other.
fn in_opposite_corners(one: &End, other: &End) -> Option<[Option<Code>; 2]> {
    let (a, b) = (one.middle(), other.middle());
    let towards = one.axis(less(b, a));
    let sideways = one.axis(times(
        dot(towards.beside, less(b, a)).signum(),
        towards.beside,
    ));
    let code = |along: &Way, aside: &Way| {
        // From the other one to the lost corner, and to the fourth one.
        let back = other.axis(times(-1.0, aside.unit));
        let far_aside = other.axis(times(-1.0, along.unit));
        if back.number == far_aside.number {
            return None;
        }
        let [far, far_back] = parts(less(b, a), along.unit, times(-1.0, back.unit))?;
        let (wide, high) = (
            far / one.pattern.pitch[along.number],
            far_back / other.pattern.pitch[back.number],
        );
        if wide < 11.0 || high < 11.0 || wide > UNEVEN * high || high > UNEVEN * wide {
            return None;
        }
        let lost = plus(a, times(far, along.unit));
        // Modules at the lost corner are as wide and high as those of the pattern in line with it. Where that corner is,
        // is known to a module or so.
        let seen = |end: &End, (along, aside): (&Way, &Way), inwards: &Way, pitch: f32| {
            let module = end.pattern.pitch[aside.number];
            let inwards = times(-module, inwards.unit);
            let shifted = SHIFTS.map(|shift| {
                let shift = times(shift * module, aside.unit);
                let to = Edge {
                    start: plus(plus(lost, shift), times(3.0, inwards)),
                    aside: inwards,
                    pitch,
                    contrast: end.pattern.contrast,
                };
                let timing = Timing::along(&one.sampler, &end.edge(along, aside), &to);
                (timing, shift)
            });
            let best = shifted.into_iter();
            best.max_by(|a, b| a.0.share.total_cmp(&b.0.share))
        };
        let (one_pitch, other_pitch) = (
            one.pattern.pitch[aside.number],
            other.pattern.pitch[far_aside.number],
        );
        let (from_one, shift) = seen(one, (along, aside), &back, other_pitch)?;
        let (from_other, shift_back) = seen(other, (&back, &far_aside), along, one_pitch)?;
        let lost = plus(lost, plus(shift, shift_back));
        let fourth = plus(a, less(b, lost));
        Some(Code {
            timing: from_one.least(from_other),
            place: [a, lost, b, fourth],
            meanings: vec![([lost, a, b], 0)],
        })
    };
    (towards.number != sideways.number)
        .then(|| [code(&towards, &sideways), code(&sideways, &towards)])
}

/// A finder pattern, measured along its own rows and columns.
struct End<'a> {
    sampler: Sampler<'a>,
    pattern: Pattern,
    axes: Axes,
    light: bool,
}

/// A way from a finder pattern along its rows or its columns.
struct Way {
    /// 0 along its rows, 1 along its columns.
    number: usize,
    unit: (f32, f32),
    /// The other axis.
    beside: (f32, f32),
}

impl Way {
    /// Whether a distance lies along it, nearly.
    fn leads(&self, distance: (f32, f32)) -> bool {
        parts(distance, self.unit, self.beside)
            .is_some_and(|[along, off]| off.abs() < BESIDE * along.abs())
    }
}

impl<'a> End<'a> {
    fn of(finder: &Finder, plane: &'a Plane) -> Option<Self> {
        let sampler = Sampler::new(plane, finder.light);
        let runs = [finder.along_row, finder.along_column];
        let (pattern, axes) = measure::turned(&sampler, (finder.x, finder.y), runs)?;
        Some(Self {
            sampler,
            pattern,
            axes,
            light: finder.light,
        })
    }

    fn middle(&self) -> (f32, f32) {
        self.pattern.centre
    }

    fn module(&self) -> f32 {
        (self.pattern.pitch[0] * self.pattern.pitch[1]).sqrt()
    }

    /// The one of its four ways that leads there most nearly.
    fn axis(&self, there: (f32, f32)) -> Way {
        let along = self.axes.map(|axis| dot(axis, there));
        let number = usize::from(along[1].abs() > along[0].abs());
        Way {
            number,
            unit: times(along[number].signum(), self.axes[number]),
            beside: self.axes[1 - number],
        }
    }

    /// Where a timing pattern leaves it.
    fn edge(&self, along: &Way, aside: &Way) -> Edge {
        let module = times(self.pattern.pitch[aside.number], aside.unit);
        Edge {
            start: plus(self.middle(), times(3.0, module)),
            aside: module,
            pitch: self.pattern.pitch[along.number],
            contrast: self.pattern.contrast,
        }
    }
}

fn plus(a: (f32, f32), b: (f32, f32)) -> (f32, f32) {
    (a.0 + b.0, a.1 + b.1)
}

fn less(a: (f32, f32), b: (f32, f32)) -> (f32, f32) {
    (a.0 - b.0, a.1 - b.1)
}

fn times(factor: f32, a: (f32, f32)) -> (f32, f32) {
    (factor * a.0, factor * a.1)
}

fn dot(a: (f32, f32), b: (f32, f32)) -> f32 {
    a.0 * b.0 + a.1 * b.1
}

/// How often two directions are in a distance. `None` if they are nearly the same.
fn parts(distance: (f32, f32), one: (f32, f32), other: (f32, f32)) -> Option<[f32; 2]> {
    let cross = |a: (f32, f32), b: (f32, f32)| a.0 * b.1 - a.1 * b.0;
    let both = cross(one, other);
    (both.abs() > 0.3).then(|| [cross(distance, other) / both, cross(one, distance) / both])
}
