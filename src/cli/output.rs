//! The one place of the command line that writes: answers to stdout, everything else to stderr.

use std::io::{self, IsTerminal, Write};

use zeroize::Zeroizing;

use crate::app::{Error, Exit};
use crate::cli::args::{ColorChoice, Global};

/// How much is said on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Answers and errors only.
    Quiet,
    /// Notes too.
    Normal,
    /// And why things happened.
    Verbose,
}

/// Writes for one run. stdout carries the answer alone, so that `$(otp code NAME)` is right or empty.
#[derive(Debug)]
pub struct Output {
    level: Level,
    bold: bool,
    color: ColorChoice,
}

impl Output {
    /// By the global options; `plain` says that the environment asks for no colours.
    pub fn new(global: &Global, plain: bool) -> Self {
        let level = match (global.quiet, global.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        };
        let bold = match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !plain && io::stderr().is_terminal(),
        };
        Self {
            level,
            bold,
            color: global.color,
        }
    }

    /// How much is said.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What was asked for with `--color`.
    pub fn color(&self) -> ColorChoice {
        self.color
    }

    /// True when answers go to a terminal and may be laid out for people.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Columns of the terminal that answers go to; 80 when it is none.
    pub fn columns(&self) -> usize {
        crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns).max(20))
    }

    /// Writes an answer as it is.
    pub fn answer(&self, text: &str) -> Result<(), Error> {
        self.answer_bytes(text.as_bytes())
    }

    /// Writes an answer and a line end.
    pub fn line(&self, text: &str) -> Result<(), Error> {
        // In one write: whoever reads along never sees half a line. The buffer holds a code, so it is wiped.
        let mut line = Zeroizing::new(Vec::with_capacity(text.len() + 1));
        line.extend_from_slice(text.as_bytes());
        line.push(b'\n');
        self.answer_bytes(&line)
    }

    /// Writes the bytes of an answer. A reader that went away has seen what it wanted: the run ends well.
    pub fn answer_bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                Err(Error::new(Exit::Ok, "", ""))
            }
            Err(error) => Err(Error::new(
                Exit::Failed,
                format!("Cannot write the answer: {error}"),
                "Check where stdout goes.",
            )),
        }
    }

    /// Tells something on stderr unless `--quiet`.
    pub fn note(&self, text: &str) {
        if self.level >= Level::Normal {
            say(text);
        }
    }

    /// Tells on stderr what must be seen even with `--quiet`.
    pub fn essential(&self, text: &str) {
        say(text);
    }

    /// Warns on stderr unless `--quiet`.
    pub fn warn(&self, text: &str) {
        if self.level >= Level::Normal {
            say(&format!("{} {text}", self.strong("warning:")));
        }
    }

    /// Tells why, with `--verbose`.
    pub fn detail(&self, text: &str) {
        if self.level >= Level::Verbose {
            say(text);
        }
    }

    /// The lines of an error: what happened, details, what to do.
    pub fn error(&self, error: &Error) {
        if error.what().is_empty() {
            return;
        }
        for reason in error.reasons() {
            self.detail(reason);
        }
        let end = if error.what().ends_with(['.', '?', '!']) {
            ""
        } else {
            "."
        };
        say(&format!("{} {}{end}", self.strong("otp:"), error.what()));
        for detail in error.details() {
            say(&format!("  {detail}"));
        }
        if !error.advice().is_empty() {
            say(error.advice());
        }
    }

    fn strong(&self, text: &str) -> String {
        if self.bold {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// A line on stderr. When even that is closed there is nobody left to tell.
fn say(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "{text}");
}
