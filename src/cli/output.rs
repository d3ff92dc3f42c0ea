//! The one place of the command line that writes: answers to stdout, everything else to stderr.
//!
//! What people read (notes, errors, tables) comes as [`Plain`], so nobody's text acts on a terminal, and is ASCII
//! where the locale is not UTF-8. What programs read (codes, links, JSON, CSV, bare names) is data: a pipe or a file
//! gets it as it is, in UTF-8; on a terminal it is treated like everything that people read.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use zeroize::Zeroizing;

use crate::account::{Plain, SecretText, judged};
use crate::app::{Error, Exit};
use crate::cli::args::{ColorChoice, Global};
use crate::cli::table::{Cell, Table};
use crate::system::stdout::{self, Sink};
use crate::system::{Charset, Environment};

/// A turn of the sign that something goes on; nothing is shown for what is quicker.
const SPIN: std::time::Duration = std::time::Duration::from_millis(200);

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
    /// Answers on stdout have styles.
    has_styles: bool,
    has_colors: bool,
    /// What was asked for with `--color`.
    pub color: ColorChoice,
    /// What the locale says of the terminal.
    pub charset: Charset,
}

impl Output {
    /// By the global options and the environment: whether it asks for no colours, and its locale.
    pub fn new(global: &Global, environment: &Environment) -> Self {
        let level = match (global.quiet, global.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        };
        let styled = |is_terminal: bool| match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !environment.wants_no_color() && is_terminal,
        };
        Self {
            level,
            bold: styled(io::stderr().is_terminal()),
            has_styles: styled(io::stdout().is_terminal()),
            has_colors: !environment.terminal_has_few_signs(),
            color: global.color,
            charset: Charset::of(environment),
        }
    }

    /// True when answers go to a terminal and may be laid out for people.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Columns of the terminal that answers go to; 80 when it is none.
    pub fn columns(&self) -> usize {
        crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns).max(20))
    }

    /// Columns that a table may take: all, where no terminal shows it.
    pub fn room(&self) -> usize {
        if self.is_terminal() {
            self.columns()
        } else {
            usize::MAX
        }
    }

    /// Writes a line of an answer for people.
    pub fn line(&self, text: &str) -> Result<(), Error> {
        self.lines([text])
    }

    /// Writes the lines of an answer for people, all in one write.
    pub fn lines<T: Into<Plain>>(&self, lines: impl IntoIterator<Item = T>) -> Result<(), Error> {
        let mut text = Zeroizing::new(String::new());
        for line in lines {
            text.push_str(&self.charset.fit(line.into().as_str()));
            text.push('\n');
        }
        self.bytes(text.as_bytes())
    }

    /// Writes the lines of a table, all in one write.
    pub fn table(&self, table: Table) -> Result<(), Error> {
        self.styled_lines(table.lines(self.room(), self.is_terminal()))
    }

    /// Columns and rows of the terminal.
    pub fn size(&self) -> (usize, usize) {
        let rows = crossterm::terminal::size().map_or(24, |(_, rows)| usize::from(rows));
        (self.columns(), rows)
    }

    /// Writes lines put together of texts with styles.
    pub fn styled_lines(&self, lines: Vec<Vec<Cell>>) -> Result<(), Error> {
        self.bytes(self.styled(lines).as_bytes())
    }

    /// Such lines as they are written.
    pub(super) fn styled(&self, lines: Vec<Vec<Cell>>) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::new());
        for line in lines {
            for cell in line {
                let sequence = if self.has_styles {
                    cell.style.sequence(self.has_colors)
                } else {
                    String::new()
                };
                text.push_str(&sequence);
                text.push_str(&self.charset.fit(Plain::new(&cell.text).as_str()));
                if !sequence.is_empty() {
                    text.push_str("\u{1b}[0m");
                }
            }
            text.push('\n');
        }
        text
    }

    /// Writes a line of data: a code, a link, a path that another program takes over.
    pub fn data(&self, text: &str) -> Result<(), Error> {
        // In one write: whoever reads along never sees half a line. The buffer holds a code, so it is wiped.
        self.data_as_it_is(&Zeroizing::new(format!("{text}\n")))
    }

    /// Writes a secret that was asked for, as [`Self::data`] does.
    pub fn secret(&self, text: &SecretText) -> Result<(), Error> {
        self.data(text.expose())
    }

    /// The same with a zero byte behind it, for other programs alone.
    pub fn secret_ended_by_null(&self, text: &SecretText) -> Result<(), Error> {
        self.bytes(Zeroizing::new(format!("{}\0", text.expose())).as_bytes())
    }

    /// Writes data that ends its lines itself.
    pub fn data_as_it_is(&self, text: &str) -> Result<(), Error> {
        if !self.is_terminal() {
            return self.bytes(text.as_bytes());
        }
        // Names, links and the texts of QR codes come from strangers.
        let text = text.strip_suffix('\n').unwrap_or(text);
        self.lines(text.split('\n').map(|line| line.trim_end_matches('\r')))
    }

    /// Writes a JSON value on a line. What acts on a terminal is escaped as JSON does it, so it is the same value;
    /// every foreign letter is on a terminal without UTF-8.
    pub fn json(&self, value: &serde_json::Value) -> Result<(), Error> {
        let text = Zeroizing::new(value.to_string());
        let ascii = self.charset == Charset::Ascii && self.is_terminal();
        let mut line = Zeroizing::new(String::with_capacity(text.len() + 1));
        for (letter, is_shown) in judged(&text) {
            // The syntax is all shown; what is not stands in strings.
            if is_shown && (letter.is_ascii() || !ascii) {
                line.push(letter);
            } else {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(line, "\\u{unit:04x}");
                }
            }
        }
        line.push('\n');
        self.bytes(line.as_bytes())
    }

    /// Writes the lines of a QR code, which bring their own colours.
    pub fn drawing(&self, lines: &SecretText) -> Result<(), Error> {
        self.bytes(lines.expose().as_bytes())
    }

    /// Writes the bytes of an answer that is all our own: a script, a manual page. A reader that went away has seen
    /// what it wanted: the run ends well.
    pub fn bytes(&self, bytes: &[u8]) -> Result<(), Error> {
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

    /// Writes a line that must not get lost, and sees that it arrives; where it went.
    pub fn deliver(&self, text: &str) -> Result<Sink, Error> {
        let lost = |why: &str| {
            Error::new(
                Exit::Failed,
                format!("{why}, so nothing was changed"),
                "Give --recovery-file FILE, or run it on a terminal.",
            )
        };
        let sink = stdout::sink();
        if sink == Sink::Nowhere {
            return Err(lost("Standard output is closed"));
        }
        self.data(text).map_err(|error| match error.exit() {
            Exit::Ok => lost("Nobody reads what is written to standard output"),
            _ => lost(error.what()),
        })?;
        stdout::arrive().map_err(|error| match sink {
            Sink::Stream => lost("Nobody reads what is written to standard output"),
            _ => lost(&format!("Standard output cannot be written: {error}")),
        })?;
        Ok(sink)
    }

    /// Tells something on stderr unless `--quiet`.
    pub fn note(&self, text: &str) {
        if self.level >= Level::Normal {
            self.say("", &text.into());
        }
    }

    /// Tells on stderr what must be seen even with `--quiet`.
    pub fn essential(&self, text: &str) {
        self.say("", &text.into());
    }

    /// Says something on stderr behind what another program has written there, unless `--quiet`: dim on a terminal, and a
    /// line of its own elsewhere.
    pub fn aside(&self, text: &str) {
        if self.level < Level::Normal {
            return;
        }
        if !io::stderr().is_terminal() {
            self.say("", &text.into());
            return;
        }
        let text = self.charset.fit(Plain::new(text).as_str()).into_owned();
        let mut stderr = io::stderr().lock();
        let _ = if self.bold {
            write!(stderr, "\u{1b}[2m{text}\u{1b}[0m ")
        } else {
            write!(stderr, "{text} ")
        };
        let _ = stderr.flush();
    }

    /// Warns on stderr unless `--quiet`.
    pub fn warn(&self, text: &str) {
        if self.level >= Level::Normal {
            self.say(&self.strong("warning:"), &text.into());
        }
    }

    /// Does something that may take seconds, and says what as long as it does, where somebody is looking.
    pub fn busy<T: Send>(&self, what: &str, work: impl FnOnce() -> T + Send) -> T {
        if !self.is_watched() {
            return work();
        }
        let (done, is_done) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            let spinner = scope.spawn(move || {
                for sign in ["|", "/", "-", "\\"].iter().cycle() {
                    match is_done.recv_timeout(SPIN) {
                        Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                            self.progress(&format!("{what} {sign}"));
                        }
                        _ => return,
                    }
                }
            });
            let answer = work();
            drop(done);
            let _ = spinner.join();
            self.progress_over();
            answer
        })
    }

    /// Shows how far something has come, in place of what was shown before.
    pub fn progress(&self, what: &str) {
        if self.is_watched() {
            let text = self.charset.fit(Plain::new(what).as_str()).into_owned();
            let mut stderr = io::stderr().lock();
            let _ = write!(stderr, "\r\u{1b}[K{text}");
            let _ = stderr.flush();
        }
    }

    /// Takes the last progress away.
    pub fn progress_over(&self) {
        if self.is_watched() {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }

    fn is_watched(&self) -> bool {
        self.level >= Level::Normal && self.bold && io::stderr().is_terminal()
    }

    /// True when details are told: some take a look at a file.
    pub fn tells_details(&self) -> bool {
        self.level >= Level::Verbose
    }

    /// Tells why, with `--verbose`.
    pub fn detail(&self, text: &str) {
        if self.level >= Level::Verbose {
            self.say("", &text.into());
        }
    }

    /// The lines of an error: what happened, details, what to do.
    pub fn error(&self, error: &Error) {
        if error.what().is_empty() {
            return;
        }
        for reason in error.reasons() {
            self.detail(reason.as_str());
        }
        let end = if error.what().ends_with(['.', '?', '!']) {
            ""
        } else {
            "."
        };
        self.say(
            &self.strong("otp:"),
            &format!("{}{end}", error.what()).into(),
        );
        for detail in error.details() {
            self.say("  ", detail);
        }
        if !error.advice().is_empty() {
            self.say("", &error.advice().into());
        }
    }

    fn say(&self, head: &str, text: &Plain) {
        say(self.charset, head, text);
    }

    fn strong(&self, word: &str) -> String {
        if self.bold {
            format!("\u{1b}[1m{word}\u{1b}[0m ")
        } else {
            format!("{word} ")
        }
    }
}

/// Help or the version, before there are any options. A reader that went away has seen enough.
pub(super) fn help(charset: Charset, text: &str) {
    let _ = io::stdout().write_all(charset.fit(text).as_bytes());
}

/// A line on stderr. When even that is closed there is nobody left to tell.
pub(super) fn say(charset: Charset, head: &str, text: &Plain) {
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "{head}{}", charset.fit(text.as_str()));
}
