//! Toast: a message above the hints that goes by itself. It covers neither the hints nor a question.

use std::time::Duration;

use super::columns::{width, wrap};
use super::sentence::Sentence;
use crate::account::Plain;

/// Below so many rows there is no line to spare: a toast takes the one of the hints.
const ROOMY_FROM: u16 = 5;

/// How a toast is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Done,
    /// It did not.
    Failed,
    /// Neither.
    Note,
}

/// A message at the bottom that goes by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The message.
    pub text: Sentence,
    /// A word at the right edge, such as the route a copy took.
    pub aside: Plain,
    /// How it is meant.
    pub tone: Tone,
    /// Uptime at which it goes.
    pub until: Duration,
}

/// A toast cut into lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// Its lines, without the mark in front.
    pub lines: Vec<String>,
    /// There is room for the word at the right edge.
    pub has_aside: bool,
    /// There was no room for all of it.
    pub is_cut: bool,
}

impl Toast {
    /// The lines it takes on a terminal of this size.
    pub fn wrapped(&self, (columns, rows): (u16, u16), hides_names: bool) -> Wrapped {
        let aside = width(self.aside.as_str()) + u16::from(!self.aside.is_empty()) * 2;
        let roomy = columns.saturating_sub(2 + aside);
        let has_aside = roomy >= 24;
        let room = if has_aside {
            roomy
        } else {
            columns.saturating_sub(2)
        };
        let most = (usize::from(rows) / 2).clamp(1, 4);
        let text = self.text.shown(hides_names);
        let mut lines = wrap(text.as_str(), room);
        let is_cut = lines.len() > most;
        lines.truncate(most);
        Wrapped {
            lines,
            has_aside,
            is_cut,
        }
    }
}

/// Whether the hints keep their line while a toast is shown.
pub const fn leaves_the_hints(rows: u16) -> bool {
    rows >= ROOMY_FROM
}
