//! The last line on a terminal, from the bytes that a program writes: with what moves the cursor within it, and
//! nothing while a program has the whole screen.

use memchr::{memchr, memmem, memrchr};
use unicode_width::UnicodeWidthChar as _;

/// What is kept: the last line and the one above it, with their colours.
const KEPT: usize = 4096;
/// No sequence that switches screens is longer.
const SEQUENCE: usize = 32;
const ESCAPE: u8 = 0x1b;

/// Watches what a program writes; made for hundreds of megabytes a second.
#[derive(Debug, Default)]
pub struct LastLine {
    tail: Vec<u8>,
    is_cut: bool,
    /// A sequence that the last bytes may have begun.
    begun: Vec<u8>,
    is_full_screen: bool,
}

/// The unfinished line with the cursor behind it, and the finished one above it that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// With the spaces at its end.
    pub line: String,
    /// Empty where there is none.
    pub above: String,
}

impl LastLine {
    /// Takes in what was written, in whatever pieces.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.watch_screens(bytes);
        let last = bytes.len().saturating_sub(KEPT);
        if last > 0 {
            self.tail.clear();
            self.is_cut = true;
        }
        self.tail
            .extend_from_slice(bytes.get(last..).unwrap_or_default());
        if self.tail.len() > 2 * KEPT {
            self.tail.drain(..self.tail.len() - KEPT);
            self.is_cut = true;
        }
    }

    /// True while a program has the whole screen (`vim`, `less`).
    pub fn is_full_screen(&self) -> bool {
        self.is_full_screen
    }

    /// What stands there now. `None`: no unfinished line, the cursor is not behind it, or more is about to come.
    pub fn look(&self) -> Option<Seen> {
        if self.is_full_screen {
            return None;
        }
        let start = match memrchr(b'\n', &self.tail) {
            Some(end) => end + 1,
            None if self.is_cut => return None,
            None => 0,
        };
        let (before, last) = self.tail.split_at_checked(start)?;
        let row = Row::read(last)?;
        let width = row.cells.iter().rposition(|cell| *cell != ' ')? + 1;
        let is_behind = row.column >= width;
        // A cursor further to the right stands behind spaces that nobody wrote.
        let mut line: String = row.cells.iter().collect();
        line.extend(std::iter::repeat_n(
            ' ',
            row.column.saturating_sub(row.cells.len()).min(8),
        ));
        is_behind.then(|| Seen {
            line,
            above: above(before),
        })
    }

    fn watch_screens(&mut self, bytes: &[u8]) {
        let mut end = std::mem::take(&mut self.begun);
        if !end.is_empty() {
            end.extend_from_slice(bytes.get(..bytes.len().min(SEQUENCE)).unwrap_or_default());
            self.switch(&end);
        }
        self.switch(bytes);
        if bytes.len() > SEQUENCE || end.is_empty() {
            end = bytes
                .get(bytes.len().saturating_sub(SEQUENCE)..)
                .unwrap_or_default()
                .to_vec();
        }
        end.drain(..end.len().saturating_sub(SEQUENCE));
        if let Some(escape) = memchr(ESCAPE, &end) {
            end.drain(..escape);
            self.begun = end;
        }
    }

    fn switch(&mut self, bytes: &[u8]) {
        for start in memmem::find_iter(bytes, b"\x1b[?") {
            let sequence = bytes.get(start + 3..).unwrap_or_default();
            let length = sequence
                .iter()
                .take(SEQUENCE)
                .position(|byte| !is_parameter(*byte));
            let Some((parameters, end)) =
                length.and_then(|length| sequence.split_at_checked(length))
            else {
                continue;
            };
            let mut modes = parameters.split(|byte| *byte == b';');
            if modes.any(|mode| [&b"1049"[..], b"1047", b"47"].contains(&mode)) {
                match end.first() {
                    Some(b'h') => self.is_full_screen = true,
                    Some(b'l') => self.is_full_screen = false,
                    _ => {}
                }
            }
        }
    }
}

fn is_parameter(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b';'
}

