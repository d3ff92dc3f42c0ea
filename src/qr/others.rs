//! Codes of other kinds, told apart by their fixed patterns so that a message can name them. Upright ones only, and only
//! where every fixed module is as it should be: nothing else may be taken for one.

use super::plane::Plane;
use super::threshold::{Bitmap, Sheet};

/// A code that is no QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Rings around a middle.
    Aztec,
    /// Two solid edges and two dashed ones.
    DataMatrix,
    /// One finder pattern.
    MicroQr,
    /// One finder pattern, and wider than high.
    Rmqr,
}

impl Other {
    /// With its article.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Aztec => "an Aztec code",
            Self::DataMatrix => "a Data Matrix code",
            Self::MicroQr => "a Micro QR code",
            Self::Rmqr => "a rectangular Micro QR code",
        }
    }
}

/// Side of the smallest cells that join ink to one thing, in pixels; a divisor of 64.
const CELL: usize = 4;
/// How many sizes of cells there are, each twice the one before.
const SIZES: usize = 4;
/// Things that are looked at.
const MAX_FRAMES: usize = 400;
/// Rows of a thing that tell how bright its ink and its paper are.
const ROWS: usize = 64;
/// Sides of square Data Matrix codes.
const SQUARES: [usize; 24] = [
    10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52, 64, 72, 80, 88, 96, 104, 120, 132,
    144,
];
/// Columns and rows of the others.
const OBLONGS: [(usize, usize); 6] = [(18, 8), (32, 8), (26, 12), (36, 12), (36, 16), (48, 16)];
/// Columns of rectangular Micro QR codes, and their rows.
const RMQR_COLUMNS: [usize; 6] = [27, 43, 59, 77, 99, 139];
const RMQR_ROWS: [usize; 6] = [7, 9, 11, 13, 15, 17];

/// The first one in a plane.
pub fn seen(sheet: &Sheet, give_up: &dyn Fn() -> bool) -> Option<Other> {
    let plane = &sheet.plane;
    let mut inked = Inked::of(sheet.bitmap());
    let mut looked: Vec<Frame> = Vec::new();
    for _ in 0..SIZES {
        for frame in inked.frames() {
            if give_up() || looked.len() >= MAX_FRAMES {
                return None;
            }
            if looked.contains(&frame) {
                continue;
            }
            looked.push(frame);
            if let Some(other) = Thing::of(plane, frame).and_then(|thing| thing.kind()) {
                return Some(other);
            }
        }
        inked = inked.halved();
    }
    None
}

/// First column and row, and how many of each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Frame {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

/// Cells of a picture, with the bounds of the ink in each: left, top, right, bottom.
struct Inked {
    columns: usize,
    cells: Vec<Option<[usize; 4]>>,
}

fn joined(one: Option<[usize; 4]>, other: Option<[usize; 4]>) -> Option<[usize; 4]> {
    let (Some(one), Some(other)) = (one, other) else {
        return one.or(other);
    };
    Some([
        one[0].min(other[0]),
        one[1].min(other[1]),
        one[2].max(other[2]),
        one[3].max(other[3]),
    ])
}

impl Inked {
    fn of(bitmap: &Bitmap) -> Self {
        let columns = bitmap.width.div_ceil(CELL);
        let mut cells = vec![None; columns * bitmap.height.div_ceil(CELL)];
        for y in 0..bitmap.height {
            let cells = &mut cells[y / CELL * columns..][..columns];
            for (at, &word) in bitmap.row(y).iter().enumerate() {
                let mut left = word;
                while left != 0 {
                    let cell = left.trailing_zeros() as usize / CELL;
                    let ink = left & (0b1111 << (cell * CELL));
                    left &= !ink;
                    let (first, last) = (ink.trailing_zeros(), ink.ilog2());
                    let x = |bit: u32| at * 64 + bit as usize;
                    let cell = &mut cells[at * 64 / CELL + cell];
                    *cell = joined(*cell, Some([x(first), y, x(last), y]));
                }
            }
        }
        Self { columns, cells }
    }

    /// Cells twice as wide and high.
    fn halved(&self) -> Self {
        let columns = self.columns.div_ceil(2);
        let rows = (self.cells.len() / self.columns).div_ceil(2);
        let mut cells = vec![None; columns * rows];
        for (at, &bounds) in self.cells.iter().enumerate() {
            let place = at / self.columns / 2 * columns + at % self.columns / 2;
            cells[place] = joined(cells[place], bounds);
        }
        Self { columns, cells }
    }

