//! One byte per pixel: what the search looks at.

use super::picture::{Picture, Pixels};

/// A grey picture.
#[derive(Clone)]
pub struct Plane {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// Brightness, row by row.
    pub grey: Vec<u8>,
}

/// Brightness as the eye weighs it (ITU-R BT.601), in 256ths.
fn luma(red: u8, green: u8, blue: u8) -> u32 {
    77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)
}

impl Plane {
    /// Brightness, with see-through pixels laid on a backdrop of this brightness.
    pub fn luma(picture: &Picture, backdrop: u8) -> Self {
        let mut grey = Vec::with_capacity(picture.width * picture.height);
        match &picture.pixels {
            Pixels::Grey(pixels) => grey.extend_from_slice(pixels),
            Pixels::Rgb(pixels) => grey.extend(
                pixels
                    .as_chunks::<3>()
                    .0
                    .iter()
                    .map(|&[red, green, blue]| (luma(red, green, blue) >> 8) as u8),
            ),
            Pixels::Rgba(pixels) => {
                let backdrop = u32::from(backdrop);
                grey.extend(pixels.as_chunks::<4>().0.iter().map(
                    |&[red, green, blue, opacity]| {
                        let opacity = u32::from(opacity);
                        let over = (luma(red, green, blue) >> 8) * opacity;
                        ((over + backdrop * (255 - opacity)) / 255) as u8
                    },
                ));
            }
        }
        Self {
            width: picture.width,
            height: picture.height,
            grey,
        }
    }
}
