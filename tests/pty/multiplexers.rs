//! The same in real screen and tmux, with and without UTF-8: what they show are the right codes, and no name stays.

use std::cell::RefCell;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

use super::widths::{Known, accounts, codes_in};
use crate::home::Home;
use crate::parts;

/// Screen or tmux with the program in it, and nobody attached.
struct Inside<'a> {
    home: &'a Home,
    known: &'a [Known],
    program: &'static str,
    locale: &'static str,
    /// The codes of the first account, in turn.
    seen: RefCell<Vec<String>>,
}

impl<'a> Inside<'a> {
    fn start(
        home: &'a Home,
        known: &'a [Known],
        program: &'static str,
        locale: &'static str,
    ) -> Self {
        let folder = home.path(&format!("{program}-{locale}"));
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::set_permissions(folder, PermissionsExt::from_mode(0o700)).expect("a mode");
        let inside = Self {
            home,
            known,
            program,
            locale,
            seen: RefCell::default(),
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

    fn types(&self, keys: &str) {
        match self.program {
            "tmux" => self.tell(&["send-keys", "-l", keys]),
            _ => self.tell(&["-X", "stuff", keys]),
        }
    }

    /// What is shown, line by line and sign by sign.
    fn rows(&self) -> Vec<Vec<String>> {
        let text = if self.program == "tmux" {
            self.ask(&["capture-pane", "-p"]).unwrap_or_default()
        } else {
            let copy = self.home.path("hardcopy");
            let _ = std::fs::remove_file(&copy);
            self.ask(&["-X", "hardcopy", "hardcopy"]);
            std::fs::read(&copy).unwrap_or_default()
        };
        let text = String::from_utf8_lossy(&text).into_owned();
        let signs = |line: &str| line.chars().map(String::from).collect();
        text.lines().map(signs).collect()
    }

    /// Waits until it shows what is wanted; at each look every code must be the one of its row.
    fn shows(&self, what: &str, wanted: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        loop {
            let rows = self.rows();
            let lines: Vec<String> = rows.iter().map(|row| row.concat()).collect();
            let text = lines.join("\n");
            for row in &rows {
                let tag = row.get(6..9).map(<[String]>::concat);
                let owner = self
                    .known
                    .iter()
                    .find(|known| Some(&known.tag) == tag.as_ref());
                for (_, code) in codes_in(row) {
                    let right = owner.is_some_and(|owner| owner.knows(&code));
                    assert!(right, "{} {}: {code} in\n{text}", self.program, self.locale);
                    let mut seen = self.seen.borrow_mut();
                    let is_first = owner.is_some_and(|owner| owner.tag == "A00");
                    if is_first && !seen.contains(&code) {
                        seen.push(code);
                    }
                }
            }
            if wanted(&text) {
                return;
            }
            let late = begun.elapsed() > Duration::from_secs(60);
            assert!(
                !late,
                "{} {}: no {what} in\n{text}",
                self.program, self.locale
            );
        }
    }

    fn tells_nothing(&self, what: &str) {
        self.shows(what, |text| text.contains(what));
        let text = self.rows().concat().concat();
        for known in self.known {
            assert!(!text.contains(&known.tag), "a name stays: {text}");
        }
        let foreign = text.chars().find(|c| !c.is_ascii() && c.is_alphabetic());
        assert_eq!(foreign, None, "a letter stays: {text}");
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
        let all = links.len();
        let last = format!("A{:02}", all - 1);
        let home = Home::with_accounts(&links);
        let inside = Inside::start(&home, &known, program, locale);
        inside.shows("the list", |text| text.contains(&last));
        // A code and two changes of it; the next one beside it counts too.
        inside.shows("two changes", |_| inside.seen.borrow().len() >= 4);
        inside.types("G");
        inside.types("gjj");
        inside.types("/github");
        inside.shows("one", |text| text.contains(&format!("1/{all}")));
        inside.types("\u{1b}");
        inside.shows("all", |text| text.contains("A00") && text.contains(&last));
        inside.types("?");
        inside.shows("keys", |text| text.contains("next account"));
        inside.types("\u{1b}");
        inside.shows("all again", |text| {
            text.contains("A00") && text.contains(&last) && !text.contains("next account")
        });
        inside.types("P");
        inside.tells_nothing(&format!("Account {all}"));
        inside.types("P");
        inside.shows("names", |text| text.contains("A00") && text.contains(&last));
        inside.types("L");
        inside.tells_nothing("otp is locked");
        inside.types("\u{3}");
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
