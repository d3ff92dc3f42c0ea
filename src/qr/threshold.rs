//! Which pixels are dark: darker than the mean of their neighbourhood. One bit per pixel.

use std::cell::OnceCell;

use super::plane::Plane;

/// Pixels along the edge of a block whose mean is taken as one value.
const BLOCK: usize = 4;
/// Blocks on each side that belong to the neighbourhood.
const REACH: usize = 5;

/// Blocks along the edge of a tile in which noise is taken to be the same.
const TILE: usize = 40;
/// Lines of a tile that are looked at: one of so many.
const LINES_APART: usize = 5;

/// A plane, and which of its pixels are dark: found out once, however often it is searched.
pub struct Sheet {
    /// What was seen.
    pub plane: Plane,
    bitmap: OnceCell<Bitmap>,
}

impl Sheet {
    /// Nothing is compared yet.
    pub fn of(plane: Plane) -> Self {
        Self {
            plane,
            bitmap: OnceCell::new(),
        }
    }

    /// Which pixels are dark.
    pub fn bitmap(&self) -> &Bitmap {
        self.bitmap.get_or_init(|| Bitmap::of(&self.plane))
    }
}

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

    /// The bits from a pixel on in a direction, up to the edge; none from outside.
    pub fn way(&self, (x, y): (i32, i32), (dx, dy): (i32, i32)) -> impl Iterator<Item = bool> {
        let room = |at: i32, step: i32, length: usize| match (usize::try_from(at), step) {
            (Ok(at), _) if at >= length => 0,
            (Ok(_), 0) => usize::MAX,
            (Ok(at), 1..) => length - at,
            (Ok(at), _) => at + 1,
            (Err(_), _) => 0,
        };
        let steps = room(x, dx, self.width).min(room(y, dy, self.height));
        // Rows follow each other without a gap: one number tells the place of a bit.
        let row = (self.words_per_row * 64) as isize;
        let start = y as isize * row + x as isize;
        let step = dy as isize * row + dx as isize;
        (0..steps as isize).map(move |count| {
            let at = (start + count * step) as usize;
            (self.words[at / 64] >> (at % 64)) & 1 == 1
        })
    }

    /// Compares each pixel with its neighbourhood.
    fn of(plane: &Plane) -> Self {
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
        let mut limits = vec![0; columns * rows];
        let stride = columns + 1;
        for (row, limits) in limits.chunks_exact_mut(columns).enumerate() {
            let (top, bottom) = (row.saturating_sub(REACH), (row + REACH + 1).min(rows));
            let lines = Lines {
                above: &sums[top * stride..][..stride],
                below: &sums[bottom * stride..][..stride],
                height: bottom - top,
            };
            let biases = &biases[row / TILE * tiles..][..tiles];
            for (tile, (limits, &bias)) in limits.chunks_mut(TILE).zip(biases).enumerate() {
                lines.means(tile * TILE, limits);
                for limit in limits {
                    *limit = limit.saturating_sub(bias);
                }
            }
        }
        Self { limits, columns }
    }
}

/// Two rows of the summed-area table, between which a neighbourhood lies.
struct Lines<'a> {
    above: &'a [u32],
    below: &'a [u32],
    height: usize,
}

impl Lines<'_> {
    /// Means of the neighbourhoods of the blocks from `first` on.
    fn means(&self, first: usize, means: &mut [u8]) {
        let (columns, count) = (self.above.len() - 1, means.len());
        if first < REACH || first + count + REACH > columns {
            for (column, mean) in (first..).zip(means) {
                let left = column.saturating_sub(REACH);
                let right = (column + REACH + 1).min(columns);
                let share = share(self.height * (right - left));
                let sides = (
                    (self.above[left], self.above[right]),
                    (self.below[left], self.below[right]),
                );
                *mean = part(between(sides.0, sides.1), share);
            }
            return;
        }
        // All neighbourhoods are as wide: many are done at once.
        let share = share(self.height * (2 * REACH + 1));
        let (left, right) = (first - REACH, first + REACH + 1);
        let above = self.above[left..][..count]
            .iter()
            .zip(&self.above[right..][..count]);
        let below = self.below[left..][..count]
            .iter()
            .zip(&self.below[right..][..count]);
        for (mean, ((&above_left, &above_right), (&below_left, &below_right))) in
            means.iter_mut().zip(above.zip(below))
        {
            let sum = between((above_left, above_right), (below_left, below_right));
            *mean = part(sum, share);
        }
    }
}

/// The sum of the blocks between the corners of a summed-area table. Sums may wrap in enormous pictures; their
/// differences are right all the same.
fn between(above: (u32, u32), below: (u32, u32)) -> u32 {
    below
        .1
        .wrapping_sub(below.0)
        .wrapping_sub(above.1)
        .wrapping_add(above.0)
}

/// What to multiply a sum of so many bytes by, instead of dividing: exact for all that a neighbourhood can hold.
const fn share(count: usize) -> u32 {
    (1_u32 << 22).div_ceil(count as u32)
}

fn part(sum: u32, share: u32) -> u8 {
    ((sum * share) >> 22) as u8
}

/// Summed-area table of the blocks' means.
fn summed_blocks(plane: &Plane, columns: usize, rows: usize) -> Vec<u32> {
    let stride = columns + 1;
    let mut sums = vec![0_u32; stride * (rows + 1)];
    let mut down = vec![0_u16; plane.width];
    for (row, lines) in plane.grey.chunks(BLOCK * plane.width).enumerate() {
        down.fill(0);
        for line in lines.chunks_exact(plane.width) {
            for (sum, &grey) in down.iter_mut().zip(line) {
                *sum += u16::from(grey);
            }
        }
        let height = lines.len() / plane.width;
        let (groups, rest) = down.as_chunks::<BLOCK>();
        let whole = share(BLOCK * height);
        let means = groups
            .iter()
            .map(|group| part(group.iter().copied().map(u32::from).sum(), whole));
        let last = (!rest.is_empty()).then(|| {
            let sum = rest.iter().copied().map(u32::from).sum();
            part(sum, share(rest.len() * height))
        });
        let mut so_far = 0_u32;
        let (above, here) = sums[row * stride..][..2 * stride].split_at_mut(stride);
        for ((mean, above), here) in means.chain(last).zip(&above[1..]).zip(&mut here[1..]) {
            so_far = so_far.wrapping_add(u32::from(mean));
            *here = above.wrapping_add(so_far);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplying_is_as_good_as_dividing() {
        for count in 1..=(2 * REACH + 1) * (2 * REACH + 1) {
            for sum in 0..=count * 255 {
                let mean = part(sum as u32, share(count));
                assert_eq!(usize::from(mean), sum / count, "{sum} of {count}");
            }
        }
    }
}
