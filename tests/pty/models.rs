//! Terminals that think otherwise of the width of a sign: a small emulator that can be told how.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns a sign outside ASCII takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widths {
    /// As we think.
    Ours,
    /// Every one.
    One,
    /// Every two.
    Two,
    /// One for each of its bytes.
    Bytes,
    /// As fonts for Chinese and Japanese have them.
    AmbiguousTwo,
}

/// What the last column does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The cursor waits there for the next sign; wrapping can be turned off.
    Waits,
    /// The next line begins at once, whatever was asked for; at the bottom the screen scrolls.
    Wraps,
}

/// A terminal.
#[allow(
    clippy::struct_excessive_bools,
    reason = "the modes of a terminal are switches"
)]
pub struct Model {
    widths: Widths,
    edge: Edge,
    pub columns: usize,
    pub rows: usize,
    cells: Vec<String>,
    cursor: (usize, usize),
    wrap: bool,
    waiting: bool,
    frame: bool,
    /// Since the size changed nothing was erased: the program may not know of it yet.
    old_size: bool,
    touched: Vec<usize>,
    pending: Vec<u8>,
}

impl Model {
    pub fn new(widths: Widths, edge: Edge, columns: usize, rows: usize) -> Self {
        Self {
            widths,
            edge,
            columns,
            rows,
            cells: vec![" ".to_owned(); columns * rows],
            cursor: (0, 0),
            wrap: true,
            waiting: false,
            frame: false,
            old_size: false,
            touched: Vec::new(),
            pending: Vec::new(),
        }
    }

    pub fn name(&self) -> String {
        format!("{:?} {:?}", self.widths, self.edge)
    }

    /// What was there stays where it was, as far as it fits.
    pub fn resize(&mut self, columns: usize, rows: usize) {
        let mut cells = vec![" ".to_owned(); columns * rows];
        for row in 0..rows.min(self.rows) {
            for column in 0..columns.min(self.columns) {
                cells[row * columns + column].clone_from(&self.cells[row * self.columns + column]);
            }
        }
        (self.columns, self.rows, self.cells) = (columns, rows, cells);
        self.old_size = true;
        self.cursor = (self.cursor.0.min(columns - 1), self.cursor.1.min(rows - 1));
    }

    /// A row, cell by cell: the second half of a wide sign is empty.
    pub fn row(&self, row: usize) -> &[String] {
        &self.cells[row * self.columns..(row + 1) * self.columns]
    }

    pub fn text(&self) -> String {
        let rows = (0..self.rows).map(|row| self.row(row).concat());
        rows.collect::<Vec<_>>().join("\n")
    }

    /// The rows to look at: the one just written to, all of them after a frame.
    pub fn touched(&self) -> &[usize] {
        &self.touched
    }

    /// An update has begun and not ended.
    pub fn in_frame(&self) -> bool {
        self.frame
    }

