//! Terminal: turns modes on and off, and draws frames. The only files of this room that write to a terminal.

mod frame_buffer;
mod image;
mod place;
mod screen;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, queue};

use crate::qr;
use crate::system::line::Line;

pub use place::Height;
pub use screen::{Picture, Screen};

const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";

/// How long the end of the program waits for a terminal that takes nothing.
const PARTING: Duration = Duration::from_millis(200);

/// The terminal's modes. Every clone turns off the same ones, and only once.
#[derive(Clone)]
pub struct Modes(Arc<Shared>);

struct Shared {
    on: AtomicBool,
    /// The mouse is ours.
    mouse: AtomicBool,
    height: Height,
    /// An image was sent.
    pictured: AtomicBool,
    /// Nothing waits for the terminal while it holds this.
    line: Mutex<Line>,
}

impl Modes {
    /// Opens the terminal. Nothing is written yet.
    pub fn new(mouse: bool, height: Height) -> io::Result<Self> {
        Ok(Self(Arc::new(Shared {
            on: AtomicBool::new(false),
            // Clicks are told by places on the screen, and below the cursor we do not know ours.
            mouse: AtomicBool::new(mouse && height.is_full()),
            height,
            pictured: AtomicBool::new(false),
            line: Mutex::new(Line::open()?),
        })))
    }

    /// How many lines are ours.
    pub fn height(&self) -> Height {
        self.0.height
    }

    /// Asks the system, not the terminal, for the size; 80x24 when it does not know. The last column is never written:
    /// some terminals go to the next line, or scroll, as soon as it is.
    pub fn size(&self) -> (u16, u16) {
        let (columns, rows) = crossterm::terminal::size()
            .ok()
            .filter(|(columns, rows)| *columns > 0 && *rows > 0)
            .unwrap_or((80, 24));
        (columns.saturating_sub(1).max(1), self.0.height.of(rows))
    }

    /// Pixels of a cell, across and down, where the terminal tells its size in them too.
    pub fn cell() -> Option<(u16, u16)> {
        let size = crossterm::terminal::window_size().ok()?;
        let part = |pixels: u16, cells: u16| pixels.checked_div(cells).filter(|part| *part > 0);
        Some((
            part(size.width, size.columns)?,
            part(size.height, size.rows)?,
        ))
    }

    /// Alternate screen unless we draw below the cursor, raw keys, pastes in one piece, focus reports, no cursor; and no line is continued on the
    /// next one, should the terminal think a sign wider than we do.
    pub fn enter(&self) -> io::Result<()> {
        if self.0.on.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        enable_raw_mode()?;
        let mut bytes = Vec::new();
        if self.0.height.is_full() {
            queue!(bytes, EnterAlternateScreen)?;
        } else {
            bytes.extend_from_slice(b"\r\x1b7");
        }
        queue!(
            bytes,
            DisableLineWrap,
            EnableBracketedPaste,
            EnableFocusChange
        )?;
        if self.0.mouse.load(Ordering::SeqCst) {
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
        bytes.extend_from_slice(self.wipe());
        if self.0.mouse.load(Ordering::SeqCst) {
            let _ = queue!(bytes, DisableMouseCapture);
        }
        let _ = queue!(
            bytes,
            DisableFocusChange,
            DisableBracketedPaste,
            crossterm::style::ResetColor,
            EnableLineWrap
        );
        if self.0.height.is_full() {
            let _ = queue!(bytes, LeaveAlternateScreen);
        } else {
            bytes.extend_from_slice(b"\x1b8\x1b[J");
        }
        let _ = queue!(bytes, cursor::Show);
        let mut line = self.line();
        line.drop_unsent();
        let _ = line.send(&bytes).and_then(|()| line.finish(PARTING));
        drop(line);
        let _ = disable_raw_mode();
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub fn take_mouse(&self, wanted: bool) -> io::Result<()> {
        let wanted = wanted && self.0.height.is_full();
        if self.0.mouse.swap(wanted, Ordering::SeqCst) == wanted {
            return Ok(());
        }
        let mut bytes = Vec::new();
        if wanted {
            queue!(bytes, EnableMouseCapture)?;
        } else {
            queue!(bytes, DisableMouseCapture)?;
        }
        self.write(&bytes)
    }

    /// Writes at once, or as soon as the terminal takes it.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.line().send(bytes)
    }

    /// Removes images, if there ever were any.
    fn wipe(&self) -> &'static [u8] {
        if self.0.pictured.load(Ordering::SeqCst) {
            image::WIPE
        } else {
            b""
        }
    }

    /// A panic may have happened while it was held: the bytes matter more than the poison.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Holds the modes while the interface runs, and undoes them when it ends in any way that unwinds or returns.
pub struct Guard(Modes);

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
        let guard = Self(modes);
        guard.0.enter()?;
        Ok(guard)
    }
}

/// Whether a panic on this thread does not end the interface, so that the screen stays: on the worker it is told as a
/// message, in the reading of a picture it means that the picture is damaged.
fn is_caught() -> bool {
    std::thread::current().name() == Some(super::worker::NAME) || qr::panics_are_contained()
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.leave();
    }
}
