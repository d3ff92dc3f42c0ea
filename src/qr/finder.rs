//! Finds finder patterns: dark-light-dark-light-dark runs of 1:1:3:1:1 modules along rows, columns and a diagonal.

use super::threshold::Bitmap;

/// A finder pattern, or what looks like one.
#[derive(Debug, Clone, Copy)]
pub struct Finder {
    /// Centre, in pixels.
    pub x: f32,
    /// Centre, in pixels.
    pub y: f32,
    /// Module width along rows, in pixels.
    pub along_row: f32,
    /// Module height along columns, in pixels.
    pub along_column: f32,
    /// Rows in which it was seen.
    pub votes: f32,
    /// Light on dark.
    pub light: bool,
}

impl Finder {
    /// Rough module size, whichever way the code is turned.
    pub fn module(&self) -> f32 {
        (self.along_row * self.along_column).sqrt()
    }
}

/// What may lie around a finder pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surroundings {
    /// A light margin of a module at least, as there should be.
    Margin,
    /// Anything: the outer ring may run on into a frame or the background.
    Open,
}

/// All finder patterns of both polarities, the most certain ones first, at most `most` of each polarity.
pub fn find(
    bitmap: &Bitmap,
    surroundings: Surroundings,
    most: usize,
    give_up: &dyn Fn() -> bool,
) -> Vec<Finder> {
    let mut candidates = Candidates::default();
    let step = rows_apart(bitmap);
    let mut edges = Vec::new();
    for y in (0..bitmap.height).step_by(step) {
        if y % 256 == 0 && give_up() {
            break;
        }
        transitions(bitmap, y, &mut edges);
        for (at, window) in edges.windows(6).enumerate() {
            // Most are none, and it shows at once.
            let run = |run: usize| window[run + 1] - window[run];
            let middle = run(2);
            if middle < run(1) || middle < run(3) {
                continue;
            }
            // Rows start light (beyond their edge): every other run is dark.
            let light = at % 2 == 1;
            let runs = [0, 1, 2, 3, 4].map(|at| run(at) as f32);
            if !is_pattern(runs, surroundings) {
                continue;
            }
            let x = (window[2] + window[3]) as f32 / 2.0;
            if let Some(finder) = confirmed(bitmap, x, y as f32 + 0.5, light, runs, surroundings) {
                candidates.add(finder);
            }
        }
    }
    candidates.best(most, step as f32)
}

/// One row of so many is looked at: the middle of a pattern is at least six pixels high at two pixels a module.
pub fn rows_apart(bitmap: &Bitmap) -> usize {
    if bitmap.height > 1400 { 2 } else { 1 }
}

/// Columns at which the colour changes, the right edge of the bitmap included.
fn transitions(bitmap: &Bitmap, y: usize, edges: &mut Vec<u32>) {
    edges.clear();
    let mut before = 0;
    for (at, &word) in bitmap.row(y).iter().enumerate() {
        let mut changes = word ^ (word << 1 | before);
        before = word >> 63;
        while changes != 0 {
            edges.push((at * 64) as u32 + changes.trailing_zeros());
            changes &= changes - 1;
        }
    }
    edges.push(bitmap.width as u32);
}

/// Whether five runs are 1:1:3:1:1 within what blur and ragged pixels do to them.
fn is_pattern(runs: [f32; 5], surroundings: Surroundings) -> bool {
    let module = module_of(runs, surroundings);
    if module < 0.9 {
        return false;
    }
    let single = 0.5 * module + 0.7;
    let triple = 0.87 * module + 0.7;
    let inner = (runs[1] - module).abs() <= single && (runs[3] - module).abs() <= single;
    let outer = |run: f32| match surroundings {
        Surroundings::Margin => (run - module).abs() <= single,
        Surroundings::Open => run >= module - single,
    };
    let is_exact =
        inner && (runs[2] - 3.0 * module).abs() <= triple && outer(runs[0]) && outer(runs[4]);
    is_exact || (surroundings == Surroundings::Margin && is_spread(runs, module))
}

/// Pixels a module from which on it shows how far the ink has run.
const SPREAD: f32 = 2.5;

/// Whether ink that has run, or a speck in a light ring, is all that is wrong: a dark run and the light one beside it are
/// together as long as they should be.
fn is_spread(runs: [f32; 5], module: f32) -> bool {
    let fits = |at: usize, modules: f32| {
        (runs[at] + runs[at + 1] - modules * module).abs() <= 0.15 * modules * module + 0.5
    };
    module >= SPREAD && fits(0, 2.0) && fits(1, 4.0) && fits(2, 4.0) && fits(3, 2.0)
}

fn module_of(runs: [f32; 5], surroundings: Surroundings) -> f32 {
    match surroundings {
        Surroundings::Margin => (runs[0] + runs[1] + runs[2] + runs[3] + runs[4]) / 7.0,
        Surroundings::Open => (runs[1] + runs[2] + runs[3]) / 5.0,
    }
}

