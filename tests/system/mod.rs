//! The system room with its real counterparts: gnome-keyring, the kernel's keys, X11, tmux, a terminal.

mod bus;
mod clipboard;
mod clock;
mod desktop;
mod first_start;
mod keyring;
mod odd_service;
mod opening;
mod probe;
mod prompt;
mod remember;
mod screen;
mod session;
mod unlock;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// True, and a line on stdout, when a program is not installed; fails when every part is required.
fn is_missing(program: &str) -> bool {
    let found = std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    });
    if !found {
        skip(program);
    }
    !found
}

/// Says that a test could not run for want of a part.
fn skip(part: &str) {
    println!("skipped: {part} is missing");
    assert!(
        std::env::var_os("OTP_TEST_REQUIRE_ALL").is_none(),
        "{part} is missing, and OTP_TEST_REQUIRE_ALL asks for every part"
    );
}

/// Waits until something holds; fails after a while.
fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "waited in vain for: {what}"
        );
        std::thread::yield_now();
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

/// A process that ends with the test.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The trimmed stdout of a command; empty when it fails.
fn output(command: &mut Command) -> String {
    let output = command
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .output()
        .expect("it starts");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// An X server of its own for one test.
pub struct Display {
    _server: Running,
    pub name: String,
}

impl Display {
    pub fn start() -> Self {
        use std::io::{BufRead, BufReader};
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "640x480x24",
                "-nolisten",
                "tcp",
                // Else it begins anew, and throws out who is just coming, when its last client goes.
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let stdout = server.stdout.take().expect("piped");
        let server = Running(server);
        let mut number = String::new();
        BufReader::new(stdout)
            .read_line(&mut number)
            .expect("Xvfb tells its number");
        Self {
            _server: server,
            name: format!(":{}", number.trim()),
        }
    }
}

/// Name of a file below this process's own temporary folder.
fn below(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    Path::new(folder.path()).join(name)
}
