//! Frame buffer: the bytes that turn the picture on the screen into another one, whatever the terminal thinks of widths.
//!
//! After a sign outside ASCII nobody knows where the terminal's cursor stands: some count two columns for it, some
//! one for each of its bytes. So whatever follows one is put at its own absolute column, a sign that goes or comes
//! takes along the cells it may have covered, and a line in which foreign letters change is erased and written whole.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::place::{self, Height};
use crate::system::Charset;
use crate::tui::columns::width;
use crate::tui::view::CODE;

/// Foreground, background, weights.
type Look = (Color, Color, Modifier);

const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

/// What is in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ascii,
    /// One character outside ASCII of one column that is no letter: frames, bars, bullets. Each is put at its own
    /// column, so that it covers no more than a cell for each of its bytes.
    Sign,
    /// Everything else: letters are written in one go, or nobody could read them where they are wider.
    Foreign,
}

/// A frame in the making.
pub struct FrameBuffer {
    bytes: Vec<u8>,
    charset: Charset,
    look: Look,
    row: Option<u16>,
    height: Height,
}

impl FrameBuffer {
    /// An empty one. The attributes are off before and after each.
    pub fn new(charset: Charset, height: Height) -> Self {
        Self {
            bytes: Vec::new(),
            charset,
            look: PLAIN,
            row: None,
            height,
        }
    }

    /// Erases the screen, or so many lines of it as are ours.
    pub fn clear(&mut self, rows: u16) {
        self.dress(PLAIN);
        if self.height.is_full() {
            self.bytes.extend_from_slice(b"\x1b[2J");
        } else {
            place::make_room(&mut self.bytes, rows);
            self.row = None;
        }
    }

    /// Turns one picture into another of the same size.
    pub fn turn(&mut self, old: &Buffer, new: &Buffer) {
        let columns = usize::from(new.area.width).max(1);
        let rows = old.content.chunks(columns).zip(new.content.chunks(columns));
        for (row, (old, new)) in (0..new.area.height).zip(rows) {
            if old != new {
                self.line(old, new, row);
            }
        }
    }

    /// The bytes, with the attributes off at the end.
    pub fn done(mut self) -> Vec<u8> {
        self.dress(PLAIN);
        self.bytes
    }

    fn line(&mut self, old: &[Cell], new: &[Cell], row: u16) {
        let charset = self.charset;
        let kind = |cell: &Cell| kind(cell, charset);
        let mut changed: Vec<bool> = old.iter().zip(new).map(|(old, new)| old != new).collect();
        let covered = |cell: &Cell| match kind(cell) {
            Kind::Ascii | Kind::Foreign => 1,
            Kind::Sign => cell.symbol().len(),
        };
        for place in 0..new.len() {
            if changed[place] {
                let end = place + covered(&old[place]).max(covered(&new[place]));
                let end = end.min(new.len());
                changed[place..end].fill(true);
            }
        }
        let foreign = |cells: &[Cell]| {
            let mut cells = changed.iter().zip(cells);
            cells.any(|(changed, cell)| *changed && kind(cell) == Kind::Foreign)
        };
        let wiped = foreign(old) || foreign(new) || is_another_account(old, new);
        if wiped {
            changed = new.iter().map(|cell| *cell != Cell::EMPTY).collect();
            self.go(0, row);
            self.dress(PLAIN);
            self.bytes.extend_from_slice(b"\x1b[K");
        } else {
            self.wipe_codes(old, new, row);
        }
        let in_word = |cell: &Cell| {
            kind(cell) == Kind::Ascii && cell.symbol() != " " || cell.modifier.contains(CODE)
        };
        spread_over_words(&mut changed, new.iter().map(in_word));
        self.cells(&changed, new, row);
        self.edge(old, new, row, wiped);
    }

    /// Gives the last column, which nothing is ever written to, the ground that the line ends with.
    fn edge(&mut self, old: &[Cell], new: &[Cell], row: u16, wiped: bool) {
        let ground = |cells: &[Cell]| cells.last().map_or(Color::Reset, |cell| cell.bg);
        let before = if wiped { Color::Reset } else { ground(old) };
        if before != ground(new) {
            self.go(new.len(), row);
            self.dress((Color::Reset, ground(new), Modifier::empty()));
            self.bytes.extend_from_slice(b"\x1b[K");
        }
    }

    /// Blanks the codes that go: at no moment stands a part of one beside a part of another.
    fn wipe_codes(&mut self, old: &[Cell], new: &[Cell], row: u16) {
        let differs = |place: &usize| is_code(&old[*place]) && old[*place] != new[*place];
        let mut place = 0;
        while let Some(found) = (place..old.len()).find(differs) {
            let begin = (0..found).rev().find(|before| !is_code(&old[*before]));
            let begin = begin.map_or(0, |before| before + 1);
            let end = (found..old.len()).find(|after| !is_code(&old[*after]));
            place = end.unwrap_or(old.len());
            if old[begin..place].iter().any(|cell| cell.symbol() != " ") {
                self.go(begin, row);
                self.dress(PLAIN);
                self.bytes.extend(std::iter::repeat_n(b' ', place - begin));
            }
        }
    }

