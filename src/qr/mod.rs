//! QR codes: every text in a picture, and a text as a picture. Bytes in, texts out; no files, no clock.
//!
//! How a picture is read:
//!
//! ```text
//! picture    bytes -> pixels, within limits; frames: the other pictures in the file
//! search     which planes (brightness, on black, colour) at which sizes (view), sharpened or not (sharpen), and when to stop
//!   pure     the picture is nothing but a code: read it straight off
//!   level    one plane at one size: threshold -> finder -> triple -> attempt; pair: the third finder pattern is lost
//!   attempt  measure (exact edges) -> guess (size, projection, alignment) -> sample -> decode
//!              deblur   the same modules, sharper
//!              bend     along the timing patterns of bent paper, or a cylinder through them; anchored at alignment patterns; flex, a mesh
//!   decode   (in `pure` after `rqrr`) modules -> payload: format, blocks, Reed-Solomon, segments; payload -> text: character sets
//! others     nothing was found: codes of other kinds, for a message
//! series     parts of a text that is split over several codes, joined
//! ```
//!
//! Two decoders: `rqrr` reads exact grids (saved, cut-out and rendered codes), because it is the crate that many rely on
//! and there it loses nothing. Ours reads photographed ones, because `rqrr` alone finds fewer of them, knows no character
//! sets and no series, and its search cannot be stopped; and behind `rqrr` whatever is no link in ASCII.
//!
//! Where the time goes (`cargo bench --bench qr` measures it): at each size a pixel is read twice to find out whether it is
//! dark, which is remembered, and once for each way finder patterns are looked for. A picture with a code is done after the
//! first sizes. One without is looked at in twice its size too, if it is small, with open finder patterns, without specks,
//! and sharpened; what has nothing of a code but finder patterns gets a fixed number of tries for all of that together.
//!
//! Unpacking and search are `contained`: a panic in them counts as "damaged" or "broken off".

// Pixel positions and grey levels wander between bytes, indices and floats here, all of them far below 2^24.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

mod alignment;
mod anchored;
mod area;
mod attempt;
mod bend;
mod blocks_text;
mod colour;
mod contained;
mod cylinder;
mod deblur;
mod decode;
pub mod draw;
mod finder;
mod flex;
mod frames;
mod gaps;
mod guess;
mod level;
mod measure;
pub mod other_format;
pub mod others;
mod pair;
mod picture;
mod plane;
mod projection;
mod pure;
mod sample;
mod sampler;
mod search;
pub mod series;
mod sharpen;
mod sixel;
mod threshold;
mod timing;
mod triple;
mod view;

use thiserror::Error;

use crate::account::SecretText;
use contained::contained;
pub use contained::panics_are_contained;
pub use decode::payload::Content;
use others::Other;
use picture::Picture;
use search::Depth;
use series::Part;

/// One QR code read from a picture.
#[derive(Debug)]
pub struct Found {
    /// The text in the code, usually an otpauth URI and therefore a secret.
    pub text: SecretText,
    /// The code does not name the character set of its text, and UTF-8 it is not: what is not ASCII in it is a guess.
    pub guessed: bool,
    /// Where its corners are, in pixels of the picture: top left, top right, bottom right and bottom left of the code as it is meant to be seen.
    pub corners: [(f32, f32); 4],
}

/// What is in a picture.
#[derive(Debug, Default)]
pub struct Codes {
    /// What was read, in reading order, each text once.
    pub found: Vec<Found>,
    /// Codes that hold a part of a text each, to be joined with those of other pictures.
    pub parts: Vec<Part>,
    /// Codes that were read and hold no text.
    pub binary: usize,
    /// What looks like a code and could not be read.
    pub unread: Vec<Unread>,
    /// Where nothing was read and nothing looks like a QR code: a code of another kind.
    pub other: Option<Other>,
    /// The search was broken off before it was through: there may be more.
    pub given_up: bool,
}

impl Found {
    /// The part of the picture it is in.
    fn place(&self, size: (usize, usize)) -> Unread {
        Unread::new(area::middle(&self.corners), size)
    }
}

