//! Draws a text as a QR code: half-block lines for a terminal, PNG bytes, SVG text.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::account::SecretText;

/// Light modules around the code in a terminal: two are enough for every reader tried, and leave room at 80x24.
const TERMINAL_MARGIN: usize = 2;
/// Light modules around the code in a picture file (ISO/IEC 18004 asks for four).
pub(super) const PICTURE_MARGIN: usize = 4;

/// Pixels of a module in an SVG, as viewers show it first.
const SVG_SCALE: usize = 8;

/// How much of a code may be damaged or covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 7 %.
    Low,
    /// 15 %.
    Medium,
    /// 25 %.
    Quartile,
    /// 30 %.
    High,
}

impl Level {
    const fn ec(self) -> EcLevel {
        match self {
            Self::Low => EcLevel::L,
            Self::Medium => EcLevel::M,
            Self::Quartile => EcLevel::Q,
            Self::High => EcLevel::H,
        }
    }
}

/// Which modules get ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// The dark ones: for a cell with a dark foreground on a light background.
    Dark,
    /// The light ones: for a terminal with light text on dark that cannot be told colours.
    Light,
}

/// Why a text has no drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DrawError {
    /// Longer than the largest QR code holds.
    #[error("the text is too long for a QR code")]
    TooLong,
    /// The terminal is smaller than the smallest code with this text.
    #[error("the code needs {columns}x{lines} cells")]
    TooSmall {
        /// Columns it needs, margin included.
        columns: usize,
        /// Lines it needs, margin included.
        lines: usize,
    },
}

/// A QR code as modules. Wiped when dropped: it is as secret as its text.
#[derive(PartialEq, Eq)]
pub struct Drawing {
    side: usize,
    level: Level,
    dark: Zeroizing<Vec<bool>>,
}

impl Drawing {
    /// Encodes a text at one level of error correction.
    pub fn new(text: &str, level: Level) -> Result<Self, DrawError> {
        let code = QrCode::with_error_correction_level(text.as_bytes(), level.ec())
            .map_err(|_| DrawError::TooLong)?;
        let side = code.width();
        let modules = code.to_colors();
        let dark = Zeroizing::new(
            modules
                .into_iter()
                .map(|module| module == Color::Dark)
                .collect(),
        );
        Ok(Self { side, level, dark })
    }

    /// The same of a secret.
    pub fn of(secret: &SecretText, level: Level) -> Result<Self, DrawError> {
        Self::new(secret.expose(), level)
    }

    /// The drawing that fits a terminal area best: the smallest one decides whether it fits at all, then the level
    /// goes up as far as that costs no room, and to [`Level::Medium`] while it still fits.
    pub fn fitting(text: &str, columns: usize, lines: usize) -> Result<Self, DrawError> {
        let mut best = Self::new(text, Level::Low)?;
        if !best.fits(columns, lines) {
            return Err(DrawError::TooSmall {
                columns: best.columns(),
                lines: best.lines_needed(),
            });
        }
        for level in [Level::Medium, Level::Quartile, Level::High] {
            let Ok(stronger) = Self::new(text, level) else {
                break;
            };
            let free = stronger.side == best.side;
            if !free && (level != Level::Medium || !stronger.fits(columns, lines)) {
                break;
            }
            best = stronger;
        }
        Ok(best)
    }

    /// Modules along one edge, without a margin.
    pub const fn side(&self) -> usize {
        self.side
    }

    /// The level of error correction it was drawn with.
    pub const fn level(&self) -> Level {
        self.level
    }

    /// Terminal columns of [`Drawing::half_blocks`].
    pub const fn columns(&self) -> usize {
        self.side + 2 * TERMINAL_MARGIN
    }

    /// Terminal lines of [`Drawing::half_blocks`].
    pub const fn lines_needed(&self) -> usize {
        (self.side + 2 * TERMINAL_MARGIN).div_ceil(2)
    }

    const fn fits(&self, columns: usize, lines: usize) -> bool {
        self.columns() <= columns && self.lines_needed() <= lines
    }

