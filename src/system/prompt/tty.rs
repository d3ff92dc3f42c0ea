//! One answer from `/dev/tty`, byte by byte, into a buffer that is wiped.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, PipeReader, Read, Write};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr,
};
use unicode_width::UnicodeWidthStr as _;
use zeroize::Zeroizing;

use super::{MAX, PromptError, Typing, ending};
use crate::account::{Plain, is_fit};
use crate::system::{Charset, Environment};

pub(super) const CTRL_C: u8 = 0x03;
pub(super) const CTRL_D: u8 = 0x04;
const CTRL_U: u8 = 0x15;
const CTRL_W: u8 = 0x17;
pub(super) const CTRL_BACKSLASH: u8 = 0x1c;
pub(super) const ESCAPE: u8 = 0x1b;

/// The terminal, if this process may talk to it: one in the background would be stopped by its first read.
pub(super) fn open() -> Result<File, PromptError> {
    let tty = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .map_err(|_| PromptError::NoTerminal)?;
    match tcgetpgrp(&tty) {
        Ok(foreground) if foreground == getpgrp() => Ok(tty),
        _ => Err(PromptError::NoTerminal),
    }
}

pub(super) fn is_there() -> bool {
    open().is_ok()
}

pub(super) fn ask(question: &Plain, typing: Typing) -> Result<Zeroizing<Vec<u8>>, PromptError> {
    ask_unless(question, typing, None)
}

/// The question ends by itself when the bell rings.
pub(super) fn ask_unless(
    question: &Plain,
    typing: Typing,
    bell: Option<&PipeReader>,
) -> Result<Zeroizing<Vec<u8>>, PromptError> {
    let tty = open()?;
    let _modes = Modes::set(&tty, typing)?;
    // After the modes, so that whoever waits for the question can answer at once.
    let charset = Charset::of(&Environment::real());
    say(&tty, charset.fit(question.as_str()).as_bytes())?;
    let answer = read_line(&tty, (typing, charset), bell);
    let _ = say(&tty, b"\r\n");
    answer
}

fn say(mut tty: &File, bytes: &[u8]) -> Result<(), PromptError> {
    tty.write_all(bytes).map_err(|_| PromptError::Closed)
}

/// The terminal's modes while a question is open; put back on drop.
pub(super) struct Modes<'a> {
    tty: &'a File,
    before: Termios,
    restore: OptionalActions,
}

impl<'a> Modes<'a> {
    pub(super) fn set(tty: &'a File, typing: Typing) -> Result<Self, PromptError> {
        let before = tcgetattr(tty).map_err(|_| PromptError::NoTerminal)?;
        let mut modes = before.clone();
        // Without canonical mode there is no limit of 4,096 bytes a line, and ^C arrives as a byte.
        modes.local_modes &= !(LocalModes::ECHO
            | LocalModes::ECHONL
            | LocalModes::ICANON
            | LocalModes::ISIG
            | LocalModes::IEXTEN);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Before the modes: at no moment may a signal leave them behind.
        ending::begin(tty, &before, &modes);
        if tcsetattr(tty, OptionalActions::Now, &modes).is_err() {
            ending::end();
            return Err(PromptError::Closed);
        }
        let restore = match typing {
            Typing::HiddenAndAlone => OptionalActions::Flush,
            Typing::Shown | Typing::Hidden => OptionalActions::Now,
        };
        Ok(Self {
            tty,
            before,
            restore,
        })
    }
}

impl Drop for Modes<'_> {
    fn drop(&mut self) {
        let _ = tcsetattr(self.tty, self.restore, &self.before);
        ending::end();
    }
}

/// Waits until something is typed; [`PromptError::TakenBack`] when the bell rings first. A bell that will never ring
/// is forgotten.
fn wait(tty: &File, bell: &mut Option<&PipeReader>) -> Result<(), PromptError> {
    while let Some(mut ringing) = *bell {
        let mut both = [
            PollFd::new(tty, PollFlags::IN),
            PollFd::new(ringing, PollFlags::IN),
        ];
        match poll(&mut both, None) {
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => return Ok(()),
        }
        let [typed, rung] = both.map(|one| !one.revents().is_empty());
        if rung {
            match ringing.read(&mut [0]) {
                Ok(1) => return Err(PromptError::TakenBack),
                _ => *bell = None,
            }
        }
        if typed {
            return Ok(());
        }
    }
    Ok(())
}

