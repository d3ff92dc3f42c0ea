//! Measures a finder pattern exactly: where its edges cross parallel rays, hence its centre and the size of a module.

use super::sampler::Sampler;

/// Samples per module along a ray.
const STEPS: f32 = 6.0;
/// Modules from the centre that a ray goes.
const LENGTH: f32 = 5.2;
/// Where the parallel rays start, in modules beside the centre.
const RAYS: [f32; 5] = [-1.0, -0.5, 0.0, 0.5, 1.0];
/// Edges of the pattern, in modules from its centre.
const EDGES: [f32; 3] = [1.5, 2.5, 3.5];

/// A point of the picture that lies on an edge of the pattern.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// In pixels.
    pub x: f32,
    /// In pixels.
    pub y: f32,
    /// 0: its column is known; 1: its row is.
    pub axis: usize,
    /// That column or row, in modules from the centre of the pattern.
    pub offset: f32,
}

/// A measured finder pattern.
pub struct Pattern {
    /// In pixels.
    pub centre: (f32, f32),
    /// Pixels per module along the code's rows and along its columns.
    pub pitch: [f32; 2],
    /// Points on its edges.
    pub edges: Vec<Edge>,
    /// Brightness halfway between its ink and its paper.
    pub middle: f32,
    /// How much brighter its paper is than its ink.
    pub contrast: f32,
}

/// Directions of a code's rows and columns in the picture, as unit vectors.
pub type Axes = [(f32, f32); 2];

/// Measures the pattern around `centre`. `None` if there is none of about this module size.
pub fn pattern(
    sampler: &Sampler,
    centre: (f32, f32),
    pitch: [f32; 2],
    axes: &Axes,
) -> Option<Pattern> {
    let rough = once(sampler, centre, pitch, axes)?;
    let moved = length((rough.centre.0 - centre.0, rough.centre.1 - centre.1));
    let ratio = [rough.pitch[0] / pitch[0], rough.pitch[1] / pitch[1]];
    if moved < 0.2 * pitch[0].min(pitch[1])
        && ratio.iter().all(|ratio| (0.85..1.18).contains(ratio))
    {
        return Some(rough);
    }
    once(sampler, rough.centre, rough.pitch, axes)
}

/// Measures the pattern around a point along its own rows and columns, which are found out too; `runs` are its modules
/// along rows and columns of the picture.
pub fn turned(sampler: &Sampler, centre: (f32, f32), runs: [f32; 2]) -> Option<(Pattern, Axes)> {
    let eighth = std::f32::consts::FRAC_PI_8;
    let at = |turn: f32| {
        let (sin, cos) = libm::sincosf(turn * eighth);
        let mut axes = [(cos, sin), (-sin, cos)];
        // Runs along rows and columns are longer than modules in a turned pattern.
        let pitch = (runs[0] * runs[1]).sqrt() * sin.abs().max(cos.abs());
        let mut measured = pattern(sampler, centre, [pitch; 2], &axes)?;
        for _ in 0..2 {
            axes = measured.turned(&axes);
            measured = pattern(sampler, measured.centre, measured.pitch, &axes)?;
        }
        Some((measured, axes))
    };
    // Squares look the same after a quarter turn.
    [0.0, 1.0, 2.0, 3.0]
        .into_iter()
        .filter_map(at)
        .max_by_key(|(pattern, _)| pattern.edges.len())
}

impl Pattern {
    /// One that is not seen, at a place where it should be: as the others of its code.
    pub fn lost(centre: (f32, f32), others: [&Self; 2]) -> Self {
        let [one, other] = others;
        Self {
            centre,
            pitch: [0, 1].map(|axis| one.pitch[axis].midpoint(other.pitch[axis])),
            edges: Vec::new(),
            middle: one.middle.midpoint(other.middle),
            contrast: one.contrast.min(other.contrast),
        }
    }

