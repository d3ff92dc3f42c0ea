//! Brightness between the pixels of a plane.

use super::plane::Plane;

/// From modules to pixels.
pub type Place<'a> = dyn Fn(f32, f32) -> (f32, f32) + 'a;

/// Reads a plane between its pixels; of light-on-dark codes the negative, so that "dark" always means ink.
#[derive(Clone, Copy)]
pub struct Sampler<'a> {
    grey: &'a [u8],
    width: usize,
    last_x: f32,
    last_y: f32,
    /// All bits set for the negative.
    flip: u8,
}

impl<'a> Sampler<'a> {
    /// `light` for light-on-dark codes.
    pub fn new(plane: &'a Plane, light: bool) -> Self {
        Self {
            grey: &plane.grey,
            width: plane.width,
            last_x: (plane.width - 1) as f32 - 0.002,
            last_y: (plane.height - 1) as f32 - 0.002,
            flip: if light { u8::MAX } else { 0 },
        }
    }

    /// Brightness 0 to 255 at a point, bilinear; pixel centres are at halves. Outside it is as at the nearest edge.
    pub fn at(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).min(self.last_x).max(0.0);
        let y = (y - 0.5).min(self.last_y).max(0.0);
        let (column, row) = (x as usize, y as usize);
        let (right, down) = (x - column as f32, y - row as f32);
        let place = row * self.width + column;
        let value = |at: usize| f32::from(self.grey[at] ^ self.flip);
        let upper = value(place) + right * (value(place + 1) - value(place));
        let place = place + self.width;
        let lower = value(place) + right * (value(place + 1) - value(place));
        upper + down * (lower - upper)
    }
}
