//! The whole program on a desktop: enrolling from the clipboard and the screen, copying from the interface.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use image::{GrayImage, ImageFormat, Luma};
use otp::account::SecretText;
use otp::qr::draw::{Drawing, Level};

use super::clipboard::{Tmux, copy, on, owners, parts_are_missing, paste};
use super::{Display, is_missing, wait_for};
use crate::home::{Home, Run, finish};
use crate::pty::session::{Session, Start};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const NPM: &str = "otpauth://totp/npm:octavia?secret=JBSWY3DPEHPK3PXP&issuer=npm";

/// A home with an empty vault and a display, and no file but its own.
struct Desktop {
    home: Home,
    display: Display,
}

impl Desktop {
    fn with(links: &[&str]) -> Self {
        let home = if links.is_empty() {
            Home::with_vault()
        } else {
            Home::with_accounts(links)
        };
        std::fs::create_dir(home.path("tmp")).expect("a folder");
        let display = Display::start();
        Self { home, display }
    }

    fn otp(&self, arguments: &[&str]) -> Run {
        let mut command = self.home.command(["--identity", "recovery.txt"]);
        command.args(arguments).env("TMPDIR", self.home.path("tmp"));
        on(&self.display, &mut command);
        finish(command, b"")
    }

    fn names(&self) -> String {
        self.otp(&["list", "--names"]).stdout
    }

    /// Every file, but for those of the vault and its state.
    fn files(&self) -> BTreeSet<PathBuf> {
        let kept = self.home.path(".local");
        let mut found = below(&self.home.path(""));
        found.retain(|path| !path.starts_with(&kept));
        found
    }

    /// The interface on the vault, in a terminal on this display.
    fn interface(&self, variables: &[(&str, &str)]) -> Session {
        let home = self.home.path("");
        let mut start = Start::otp(&home, &["--identity", "recovery.txt"]);
        for (name, folder) in [("DATA", ".local/share"), ("STATE", ".local/state")] {
            let folder = home.join(folder);
            let folder = folder.to_str().expect("text");
            start = start.env(&format!("XDG_{name}_HOME"), folder);
        }
        start = start.inside(&home).env("DISPLAY", &self.display.name);
        for (name, value) in variables {
            start = start.env(name, value);
        }
        let session = start.run();
        session.sees("GitHub");
        session
    }
}

fn below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            found.extend(below(&entry.path()));
        }
        found.insert(entry.path());
    }
    found
}

/// A picture of these texts as QR codes, side by side.
fn picture(texts: &[&str]) -> Vec<u8> {
    let mut whole = GrayImage::from_pixel(640, 480, Luma([255]));
    for (place, text) in (0_i64..).zip(texts) {
        let drawing = Drawing::new(SecretText::from(*text).expose(), Level::Medium).expect("fits");
        let code = image::load_from_memory(drawing.png(5).as_slice()).expect("a picture");
        image::imageops::overlay(&mut whole, &code.to_luma8(), 10 + place * 310, 20);
    }
    let mut png = std::io::Cursor::new(Vec::new());
    whole.write_to(&mut png, ImageFormat::Png).expect("encodes");
    png.into_inner()
}

/// Refused as an input: two lines and nothing else.
fn assert_no_input(run: &Run, words: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 2, "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
}

