//! `otp menu` with real fzf in a terminal: the chosen code is on the clipboard.

use pty_process::blocking::Command;

use super::shells::{home_with_otp, in_a_terminal};
use crate::parts;

fn menu(arguments: &[&str]) -> Command {
    Command::new("otp")
        .args(["menu", "--with", "fzf"])
        .args(arguments)
}

#[test]
fn fzf_chooses_and_the_code_is_copied() {
    if !parts::has("fzf") {
        return;
    }
    let home = home_with_otp();
    let session = in_a_terminal(&home, menu(&[]));
    session.sees("otp> ").sees("Hetzner:me").sees("Fob:door");
    session.types("hetz").sees_no("Fob:door").types("\r");
    let copied = session.clipboard(|text| text.len() == 6);
    assert_eq!(session.ends(), 0);
    assert_eq!(format!("{copied}\n"), home.otp(["code", "hetzner"]).stdout);
    session.terminal_is_restored();
    assert!(!session.screen().contains(&copied), "{}", session.screen());
}

#[test]
fn who_leaves_fzf_hears_nothing() {
    if !parts::has("fzf") {
        return;
    }
    let home = home_with_otp();
    for key in ["\x1b", "\x03"] {
        let session = in_a_terminal(&home, menu(&[]));
        session.sees("Hetzner:me").types(key);
        assert_eq!(session.ends(), 130);
        assert_eq!(session.screen().trim(), "");
        session.terminal_is_restored();
    }
}
