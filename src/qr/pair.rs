//! Two plain finder patterns that may belong to one code whose third was not found: it is too ragged, or its margin was
//! taken for ink beside something bright.

use super::area::{Corners, is_inside};
use super::finder::Finder;
use super::measure::{self, Axes, length};
use super::plane::Plane;
use super::sampler::Sampler;

/// Finder patterns that are paired, the most certain ones.
const MOST: usize = 16;
/// How much larger one may look than the other.
const UNLIKE: f32 = 1.4;
/// How much darker or lighter than its neighbours a module of a timing pattern is: part of the contrast of the patterns.
const DISTINCT: f32 = 0.12;
/// Share of a timing pattern from which on it is worth measuring the patterns.
const WORTH_MEASURING: f32 = 0.5;
/// Share of a timing pattern that must be seen: squares within squares are no sign of a code without it.
const TELLING: f32 = 0.75;
/// Share that is seen nowhere but in a code.
const UNMISTAKABLE: f32 = 0.9;
/// Modules between the middles of two patterns from which on that holds: the seven of the smallest code are soon there by
/// chance.
const LONG: usize = 18;

/// Two finder patterns of one code, in pixels of the picture.
pub struct Pair {
    /// Their middles.
    ends: [(f32, f32); 2],
    /// Where the code is: on one side of them, or with them in opposite corners.
    place: Corners,
    is_unmistakable: bool,
}

impl Pair {
    /// Every two of the finder patterns in a plane that a timing pattern joins, or joins with the corner that is lost.
    pub fn among(finders: &[&Finder], plane: &Plane) -> Vec<Self> {
        let finders = &finders[..finders.len().min(MOST)];
        let mut pairs = Vec::new();
        for (at, one) in finders.iter().enumerate() {
            let others = finders[at + 1..].iter();
            pairs.extend(others.filter_map(|other| Self::of(one, other, plane)));
        }
        pairs
    }

