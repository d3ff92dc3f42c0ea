//! Line: the way to the terminal. Writing never waits for it, and what it has yet to take is known.

use std::fs::File;
#[cfg(unix)]
use std::io::IsTerminal;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::time::Duration;

use zeroize::Zeroizing;

/// The sequence that changes nothing: attributes are off already between two frames.
const PROBE: &[u8] = b"\x1b[m";
/// How often we ask at most until we are sure of the answer.
const PROBES: u32 = 5;
/// Writing takes no longer, unless another program had the processor meanwhile.
const INSTANT: Duration = Duration::from_micros(60);

/// What is known of what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The terminal took it.
    Yes,
    /// It did not, or right in the moment in which we wrote.
    No,
    /// Another program had the processor while we wrote: if it was the terminal, we did not hear it.
    Unknown,
}

/// The terminal, opened once more for ourselves: that writing to it does not wait concerns no other program.
pub struct Line {
    out: File,
    /// What did not fit yet. Codes are in it.
    unsent: Zeroizing<Vec<u8>>,
    ear: Option<Ear>,
    /// Something was written and nothing was heard of it since.
    in_flight: bool,
    /// Nobody can have taken it in the moment in which we heard ourselves.
    sure: bool,
}

impl Line {
    /// To standard output when it is a terminal, else to the controlling terminal, so that `code=$(otp pick)` works.
    pub fn open() -> io::Result<Self> {
        open().map(Self::to)
    }

    /// To the controlling terminal, wherever standard output goes.
    pub fn to_the_controlling_terminal() -> io::Result<Self> {
        open_one(CONTROLLING.as_ref()).map(Self::to)
    }

    fn to(out: File) -> Self {
        Self {
            ear: Ear::at(&out),
            out,
            unsent: Zeroizing::default(),
            in_flight: false,
            sure: false,
        }
    }

    /// Writes as much as fits and keeps the rest for [`Line::push`].
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.unsent.extend_from_slice(bytes);
        self.push()
    }

    /// Writes what did not fit before.
    pub fn push(&mut self) -> io::Result<()> {
        let begun = now();
        let mut sent = 0;
        while sent < self.unsent.len() {
            match self.out.write(&self.unsent[sent..]) {
                Ok(0) => break,
                Ok(count) => sent += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        if sent == 0 {
            return Ok(());
        }
        self.unsent.drain(..sent);
        self.in_flight = true;
        // Our own writing is heard too, at once. Where it is not, nothing else will be.
        if let Some(ear) = &self.ear
            && !ear.heard(Duration::ZERO)
        {
            self.ear = None;
        }
        self.sure = begun.elapsed() < INSTANT;
        Ok(())
    }

    /// Drops what did not fit. A sequence may be cut in two by that: the next byte has to be an ESC.
    pub fn drop_unsent(&mut self) {
        self.unsent = Zeroizing::default();
    }

    /// Whether everything was written. The terminal may be far from having taken it.
    pub fn is_sent(&mut self) -> io::Result<bool> {
        self.push()?;
        Ok(self.unsent.is_empty())
    }

    /// Whether the terminal took everything, as far as we heard. Where the system cannot tell, what was written counts
    /// as taken.
    pub fn is_clear(&mut self) -> io::Result<Taken> {
        if !self.is_sent()? {
            return Ok(Taken::No);
        }
        let heard = |ear: &Ear| !self.in_flight || ear.heard(Duration::ZERO);
        if self.ear.as_ref().is_none_or(heard) {
            self.in_flight = false;
            return Ok(Taken::Yes);
        }
        Ok(if self.sure { Taken::No } else { Taken::Unknown })
    }

    /// The same, asking by small pieces of their own until it is known, and waiting for a moment.
    pub fn becomes_clear(&mut self, patience: Duration) -> io::Result<bool> {
        if self.is_clear()? == Taken::Yes {
            return Ok(true);
        }
        for _ in 0..PROBES {
            if !self.is_sent()? {
                return Ok(false);
            }
            self.send(PROBE)?;
            if self.sure {
                break;
            }
        }
        if self.is_sent()? && self.ear.as_ref().is_none_or(|ear| ear.heard(patience)) {
            self.in_flight = false;
            return Ok(true);
        }
        Ok(false)
    }

    /// Waits until everything is written, at most `patience` long: for the last words of the program.
    pub fn finish(&mut self, patience: Duration) -> io::Result<()> {
        self.push()?;
        if !self.unsent.is_empty() && wait_for_room(&self.out, patience) {
            self.push()?;
        }
        Ok(())
    }
}

/// Hears when the reader at the other end of a pseudo terminal has emptied its buffer, or a serial line has sent
/// nearly everything: the kernel wakes writers then. No other call tells; `TIOCOUTQ` is 0 for pseudo terminals.
#[cfg(target_os = "linux")]
struct Ear(rustix::fd::OwnedFd);

#[cfg(target_os = "linux")]
impl Ear {
    fn at(out: &File) -> Option<Self> {
        use rustix::event::epoll;
        let ear = epoll::create(epoll::CreateFlags::CLOEXEC).ok()?;
        let wanted = epoll::EventFlags::OUT | epoll::EventFlags::ET;
        epoll::add(&ear, out, epoll::EventData::new_u64(0), wanted).ok()?;
        let ear = Self(ear);
        ear.heard(Duration::ZERO);
        Some(ear)
    }

    /// Whether something was heard since the last call, or is within `patience`.
    fn heard(&self, patience: Duration) -> bool {
        use rustix::event::epoll;
        let patience = rustix::event::Timespec::try_from(patience).unwrap_or_default();
        let mut events = Vec::with_capacity(1);
        let space = rustix::buffer::spare_capacity(&mut events);
        let _ = epoll::wait(&self.0, space, Some(&patience));
        !events.is_empty()
    }
}

/// Other systems say nothing.
#[cfg(not(target_os = "linux"))]
struct Ear;

#[cfg(not(target_os = "linux"))]
impl Ear {
    fn at(_: &File) -> Option<Self> {
        None
    }

    fn heard(&self, _: Duration) -> bool {
        true
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "microseconds of this process, not time"
)]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

#[cfg(unix)]
fn wait_for_room(out: &File, patience: Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let patience = Timespec::try_from(patience).unwrap_or_default();
    let mut fds = [PollFd::new(out, PollFlags::OUT)];
    poll(&mut fds, Some(&patience)).is_ok_and(|count| count > 0)
}

#[cfg(not(unix))]
fn wait_for_room(_: &File, _: Duration) -> bool {
    false
}

#[cfg(unix)]
const CONTROLLING: &str = "/dev/tty";
#[cfg(not(unix))]
const CONTROLLING: &str = "CONOUT$";

#[cfg(unix)]
fn open() -> io::Result<File> {
    use std::os::unix::ffi::OsStrExt as _;

    let stdout = io::stdout();
    let name = rustix::termios::ttyname(&stdout, Vec::new());
    if let (true, Ok(name)) = (stdout.is_terminal(), name)
        && let Ok(out) = open_one(std::ffi::OsStr::from_bytes(name.to_bytes()).as_ref())
    {
        return Ok(out);
    }
    open_one(CONTROLLING.as_ref())
}

#[cfg(unix)]
fn open_one(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let mut options = File::options();
    options
        .read(true)
        .write(true)
        .custom_flags(flags)
        .open(path)
}

#[cfg(not(unix))]
fn open() -> io::Result<File> {
    open_one(CONTROLLING.as_ref())
}

#[cfg(not(unix))]
fn open_one(path: &Path) -> io::Result<File> {
    File::options().read(true).write(true).open(path)
}
