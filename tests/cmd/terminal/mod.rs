//! What the command line does on a terminal and nowhere else: tables as wide as the window, headings, colours, a table
//! that lives, questions for what is missing, and lines alone where the terminal can do no more.
#![cfg(unix)]

mod colours;
mod lines_alone;
mod live_tables;
mod questions;
mod widths;

use crate::home::Home;
use crate::pty::session::Start;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LB&issuer=GitHub";
const DOOR: &str = "otpauth://hotp/Key%20fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Key%20fob";

fn start(home: &Home, arguments: &[&str]) -> Start {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let identity = folder("recovery.txt");
    let mut all = vec!["--identity", &identity];
    all.extend(arguments);
    Start::otp(&home.path(""), &all)
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
}

/// The lines on the screen when the command is over.
fn shown(start: Start) -> Vec<String> {
    let session = start.run();
    assert_eq!(session.ends(), 0);
    let screen = session.screen();
    screen
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn code(home: &Home, name: &str) -> String {
    let run = home.otp(["code", name]);
    assert_eq!(run.code, 0, "{run:?}");
    let code = run.stdout.trim_end();
    format!("{} {}", &code[..3], &code[3..])
}
