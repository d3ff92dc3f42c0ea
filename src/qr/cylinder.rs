//! Codes on rolled paper: the cylinder, and the camera before it, that fit best what was measured of the code.

// In Rust: the standard library's need the system's libm, and loading that costs every start of the program more than
// all it does for a code.
use libm::{atan2, hypot, sincos};

use super::bend::{Sighting, Surface};

/// Unknowns: two for the place, then scale, perspective, roll, yaw, pitch, curvature, change of curvature along the
/// way, and the angle of the straight lines on the paper.
const UNKNOWNS: usize = 10;

type Unknowns = [f64; UNKNOWNS];

const SCALE: usize = 2;
const PERSPECTIVE: usize = 3;
const ROLL: usize = 4;
const YAW: usize = 5;
const PITCH: usize = 6;
const CURVATURE: usize = 7;
const CHANGE: usize = 8;
const ANGLE: usize = 9;

/// What is expected before anything was measured, and how strongly: enough to decide what the picture leaves open.
const EXPECTED: [(usize, f64, f64); 5] = [
    (PERSPECTIVE, 0.3, 0.02),
    (YAW, 0.0, 0.002),
    (PITCH, 0.0, 0.002),
    (CHANGE, 0.0, 0.004),
    (CURVATURE, 0.0, 0.001),
];

/// Steps from each start, and from the best end.
const STEPS: [usize; 2] = [8, 16];

/// Largest mean distance of what was measured from the cylinder, in modules.
const FAR: f64 = 0.8;

/// Gauss-Legendre quadrature over 0 to 1: places and weights.
const QUADRATURE: [(f64, f64); 4] = [
    (0.069_431_844, 0.173_927_423),
    (0.330_009_478, 0.326_072_577),
    (0.669_990_522, 0.326_072_577),
    (0.930_568_156, 0.173_927_423),
];

/// A rolled code in front of a camera.
pub struct Cylinder {
    unknowns: Unknowns,
    size: f64,
    /// Pixels are counted from here, in units of this many.
    origin: (f64, f64),
    unit: f64,
}

impl Cylinder {
    /// Fits a cylinder to the timing and finder patterns. `None` if none comes near.
    pub fn through(surface: &Surface) -> Option<Self> {
        let sightings = surface.sightings();
        let size = surface.size as f64;
        let count = sightings.len() as f64;
        let mean = |part: fn(&Sighting) -> f32| {
            sightings
                .iter()
                .map(|seen| f64::from(part(seen)))
                .sum::<f64>()
                / count
        };
        let origin = (mean(|seen| seen.pixel.0), mean(|seen| seen.pixel.1));
        let [across, down] = surface.edges();
        let length = |(x, y): (f32, f32)| hypot(f64::from(x), f64::from(y));
        let unit = length(across).max(length(down)).max(1.0);
        let mut model = Self {
            unknowns: [0.0; UNKNOWNS],
            size,
            origin,
            unit,
        };
        let points: Vec<Point> = sightings
            .iter()
            .map(|seen| Point {
                module: model.centred(seen.module),
                x: (f64::from(seen.pixel.0) - origin.0) / unit,
                y: (f64::from(seen.pixel.1) - origin.1) / unit,
                weight: f64::from(seen.weight),
            })
            .collect();
        let roll = atan2(f64::from(across.1), f64::from(across.0));
        let mut best: Option<(f64, Unknowns)> = None;
        for (curvature, angle) in [(1.0, 0.0), (-1.0, 0.0), (1.0, 1.57), (-1.0, 1.57)] {
            let mut start = [0.0; UNKNOWNS];
            start[SCALE] = 1.0;
            start[PERSPECTIVE] = 0.3;
            start[ROLL] = roll;
            start[CURVATURE] = curvature;
            start[ANGLE] = angle;
            let (error, end) = descended(start, &points, STEPS[0]);
            if best.as_ref().is_none_or(|(least, _)| error < *least) {
                best = Some((error, end));
            }
        }
        let (_, end) = descended(best?.1, &points, STEPS[1]);
        model.unknowns = end;
        let total: f64 = points.iter().map(|point| point.weight).sum();
        let apart = (squares(&end, &points) / total).sqrt() * size;
        (apart < FAR).then_some(model)
    }

    /// Where a point of the code is in the picture.
    pub fn place(&self, column: f32, row: f32) -> (f32, f32) {
        let (x, y) = Camera::of(&self.unknowns).seen(self.centred((column, row)));
        (
            (x * self.unit + self.origin.0) as f32,
            (y * self.unit + self.origin.1) as f32,
        )
    }