fn read_line(
    mut tty: &File,
    (typing, charset): (Typing, Charset),
    mut bell: Option<&PipeReader>,
) -> Result<Zeroizing<Vec<u8>>, PromptError> {
    let mut line = Line::new(typing, charset);
    let mut chunk = Zeroizing::new([0_u8; 256]);
    loop {
        wait(tty, &mut bell)?;
        let count = match tty.read(chunk.as_mut_slice()) {
            // The terminal is gone.
            Ok(0) => return Err(PromptError::Closed),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Err(PromptError::Closed),
        };
        for &byte in chunk.iter().take(count) {
            if line.take(byte)? {
                if typing != Typing::HiddenAndAlone {
                    return Ok(line.bytes);
                }
                line.push(b'\n')?;
            }
            if !line.shown.is_empty() {
                say(tty, &line.shown)?;
                line.shown.clear();
            }
        }
        // What is pasted arrives at once: lines that follow the first belong to the answer.
        if typing == Typing::HiddenAndAlone && line.bytes.ends_with(b"\n") && !has_more(tty) {
            while line.bytes.ends_with(b"\n") {
                line.bytes.pop();
            }
            return Ok(line.bytes);
        }
    }
}

/// How long a paste may pause between two lines.
const PAUSE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 150_000_000,
};

fn has_more(tty: &File) -> bool {
    let mut one = [PollFd::new(tty, PollFlags::IN)];
    matches!(poll(&mut one, Some(&PAUSE)), Ok(1..))
}

/// A line under construction.
struct Line {
    /// Sized up front: a growing buffer would leave copies behind.
    bytes: Zeroizing<Vec<u8>>,
    /// What the screen has to show for the last byte.
    shown: Vec<u8>,
    typing: Typing,
    charset: Charset,
    escape: Escape,
}

/// How far into an escape sequence (an arrow key) the input is. Sequences are dropped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    No,
    Begun,
    Inside,
}

impl Line {
    fn new(typing: Typing, charset: Charset) -> Self {
        Self {
            bytes: Zeroizing::new(Vec::with_capacity(MAX)),
            shown: Vec::new(),
            typing,
            charset,
            escape: Escape::No,
        }
    }

    /// Takes one byte; true at the end of a line.
    fn take(&mut self, byte: u8) -> Result<bool, PromptError> {
        match self.escape {
            Escape::Begun => {
                self.escape = if matches!(byte, b'[' | b'O') {
                    Escape::Inside
                } else {
                    Escape::No
                };
                return Ok(false);
            }
            Escape::Inside => {
                if (0x40..=0x7e).contains(&byte) {
                    self.escape = Escape::No;
                }
                return Ok(false);
            }
            Escape::No => {}
        }
        match byte {
            b'\r' | b'\n' => return Ok(true),
            CTRL_C | CTRL_BACKSLASH => return Err(PromptError::Interrupted),
            CTRL_D if self.bytes.is_empty() => return Err(PromptError::Closed),
            ESCAPE => self.escape = Escape::Begun,
            0x08 | 0x7f => {
                self.erase_one();
            }
            CTRL_U => while self.erase_one() {},
            CTRL_W => self.erase_word(),
            0..0x20 => {}
            _ => self.push(byte)?,
        }
        Ok(false)
    }

    fn push(&mut self, byte: u8) -> Result<(), PromptError> {
        if self.bytes.len() == MAX {
            return Err(PromptError::TooLong);
        }
        self.bytes.push(byte);
        if self.typing == Typing::Shown
            && let Some(letter) = self.last()
        {
            let sign = self.sign(letter);
            self.shown.extend_from_slice(sign.as_bytes());
        }
        Ok(())
    }

