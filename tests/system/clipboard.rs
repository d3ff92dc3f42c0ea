//! The clipboard of X11 and tmux, and the sequence for terminals.

use std::io::Write;
use std::process::{Command, Stdio};

use super::probe::{ask, probe};
use super::{Display, Running, below, is_missing, output, wait_for};

pub(super) fn parts_are_missing() -> bool {
    is_missing("Xvfb") || is_missing("xclip")
}

pub(super) fn on<'a>(display: &Display, command: &'a mut Command) -> &'a mut Command {
    command
        .env("DISPLAY", &display.name)
        .env("TERM", "dumb")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("TMUX")
        .env_remove("SSH_CONNECTION")
        .env_remove("SSH_CLIENT")
        .env_remove("SSH_TTY")
}

fn say(display: &Display, task: &str) -> String {
    ask(on(display, &mut probe(&[], task))).said
}

pub(super) fn paste(display: &Display) -> String {
    // xclip waits for ever when the owner ends between question and answer.
    let mut xclip = Command::new("timeout");
    xclip.args(["20", "xclip", "-o", "-selection", "clipboard"]);
    output(on(display, &mut xclip))
}

/// Another program copies something.
pub(super) fn copy(display: &Display, kind: &[&str], bytes: &[u8]) {
    let mut xclip = Command::new("xclip");
    xclip.args(["-i", "-selection", "clipboard"]).args(kind);
    xclip
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = on(display, &mut xclip).spawn().expect("xclip starts");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(bytes)
        .expect("write");
    assert!(child.wait().expect("xclip ends").success());
    // A copy of it holds the clipboard and may take its time to say so to the server.
    wait_for("xclip to hold what was copied", || {
        let mut look = Command::new("timeout");
        look.args(["20", "xclip", "-o", "-selection", "clipboard"]);
        let seen = on(display, look.args(kind)).stderr(Stdio::null()).output();
        seen.is_ok_and(|seen| seen.stdout == bytes)
    });
}

/// The owners at a place (a display, a tmux server), by process id. Their environment is closed to us.
pub(super) fn owners(place: &str) -> Vec<String> {
    let is_one = |pid: &str| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|&byte| byte == 0).collect();
        words.contains(&b"clipboard-owner".as_slice()) && words.contains(&place.as_bytes())
    };
    std::fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|pid| is_one(pid))
        .collect()
}

#[test]
fn a_copy_outlives_the_program_and_is_taken_away_in_time() {
    if parts_are_missing() {
        return;
    }
    let display = Display::start();
    // The probe has ended when `say` returns.
    assert_eq!(
        say(&display, "copy 287082 2"),
        "the desktop's clipboard Some(2s)"
    );
    assert_eq!(paste(&display), "287082");
    let owner = owners(&display.name);
    assert_eq!(owner.len(), 1);
    // A session of its own: it does not die with the terminal.
    let session = output(Command::new("ps").args(["-o", "sid=", "-p", &owner[0]]));
    assert_eq!(session, owner[0]);
    let line = std::fs::read(format!("/proc/{}/cmdline", owner[0])).expect("readable");
    assert!(!String::from_utf8_lossy(&line).contains("287082"));
    // Clipboard histories are asked to look away.
    let mut targets = Command::new("xclip");
    targets.args(["-o", "-selection", "clipboard", "-t", "TARGETS"]);
    assert!(output(on(&display, &mut targets)).contains("x-kde-passwordManagerHint"));
    wait_for("the clipboard to be empty", || paste(&display).is_empty());
    wait_for("the owner to end", || owners(&display.name).is_empty());
}

#[test]
fn what_somebody_else_copied_stays() {
    if parts_are_missing() {
        return;
    }
    let display = Display::start();
    assert_eq!(
        say(&display, "copy 287082 60"),
        "the desktop's clipboard Some(60s)"
    );
    copy(&display, &[], b"a shopping list");
    wait_for("the owner to see that it lost", || {
        owners(&display.name).is_empty()
    });
    assert_eq!(paste(&display), "a shopping list");
    assert_eq!(say(&display, "clear"), "done");
    assert_eq!(paste(&display), "a shopping list");
}

#[test]
fn copying_again_and_clearing_at_once() {
    if parts_are_missing() {
        return;
    }
    let display = Display::start();
    say(&display, "copy 287082 60");
    say(&display, "copy 359152 60");
    assert_eq!(paste(&display), "359152");
    wait_for("one owner", || owners(&display.name).len() == 1);
    assert_eq!(say(&display, "clear"), "done");
    wait_for("the owner to end", || owners(&display.name).is_empty());
    assert_eq!(paste(&display), "");
}

#[test]
fn text_and_pictures_are_read() {
    if parts_are_missing() {
        return;
    }
    let display = Display::start();
    assert_eq!(
        say(&display, "paste"),
        "error: the clipboard holds neither text nor a picture"
    );
    copy(&display, &[], b"otpauth://totp/a?secret=MFZXIZLS");
    assert_eq!(
        say(&display, "paste"),
        r#"Some("otpauth://totp/a?secret=MFZXIZLS") None"#
    );
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(30, 20, image::Rgb([1, 2, 3]));
    picture
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("encodes");
    copy(&display, &["-t", "image/png"], png.get_ref());
    assert_eq!(say(&display, "paste"), "None Some((30, 20, 2400))");
}

