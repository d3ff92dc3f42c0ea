//! A mesh over a code on bent paper: each node is moved a little to where the modules around it are seen best.

use super::sampler::{Place, Sampler};

/// Modules between neighbouring nodes.
const SPACING: usize = 3;

/// Shifts of nodes, in modules.
pub struct Mesh<'a> {
    base: &'a Place<'a>,
    nodes: usize,
    shifts: Vec<(f32, f32)>,
}

impl<'a> Mesh<'a> {
    /// Fits the mesh, from the finder patterns outwards. `None` when there was no time for it.
    pub fn fitted(
        sampler: &Sampler,
        base: &'a Place<'a>,
        size: usize,
        give_up: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let nodes = size.div_ceil(SPACING) + 1;
        let mut fitted = Self {
            base,
            nodes,
            shifts: vec![(0.0, 0.0); nodes * nodes],
        };
        let mut placed = vec![false; nodes * nodes];
        let far = size as f32 - 3.5;
        let distance = |at: usize| {
            let (column, row) = place_of(at, nodes);
            [(3.5, 3.5), (far, 3.5), (3.5, far)]
                .iter()
                .map(|(x, y)| (column - x).abs().max((row - y).abs()))
                .fold(f32::MAX, f32::min)
        };
        let mut order: Vec<usize> = (0..nodes * nodes).collect();
        order.sort_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        for &at in &order {
            if at % 64 == 0 && give_up() {
                return None;
            }
            let expected = fitted.expected(at, &placed);
            // Inside the finder patterns the fit is exact already.
            let reach = if distance(at) <= 3.5 { 1 } else { 3 };
            fitted.shifts[at] = fitted.best(sampler, at, expected, reach, 0.2, size);
            placed[at] = true;
        }
        for _ in 0..2 {
            if give_up() {
                return None;
            }
            fitted.smooth();
            for at in 0..nodes * nodes {
                let expected = fitted.shifts[at];
                fitted.shifts[at] = fitted.best(sampler, at, expected, 1, 0.15, size);
            }
        }
        fitted.smooth();
        Some(fitted)
    }

    /// Where a point of the code is in the picture.
    pub fn in_picture(&self, column: f32, row: f32) -> (f32, f32) {
        let last = (self.nodes - 1) as f32 - 0.001;
        let (across, down) = (
            (column / SPACING as f32).clamp(0.0, last),
            (row / SPACING as f32).clamp(0.0, last),
        );
        let at = down as usize * self.nodes + across as usize;
        let (right, below) = (across.fract(), down.fract());
        let mix = |part: fn(&(f32, f32)) -> f32| {
            let value = |at: usize| part(&self.shifts[at]);
            let upper = value(at) + right * (value(at + 1) - value(at));
            let at = at + self.nodes;
            let lower = value(at) + right * (value(at + 1) - value(at));
            upper + below * (lower - upper)
        };
        (self.base)(column + mix(|shift| shift.0), row + mix(|shift| shift.1))
    }

    /// What the placed neighbours of a node suggest: their mean, carried on as they change.
    fn expected(&self, at: usize, placed: &[bool]) -> (f32, f32) {
        let (column, row) = ((at % self.nodes) as isize, (at / self.nodes) as isize);
        let shift = |column: isize, row: isize| {
            let nodes = self.nodes as isize;
            let inside = (0..nodes).contains(&column) && (0..nodes).contains(&row);
            let at = (row * nodes + column) as usize;
            (inside && placed[at]).then(|| self.shifts[at])
        };
        let (mut sum, mut count) = ((0.0, 0.0), 0.0);
        for down in -1..=1 {
            for right in -1..=1 {
                let Some(near) = shift(column + right, row + down) else {
                    continue;
                };
                // Half of what it changed on the way here from the node beyond.
                let beyond = shift(column + 2 * right, row + 2 * down).unwrap_or(near);
                sum.0 += near.0 + 0.5 * (near.0 - beyond.0);
                sum.1 += near.1 + 0.5 * (near.1 - beyond.1);
                count += 1.0;
            }
        }
        if count == 0.0 {
            (0.0, 0.0)
        } else {
            (sum.0 / count, sum.1 / count)
        }
    }

