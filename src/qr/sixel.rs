//! A QR code as sixels: the pictures of terminals in the line of DEC's VT340.

use std::io::Write as _;

use zeroize::Zeroizing;

use super::draw::{Drawing, PICTURE_MARGIN};

/// Lines of pixels that one letter stands for.
const BAND: usize = 6;

impl Drawing {
    /// The bytes that draw it where the cursor is, black on white with a margin of four modules; `scale` is the pixels
    /// per module (1 to 64).
    pub fn sixels(&self, scale: u32) -> Zeroizing<Vec<u8>> {
        let scale = scale.clamp(1, 64) as usize;
        let modules = self.side() + 2 * PICTURE_MARGIN;
        let side = modules * scale;
        // Room for all of it from the start, so that no half-filled copy is left behind in memory.
        let room = 80 + side.div_ceil(BAND) * (12 + modules * 12);
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        // Writing to a Vec cannot fail.
        let _ = write!(bytes, "\x1bPq\"1;1;{side};{side}#0;2;0;0;0#1;2;100;100;100");
        for top in (0..side).step_by(BAND) {
            let lines = BAND.min(side - top);
            for (colour, dark) in [(0, true), (1, false)] {
                let _ = write!(bytes, "#{colour}");
                for column in 0..modules {
                    let letter = self.letter(column, (top, lines), scale, dark);
                    let _ = write!(bytes, "!{scale}{}", char::from(letter));
                }
                bytes.push(b'$');
            }
            bytes.push(b'-');
        }
        bytes.extend_from_slice(b"\x1b\\");
        bytes
    }

    /// The lines from `top` on of one column of modules that are dark, or that are light.
    fn letter(&self, column: usize, (top, lines): (usize, usize), scale: usize, dark: bool) -> u8 {
        let is_dark = |line: usize| {
            let row = line / scale;
            column >= PICTURE_MARGIN
                && row >= PICTURE_MARGIN
                && self.is_dark(column - PICTURE_MARGIN, row - PICTURE_MARGIN)
        };
        let bits = (0..lines).filter(|line| is_dark(top + line) == dark);
        b'?' + bits.fold(0, |letter, line| letter | 1 << line)
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::super::draw::Level;
    use super::*;

    /// What a terminal draws of it.
    fn drawn(sixels: &[u8], side: u32) -> GrayImage {
        let mut picture = GrayImage::from_pixel(side, side, Luma([128]));
        let text = std::str::from_utf8(sixels).expect("text");
        let body = text.split_once("100;100;100").expect("colours").1;
        let (mut x, mut top, mut colour) = (0, 0, 0);
        let mut rest = body.strip_suffix("\x1b\\").expect("an end").chars();
        while let Some(letter) = rest.next() {
            match letter {
                '#' => colour = if rest.next() == Some('0') { 0 } else { 255 },
                '$' => x = 0,
                '-' => (x, top) = (0, top + 6),
                '!' => {
                    let digits: String = rest.by_ref().take(1).collect();
                    let bits = rest.next().expect("a letter") as u8 - b'?';
                    for _ in 0..digits.parse::<u32>().expect("one digit") {
                        for line in (0..6).filter(|line| bits >> line & 1 == 1) {
                            picture.put_pixel(x, top + line, Luma([colour]));
                        }
                        x += 1;
                    }
                }
                other => panic!("{other:?}"),
            }
        }
        picture
    }

    #[test]
    fn what_a_terminal_draws_of_it_is_the_png() {
        let drawing =
            Drawing::new("otpauth://totp/A:b?secret=JBSWY3DP", Level::Low).expect("short");
        for scale in [1, 4, 5] {
            let png = image::load_from_memory(&drawing.png(scale)).expect("a picture");
            let png = png.into_luma8();
            assert_eq!(drawn(&drawing.sixels(scale), png.width()), png, "{scale}");
        }
    }
}
