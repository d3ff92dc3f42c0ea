//! Clipboard: copying a code by whichever route this machine has, clearing it later, reading text and pictures.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use super::clock::{Clock as _, MachineClock};
use super::line::Line;
use super::{Environment, child, osc52};
use crate::account::SecretText;

mod desktop;
mod owner;
mod route;
mod tmux;

pub use owner::{OWNER, hold};
pub use route::Route;

/// How long other programs (tmux, `copy-command`) may take.
const TIMEOUT: Duration = Duration::from_secs(3);
/// How long a terminal may take to read what it gets.
const TERMINAL_PATIENCE: Duration = Duration::from_millis(200);

/// A copy that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// How it got there.
    pub route: Route,
    /// After how long it will be taken away again if it is still there; `None`: nobody will.
    pub clears_after: Option<Duration>,
}

/// A picture in the clipboard: eight bits each of red, green, blue and alpha, row by row.
pub struct Picture {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// `width * height * 4` bytes, wiped on drop: a QR code is a secret.
    pub rgba: Zeroizing<Vec<u8>>,
}

/// What is in the clipboard. Programs often offer the same thing as a picture and as text.
#[derive(Default)]
pub struct Contents {
    /// A picture, if any.
    pub picture: Option<Picture>,
    /// Text, if any.
    pub text: Option<SecretText>,
}

/// Why something cannot be copied or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClipboardError {
    /// No display, no tmux, no terminal that could take it.
    #[error("there is no clipboard here: no display, no tmux and no terminal that has one")]
    None,
    /// The clipboard can be written here, but not read.
    #[error("the clipboard cannot be read here: there is no display")]
    NoDisplay,
    /// The clipboard holds neither text nor a picture.
    #[error("the clipboard holds neither text nor a picture")]
    Empty,
    /// Whoever owns the clipboard does not answer.
    #[error("the clipboard does not answer")]
    TimedOut,
    /// This route failed, and why.
    #[error("copying by {0} failed: {1}")]
    Failed(Route, &'static str),
}

/// The clipboard.
pub trait Clipboard: Send + Sync {
    /// Whether a copy has a chance here. Asked before something is spent on it.
    fn ready(&self) -> Result<(), ClipboardError>;
    /// Copies a code or another text. It is taken away after `clear_after`, if it is still there and the route allows
    /// to see that, even when this process has ended by then.
    fn copy(&self, text: &str, clear_after: Option<Duration>) -> Result<Copied, ClipboardError>;
    /// Takes away what `otp` has copied, if it is still there. Best effort: a terminal's clipboard cannot be read. True
    /// when that is where this process had copied to.
    fn clear(&self) -> bool;
    /// Asks the terminal to empty its clipboard, whatever is in it.
    fn clear_terminal(&self);
    /// What is in the clipboard now.
    fn read(&self) -> Result<Contents, ClipboardError>;
    /// The `copy-command` setting: a shell command that gets copied texts on stdin and replaces every other route.
    fn use_command(&self, command: Option<&str>);
}

/// The real clipboard.
pub struct SystemClipboard {
    environment: Environment,
    command: Mutex<Option<String>>,
    /// What is started as the owner.
    program: Option<PathBuf>,
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    route: Option<Route>,
    text: Zeroizing<String>,
    owner: Option<std::process::Child>,
    /// Uptime until which the copy is ours to take away, where nobody can look whether it is still there.
    until: Option<Duration>,
}

impl SystemClipboard {
    /// Touches nothing yet.
    pub fn new(environment: Environment) -> Self {
        Self {
            environment,
            command: Mutex::default(),
            program: child::own_program(),
            last: Mutex::default(),
        }
    }

    /// Another binary for the owner, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_owner(mut self, program: PathBuf) -> Self {
        self.program = Some(program);
        self
    }

    fn command(&self) -> Option<String> {
        let command = self.command.lock();
        command.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn copy_by(
        &self,
        route: Route,
        text: &str,
        clear_after: Option<Duration>,
    ) -> Result<Copied, ClipboardError> {
        match route {
            Route::Command => {
                let command = self.command().unwrap_or_default();
                child::feed(&mut child::shell(&command), text.as_bytes(), TIMEOUT)
                    .map_err(|error| ClipboardError::Failed(route, error.reason()))?;
            }
            Route::Desktop | Route::Tmux => {
                let place = self.place(route);
                let program = self.program.as_deref();
                let child = program
                    .and_then(|program| owner::launch(program, route, &place, text, clear_after))
                    .ok_or(ClipboardError::Failed(route, route.silence()))?;
                let pid = child.id();
                let before = self.last().owner.replace(child);
                dismiss(before);
                owner::dismiss_others(&place, Some(pid));
                if route == Route::Tmux {
                    tmux::delete_others(Some(&tmux::name(pid)));
                }
            }
            Route::Terminal => {
                let bytes = osc52::copy(text, self.inside());
                write_to_terminal(&bytes)
                    .map_err(|()| ClipboardError::Failed(route, route.silence()))?;
            }
        }
        let held = matches!(route, Route::Desktop | Route::Tmux);
        Ok(Copied {
            route,
            clears_after: clear_after.filter(|_| held),
        })
    }

    /// Which of several displays or tmux servers an owner is for.
    fn place(&self, route: Route) -> OsString {
        let names: &[&str] = match route {
            Route::Tmux => &["TMUX"],
            _ => &["WAYLAND_DISPLAY", "DISPLAY"],
        };
        let place = names.iter().find_map(|name| self.environment.get(name));
        place.unwrap_or_else(|| "-".into())
    }

    fn inside(&self) -> osc52::Inside {
        if self.environment.in_tmux() {
            return osc52::Inside::Tmux;
        }
        if self.environment.has("STY") {
            return osc52::Inside::Screen;
        }
        osc52::Inside::Terminal
    }
}

