//! A process of its own that uses the system room: this test binary run again, with one task.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use age::secrecy::ExposeSecret;
use otp::account::{SecretText, Timestamp};
use otp::system::clipboard::SystemClipboard;
use otp::system::keyring::{Lookup, TIMEOUT};
use otp::system::{Environment, System};

/// What the probe puts into keyrings and sessions.
pub const IDENTITY: &str = "AGE-SECRET-KEY-1QQPROBE";

/// The probe as a command: `task` in words, on top of the wrapper `before` (such as `keyctl session -`).
pub fn probe(before: &[&str], task: &str) -> Command {
    let binary = std::env::current_exe().expect("own path");
    let mut words: Vec<std::ffi::OsString> = before.iter().map(Into::into).collect();
    words.push(binary.into());
    let mut command = Command::new(&words[0]);
    command
        .args(&words[1..])
        .args([
            "--exact",
            "system::probe::as_a_process",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("OTP_TEST_PROBE", task)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// What is not done by then hangs: the program gives everything up after two or three seconds, on a busy machine after
/// four times as long.
const LIMIT: Duration = Duration::from_secs(20);

/// Runs a probe to its end and returns what it says.
pub fn ask(command: &mut Command) -> Answer {
    let output = command.output().expect("the probe starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |mark| text.lines().find_map(|line| line.strip_prefix(mark));
    let said = line("probe: ").map(str::to_owned);
    let millis = line("took: ").and_then(|millis| millis.parse().ok());
    Answer {
        said: said.unwrap_or_else(|| format!("nothing: {text}")),
        took: Duration::from_millis(millis.unwrap_or(0)),
    }
}

/// What a probe said, and how long its work took: without the start of a large program on a busy machine.
#[derive(Debug)]
pub struct Answer {
    /// Its words.
    pub said: String,
    /// From the call to its answer.
    pub took: Duration,
}

impl Answer {
    /// The answer, if it came in time: nothing may hang.
    pub fn soon(&self) -> &str {
        assert!(self.took < LIMIT, "{self:?}");
        &self.said
    }
}

/// Not a test of its own: does what `OTP_TEST_PROBE` asks for.
#[test]
fn as_a_process() {
    let Ok(task) = std::env::var("OTP_TEST_PROBE") else {
        return;
    };
    let words: Vec<&str> = task.split(' ').collect();
    let start = Instant::now();
    let said = work(&words);
    // Begins a line of its own behind what the test harness has written.
    println!("\nprobe: {said}\ntook: {}", start.elapsed().as_millis());
}

fn work(words: &[&str]) -> String {
    let system = System::real();
    let identity = SecretText::from(IDENTITY);
    match words {
        ["keyring-lookup", id] => match system.keyring.lookup(id, TIMEOUT) {
            Lookup::Found(found) if found == identity => "found".to_owned(),
            Lookup::Found(_) => "found something else".to_owned(),
            Lookup::Unavailable(reason) => format!("unavailable: {reason}"),
            other => format!("{other:?}").to_lowercase(),
        },
        ["keyring-store", id] => tell(system.keyring.store(id, &identity)),
        ["keyring-forget", id] => tell(system.keyring.forget(id)),
        ["session-open", id, seconds] => {
            let lasts = Duration::from_secs(seconds.parse().expect("seconds"));
            let until = system
                .clock
                .now()
                .shifted(i64::try_from(lasts.as_secs()).expect("short"));
            tell(system.session.open(id, &identity, lasts, until))
        }
        ["session-open-text", id, text] => {
            let until = Timestamp::from_seconds(4_000_000_000);
            tell(
                system
                    .session
                    .open(id, &SecretText::from(*text), Duration::from_secs(60), until),
            )
        }
        ["session-read", id] => match system.session.read(id) {
            Ok(Some(session)) => format!("open: {}", session.identity.expose()),
            Ok(None) => "closed".to_owned(),
            Err(error) => format!("error: {error}"),
        },
        ["session-close", id] => tell(system.session.close(id)),
        ["copy", text, seconds] => {
            let clipboard = SystemClipboard::new(Environment::real())
                .with_owner(env!("CARGO_BIN_EXE_otp").into());
            let command = std::env::var("OTP_TEST_COPY_COMMAND").ok();
            otp::system::Clipboard::use_command(&clipboard, command.as_deref());
            let copied = otp::system::Clipboard::copy(
                &clipboard,
                text,
                seconds.parse().ok().map(Duration::from_secs),
            );
            match copied {
                Ok(copied) => format!("{} {:?}", copied.route, copied.clears_after),
                Err(error) => format!("error: {error}"),
            }
        }
        ["clear"] => {
            system.clipboard.clear();
            "done".to_owned()
        }
        ["paste"] => match system.clipboard.read() {
            Ok(contents) => format!(
                "{:?} {:?}",
                contents.text.map(|text| text.expose().to_owned()),
                contents
                    .picture
                    .map(|it| (it.width, it.height, it.rgba.len())),
            ),
            Err(error) => format!("error: {error}"),
        },
        ["screen"] => match otp::system::screen::capture(&system.environment) {
            Ok(picture) => format!("{:?} {}", &picture[1..4], picture.len()),
            Err(error) => format!("error: {error}"),
        },
        ["clock"] => format!("{:?}", system.clock.sync()),
        ["passphrase"] => match system.prompt.passphrase("Passphrase: ") {
            Ok(passphrase) => format!("got {}", passphrase.expose_secret()),
            Err(error) => format!("error: {error}"),
        },
        ["secret"] => match system.prompt.secret("Paste: ") {
            Ok(secret) => format!("got {}", secret.expose()),
            Err(error) => format!("error: {error}"),
        },
        ["confirm"] => tell(system.prompt.confirm("Sure? ")),
        ["harden"] => {
            otp::system::hardening::harden();
            let limits = std::fs::read_to_string("/proc/self/limits").expect("limits");
            let core = limits
                .lines()
                .find(|line| line.starts_with("Max core file size"));
            let dumpable = rustix::process::dumpable_behavior().expect("answers");
            let core = core
                .and_then(|line| line.split_whitespace().nth(4))
                .expect("a limit");
            format!("{core} {dumpable:?}")
        }
        _ => panic!("no such task"),
    }
}

fn tell<T: std::fmt::Debug, E: std::fmt::Display>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => format!("ok {value:?}"),
        Err(error) => format!("error: {error}"),
    }
}