    fn centred(&self, (column, row): (f32, f32)) -> (f64, f64) {
        (
            f64::from(column) / self.size - 0.5,
            f64::from(row) / self.size - 0.5,
        )
    }
}

struct Point {
    module: (f64, f64),
    x: f64,
    y: f64,
    weight: f64,
}

/// The unknowns, ready to be applied to many points.
struct Camera<'a> {
    unknowns: &'a Unknowns,
    /// Sine and cosine of the angle of the straight lines.
    lines: (f64, f64),
    /// From the rolled paper to the camera: its first two rows for across and down, the last for the depth.
    turned: [[f64; 3]; 3],
}

impl<'a> Camera<'a> {
    fn of(unknowns: &'a Unknowns) -> Self {
        let (sin_roll, cos_roll) = sincos(unknowns[ROLL]);
        let (sin_yaw, cos_yaw) = sincos(unknowns[YAW]);
        let (sin_pitch, cos_pitch) = sincos(unknowns[PITCH]);
        // Pitch first, then yaw.
        let across = [cos_yaw, sin_yaw * sin_pitch, sin_yaw * cos_pitch];
        let down = [0.0, cos_pitch, -sin_pitch];
        let depth = [-sin_yaw, cos_yaw * sin_pitch, cos_yaw * cos_pitch];
        let mixed =
            |one: f64, other: f64| std::array::from_fn(|at| one * across[at] + other * down[at]);
        Self {
            unknowns,
            lines: sincos(unknowns[ANGLE]),
            turned: [mixed(cos_roll, -sin_roll), mixed(sin_roll, cos_roll), depth],
        }
    }

    /// Where it sees a point of the code; the code is 1 wide and its middle at 0.
    fn seen(&self, (right, down): (f64, f64)) -> (f64, f64) {
        let (sin, cos) = self.lines;
        // Across the straight lines and along them.
        let (across, along) = (right * cos + down * sin, down * cos - right * sin);
        let (mut flat, mut high) = (0.0, 0.0);
        for (place, weight) in QUADRATURE {
            let way = across * place;
            let heading = (self.unknowns[CURVATURE] + self.unknowns[CHANGE] * way / 2.0) * way;
            let (sin, cos) = sincos(heading);
            flat += weight * cos;
            high += weight * sin;
        }
        let (flat, high) = (across * flat, across * high);
        let point = [flat * cos - along * sin, flat * sin + along * cos, high];
        let [x, y, z] = self
            .turned
            .map(|row| row[0] * point[0] + row[1] * point[1] + row[2] * point[2]);
        let nearness = self.unknowns[SCALE] / (1.0 + self.unknowns[PERSPECTIVE] * z).max(0.2);
        (
            self.unknowns[0] + nearness * x,
            self.unknowns[1] + nearness * y,
        )
    }
}

/// Sum of the squared distances of what is seen from what should be.
fn squares(unknowns: &Unknowns, points: &[Point]) -> f64 {
    let camera = Camera::of(unknowns);
    points
        .iter()
        .map(|point| {
            let (x, y) = camera.seen(point.module);
            point.weight * ((x - point.x).powi(2) + (y - point.y).powi(2))
        })
        .sum()
}

fn unexpected(unknowns: &Unknowns) -> f64 {
    EXPECTED
        .iter()
        .map(|&(at, value, strength)| strength * (unknowns[at] - value).powi(2))
        .sum()
}

/// Levenberg's and Marquardt's way down.
fn descended(start: Unknowns, points: &[Point], steps: usize) -> (f64, Unknowns) {
    let error = |unknowns: &Unknowns| squares(unknowns, points) + unexpected(unknowns);
    let (mut here, mut least) = (start, error(&start));
    let mut damping = 1e-3;
    for _ in 0..steps {
        let normal = normal_equations(&here, points);
        let mut gained = false;
        for _ in 0..4 {
            let mut damped = normal;
            for (at, row) in damped.iter_mut().enumerate() {
                row[at] += damping * (row[at] + 1e-6);
            }
            if let Some(step) = solved(damped) {
                let mut next = here;
                for (value, step) in next.iter_mut().zip(step) {
                    *value += step.clamp(-0.5, 0.5);
                }
                next[PERSPECTIVE] = next[PERSPECTIVE].clamp(0.0, 0.9);
                next[CURVATURE] = next[CURVATURE].clamp(-3.0, 3.0);
                let then = error(&next);
                if then < least {
                    gained = then < 0.999 * least;
                    (here, least) = (next, then);
                    damping *= 0.2;
                    break;
                }
            }
            damping *= 8.0;
        }
        if !gained {
            break;
        }
    }
    (least, here)
}

