//! Input: keys and signals, each on a thread that sleeps until something comes, sent into the loop's channel.

use std::io;
use std::sync::mpsc::Sender;

use crossterm::event::Event;

use super::terminal::Modes;
use super::worker::Done;

/// What wakes the loop.
#[derive(Debug)]
pub enum Incoming {
    /// From the terminal.
    Event(Event),
    /// The terminal is gone.
    Ended,
    /// A signal, by its number.
    Signal(i32),
    /// From the worker.
    Done(Done),
}

/// Starts reading the terminal. The thread ends with the process.
pub fn read_terminal(sender: Sender<Incoming>) -> io::Result<()> {
    std::thread::Builder::new()
        .name("otp-input".to_owned())
        .spawn(move || {
            loop {
                let incoming = match crossterm::event::read() {
                    Ok(event) => Incoming::Event(event),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(_) => Incoming::Ended,
                };
                let ended = matches!(incoming, Incoming::Ended);
                if sender.send(incoming).is_err() || ended {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Catches TERM, HUP, INT, TSTP, CONT and WINCH (crossterm listens for it too, but only from its first read on). The loop ends in order on the first; the second one ends the process at
/// once, with the terminal restored.
#[cfg(unix)]
pub fn catch_signals(sender: Sender<Incoming>, modes: Modes) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH])?;
    std::thread::Builder::new()
        .name("otp-signals".to_owned())
        .spawn(move || {
            let mut ending = false;
            for signal in signals.forever() {
                let ends = matches!(signal, SIGTERM | SIGHUP | SIGINT);
                if (ends && ending) || sender.send(Incoming::Signal(signal)).is_err() {
                    modes.leave();
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
                ending |= ends;
            }
        })?;
    Ok(())
}

/// There are no such signals here.
#[cfg(not(unix))]
pub fn catch_signals(_sender: Sender<Incoming>, _modes: Modes) -> io::Result<()> {
    Ok(())
}

/// Asks for TSTP for the whole job, as the terminal does for `^Z` outside raw mode; it comes back as a signal.
#[cfg(unix)]
pub fn ask_to_stop() {
    use rustix::process::{Signal, kill_current_process_group};
    let _ = kill_current_process_group(Signal::TSTP);
}

/// There is no job control here.
#[cfg(not(unix))]
pub fn ask_to_stop() {}

/// Stops this process until somebody continues it.
#[cfg(unix)]
pub fn stop() {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// There is no job control here.
#[cfg(not(unix))]
pub fn stop() {}