    /// Takes bytes in; `whole` is called wherever the program is between two sequences.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(&Self)) {
        self.pending.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.pending);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let Some(used) = self.step(rest) else {
                break;
            };
            rest = &rest[used..];
            self.touched = if self.old_size {
                Vec::new()
            } else if self.ended_frame(&bytes[..bytes.len() - rest.len()]) {
                (0..self.rows).collect()
            } else {
                vec![self.cursor.1]
            };
            whole(self);
        }
        self.pending = rest.to_vec();
    }

    fn ended_frame(&self, read: &[u8]) -> bool {
        !self.frame && read.ends_with(b"\x1b[?2026l")
    }

    /// One sequence or sign; `None` when it is not all there.
    fn step(&mut self, bytes: &[u8]) -> Option<usize> {
        match bytes[0] {
            0x1b => return self.escape(bytes),
            b'\r' => self.cursor.0 = 0,
            b'\n' => self.down(),
            8 => self.cursor.0 = self.cursor.0.saturating_sub(1),
            byte if byte < 0x20 => {}
            byte if byte < 0x80 => self.put(&char::from(byte).to_string(), 1),
            byte if self.widths == Widths::Bytes => {
                let sign = char::from_u32(0x2500 + u32::from(byte)).expect("a sign");
                self.put(&sign.to_string(), 1);
            }
            byte => {
                // As many as belong together: a cluster is drawn at once.
                let length = bytes.iter().take_while(|byte| **byte >= 0x80).count();
                let valid = match std::str::from_utf8(&bytes[..length]) {
                    Ok(text) => text,
                    Err(error) => {
                        let valid = &bytes[..error.valid_up_to()];
                        std::str::from_utf8(valid).expect("valid up to there")
                    }
                };
                if valid.is_empty() {
                    assert!(length < 4, "not UTF-8: {byte:x}");
                    return None;
                }
                let cluster = valid.graphemes(true).next().expect("not empty");
                let wide = match self.widths {
                    Widths::Ours | Widths::Bytes => cluster.width(),
                    Widths::One => 1,
                    Widths::Two => 2,
                    Widths::AmbiguousTwo => cluster
                        .chars()
                        .filter_map(UnicodeWidthChar::width_cjk)
                        .max()
                        .unwrap_or(1),
                };
                self.put(cluster, wide.max(1));
                return Some(cluster.len());
            }
        }
        Some(1)
    }

    fn down(&mut self) {
        if self.cursor.1 + 1 < self.rows {
            self.cursor.1 += 1;
        } else {
            self.cells.drain(..self.columns);
            self.cells.resize(self.columns * self.rows, " ".to_owned());
        }
    }

    fn put(&mut self, sign: &str, wide: usize) {
        if std::mem::take(&mut self.waiting) && self.wrap {
            self.cursor.0 = 0;
            self.down();
        }
        let (column, row) = self.cursor;
        let last = (column + wide).min(self.columns);
        let start = row * self.columns;
        // Half a wide sign is none.
        if self.cells[start + column].is_empty() && column > 0 {
            " ".clone_into(&mut self.cells[start + column - 1]);
        }
        if last < self.columns && self.cells[start + last].is_empty() {
            " ".clone_into(&mut self.cells[start + last]);
        }
        sign.clone_into(&mut self.cells[start + column]);
        for cell in &mut self.cells[start + column + 1..start + last] {
            cell.clear();
        }
        self.cursor.0 = last;
        if last >= self.columns {
            self.cursor.0 = self.columns - 1;
            match self.edge {
                Edge::Waits => self.waiting = true,
                Edge::Wraps => {
                    self.cursor.0 = 0;
                    self.down();
                }
            }
        }
    }

    fn escape(&mut self, bytes: &[u8]) -> Option<usize> {
        match *bytes.get(1)? {
            b'[' => {}
            b']' => {
                let end = bytes.iter().position(|byte| *byte == 7 || *byte == b'\\')?;
                return Some(end + 1);
            }
            _ => return Some(2),
        }
        let length = 2 + bytes[2..]
            .iter()
            .position(|byte| (0x40..0x7f).contains(byte))?;
        let text = std::str::from_utf8(&bytes[2..length]).expect("ASCII");
        let number = |place: usize| {
            let part = text.split(';').nth(place)?;
            part.parse::<usize>().ok()
        };
        let at = |place: usize| number(place).unwrap_or(1).max(1) - 1;
        self.waiting = false;
        match bytes[length] {
            b'H' => {
                self.cursor = (at(1).min(self.columns - 1), at(0).min(self.rows - 1));
            }
            b'G' => self.cursor.0 = at(0).min(self.columns - 1),
            b'J' => {
                assert_eq!(text, "2", "only the whole screen is erased");
                self.cells.fill(" ".to_owned());
                self.old_size = false;
            }
            b'K' => {
                assert_eq!(text, "", "only the rest of a line is erased");
                let start = self.cursor.1 * self.columns;
                let columns = self.columns;
                self.cells[start + self.cursor.0..start + columns].fill(" ".to_owned());
            }
            b'h' if text == "?7" => self.wrap = true,
            b'l' if text == "?7" => self.wrap = false,
            b'm' => {
                let codes: Vec<&str> = text.split(';').collect();
                assert!(!codes.contains(&"59"), "not every terminal knows {text}");
                let basic = |pair: &[&str]| {
                    pair[0] == "5" && pair[1].parse::<u8>().is_ok_and(|number| number < 16)
                };
                let after = codes.iter().position(|code| ["38", "48"].contains(code));
                let rest = after.map_or(&[][..], |place| &codes[place + 1..]);
                assert!(
                    !rest.windows(2).take(1).any(basic),
                    "basic colours have codes of their own: {text}"
                );
            }
            b'h' if text == "?2026" => self.frame = true,
            b'l' if text == "?2026" => self.frame = false,
            b'h' | b'l' | b'u' => {}
            other => panic!("an unknown sequence: {}{}", text, char::from(other)),
        }
        Some(length + 1)
    }
}