    /// What hangs together if ink in neighbouring cells does, and might be a code by its shape.
    fn frames(&self) -> Vec<Frame> {
        let (columns, rows) = (self.columns, self.cells.len() / self.columns);
        let mut cells = self.cells.clone();
        let (mut frames, mut waiting) = (Vec::new(), Vec::new());
        for start in 0..cells.len() {
            let mut bounds = cells[start].take();
            if bounds.is_none() {
                continue;
            }
            waiting.push(start);
            while let Some(at) = waiting.pop() {
                let (column, row) = (at % columns, at / columns);
                for row in row.saturating_sub(1)..=(row + 1).min(rows - 1) {
                    for column in column.saturating_sub(1)..=(column + 1).min(columns - 1) {
                        let at = row * columns + column;
                        let next = cells[at].take();
                        if next.is_some() {
                            waiting.push(at);
                            bounds = joined(bounds, next);
                        }
                    }
                }
            }
            frames.extend(bounds.and_then(Frame::within));
        }
        frames
    }
}

impl Frame {
    /// `None` for what is too small or too slim to be a code.
    fn within([left, top, right, bottom]: [usize; 4]) -> Option<Self> {
        let (width, height) = (right - left + 1, bottom - top + 1);
        let (long, short) = (width.max(height), width.min(height));
        (short >= 14 && long >= 20 && long < 12 * short).then_some(Self {
            left,
            top,
            width,
            height,
        })
    }
}

/// What might be a code, alone in its frame.
struct Thing<'a> {
    plane: &'a Plane,
    frame: Frame,
    /// Brightness between its ink and its paper.
    middle: u8,
}

/// From column and row to "dark".
type Look<'a> = dyn Fn(usize, usize) -> bool + 'a;

impl<'a> Thing<'a> {
    fn of(plane: &'a Plane, frame: Frame) -> Option<Self> {
        let mut counts = [0_usize; 256];
        let rows = plane.grey.chunks_exact(plane.width).skip(frame.top);
        let apart = frame.height.div_ceil(ROWS);
        for row in rows.take(frame.height).step_by(apart) {
            for &grey in &row[frame.left..frame.left + frame.width] {
                counts[usize::from(grey)] += 1;
            }
        }
        let all = frame.width * frame.height.div_ceil(apart);
        let beyond = |share: usize| {
            let mut sum = 0;
            counts.iter().position(|&count| {
                sum += count;
                sum * 100 > all * share
            })
        };
        let (dark, light) = (beyond(15)?, beyond(85)?);
        (light >= dark + 60).then_some(Self {
            plane,
            frame,
            middle: dark.midpoint(light) as u8,
        })
    }

    fn is_dark(&self, column: usize, row: usize, columns: usize, rows: usize) -> bool {
        let x = self.frame.left + (2 * column + 1) * self.frame.width / (2 * columns);
        let y = self.frame.top + (2 * row + 1) * self.frame.height / (2 * rows);
        self.plane.grey[y * self.plane.width + x] < self.middle
    }

    fn is_square(&self) -> bool {
        let (width, height) = (self.frame.width, self.frame.height);
        10 * width.abs_diff(height) < width.min(height)
    }

    /// Whether modules are at least about two pixels wide, and as wide as high.
    fn holds(&self, columns: usize, rows: usize) -> bool {
        let (width, height) = (self.frame.width, self.frame.height);
        let (wide, high) = (width * rows, height * columns);
        2 * width > 3 * columns && 2 * height > 3 * rows && 8 * wide.abs_diff(high) < wide.min(high)
    }

    fn kind(&self) -> Option<Other> {
        if self.is_square() {
            if (1..=4).any(|version| self.is_square_so(9 + 2 * version, is_micro)) {
                return Some(Other::MicroQr);
            }
            let is_compact = |layers: usize| self.is_square_so(11 + 4 * layers, is_compact_aztec);
            let is_full = |layers: usize| {
                let base = 14 + 4 * layers;
                // And a line of guides for each fifteen modules.
                self.is_square_so(base + 1 + 2 * ((base / 2 - 1) / 15), is_full_aztec)
            };
            if (1..=4).any(is_compact) || (1..=32).any(is_full) {
                return Some(Other::Aztec);
            }
            return SQUARES
                .into_iter()
                .any(|size| self.is_square_so(size, is_data_matrix))
                .then_some(Other::DataMatrix);
        }
        let is_oblong = |(columns, rows)| {
            self.is_so(columns, rows, is_data_matrix) || self.is_so(rows, columns, is_data_matrix)
        };
        if OBLONGS.into_iter().any(is_oblong) {
            return Some(Other::DataMatrix);
        }
        let is_rmqr = |columns| {
            RMQR_ROWS.into_iter().any(|rows| {
                self.is_so(columns, rows, is_rmqr) || self.is_so(rows, columns, is_rmqr)
            })
        };
        RMQR_COLUMNS.into_iter().any(is_rmqr).then_some(Other::Rmqr)
    }

    fn is_square_so(&self, size: usize, check: fn(&Look, usize, usize) -> bool) -> bool {
        self.is_so(size, size, check)
    }