/// Looks along the column, the row again and the diagonals.
fn confirmed(
    bitmap: &Bitmap,
    x: f32,
    y: f32,
    light: bool,
    runs: [f32; 5],
    surroundings: Surroundings,
) -> Option<Finder> {
    let module = module_of(runs, surroundings);
    let reach = |module: f32| (module * 12.0 + 4.0) as usize;
    let down = crossing(bitmap, (x, y), (0, 1), light, reach(module))?;
    if !is_pattern(down.runs, surroundings) {
        return None;
    }
    let along_column = module_of(down.runs, surroundings);
    if along_column > 3.2 * module || module > 3.2 * along_column {
        return None;
    }
    let y = y + down.middle;
    let across = crossing(bitmap, (x, y), (1, 0), light, reach(module))?;
    if !is_pattern(across.runs, surroundings) {
        return None;
    }
    let along_row = module_of(across.runs, surroundings);
    let x = x + across.middle;
    let longer = reach(along_row.max(along_column));
    let diagonal = |direction| {
        crossing(bitmap, (x, y), direction, light, longer)
            .is_some_and(|crossing| is_pattern(crossing.runs, surroundings))
    };
    if !diagonal((1, 1)) && !diagonal((1, -1)) {
        return None;
    }
    Some(Finder {
        x,
        y,
        along_row,
        along_column,
        votes: 1.0,
        light,
    })
}

/// Five runs through a point, in steps (pixels, or diagonals of pixels).
struct Crossing {
    runs: [f32; 5],
    /// How far the middle of the middle run lies from the point.
    middle: f32,
}

fn crossing(
    bitmap: &Bitmap,
    (x, y): (f32, f32),
    (dx, dy): (i32, i32),
    light: bool,
    reach: usize,
) -> Option<Crossing> {
    // Lengths of the three runs met on the way: the rest of the middle one, the light ring, the dark ring.
    let way = |sign: i32| {
        let mut lengths = [0_usize; 3];
        let mut run = 0;
        for dark in bitmap.way((x as i32, y as i32), (dx * sign, dy * sign)) {
            let ink = dark != light;
            if ink != (run % 2 == 0) {
                run += 1;
                if run == 3 {
                    return Some(lengths);
                }
                if lengths[run - 1] == 0 {
                    return None;
                }
            }
            lengths[run] += 1;
            if lengths[run] > reach {
                break;
            }
        }
        // The last ring may go on as far as it likes, and up to the edge.
        (run == 2).then_some(lengths)
    };
    let forth = way(1)?;
    let back = way(-1)?;
    // The starting pixel is in both.
    let middle = (forth[0] + back[0] - 1) as f32;
    Some(Crossing {
        runs: [
            back[2] as f32,
            back[1] as f32,
            middle,
            forth[1] as f32,
            forth[2] as f32,
        ],
        middle: (forth[0] as f32 - back[0] as f32) / 2.0,
    })
}

/// Pixels across a strip of the picture whose sightings are kept together.
const STRIP: f32 = 128.0;
/// Latest sightings in a strip that a new one is compared with.
const RECENT: usize = 60;

/// Sightings, those of the same pattern in several rows joined.
#[derive(Default)]
struct Candidates {
    list: Vec<Finder>,
    /// For each strip, which of the list lie in it, in the order they were first seen.
    strips: Vec<Vec<usize>>,
}

impl Candidates {
    fn add(&mut self, sighting: Finder) {
        let same = |known: &Finder| {
            let reach = 1.6 * known.module().max(1.5);
            known.light == sighting.light
                && (known.x - sighting.x).abs() < reach
                && (known.y - sighting.y).abs() < reach
                && known.module() < 1.7 * sighting.module()
                && sighting.module() < 1.7 * known.module()
        };
        let strip = (sighting.x / STRIP) as usize;
        let reach = 1.7 * 1.6 * sighting.module().max(1.5);
        let from = ((sighting.x - reach).max(0.0) / STRIP) as usize;
        let to = ((sighting.x + reach) / STRIP) as usize;
        if self.strips.len() <= to {
            self.strips.resize(to + 1, Vec::new());
        }
        let recent = self.strips[from..=to]
            .iter()
            .flat_map(|strip| strip.iter().rev().take(RECENT))
            .copied();
        let known = recent.into_iter().find(|&at| same(&self.list[at]));
        if let Some(known) = known.map(|at| &mut self.list[at]) {
            let share = 1.0 / (known.votes + 1.0);
            known.x += (sighting.x - known.x) * share;
            known.y += (sighting.y - known.y) * share;
            known.along_row += (sighting.along_row - known.along_row) * share;
            known.along_column += (sighting.along_column - known.along_column) * share;
            known.votes += 1.0;
            return;
        }
        self.strips[strip].push(self.list.len());
        self.list.push(sighting);
    }

    fn best(mut self, most: usize, step: f32) -> Vec<Finder> {
        // Seen in all the rows it should have been seen in, a pattern counts 1.
        let certainty = |finder: &Finder| {
            let expected = (3.0 * finder.along_column / step).max(1.0);
            (finder.votes / expected).min(1.0) * (0.2 + finder.votes.min(6.0) / 6.0)
        };
        self.list
            .sort_by(|a, b| certainty(b).total_cmp(&certainty(a)));
        let mut kept = [0, 0];
        self.list.retain(|finder| {
            kept[usize::from(finder.light)] += 1;
            kept[usize::from(finder.light)] <= most
        });
        self.list
    }
}
