//! Session: a program in a pseudo terminal, with verbs a person would use. It waits for what is on screen, never for
//! time: a thread reads the terminal and wakes whoever waits.

mod start;

pub use start::Start;

use std::io::Write;
use std::num::NonZeroU16;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use data_encoding::BASE64;
use pty_process::blocking::Pty;
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use vt100::{Callbacks, Parser, Screen};

/// Nothing here takes that long on a machine that works.
const TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Heard {
    clipboard: Option<String>,
    modes: Vec<(u16, bool)>,
}

impl Callbacks for Heard {
    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], data: &[u8]) {
        let text = BASE64.decode(data).expect("base64");
        self.clipboard = Some(String::from_utf8(text).expect("text"));
    }

    fn unhandled_osc(&mut self, _: &mut Screen, params: &[&[u8]]) {
        // What is no base64 empties the clipboard.
        if let [b"52", ..] = params {
            self.clipboard = Some(String::new());
        }
    }

    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        first: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        letter: char,
    ) {
        if first == Some(b'?') && (letter == 'h' || letter == 'l') {
            let numbers = params.iter().filter_map(|param| param.first());
            self.modes
                .extend(numbers.map(|mode| (*mode, letter == 'h')));
        }
    }
}

/// How fast the terminal reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    AtOnce,
    /// So many bytes a second.
    Slowly(usize),
    /// Not at all.
    Never,
}

struct Seen {
    reading: Reading,
    parser: Parser<Heard>,
    bytes: usize,
    written: Vec<u8>,
    ended: bool,
}

/// A running program.
pub struct Session {
    child: Mutex<Child>,
    pid: Pid,
    pty: Arc<Pty>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    piped: Mutex<Option<std::thread::JoinHandle<String>>>,
}

fn size(columns: u16, rows: u16) -> (NonZeroU16, NonZeroU16) {
    let size = |cells| NonZeroU16::new(cells).expect("not zero");
    (size(rows), size(columns))
}

impl Session {
    /// From now on the terminal reads like that.
    pub fn reads(&self, reading: Reading) -> &Self {
        self.seen().reading = reading;
        self.seen.1.notify_all();
        self
    }