    fn cells(&mut self, changed: &[bool], cells: &[Cell], row: u16) {
        let mut place = 0;
        // Where the cursor stands for certain; what was written before it is not certain about.
        let mut stands = None;
        let mut amid_letters = false;
        while place < cells.len() {
            if !changed[place] {
                (stands, amid_letters) = (None, false);
                place += 1;
                continue;
            }
            let cell = &cells[place];
            let wide = usize::from(width(cell.symbol())).max(1);
            let kind = kind(cell, self.charset);
            if stands != Some(place) && !(amid_letters && kind == Kind::Foreign) {
                self.go(place, row);
            }
            self.dress_for(cell);
            // A wide letter of which a half is covered, or does not fit, cannot be drawn.
            let covered = cells
                .get(place + 1..place + wide)
                .is_none_or(|rest| rest.iter().any(|cell| cell.symbol() != " "));
            if wide > 1 && covered {
                self.bytes.push(b' ');
                stands = Some(place + 1);
                amid_letters = false;
                place += 1;
                continue;
            }
            let text = self.charset.fit(cell.symbol());
            if kind == Kind::Ascii && text.len() != wide {
                // What stands for it takes another room than it has here.
                self.bytes.extend(std::iter::repeat_n(b'?', wide));
            } else {
                self.bytes.extend_from_slice(text.as_bytes());
            }
            stands = (kind == Kind::Ascii).then_some(place + wide);
            amid_letters = kind == Kind::Foreign;
            if kind != Kind::Ascii {
                // Near the edge it may even have gone to the next line.
                let near = place + cell.symbol().len() + 1 >= cells.len();
                self.row = self.row.filter(|_| kind == Kind::Sign && !near);
            }
            place += wide;
        }
    }

    /// To a cell: within a line by the column alone.
    fn go(&mut self, column: usize, row: u16) {
        if self.row == Some(row) {
            let _ = write!(self.bytes, "\x1b[{}G", column + 1);
        } else if self.height.is_full() {
            let _ = write!(self.bytes, "\x1b[{};{}H", row + 1, column + 1);
        } else {
            // The attributes come back with the place: none.
            self.dress(PLAIN);
            let x = u16::try_from(column).unwrap_or(u16::MAX);
            place::go(&mut self.bytes, Position { x, y: row });
        }
        self.row = Some(row);
    }

    fn dress_for(&mut self, cell: &Cell) {
        let look = (cell.fg, cell.bg, cell.modifier - CODE);
        let lines = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        let alike = |mine: Look| mine.1 == look.1 && !mine.2.intersects(lines);
        // A blank looks the same in every weight.
        if cell.symbol() == " " && !look.2.intersects(lines) && alike(self.look) {
            return;
        }
        self.dress(look);
    }

    fn dress(&mut self, look: Look) {
        if self.look == look {
            return;
        }
        self.look = look;
        self.bytes.extend_from_slice(b"\x1b[");
        if look == PLAIN {
            self.bytes.push(b'm');
            return;
        }
        self.bytes.push(b'0');
        for (modifier, code) in [
            (Modifier::BOLD, b'1'),
            (Modifier::DIM, b'2'),
            (Modifier::ITALIC, b'3'),
            (Modifier::UNDERLINED, b'4'),
            (Modifier::REVERSED, b'7'),
            (Modifier::CROSSED_OUT, b'9'),
        ] {
            if look.2.contains(modifier) {
                self.bytes.extend_from_slice(&[b';', code]);
            }
        }
        self.colour(look.0, 0);
        self.colour(look.1, 10);
        self.bytes.push(b'm');
    }

    /// The sixteen basic colours by their basic codes: terminals with fewer than 256 take others for something else.
    fn colour(&mut self, colour: Color, background: u8) {
        let basic = |number: u8| match number {
            0..8 => 30 + number + background,
            _ => 82 + number + background,
        };
        let number = match colour {
            Color::Reset => return,
            Color::Rgb(red, green, blue) => {
                let ground = 38 + background;
                let _ = write!(self.bytes, ";{ground};2;{red};{green};{blue}");
                return;
            }
            Color::Indexed(number @ 16..) => {
                let _ = write!(self.bytes, ";{};5;{number}", 38 + background);
                return;
            }
            Color::Indexed(number) => number,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        let _ = write!(self.bytes, ";{}", basic(number));
    }
}

/// Whether a cell belongs to a code.
pub(super) fn is_code(cell: &Cell) -> bool {
    cell.modifier.contains(CODE)
}

/// Whether a line gets another code and another text before it.
fn is_another_account(old: &[Cell], new: &[Cell]) -> bool {
    let code = (0..new.len())
        .find(|&place| (is_code(&old[place]) || is_code(&new[place])) && old[place] != new[place]);
    let Some(code) = code else {
        return false;
    };
    // The marks at the beginning of a row and right before its code are no text.
    (2..code.saturating_sub(1)).any(|place| old[place].symbol() != new[place].symbol())
}

fn kind(cell: &Cell, charset: Charset) -> Kind {
    let symbol = cell.symbol();
    if symbol.is_ascii() || charset == Charset::Ascii {
        return Kind::Ascii;
    }
    let mut characters = symbol.chars();
    let alone = characters.next().filter(|_| characters.next().is_none());
    if alone.is_some_and(|c| !c.is_alphanumeric()) && width(symbol) == 1 {
        Kind::Sign
    } else {
        Kind::Foreign
    }
}

/// A code or a number is written whole or not at all.
fn spread_over_words(changed: &mut [bool], in_word: impl Iterator<Item = bool>) {
    let mut begin = 0;
    let words: Vec<bool> = in_word.chain([false]).collect();
    for (place, inside) in words.into_iter().enumerate() {
        if inside {
            continue;
        }
        if changed[begin..place].contains(&true) {
            changed[begin..place].fill(true);
        }
        begin = place + 1;
    }
}

#[cfg(test)]
mod tests;
