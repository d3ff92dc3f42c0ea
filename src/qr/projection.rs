//! The map between a flat code's modules and the picture: a homography, fitted to everything that is known of it.

/// What is known of a point: its column (axis 0) or its row (axis 1), in modules.
#[derive(Debug, Clone, Copy)]
pub struct Constraint {
    /// In pixels.
    pub x: f32,
    /// In pixels.
    pub y: f32,
    /// 0 for a known column, 1 for a known row.
    pub axis: usize,
    /// The column or row, in modules from the edge of the code.
    pub value: f32,
    /// How much it counts.
    pub weight: f32,
}

/// Modules to pixels.
#[derive(Debug, Clone, Copy)]
pub struct Projection {
    to_picture: [f64; 9],
}

fn apply(map: &[f64; 9], x: f32, y: f32) -> (f32, f32) {
    let (x, y) = (f64::from(x), f64::from(y));
    let depth = map[6] * x + map[7] * y + map[8];
    (
        ((map[0] * x + map[1] * y + map[2]) / depth) as f32,
        ((map[3] * x + map[4] * y + map[5]) / depth) as f32,
    )
}

impl Projection {
    /// Where a point of the code is in the picture.
    pub fn in_picture(&self, column: f32, row: f32) -> (f32, f32) {
        apply(&self.to_picture, column, row)
    }

    /// The corners of the code: top left, top right, bottom right, bottom left.
    pub fn corners(&self, size: usize) -> [(f32, f32); 4] {
        let far = size as f32;
        [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)]
            .map(|(column, row)| self.in_picture(column, row))
    }

    /// Least squares over the constraints. `flatness` is how strongly perspective is disbelieved.
    pub fn fitted(constraints: &[Constraint], size: usize, flatness: f64) -> Option<Self> {
        let frame = Frame::around(constraints, size);
        let mut skipped = vec![false; constraints.len()];
        let first = solve(constraints, &skipped, &frame, flatness)?;
        // One round without what does not fit at all: an edge of something else, a smudge.
        let residual = |constraint: &Constraint| {
            let (column, row) = apply(&first, constraint.x, constraint.y);
            (if constraint.axis == 0 { column } else { row } - constraint.value).abs()
        };
        let residuals: Vec<f32> = constraints.iter().map(residual).collect();
        let typical = super::measure::median(&mut residuals.clone());
        let limit = (3.0 * typical).max(0.12);
        for ((skip, &residual), constraint) in skipped.iter_mut().zip(&residuals).zip(constraints) {
            *skip = residual > limit && constraint.weight <= 1.0;
        }
        let to_modules = solve(constraints, &skipped, &frame, flatness)?;
        let to_picture = inverse(&to_modules)?;
        Some(Self { to_picture })
    }
}

/// Keeps the numbers of the fit near 1: pixels from the middle in units of the code's size, modules from its middle.
struct Frame {
    x: f64,
    y: f64,
    scale: f64,
    half: f64,
}

impl Frame {
    fn around(constraints: &[Constraint], size: usize) -> Self {
        let count = constraints.len().max(1) as f64;
        let x = constraints
            .iter()
            .map(|constraint| f64::from(constraint.x))
            .sum::<f64>()
            / count;
        let y = constraints
            .iter()
            .map(|constraint| f64::from(constraint.y))
            .sum::<f64>()
            / count;
        let spread = constraints
            .iter()
            .map(|constraint| {
                (f64::from(constraint.x) - x).powi(2) + (f64::from(constraint.y) - y).powi(2)
            })
            .sum::<f64>()
            / count;
        Self {
            x,
            y,
            scale: spread.sqrt().max(1.0),
            half: size as f64 / 2.0,
        }
    }
}

/// The picture-to-modules map, in pixels and modules from the corner.
fn solve(
    constraints: &[Constraint],
    skipped: &[bool],
    frame: &Frame,
    flatness: f64,
) -> Option<[f64; 9]> {
    // Normal equations, the right-hand side as the ninth column.
    let mut normal = [[0.0_f64; 9]; 8];
    for (constraint, _) in constraints.iter().zip(skipped).filter(|(_, skip)| !**skip) {
        let x = (f64::from(constraint.x) - frame.x) / frame.scale;
        let y = (f64::from(constraint.y) - frame.y) / frame.scale;
        let value = f64::from(constraint.value) - frame.half;
        let row = [x, y, 1.0, -value * x, -value * y, value];
        let places = if constraint.axis == 0 {
            [0, 1, 2, 6, 7, 8]
        } else {
            [3, 4, 5, 6, 7, 8]
        };
        let weight = f64::from(constraint.weight);
        for (&place, &a) in places[..5].iter().zip(&row) {
            for (&other, &b) in places.iter().zip(&row) {
                normal[place][other] += weight * a * b;
            }
        }
    }
    normal[6][6] += flatness * frame.half;
    normal[7][7] += flatness * frame.half;
    let found = gauss(normal)?;
    // Back to pixels and modules: shift and scale in, shift out.
    let scale = 1.0 / frame.scale;
    let row = |x: f64, y: f64, one: f64| {
        [
            x * scale,
            y * scale,
            one - (x * frame.x + y * frame.y) * scale,
        ]
    };
    let upper = row(found[0], found[1], found[2]);
    let middle = row(found[3], found[4], found[5]);
    let lower = row(found[6], found[7], 1.0);
    let mut map = [0.0; 9];
    for at in 0..3 {
        map[at] = upper[at] + frame.half * lower[at];
        map[at + 3] = middle[at] + frame.half * lower[at];
        map[at + 6] = lower[at];
    }
    map.iter().all(|part| part.is_finite()).then_some(map)
}

/// Solves eight equations, with the largest pivot of each column.
fn gauss(mut matrix: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for at in 0..8 {
        let pivot = (at..8).max_by(|&a, &b| matrix[a][at].abs().total_cmp(&matrix[b][at].abs()))?;
        if matrix[pivot][at].abs() < 1e-9 {
            return None;
        }
        matrix.swap(at, pivot);
        let lead = matrix[at];
        for row in matrix.iter_mut().skip(at + 1) {
            let factor = row[at] / lead[at];
            for (cell, &above) in row.iter_mut().zip(&lead).skip(at) {
                *cell -= factor * above;
            }
        }
    }
    let mut solution = [0.0; 8];
    for at in (0..8).rev() {
        let known: f64 = (at + 1..8)
            .map(|column| matrix[at][column] * solution[column])
            .sum();
        solution[at] = (matrix[at][8] - known) / matrix[at][at];
    }
    Some(solution)
}

fn inverse(m: &[f64; 9]) -> Option<[f64; 9]> {
    let cofactor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    let adjugate = [
        cofactor(4, 5, 7, 8),
        -cofactor(1, 2, 7, 8),
        cofactor(1, 2, 4, 5),
        -cofactor(3, 5, 6, 8),
        cofactor(0, 2, 6, 8),
        -cofactor(0, 2, 3, 5),
        cofactor(3, 4, 6, 7),
        -cofactor(0, 1, 6, 7),
        cofactor(0, 1, 3, 4),
    ];
    let determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
    let inverse = adjugate.map(|part| part / determinant);
    inverse
        .iter()
        .all(|part| part.is_finite())
        .then_some(inverse)
}
