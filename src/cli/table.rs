//! Tables for people: straight columns; on a terminal with a heading, colours, and cut to its width out of the middle;
//! plain and complete for everybody else.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use crate::account::shorten::{self, folded};
use crate::cli::style::Style;

/// A column that is cut keeps so many cells: enough to tell names apart.
const LEAST: usize = 12;

/// Between columns.
const GAP: usize = 2;

/// One text in a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// To be escaped before it leaves.
    pub text: String,
    /// How it is shown.
    pub style: Style,
}

impl Cell {
    /// In a style.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::new(text, Style::Plain)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::new(text, Style::Plain)
    }
}

/// Rows below their heads.
#[derive(Debug, Clone)]
pub struct Table {
    heads: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
    soft: Vec<usize>,
    spare: &'static [usize],
    has_prose: bool,
}

impl Table {
    /// Without rows. What is too wide for a terminal is cut out of the columns `soft`, the first of them first.
    pub fn new(heads: &[&'static str], soft: &[usize]) -> Self {
        Self {
            heads: heads.to_vec(),
            rows: Vec::new(),
            soft: soft.to_vec(),
            spare: &[],
            has_prose: false,
        }
    }

    /// Where cutting is not enough, these columns go, the first of them first.
    #[must_use]
    pub fn sparing(self, spare: &'static [usize]) -> Self {
        Self { spare, ..self }
    }

    /// The last column holds sentences: they go on below, and are not cut.
    #[must_use]
    pub fn with_prose(self) -> Self {
        Self {
            has_prose: true,
            ..self
        }
    }

    /// Adds a row.
    pub fn row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines in `room` columns. A column in which nothing stands is left out.
    pub fn lines(mut self, room: usize, with_heads: bool) -> Vec<Vec<Cell>> {
        let empty: Vec<bool> = (0..self.heads.len())
            .map(|column| self.cells(column).all(|cell| cell.text.is_empty()))
            .collect();
        let is_headed = self.heads.iter().any(|head| !head.is_empty());
        if with_heads && is_headed && !self.rows.is_empty() {
            let heads = self.heads.iter().zip(&empty);
            let heads = heads.map(|(head, empty)| {
                let head = if *empty { "" } else { head };
                Cell::new(head, Style::Heading)
            });
            self.rows.insert(0, heads.collect());
        }
        let mut whole = self;
        let mut spare = whole.spare.iter();
        let fitted = loop {
            let mut table = whole.clone();
            for soft in whole.soft.clone() {
                table.cut(soft, room);
            }
            if table.has_prose {
                table.fold(room);
            }
            match spare.next() {
                Some(column) if table.over(room) > 0 => whole.clear(*column),
                _ => break table,
            }
        };
        let widths = fitted.widths();
        let rows = fitted.rows.into_iter();
        rows.map(|row| padded(row, &widths)).collect()
    }

    /// How many columns it takes more than there are.
    fn over(&self, room: usize) -> usize {
        let widths = self.widths();
        let all: usize = widths.iter().filter(|w| **w > 0).map(|w| w + GAP).sum();
        all.saturating_sub(GAP).saturating_sub(room)
    }

    fn clear(&mut self, column: usize) {
        for cell in self.rows.iter_mut().filter_map(|row| row.get_mut(column)) {
            cell.text.clear();
        }
    }

    fn fold(&mut self, room: usize) {
        let last = self.heads.len().saturating_sub(1);
        let mut widths = self.widths();
        widths.truncate(last);
        let before: usize = widths.iter().filter(|w| **w > 0).map(|w| w + GAP).sum();
        let left = room.saturating_sub(before).max(LEAST);
        let rows = std::mem::take(&mut self.rows);
        self.rows = rows
            .into_iter()
            .flat_map(|mut row| {
                let prose = row.get_mut(last).map(std::mem::take).unwrap_or_default();
                let lines = folded(&prose.text, left).into_iter();
                let mut row = Some(row);
                let lines = lines.map(move |line| {
                    let empty = || vec![Cell::default(); last + 1];
                    let mut row = row.take().unwrap_or_else(empty);
                    if let Some(cell) = row.get_mut(last) {
                        *cell = Cell::new(line, prose.style);
                    }
                    row
                });
                lines.collect::<Vec<_>>()
            })
            .collect();
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.get(column))
    }

    fn widths(&self) -> Vec<usize> {
        let widest = |column: usize| self.cells(column).map(|cell| cell.text.width()).max();
        (0..self.heads.len())
            .map(|column| widest(column).unwrap_or(0))
            .collect()
    }