    /// Whether a module is dark. Outside the code everything is light.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.side && row < self.side && self.dark[row * self.side + column]
    }

    /// Two modules per character cell, with a margin of two modules; the caller sets the colours.
    pub fn half_blocks(&self, ink: Ink) -> Vec<Zeroizing<String>> {
        let width = self.columns();
        // An odd height leaves half a line below the code: it is margin too.
        let inked = |column: usize, row: usize| {
            let dark = column >= TERMINAL_MARGIN
                && row >= TERMINAL_MARGIN
                && self.is_dark(column - TERMINAL_MARGIN, row - TERMINAL_MARGIN);
            dark == (ink == Ink::Dark)
        };
        let line = |line: usize| {
            // Room for every character from the start, so that no half-filled copy is left behind in memory.
            let mut cells = Zeroizing::new(String::with_capacity(width * '█'.len_utf8()));
            for column in 0..width {
                cells.push(
                    match (inked(column, 2 * line), inked(column, 2 * line + 1)) {
                        (true, true) => '█',
                        (true, false) => '▀',
                        (false, true) => '▄',
                        (false, false) => ' ',
                    },
                );
            }
            cells
        };
        (0..self.lines_needed()).map(line).collect()
    }

    /// A PNG file, black on white with a margin of four modules; `scale` is the pixels per module (1 to 64).
    pub fn png(&self, scale: u32) -> Zeroizing<Vec<u8>> {
        let scale = scale.clamp(1, 64);
        let modules = (self.side + 2 * PICTURE_MARGIN) as u32;
        let image = GrayImage::from_fn(modules * scale, modules * scale, |x, y| {
            let (column, row) = ((x / scale) as usize, (y / scale) as usize);
            let dark = column >= PICTURE_MARGIN
                && row >= PICTURE_MARGIN
                && self.is_dark(column - PICTURE_MARGIN, row - PICTURE_MARGIN);
            Luma([if dark { 0 } else { 255 }])
        });
        let mut bytes = Zeroizing::new(Vec::new());
        let written = image.write_to(&mut Cursor::new(&mut *bytes), ImageFormat::Png);
        debug_assert!(
            written.is_ok(),
            "a small grey picture in memory always becomes a PNG"
        );
        bytes
    }

    /// An SVG document, black on white with a margin of four modules; one path, one unit per module.
    pub fn svg(&self) -> Zeroizing<String> {
        use std::fmt::Write as _;

        let whole = self.side + 2 * PICTURE_MARGIN;
        // Without a size of its own, a viewer shows it as large as its window, or not at all.
        let size = whole * SVG_SCALE;
        let mut svg = Zeroizing::new(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\">\n\
             <path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/>\n<path d=\""
        ));
        for row in 0..self.side {
            for column in (0..self.side).filter(|&column| self.is_dark(column, row)) {
                let (x, y) = (column + PICTURE_MARGIN, row + PICTURE_MARGIN);
                // Writing to a String cannot fail.
                let _ = write!(svg, "M{x} {y}h1v1h-1z");
            }
        }
        svg.push_str("\"/>\n</svg>\n");
        svg
    }
}

/// A text as the `<svg>` of its QR code, for paper; `None` when it is too long for one.
pub fn svg_of(text: &str) -> Option<Zeroizing<String>> {
    let drawing = Drawing::new(text, Level::Medium).ok()?;
    Some(drawing.svg())
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str =
        "otpauth://totp/GitHub:octavia?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub";

    #[test]
    fn a_usual_secret_fits_a_small_terminal() {
        let drawing = Drawing::fitting(URI, 80, 24).expect("it fits");
        assert!(
            drawing.level() >= Level::Medium,
            "there is room for more than the lowest level"
        );
        let lines = drawing.half_blocks(Ink::Dark);
        assert!(lines.len() <= 24);
        assert!(
            lines
                .iter()
                .all(|line| line.chars().count() == drawing.columns())
        );
        assert!(
            lines[0].chars().all(|cell| cell == ' '),
            "the first line is margin"
        );
        let negative = drawing.half_blocks(Ink::Light);
        assert!(negative[0].chars().all(|cell| cell == '█'));
    }

    #[test]
    fn too_small_a_terminal_is_told_what_it_needs() {
        let refused = Drawing::fitting(URI, 80, 12).map(|_| ());
        assert_eq!(
            refused,
            Err(DrawError::TooSmall {
                columns: 37,
                lines: 19
            })
        );
    }

    #[test]
    fn too_long_a_text_is_refused() {
        assert_eq!(
            Drawing::new(&"x".repeat(3000), Level::Low).map(|_| ()),
            Err(DrawError::TooLong)
        );
    }

    #[test]
    fn the_png_reads_back() {
        let png = Drawing::new(URI, Level::Quartile)
            .expect("it is short")
            .png(3);
        let codes = crate::qr::read(&png, &|| false).expect("a picture");
        assert_eq!(codes.found.len(), 1);
        assert_eq!(codes.found[0].text.expose(), URI);
    }

    #[test]
    fn the_svg_has_a_square_for_each_dark_module() {
        let drawing = Drawing::new("otp", Level::Low).expect("it is short");
        let dark = (0..21 * 21)
            .filter(|at| drawing.is_dark(at % 21, at / 21))
            .count();
        let svg = drawing.svg();
        assert_eq!(svg.matches("h1v1h-1z").count(), dark);
        let size = SVG_SCALE * (drawing.side + 2 * PICTURE_MARGIN);
        assert!(svg.contains(&format!(" width=\"{size}\" height=\"{size}\" ")));
    }
}
