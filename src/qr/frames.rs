//! The other pictures in a picture file: the frames of an animation, and a JPEG for print with its inks the other way round.

use std::io::Cursor;

use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{AnimationDecoder, Frames, ImageDecoder, ImageFormat};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};

use super::contained::contained;
use super::picture::{self, Picture, Pixels};

/// Frames of an animation that are looked at, at the most.
const MAX_FRAMES: usize = 1_000;

/// Calls `look` with each picture in the file but the first. `give_up` is asked before each, those that are the same as
/// the one before too: to unpack thousands of them takes minutes. False if there may be more.
pub fn others(bytes: &[u8], give_up: &dyn Fn() -> bool, look: &mut dyn FnMut(&Picture)) -> bool {
    if let Some(swapped) = contained(|| inks_swapped(bytes)).flatten() {
        look(&swapped);
        return !give_up();
    }
    let Some(mut frames) = contained(|| animation(bytes)).flatten() else {
        return true;
    };
    // What is damaged ends the animation: the frames before it have been seen.
    let mut next = || {
        let frame = contained(|| frames.next()).flatten()?.ok()?.into_buffer();
        let (width, height) = frame.dimensions();
        Picture::of_rgba(width, height, frame.into_raw()).ok()
    };
    let mut before = None;
    // The first frame has been looked at; only in a PNG it may be another than the picture for those who show one.
    if picture::format(bytes) != Some(ImageFormat::Png) {
        before = next();
        if before.is_none() {
            return true;
        }
    }
    for _ in 0..MAX_FRAMES {
        if give_up() {
            return false;
        }
        let Some(picture) = next() else {
            return true;
        };
        if before.as_ref() == Some(&picture) {
            continue;
        }
        look(&picture);
        before = Some(picture);
    }
    false
}

/// The frames of an animation; `None` of a still picture.
fn animation(bytes: &[u8]) -> Option<Frames<'_>> {
    let input = Cursor::new(bytes);
    match picture::format(bytes)? {
        ImageFormat::Gif => {
            let mut decoder = GifDecoder::new(input).ok()?;
            within_limits(&mut decoder)?;
            Some(decoder.into_frames())
        }
        ImageFormat::Png => {
            let mut decoder = PngDecoder::with_limits(input, picture::limits()).ok()?;
            within_limits(&mut decoder)?;
            decoder.is_apng().ok()?.then_some(())?;
            Some(decoder.apng().ok()?.into_frames())
        }
        ImageFormat::WebP => {
            let mut decoder = WebPDecoder::new(input).ok()?;
            within_limits(&mut decoder)?;
            decoder.has_animation().then(|| decoder.into_frames())
        }
        _ => None,
    }
}

fn within_limits(decoder: &mut impl ImageDecoder) -> Option<()> {
    let (width, height) = decoder.dimensions();
    picture::check_size(width, height, 4).ok()?;
    decoder.set_limits(picture::limits()).ok()
}

/// A JPEG of four inks. Whether 255 is all of an ink or none of it is not in the file: the decoder takes it for none,
/// and then such a picture of the other kind is all black.
fn inks_swapped(bytes: &[u8]) -> Option<Picture> {
    if picture::format(bytes)? != ImageFormat::Jpeg {
        return None;
    }
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(picture::MAX_SIDE as usize)
        .set_max_height(picture::MAX_SIDE as usize)
        .jpeg_set_out_colorspace(ColorSpace::CMYK);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    if decoder.input_colorspace()? != ColorSpace::CMYK {
        return None;
    }
    let (width, height) = decoder.dimensions()?;
    picture::check_size(u32::try_from(width).ok()?, u32::try_from(height).ok()?, 4).ok()?;
    let inks = decoder.decode().ok()?;
    if width == 0 || height == 0 || inks.len() != 4 * width * height {
        return None;
    }
    let rgb = inks.chunks_exact(4).flat_map(|inks| {
        let without = |ink: u8| u16::from(u8::MAX - ink);
        [0, 1, 2].map(|at| (without(inks[at]) * without(inks[3]) / 255) as u8)
    });
    Some(Picture {
        width,
        height,
        pixels: Pixels::Rgb(rgb.collect()),
    })
}
