//! The same in real screen and tmux, with and without UTF-8: what they show are the right codes, and no name stays.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::shown::{Looking, Terminal, rows_of};
use super::widths::accounts;
use crate::home::Home;
use crate::parts;

/// Screen or tmux with the program in it, and nobody attached.
struct Inside<'a> {
    home: &'a Home,
    program: &'static str,
    locale: &'static str,
}

impl<'a> Inside<'a> {
    fn start(home: &'a Home, program: &'static str, locale: &'static str) -> Self {
        let folder = home.path(&format!("{program}-{locale}"));
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::set_permissions(folder, PermissionsExt::from_mode(0o700)).expect("a mode");
        let inside = Self {
            home,
            program,
            locale,
        };
        let otp = [
            env!("CARGO_BIN_EXE_otp"),
            "--no-keyring",
            "--identity",
            "recovery.txt",
        ];
        match program {
            "tmux" => inside.tell(&[&["new-session", "-d", "-x80", "-y24"], &otp[..]].concat()),
            _ => inside.tell(&[&["-d", "-m", "-c", "/dev/null"], &otp[..]].concat()),
        }
        inside
    }

    fn tell(&self, arguments: &[&str]) {
        assert!(
            self.ask(arguments).is_some(),
            "{}: {arguments:?}",
            self.program
        );
    }

    fn ask(&self, arguments: &[&str]) -> Option<Vec<u8>> {
        let folder = self.home.path(&format!("{}-{}", self.program, self.locale));
        let mut command = Command::new(self.program);
        match self.program {
            "tmux" => command.args(["-f", "/dev/null"]),
            _ => command.args(["-S", "otp"]),
        };
        let output = command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path(""))
            .env("XDG_RUNTIME_DIR", self.home.path("runtime"))
            .env("SCREENDIR", &folder)
            .env("TMUX_TMPDIR", &folder)
            .env("TERM", "xterm-256color")
            .env("LC_ALL", self.locale)
            .current_dir(self.home.path(""))
            .output()
            .expect("it starts");
        output.status.success().then_some(output.stdout)
    }
}

impl Terminal for Inside<'_> {
    fn name(&self) -> String {
        format!("{} {}", self.program, self.locale)
    }

    fn types(&self, keys: &str) {
        match self.program {
            "tmux" => self.tell(&["send-keys", "-l", keys]),
            _ => self.tell(&["-X", "stuff", keys]),
        }
    }

    fn rows(&self) -> Vec<Vec<String>> {
        if self.program == "tmux" {
            return rows_of(&self.ask(&["capture-pane", "-p"]).unwrap_or_default());
        }
        let copy = self.home.path("hardcopy");
        let _ = std::fs::remove_file(&copy);
        self.ask(&["-X", "hardcopy", "hardcopy"]);
        rows_of(&std::fs::read(&copy).unwrap_or_default())
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let end: &[&str] = match self.program {
            "tmux" => &["kill-server"],
            _ => &["-X", "quit"],
        };
        self.ask(end);
    }
}

fn everything(program: &'static str) {
    if !parts::has(program) {
        return;
    }
    for locale in ["C.UTF-8", "C"] {
        // Screen copies the last byte of a letter: some of those are line ends.
        let times = if (program, locale) == ("screen", "C.UTF-8") {
            1
        } else {
            5
        };
        let (links, known) = accounts(&[3, 4, 5, 30].repeat(times));
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        let home = Home::with_accounts(&links);
        let inside = Inside::start(&home, program, locale);
        Looking::at(&inside, &known).walks_through();
    }
}

#[test]
fn the_right_codes_in_screen() {
    everything("screen");
}

#[test]
fn the_right_codes_in_tmux() {
    everything("tmux");
}
