//! Terminal drawings with gaps between the lines, as terminals leave them that space their lines out: every few rows there
//! are some of one colour. The lines are stretched over them.

use super::plane::Plane;

/// Parts of the width in which gaps are looked for: other windows may stand beside the drawing.
const PARTS: usize = 16;
/// A step in brightness that counts, from one pixel to the next.
const STEP: u8 = 40;
/// Rows of a gap, at the most.
const WIDEST: usize = 12;
/// Rows from one gap to the next.
const PITCHES: std::ops::RangeInclusive<usize> = 7..=100;
/// Lines of the smallest drawing.
const LEAST_LINES: usize = 9;

/// The plane with its lines stretched over the gaps between them. `None` if there are none.
pub fn closed(plane: &Plane) -> Option<Plane> {
    let steps = steps(plane);
    let mut best: Option<Lines> = None;
    let mut wide = PARTS;
    while wide >= 2 {
        for from in (0..=PARTS - wide).step_by(wide.div_ceil(2)) {
            let rows: Vec<u32> = steps
                .iter()
                .map(|parts| parts[from..from + wide].iter().sum())
                .collect();
            let lines = Lines::of(&rows);
            let more = lines.as_ref().map_or(0, |lines| lines.busy);
            if more > best.as_ref().map_or(0, |best| best.busy) {
                best = lines;
            }
        }
        if best.is_some() {
            break;
        }
        wide /= 2;
    }
    best.map(|lines| plane.with_rows(&lines.sources(plane.height)))
}

/// How often brightness steps in each part of each row.
fn steps(plane: &Plane) -> Vec<[u32; PARTS]> {
    let width = plane.width.div_ceil(PARTS).max(2);
    let of_row = |row: &[u8]| {
        let mut parts = [0; PARTS];
        for (part, pixels) in parts.iter_mut().zip(row.chunks(width)) {
            let pairs = pixels.iter().zip(&pixels[1..]);
            *part = pairs
                .filter(|(one, next)| one.abs_diff(**next) >= STEP)
                .count() as u32;
        }
        parts
    };
    plane.grey.chunks_exact(plane.width).map(of_row).collect()
}

/// The gaps of a drawing: first row and one past the last of each, from the top down.
struct Lines {
    gaps: Vec<(usize, usize)>,
    /// Lines between them that hold something.
    busy: usize,
}

impl Lines {
    fn of(rows: &[u32]) -> Option<Self> {
        let gaps = quiet_runs(rows);
        let mut best: Option<Self> = None;
        for pair in gaps.windows(2) {
            let [(start, end), (next, next_end)] = [pair[0], pair[1]];
            let (wide, pitch) = (end - start, next - start);
            if wide > WIDEST || (next_end - next).abs_diff(wide) > 1 || !PITCHES.contains(&pitch) {
                continue;
            }
            let known = best.as_ref().map_or(0, |best| best.busy);
            let lines = Self::from(rows, pair[0], pitch);
            if lines.busy > known.max(LEAST_LINES - 1) && lines.is_drawn(rows) {
                best = Some(lines);
            }
        }
        best
    }

    /// Goes on from the first gap as long as there is one where the next should be.
    fn from(rows: &[u32], first: (usize, usize), pitch: usize) -> Self {
        let wide = first.1 - first.0;
        let is_quiet = |from: usize| {
            let gap = rows.get(from..from + wide);
            gap.is_some_and(|gap| gap.iter().all(|&steps| steps == 0))
        };
        let mut lines = Self {
            gaps: vec![first],
            busy: 0,
        };
        let mut at = first.0;
        // Where pictures were scaled, a pitch is no whole number of rows.
        while let Some(next) = [pitch, pitch - 1, pitch + 1]
            .map(|pitch| at + pitch)
            .into_iter()
            .find(|&next| is_quiet(next))
        {
            lines.busy += usize::from(rows[at + wide..next].iter().any(|&steps| steps > 0));
            lines.gaps.push((next, next + wide));
            at = next;
        }
        lines
    }

    /// Whether the rows of a line are those of a drawing: all alike, or the upper ones and the lower ones. Those of letters
    /// are not.
    fn is_drawn(&self, rows: &[u32]) -> bool {
        let changes: usize = self
            .gaps
            .windows(2)
            .map(|pair| &rows[pair[0].1..pair[1].0])
            .map(|line| line.windows(2).filter(|pair| pair[0] != pair[1]).count())
            .sum();
        changes <= 2 * self.busy
    }

    /// Which row is to be seen at each row.
    fn sources(&self, height: usize) -> Vec<usize> {
        let mut sources: Vec<usize> = (0..height).collect();
        for pair in self.gaps.windows(2) {
            let (line, end) = (pair[0].1, pair[1].0);
            let wide = pair[1].1 - pair[1].0;
            // Half of the gap above belongs to the line, and half of the one below.
            let (from, to) = (line - wide / 2, end + wide - wide / 2);
            for (at, source) in sources[from..to].iter_mut().enumerate() {
                *source = line + at * (end - line) / (to - from);
            }
        }
        sources
    }
}

/// First row and one past the last of what is quiet.
fn quiet_runs(rows: &[u32]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, &steps) in rows.iter().chain([&1]).enumerate() {
        match (start, steps) {
            (None, 0) => start = Some(at),
            (Some(first), 1..) => {
                runs.push((first, at));
                start = None;
            }
            _ => {}
        }
    }
    runs
}
