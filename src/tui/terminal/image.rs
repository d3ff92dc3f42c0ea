//! Image: a QR code in pixels on its way to the terminal, and the end of all images. What is in it is a secret: it goes
//! with the page it is on, not when something else is drawn there.

use std::io::Write as _;

use data_encoding::BASE64;
use zeroize::Zeroizing;

use crate::tui::pixels::{Modules, Size, Way};

/// Removes all images from the screen and from kitty's memory. It begins with the end of whatever was cut off.
pub const WIPE: &[u8] = b"\x1b\\\x1b_Ga=d,d=A,q=2\x1b\\";

/// Base64 in one piece of a picture.
const PIECE: usize = 4096;

/// The bytes that draw a QR code in pixels; none for one in cells.
pub fn bytes(modules: &Modules) -> Zeroizing<Vec<u8>> {
    let place = format!("\x1b[{};{}H", modules.corner.1 + 1, modules.corner.0 + 1);
    let picture = match modules.size {
        Size::Pixels(Way::Kitty, scale) => kitty(&modules.drawing.png(scale)),
        Size::Pixels(Way::Sixel, scale) => modules.drawing.sixels(scale),
        Size::Half | Size::Blanks => return Zeroizing::default(),
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(place.len() + picture.len()));
    bytes.extend_from_slice(place.as_bytes());
    bytes.extend_from_slice(&picture);
    bytes
}

/// A PNG in kitty's protocol: shown at once, without an answer, and the cursor stays.
fn kitty(png: &[u8]) -> Zeroizing<Vec<u8>> {
    let text = Zeroizing::new(BASE64.encode(png));
    let pieces = text.len().div_ceil(PIECE);
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() + pieces * 48));
    for (place, piece) in text.as_bytes().chunks(PIECE).enumerate() {
        let more = u8::from(place + 1 < pieces);
        // Writing to a Vec cannot fail.
        let _ = if place == 0 {
            write!(bytes, "\x1b_Ga=T,f=100,t=d,i=1,q=2,C=1,m={more};")
        } else {
            write!(bytes, "\x1b_Gm={more};")
        };
        bytes.extend_from_slice(piece);
        bytes.extend_from_slice(b"\x1b\\");
    }
    bytes
}