/// Rows of the normal equations, the right-hand side last.
fn normal_equations(here: &Unknowns, points: &[Point]) -> [[f64; UNKNOWNS + 1]; UNKNOWNS] {
    const STEP: f64 = 1e-5;
    let mut normal = [[0.0; UNKNOWNS + 1]; UNKNOWNS];
    let moved: [Unknowns; UNKNOWNS] = std::array::from_fn(|at| {
        let mut moved = *here;
        moved[at] += STEP;
        moved
    });
    let camera = Camera::of(here);
    let moved = moved.each_ref().map(Camera::of);
    for point in points {
        let (x, y) = camera.seen(point.module);
        let slopes: [(f64, f64); UNKNOWNS] = std::array::from_fn(|at| {
            let (next_x, next_y) = moved[at].seen(point.module);
            ((next_x - x) / STEP, (next_y - y) / STEP)
        });
        let (left_x, left_y) = (point.x - x, point.y - y);
        for (row, one) in normal.iter_mut().zip(&slopes) {
            for (cell, other) in row.iter_mut().zip(&slopes) {
                *cell += point.weight * (one.0 * other.0 + one.1 * other.1);
            }
            row[UNKNOWNS] += point.weight * (one.0 * left_x + one.1 * left_y);
        }
    }
    for (at, value, strength) in EXPECTED {
        normal[at][at] += strength;
        normal[at][UNKNOWNS] += strength * (value - here[at]);
    }
    normal
}

/// Gauss's elimination, the largest pivot first.
fn solved(mut rows: [[f64; UNKNOWNS + 1]; UNKNOWNS]) -> Option<Unknowns> {
    for at in 0..UNKNOWNS {
        let pivot =
            (at..UNKNOWNS).max_by(|&a, &b| rows[a][at].abs().total_cmp(&rows[b][at].abs()))?;
        rows.swap(at, pivot);
        let top = rows[at];
        if top[at].abs() < 1e-15 {
            return None;
        }
        for row in rows.iter_mut().skip(at + 1) {
            let share = row[at] / top[at];
            for (cell, above) in row.iter_mut().zip(&top).skip(at) {
                *cell -= share * above;
            }
        }
    }
    let mut values = [0.0; UNKNOWNS];
    for at in (0..UNKNOWNS).rev() {
        let known: f64 = (at + 1..UNKNOWNS)
            .map(|other| rows[at][other] * values[other])
            .sum();
        values[at] = (rows[at][UNKNOWNS] - known) / rows[at][at];
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rolled code of 37 modules, seen from the side.
    const TRUE: Unknowns = [0.1, -0.05, 1.1, 0.35, 0.4, 0.3, -0.25, 1.3, 0.1, 0.2];

    #[test]
    fn a_cylinder_is_found_from_points_on_it() {
        let places: Vec<(f64, f64)> = (0..=6)
            .flat_map(|at| {
                let way = f64::from(at) / 6.0 - 0.5;
                [(way, -0.35), (-0.35, way)]
            })
            .chain([(0.35, -0.45), (0.45, -0.4), (-0.45, 0.35), (-0.4, 0.45)])
            .collect();
        let points: Vec<Point> = places
            .iter()
            .map(|&module| {
                let (x, y) = Camera::of(&TRUE).seen(module);
                Point {
                    module,
                    x,
                    y,
                    weight: 1.0,
                }
            })
            .collect();
        let mut start = [0.0; UNKNOWNS];
        (
            start[SCALE],
            start[PERSPECTIVE],
            start[ROLL],
            start[CURVATURE],
        ) = (1.0, 0.3, 0.3, 1.0);
        let (_, end) = descended(start, &points, 40);
        // The corner opposite, of which nothing was known, within a module.
        let (x, y) = Camera::of(&TRUE).seen((0.45, 0.45));
        let (found_x, found_y) = Camera::of(&end).seen((0.45, 0.45));
        let off = hypot(found_x - x, found_y - y) * 37.0;
        assert!(off < 1.0, "{off} modules");
    }

    #[test]
    fn equations_without_a_solution_have_none() {
        assert!(solved([[0.0; UNKNOWNS + 1]; UNKNOWNS]).is_none());
    }
}
