//! One byte per pixel: what the search looks at, at several sizes.

use super::area::Area;
use super::picture::{Picture, Pixels};

/// White pixels added on each side, so that a code touching the edge has a margin.
const PADDING: usize = 10;

/// A grey picture with a white border.
pub struct Plane {
    /// In pixels; at least 2.
    pub width: usize,
    /// In pixels; at least 2.
    pub height: usize,
    /// Brightness, row by row.
    pub grey: Vec<u8>,
    /// Pixels of the picture per pixel here.
    scale: f32,
    /// Where in the picture its upper left corner is.
    origin: (f32, f32),
}

/// Brightness as the eye weighs it (ITU-R BT.601).
fn luma(red: u8, green: u8, blue: u8) -> u8 {
    ((77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) >> 8) as u8
}

/// Lays a see-through value on a backdrop.
fn laid_on(backdrop: u32, value: u8, opacity: u8) -> u8 {
    let opacity = u32::from(opacity);
    // Exact division by 255 without dividing.
    let sum = u32::from(value) * opacity + backdrop * (255 - opacity) + 128;
    ((sum + (sum >> 8)) >> 8) as u8
}

impl Plane {
    /// Brightness, with see-through pixels laid on a backdrop of this brightness.
    pub fn luma(picture: &Picture, backdrop: u8) -> Self {
        let backdrop = u32::from(backdrop);
        match &picture.pixels {
            Pixels::Grey(pixels) => Self::padded(picture, pixels, |&[grey]: &[u8; 1]| grey),
            Pixels::Rgb(pixels) => {
                Self::padded(picture, pixels, |&[red, green, blue]: &[u8; 3]| {
                    luma(red, green, blue)
                })
            }
            Pixels::Rgba(pixels) => {
                Self::padded(picture, pixels, |&[red, green, blue, opacity]: &[u8; 4]| {
                    laid_on(backdrop, luma(red, green, blue), opacity)
                })
            }
        }
    }

    /// The colour as far as it is not brightness, along the line on which it differs most, 0 to 255. `None` for pictures
    /// that are grey or nearly so.
    pub fn along_colours(picture: &Picture) -> Option<Self> {
        let (pixels, bytes) = match &picture.pixels {
            Pixels::Grey(_) => return None,
            Pixels::Rgb(pixels) => (pixels, 3),
            Pixels::Rgba(pixels) => (pixels, 4),
        };
        let (axis, low, high) = super::colour::axis(pixels, bytes)?;
        let stretch = 255.0 / (high - low);
        let place = |red: u8, green: u8, blue: u8| {
            let sum =
                axis[0] * f32::from(red) + axis[1] * f32::from(green) + axis[2] * f32::from(blue);
            ((sum - low) * stretch) as u8
        };
        Some(match &picture.pixels {
            Pixels::Rgba(pixels) => {
                Self::padded(picture, pixels, |&[red, green, blue, _]: &[u8; 4]| {
                    place(red, green, blue)
                })
            }
            Pixels::Grey(pixels) | Pixels::Rgb(pixels) => {
                Self::padded(picture, pixels, |&[red, green, blue]: &[u8; 3]| {
                    place(red, green, blue)
                })
            }
        })
    }

    fn padded<const BYTES: usize>(
        picture: &Picture,
        pixels: &[u8],
        grey_of: impl Fn(&[u8; BYTES]) -> u8,
    ) -> Self {
        let (width, height) = (picture.width + 2 * PADDING, picture.height + 2 * PADDING);
        let mut grey = Vec::with_capacity(width * height);
        grey.resize(width * PADDING + PADDING, u8::MAX);
        let (pixels, _) = pixels.as_chunks::<BYTES>();
        for row in pixels.chunks_exact(picture.width) {
            grey.extend(row.iter().map(&grey_of));
            grey.resize(grey.len() + 2 * PADDING, u8::MAX);
        }
        grey.resize(width * height, u8::MAX);
        Self {
            width,
            height,
            grey,
            scale: 1.0,
            origin: (-(PADDING as f32), -(PADDING as f32)),
        }
    }