/// The last finished line that is not blank.
fn above(before: &[u8]) -> String {
    let mut lines = before.rsplit(|byte| *byte == b'\n').map(|line| {
        let row = Row::read(line);
        row.map(|row| row.cells.iter().collect::<String>().trim().to_owned())
    });
    lines
        .find_map(|line| line.filter(|line| !line.is_empty()))
        .unwrap_or_default()
}

/// One line of a terminal under the cursor.
#[derive(Default)]
struct Row {
    cells: Vec<char>,
    column: usize,
}

impl Row {
    /// `None` where the cursor leaves the line, or where the last letter or sequence is not whole.
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => return None,
            _ => String::from_utf8_lossy(bytes),
        };
        let mut row = Self::default();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\u{1b}' => row.escape(&mut letters)?,
                '\r' => row.column = 0,
                '\u{8}' => row.column = row.column.saturating_sub(1),
                '\t' => row.column = (row.column / 8 + 1) * 8,
                letter => row.put(letter),
            }
            if row.column > KEPT {
                return None;
            }
        }
        Some(row)
    }

    fn put(&mut self, letter: char) {
        let width = letter.width().unwrap_or_default();
        if width == 0 {
            return;
        }
        while self.cells.len() < self.column {
            self.cells.push(' ');
        }
        match self.cells.get_mut(self.column) {
            Some(cell) => *cell = letter,
            None => self.cells.push(letter),
        }
        self.column += 1;
    }

    fn escape(&mut self, letters: &mut std::str::Chars<'_>) -> Option<()> {
        match letters.next()? {
            '[' => self.control(letters),
            ']' | 'P' | 'X' | '^' | '_' => skip_string(letters),
            '(' | ')' | '*' | '+' | '#' | '%' | ' ' => letters.next().map(drop),
            // Another line, or the whole screen.
            'D' | 'E' | 'M' | 'c' => None,
            _ => Some(()),
        }
    }

    /// A control sequence. Those that leave the line end the reading.
    fn control(&mut self, letters: &mut std::str::Chars<'_>) -> Option<()> {
        let mut parameters = String::new();
        let end = loop {
            let letter = letters.next()?;
            if ('\u{40}'..='\u{7e}').contains(&letter) {
                break letter;
            }
            parameters.push(letter);
            if parameters.len() > 256 {
                return None;
            }
        };
        let number = parameters.parse::<usize>().ok();
        let count = number.unwrap_or(1).clamp(1, KEPT);
        match end {
            'C' => self.column += count,
            'D' => self.column = self.column.saturating_sub(count),
            'G' | '`' => self.column = count - 1,
            'J' | 'K' => match number.unwrap_or_default() {
                0 => self.cells.truncate(self.column),
                1 => self.blank(0, self.column + 1),
                _ => self.cells.clear(),
            },
            'X' => self.blank(self.column, self.column + count),
            'P' => {
                let start = self.column.min(self.cells.len());
                let end = (self.column + count).min(self.cells.len());
                self.cells.drain(start..end);
            }
            '@' => {
                let rest = self.cells.split_off(self.column.min(self.cells.len()));
                self.cells.extend(std::iter::repeat_n(' ', count));
                self.cells.extend(rest);
            }
            'A' | 'B' | 'E' | 'F' | 'H' | 'I' | 'L' | 'M' | 'S' | 'T' | 'd' | 'e' | 'f' | 'r' => {
                return None;
            }
            _ => {}
        }
        Some(())
    }

    fn blank(&mut self, from: usize, to: usize) {
        let to = to.min(self.cells.len());
        for cell in self.cells.get_mut(from..to).into_iter().flatten() {
            *cell = ' ';
        }
    }
}

/// A title, a link: to the bell or the string terminator.
fn skip_string(letters: &mut std::str::Chars<'_>) -> Option<()> {
    loop {
        match letters.next()? {
            '\u{7}' | '\u{9c}' => return Some(()),
            '\u{1b}' => return letters.next().map(drop),
            _ => {}
        }
    }
}
