//! The picker below the cursor: what was on the terminal stays there, before, while and after one picks.

use pty_process::blocking::Command;

use super::session::{Session, Start};
use crate::home::Home;

const ACCOUNTS: [&str; 2] = [
    "otpauth://totp/GitHub:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub",
    "otpauth://totp/Hetzner:me?secret=MFZXIZLSNFXWI2LO&issuer=Hetzner",
];

/// A shell that has written so many lines, and then asks for a code.
fn shell(home: &Home, lines: u32, options: &str) -> Session {
    let otp = env!("CARGO_BIN_EXE_otp");
    let script = format!(
        "for n in $(seq {lines}); do echo line $n; done\n\
         x=$({otp} --identity recovery.txt code {options}); echo \"ended with $? and <$x>\""
    );
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let command = Command::new("sh").args(["-c", &script]);
    Start::of(command, &home.path(""))
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("PATH", &std::env::var("PATH").expect("a path"))
        .inside(&home.path(""))
        .run()
}

fn is_code_between_brackets(text: &str) -> bool {
    let code = text
        .split('<')
        .nth(1)
        .and_then(|rest| rest.split('>').next());
    code.is_some_and(|code| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()))
}

#[test]
fn what_was_there_stays_wherever_the_cursor_stood() {
    for lines in [1, 12, 30] {
        let home = Home::with_accounts(&ACCOUNTS);
        let session = shell(&home, lines, "");
        session.sees("GitHub").sees("print");
        assert!(!session.look(vt100::Screen::alternate_screen));
        let last = format!("line {lines}\n");
        session.sees(&last);
        session
            .types("het")
            .sees_no("GitHub")
            .sees(&last)
            .types("\r");
        session.sees("ended with 0");
        let screen = session.screen();
        assert!(is_code_between_brackets(&screen), "{screen}");
        // Right below what was there, and nothing of ours is left.
        assert!(
            screen.contains(&format!("line {lines}\nended with 0")),
            "{screen}"
        );
        assert!(!screen.contains("Hetzner"), "{screen}");
        assert_eq!(session.ends(), 0);
        session.terminal_is_restored();
    }
}

#[test]
fn it_takes_as_many_lines_as_it_is_told() {
    let home = Home::with_accounts(&ACCOUNTS);
    for (options, used) in [("--height 5", 5), ("--height 50%", 12), ("", 10)] {
        let session = shell(&home, 1, options);
        session.sees("GitHub").sees("print");
        let lines = session.screen().lines().count();
        assert_eq!(lines, 1 + used, "{options}\n{}", session.screen());
        assert_eq!(session.types("\x1b").sees("ended with 130").ends(), 0);
    }
    let session = shell(&home, 1, "--height full");
    session.sees("GitHub");
    assert!(session.look(vt100::Screen::alternate_screen));
    assert_eq!(session.types("\x1b").sees("ended with 130").ends(), 0);
    let session = shell(&home, 1, "--height 0");
    session
        .sees("--height is not a number of lines")
        .sees("ended with 2");
}

#[test]
fn a_window_of_another_size_is_taken_in() {
    let home = Home::with_accounts(&ACCOUNTS);
    let session = shell(&home, 3, "");
    session.sees("GitHub").sees("print");
    session
        .resizes(100, 30)
        .sees("line 3")
        .sees("GitHub")
        .sees("print");
    session.types("git").sees_no("Hetzner");
    session.resizes(60, 20).sees("GitHub").sees("print");
    session
        .types("\x1b")
        .sees("ended with 130")
        .sees_no("GitHub");
    assert_eq!(session.ends(), 0);
}

#[test]
fn stopped_and_continued_it_comes_back() {
    let home = Home::with_accounts(&ACCOUNTS);
    let session = shell(&home, 2, "");
    session.sees("GitHub").sees("print");
    session.types("\x0c").sees("line 2").sees("GitHub");
    session.types("\x03").sees("ended with 130");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
}