    /// The shift near the expected one under which the modules around the node differ most.
    fn best(
        &self,
        sampler: &Sampler,
        at: usize,
        expected: (f32, f32),
        reach: i32,
        step: f32,
        size: usize,
    ) -> (f32, f32) {
        let around = Around::node(self.base, place_of(at, self.nodes), size);
        let mut best = (f32::MIN, expected);
        for down in -reach..=reach {
            for right in -reach..=reach {
                let off = (right as f32 * step, down as f32 * step);
                let shift = (expected.0 + off.0, expected.1 + off.1);
                let seen = around.contrast(sampler, shift);
                let score = seen * (1.0 - 0.12 * (off.0 * off.0 + off.1 * off.1));
                if score > best.0 {
                    best = (score, shift);
                }
            }
        }
        best.1
    }

    /// Moves each node halfway to the mean of its four neighbours.
    fn smooth(&mut self) {
        let nodes = self.nodes;
        let old = self.shifts.clone();
        for row in 0..nodes {
            for column in 0..nodes {
                let near = [
                    old[row.saturating_sub(1) * nodes + column],
                    old[(row + 1).min(nodes - 1) * nodes + column],
                    old[row * nodes + column.saturating_sub(1)],
                    old[row * nodes + (column + 1).min(nodes - 1)],
                ];
                let mean = near.iter().fold((0.0, 0.0), |sum, shift| {
                    (sum.0 + shift.0 / 4.0, sum.1 + shift.1 / 4.0)
                });
                let shift = &mut self.shifts[row * nodes + column];
                *shift = (shift.0.midpoint(mean.0), shift.1.midpoint(mean.1));
            }
        }
    }
}

/// The modules within three of a node. So near, the map is as good as straight.
struct Around {
    node: (f32, f32),
    right: (f32, f32),
    down: (f32, f32),
    columns: std::ops::Range<i8>,
    rows: std::ops::Range<i8>,
}

impl Around {
    fn node(base: &Place, (column, row): (f32, f32), size: usize) -> Self {
        let node = base(column, row);
        let step =
            |to: (f32, f32), from: (f32, f32)| ((to.0 - from.0) / 2.0, (to.1 - from.1) / 2.0);
        // Only modules of the code itself.
        let inside =
            |place: f32| (-place).max(-3.0) as i8..(size as f32 - place).clamp(-3.0, 3.0) as i8;
        Self {
            node,
            right: step(base(column + 1.0, row), base(column - 1.0, row)),
            down: step(base(column, row + 1.0), base(column, row - 1.0)),
            columns: inside(column),
            rows: inside(row),
        }
    }

    /// Mean difference of the modules from their mean, if they are all shifted.
    fn contrast(&self, sampler: &Sampler, shift: (f32, f32)) -> f32 {
        let mut values = [0.0_f32; 36];
        let mut count = 0;
        for down in self.rows.clone() {
            for right in self.columns.clone() {
                let (right, down) = (
                    f32::from(right) + 0.5 + shift.0,
                    f32::from(down) + 0.5 + shift.1,
                );
                values[count] = sampler.at(
                    self.node.0 + right * self.right.0 + down * self.down.0,
                    self.node.1 + right * self.right.1 + down * self.down.1,
                );
                count += 1;
            }
        }
        let values = &values[..count];
        let mean = values.iter().sum::<f32>() / count.max(1) as f32;
        values.iter().map(|value| (value - mean).abs()).sum::<f32>() / count.max(1) as f32
    }
}

fn place_of(at: usize, nodes: usize) -> (f32, f32) {
    ((at % nodes * SPACING) as f32, (at / nodes * SPACING) as f32)
}
