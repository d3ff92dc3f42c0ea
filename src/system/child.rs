//! Other programs: text in on stdin, bytes out, a time limit, nothing secret in arguments or environment.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use super::clock::{Clock, MachineClock};
use super::hardening::as_before;
use super::timeout::stretched;

/// Why a program did not do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChildError {
    /// It could not be started; mostly it is not installed.
    #[error("it cannot be started")]
    NotStarted,
    /// It ended with an error.
    #[error("it ended with an error")]
    Failed,
    /// It did not end in time and was ended.
    #[error("it took too long")]
    TimedOut,
    /// It printed more than was asked for.
    #[error("it printed too much")]
    TooMuch,
}

impl ChildError {
    /// The reason in a few words.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotStarted => "it cannot be started",
            Self::Failed => "it ended with an error",
            Self::TimedOut => "it took too long",
            Self::TooMuch => "it printed too much",
        }
    }
}

/// This very program, to be started again.
pub(super) fn own_program() -> Option<PathBuf> {
    // The path of the link, not of the file: it works after an upgrade has replaced the file.
    if cfg!(target_os = "linux") {
        return Some(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe().ok()
}

/// Runs `command` with `input` on its stdin until it ends, and throws its output away.
pub(super) fn feed(command: &mut Command, input: &[u8], limit: Duration) -> Result<(), ChildError> {
    feed_aloud(command.stderr(Stdio::null()), input, limit)
}

/// The same, but what the program tells on stderr is heard.
pub(super) fn feed_aloud(
    command: &mut Command,
    input: &[u8],
    limit: Duration,
) -> Result<(), ChildError> {
    // The output goes nowhere rather than into a pipe: programs that leave a child behind would keep it open.
    run(command.stdout(Stdio::null()), input, 0, limit).map(drop)
}

/// Runs `command` with `input` on its stdin and returns what it prints, at most `most` bytes.
pub(super) fn capture(
    command: &mut Command,
    input: &[u8],
    most: u64,
    limit: Duration,
) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    run(command, input, most, limit)
}

/// A command as people write it, with arguments and all, for the shell.
pub(super) fn shell(command: &str) -> Command {
    let (program, option) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut shell = Command::new(program);
    shell.args([option, command]);
    shell
}

/// A program's name, and how it is asked for what we want.
pub(super) type Program = (&'static str, &'static [&'static str]);

/// Ready to be started.
pub(super) fn command((name, arguments): Program) -> Command {
    let mut command = Command::new(name);
    command.args(arguments);
    command
}

/// As [`capture`], with an input that is open already.
pub(super) fn capture_of(
    command: &mut Command,
    input: Stdio,
    most: u64,
    limit: Duration,
) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    command
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    finish(spawned(command)?, most, limit)
}

fn run(
    command: &mut Command,
    input: &[u8],
    most: u64,
    limit: Duration,
) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    let mut child = spawned(command.stdin(Stdio::piped()))?;
    give(&mut child, input);
    finish(child, most, limit)
}

/// The one place where programs are started.
pub(super) fn start(command: &mut Command) -> io::Result<Child> {
    as_before(|| command.spawn())
}

fn spawned(command: &mut Command) -> Result<Child, ChildError> {
    start(command).map_err(|_| ChildError::NotStarted)
}

/// What it prints, once it has ended.
fn finish(mut child: Child, most: u64, limit: Duration) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    let limit = stretched(limit);
    let started = MachineClock.uptime();
    let left = || limit.saturating_sub(MachineClock.uptime().saturating_sub(started));
    let output = collect(&mut child, most, left());
    if output.is_err() {
        end(&mut child);
    }
    let output = output?;
    wait(&mut child, left)?;
    Ok(output)
}

/// Writes on a thread: a program that never reads must not hold us up.
fn give(child: &mut Child, input: &[u8]) {
    let Some(mut stdin) = child.stdin.take() else {
        return;
    };
    if input.is_empty() {
        return;
    }
    let input = Zeroizing::new(input.to_vec());
    let _ = thread::Builder::new().spawn(move || {
        // A program that does not want it all says so by its exit code.
        let _ = stdin.write_all(&input);
    });
}

fn collect(
    child: &mut Child,
    most: u64,
    limit: Duration,
) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    let Some(stdout) = child.stdout.take() else {
        return Ok(Zeroizing::default());
    };
    let (sender, receiver) = sync_channel(1);
    thread::Builder::new()
        .spawn(move || {
            let mut bytes = Zeroizing::new(Vec::new());
            let result = stdout.take(most.saturating_add(1)).read_to_end(&mut bytes);
            let _ = sender.send(result.map(|_| bytes));
        })
        .map_err(|_| ChildError::Failed)?;
    let bytes = receiver
        .recv_timeout(limit)
        .map_err(|_| ChildError::TimedOut)?
        .map_err(|_| ChildError::Failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
        return Ok(bytes);
    }
    Err(ChildError::TooMuch)
}

fn wait(child: &mut Child, left: impl Fn() -> Duration) -> Result<(), ChildError> {
    let mut nap = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) | Err(_) => return Err(ChildError::Failed),
            Ok(None) => {}
        }
        if left().is_zero() {
            end(child);
            return Err(ChildError::TimedOut);
        }
        // The standard library cannot wait for a child with a time limit.
        thread::sleep(nap.min(left()));
        nap = (nap * 2).min(Duration::from_millis(20));
    }
}

/// Ends a program and takes its exit code, so that no zombie stays.
pub(super) fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn input_goes_in_and_output_comes_out() {
        let output = capture(&mut shell("tr a-z A-Z"), b"code", 100, SOON).expect("works");
        assert_eq!(&output[..], b"CODE");
        assert_eq!(
            feed(
                &mut shell("read x; test \"$x\" = 123456"),
                b"123456\n",
                SOON
            ),
            Ok(())
        );
    }

    #[test]
    fn each_way_to_fail_has_its_name() {
        let none = feed(&mut Command::new("no-such-program-anywhere"), b"", SOON);
        assert_eq!(none, Err(ChildError::NotStarted));
        assert_eq!(
            feed(&mut shell("exit 3"), b"", SOON),
            Err(ChildError::Failed)
        );
        let much = capture(&mut shell("echo 12345"), b"", 3, SOON);
        assert_eq!(much.expect_err("too much"), ChildError::TooMuch);
        let short = Duration::from_millis(30);
        let late = capture(&mut shell("exec tail -f /dev/null"), b"", 3, short);
        assert_eq!(late.expect_err("too late"), ChildError::TimedOut);
        let late = feed(
            &mut shell("exec tail -f /dev/null"),
            &vec![0; 200_000],
            short,
        );
        assert_eq!(late, Err(ChildError::TimedOut));
    }
}
