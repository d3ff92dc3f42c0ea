//! Screen: what the terminal shows, and what it is shown next. A frame is never queued behind another, and no code
//! stands or comes on a slow line when it is no longer right.

use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

use super::frame_buffer::{FrameBuffer, is_code};
use super::{BEGIN_UPDATE, END_UPDATE, Modes, image, place};
use crate::system::Charset;
use crate::system::line::Taken;
use crate::tui::pixels::Modules;
use crate::tui::view::CODE;

/// How long a frame waits for the one before it to be taken. Other programs of the machine may have the processor.
const TIMEOUT: Duration = Duration::from_millis(10);
/// How soon we look again when it was not.
const AGAIN: Duration = Duration::from_millis(50);
/// How many frames of which nothing is known may follow each other before the terminal is asked: a third of it when
/// they seem not to have been taken.
const DOUBTS: u32 = 9;
/// The other end was asked for so long and had not taken it: that is no lack of hearing any more.
const WAITED: Duration = Duration::from_millis(200);
/// A frame that took longer came over a slow line.
const SLOW: Duration = Duration::from_secs(1);
/// How many frames in a row have to be taken at once for a slow line to be none any more.
const PROMPT: u32 = 5;
/// Codes of a larger frame follow it: on a line of unknown speed they would come late.
const LARGE: usize = 1024;

/// One frame before it is inked.
pub struct Picture {
    /// Its cells.
    pub cells: Buffer,
    /// Where the cursor stands.
    pub cursor: Option<Position>,
    /// The QR code that is drawn over the cells.
    pub image: Option<Modules>,
}

/// A line that does not keep up.
#[derive(Debug, Clone, Copy)]
struct Slow {
    /// How long the last frame took.
    took: Duration,
    /// How many were taken at once since.
    prompt: u32,
}

/// A frame goes out in one part or in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Last,
    Other,
}

/// The terminal's screen.
pub struct Screen {
    /// The terminal's modes.
    pub modes: Modes,
    charset: Charset,
    /// What it shows once it has taken everything.
    shown: Buffer,
    /// Nothing is known of what it shows.
    unknown: bool,
    cursor: Option<Position>,
    image: Option<Modules>,
    /// When the last frame was sent.
    sent: Duration,
    /// An update has begun whose last part has yet to be sent.
    open: bool,
    /// How far frames went out before it was heard that the one before was taken.
    doubts: u32,
    /// Since when a frame waits for the one before it.
    held: Option<Duration>,
    slow: Option<Slow>,
}

impl Screen {
    /// Of that size, showing anything.
    pub fn new(modes: Modes, charset: Charset, size: (u16, u16)) -> Self {
        Self {
            modes,
            charset,
            shown: Buffer::empty(Rect::new(0, 0, size.0, size.1)),
            unknown: true,
            cursor: None,
            image: None,
            sent: Duration::ZERO,
            open: false,
            doubts: 0,
            held: None,
            slow: None,
        }
    }

    /// Everything is drawn anew with the next frame, in a new size or the old one. What of the last one did not leave
    /// yet never will.
    pub fn renew(&mut self, size: (u16, u16)) {
        self.shown = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        self.unknown = true;
        self.image = None;
        self.modes.line().drop_unsent();
    }

    /// Where a picture goes.
    pub fn area(&self) -> Rect {
        self.shown.area
    }

    /// Draws the picture of now, or as much of it as the line takes; then it says how soon to go on. `picture` shows
    /// how things are so much later.
    pub fn draw(
        &mut self,
        uptime: Duration,
        picture: impl Fn(Duration) -> Picture,
    ) -> io::Result<Option<Duration>> {
        // Nothing heard may be our ears: on a busy machine the terminal often takes a frame before we listen.
        let trusted = self.doubts < DOUBTS && self.slow.is_none() && self.held.is_none();
        if trusted && self.modes.line().is_sent()? {
            self.doubts = match self.modes.line().is_clear()? {
                Taken::Yes => 0,
                Taken::Unknown => self.doubts + 1,
                Taken::No => self.doubts + DOUBTS / 3,
            };
        } else if !self.is_free(uptime)? {
            return Ok(Some(AGAIN));
        }
        // A large frame goes out in steps; there are three at most.
        for _ in 0..4 {
            let mut next = picture(Duration::ZERO);
            if next.image != self.image {
                // An image goes with everything that is on the screen.
                self.renew((self.shown.area.width, self.shown.area.height));
            }
            if let Some(slow) = self.slow {
                hide_other_codes(&mut next.cells, &picture(slow.took + SLOW).cells);
            }
            let whole = self.inked(&[&next.cells]);
            if self.slow.is_none()
                && (whole.len() <= LARGE || !brings_codes(&self.shown, &next.cells))
            {
                self.send(uptime, &whole, next, Part::Last)?;
                return Ok(None);
            }
            let mut blanked = self.shown.clone();
            hide_other_codes(&mut blanked, &next.cells);
            let mut step = blanked.clone();
            if !put_codes(&mut step, &next.cells) {
                step = next.cells.clone();
                hide_other_codes(&mut step, &self.shown);
            }
            let bytes = self.inked(&[&blanked, &step]);
            let is_last = step == next.cells;
            let (cursor, part) = if is_last {
                (next.cursor, Part::Last)
            } else {
                (None, Part::Other)
            };
            let cells = step;
            let image = next.image.filter(|_| is_last);
            let step = Picture {
                cells,
                cursor,
                image,
            };
            self.send(uptime, &bytes, step, part)?;
            if is_last {
                return Ok(None);
            }
            if !self.is_free(uptime)? {
                break;
            }
        }
        Ok(Some(AGAIN))
    }

