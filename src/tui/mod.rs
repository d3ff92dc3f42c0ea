//! The terminal interface. Model -> update -> effects; model -> scene (plain strings) -> view (cells).

mod add;
mod badge;
pub mod columns;
pub mod demo;
mod effect;
mod export;
mod field;
mod first_run;
mod form;
pub mod icons;
mod import;
mod incoming;
mod input;
pub mod keymap;
#[cfg(unix)]
mod keys;
mod list;
mod model;
mod page;
mod pixels;
mod runner;
mod scene;
mod sentence;
mod settings;
mod shelves;
mod snapshot;
mod terminal;
pub mod theme;
mod toast;
mod update;
mod view;
mod worker;

pub use incoming::{Done, Incoming};
pub use model::Start;
pub use runner::{ExitReason, Picked, Runner, TerminalCommand};
pub use scene::Scene;
pub use terminal::Height;
pub use update::Message;
pub use view::{Appearance, CODE, paint};

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use thiserror::Error;

use crate::account::SecretText;
use crate::app::Authenticator;
use keymap::Mode;
use model::Privacy;
use pixels::{Pixels, Size};
use terminal::{Guard, Modes, Picture, Screen};
use theme::Shade;

/// Why the interface could not run.
#[derive(Debug, Error)]
pub enum TuiError {
    /// There is no terminal, or it is gone.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// The longest sleep while the vault is open. The channel's clock stands still while the machine sleeps: without
/// this, a vault that should have locked meanwhile could stay on screen for minutes after waking up.
const MAX: Duration = Duration::from_secs(30);

/// How long the first frame waits for a key that needs no question: most come sooner, and then nothing flashes.
const FIRST: Duration = Duration::from_millis(80);

/// What asks a terminal for its background, where the theme follows that.
const ASK_GROUND: &[u8] = b"\x1b]11;?\x1b\\";
/// How long the first frame waits for the answer.
const ANSWER: Duration = Duration::from_millis(50);

/// Runs the interface until the user leaves it; as a picker it returns what was picked. The terminal is as before afterwards, whatever happens.
pub fn run(authenticator: Authenticator, start: Start) -> Result<(ExitReason, Picked), TuiError> {
    let modes = Modes::new(authenticator.app().settings().mouse, start.height)?;
    let (sender, receiver) = channel();
    // Before the size is read: a change of it after that is told by a signal.
    input::catch_signals(sender.clone(), modes.clone())?;
    let size = modes.size();
    let runner = Runner::new(authenticator, start, size, sender.clone());
    let guard = Guard::new(modes.clone())?;
    input::read_terminal(sender)?;
    let screen = Screen::new(modes, runner.model.start.charset, size);
    #[cfg(unix)]
    let calls = runner.model.start.calls.clone();
    let mut interface = Interface { runner, screen };
    let reason = interface.turn(&receiver);
    drop(guard);
    #[cfg(unix)]
    if let Some(folder) = calls {
        crate::system::lock_calls::close(&folder);
    }
    Ok((reason?, interface.runner.take_picked()))
}

/// The model at work on a terminal.
struct Interface {
    runner: Runner,
    screen: Screen,
}

impl Interface {
    /// The loop: draw, sleep, take in everything that has come.
    fn turn(&mut self, receiver: &Receiver<Incoming>) -> io::Result<ExitReason> {
        let mut has_asked = self.runner.model.awaits_ground();
        self.await_first(receiver)?;
        let mut before = look(&self.runner);
        let mut is_asked = false;
        loop {
            for wish in self.runner.take_wishes() {
                match wish {
                    TerminalCommand::Redraw => self.screen.renew(self.runner.model.size),
                    TerminalCommand::Suspend => input::ask_to_stop(),
                    TerminalCommand::Mouse(wanted) => self.screen.modes.take_mouse(wanted)?,
                }
            }
            if let Some(reason) = self.runner.exit() {
                return Ok(reason);
            }
            hear_lock_calls(&mut self.runner);
            if !has_asked && self.runner.model.awaits_ground() {
                has_asked = true;
                self.screen.modes.write(ASK_GROUND)?;
            }
            let page = look(&self.runner);
            if std::mem::replace(&mut before, page) != page {
                // Nothing of another page may stay, whatever the terminal thinks of the width of its letters.
                self.screen.renew(self.runner.model.size);
            }
            if !is_asked && self.runner.model.nears_a_qr_code() {
                // Whoever does not answer is not waited for: the code is drawn in cells.
                self.screen.modes.write(pixels::ASK)?;
                is_asked = true;
            }
            let area = self.screen.area();
            let rest = self.screen.draw(self.runner.uptime(), |later| {
                let mut cells = Buffer::empty(area);
                let mut scene = self.runner.scene_in(later);
                let cursor = paint(&mut cells, area, &scene, self.runner.appearance());
                let cursor = cursor.filter(|cursor| area.contains(*cursor));
                let mut image = scene.modules.take();
                image.take_if(|modules| !matches!(modules.size, Size::Pixels(..)));
                Picture {
                    cells,
                    cursor,
                    image,
                }
            })?;
            let due = self.runner.next_wake();
            let first = match due.into_iter().chain(rest).min() {
                None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(rest) => receiver.recv_timeout(rest.min(MAX)),
            };
            self.runner.look_at_clock();
            match first {
                Ok(incoming) => self.dispatch(incoming)?,
                // Only the line was waited for.
                Err(RecvTimeoutError::Timeout)
                    if due.is_none_or(|due| rest.is_some_and(|rest| rest < due)) => {}
                Err(RecvTimeoutError::Timeout) => self.runner.handle(Message::Tick),
                Err(RecvTimeoutError::Disconnected) => return Ok(ExitReason::HungUp),
            }
            while self.runner.exit().is_none() {
                match receiver.try_recv() {
                    Ok(incoming) => self.dispatch(incoming)?,
                    Err(_) => break,
                }
            }
        }
    }