    /// Whether it is, in one of its four turns, what `check` looks for; that is asked with columns and rows as the turn
    /// has them.
    fn is_so(&self, columns: usize, rows: usize, check: fn(&Look, usize, usize) -> bool) -> bool {
        if !self.holds(columns, rows) {
            return false;
        }
        let dark = |column, row| self.is_dark(column, row, columns, rows);
        check(&dark, columns, rows)
            || check(&|column, row| dark(row, rows - 1 - column), rows, columns)
            || check(
                &|column, row| dark(columns - 1 - column, rows - 1 - row),
                columns,
                rows,
            )
            || check(
                &|column, row| dark(columns - 1 - row, column),
                rows,
                columns,
            )
    }
}

/// Solid to the left and below, dashed above and to the right, and neither empty nor full within.
fn is_data_matrix(dark: &Look, columns: usize, rows: usize) -> bool {
    let frame = (0..rows).all(|row| dark(0, row) && dark(columns - 1, row) == (row % 2 == 1))
        && (0..columns)
            .all(|column| dark(column, rows - 1) && dark(column, 0) == (column % 2 == 0));
    if !frame {
        return false;
    }
    let within = (1..rows - 1).flat_map(|row| (1..columns - 1).map(move |column| (column, row)));
    let ink = within.filter(|&(column, row)| dark(column, row)).count();
    let all = (columns - 2) * (rows - 2);
    (all / 4..all * 3 / 4).contains(&ink)
}

fn is_compact_aztec(dark: &Look, size: usize, _: usize) -> bool {
    is_aztec(dark, size, 4)
}

fn is_full_aztec(dark: &Look, size: usize, _: usize) -> bool {
    is_aztec(dark, size, 6)
}

/// Rings as far as `rings` from the middle, and the marks at the corners of the next one that tell which way is up.
fn is_aztec(dark: &Look, size: usize, rings: usize) -> bool {
    let middle = size / 2;
    let reach = rings + 1;
    if middle < reach {
        return false;
    }
    let ring = |column: usize, row: usize| column.abs_diff(middle).max(row.abs_diff(middle));
    let rings_are_there = (middle - rings..=middle + rings).all(|row| {
        (middle - rings..=middle + rings)
            .all(|column| dark(column, row) == ring(column, row).is_multiple_of(2))
    });
    let (low, high) = (middle - reach, middle + reach);
    let mark = |places: [(usize, usize); 3]| places.map(|(column, row)| dark(column, row));
    rings_are_there
        && mark([(low, low), (low + 1, low), (low, low + 1)]) == [true; 3]
        && mark([(high, low), (high - 1, low), (high, low + 1)]) == [true, false, true]
        && mark([(high, high), (high - 1, high), (high, high - 1)]) == [false, false, true]
        && mark([(low, high), (low + 1, high), (low, high - 1)]) == [false; 3]
}

/// A finder pattern and what parts it from the rest, the dashed edges, and format bits that are a code word.
fn is_micro(dark: &Look, size: usize, _: usize) -> bool {
    let finder =
        (0..8).all(|row| (0..8).all(|column| dark(column, row) == is_finder_module(column, row)));
    let dashes = (8..size).all(|place| {
        dark(place, 0) == place.is_multiple_of(2) && dark(0, place) == place.is_multiple_of(2)
    });
    if !finder || !dashes {
        return false;
    }
    let bits = (1..=8)
        .map(|column| dark(column, 8))
        .chain((1..8).rev().map(|row| dark(8, row)));
    let format = bits.fold(0_u16, |format, dark| format << 1 | u16::from(dark));
    // In a mirrored one they stand the other way round.
    is_format(format) || is_format(format.reverse_bits() >> 1)
}

/// Whether fifteen bits are a code word of the BCH code, under the mask of Micro QR codes.
fn is_format(bits: u16) -> bool {
    let mut rest = bits ^ 0x4445;
    for at in (10..15).rev() {
        if rest >> at & 1 == 1 {
            rest ^= 0x537 << (at - 10);
        }
    }
    rest == 0
}

/// A finder pattern at the left, a small one in the opposite corner, the upper and lower edges dashed.
fn is_rmqr(dark: &Look, columns: usize, rows: usize) -> bool {
    if columns <= rows {
        return false;
    }
    let finder =
        (0..7).all(|row| (0..8).all(|column| dark(column, row) == is_finder_module(column, row)));
    let small = (0..5_usize).all(|down| {
        (0..5_usize).all(|left| {
            let ring = left.abs_diff(2).max(down.abs_diff(2));
            dark(columns - 5 + left, rows - 5 + down) == (ring != 1)
        })
    });
    if !finder || !small {
        return false;
    }
    // Small squares sit on the edges here and there.
    let right = (8..columns - 5)
        .filter(|&column| dark(column, 0) == column.is_multiple_of(2))
        .count();
    10 * right >= 8 * (columns - 13)
}

fn is_finder_module(column: usize, row: usize) -> bool {
    let ring = column.abs_diff(3).max(row.abs_diff(3));
    ring != 2 && ring != 4
}
