//! Questions at a real terminal: a pty.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use pty_process::blocking::{Command as PtyCommand, Pty, open};

use super::probe::{ask, probe};
use super::{is_missing, wait_for};

/// A shell in a pty, and everything it has shown.
struct Terminal {
    input: Pty,
    screen: Arc<(Mutex<String>, Condvar)>,
    shell: std::process::Child,
}

/// Starts a shell script in a pty, with `$PROBE` as the probe's path and arguments.
fn start(script: &str, task: &str) -> (Pty, std::process::Child) {
    let (pty, pts) = open().expect("a pty");
    let binary = std::env::current_exe().expect("own path");
    let probe = format!(
        "{} --exact system::probe::as_a_process --nocapture",
        binary.display()
    );
    let command = PtyCommand::new("sh")
        .args(["-c", script])
        .env("PROBE", probe)
        .env("TERM", "xterm")
        .env("OTP_TEST_PROBE", task)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("TMUX");
    let shell = command.spawn(pts).expect("a shell");
    (pty, shell)
}

impl Terminal {
    fn run(script: &str, task: &str) -> Self {
        let (pty, shell) = start(script, task);
        let screen: Arc<(Mutex<String>, Condvar)> = Arc::default();
        let seen = Arc::clone(&screen);
        let input = pty;
        let mut output = std::fs::File::from(
            std::os::fd::AsFd::as_fd(&input)
                .try_clone_to_owned()
                .expect("dup"),
        );
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut chunk) {
                seen.0
                    .lock()
                    .expect("screen")
                    .push_str(&String::from_utf8_lossy(&chunk[..count]));
                seen.1.notify_all();
            }
        });
        Self {
            input,
            screen,
            shell,
        }
    }

    fn wait_for(&self, text: &str) -> String {
        let screen = self.screen.0.lock().expect("screen");
        let (screen, late) = self
            .screen
            .1
            .wait_timeout_while(screen, Duration::from_secs(60), |screen| {
                !screen.contains(text)
            })
            .expect("screen");
        assert!(!late.timed_out(), "no {text:?} in {screen:?}");
        screen.clone()
    }

    fn type_in(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).expect("typed");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

const AND_ECHO: &str =
    "$PROBE; stty -a | grep -o -- '-\\?echo ' ; stty -a | grep -o -- '-\\?icanon'; echo end";

#[test]
fn a_passphrase_is_asked_on_the_terminal_and_not_shown() {
    // Stdin and stdout are elsewhere, as in a pipeline.
    let script = "$PROBE < /dev/null | grep -a ^probe; echo end";
    let mut terminal = Terminal::run(script, "passphrase");
    terminal.wait_for("Passphrase: ");
    terminal.type_in("naïve horsf\u{7f}e\r");
    let screen = terminal.wait_for("end");
    assert!(screen.contains("probe: got naïve horse"), "{screen:?}");
    assert_eq!(screen.matches("horse").count(), 1, "{screen:?}");
}

#[test]
fn interrupting_puts_the_terminal_back() {
    let mut terminal = Terminal::run(AND_ECHO, "passphrase");
    terminal.wait_for("Passphrase: ");
    terminal.type_in("half a pass\u{3}");
    let screen = terminal.wait_for("end");
    assert!(screen.contains("probe: error: interrupted"), "{screen:?}");
    assert!(
        screen.contains("\necho ") && screen.contains("\nicanon"),
        "{screen:?}"
    );
    assert!(!screen.contains("half"), "{screen:?}");
}

#[test]
fn what_was_pasted_behind_a_secret_never_reaches_the_shell() {
    let script = "$PROBE; read -r rest; echo rest=$rest; echo end";
    let mut terminal = Terminal::run(script, "secret");
    terminal.wait_for("Paste: ");
    terminal.type_in("otpauth://totp/a?secret=MFZXIZLS\rrm -rf everything\r");
    terminal.wait_for("probe: got otpauth://totp/a?secret=MFZXIZLS");
    terminal.type_in("typed later\r");
    let screen = terminal.wait_for("end");
    assert!(screen.contains("rest=typed later"), "{screen:?}");
}

#[test]
fn a_long_secret_is_not_cut_at_the_line_limit_of_terminals() {
    let long = "MFZXIZLS".repeat(2000);
    let mut terminal = Terminal::run("$PROBE | tr -d '\\n' | wc -c; echo end", "secret");
    terminal.wait_for("Paste: ");
    terminal.type_in(&format!("{long}\r"));
    let screen = terminal.wait_for("end");
    let count = screen
        .lines()
        .find_map(|line| line.trim().parse::<usize>().ok())
        .expect("a count");
    assert!(count > long.len(), "{screen:?}");
}

#[test]
fn a_question_is_answered_in_sight() {
    let mut terminal = Terminal::run("$PROBE; echo end", "confirm");
    terminal.wait_for("Sure? ");
    terminal.type_in("yes\r");
    let screen = terminal.wait_for("end");
    assert!(
        screen.contains("Sure? yes") && screen.contains("probe: ok true"),
        "{screen:?}"
    );
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    if is_missing("setsid") {
        return;
    }
    let said = ask(&mut probe(&["setsid", "--wait"], "passphrase"));
    assert_eq!(said.soon(), "error: there is no terminal to ask on");
}

#[test]
fn nobody_is_asked_from_the_background() {
    // `set -m` gives the job a process group of its own, as interactive shells do.
    let terminal = Terminal::run("set -m; $PROBE & wait; echo end", "passphrase");
    let screen = terminal.wait_for("end");
    assert!(
        screen.contains("probe: error: there is no terminal to ask on"),
        "{screen:?}"
    );
}

#[test]
fn a_terminal_that_closes_ends_the_question() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("said");
    // SIGHUP is ignored, as under nohup, so that only the terminal itself tells.
    let script = format!("trap '' HUP; $PROBE > {}; true", file.display());
    let (mut pty, mut shell) = start(&script, "passphrase");
    let mut screen = Vec::new();
    let mut byte = [0];
    while !screen.ends_with(b"Passphrase: ") {
        pty.read_exact(&mut byte).expect("the question");
        screen.extend(byte);
    }
    drop(pty);
    wait_for("the question to end", || {
        std::fs::read_to_string(&file)
            .is_ok_and(|said| said.contains("probe: error: the terminal was closed"))
    });
    shell.wait().expect("the shell ends");
}

#[test]
fn the_terminal_gets_the_copy_sequence_whatever_stdout_is() {
    let terminal = Terminal::run("$PROBE < /dev/null > /dev/null; echo end", "copy 287082 2");
    let screen = terminal.wait_for("end");
    assert!(screen.contains("\u{1b}]52;c;Mjg3MDgy\u{7}"), "{screen:?}");
}

#[test]
fn a_hardened_process_is_closed_to_others() {
    let said = ask(&mut probe(&[], "harden")).said;
    assert_eq!(said, "0 NotDumpable");
}
