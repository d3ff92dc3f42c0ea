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
use pixels::Pixels;
use scene::{Modules, Size};
use terminal::{Guard, Image, Modes, Picture, Screen};
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
    let mut runner = Runner::new(authenticator, start, size, sender.clone());
    let guard = Guard::new(modes.clone())?;
    input::read_terminal(sender)?;
    let mut screen = Screen::new(modes, runner.model.start.charset, size);
    #[cfg(unix)]
    let calls = runner.model.start.calls.clone();
    let reason = turn(&mut runner, &receiver, &guard, &mut screen);
    drop(guard);
    #[cfg(unix)]
    if let Some(folder) = calls {
        crate::system::lock_calls::close(&folder);
    }
    Ok((reason?, runner.take_picked()))
}

/// The loop: draw, sleep, take in everything that has come.
fn turn(
    runner: &mut Runner,
    receiver: &Receiver<Incoming>,
    guard: &Guard,
    screen: &mut Screen,
) -> io::Result<ExitReason> {
    let mut has_asked = runner.model.awaits_ground();
    await_first(runner, receiver, guard, screen)?;
    let mut before = look(runner);
    let mut is_asked = false;
    loop {
        for wish in runner.take_wishes() {
            match wish {
                TerminalCommand::Redraw => screen.renew(runner.model.size),
                TerminalCommand::Suspend => input::ask_to_stop(),
                TerminalCommand::Mouse(wanted) => guard.modes().take_mouse(wanted)?,
            }
        }
        if let Some(reason) = runner.exit() {
            return Ok(reason);
        }
        hear_lock_calls(runner);
        if !has_asked && runner.model.awaits_ground() {
            has_asked = true;
            guard.modes().write(ASK_GROUND)?;
        }
        let page = look(runner);
        if std::mem::replace(&mut before, page) != page {
            // Nothing of another page may stay, whatever the terminal thinks of the width of its letters.
            screen.renew(runner.model.size);
        }
        if !is_asked && runner.model.nears_a_qr_code() {
            // Whoever does not answer is not waited for: the code is drawn in cells.
            guard.modes().write(pixels::ASK)?;
            is_asked = true;
        }
        let area = screen.area();
        let rest = screen.draw(runner.uptime(), |later| {
            let mut cells = Buffer::empty(area);
            let mut scene = runner.scene_in(later);
            let cursor = paint(&mut cells, area, &scene, runner.appearance());
            let cursor = cursor.filter(|cursor| area.contains(*cursor));
            let modules = scene.modules.take();
            let image = modules.and_then(|modules| image(modules, runner.model.pixels));
            Picture {
                cells,
                cursor,
                image,
            }
        })?;
        let due = runner.next_wake();
        let first = match due.into_iter().chain(rest).min() {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(rest) => receiver.recv_timeout(rest.min(MAX)),
        };
        runner.look_at_clock();
        match first {
            Ok(incoming) => dispatch(runner, incoming, guard, screen)?,
            // Only the line was waited for.
            Err(RecvTimeoutError::Timeout)
                if due.is_none_or(|due| rest.is_some_and(|rest| rest < due)) => {}
            Err(RecvTimeoutError::Timeout) => runner.handle(Message::Tick),
            Err(RecvTimeoutError::Disconnected) => return Ok(ExitReason::HungUp),
        }
        while runner.exit().is_none() {
            match receiver.try_recv() {
                Ok(incoming) => dispatch(runner, incoming, guard, screen)?,
                Err(_) => break,
            }
        }
    }
}

