//! Which pixels are dark: darker than the mean of their neighbourhood. One bit per pixel.

use super::plane::Plane;

/// Pixels along the edge of a block whose mean is taken as one value.
const BLOCK: usize = 4;
/// Blocks on each side that belong to the neighbourhood.
const REACH: usize = 5;

/// Blocks along the edge of a tile in which noise is taken to be the same.
const TILE: usize = 40;
/// Lines of a tile that are looked at: one of so many.
const LINES_APART: usize = 5;

/// One bit per pixel, set where it is dark.
pub struct Bitmap {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    words: Vec<u64>,
    words_per_row: usize,
}

impl Bitmap {
    /// Whether a pixel is dark. Outside the bitmap nothing is.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width
            && y < self.height
            && (self.words[y * self.words_per_row + x / 64] >> (x % 64)) & 1 == 1
    }

    /// A row, 64 pixels a word, the leftmost in the lowest bit; pixels beyond the width are not dark.
    pub fn row(&self, y: usize) -> &[u64] {
        &self.words[y * self.words_per_row..][..self.words_per_row]
    }

    /// Compares each pixel with its neighbourhood.
    pub fn of(plane: &Plane) -> Self {
        let thresholds = Thresholds::of(plane);
        let (width, height) = (plane.width, plane.height);
        let words_per_row = width.div_ceil(64);
        let mut words = vec![0_u64; words_per_row * height];
        // Padded to whole words; a threshold of 0 there makes "not dark".
        let mut limits = vec![0_u8; words_per_row * 64];
        let mut last = [0_u8; 64];
        for (y, (row, out)) in plane
            .grey
            .chunks_exact(width)
            .zip(words.chunks_exact_mut(words_per_row))
            .enumerate()
        {
            if y % BLOCK == 0 {
                let (blocks, _) = limits.as_chunks_mut::<BLOCK>();
                for (block, &limit) in blocks.iter_mut().zip(thresholds.row(y / BLOCK)) {
                    *block = [limit; BLOCK];
                }
                limits[width..].fill(0);
            }
            let (pixels, rest) = row.as_chunks::<64>();
            let (limits, _) = limits.as_chunks::<64>();
            for ((word, pixels), limits) in out.iter_mut().zip(pixels).zip(limits) {
                *word = packed(pixels, limits);
            }
            if !rest.is_empty() {
                last[..rest.len()].copy_from_slice(rest);
                out[words_per_row - 1] = packed(&last, &limits[words_per_row - 1]);
            }
        }
        Self {
            width,
            height,
            words,
            words_per_row,
        }
    }
}

fn packed(pixels: &[u8; 64], limits: &[u8; 64]) -> u64 {
    let mut dark = [0_u8; 64];
    for ((dark, &pixel), &limit) in dark.iter_mut().zip(pixels).zip(limits) {
        *dark = u8::from(pixel < limit);
    }
    let mut word = 0;
    let (groups, _) = dark.as_chunks::<8>();
    for (at, group) in groups.iter().enumerate() {
        // Gathers the lowest bits of eight bytes into one byte.
        let byte = u64::from_le_bytes(*group).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= byte << (8 * at);
    }
    word
}

struct Thresholds {
    limits: Vec<u8>,
    columns: usize,
}

impl Thresholds {
    fn row(&self, row: usize) -> &[u8] {
        &self.limits[row * self.columns..][..self.columns]
    }

    fn of(plane: &Plane) -> Self {
        let (columns, rows) = (plane.width.div_ceil(BLOCK), plane.height.div_ceil(BLOCK));
        let sums = summed_blocks(plane, columns, rows);
        let biases = biases(plane);
        let tiles = columns.div_ceil(TILE);
        let mut limits = Vec::with_capacity(columns * rows);
        let stride = columns + 1;
        for row in 0..rows {
            let (top, bottom) = (row.saturating_sub(REACH), (row + REACH + 1).min(rows));
            let (above, below) = (
                &sums[top * stride..][..stride],
                &sums[bottom * stride..][..stride],
            );
            let biases = &biases[row / TILE * tiles..][..tiles];
            for column in 0..columns {
                let (left, right) = (
                    column.saturating_sub(REACH),
                    (column + REACH + 1).min(columns),
                );
                // Sums may wrap in enormous pictures; their differences are right all the same.
                let sum = below[right]
                    .wrapping_sub(below[left])
                    .wrapping_sub(above[right])
                    .wrapping_add(above[left]);
                let mean = sum / ((bottom - top) * (right - left)) as u32;
                limits.push((mean as u8).saturating_sub(biases[column / TILE]));
            }
        }
        Self { limits, columns }
    }
}

/// Summed-area table of the blocks' means.
fn summed_blocks(plane: &Plane, columns: usize, rows: usize) -> Vec<u32> {
    let stride = columns + 1;
    let mut sums = vec![0_u32; stride * (rows + 1)];
    let mut means = vec![0_u16; columns];
    for (row, lines) in plane.grey.chunks(BLOCK * plane.width).enumerate() {
        means.fill(0);
        for line in lines.chunks_exact(plane.width) {
            let (groups, rest) = line.as_chunks::<BLOCK>();
            for (mean, group) in means.iter_mut().zip(groups) {
                *mean += group.iter().map(|&grey| u16::from(grey)).sum::<u16>();
            }
            if let Some(mean) = means.get_mut(groups.len()) {
                *mean += rest.iter().map(|&grey| u16::from(grey)).sum::<u16>();
            }
        }
        let height = lines.len() / plane.width;
        let mut so_far = 0_u32;
        let (above, here) = sums[row * stride..][..2 * stride].split_at_mut(stride);
        for (column, &sum) in means.iter().enumerate() {
            let width = BLOCK.min(plane.width - column * BLOCK);
            let area = (width * height) as u16;
            so_far = so_far.wrapping_add(u32::from(if area == 16 { sum >> 4 } else { sum / area }));
            here[column + 1] = above[column + 1].wrapping_add(so_far);
        }
    }
    sums
}

/// How much darker than the mean a pixel must be, for each tile: more than the noise there, which is measured by the
/// typical step from pixel to pixel.
fn biases(plane: &Plane) -> Vec<u8> {
    let side = TILE * BLOCK;
    let tiles = plane.width.div_ceil(side);
    let mut biases = Vec::with_capacity(tiles * plane.height.div_ceil(side));
    let mut steps = vec![[0_u16; 256]; tiles];
    for lines in plane.grey.chunks(side * plane.width) {
        steps.fill([0; 256]);
        for line in lines.chunks_exact(plane.width).step_by(LINES_APART) {
            for (part, steps) in line.chunks(side).zip(&mut steps) {
                // Exactly equal neighbours are drawn, not photographed: they say nothing about noise unless most are.
                let (pairs, _) = part.as_chunks::<4>();
                for [one, other, ..] in pairs {
                    steps[usize::from(one.abs_diff(*other))] += 1;
                }
            }
        }
        biases.extend(steps.iter().map(|steps| {
            let count: u32 = steps.iter().map(|&number| u32::from(number)).sum();
            let mut below = 0;
            let typical = steps.iter().position(|&number| {
                below += u32::from(number);
                below * 5 > count * 2
            });
            (2 * typical.unwrap_or(0)).clamp(3, 24) as u8
        }));
    }
    biases
}
