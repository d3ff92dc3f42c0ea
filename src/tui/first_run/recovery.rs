//! The second step: the recovery key in groups of four letters, one of which is asked back. Where not all of it fits on
//! the screen it is shown part by part, and asked for after the last one.

use super::super::field::Field;
use crate::account::SecretText;

/// The group that is asked back, counted from 0: with five in a line it is the last of the second line.
const ASKED: usize = 9;

/// The recovery key, shown once.
#[derive(Debug)]
pub struct RecoveryPage {
    /// To be shown once.
    pub key: SecretText,
    /// A group of it, typed by who has written it down.
    pub typed: Field,
    /// Which group is asked for.
    pub asked: usize,
    /// What is wrong with what was typed.
    pub trouble: Option<&'static str>,
    /// A keyring is there that could hold the key: worth one question.
    pub keyring: bool,
    /// Which part of the page is looked at, where not all of it fits.
    pub part: usize,
}

impl RecoveryPage {
    /// Shows this key; nothing is typed yet.
    pub fn new(key: SecretText, keyring: bool) -> Self {
        Self {
            key,
            typed: Field::default(),
            asked: ASKED,
            trouble: None,
            keyring,
            part: 0,
        }
    }
}

/// How the groups stand in lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Groups in a line.
    pub in_line: usize,
    /// Cells before the first group.
    pub indent: u16,
    /// Cells between two groups.
    pub gap: u16,
}

impl Layout {
    /// For so many cells.
    pub fn of(room: u16) -> Self {
        let (indent, gap) = if room >= 40 { (5, 2) } else { (2, 1) };
        let in_line = (room.saturating_sub(indent) + gap) / (4 + gap);
        Self {
            in_line: usize::from(in_line).clamp(1, 5),
            indent,
            gap,
        }
    }

    /// The group at this place, in words: `the last group of line 2`.
    pub fn named(self, place: usize, groups: usize) -> String {
        let (line, within) = (place / self.in_line, place % self.in_line);
        let last = self
            .in_line
            .min(groups - (line * self.in_line).min(groups))
            .max(1)
            - 1;
        let line = line + 1;
        match within {
            within if within == last => format!("the last group of line {line}"),
            0 => format!("the first group of line {line}"),
            within => format!("group {} of line {line}", within + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_group_is_asked_for_whatever_the_width() {
        let named = |room| Layout::of(room).named(ASKED, 15);
        assert_eq!(named(76), "the last group of line 2");
        assert_eq!(named(36), "the last group of line 2");
        assert_eq!(named(24), "group 2 of line 3");
        assert_eq!(named(19), "the first group of line 4");
        assert_eq!(Layout::of(19).in_line, 3);
        assert_eq!(Layout::of(1).in_line, 1);
        assert_eq!(Layout::of(76).named(14, 15), "the last group of line 3");
        assert_eq!(Layout::of(19).named(14, 15), "the last group of line 5");
    }
}
