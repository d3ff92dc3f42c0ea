//! Terminal: turns modes on and off, draws frames in one write, and reads keys on a thread of its own. The only
//! file of this room that writes to a terminal.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};

use crate::qr;

const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";

/// The terminal's modes. Every clone turns off the same ones, and only once.
#[derive(Clone)]
pub struct Modes(Arc<Shared>);

struct Shared {
    on: AtomicBool,
    mouse: bool,
    out: Mutex<Out>,
}

enum Out {
    Stdout(io::Stdout),
    Tty(File),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Tty(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Tty(out) => out.flush(),
        }
    }
}

impl Modes {
    /// Chooses where to draw: standard output when it is a terminal, else the controlling terminal, so that
    /// `code=$(otp pick)` works. Nothing is written yet.
    pub fn new(mouse: bool) -> io::Result<Self> {
        // Colours are our theme's business; crossterm's own reading of NO_COLOR would also erase bold.
        crossterm::style::force_color_output(true);
        let stdout = io::stdout();
        let out = if stdout.is_terminal() {
            Out::Stdout(stdout)
        } else {
            Out::Tty(File::options().read(true).write(true).open("/dev/tty")?)
        };
        Ok(Self(Arc::new(Shared {
            on: AtomicBool::new(false),
            mouse,
            out: Mutex::new(out),
        })))
    }

    /// Alternate screen, raw keys, pastes in one piece, focus reports, no cursor.
    pub fn enter(&self) -> io::Result<()> {
        if self.0.on.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        enable_raw_mode()?;
        let mut bytes = Vec::new();
        queue!(
            bytes,
            EnterAlternateScreen,
            EnableBracketedPaste,
            EnableFocusChange
        )?;
        if self.0.mouse {
            queue!(bytes, EnableMouseCapture)?;
        }
        queue!(bytes, cursor::Hide)?;
        self.write(&bytes)
    }

    /// Undoes all of it, whatever state the terminal is in. Called by `Drop`, the panic hook and signals; does
    /// nothing the second time. Errors are ignored: the terminal may be gone.
    pub fn leave(&self) {
        if !self.0.on.swap(false, Ordering::SeqCst) {
            return;
        }
        let mut bytes = END_UPDATE.to_vec();
        if self.0.mouse {
            let _ = queue!(bytes, DisableMouseCapture);
        }
        let _ = queue!(
            bytes,
            DisableFocusChange,
            DisableBracketedPaste,
            crossterm::style::ResetColor,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = self.write(&bytes);
        let _ = disable_raw_mode();
    }

    /// Writes at once. A panic may have happened while the lock was held: the bytes matter more than the poison.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = match self.0.out.try_lock() {
            Ok(out) => out,
            Err(std::sync::TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(std::sync::TryLockError::WouldBlock) => {
                self.0.out.lock().map_err(|_| io::ErrorKind::Other)?
            }
        };
        out.write_all(bytes)?;
        out.flush()
    }
}

/// Holds the modes while the interface runs, and undoes them when it ends in any way that unwinds or returns.
pub struct Guard {
    modes: Modes,
}

impl Guard {
    /// Turns the modes on and makes panics turn them off before they are printed.
    pub fn new(modes: Modes) -> io::Result<Self> {
        let before = std::panic::take_hook();
        let hooked = modes.clone();
        std::panic::set_hook(Box::new(move |info| {
            if !is_caught() {
                hooked.leave();
                before(info);
            }
        }));
        let guard = Self { modes };
        guard.modes.enter()?;
        Ok(guard)
    }

    /// The modes, for suspending.
    pub fn modes(&self) -> &Modes {
        &self.modes
    }
}

/// Whether a panic on this thread does not end the interface, so that the screen stays: on the worker it is told as a
/// message, in the reading of a picture it means that the picture is damaged.
fn is_caught() -> bool {
    std::thread::current().name() == Some(super::worker::NAME) || qr::panics_are_contained()
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.modes.leave();
    }
}

/// Collects what a frame is made of.
#[derive(Clone, Default)]
struct Ink(Rc<RefCell<Vec<u8>>>);

impl Write for Ink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where ratatui draws: collects a frame and writes it in one piece as one update, or nothing when nothing changed.
pub struct Sheet {
    encoder: CrosstermBackend<Ink>,
    ink: Ink,
    modes: Modes,
    size: Size,
    cursor: Option<Position>,
}

impl Sheet {
    /// For a terminal of that size.
    pub fn new(modes: Modes, size: Size) -> Self {
        let ink = Ink::default();
        Self {
            encoder: CrosstermBackend::new(ink.clone()),
            ink,
            modes,
            size,
            cursor: None,
        }
    }
}

impl Backend for Sheet {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        if self.cursor.take().is_some() {
            self.encoder.hide_cursor()?;
        }
        self.encoder.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.take().is_some() {
            self.encoder.hide_cursor()?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        // Shown together with its place: see `set_cursor_position`.
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // We never ask the terminal anything: some do not answer.
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor == Some(position) {
            return Ok(());
        }
        self.encoder.set_cursor_position(position)?;
        if self.cursor.replace(position).is_none() {
            self.encoder.show_cursor()?;
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.encoder.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.encoder.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.ink.0.borrow_mut());
        if bytes.is_empty() {
            return Ok(());
        }
        let update = [BEGIN_UPDATE, &bytes, END_UPDATE].concat();
        self.modes.write(&update)
    }
}

/// ratatui's terminal on our sheet.
pub type Paper = Terminal<Sheet>;

/// Asks the system, not the terminal, for the size; 80x24 when it does not know.
pub fn size() -> (u16, u16) {
    crossterm::terminal::size()
        .ok()
        .filter(|(columns, rows)| *columns > 0 && *rows > 0)
        .unwrap_or((80, 24))
}

/// Opens the paper.
pub fn paper(modes: &Modes, (columns, rows): (u16, u16)) -> io::Result<Paper> {
    Terminal::new(Sheet::new(modes.clone(), Size::new(columns, rows)))
}

/// Draws everything anew with the next frame, in a new size or the old one. `Terminal::clear` would ask the
/// terminal for its cursor and wait up to two seconds for an answer; `resize` asks nothing.
pub fn resize(paper: &mut Paper, (columns, rows): (u16, u16)) -> io::Result<()> {
    paper.backend_mut().size = Size::new(columns, rows);
    paper.backend_mut().cursor = None;
    paper.backend_mut().encoder.hide_cursor()?;
    paper.resize(Rect::new(0, 0, columns, rows))
}
