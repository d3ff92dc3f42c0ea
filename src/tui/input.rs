//! Input: keys and signals, each on a thread that sleeps until something comes, sent into the loop's channel.

#[cfg(unix)]
use std::fs::File;
use std::io;
#[cfg(unix)]
use std::path::Path;
use std::sync::mpsc::Sender;
#[cfg(unix)]
use std::time::Duration;

#[cfg(unix)]
use zeroize::{Zeroize as _, Zeroizing};

use super::incoming::Incoming;
#[cfg(unix)]
use super::keys::Keys;
use super::terminal::Modes;
#[cfg(unix)]
use crate::system::lock_calls::Listener;

/// How long the rest of a key may take to come: the bytes of one may arrive in two pieces on a bad line.
#[cfg(unix)]
const REST_OF_A_KEY: Duration = Duration::from_millis(30);

/// Starts reading the terminal. The thread ends with the process.
pub fn read_terminal(sender: Sender<Incoming>) -> io::Result<()> {
    let reader = open()?;
    std::thread::Builder::new()
        .name("otp-input".to_owned())
        .spawn(move || {
            let ended = read_all(reader, &sender).is_err();
            if ended {
                let _ = sender.send(Incoming::Ended);
            }
        })?;
    Ok(())
}

/// Standard input when it is a terminal, else the controlling terminal.
#[cfg(unix)]
fn open() -> io::Result<File> {
    use std::io::IsTerminal as _;
    use std::os::fd::AsFd as _;
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Ok(stdin.as_fd().try_clone_to_owned()?.into());
    }
    File::open("/dev/tty")
}

/// Ends with an error when the terminal is gone, and without one when nobody listens.
#[cfg(unix)]
fn read_all(mut terminal: File, sender: &Sender<Incoming>) -> io::Result<()> {
    use std::io::Read as _;
    let mut keys = Keys::default();
    let mut piece = Zeroizing::new([0_u8; 4096]);
    let mut listened = true;
    while listened {
        let tell = |event| listened = sender.send(Incoming::Event(event)).is_ok();
        if !has_more(&terminal, keys.is_begun())? {
            keys.settle(tell);
            continue;
        }
        match terminal.read(piece.as_mut_slice()) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                keys.take(&piece[..count], tell);
                // It may have been a passphrase, and the next key may be long in coming.
                piece[..count].zeroize();
            }
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock => {}
                _ => return Err(error),
            },
        }
        if let Some(way) = keys.take_pixels() {
            listened &= sender.send(Incoming::Pixels(way)).is_ok();
        }
        if let Some(ground) = keys.take_ground() {
            listened &= sender.send(Incoming::Ground(ground)).is_ok();
        }
    }
    Ok(())
}

/// Waits for input: for ever, or only as long as the rest of a key may take to come.
#[cfg(unix)]
fn has_more(terminal: &File, begun: bool) -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let patience = begun.then(|| Timespec::try_from(REST_OF_A_KEY).unwrap_or_default());
    let mut fds = [PollFd::new(terminal, PollFlags::IN)];
    match poll(&mut fds, patience.as_ref()) {
        Ok(count) => Ok(count > 0),
        Err(rustix::io::Errno::INTR) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Windows tells keys, not bytes.
#[cfg(not(unix))]
fn open() -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn read_all((): (), sender: &Sender<Incoming>) -> io::Result<()> {
    loop {
        match crossterm::event::read() {
            Ok(event) if sender.send(Incoming::Event(event)).is_err() => return Ok(()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Listens for `otp lock`. Where that cannot be, it says that it had no interface to lock.
#[cfg(unix)]
pub fn hear_lock_calls(folder: &Path, sender: Sender<Incoming>) {
    let Ok(listener) = Listener::open(folder) else {
        return;
    };
    let hear = move || {
        while let Ok(caller) = listener.next() {
            if sender.send(Incoming::LockCall(caller)).is_err() {
                return;
            }
        }
    };
    let _ = std::thread::Builder::new()
        .name("otp-calls".to_owned())
        .spawn(hear);
}

/// Catches TERM, HUP, INT, QUIT, TSTP, CONT and WINCH.
/// The loop ends in order on the first that means the end; the second one ends the process at once, with the terminal
/// restored.
#[cfg(unix)]
pub fn catch_signals(sender: Sender<Incoming>, modes: Modes) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    crate::system::prompt::leave_signals_to_others();
    let mut signals = signal_hook::iterator::Signals::new([
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
    ])?;
    std::thread::Builder::new()
        .name("otp-signals".to_owned())
        .spawn(move || {
            let mut ending = false;
            for signal in signals.forever() {
                let ends = matches!(signal, SIGTERM | SIGHUP | SIGINT | SIGQUIT);
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