impl Clipboard for SystemClipboard {
    fn ready(&self) -> Result<(), ClipboardError> {
        let mut result = Err(ClipboardError::None);
        for route in route::choose(&self.environment, self.command().is_some()) {
            result = check(route);
            if result.is_ok() {
                break;
            }
        }
        result
    }

    fn copy(&self, text: &str, clear_after: Option<Duration>) -> Result<Copied, ClipboardError> {
        let mut result = Err(ClipboardError::None);
        for route in route::choose(&self.environment, self.command().is_some()) {
            result = self.copy_by(route, text, clear_after);
            if result.is_ok() {
                let mut last = self.last();
                last.route = Some(route);
                last.text = Zeroizing::new(text.to_owned());
                last.until = clear_after.map(|after| MachineClock.uptime().saturating_add(after));
                break;
            }
        }
        result
    }

    fn clear(&self) -> bool {
        let Last {
            route,
            text,
            owner,
            until,
        } = std::mem::take(&mut *self.last());
        dismiss(owner);
        for route in [Route::Desktop, Route::Tmux] {
            owner::dismiss_others(&self.place(route), None);
        }
        if self.environment.in_tmux() {
            tmux::delete_others(None);
        }
        match route {
            // Elsewhere the clipboard outlives its writer.
            Some(Route::Desktop) if !cfg!(target_os = "linux") => desktop::clear_if(&text),
            // It cannot be read: after its time it may hold something else.
            Some(Route::Terminal) if until.is_some_and(|until| MachineClock.uptime() < until) => {
                self.clear_terminal();
            }
            _ => {}
        }
        route == Some(Route::Terminal)
    }

    fn clear_terminal(&self) {
        let routes = route::choose(&self.environment, false);
        if routes.contains(&Route::Terminal) {
            let _ = write_to_terminal(&osc52::clear(self.inside()));
        }
    }

    fn read(&self) -> Result<Contents, ClipboardError> {
        if !self.environment.has_display() {
            return Err(ClipboardError::NoDisplay);
        }
        desktop::read()
    }

    fn use_command(&self, command: Option<&str>) {
        let command = command.filter(|command| !command.trim().is_empty());
        let mut known = self.command.lock().unwrap_or_else(PoisonError::into_inner);
        *known = command.map(str::to_owned);
    }
}

impl Drop for SystemClipboard {
    fn drop(&mut self) {
        // The owner goes on without us; one that has ended leaves no zombie.
        if let Some(mut owner) = self.last().owner.take() {
            let _ = owner.try_wait();
        }
    }
}

/// Whether this route leads somewhere.
fn check(route: Route) -> Result<(), ClipboardError> {
    let answers = match route {
        // What it does is its own affair.
        Route::Command => true,
        Route::Desktop => desktop::answers(),
        Route::Tmux => tmux::answers(),
        Route::Terminal => Line::to_the_controlling_terminal().is_ok(),
    };
    if answers {
        return Ok(());
    }
    Err(ClipboardError::Failed(route, route.silence()))
}

fn dismiss(owner: Option<std::process::Child>) {
    if let Some(mut owner) = owner {
        child::end(&mut owner);
    }
}

/// To the terminal itself, never to a stdout that may be a pipe; in one write, so that nothing gets in between. A
/// terminal that reads nothing is not waited for: the vault could not be locked.
fn write_to_terminal(bytes: &[u8]) -> Result<(), ()> {
    let mut terminal = Line::to_the_controlling_terminal().map_err(|_| ())?;
    let sent = terminal
        .send(bytes)
        .and_then(|()| terminal.finish(TERMINAL_PATIENCE));
    let all = sent.and_then(|()| terminal.is_sent()).unwrap_or_default();
    all.then_some(()).ok_or(())
}
