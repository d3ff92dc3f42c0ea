//! Place: where on the terminal we draw. The whole screen, or some lines below the cursor while the rest stays.
//!
//! Where the cursor stands we never ask. The first of our lines is wherever it stood: that place is saved, and
//! everything else is reached from there.

use std::io::Write as _;

use ratatui::layout::Position;

/// How many lines we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Height {
    /// All of them, on a screen of their own.
    #[default]
    Full,
    /// So many below the cursor.
    Lines(u16),
    /// So many per cent of those that the terminal has.
    Share(u16),
}

/// Fewer lines show nothing of use.
const LEAST: u16 = 3;

impl Height {
    /// Reads `15`, `40%` or `full`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "full" {
            return Some(Self::Full);
        }
        let (number, is_share) = match text.strip_suffix('%') {
            Some(number) => (number, true),
            None => (text, false),
        };
        let number: u16 = number.trim_end().parse().ok()?;
        match (number, is_share) {
            (0, _) | (101.., true) => None,
            (100, true) => Some(Self::Full),
            (share, true) => Some(Self::Share(share)),
            (lines, false) => Some(Self::Lines(lines)),
        }
    }

    /// Of a terminal with that many lines.
    pub fn of(self, rows: u16) -> u16 {
        let wanted = match self {
            Self::Full => return rows,
            Self::Lines(lines) => lines,
            // At least what a list with its header and hints needs.
            Self::Share(share) => {
                let part = u32::from(rows) * u32::from(share) / 100;
                u16::try_from(part).unwrap_or(rows).max(10)
            }
        };
        wanted.max(LEAST).min(rows)
    }

    /// True for a screen of our own.
    pub fn is_full(self) -> bool {
        self == Self::Full
    }
}

/// Goes to a cell from the first of our lines, wherever that is.
pub fn go(bytes: &mut Vec<u8>, place: Position) {
    bytes.extend_from_slice(b"\x1b8");
    if place.y > 0 {
        let _ = write!(bytes, "\x1b[{}B", place.y);
    }
    let _ = write!(bytes, "\x1b[{}G", place.x + 1);
}

/// From where the cursor was left, back to the first of our lines, which is saved anew: the terminal may have been
/// made larger or smaller meanwhile, and took the cursor along with the text around it.
pub fn begin(bytes: &mut Vec<u8>, left: Option<Position>) {
    if let Some(Position { y: 1.., .. }) = left {
        let _ = write!(bytes, "\x1b[{}A", left.map_or(0, |left| left.y));
    }
    bytes.extend_from_slice(b"\r\x1b7");
}

/// Erases everything from the first of our lines on, and makes sure that there are so many below it.
pub fn make_room(bytes: &mut Vec<u8>, rows: u16) {
    bytes.extend_from_slice(b"\x1b8\x1b[J");
    let below = rows.saturating_sub(1);
    bytes.extend(std::iter::repeat_n(b'\n', usize::from(below)));
    if below > 0 {
        let _ = write!(bytes, "\x1b[{below}A");
    }
    bytes.extend_from_slice(b"\r\x1b7");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_read_as_people_write_them() {
        for (text, height) in [
            ("15", Some(Height::Lines(15))),
            ("40%", Some(Height::Share(40))),
            ("100%", Some(Height::Full)),
            ("full", Some(Height::Full)),
            ("0", None),
            ("101%", None),
            ("-3", None),
            ("", None),
        ] {
            assert_eq!(Height::parse(text), height, "{text}");
        }
    }

    #[test]
    fn a_share_is_never_too_small_and_never_more_than_there_is() {
        assert_eq!(Height::Share(40).of(50), 20);
        assert_eq!(Height::Share(40).of(12), 10);
        assert_eq!(Height::Share(40).of(6), 6);
        assert_eq!(Height::Lines(1).of(24), 3);
        assert_eq!(Height::Full.of(24), 24);
    }
}