    /// Whether the last frame was taken; remembers a line on which that took long.
    fn is_free(&mut self, uptime: Duration) -> io::Result<bool> {
        if !self.modes.line().becomes_clear(TIMEOUT)? {
            self.held.get_or_insert(uptime);
            return Ok(false);
        }
        self.doubts = 0;
        let took = uptime.saturating_sub(self.sent);
        let waited = |since| uptime.saturating_sub(since) > WAITED;
        self.slow = match (self.held.take(), self.slow) {
            (Some(since), _) if took > SLOW && waited(since) => Some(Slow { took, prompt: 0 }),
            (_, Some(slow)) if slow.prompt < PROMPT => Some(Slow {
                took: took.min(SLOW),
                prompt: slow.prompt + 1,
            }),
            _ => None,
        };
        Ok(true)
    }

    /// The bytes that lead from what is shown to each of these in turn.
    fn inked(&self, steps: &[&Buffer]) -> Zeroizing<Vec<u8>> {
        let mut frame_buffer = FrameBuffer::new(self.charset, self.modes.height());
        let empty = Buffer::empty(self.shown.area);
        let mut shown = &self.shown;
        if self.unknown {
            frame_buffer.clear(self.shown.area.height);
            shown = &empty;
        }
        for step in steps {
            frame_buffer.turn(shown, step);
            shown = step;
        }
        Zeroizing::new(frame_buffer.done())
    }

    fn send(
        &mut self,
        uptime: Duration,
        bytes: &[u8],
        picture: Picture,
        part: Part,
    ) -> io::Result<()> {
        let Picture {
            cells,
            cursor,
            image,
        } = picture;
        if bytes.is_empty() && cursor == self.cursor && !self.open {
            return Ok(());
        }
        let mut frame = Zeroizing::new(Vec::with_capacity(bytes.len() + 64));
        if !self.open {
            frame.extend_from_slice(BEGIN_UPDATE);
        }
        if self.cursor.is_some() {
            frame.extend_from_slice(b"\x1b[?25l");
        }
        let is_full = self.modes.height().is_full();
        if !is_full {
            place::begin(&mut frame, self.cursor);
        }
        if self.unknown {
            frame.extend_from_slice(self.modes.wipe());
        }
        frame.extend_from_slice(bytes);
        if let Some(modules) = image.as_ref().filter(|_| self.image.is_none()) {
            self.modes.0.pictured.store(true, Ordering::SeqCst);
            frame = Zeroizing::new([frame.as_slice(), &image::bytes(modules)].concat());
        }
        match cursor {
            Some(Position { x, y }) if is_full => {
                frame.extend_from_slice(format!("\x1b[{};{}H", y + 1, x + 1).as_bytes());
            }
            _ if is_full => {}
            at => place::go(&mut frame, at.unwrap_or_default()),
        }
        if cursor.is_some() {
            frame.extend_from_slice(b"\x1b[?25h");
        }
        if part == Part::Last {
            frame.extend_from_slice(END_UPDATE);
        }
        self.open = part != Part::Last;
        self.modes.write(&frame)?;
        self.sent = uptime;
        self.shown = cells;
        self.unknown = false;
        self.cursor = cursor;
        self.image = image.or(self.image.take().filter(|_| part != Part::Last));
        Ok(())
    }
}

/// The codes of a picture: rows of cells, as places.
fn codes(cells: &Buffer) -> Vec<std::ops::Range<usize>> {
    let columns = usize::from(cells.area.width).max(1);
    let mut codes = Vec::new();
    let mut begin = None;
    for place in 0..=cells.content.len() {
        let inside = cells.content.get(place).is_some_and(is_code);
        let at_edge = place % columns == 0;
        if (!inside || at_edge)
            && let Some(begin) = begin.take()
        {
            codes.push(begin..place);
        }
        if inside && begin.is_none() {
            begin = Some(place);
        }
    }
    codes
}

/// What was a code is none any more: a shorter one may come in its place.
fn blank(cells: &mut [Cell]) {
    for cell in cells {
        cell.set_symbol(" ").modifier.remove(CODE);
    }
}

/// Blanks the codes that are not the same in `other`: those that go, or have yet to come.
fn hide_other_codes(cells: &mut Buffer, other: &Buffer) {
    for code in codes(cells) {
        if cells.content.get(code.clone()) != other.content.get(code.clone()) {
            blank(&mut cells.content[code]);
        }
    }
}

/// Whether a code in `next` is not shown.
fn brings_codes(shown: &Buffer, next: &Buffer) -> bool {
    let differs =
        |code: std::ops::Range<usize>| shown.content.get(code.clone()) != next.content.get(code);
    codes(next).into_iter().any(differs)
}

/// Puts those codes in that are missing and whose line is right up to them; false when there is none.
fn put_codes(shown: &mut Buffer, next: &Buffer) -> bool {
    let columns = usize::from(next.area.width).max(1);
    let mut any = false;
    for code in codes(next) {
        let line = code.start - code.start % columns;
        let is_new = shown.content[code.clone()] != next.content[code.clone()];
        if is_new && shown.content[line..code.start] == next.content[line..code.start] {
            shown.content[code.clone()].clone_from_slice(&next.content[code]);
            any = true;
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn line(text: &str, code: Rect) -> Buffer {
        let mut cells = Buffer::with_lines([text]);
        cells.set_style(code, Style::new().add_modifier(CODE));
        cells
    }

    #[test]
    fn a_shorter_code_takes_the_place_of_a_longer_one_for_good() {
        let old = line("a 12345 b", Rect::new(2, 0, 5, 1));
        let next = line("a 678   b", Rect::new(2, 0, 3, 1));
        let mut step = old;
        hide_other_codes(&mut step, &next);
        assert!(put_codes(&mut step, &next));
        assert_eq!(step, next);
    }
}