    /// Gives a key that needs no question a moment before the first frame, and a terminal that is asked for its background
    /// a shorter one. What is typed meanwhile is for what comes then.
    fn await_first(&mut self, receiver: &Receiver<Incoming>) -> io::Result<()> {
        let mut early = Vec::new();
        let begun = self.runner.uptime();
        if self.runner.model.awaits_ground() {
            self.screen.modes.write(ASK_GROUND)?;
        }
        loop {
            let patience = match (self.runner.is_looking(), self.runner.model.awaits_ground()) {
                (true, _) => FIRST,
                (false, true) => ANSWER,
                (false, false) => break,
            };
            let until = begun.saturating_add(patience);
            match receiver.recv_timeout(until.saturating_sub(self.runner.uptime())) {
                Ok(Incoming::Done(done)) => self.runner.finish(done),
                Ok(Incoming::Ground(parts)) => self.runner.model.ground = Some(Shade::of(parts)),
                Ok(other) => early.push(other),
                Err(_) => break,
            }
        }
        for incoming in early {
            self.dispatch(incoming)?;
        }
        Ok(())
    }

    fn dispatch(&mut self, incoming: Incoming) -> io::Result<()> {
        match incoming {
            Incoming::Event(event) => match event {
                Event::Resize(..) => self.resized(),
                Event::Key(key) => self.runner.handle(Message::Key(key)),
                Event::Paste(text) => self.runner.handle(Message::Paste(SecretText::new(text))),
                Event::FocusGained => self.runner.handle(Message::Focus(true)),
                Event::FocusLost => self.runner.handle(Message::Focus(false)),
                Event::Mouse(mouse) => self.runner.handle(Message::Mouse(mouse)),
            },
            // Late, but it can still be read better.
            Incoming::Ground(parts) => self.runner.model.ground = Some(Shade::of(parts)),
            Incoming::Pixels(way) => {
                let cell = Modes::cell();
                self.runner.model.pixels = cell.map(|cell| Pixels { way, cell });
            }
            Incoming::Ended => self.runner.end(ExitReason::HungUp),
            Incoming::Done(done) => self.runner.finish(done),
            #[cfg(unix)]
            Incoming::LockCall(caller) => {
                self.runner.handle(Message::LockCalled);
                // Now it is told.
                drop(caller);
            }
            Incoming::Signal(signal) => self.on_signal(signal)?,
        }
        Ok(())
    }

    /// Takes in a new size. What stands on the screen is unknown even when the size is the old one again: it was another
    /// for a moment, and what that one had no room for is gone.
    fn resized(&mut self) {
        let size = self.screen.modes.size();
        self.screen.renew(size);
        if size == self.runner.model.size {
            return;
        }
        if let Some(pixels) = &mut self.runner.model.pixels {
            // The letters may be other ones too.
            pixels.cell = Modes::cell().unwrap_or(pixels.cell);
        }
        self.runner.handle(Message::Resize(size.0, size.1));
    }

    #[cfg(unix)]
    fn on_signal(&mut self, signal: i32) -> io::Result<()> {
        match signal {
            signal_hook::consts::SIGTSTP => {
                self.screen.modes.leave();
                input::stop();
            }
            signal_hook::consts::SIGCONT => {
                // Whoever had the terminal meanwhile may have set its modes: turn all of ours on anew.
                self.screen.modes.leave();
                self.screen.modes.enter()?;
                let size = self.screen.modes.size();
                self.runner.handle(Message::Resize(size.0, size.1));
                self.runner.handle(Message::Resumed);
                self.screen.renew(size);
            }
            signal_hook::consts::SIGWINCH => self.resized(),
            ending => self.runner.end(ExitReason::Signal(ending)),
        }
        Ok(())
    }

    #[cfg(not(unix))]
    fn on_signal(&mut self, signal: i32) -> io::Result<()> {
        self.runner.end(ExitReason::Signal(signal));
        Ok(())
    }
}

/// Once the vault is open, `otp lock` has something to lock here.
#[cfg(unix)]
fn hear_lock_calls(runner: &mut Runner) {
    if runner.model.is_shut() {
        return;
    }
    if let Some(folder) = runner.model.start.calls.take() {
        input::hear_lock_calls(&folder, runner.sender());
    }
}

#[cfg(not(unix))]
fn hear_lock_calls(_: &mut Runner) {}

/// What is looked at, and what of it is hidden; writing into the search line is part of the list.
fn look(runner: &Runner) -> (Mode, Privacy) {
    let mode = match runner.model.mode() {
        Mode::Search => Mode::List,
        other => other,
    };
    (mode, runner.model.privacy)
}