    /// The axes it was measured along, turned to lie along its edges.
    fn turned(&self, axes: &Axes) -> Axes {
        [0, 1].map(|axis| {
            let (along, across) = (axes[axis], axes[1 - axis]);
            let mut slopes: Vec<f32> = EDGES
                .iter()
                .flat_map(|edge| [*edge, -edge])
                .filter_map(|offset| self.slope(1 - axis, offset, along, across))
                .collect();
            let slope = median(&mut slopes);
            let turned = (along.0 + slope * across.0, along.1 + slope * across.1);
            let long = length(turned);
            (turned.0 / long, turned.1 / long)
        })
    }

    /// How much an edge goes across while it goes along.
    fn slope(
        &self,
        axis: usize,
        offset: f32,
        along: (f32, f32),
        across: (f32, f32),
    ) -> Option<f32> {
        let both = along.0 * across.1 - along.1 * across.0;
        let points = || {
            let on = self
                .edges
                .iter()
                .filter(|edge| edge.axis == axis && (edge.offset - offset).abs() < 0.1);
            on.map(|edge| {
                let (x, y) = (edge.x - self.centre.0, edge.y - self.centre.1);
                (
                    (x * across.1 - y * across.0) / both,
                    (along.0 * y - along.1 * x) / both,
                )
            })
        };
        let count = points().count();
        if count < 3 {
            return None;
        }
        let sum = points().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let mean = (sum.0 / count as f32, sum.1 / count as f32);
        let (rise, run) = points().fold((0.0, 0.0), |(rise, run), (s, t)| {
            let s = s - mean.0;
            (rise + s * (t - mean.1), run + s * s)
        });
        (run > 0.0).then(|| rise / run)
    }
}

fn once(sampler: &Sampler, centre: (f32, f32), pitch: [f32; 2], axes: &Axes) -> Option<Pattern> {
    let mut edges = Vec::with_capacity(60);
    let (mut darks, mut lights) = (Vec::with_capacity(20), Vec::with_capacity(20));
    let mut measured = [0.0; 2];
    let mut shift = [0.0; 2];
    for axis in 0..2 {
        let (along, beside) = (axes[axis], axes[1 - axis]);
        let (mut pitches, mut shifts) = (Vec::with_capacity(15), Vec::with_capacity(15));
        for (at, ray) in RAYS.into_iter().enumerate() {
            // Most of what is measured is no pattern, and shows it soon.
            if at == 3 && pitches.is_empty() {
                return None;
            }
            let aside = ray * pitch[1 - axis];
            let start = (centre.0 + aside * beside.0, centre.1 + aside * beside.1);
            let ways = [1.0, -1.0].map(|sign| {
                let step = sign * pitch[axis] / STEPS;
                Ray::cast(sampler, start, (along.0 * step, along.1 * step))
            });
            for (way, sign) in ways.iter().zip([1.0, -1.0]) {
                let Some(way) = way else { continue };
                darks.push(way.dark);
                lights.push(way.light);
                for (&distance, offset) in way.crossings[..way.count].iter().zip(EDGES) {
                    let far = sign * distance * pitch[axis];
                    edges.push(Edge {
                        x: start.0 + along.0 * far,
                        y: start.1 + along.1 * far,
                        axis,
                        offset: sign * offset,
                    });
                }
            }
            let [Some(forth), Some(back)] = &ways else {
                continue;
            };
            for (at, edge) in EDGES.iter().enumerate().take(forth.count.min(back.count)) {
                let across = (forth.crossings[at] + back.crossings[at]) * pitch[axis];
                pitches.push(across / (2.0 * edge));
                shifts.push((forth.crossings[at] - back.crossings[at]) * pitch[axis] / 2.0);
            }
        }
        if pitches.len() < 4 {
            return None;
        }
        measured[axis] = median(&mut pitches);
        shift[axis] = median(&mut shifts);
    }
    let (dark, light) = (median(&mut darks), median(&mut lights));
    // Along axes that are the pattern's own, each shift stands for itself, at right angles or not.
    let [u, v] = shift;
    Some(Pattern {
        centre: (
            centre.0 + u * axes[0].0 + v * axes[1].0,
            centre.1 + u * axes[0].1 + v * axes[1].1,
        ),
        pitch: measured,
        edges,
        middle: dark.midpoint(light),
        contrast: light - dark,
    })
}