    /// Where two would look the same then, more of their beginning or of their end stays; where that does not help
    /// either, nothing is cut.
    fn cut(&mut self, column: usize, room: usize) {
        let over = self.over(room);
        let width = self.widths().get(column).copied().unwrap_or(0);
        if over == 0 || width <= LEAST {
            return;
        }
        let left = width.saturating_sub(over).max(LEAST);
        let whole: BTreeSet<&String> = self.cells(column).map(|cell| &cell.text).collect();
        let room = left.saturating_sub(3);
        let heads = [room.div_ceil(2), room / 4, room * 3 / 4, 0, room];
        let tries = heads.map(|head| -> Vec<String> {
            let cells = self.cells(column);
            cells
                .map(|cell| shorten::around(&cell.text, left, head, "...").into_owned())
                .collect()
        });
        let is_telling =
            |short: &Vec<String>| short.iter().collect::<BTreeSet<_>>().len() == whole.len();
        let Some(short) = tries.into_iter().find(is_telling) else {
            return;
        };
        let cells = self.rows.iter_mut().filter_map(|row| row.get_mut(column));
        for (cell, short) in cells.zip(short) {
            cell.text = short;
        }
    }
}

/// A row whose columns have these widths; nothing stands behind its last text.
fn padded(row: Vec<Cell>, widths: &[usize]) -> Vec<Cell> {
    let last = row.iter().rposition(|cell| !cell.text.is_empty());
    let shown = last.map_or(0, |last| last + 1);
    let mut line = Vec::new();
    for (place, (cell, width)) in row.into_iter().zip(widths).take(shown).enumerate() {
        if *width == 0 {
            continue;
        }
        let gap = (width - cell.text.width().min(*width)) + GAP;
        line.push(cell);
        if place + 1 < shown {
            line.push(Cell::from(" ".repeat(gap)));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: Vec<Vec<Cell>>) -> Vec<String> {
        let line = |line: Vec<Cell>| line.into_iter().map(|cell| cell.text).collect();
        lines.into_iter().map(line).collect()
    }

    fn table(rows: &[[&str; 3]]) -> Table {
        let mut table = Table::new(&["NAME", "TAGS", "KIND"], &[0]);
        for row in rows {
            table.row(*row);
        }
        table
    }

    #[test]
    fn columns_are_straight_and_empty_ones_left_out() {
        let rows = [["GitHub", "", "TOTP"], ["日本", "", "HOTP"]];
        assert_eq!(
            text(table(&rows).lines(usize::MAX, false)),
            ["GitHub  TOTP", "日本    HOTP"]
        );
        assert_eq!(
            text(table(&rows).lines(80, true)),
            ["NAME    KIND", "GitHub  TOTP", "日本    HOTP"]
        );
        assert_eq!(text(table(&[]).lines(80, true)), [""; 0]);
    }

    #[test]
    fn what_can_be_spared_goes_where_cutting_is_not_enough() {
        let rows = [["octavia@example.test", "#work", "TOTP"]];
        let shown = |room| text(table(&rows).sparing(&[1, 2]).lines(room, true));
        assert_eq!(shown(30)[1], "octavia...le.test  #work  TOTP");
        assert_eq!(shown(24)[1], "octavia@...le.test  TOTP");
        assert_eq!(shown(16), ["NAME", "octavia...e.test"]);
    }

    #[test]
    fn sentences_go_on_below() {
        let mut table = Table::new(&["", ""], &[]).with_prose();
        table.row(["good", "one two three four"]);
        table.row(["bad", "five"]);
        let lines = text(table.lines(19, true));
        assert_eq!(lines, ["good  one two three", "      four", "bad   five"]);
    }

    #[test]
    fn what_is_too_wide_loses_its_middle_unless_two_would_look_alike() {
        let one = "a-very-long-name@example.test";
        let rows = [[one, "#work", "TOTP"], ["b", "", "HOTP"]];
        let lines = text(table(&rows).lines(30, false));
        assert_eq!(lines[0], "a-very-...le.test  #work  TOTP");
        let rows = [
            ["same-start-1-same-end", "#w", "TOTP"],
            ["same-start-2-same-end", "#w", "TOTP"],
        ];
        let lines = text(table(&rows).lines(30, false));
        assert_eq!(lines[0], "same...rt-1-same-end  #w  TOTP");
        let rows = [
            ["1234567890123456", "#w", "T"],
            ["1234567x90123456", "#w", "T"],
        ];
        let lines = text(table(&rows).lines(17, false));
        assert_ne!(lines[0], lines[1]);
        assert!(text(table(&rows).lines(24, true)).len() == 3);
    }
}
