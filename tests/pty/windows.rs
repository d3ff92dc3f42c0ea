//! The same in real terminals of a desktop: xterm, also as fonts for Chinese and Japanese have it, and urxvt.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::shown::{Looking, Terminal, rows_of};
use super::widths::accounts;
use crate::home::Home;
use crate::parts;
use crate::system::Display;

const FONT: &str = "DejaVu Sans Mono";

/// What a terminal prints goes to a file that is whole once it has its name.
const PRINTER: &str = "sh -c 'cat >printed.tmp; mv printed.tmp printed'";

/// A window on a display of its own.
struct Window<'a> {
    home: &'a Home,
    program: &'static str,
    locale: &'static str,
    display: Display,
    process: Child,
}

impl<'a> Window<'a> {
    fn start(
        home: &'a Home,
        program: &'static str,
        options: &[&str],
        locale: &'static str,
    ) -> Self {
        let display = Display::start();
        let mut command = Command::new(program);
        command.args(["-geometry", "80x24+0+0", "+sb"]);
        if program == "xterm" {
            let keys = "*VT100.translations: #override <Key>Print: print()";
            let printer = format!("*printerCommand: {PRINTER}");
            command.args(["-fa", FONT, "-fs", "8", "-xrm", keys, "-xrm", &printer]);
            command.args(["-xrm", "*printAttributes: 0"]);
        } else {
            let font = format!("xft:{FONT}:size=8");
            command.args(["-fn", &font, "--print-pipe", PRINTER]);
        }
        let process = command
            .args(options)
            .args(["-e", env!("CARGO_BIN_EXE_otp"), "--no-keyring"])
            .args(["--identity", "recovery.txt"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home.path(""))
            .env("XDG_RUNTIME_DIR", home.path("runtime"))
            .env("DISPLAY", &display.name)
            .env("LC_ALL", locale)
            .current_dir(home.path(""))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        Self {
            home,
            program,
            locale,
            display,
            process,
        }
    }

    /// As a person's mouse and keyboard do it; the keys go to the window under the pointer.
    fn xdotool(&self, arguments: &[&str]) {
        let done = Command::new("xdotool")
            .args(["mousemove", "50", "50"])
            .args(arguments)
            .env("DISPLAY", &self.display.name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(done.expect("xdotool runs").success(), "{arguments:?}");
    }

    fn printed(&self) -> PathBuf {
        self.home.path("printed")
    }
}

impl Terminal for Window<'_> {
    fn name(&self) -> String {
        format!("{} {}", self.program, self.locale)
    }

    fn types(&self, keys: &str) {
        match keys {
            "\u{1b}" => self.xdotool(&["key", "Escape"]),
            "\u{3}" => self.xdotool(&["key", "ctrl+c"]),
            keys => self.xdotool(&["type", "--", keys]),
        }
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let _ = std::fs::remove_file(self.printed());
        self.xdotool(&["key", "Print"]);
        let begun = Instant::now();
        // While it starts nobody hears the key.
        while begun.elapsed() < Duration::from_secs(2) {
            if let Ok(text) = std::fs::read(self.printed()) {
                return rows_of(&text);
            }
            std::thread::yield_now();
        }
        Vec::new()
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn everything(program: &'static str, options: &[&str], locales: &[&'static str]) {
    if !["Xvfb", "xdotool", program].into_iter().all(parts::has) {
        return;
    }
    for &locale in locales {
        let (links, known) = accounts(&[3, 4, 5, 30].repeat(5));
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        let home = Home::with_accounts(&links);
        let window = Window::start(&home, program, options, locale);
        Looking::at(&window, &known).walks_through();
    }
}

#[test]
fn the_right_codes_in_xterm() {
    everything("xterm", &[], &["C.UTF-8", "C"]);
    everything("xterm", &["-cjk_width"], &["C.UTF-8"]);
}

#[test]
fn the_right_codes_in_urxvt() {
    everything("urxvt", &[], &["C.UTF-8", "C"]);
}