#[test]
fn a_picture_on_the_clipboard_is_enrolled_and_never_touches_the_disk() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::with(&[]);
    let before = desktop.files();
    let picture = picture(&[GITHUB, NPM]);
    copy(&desktop.display, &["-t", "image/png"], &picture);
    let seen = desktop.otp(&["add", "--clipboard", "--dry-run"]);
    assert_eq!(seen.stdout.lines().count(), 2, "{seen:?}");
    assert_eq!(desktop.names(), "");
    let added = desktop.otp(&["add", "--clipboard"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert_eq!(desktop.names(), "GitHub:octavia\nnpm:octavia\n");
    assert_eq!(desktop.files(), before);
}

#[test]
fn a_text_on_the_clipboard_is_enrolled_with_every_link_in_it() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::with(&[]);
    copy(&desktop.display, &[], GITHUB.as_bytes());
    let added = desktop.otp(&["add", "--clipboard"]);
    assert_eq!(added.code, 0, "{added:?}");
    let mail = format!("Dear Octavia,\n\n1. <{GITHUB}>\n2. {NPM}.\n\nYours, the admins\n");
    copy(&desktop.display, &[], mail.as_bytes());
    let added = desktop.otp(&["add", "--clipboard"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(added.stderr.contains("in the vault already"), "{added:?}");
    assert_eq!(desktop.names(), "GitHub:octavia\nnpm:octavia\n");
    // What was copied stays with its owner.
    assert_eq!(paste(&desktop.display), mail.trim_end());
}

#[test]
fn a_clipboard_without_anything_useful_is_told_in_two_lines() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::with(&[]);
    let add = || desktop.otp(&["add", "--clipboard"]);
    assert_no_input(&add(), "neither text nor a picture");
    copy(&desktop.display, &[], b"a shopping list");
    assert_no_input(&add(), "without a one-time code");
    copy(&desktop.display, &["-t", "image/png"], &picture(&[]));
    assert_no_input(&add(), "no QR code in it");
    copy(
        &desktop.display,
        &["-t", "image/png"],
        b"\x89PNG\r\n\x1a\nbroken",
    );
    assert_no_input(&add(), "neither text nor a picture");
    assert_eq!(desktop.names(), "");
}

/// Fills the background of the screen with a picture.
fn show(desktop: &Desktop, picture: &[u8]) {
    let file = tempfile::Builder::new().suffix(".png").tempfile();
    let file = file.expect("a file");
    std::fs::write(file.path(), picture).expect("written");
    let mut display = Command::new("display");
    display.args(["-window", "root"]).arg(file.path());
    // It shows the picture and ends with 1 all the same.
    let ran = on(&desktop.display, &mut display)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    ran.expect("display starts");
}

#[test]
fn the_codes_on_the_screen_are_enrolled_and_never_touch_the_disk() {
    if parts_are_missing() || is_missing("display") || is_missing("import") {
        return;
    }
    let desktop = Desktop::with(&[]);
    let before = desktop.files();
    assert_no_input(&desktop.otp(&["add", "--screen"]), "no QR code in it");
    show(&desktop, &picture(&[GITHUB, NPM]));
    let added = desktop.otp(&["add", "--screen"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert_eq!(desktop.names(), "GitHub:octavia\nnpm:octavia\n");
    assert_eq!(desktop.files(), before);
}

#[test]
fn without_a_display_there_is_one_message() {
    let home = Home::with_vault();
    for (display, clipboard, screen) in [
        (None, "there is no display", "There is no display"),
        (
            Some(":4711"),
            "there is no display",
            "`import` made no picture",
        ),
    ] {
        for (option, words) in [("--clipboard", clipboard), ("--screen", screen)] {
            if option == "--screen" && display.is_some() && is_missing("import") {
                continue;
            }
            let mut command = home.command(["--identity", "recovery.txt", "add", option]);
            command.envs(display.map(|display| ("DISPLAY", display)));
            assert_no_input(&finish(command, b""), words);
        }
    }
}

#[test]
fn a_copied_code_stays_after_the_command_and_goes_with_lock() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::with(&[GITHUB]);
    let copied = desktop.otp(&["code", "github", "--copy"]);
    assert_eq!((copied.code, copied.stdout.as_str()), (0, ""), "{copied:?}");
    assert!(copied.stderr.contains("clears in 20 s"), "{copied:?}");
    assert_eq!(paste(&desktop.display).len(), 6);
    assert_eq!(desktop.otp(&["lock"]).code, 0);
    wait_for("an empty clipboard", || paste(&desktop.display).is_empty());
}

/// The code in the row of GitHub.
fn shown_code(session: &Session) -> String {
    let screen = session.screen();
    let row = screen.lines().find(|line| line.contains("GitHub"));
    let words = row.expect("a row").split_whitespace();
    // A mark stands before a code that was copied.
    let words = words.map(|word| word.trim_start_matches('✓'));
    let digits = |word: &&str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit());
    words.filter(digits).take(2).collect()
}

/// Copies by a key; what was on screen at that moment is what has to be on the clipboard.
fn copies(session: &Session, key: &str) -> String {
    loop {
        let before = shown_code(session);
        session.types(key).sees("Copied");
        // A new step may have begun in between.
        if shown_code(session) == before {
            return before;
        }
        session.sees_no("Copied");
    }
}

#[test]
fn a_code_copied_in_the_interface_outlives_it() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::with(&[GITHUB]);
    let session = desktop.interface(&[]);
    let code = copies(&session, "\r");
    assert_eq!(code.len(), 6, "{}", session.screen());
    wait_for("the code", || paste(&desktop.display) == code);
    session.sees("clears in 20 s").sees("desktop's clipboard");
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
    assert_eq!(paste(&desktop.display), code);
    assert_eq!(owners(&desktop.display.name).len(), 1);
}

#[test]
fn locking_the_interface_takes_the_code_away() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::with(&[GITHUB]);
    let session = desktop.interface(&[]);
    let code = copies(&session, "y");
    wait_for("the code", || paste(&desktop.display) == code);
    session.types("L").sees("otp is locked");
    wait_for("an empty clipboard", || paste(&desktop.display).is_empty());
    assert_eq!(session.types("\x03").ends(), 0);
}

#[test]
fn a_code_is_taken_away_after_the_time_in_the_settings_also_when_the_interface_has_ended() {
    if parts_are_missing() {
        return;
    }
    let desktop = Desktop::with(&[GITHUB]);
    std::fs::create_dir_all(desktop.home.path("config/otp")).expect("a folder");
    let settings = desktop.home.path("config/otp/config.toml");
    std::fs::write(settings, "clear-after = \"2s\"\n").expect("written");
    let session = desktop.interface(&[]);
    session.types("\r").sees("clears in 2 s");
    assert_eq!(session.types("q").ends(), 0);
    wait_for("an empty clipboard", || paste(&desktop.display).is_empty());
    wait_for("the owner to end", || {
        owners(&desktop.display.name).is_empty()
    });
}

#[test]
fn inside_tmux_its_buffer_gets_the_code() {
    if parts_are_missing() || is_missing("tmux") {
        return;
    }
    let (desktop, tmux) = (Desktop::with(&[GITHUB]), Tmux::start());
    let variable = tmux.variable();
    let session = desktop.interface(&[("TMUX", &variable), ("DISPLAY", "")]);
    let code = copies(&session, "\r");
    session.sees("tmux");
    wait_for("the code", || tmux.run(&["show-buffer"]) == code);
    assert_eq!(session.types("q").ends(), 0);
}
