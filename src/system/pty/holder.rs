//! The process between `otp run` and its program: leader of the session in the new terminal. Without one, nothing there
//! could be stopped by ^Z: the program's group would be an orphan.
//!
//! When the program stops or ends, the holder stops itself: the other side shows what is left to show and wakes it. Then
//! the holder ends with the program's exit code; or, if the program was only stopped, it stops once more, until `fg`.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use rustix::process::{
    Pid, Signal, WaitOptions, getpid, getppid, ioctl_tiocsctty, kill_process, kill_process_group,
    setsid, waitpid,
};
use rustix::termios::{tcgetpgrp, tcsetpgrp};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2};
use signal_hook::iterator::Signals;
use thiserror::Error;

use super::Program;
use crate::system::child::start;

/// Signals that are passed on to the program.
pub(super) const PASSED: [i32; 7] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2];

/// Why the program does not run.
#[derive(Debug, Error)]
pub enum HoldError {
    /// Not in this terminal.
    #[error("the terminal for it cannot be opened: {0}")]
    Terminal(io::Error),
    /// Nobody reads its terminal.
    #[error("this is for otp itself")]
    Nobody,
    /// Not at all.
    #[error("{0}")]
    Program(io::Error),
}

impl HoldError {
    /// What shells say of it: 127 for what is not there, 126 for what cannot be run.
    pub fn code(&self) -> u8 {
        match self {
            Self::Program(error) if error.kind() == io::ErrorKind::NotFound => 127,
            Self::Program(_) => 126,
            Self::Terminal(_) | Self::Nobody => 1,
        }
    }
}

/// Runs the program in this terminal for the process that started us; its exit code, or 128 and the signal that ended
/// it.
pub fn hold(parent: &OsString, terminal: &OsString, program: Program<'_>) -> Result<u8, HoldError> {
    let parent = named(parent)
        .filter(|parent| is_there(*parent))
        .ok_or(HoldError::Nobody)?;
    end_with_the_parent();
    let failed = |error: rustix::io::Errno| HoldError::Terminal(error.into());
    setsid().map_err(failed)?;
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .open(Path::new(terminal));
    let terminal = opened.map_err(HoldError::Terminal)?;
    // Linux has done that already when the leader of a session opened it.
    let _ = ioctl_tiocsctty(&terminal);
    // Before the program is there: none may come unseen.
    let signals = Signals::new(PASSED.into_iter().chain([SIGCHLD]));
    let mut signals = signals.map_err(HoldError::Terminal)?;
    let mut command = Command::new(program.name);
    let started = start(command.args(program.arguments).process_group(0));
    let child = Pid::from_child(&started.map_err(HoldError::Program)?);
    let _ = tcsetpgrp(&terminal, child);
    loop {
        for signal in signals.wait() {
            if let Some(signal) = Signal::from_named_raw(signal)
                && signal != Signal::CHILD
            {
                let _ = kill_process_group(child, signal);
            }
        }
        let options = WaitOptions::NOHANG | WaitOptions::UNTRACED;
        while let Ok(Some((_, status))) = waitpid(Some(child), options) {
            if let Some(signal) = status.stopping_signal() {
                let touched = [Signal::TTIN, Signal::TTOU]
                    .map(Signal::as_raw)
                    .contains(&signal);
                if touched && tcgetpgrp(&terminal) == Ok(child) {
                    // It was quicker at its terminal than we were in giving it.
                    let _ = kill_process_group(child, Signal::CONT);
                    continue;
                }
                stop(parent);
                stop(parent);
                let _ = kill_process_group(child, Signal::CONT);
                continue;
            }
            stop(parent);
            let killed = status.terminating_signal().map(|signal| 128 + signal);
            let code = status.exit_status().or(killed).unwrap_or(1);
            return Ok(u8::try_from(code).unwrap_or(u8::MAX));
        }
    }
}

/// Returns when all that was written to the terminal was read, to be called before an end that the program has not seen.
pub fn finish(parent: &OsString) {
    named(parent).into_iter().for_each(stop);
}

fn named(parent: &OsString) -> Option<Pid> {
    let number: u32 = parent.to_str()?.parse().ok()?;
    Pid::from_raw(number.try_into().ok()?)
}

/// Killed while we stand still, it could not wake us any more. The program hears of our end as of that of a terminal.
fn end_with_the_parent() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(Signal::KILL));
}

/// True while the other side runs.
fn is_there(parent: Pid) -> bool {
    getppid() == Some(parent)
}

/// Returns when the other side wakes us; at once when there is none that could.
fn stop(parent: Pid) {
    if is_there(parent) {
        let _ = kill_process(getpid(), Signal::STOP);
    }
}
