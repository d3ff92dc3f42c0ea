//! Where standard output goes, for an answer that must not get lost: a file, a reader, a terminal, or nowhere.

use std::io;

/// What is behind standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sink {
    /// A person may read it.
    Terminal,
    /// A file on a disk.
    File,
    /// A pipe or a socket: another program may read it.
    Stream,
    /// It was closed, or is a device that keeps nothing.
    Nowhere,
}

/// How long a program at the other end of a pipe may take to read.
#[cfg(target_os = "linux")]
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(5);

/// Looks what is behind it.
#[cfg(unix)]
pub fn sink() -> Sink {
    use rustix::fs::FileType;
    if io::IsTerminal::is_terminal(&io::stdout()) {
        return Sink::Terminal;
    }
    let Ok(about) = rustix::fs::fstat(io::stdout()) else {
        return Sink::Nowhere;
    };
    match FileType::from_raw_mode(about.st_mode) {
        FileType::RegularFile => Sink::File,
        FileType::Fifo | FileType::Socket => Sink::Stream,
        _ => Sink::Nowhere,
    }
}

/// Windows tells terminals only.
#[cfg(not(unix))]
pub fn sink() -> Sink {
    if io::IsTerminal::is_terminal(&io::stdout()) {
        Sink::Terminal
    } else {
        Sink::Stream
    }
}

/// Returns when what was written has arrived: on the disk, or with the program that reads. An error when that program
/// went away without reading it, or does not read.
#[cfg(unix)]
pub fn arrive() -> io::Result<()> {
    match sink() {
        Sink::File => Ok(rustix::fs::fsync(io::stdout())?),
        Sink::Stream => read_up(),
        Sink::Terminal | Sink::Nowhere => Ok(()),
    }
}

/// Nobody can tell here.
#[cfg(not(unix))]
pub fn arrive() -> io::Result<()> {
    Ok(())
}

/// Waits until a pipe is empty. Sockets are believed.
#[cfg(target_os = "linux")]
fn read_up() -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdout = io::stdout();
    let is_pipe = rustix::fs::fstat(&stdout).is_ok_and(|about| {
        rustix::fs::FileType::from_raw_mode(about.st_mode) == rustix::fs::FileType::Fifo
    });
    let nap = Timespec {
        tv_sec: 0,
        tv_nsec: 5_000_000,
    };
    let mut naps = TIMEOUT.as_millis() / 5;
    while is_pipe && rustix::io::ioctl_fionread(&stdout)? > 0 {
        // Nothing is asked for but what is always told: that the reader is gone.
        let mut watched = [PollFd::new(&stdout, PollFlags::empty())];
        poll(&mut watched, Some(&nap))?;
        let is_gone = watched[0].revents().contains(PollFlags::ERR);
        if is_gone && rustix::io::ioctl_fionread(&stdout)? > 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if naps == 0 {
            return Err(io::ErrorKind::TimedOut.into());
        }
        naps -= 1;
    }
    Ok(())
}

#[cfg(all(unix, not(target_os = "linux")))]
fn read_up() -> io::Result<()> {
    Ok(())
}
