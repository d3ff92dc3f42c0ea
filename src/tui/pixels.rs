//! Pixels: a QR code as it is drawn, in cells or in pixels; whether the terminal draws pictures, and how large a code can
//! be in them.

use std::fmt;

use crate::account::SecretText;
use crate::qr::draw::{Drawing, Level};

/// How a terminal is given a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// kitty's graphics protocol.
    Kitty,
    /// Sixels.
    Sixel,
}

/// What asks a terminal which of them it knows; every terminal answers the second question.
pub const ASK: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c";

/// A terminal that draws pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pixels {
    /// How it is given one.
    pub way: Way,
    /// Pixels of a cell: across and down.
    pub cell: (u16, u16),
}

/// Modules of fewer pixels are hard to read for a camera.
const FEWEST: usize = 4;
/// More would be a wall of squares.
const MOST: usize = 12;
/// Light modules around the code, on both sides together.
const MARGINS: usize = 8;

/// How a module is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Two of them one above the other in a cell.
    Half,
    /// As two coloured blanks: for terminals that are sent nothing but ASCII.
    Blanks,
    /// As a square of so many pixels, not in cells at all.
    Pixels(Way, u32),
}

/// A QR code and where its upper left corner stands. As secret as what it says: wiped, and not printed.
#[derive(PartialEq, Eq)]
pub struct Modules {
    /// What is drawn.
    pub drawing: Drawing,
    /// Column and line.
    pub corner: (u16, u16),
    /// How a module is drawn.
    pub size: Size,
}

impl fmt::Debug for Modules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Modules")
    }
}

/// A QR code that fits into a window.
pub struct Fitted {
    /// What is drawn.
    pub drawing: Drawing,
    /// How a module is drawn.
    pub size: Size,
    /// Columns and lines it covers.
    pub cells: (u16, u16),
}

impl Pixels {
    /// A QR code of this text in so many columns and lines.
    pub fn fitted(self, text: &SecretText, columns: u16, lines: u16) -> Option<Fitted> {
        let (wide, tall) = (usize::from(self.cell.0), usize::from(self.cell.1));
        let room = (usize::from(columns) * wide).min(usize::from(lines) * tall);
        let at = |level| {
            let drawing = Drawing::of(text, level).ok()?;
            let modules = drawing.side() + MARGINS;
            let scale = (room / modules).min(MOST);
            let side = modules * scale;
            let cells = |cell: usize| u16::try_from(side.div_ceil(cell.max(1))).ok();
            (scale >= FEWEST).then_some(Fitted {
                cells: (cells(wide)?, cells(tall)?),
                size: Size::Pixels(self.way, u32::try_from(scale).ok()?),
                drawing,
            })
        };
        at(Level::Medium).or_else(|| at(Level::Low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fits_where_its_modules_can_be_told_apart() {
        let pixels = Pixels {
            way: Way::Kitty,
            cell: (9, 18),
        };
        let text = SecretText::from("otpauth://totp/GitHub:octavia?secret=JBSWY3DPEHPK3PXP");
        let fitted = pixels.fitted(&text, 80, 22).expect("it fits");
        assert!(fitted.cells.0 <= 80 && fitted.cells.1 <= 22);
        assert!(pixels.fitted(&text, 40, 10).is_some());
        assert!(pixels.fitted(&text, 24, 6).is_none());
    }
}