#[test]
fn without_a_display_nothing_can_be_read_or_copied() {
    let mut command = probe(&[], "paste");
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    assert_eq!(
        ask(&mut command).said,
        "error: the clipboard cannot be read here: there is no display"
    );
    let mut command = probe(&[], "copy 287082 2");
    command
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("TMUX")
        .env("TERM", "dumb");
    assert!(
        ask(&mut command)
            .said
            .starts_with("error: there is no clipboard here")
    );
}

#[test]
fn a_display_that_is_gone_is_an_error_and_not_a_wait() {
    let mut command = probe(&[], "copy 287082 2");
    command.env("DISPLAY", ":4711").env("TERM", "dumb");
    for name in [
        "WAYLAND_DISPLAY",
        "TMUX",
        "SSH_CONNECTION",
        "SSH_CLIENT",
        "SSH_TTY",
    ] {
        command.env_remove(name);
    }
    assert_eq!(
        ask(&mut command).soon(),
        "error: copying by the desktop's clipboard failed: the display does not answer"
    );
}

#[test]
fn the_copy_command_gets_the_text_on_stdin() {
    let folder = tempfile::tempdir().expect("folder");
    let file = below(&folder, "copied");
    let mut command = probe(&[], "copy 287082 2");
    command.env("OTP_TEST_COPY_COMMAND", format!("cat > {}", file.display()));
    assert_eq!(ask(&mut command).said, "copy-command None");
    assert_eq!(std::fs::read_to_string(file).expect("written"), "287082");
    let mut command = probe(&[], "copy 287082 2");
    command.env("OTP_TEST_COPY_COMMAND", "exit 3");
    assert_eq!(
        ask(&mut command).said,
        "error: copying by copy-command failed: it ended with an error"
    );
}

/// A tmux server of its own.
pub(super) struct Tmux {
    _server: Running,
    folder: tempfile::TempDir,
}

impl Tmux {
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let mut command = Command::new("tmux");
        // In the foreground, so that it ends with the test.
        command
            .args(["-D", "-f", "/dev/null", "-S"])
            .arg(below(&folder, "socket"));
        command
            .env_remove("TMUX")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = Running(command.spawn().expect("tmux starts"));
        let tmux = Self {
            _server: server,
            folder,
        };
        wait_for("the tmux server", || {
            tmux.run(&["new-session", "-d", "-s", "test", "cat"]);
            tmux.run(&["list-sessions"]).contains("test")
        });
        tmux
    }

    pub(super) fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("tmux");
        output(
            command
                .arg("-S")
                .arg(below(&self.folder, "socket"))
                .args(arguments)
                .env_remove("TMUX"),
        )
    }

    /// What programs inside are told of it.
    pub(super) fn variable(&self) -> String {
        format!("{},1,0", below(&self.folder, "socket").display())
    }

    fn say(&self, task: &str) -> String {
        let mut command = probe(&[], task);
        command.env("TMUX", self.variable());
        command
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("TERM", "dumb");
        ask(&mut command).said
    }
}

#[test]
fn tmux_gets_a_buffer_for_a_while() {
    if is_missing("tmux") {
        return;
    }
    let tmux = Tmux::start();
    assert_eq!(tmux.say("copy 287082 1"), "tmux Some(1s)");
    assert_eq!(tmux.run(&["show-buffer"]), "287082");
    wait_for("the buffer to go", || tmux.run(&["show-buffer"]).is_empty());
}

#[test]
fn a_newer_tmux_buffer_stays() {
    if is_missing("tmux") {
        return;
    }
    let tmux = Tmux::start();
    assert_eq!(tmux.say("copy 287082 1"), "tmux Some(1s)");
    tmux.run(&["set-buffer", "a shopping list"]);
    wait_for("the owner to end", || owners(&tmux.variable()).is_empty());
    assert_eq!(tmux.run(&["show-buffer"]), "a shopping list");
}

#[test]
fn tmux_forgets_every_code_of_ours_and_nothing_else() {
    if is_missing("tmux") {
        return;
    }
    let tmux = Tmux::start();
    let buffers = || tmux.run(&["list-buffers", "-F", "#{buffer_sample}"]);
    tmux.run(&["set-buffer", "a shopping list"]);
    tmux.run(&["set-buffer", "-b", "otp-notes", "a note of mine"]);
    assert_eq!(tmux.say("copy 287082 60"), "tmux Some(60s)");
    assert_eq!(tmux.say("copy 359152 60"), "tmux Some(60s)");
    // The second one takes the first one away, whatever was copied in between.
    let now = buffers();
    assert!(now.contains("359152") && !now.contains("287082"), "{now}");
    tmux.run(&["set-buffer", "another list"]);
    assert_eq!(tmux.say("clear"), "done");
    let left = buffers();
    assert_eq!(left.lines().count(), 3, "{left}");
    assert!(!left.contains("359152"), "{left}");
    wait_for("the owner to end", || owners(&tmux.variable()).is_empty());
    // A owner that is told to end takes its code along; one that is killed leaves it to the next.
    for signal in ["TERM", "KILL"] {
        assert_eq!(tmux.say("copy 287082 60"), "tmux Some(60s)");
        let owner = owners(&tmux.variable());
        assert_eq!(owner.len(), 1);
        output(Command::new("kill").args(["-s", signal, &owner[0]]));
        wait_for("the owner to end", || owners(&tmux.variable()).is_empty());
        if signal == "TERM" {
            wait_for("the code to go", || !buffers().contains("287082"));
        }
    }
    assert_eq!(tmux.say("clear"), "done");
    assert!(!buffers().contains("287082"));
}