    /// Half as wide and high, each pixel the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut grey = Vec::with_capacity(width * height);
        for rows in self.grey.chunks_exact(2 * self.width).take(height) {
            let (upper, lower) = rows.split_at(self.width);
            let (upper, _) = upper.as_chunks::<2>();
            let (lower, _) = lower.as_chunks::<2>();
            grey.extend(upper.iter().zip(lower).map(|(&[a, b], &[c, d])| {
                ((u16::from(a) + u16::from(b) + u16::from(c) + u16::from(d) + 2) >> 2) as u8
            }));
        }
        Self {
            width,
            height,
            grey,
            scale: self.scale * 2.0,
            origin: self.origin,
        }
    }

    /// Twice as wide and high, bilinear.
    pub fn doubled(&self) -> Self {
        let (width, height) = (self.width * 2, self.height * 2);
        let mut grey = vec![0; width * height];
        let mix = |near: u8, far: u8| (3 * u16::from(near) + u16::from(far) + 2) >> 2;
        let mut blended = vec![0_u8; self.width];
        for row in 0..height {
            let near = row / 2;
            let far = if row % 2 == 0 {
                near.saturating_sub(1)
            } else {
                (near + 1).min(self.height - 1)
            };
            let near = &self.grey[near * self.width..][..self.width];
            let far = &self.grey[far * self.width..][..self.width];
            for ((out, &near), &far) in blended.iter_mut().zip(near).zip(far) {
                *out = mix(near, far) as u8;
            }
            let out = &mut grey[row * width..][..width];
            out[0] = blended[0];
            out[width - 1] = blended[self.width - 1];
            let (pairs, _) = out[1..width - 1].as_chunks_mut::<2>();
            for (pair, window) in pairs.iter_mut().zip(blended.windows(2)) {
                *pair = [
                    mix(window[0], window[1]) as u8,
                    mix(window[1], window[0]) as u8,
                ];
            }
        }
        Self {
            width,
            height,
            grey,
            scale: self.scale / 2.0,
            origin: self.origin,
        }
    }

    /// Each pixel the median of its 3x3 neighbourhood: takes specks away and keeps edges.
    pub fn without_specks(&self) -> Self {
        let width = self.width;
        let mut grey = self.grey.clone();
        let (mut low, mut middle, mut high) = (vec![0; width], vec![0; width], vec![0; width]);
        for row in 1..self.height - 1 {
            let [above, here, below] =
                [row - 1, row, row + 1].map(|row| &self.grey[row * width..][..width]);
            // Each column of three sorted, ...
            for at in 0..width {
                let (a, b, c) = (above[at], here[at], below[at]);
                let (less, more) = (a.min(b), a.max(b));
                low[at] = less.min(c);
                high[at] = more.max(c);
                middle[at] = less.max(more.min(c));
            }
            // ... the median of nine is that of the highest low, the middle middle and the lowest high one.
            let out = &mut grey[row * width + 1..][..width - 2];
            let (low, middle, high) = (thirds(&low), thirds(&middle), thirds(&high));
            for (at, out) in out.iter_mut().enumerate() {
                let highest = low[0][at].max(low[1][at]).max(low[2][at]);
                let lowest = high[0][at].min(high[1][at]).min(high[2][at]);
                let middle = median_of_three(middle[0][at], middle[1][at], middle[2][at]);
                *out = median_of_three(highest, middle, lowest);
            }
        }
        self.with_greys(grey)
    }

    /// Edges made steeper in one quick go (unsharp masking): brings out rings that have nearly run together.
    pub fn crisper(&self) -> Self {
        let width = self.width;
        let mut grey = self.grey.clone();
        let mut column_sums = vec![0_u16; width];
        for at in 2..self.height.saturating_sub(2) {
            let row = |off: usize| &self.grey[(at + off - 2) * width..][..width];
            let rows = [row(0), row(1), row(2), row(3), row(4)];
            for (at, sum) in column_sums.iter_mut().enumerate() {
                *sum = binomial_of_five(rows.map(|row| u16::from(row[at])));
            }
            let here = &rows[2][2..];
            let out = &mut grey[at * width + 2..][..width - 4];
            let count = out.len();
            let sums = [0, 1, 2, 3, 4].map(|off| &column_sums[off..][..count]);
            for (at, (out, &here)) in out.iter_mut().zip(here).enumerate() {
                let blurred = (binomial_of_five(sums.map(|sums| sums[at])) >> 8) as i16;
                let here = i16::from(here);
                *out = (here + 3 * (here - blurred)).clamp(0, 255) as u8;
            }
        }
        self.with_greys(grey)
    }

    /// Whether it was drawn and not photographed: most pixels are exactly as their neighbours.
    pub fn is_drawn(&self) -> bool {
        let (mut same, mut all) = (0, 0);
        for row in self.grey.chunks_exact(self.width).step_by(16) {
            same += row.windows(2).filter(|pair| pair[0] == pair[1]).count();
            all += row.len();
        }
        2 * same > all
    }

    /// Whether there are next to no hard edges, from one pixel to the next: drawings and text have them, blurred pictures not.
    pub fn is_soft(&self) -> bool {
        let (mut brightness, mut steps) = ([0_u32; 256], [0_u32; 256]);
        for row in self.grey.chunks_exact(self.width).step_by(3) {
            for pair in row.windows(2) {
                brightness[usize::from(pair[0])] += 1;
                steps[usize::from(pair[0].abs_diff(pair[1]))] += 1;
            }
        }
        let total: u32 = steps.iter().sum();
        let below = |share: u32| {
            let mut sum = 0;
            brightness.iter().position(|&count| {
                sum += count;
                sum > total / 100 * share
            })
        };
        let range = below(99).unwrap_or(255) - below(1).unwrap_or(0);
        let hard: u32 = steps[(range * 11 / 20).clamp(8, 255)..].iter().sum();
        hard < total / 2000
    }

    /// The same places with other brightnesses.
    pub fn with_greys(&self, grey: Vec<u8>) -> Self {
        Self {
            width: self.width,
            height: self.height,
            grey,
            scale: self.scale,
            origin: self.origin,
        }
    }

    /// With other rows of it at each row.
    pub fn with_rows(&self, sources: &[usize]) -> Self {
        let rows = sources.iter().map(|&row| &self.grey[row * self.width..]);
        self.with_greys(rows.flat_map(|row| &row[..self.width]).copied().collect())
    }

    /// Where a point of this plane is in the picture.
    pub fn in_picture(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (
            x * self.scale + self.origin.0,
            y * self.scale + self.origin.1,
        )
    }

    /// Where a point of the picture is in this plane.
    pub fn of_picture(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (
            (x - self.origin.0) / self.scale,
            (y - self.origin.1) / self.scale,
        )
    }

    /// The part of it that shows an area of the picture. `None` if that is next to nothing.
    pub fn cropped(&self, area: &Area) -> Option<Self> {
        let (left, top) = self.of_picture((area.left, area.top));
        let (right, bottom) = self.of_picture((area.right, area.bottom));
        let (left, top) = (left.max(0.0) as usize, top.max(0.0) as usize);
        let right = (right.max(0.0) as usize).min(self.width);
        let bottom = (bottom.max(0.0) as usize).min(self.height);
        if right < left + 21 || bottom < top + 21 {
            return None;
        }
        let mut grey = Vec::with_capacity((right - left) * (bottom - top));
        for row in self.grey.chunks_exact(self.width).take(bottom).skip(top) {
            grey.extend_from_slice(&row[left..right]);
        }
        Some(Self {
            width: right - left,
            height: bottom - top,
            grey,
            scale: self.scale,
            origin: self.in_picture((left as f32, top as f32)),
        })
    }

    /// The part that is the picture itself, as (first column, first row, columns, rows); at full size only.
    pub fn inner(&self) -> (usize, usize, usize, usize) {
        (
            PADDING,
            PADDING,
            self.width - 2 * PADDING,
            self.height - 2 * PADDING,
        )
    }
}

/// Sixteen times their mean, the middle one counting most.
fn binomial_of_five(values: [u16; 5]) -> u16 {
    values[0] + 4 * (values[1] + values[3]) + 6 * values[2] + values[4]
}

/// The row without its last two, without its first and last, and without its first two values.
fn thirds(row: &[u8]) -> [&[u8]; 3] {
    let count = row.len() - 2;
    [&row[..count], &row[1..=count], &row[2..]]
}

fn median_of_three(a: u8, b: u8, c: u8) -> u8 {
    a.min(b).max(a.max(b).min(c))
}