    /// What the screen shows for a letter: what was pasted must not act on the terminal.
    fn sign(&self, letter: char) -> String {
        let sign = if is_fit(letter) { letter } else { '?' };
        self.charset.fit(&sign.to_string()).into_owned()
    }

    fn erase_word(&mut self) {
        while self.last() == Some(' ') {
            self.erase_one();
        }
        while self.last().is_some_and(|last| last != ' ') {
            self.erase_one();
        }
    }

    fn last(&self) -> Option<char> {
        let start = self.last_start()?;
        std::str::from_utf8(&self.bytes[start..])
            .ok()?
            .chars()
            .next()
    }

    /// Where the last character begins: the last byte that is not a UTF-8 continuation.
    fn last_start(&self) -> Option<usize> {
        self.bytes.iter().rposition(|byte| byte & 0xc0 != 0x80)
    }

    /// Takes the last character back; false when there is none.
    fn erase_one(&mut self) -> bool {
        if self.bytes.is_empty() {
            return false;
        }
        // Bytes that are no letter were not shown.
        let width = self.last().map_or(0, |last| self.sign(last).width());
        let start = self.last_start().unwrap_or_default();
        self.bytes.truncate(start);
        if self.typing == Typing::Shown {
            self.shown.extend(b"\x08 \x08".repeat(width));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(bytes: &[u8]) -> Result<String, PromptError> {
        let mut line = Line::new(Typing::Shown, Charset::Utf8);
        for &byte in bytes {
            if line.take(byte)? {
                return Ok(String::from_utf8(line.bytes.to_vec()).expect("text"));
            }
        }
        panic!("the line has no end");
    }

    #[test]
    fn a_line_ends_at_return() {
        assert_eq!(typed(b"correct horse\r").as_deref(), Ok("correct horse"));
        assert_eq!(typed(b"first\nsecond\n").as_deref(), Ok("first"));
        assert_eq!(typed(b"\r").as_deref(), Ok(""));
    }

    #[test]
    fn mistakes_are_taken_back_by_character_word_and_line() {
        assert_eq!(
            typed("naïve\u{7f}\u{7f}\u{7f}\r".as_bytes()).as_deref(),
            Ok("na")
        );
        assert_eq!(typed(b"\x7f\x7fa\r").as_deref(), Ok("a"));
        assert_eq!(typed(b"one two  \x17three\r").as_deref(), Ok("one three"));
        assert_eq!(typed(b"all wrong\x15right\r").as_deref(), Ok("right"));
    }

    #[test]
    fn arrow_keys_and_control_characters_are_dropped() {
        assert_eq!(
            typed(b"a\x1b[Ab\x1b[1;5Cc\x1bOAd\x01\t\r").as_deref(),
            Ok("abcd")
        );
    }

    #[test]
    fn what_is_pasted_does_not_act_on_the_terminal() {
        let shown = |charset, typed: &str| {
            let mut line = Line::new(Typing::Shown, charset);
            for byte in typed.bytes() {
                line.take(byte).expect("no end");
            }
            String::from_utf8(line.shown).expect("text")
        };
        assert_eq!(shown(Charset::Utf8, "a\u{9b}31m\u{202e}ű日"), "a?31m?ű日");
        assert_eq!(shown(Charset::Ascii, "Û5;9H日"), "?5;9H??");
        assert_eq!(
            shown(Charset::Ascii, "日\u{7f}"),
            "??\u{8} \u{8}\u{8} \u{8}"
        );
    }

    #[test]
    fn leaving_is_told_apart_from_answering() {
        assert_eq!(typed(b"half\x03"), Err(PromptError::Interrupted));
        assert_eq!(typed(b"\x04"), Err(PromptError::Closed));
        assert_eq!(typed(b"a\x04\r").as_deref(), Ok("a"));
    }

    #[test]
    fn endless_input_is_refused() {
        assert_eq!(typed(&vec![b'a'; MAX + 1]), Err(PromptError::TooLong));
    }
}
