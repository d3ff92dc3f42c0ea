//! Unpacks picture files into pixels, with limits that no decompression bomb gets past.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::QrError;
use super::contained::contained;

/// Longest side of a picture, in pixels.
pub const MAX_SIDE: u32 = 40_000;
/// Most memory an unpacked picture may take, in bytes.
pub const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Pixels of a picture, row by row.
#[derive(PartialEq, Eq)]
pub struct Picture {
    /// In pixels; at least 1.
    pub width: usize,
    /// In pixels; at least 1.
    pub height: usize,
    /// What the pixels are.
    pub pixels: Pixels,
}

/// One byte per pixel, or three, or four.
#[derive(PartialEq, Eq)]
pub enum Pixels {
    /// Brightness.
    Grey(Vec<u8>),
    /// Red, green, blue.
    Rgb(Vec<u8>),
    /// Red, green, blue, opacity.
    Rgba(Vec<u8>),
}

impl Picture {
    /// Takes unpacked pixels of four bytes each.
    pub fn of_rgba(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self, QrError> {
        check_size(width, height, 4)?;
        let (width, height) = (width as usize, height as usize);
        if width == 0 || height == 0 || pixels.len() != width * height * 4 {
            return Err(QrError::Damaged);
        }
        Ok(Self {
            width,
            height,
            pixels: Pixels::Rgba(pixels),
        })
    }
}

/// The format the first bytes promise, if it is one of ours.
pub fn format(bytes: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(bytes).ok()?;
    matches!(
        format,
        ImageFormat::Png
            | ImageFormat::Jpeg
            | ImageFormat::WebP
            | ImageFormat::Gif
            | ImageFormat::Bmp
    )
    .then_some(format)
}

/// Unpacks a picture file; of an animation the first frame (the others: `frames`).
pub fn decode(bytes: &[u8]) -> Result<Picture, QrError> {
    decode_by(bytes, unpack)
}

type Unpack = fn(&[u8], ImageFormat) -> Result<Picture, QrError>;

/// A decoder that panics has met a damaged picture.
fn decode_by(bytes: &[u8], unpack: Unpack) -> Result<Picture, QrError> {
    let format = format(bytes).ok_or(QrError::NotAPicture)?;
    contained(|| unpack(bytes, format)).unwrap_or(Err(QrError::Damaged))
}

fn unpack(bytes: &[u8], format: ImageFormat) -> Result<Picture, QrError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let decoder = reader.into_decoder().map_err(|error| why(&error))?;
    let (width, height) = decoder.dimensions();
    // Asked before a single pixel is unpacked: some decoders take the limit on memory as a hint only.
    check_size(width, height, decoder.color_type().bytes_per_pixel().max(4))?;
    let image = DynamicImage::from_decoder(decoder).map_err(|error| why(&error))?;
    let (width, height) = (image.width() as usize, image.height() as usize);
    if width == 0 || height == 0 {
        return Err(QrError::Damaged);
    }
    let pixels = match image {
        DynamicImage::ImageLuma8(grey) => Pixels::Grey(grey.into_raw()),
        DynamicImage::ImageRgb8(rgb) => Pixels::Rgb(rgb.into_raw()),
        DynamicImage::ImageRgba8(rgba) => Pixels::Rgba(rgba.into_raw()),
        DynamicImage::ImageLuma16(_) => Pixels::Grey(image.into_luma8().into_raw()),
        other => Pixels::Rgba(other.into_rgba8().into_raw()),
    };
    Ok(Picture {
        width,
        height,
        pixels,
    })
}

/// What decoders must keep to.
pub fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    limits
}

/// Whether a picture of this size is within the limits.
pub fn check_size(width: u32, height: u32, bytes_per_pixel: u8) -> Result<(), QrError> {
    let bytes = (u64::from(width) * u64::from(height)).saturating_mul(u64::from(bytes_per_pixel));
    if width > MAX_SIDE || height > MAX_SIDE || bytes > MAX_BYTES {
        return Err(QrError::TooLarge);
    }
    Ok(())
}

fn why(error: &ImageError) -> QrError {
    match error {
        ImageError::Limits(_) => QrError::TooLarge,
        ImageError::Unsupported(_)
        | ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::IoError(_) => QrError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_panics_has_met_a_damaged_picture() {
        let bomb: Unpack = |_, _| panic!("a panic of this test");
        let result = decode_by(b"GIF89a", bomb);
        assert!(matches!(result, Err(QrError::Damaged)));
    }

    #[test]
    fn a_panic_of_a_decoder_is_contained() {
        let watch: Unpack = |_, _| {
            assert!(crate::qr::panics_are_contained());
            Err(QrError::TooLarge)
        };
        let result = decode_by(b"GIF89a", watch);
        assert!(matches!(result, Err(QrError::TooLarge)));
    }
}
