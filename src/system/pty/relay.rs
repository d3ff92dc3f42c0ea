//! The passage between the user's terminal and the program's.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl, open};
use rustix::process::{
    Pid, Signal, WaitOptions, kill_current_process_group, kill_process, waitpid,
};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetpgrp, tcsetattr, tcsetwinsize};
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use zeroize::{Zeroize as _, Zeroizing};

use super::holder::PASSED;
use super::terminal::{self, Terminal};
use super::{Keys, Moment, Next, Program, PtyError, Watcher};
use crate::system::clock::{Clock as _, MachineClock};
use crate::system::{child, prompt};

/// A program that has written nothing for so long waits for an answer.
const QUIET: Duration = Duration::from_millis(80);
/// What passes at once.
const CHUNK: usize = 64 << 10;
/// What a program left behind that ended; a pseudo terminal holds less.
const LEFT: usize = 256 << 10;
/// How long what it left may be on its way.
const ON_ITS_WAY: Duration = Duration::from_millis(20);
const INTERRUPT: u8 = 0x03;

/// Runs a program with a watcher beside it; its exit code, or 128 and the signal that ended it.
pub fn run(program: Program<'_>, watcher: &mut dyn Watcher) -> Result<u8, PtyError> {
    // Questions that were asked before have caught signals.
    prompt::leave_signals_to_others();
    let mut relay = Relay::start(program, watcher)?;
    relay.pass();
    Ok(relay.code)
}

/// What the holder said last by stopping.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Runs,
    /// It was woken after its first stop: a second one means that the program stopped.
    Told,
    Ended,
}

struct Relay<'a> {
    watcher: &'a mut dyn Watcher,
    signals: SignalDelivery<UnixStream, SignalOnly>,
    terminal: Terminal,
    /// The program's terminal, from outside and from inside.
    pty: File,
    pts: File,
    holder: Pid,
    state: Holder,
    /// On its way to the program.
    keys: Zeroizing<Vec<u8>>,
    held: Zeroizing<Vec<u8>>,
    /// Uptime of the next look.
    look: Option<Duration>,
    /// Who had the terminal when the last output came.
    owner: Option<Pid>,
    code: u8,
}