impl Codes {
    /// Whether nothing was read, nothing was left unread, and the search was ended by nobody.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
            && self.parts.is_empty()
            && self.binary == 0
            && self.unread.is_empty()
            && !self.given_up
    }

    /// Adds those of another frame of the same picture. What could not be read here may have been read there.
    fn join(&mut self, other: Self, size: (usize, usize)) {
        let other_places: Vec<Unread> = other.found.iter().map(|found| found.place(size)).collect();
        for found in other.found {
            if self.found.iter().all(|known| known.text != found.text) {
                self.found.push(found);
            }
        }
        for part in other.parts {
            if self.parts.iter().all(|known| !known.is_same(&part)) {
                self.parts.push(part);
            }
        }
        self.binary = self.binary.max(other.binary);
        let read = |unread: &Unread| {
            let mut places = self.found.iter().map(|found| found.place(size));
            places.any(|place| place == *unread)
        };
        let mut unread = std::mem::take(&mut self.unread);
        // Of the first frames what was not read later, of this one what is new.
        unread.retain(|unread| !other_places.contains(unread));
        for new in other.unread {
            if !read(&new) && !unread.contains(&new) {
                unread.push(new);
            }
        }
        self.unread = unread;
        self.other = self.other.or(other.other);
        self.given_up |= other.given_up;
    }
}

/// Something that looks like a code and could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// The part of the picture it is in: `upper left`, `middle`, ...
    pub place: &'static str,
}

impl Unread {
    fn new((x, y): (f32, f32), (width, height): (usize, usize)) -> Self {
        const PLACES: [[&str; 3]; 3] = [
            ["upper left", "upper middle", "upper right"],
            ["left", "middle", "right"],
            ["lower left", "lower middle", "lower right"],
        ];
        let third = |at: f32, length: usize| ((3.0 * at / length.max(1) as f32) as usize).min(2);
        Self {
            place: PLACES[third(y, height)][third(x, width)],
        }
    }
}

/// Why a picture could not be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QrError {
    /// None of the formats we read.
    #[error("this is not a PNG, JPEG, WebP, GIF or BMP picture")]
    NotAPicture,
    /// The bytes start like a picture but cannot be decoded.
    #[error("the picture is damaged")]
    Damaged,
    /// More than 40,000 pixels a side, or more than 512 MiB of unpacked pixels.
    #[error("the picture is too large (at most 40,000 pixels a side and 512 MiB unpacked)")]
    TooLarge,
}

/// Reads every QR code in a PNG, JPEG, WebP, GIF or BMP picture, in all frames of it. Nothing found and nothing left unread
/// means a fine picture without a code. `give_up` is asked now and then; once it says true,
/// what was found so far is returned.
pub fn read(bytes: &[u8], give_up: &dyn Fn() -> bool) -> Result<Codes, QrError> {
    let picture = picture::decode(bytes)?;
    // A thorough search of frames without a code must not use up the time for those that have one.
    let mut glanced = Codes::default();
    frames::others(bytes, give_up, &mut |frame| {
        let mut codes = look(frame, Depth::Glance, give_up);
        codes.unread.clear();
        codes.given_up = false;
        glanced.join(codes, (frame.width, frame.height));
    });
    let mut codes = look(&picture, Depth::Full, give_up);
    codes.join(glanced, (picture.width, picture.height));
    drop(picture);
    let is_through = frames::others(bytes, give_up, &mut |frame| {
        codes.join(
            look(frame, Depth::Full, give_up),
            (frame.width, frame.height),
        );
    });
    codes.given_up |= !is_through;
    Ok(codes)
}

/// As [`read`], for pixels that are unpacked already: four bytes each (red, green, blue, opacity), row by row.
pub fn read_rgba(
    width: u32,
    height: u32,
    pixels: &[u8],
    give_up: &dyn Fn() -> bool,
) -> Result<Codes, QrError> {
    let picture = Picture::of_rgba(width, height, pixels.to_vec())?;
    Ok(look(&picture, Depth::Full, give_up))
}

/// As [`read`], for a code drawn with block characters, as terminals show it. `None` if the text is no such drawing.
pub fn read_drawn(text: &str, give_up: &dyn Fn() -> bool) -> Option<Codes> {
    let codes = look(&blocks_text::picture(text)?, Depth::Full, give_up);
    (!codes.found.is_empty() || !codes.parts.is_empty()).then_some(codes)
}

/// True when the bytes start like a picture of a format that [`read`] knows.
pub fn is_picture(bytes: &[u8]) -> bool {
    picture::format(bytes).is_some()
}

/// No picture may bring the program down: a panic in the search breaks it off.
fn look(picture: &Picture, depth: Depth, give_up: &dyn Fn() -> bool) -> Codes {
    contained(|| search::codes(picture, depth, give_up)).unwrap_or_else(|| Codes {
        given_up: true,
        ..Codes::default()
    })
}
