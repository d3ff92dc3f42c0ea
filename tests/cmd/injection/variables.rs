//! Every variable of the environment that the program asks for.

use std::path::Path;
use std::process::Command;

use super::{GITHUB, HOSTILE, all_fine, check};
use crate::home::Home;

/// Variables that the program asks for, found in its sources.
fn variables() -> Vec<String> {
    fn look(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("sources").flatten() {
            if entry.path().is_dir() {
                look(&entry.path(), found);
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("text");
            let quoted = text.split('"').skip(1).step_by(2);
            let is_name = |word: &&str| {
                word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
            };
            found.extend(quoted.filter(is_name).map(str::to_owned));
        }
    }
    let mut found = ["LC_ALL", "LANG", "TZ", "PATH", "TERM", "STY"]
        .map(str::to_owned)
        .to_vec();
    look(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/system"),
        &mut found,
    );
    found.sort();
    found.dedup();
    found
}

#[test]
fn variables_do_not_act_on_the_terminal() {
    let home = Home::with_accounts(&[GITHUB]);
    let variables = variables();
    for wanted in [
        "HOME",
        "OTP_VAULT",
        "OTP_STATE",
        "XDG_RUNTIME_DIR",
        "DISPLAY",
        "DBUS_SESSION_BUS_ADDRESS",
    ] {
        assert!(
            variables.iter().any(|name| name == wanted),
            "{wanted}: {variables:?}"
        );
    }
    let commands = [
        &["status"][..],
        &["doctor"],
        &["list"],
        &["-v", "code", "github"],
        &["code", "github", "--copy"],
        &["add", "--clipboard"],
        &["add", "--screen"],
        &["init"],
        &["unlock"],
    ];
    let mut failed = Vec::new();
    for variable in &variables {
        // A relative path is refused at once.
        for (value, commands) in [
            (HOSTILE.to_owned(), &commands[..2]),
            (format!("/{HOSTILE}"), &commands),
        ] {
            for arguments in commands {
                // The PATH is for what starts it.
                let mut command = Command::new(env!("CARGO_BIN_EXE_otp"));
                command
                    .env_clear()
                    .current_dir(home.path(""))
                    .env("HOME", home.path(""))
                    .env("LC_ALL", "C.UTF-8")
                    .args(["--identity", "recovery.txt"])
                    .args(*arguments)
                    .env(variable, &value);
                let before = failed.len();
                check(command, "", &mut failed);
                for line in failed.iter_mut().skip(before) {
                    line.insert_str(0, &format!("{variable}: "));
                }
            }
        }
    }
    all_fine(&failed);
}