impl<'a> Relay<'a> {
    fn start(program: Program<'_>, watcher: &'a mut dyn Watcher) -> Result<Self, PtyError> {
        let pty = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&pty)?;
        unlockpt(&pty)?;
        let name = ptsname(&pty, Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let pts = File::from(open(name.as_c_str(), flags, Mode::empty())?);
        fcntl_setfl(&pty, fcntl_getfl(&pty)? | OFlags::NONBLOCK)?;
        let mut terminal = Terminal::open();
        if let Some(modes) = terminal.modes() {
            tcsetattr(&pts, OptionalActions::Now, &modes)?;
        }
        if let Some(size) = terminal.size() {
            tcsetwinsize(&pts, size)?;
        }
        let (read, write) = UnixStream::pair().map_err(PtyError::NotStarted)?;
        let caught = PASSED.into_iter().chain([SIGCHLD, SIGCONT, SIGWINCH]);
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, caught);
        let signals = signals.map_err(PtyError::NotStarted)?;
        let own = child::own_program().ok_or(io::ErrorKind::NotFound);
        let own = own.map_err(|kind| PtyError::NotStarted(kind.into()))?;
        let mut command = Command::new(own);
        command.arg0("otp").arg("program-holder").arg("--");
        command.arg(std::process::id().to_string());
        command.arg(std::ffi::OsStr::from_bytes(name.as_bytes()));
        command.arg(program.name).args(program.arguments);
        // What is no terminal stays what it is.
        let inside = || {
            pts.try_clone()
                .map(Stdio::from)
                .map_err(PtyError::NotStarted)
        };
        if io::stdin().is_terminal() {
            command.stdin(inside()?);
        }
        if io::stdout().is_terminal() {
            command.stdout(inside()?);
        }
        if io::stderr().is_terminal() {
            command.stderr(inside()?);
        }
        terminal.take();
        let holder = child::start(&mut command).map_err(PtyError::NotStarted)?;
        Ok(Self {
            watcher,
            signals,
            terminal,
            pty: File::from(pty),
            pts,
            holder: Pid::from_child(&holder),
            state: Holder::Runs,
            keys: Zeroizing::default(),
            held: Zeroizing::default(),
            look: None,
            owner: None,
            code: 1,
        })
    }

    fn pass(&mut self) {
        let mut buffer = Zeroizing::new(vec![0; CHUNK]);
        while self.state != Holder::Ended {
            let [signalled, shown, writable, typed] = self.wait();
            if signalled {
                self.answer_signals(&mut buffer);
            }
            if shown {
                self.show(&mut buffer, CHUNK);
            }
            if writable {
                self.press();
            }
            if typed {
                self.read_keys(&mut buffer);
            }
            self.look_around();
        }
    }

    /// Sleeps until something can be done: signals, output, input, keys.
    fn wait(&self) -> [bool; 4] {
        let mut pty = PollFlags::IN;
        pty.set(PollFlags::OUT, !self.keys.is_empty());
        let mut polled = vec![
            PollFd::new(self.signals.get_read(), PollFlags::IN),
            PollFd::new(&self.pty, pty),
        ];
        let keyboard = self.terminal.keyboard().filter(|_| self.keys.len() < CHUNK);
        if let Some(keyboard) = &keyboard {
            polled.push(PollFd::from_borrowed_fd(*keyboard, PollFlags::IN));
        }
        let now = MachineClock.uptime();
        let left = self.look.map(|look| look.saturating_sub(now));
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        // Interrupted: the signal stands in the pipe.
        if poll(&mut polled, left.as_ref()).is_err() {
            return [true, false, false, false];
        }
        let is = |place: usize, flags: PollFlags| {
            let found = polled.get(place).map(PollFd::revents);
            found.is_some_and(|found| found.intersects(flags))
        };
        let gone = PollFlags::HUP | PollFlags::ERR;
        [
            is(0, PollFlags::IN),
            is(1, PollFlags::IN),
            is(1, PollFlags::OUT),
            is(2, PollFlags::IN | gone),
        ]
    }

    /// Shows what the program wrote; how much it was.
    fn show(&mut self, buffer: &mut [u8], most: usize) -> usize {
        let mut count = 0;
        // The terminal gives 4 KiB at a time; all that is there goes out in one.
        while let Some(room) = buffer
            .get_mut(count..most.min(CHUNK))
            .filter(|it| !it.is_empty())
        {
            match self.pty.read(room) {
                Ok(0) | Err(_) => break,
                Ok(read) => count += read,
            }
        }
        let bytes = buffer.get(..count).unwrap_or_default();
        if count > 0 && !self.watcher.is_over() {
            self.watcher.shown(bytes);
            self.owner = tcgetpgrp(&self.pty).ok();
            self.look = Some(MachineClock.uptime().saturating_add(QUIET));
        }
        self.terminal.show(bytes);
        count
    }

    fn press(&mut self) {
        match self.pty.write(&self.keys) {
            Ok(count) => {
                let rest = self.keys.get(count..).unwrap_or_default().to_vec();
                self.keys.zeroize();
                *self.keys = rest;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.keys.zeroize(),
        }
    }

    fn read_keys(&mut self, buffer: &mut [u8]) {
        let count = self.terminal.read(buffer);
        let typed = buffer.get(..count).unwrap_or_default();
        if typed.is_empty() {
            // The terminal is gone, as for a program that had it.
            self.signal(Signal::HUP);
            return;
        }
        if self.watcher.is_over() {
            self.keys.extend_from_slice(typed);
            return;
        }
        if !self.held.is_empty() && !typed.contains(&INTERRUPT) {
            self.held.extend_from_slice(typed);
            return;
        }
        self.held.zeroize();
        let passed = self.watcher.typed(typed, self.moment()).min(typed.len());
        let (passed, held) = typed.split_at(passed);
        self.keys.extend_from_slice(passed);
        if !held.is_empty() {
            self.held.extend_from_slice(held);
            self.look = Some(MachineClock.uptime());
        }
    }

    fn look_around(&mut self) {
        let now = MachineClock.uptime();
        if self.look.is_none_or(|look| now < look) {
            return;
        }
        self.look = None;
        if self.watcher.is_over() {
            self.release();
            return;
        }
        let moment = self.moment();
        match self.watcher.look(moment) {
            Next::Rest => {}
            Next::Again(after) => self.look = Some(now.saturating_add(after)),
            Next::Type(text) => {
                self.keys.extend_from_slice(text.as_bytes());
                self.release();
            }
            Next::Enter(text) => {
                self.keys.extend_from_slice(text.as_bytes());
                let is_raw = moment.keys == Keys::Raw;
                self.keys.push(if is_raw { b'\r' } else { b'\n' });
                self.release();
            }
            Next::Release => self.release(),
        }
    }

    fn release(&mut self) {
        self.keys.extend_from_slice(&self.held);
        self.held.zeroize();
    }

    fn moment(&self) -> Moment {
        let keys = match tcgetattr(&self.pts).map(|modes| modes.local_modes) {
            Ok(modes) if modes.contains(LocalModes::ECHO) => Keys::Shown,
            Ok(modes) if modes.contains(LocalModes::ICANON) => Keys::Hidden,
            Ok(modes) if modes.contains(LocalModes::ISIG) => Keys::OneByOne,
            Ok(_) => Keys::Raw,
            Err(_) => Keys::Shown,
        };
        // What a quick program writes before the terminal is handed to it comes while it is the holder's still.
        let owner = self.owner.filter(|owner| *owner != self.holder);
        let now = tcgetpgrp(&self.pty).ok();
        Moment {
            keys,
            is_same_program: now.is_some() && (owner.is_none() || owner == now),
        }
    }

    fn signal(&self, signal: Signal) {
        let _ = kill_process(self.holder, signal);
    }

    fn answer_signals(&mut self, buffer: &mut [u8]) {
        let signals: Vec<i32> = self.signals.pending().collect();
        for signal in signals {
            match signal {
                SIGWINCH => self.resize(),
                SIGCHLD => self.hear_the_holder(buffer),
                SIGCONT => {
                    self.terminal.take();
                    self.resize();
                }
                other => {
                    if let Some(signal) = Signal::from_named_raw(other) {
                        self.signal(signal);
                    }
                }
            }
        }
    }

    fn resize(&self) {
        if let Some(size) = self.terminal.size() {
            let _ = tcsetwinsize(&self.pts, size);
        }
    }

    /// See `holder.rs` for what its stops mean.
    fn hear_the_holder(&mut self, buffer: &mut [u8]) {
        let options = WaitOptions::NOHANG | WaitOptions::UNTRACED;
        while let Ok(Some((_, status))) = waitpid(Some(self.holder), options) {
            if status.stopped() {
                self.show_what_is_left(buffer);
                self.state = match self.state {
                    Holder::Told => {
                        self.suspend();
                        Holder::Runs
                    }
                    _ => Holder::Told,
                };
                self.signal(Signal::CONT);
                continue;
            }
            self.show_what_is_left(buffer);
            self.state = Holder::Ended;
            let killed = status.terminating_signal().map(|signal| 128 + signal);
            let code = status.exit_status().or(killed).unwrap_or(1);
            self.code = u8::try_from(code).unwrap_or(u8::MAX);
        }
    }

    /// The end of the session throws away what nobody has read.
    fn show_what_is_left(&mut self, buffer: &mut [u8]) {
        let mut left = LEFT;
        let soon = Timespec::try_from(ON_ITS_WAY).ok();
        while left > 0 {
            let mut pty = [PollFd::new(&self.pty, PollFlags::IN)];
            if !matches!(poll(&mut pty, soon.as_ref()), Ok(1..)) {
                return;
            }
            let shown = self.show(buffer, left);
            if shown == 0 {
                return;
            }
            left = left.saturating_sub(shown);
        }
    }

    /// ^Z in the program: we stop too, as if it had been stopped alone, and come back with `fg`.
    fn suspend(&mut self) {
        if !terminal::has_shell() {
            // Nobody could bring us back.
            return;
        }
        self.terminal.give_back();
        if kill_current_process_group(Signal::STOP).is_err() {
            self.terminal.take();
            return;
        }
        // It takes hold on its way; what follows belongs to the time after.
        loop {
            let mut signals = [PollFd::new(self.signals.get_read(), PollFlags::IN)];
            let _ = poll(&mut signals, None);
            if self.signals.pending().any(|signal| signal == SIGCONT) {
                break;
            }
        }
        self.terminal.take();
        self.resize();
    }
}