/// What one ray from the middle outwards met.
struct Ray {
    /// Distances of the edges, in modules.
    crossings: [f32; 3],
    /// How many of them were met: two at least.
    count: usize,
    dark: f32,
    light: f32,
}

impl Ray {
    fn cast(sampler: &Sampler, start: (f32, f32), step: (f32, f32)) -> Option<Self> {
        const COUNT: usize = (LENGTH * STEPS) as usize;
        let mut profile = [0.0_f32; COUNT];
        for (at, value) in profile.iter_mut().enumerate() {
            let way = at as f32;
            *value = sampler.at(start.0 + step.0 * way, start.1 + step.1 * way);
        }
        let near = &profile[..(4.0 * STEPS) as usize];
        let low = near.iter().copied().fold(f32::MAX, f32::min);
        let high = near.iter().copied().fold(f32::MIN, f32::max);
        if high - low < 8.0 {
            return None;
        }
        let (extremes, count) = extremes::<4>(&profile, 0.3 * (high - low));
        let mut crossings = [0.0; 3];
        let mut met = 0;
        let mut before = 0.0;
        for at in 0..count.saturating_sub(1) {
            let distance = crossing(&profile, extremes[at], extremes[at + 1]) / STEPS;
            let run = distance - before;
            let expected = if at == 0 { 0.8..2.4 } else { 0.4..1.8 };
            if !expected.contains(&run) {
                break;
            }
            crossings[at] = distance;
            before = distance;
            met += 1;
        }
        if met < 2 {
            return None;
        }
        Some(Self {
            crossings,
            count: met,
            dark: profile[extremes[0]],
            light: profile[extremes[1]],
        })
    }
}

/// Places of the first turning points of a profile that starts dark: darkest, lightest, darkest, ...
/// A turn counts once the profile has come back by `least`.
fn extremes<const MAX: usize>(profile: &[f32], least: f32) -> ([usize; MAX], usize) {
    let mut places = [0; MAX];
    let mut count = 0;
    let mut best = 0;
    let mut sign = -1.0;
    for (at, &value) in profile.iter().enumerate() {
        let back = sign * (profile[best] - value);
        if back < 0.0 {
            best = at;
        } else if back > least {
            places[count] = best;
            count += 1;
            if count == MAX {
                return (places, count);
            }
            best = at;
            sign = -sign;
        }
    }
    places[count] = best;
    (places, count + 1)
}

/// Where the profile passes halfway between two turning points.
fn crossing(profile: &[f32], from: usize, to: usize) -> f32 {
    let half = profile[from].midpoint(profile[to]);
    let rising = profile[to] > profile[from];
    for at in from..to {
        let (here, next) = (profile[at], profile[at + 1]);
        if (next >= half) == rising && (next - here).abs() > 0.001 {
            return at as f32 + ((half - here) / (next - here)).clamp(0.0, 1.0);
        }
    }
    to as f32
}

/// Length of a vector. `hypot` guards against overflow, which pixels are far from, and takes much longer.
pub fn length((x, y): (f32, f32)) -> f32 {
    (x * x + y * y).sqrt()
}

/// Number of changes between dark and light on the straight way between two points inside dark areas.
pub fn changes(
    sampler: &Sampler,
    from: (f32, f32),
    to: (f32, f32),
    pitch: f32,
    contrast: f32,
) -> usize {
    let distance = length((to.0 - from.0, to.1 - from.1));
    let steps = (distance / (pitch / 5.0)).clamp(10.0, 2000.0) as usize;
    let (dx, dy) = (
        (to.0 - from.0) / steps as f32,
        (to.1 - from.1) / steps as f32,
    );
    let mut count = 0;
    let (mut best, mut sign) = (255.0_f32, -1.0);
    for at in 0..=steps {
        let value = sampler.at(from.0 + dx * at as f32, from.1 + dy * at as f32);
        let back = sign * (best - value);
        if back < 0.0 {
            best = value;
        } else if back > 0.35 * contrast {
            count += 1;
            best = value;
            sign = -sign;
        }
    }
    count
}

/// The middle one of the values, or 0 of none.
pub fn median(values: &mut [f32]) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}