/// What of a scene is drawn in pixels.
fn image(modules: Modules, pixels: Option<Pixels>) -> Option<Image> {
    let Size::Pixels(scale) = modules.size else {
        return None;
    };
    Some(Image {
        drawing: modules.drawing,
        corner: modules.corner,
        scale,
        way: pixels?.way,
    })
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

/// Gives a key that needs no question a moment before the first frame, and a terminal that is asked for its background
/// a shorter one. What is typed meanwhile is for what comes then.
fn await_first(
    runner: &mut Runner,
    receiver: &Receiver<Incoming>,
    guard: &Guard,
    screen: &mut Screen,
) -> io::Result<()> {
    let mut early = Vec::new();
    let begun = runner.uptime();
    if runner.model.awaits_ground() {
        guard.modes().write(ASK_GROUND)?;
    }
    loop {
        let patience = match (runner.is_looking(), runner.model.awaits_ground()) {
            (true, _) => FIRST,
            (false, true) => ANSWER,
            (false, false) => break,
        };
        let until = begun.saturating_add(patience);
        match receiver.recv_timeout(until.saturating_sub(runner.uptime())) {
            Ok(Incoming::Done(done)) => runner.finish(done),
            Ok(Incoming::Ground(parts)) => runner.model.ground = Some(Shade::of(parts)),
            Ok(other) => early.push(other),
            Err(_) => break,
        }
    }
    for incoming in early {
        dispatch(runner, incoming, guard, screen)?;
    }
    Ok(())
}

fn dispatch(
    runner: &mut Runner,
    incoming: Incoming,
    guard: &Guard,
    screen: &mut Screen,
) -> io::Result<()> {
    match incoming {
        Incoming::Event(event) => match event {
            Event::Resize(..) => resized(runner, guard, screen),
            Event::Key(key) => runner.handle(Message::Key(key)),
            Event::Paste(text) => runner.handle(Message::Paste(SecretText::new(text))),
            Event::FocusGained => runner.handle(Message::Focus(true)),
            Event::FocusLost => runner.handle(Message::Focus(false)),
            Event::Mouse(mouse) => runner.handle(Message::Mouse(mouse)),
        },
        // Late, but it can still be read better.
        Incoming::Ground(parts) => runner.model.ground = Some(Shade::of(parts)),
        Incoming::Pixels(way) => {
            let cell = Modes::cell();
            runner.model.pixels = cell.map(|cell| Pixels { way, cell });
        }
        Incoming::Ended => runner.end(ExitReason::HungUp),
        Incoming::Done(done) => runner.finish(done),
        #[cfg(unix)]
        Incoming::LockCall(caller) => {
            runner.handle(Message::LockCalled);
            // Now it is told.
            drop(caller);
        }
        Incoming::Signal(signal) => on_signal(runner, signal, guard, screen)?,
    }
    Ok(())
}

/// Takes in a new size. What stands on the screen is unknown even when the size is the old one again: it was another
/// for a moment, and what that one had no room for is gone.
fn resized(runner: &mut Runner, guard: &Guard, screen: &mut Screen) {
    let size = guard.modes().size();
    screen.renew(size);
    if size == runner.model.size {
        return;
    }
    if let Some(pixels) = &mut runner.model.pixels {
        // The letters may be other ones too.
        pixels.cell = Modes::cell().unwrap_or(pixels.cell);
    }
    runner.handle(Message::Resize(size.0, size.1));
}

#[cfg(unix)]
fn on_signal(
    runner: &mut Runner,
    signal: i32,
    guard: &Guard,
    screen: &mut Screen,
) -> io::Result<()> {
    match signal {
        signal_hook::consts::SIGTSTP => {
            guard.modes().leave();
            input::stop();
        }
        signal_hook::consts::SIGCONT => {
            // Whoever had the terminal meanwhile may have set its modes: turn all of ours on anew.
            guard.modes().leave();
            guard.modes().enter()?;
            let size = guard.modes().size();
            runner.handle(Message::Resize(size.0, size.1));
            runner.handle(Message::Resumed);
            screen.renew(size);
        }
        signal_hook::consts::SIGWINCH => resized(runner, guard, screen),
        ending => runner.end(ExitReason::Signal(ending)),
    }
    Ok(())
}

#[cfg(not(unix))]
fn on_signal(
    runner: &mut Runner,
    signal: i32,
    _guard: &Guard,
    _paper: &mut Screen,
) -> io::Result<()> {
    runner.end(ExitReason::Signal(signal));
    Ok(())
}
