//! What follows from a code's version: its size, its patterns, its blocks.

use super::format::Level;

/// 1 to 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(usize);

/// Error correction codewords per block, by level and version (ISO/IEC 18004 table 9).
const CORRECTION: [[u8; 40]; 4] = [
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30,
        30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30,
        30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];

/// Blocks, by level and version (the same table).
const BLOCKS: [[u8; 40]; 4] = [
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13,
        14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23,
        25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29,
        34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35,
        37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

impl Version {
    /// The version with this many modules along an edge.
    pub fn of_size(size: usize) -> Option<Self> {
        ((21..=177).contains(&size) && size % 4 == 1).then(|| Self((size - 17) / 4))
    }

    /// Modules along an edge.
    pub const fn size(self) -> usize {
        17 + 4 * self.0
    }

    /// 1 to 40.
    pub const fn number(self) -> usize {
        self.0
    }

    /// Error correction codewords in each block.
    pub fn correction(self, level: Level) -> usize {
        usize::from(CORRECTION[level as usize][self.0 - 1])
    }

    /// Number of blocks.
    pub fn blocks(self, level: Level) -> usize {
        usize::from(BLOCKS[level as usize][self.0 - 1])
    }

    /// Centres of the alignment patterns along either axis, in whole modules; empty for version 1.
    pub fn alignment(self) -> Vec<usize> {
        if self.0 == 1 {
            return Vec::new();
        }
        let count = self.0 / 7 + 2;
        let step = if self.0 == 32 {
            26
        } else {
            (self.0 * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        };
        let last = self.size() - 7;
        let mut centres: Vec<usize> = (0..count - 1).map(|at| last - at * step).collect();
        centres.push(6);
        centres.reverse();
        centres
    }

    /// The centres of all alignment patterns, column and row; none is at a finder pattern.
    pub fn alignment_patterns(self) -> Vec<(usize, usize)> {
        let centres = self.alignment();
        let last = self.size() - 7;
        let mut patterns = Vec::with_capacity(centres.len() * centres.len());
        for &row in &centres {
            for &column in &centres {
                let at_finder = matches!((column, row), (6, 6))
                    || (column, row) == (6, last)
                    || (column, row) == (last, 6);
                if !at_finder {
                    patterns.push((column, row));
                }
            }
        }
        patterns
    }

    /// For each module, row by row: whether it belongs to a pattern and not to the data.
    pub fn patterns(self) -> Vec<bool> {
        let size = self.size();
        let mut taken = vec![false; size * size];
        let mut take = |columns: std::ops::Range<usize>, rows: std::ops::Range<usize>| {
            for row in rows {
                taken[row * size..][columns.clone()].fill(true);
            }
        };
        // Finder patterns with their separators and the format information beside them.
        take(0..9, 0..9);
        take(size - 8..size, 0..9);
        take(0..9, size - 8..size);
        take(6..7, 0..size);
        take(0..size, 6..7);
        for (column, row) in self.alignment_patterns() {
            take(column - 2..column + 3, row - 2..row + 3);
        }
        if self.0 >= 7 {
            take(size - 11..size - 8, 0..6);
            take(0..6, size - 11..size - 8);
        }
        taken
    }
}