    fn of(one: &Finder, other: &Finder, plane: &Plane) -> Option<Self> {
        let modules = (one.module(), other.module());
        let (dx, dy) = (other.x - one.x, other.y - one.y);
        let apart = length((dx, dy)) / modules.0.midpoint(modules.1);
        // Along an edge they are 14 to 170 modules apart, from corner to corner half as far again.
        let may_be = one.light == other.light
            && modules.0 < UNLIKE * modules.1
            && modules.1 < UNLIKE * modules.0
            && (11.0..=250.0).contains(&apart);
        if !may_be {
            return None;
        }
        let (a, b) = ((one.x, one.y), (other.x, other.y));
        let beside = |sign: f32| {
            let aside = |at: (f32, f32)| (at.0 - sign * dy, at.1 + sign * dx);
            [a, b, aside(b), aside(a)]
        };
        let middle = (a.0.midpoint(b.0), a.1.midpoint(b.1));
        let across = [-0.5, 0.5].map(|sign| (middle.0 - sign * dy, middle.1 + sign * dx));
        let opposite = [a, across[0], b, across[1]];
        let sampler = Sampler::new(plane, one.light);
        let seen = |care: Care| {
            let lost = |at| {
                let from = |end| towards(&sampler, end, at, middle, care);
                from(one).least(from(other))
            };
            [
                (between(&sampler, [one, other], 1.0, care), beside(1.0)),
                (between(&sampler, [one, other], -1.0, care), beside(-1.0)),
                (lost(across[0]), opposite),
                (lost(across[1]), opposite),
            ]
            .into_iter()
            .max_by(|a, b| a.0.share.total_cmp(&b.0.share))
        };
        // Most pairs are none, and it shows before they are measured.
        seen(Care::Glance).filter(|(timing, _)| timing.share >= WORTH_MEASURING)?;
        let (timing, corners) = seen(Care::Measured)?;
        let is_long = timing.modules >= LONG;
        let least = if is_long { TELLING } else { 1.0 };
        (timing.share >= least).then_some(Self {
            ends: [a, b].map(|end| plane.in_picture(end)),
            place: corners.map(|corner| plane.in_picture(corner)),
            is_unmistakable: timing.share >= UNMISTAKABLE && is_long,
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

    /// Reason to say that a code was left unread.
    pub fn is_unmistakable(&self) -> bool {
        self.is_unmistakable
    }
}

/// How much of a timing pattern runs between two patterns, on this side of their middles.
fn between(sampler: &Sampler, pair: [&Finder; 2], sign: f32, care: Care) -> Timing {
    let [one, other] = pair;
    let way = (other.x - one.x, other.y - one.y);
    let aside = (-sign * way.1, sign * way.0);
    let [Some(one), Some(other)] = pair.map(|finder| Edge::of(sampler, finder, way, aside, care))
    else {
        return Timing::default();
    };
    Timing::along(sampler, &one, &other)
}

/// How much of a timing pattern runs from a pattern to one that is lost, on the side of the code's middle.
fn towards(
    sampler: &Sampler,
    end: &Finder,
    lost: (f32, f32),
    middle: (f32, f32),
    care: Care,
) -> Timing {
    let way = (lost.0 - end.x, lost.1 - end.y);
    let (right, inwards) = ((-way.1, way.0), (middle.0 - end.x, middle.1 - end.y));
    let sign = (right.0 * inwards.0 + right.1 * inwards.1).signum();
    let Some(edge) = Edge::of(sampler, end, way, (sign * right.0, sign * right.1), care) else {
        return Timing::default();
    };
    let (x, y) = edge.start;
    let other = Edge {
        start: (x + way.0, y + way.1),
        ..edge
    };
    Timing::along(sampler, &edge, &other)
}

/// What is seen where a timing pattern should be.
#[derive(Default, Clone, Copy)]
struct Timing {
    /// Modules from the middle of one pattern to that of the other.
    modules: usize,
    /// Share of the modules between them that are as unlike their neighbours as they should be.
    share: f32,
}

impl Timing {
    /// In the size of code that fits best.
    fn along(sampler: &Sampler, from: &Edge, to: &Edge) -> Self {
        let way = (to.start.0 - from.start.0, to.start.1 - from.start.1);
        let apart = length(way) / from.pitch.midpoint(to.pitch);
        let contrast = from.contrast.min(to.contrast);
        // Seen at a slant, modules grow along the way.
        let growth = (to.pitch / from.pitch).sqrt();
        let version = ((apart - 10.0) / 4.0).round().clamp(1.0, 40.0) as usize;
        let sizes = [version, version + 1, version.saturating_sub(1).max(1)];
        // On a line so many modules beside the one that is asked about.
        let share = |modules: usize, beside: f32| {
            let look = |place: usize| {
                let part = place as f32 / modules as f32;
                let part = part / (part + (1.0 - part) * growth);
                let at = |start: f32, way: f32, aside: (f32, f32)| {
                    start + part * way + beside * (aside.0 + part * (aside.1 - aside.0))
                };
                sampler.at(
                    at(from.start.0, way.0, (from.aside.0, to.aside.0)),
                    at(from.start.1, way.1, (from.aside.1, to.aside.1)),
                )
            };
            // The patterns reach three modules from their middles.
            let between = 4..modules - 3;
            let seen = between.len() as f32;
            let (mut right, mut wrong) = (0, 0);
            for place in between {
                let lighter = look(place) - look(place - 1).midpoint(look(place + 1));
                let as_expected = if place.is_multiple_of(2) {
                    lighter
                } else {
                    -lighter
                };
                right += usize::from(as_expected > DISTINCT * contrast);
                wrong += usize::from(-as_expected > DISTINCT * contrast);
            }
            (right as f32 / seen, wrong as f32 / seen)
        };
        let sizes = sizes.map(|version| {
            let modules = 10 + 4 * version;
            Self {
                modules,
                share: share(modules, 0.0).0,
            }
        });
        let best = sizes.into_iter().max_by(|a, b| a.share.total_cmp(&b.share));
        // A timing pattern stands alone. In the raster of a display, the lines beside it are dashed just so.
        best.filter(|best| {
            best.share < TELLING
                || [-2.0, -1.0, 1.0, 2.0].into_iter().all(|beside| {
                    let (right, wrong) = share(best.modules, beside);
                    right < TELLING && wrong < TELLING
                })
        })
        .unwrap_or_default()
    }

    fn least(self, other: Self) -> Self {
        if self.share < other.share {
            self
        } else {
            other
        }
    }
}

/// How exactly patterns are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// As they were found.
    Glance,
    /// Their edges are measured.
    Measured,
}

/// Where a timing pattern leaves a finder pattern.
struct Edge {
    start: (f32, f32),
    /// From there one module further from the edge of the code.
    aside: (f32, f32),
    pitch: f32,
    contrast: f32,
}

impl Edge {
    /// Of one that goes this way and lies aside of the middle.
    fn of(
        sampler: &Sampler,
        finder: &Finder,
        way: (f32, f32),
        aside: (f32, f32),
        care: Care,
    ) -> Option<Self> {
        let axes: Axes = [way, aside].map(|(x, y)| {
            let long = length((x, y)).max(1.0);
            (x / long, y / long)
        });
        // Runs along rows and columns are longer than modules in a turned code.
        let pitch = finder.module() * axes[0].0.abs().max(axes[0].1.abs());
        let at = |(x, y): (f32, f32), modules: f32, (dx, dy): (f32, f32)| {
            (x + modules * dx, y + modules * dy)
        };
        let middle = (finder.x, finder.y);
        if care == Care::Glance {
            let ring = at(middle, -2.0 * pitch, axes[1]);
            return Some(Self {
                start: at(middle, 3.0 * pitch, axes[1]),
                aside: at((0.0, 0.0), pitch, axes[1]),
                pitch,
                contrast: sampler.at(ring.0, ring.1) - sampler.at(middle.0, middle.1),
            });
        }
        let measured = measure::pattern(sampler, middle, [pitch; 2], &axes)?;
        Some(Self {
            start: at(measured.centre, 3.0 * measured.pitch[1], axes[1]),
            aside: at((0.0, 0.0), measured.pitch[1], axes[1]),
            pitch: measured.pitch[0],
            contrast: measured.contrast,
        })
    }
}
