//! What a table that is drawn again and again has on the screen, so that it can be taken away.

use unicode_width::UnicodeWidthStr;

use zeroize::Zeroizing;

use crate::app::Error;
use crate::cli::output::Output;
use crate::cli::table::{Cell, Table};

/// What a table that is drawn again has on the screen: the widths of its lines.
#[derive(Debug, Default)]
pub struct Drawn {
    widths: Vec<usize>,
}

impl Drawn {
    /// Remembers what stands there now: no line is longer than the window.
    fn note(&mut self, lines: &[Vec<Cell>], columns: usize) {
        let width = |line: &Vec<Cell>| line.iter().map(|cell| cell.text.width()).sum::<usize>();
        self.widths = lines.iter().map(|line| width(line).min(columns)).collect();
    }

    /// Back to its first line, and everything below away. A window that became narrower has folded lines.
    fn erased(&self, columns: usize) -> String {
        let rows = self
            .widths
            .iter()
            .map(|width| width.div_ceil(columns).max(1));
        match rows.sum::<usize>() {
            0 => String::new(),
            rows => format!("\r\u{1b}[{rows}A\u{1b}[J"),
        }
    }
}

impl Output {
    /// Draws a table in place of what was drawn before, with a word below it. What does not fit the window is counted.
    pub fn draw_again(&self, table: Table, foot: &str, drawn: &mut Drawn) -> Result<(), Error> {
        let (columns, rows) = self.size();
        let mut lines = table.lines(columns, true);
        let room = rows.saturating_sub(2).max(1);
        let foot = match lines.len().saturating_sub(room) {
            0 => foot.to_owned(),
            more => format!("{more} more; {foot}"),
        };
        lines.truncate(room);
        lines.push(vec![Cell::from(foot)]);
        let mut text = Zeroizing::new(drawn.erased(columns));
        drawn.note(&lines, columns);
        // Whatever the terminal thinks of the width of a letter, a line stays one, or the next picture would miss its place.
        text.push_str("\u{1b}[?7l");
        text.push_str(&self.styled(lines));
        text.push_str("\u{1b}[?7h");
        self.bytes(text.as_bytes())
    }

    /// Takes away what was drawn.
    pub fn wipe(&self, drawn: &mut Drawn) -> Result<(), Error> {
        let text = drawn.erased(self.columns());
        drawn.note(&[], 0);
        self.bytes(text.as_bytes())
    }
}
