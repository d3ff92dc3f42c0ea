//! `otp askpass` by itself: what it answers, and the link.

use std::path::Path;

use pty_process::blocking::Command;

use super::{COUNTED, at_home};
use crate::home::{Home, finish};
use crate::pty::session::Start;

#[test]
fn askpass_answers_codes_alone() {
    let home = Home::with_accounts(&[COUNTED]);
    let asked = |prompt: &str| {
        let mut command = home.command(["--identity", "recovery.txt", "askpass", prompt]);
        command.env("OTP_ACCOUNT", "fob");
        finish(command, b"")
    };
    assert_eq!(asked("(me@host) Verification code: ").stdout, "755224\n");
    for prompt in [
        "Enter passphrase for key '/root/.ssh/otp': ",
        "Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
        "me@host's password: ",
        "(me@host) Password: ",
        "Username for 'https://github.com': ",
        "",
    ] {
        let run = asked(prompt);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (5, ""),
            "{prompt}: {run:?}"
        );
        assert!(run.stderr.contains("OTP_NEXT_ASKPASS"), "{run:?}");
    }
    assert_eq!(
        home.otp(["code", "fob"]).stdout,
        "287082\n",
        "none was spent"
    );
    // Somebody at a terminal is asked there.
    let command = Command::new(env!("CARGO_BIN_EXE_otp")).args(["askpass", "me@host's password: "]);
    let session = at_home(&home, Start::of(command, &home.path("")))
        .piped()
        .run();
    session.sees("me@host's password:").types("typed word\r");
    assert_eq!(session.ends(), 0);
    assert_eq!(session.output(), "typed word\n");
}

#[test]
fn the_link_is_made_once_and_over_nothing_else() {
    let home = Home::with_vault();
    for _ in 0..2 {
        let run = home.otp(["askpass", "--link", "."]);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (0, "./otp-askpass\n"),
            "{run:?}"
        );
    }
    let target = std::fs::read_link(home.path("otp-askpass")).expect("a link");
    assert_eq!(
        target.file_name(),
        Path::new(env!("CARGO_BIN_EXE_otp")).file_name()
    );
    std::fs::remove_file(home.path("otp-askpass")).expect("removed");
    home.write("otp-askpass", b"mine");
    let run = home.otp(["askpass", "--link", "."]);
    assert_eq!(run.code, 8, "{run:?}");
    assert_eq!(
        std::fs::read(home.path("otp-askpass")).expect("mine"),
        b"mine"
    );
}
