//! The user's own terminal while a program runs in another: raw, given back at each stop and at the end.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::process::{getpgrp, getppid, getsid};
use rustix::termios::{
    OptionalActions, Termios, Winsize, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr,
};

/// Where the user sits, if anywhere.
pub(super) struct Terminal {
    device: Option<File>,
    before: Option<Termios>,
    is_raw: bool,
}

impl Terminal {
    /// The controlling terminal; without one, standard input if that is a terminal.
    pub fn open() -> Self {
        let controlling = OpenOptions::new().read(true).write(true).open("/dev/tty");
        let stdin = io::stdin();
        let given = || {
            let device = stdin
                .is_terminal()
                .then(|| stdin.as_fd().try_clone_to_owned());
            device?.ok().map(File::from)
        };
        let device = controlling.ok().or_else(given);
        let before = device.as_ref().and_then(|device| tcgetattr(device).ok());
        Self {
            device,
            before,
            is_raw: false,
        }
    }

    /// Its modes and its size, for the other one.
    pub fn modes(&self) -> Option<Termios> {
        self.before.clone()
    }

    /// Columns and rows.
    pub fn size(&self) -> Option<Winsize> {
        tcgetwinsize(self.device.as_ref()?).ok()
    }

    /// Hands every key on as it is, if we have the terminal; in the background it belongs to the shell.
    pub fn take(&mut self) {
        let (Some(device), Some(before)) = (&self.device, &self.before) else {
            return;
        };
        if !is_ours(device) {
            return;
        }
        let mut raw = before.clone();
        raw.make_raw();
        self.is_raw = tcsetattr(device, OptionalActions::Drain, &raw).is_ok();
    }

    /// The modes of before.
    pub fn give_back(&mut self) {
        if let (true, Some(device), Some(before)) = (self.is_raw, &self.device, &self.before) {
            let _ = tcsetattr(device, OptionalActions::Drain, before);
        }
        self.is_raw = false;
    }

    /// What is to be waited for; nothing while others have the keyboard.
    pub fn keyboard(&self) -> Option<BorrowedFd<'_>> {
        let device = self.device.as_ref().filter(|_| self.is_raw)?;
        Some(device.as_fd())
    }

    /// Keys that were pressed; 0: the terminal is gone.
    pub fn read(&mut self, buffer: &mut [u8]) -> usize {
        let Some(device) = &mut self.device else {
            return 0;
        };
        loop {
            match device.read(buffer) {
                Ok(count) => return count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    self.is_raw = false;
                    return 0;
                }
            }
        }
    }

    /// Shows what the program wrote; on standard error where there is no terminal.
    pub fn show(&mut self, bytes: &[u8]) {
        let _ = match &mut self.device {
            Some(device) => device.write_all(bytes),
            None => io::stderr().lock().write_all(bytes),
        };
    }
}

/// True when a shell waits for us, which can bring us back after a stop.
pub(super) fn has_shell() -> bool {
    let session = getsid(getppid());
    session.is_ok_and(|above| getsid(None) == Ok(above)) && getppid().is_some()
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.give_back();
    }
}

fn is_ours(device: &File) -> bool {
    // One that is not our controlling terminal has no background.
    tcgetpgrp(device).map_or(true, |foreground| foreground == getpgrp())
}