    /// Waits for the end of the program while nobody reads its terminal.
    pub fn ends_unread(&self) -> i32 {
        let mut child = self.child.lock().expect("no panic while held");
        let begun = std::time::Instant::now();
        let status = loop {
            match child.try_wait().expect("a child of ours") {
                Some(status) => break status,
                None => assert!(begun.elapsed() < TIMEOUT, "it does not end"),
            }
            std::thread::yield_now();
        };
        let signal = std::os::unix::process::ExitStatusExt::signal(&status);
        status
            .code()
            .or(signal.map(|n| 128 + n))
            .expect("one of both")
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the screen is as wanted.
    pub fn waits(&self, what: &str, wanted: impl Fn(&Screen) -> bool) -> &Self {
        self.wait_for(what, |seen| wanted(seen.parser.screen()));
        self
    }

    fn wait_for(&self, what: &str, wanted: impl Fn(&Seen) -> bool) {
        // Half a frame is not seen: who looks in the middle of one finds an old code beside a new countdown.
        let whole = |seen: &Seen| {
            let mut modes = seen.parser.callbacks().modes.iter().rev();
            modes
                .find(|(mode, _)| *mode == 2026)
                .is_none_or(|(_, on)| !on)
        };
        let wanted = |seen: &Seen| whole(seen) && wanted(seen);
        let waiting = |seen: &mut Seen| !seen.ended && !wanted(seen);
        let (seen, _) = self
            .seen
            .1
            .wait_timeout_while(self.seen(), TIMEOUT, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(
            wanted(&seen),
            "never came: {what}\nended: {}\nthe screen:\n{}",
            seen.ended,
            seen.parser.screen().contents()
        );
    }

    /// Waits until a text is on screen.
    pub fn sees(&self, text: &str) -> &Self {
        self.waits(text, |screen| screen.contents().contains(text))
    }

    /// Waits until a text is gone; only after something that must come later has been seen.
    pub fn sees_no(&self, text: &str) -> &Self {
        self.waits(&format!("the end of {text}"), |screen| {
            !screen.contents().contains(text)
        })
    }

    /// Presses keys: bytes as a terminal sends them.
    pub fn types(&self, keys: &str) -> &Self {
        (&*self.pty).write_all(keys.as_bytes()).expect("typing");
        self
    }

    /// Pastes as a terminal does that was asked for brackets.
    pub fn pastes(&self, text: &str) -> &Self {
        self.types(&format!("\x1b[200~{text}\x1b[201~"))
    }

    pub fn resizes(&self, columns: u16, rows: u16) -> &Self {
        {
            let mut seen = self.seen();
            let (rows, columns) = size(columns, rows);
            seen.parser.set_size(rows, columns);
        }
        self.pty
            .resize(pty_process::Size::new(rows, columns))
            .expect("resize");
        self
    }

    /// The window is narrower for so short a time that the program finds the old size again when it looks.
    pub fn narrows_for_a_moment(&self, columns: u16) -> &Self {
        {
            let mut seen = self.seen();
            let (rows, wide) = seen.parser.screen().size();
            let (_, narrow) = size(columns, 1);
            seen.parser.set_size(rows, narrow);
            seen.parser.set_size(rows, wide);
        }
        self.signals(Signal::WINCH)
    }

    pub fn screen(&self) -> String {
        self.seen().parser.screen().contents()
    }

    /// Whether a text without colours in it was ever written in one piece.
    pub fn ever_saw(&self, text: &str) -> bool {
        let seen = self.seen();
        let mut windows = seen.written.windows(text.len());
        windows.any(|window| window == text.as_bytes())
    }

    /// Waits until these bytes were written, wherever they stand.
    pub fn writes(&self, part: &[u8]) -> &Self {
        self.writes_after(0, part)
    }

    /// The same, somewhere after so many bytes.
    pub fn writes_after(&self, bytes: usize, part: &[u8]) -> &Self {
        self.wait_for("these bytes", |seen| {
            let mut windows = seen.written[bytes..].windows(part.len());
            windows.any(|window| window == part)
        });
        self
    }

    /// What was written after so many bytes.
    pub fn written_after(&self, bytes: usize) -> Vec<u8> {
        self.seen().written[bytes..].to_vec()
    }

    /// Looks at the screen as it is now.
    pub fn look<T>(&self, at: impl FnOnce(&Screen) -> T) -> T {
        at(self.seen().parser.screen())
    }

    /// Bytes the program wrote so far.
    pub fn bytes(&self) -> usize {
        self.seen().bytes
    }

    /// Waits until something was read after so many bytes.
    pub fn waits_for_more_than(&self, bytes: usize) {
        let waiting = |seen: &mut Seen| !seen.ended && seen.bytes <= bytes;
        let waited = self
            .seen
            .1
            .wait_timeout_while(self.seen(), TIMEOUT, waiting);
        let (seen, _) = waited.unwrap_or_else(PoisonError::into_inner);
        assert!(seen.bytes > bytes, "nothing more is written");
    }

    /// Waits for the end of the next frame.
    pub fn next_frame(&self) {
        let frames = |seen: &Seen| {
            let modes = seen.parser.callbacks().modes.iter();
            modes.filter(|mode| **mode == (2026, false)).count()
        };
        let before = frames(&self.seen());
        self.wait_for("another frame", |seen| frames(seen) > before);
    }

    /// Waits for a text on the terminal's clipboard (OSC 52).
    pub fn clipboard(&self, fits: impl Fn(&str) -> bool) -> String {
        let held = |seen: &Seen| seen.parser.callbacks().clipboard.clone();
        self.wait_for("a copy", |seen| held(seen).is_some_and(|text| fits(&text)));
        held(&self.seen()).expect("waited for")
    }

    pub fn signals(&self, signal: Signal) -> &Self {
        kill_process(self.pid(), signal).expect("it runs");
        self
    }

    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Waits for the end; the exit code, or 128 and the signal.
    pub fn ends(&self) -> i32 {
        self.wait_for("the end", |seen| seen.ended);
        let mut child = self.child.lock().expect("no panic while held");
        let status = child.wait().expect("a child of ours");
        let signal = std::os::unix::process::ExitStatusExt::signal(&status);
        status
            .code()
            .or(signal.map(|n| 128 + n))
            .expect("one of both")
    }

    /// What went to the pipe. Call it after the end.
    pub fn output(&self) -> String {
        let mut piped = self.piped.lock().expect("no panic while held");
        let reader = piped.take().expect("started with a pipe");
        reader.join().expect("it was text")
    }

    /// Asserts that every mode is as before: screen, cursor, paste, focus, echo and line input.
    pub fn terminal_is_restored(&self) {
        let seen = self.seen();
        let screen = seen.parser.screen();
        let last = |mode: u16| {
            let modes = seen.parser.callbacks().modes.iter();
            modes
                .rev()
                .find(|(known, _)| *known == mode)
                .map(|(_, on)| *on)
        };
        assert!(!screen.alternate_screen(), "alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste");
        assert_ne!(last(1004), Some(true), "focus reports");
        assert_ne!(last(2026), Some(true), "a synchronised update");
        let modes = tcgetattr(&*self.pty).expect("a terminal").local_modes;
        assert!(
            modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG),
            "raw mode: {modes:?}"
        );
    }

    /// How often the program went to sleep so far, all threads together.
    pub fn sleeps(&self) -> u64 {
        let tasks = format!("/proc/{}/task", self.pid.as_raw_nonzero());
        let tasks = std::fs::read_dir(tasks).expect("it runs");
        let count = |task: std::fs::DirEntry| {
            let status = std::fs::read_to_string(task.path().join("status")).ok()?;
            let line = status.lines().find(|l| l.starts_with("voluntary"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        };
        tasks.flatten().filter_map(count).sum()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A test that failed must not leave a program behind.
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
