//! What a click hits: a key among the hints, a word of the header, a line of a window.

use ratatui::layout::{Position, Rect};

use super::{Line, Scene, Span};
use crate::tui::columns::width;
use crate::tui::keymap::Action;

/// What was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// What stands for an action.
    Does(Action),
    /// One of the things that a page offers, by its place.
    Item(usize),
}

impl Scene {
    /// What stands at a place on a screen of this size.
    pub fn hit(&self, (columns, rows): (u16, u16), column: u16, row: u16) -> Option<Hit> {
        let from_below = usize::from(rows.checked_sub(row + 1)?);
        if let Some(line) = self.footer.iter().rev().nth(from_below) {
            return at(line, columns, column);
        }
        if let Some(panel) = &self.panel {
            let placed = panel.placed(Rect::new(0, 0, columns, rows), self.footer.len());
            if placed.outer.contains(Position::new(column, row)) {
                let line = row.checked_sub(placed.inner.y)?;
                let line = panel.lines.get(placed.top + usize::from(line))?;
                return at(
                    line,
                    placed.inner.width,
                    column.checked_sub(placed.inner.x)?,
                )
                .or(line.item.map(Hit::Item));
            }
        }
        if self.is_ground && row > 0 {
            return None;
        }
        at(self.lines.get(usize::from(row))?, columns, column)
    }
}

fn at(line: &Line, columns: u16, column: u16) -> Option<Hit> {
    let wide = |spans: &[Span]| -> u16 { spans.iter().map(|span| width(&span.text)).sum() };
    let right = columns.saturating_sub(wide(&line.right));
    let (spans, mut begin) = if column >= right && !line.right.is_empty() {
        (&line.right, right)
    } else {
        (&line.spans, 0)
    };
    for span in spans {
        let end = begin + width(&span.text);
        if (begin..end).contains(&column) {
            return span.hit;
        }
        begin = end;
    }
    None
}
