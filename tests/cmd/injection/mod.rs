//! Nothing that is not ours acts on the terminal: names of files, arguments, variables, devices, servers' words, with
//! every command. And where the locale is not UTF-8, nothing but ASCII is said.
#![cfg(unix)]

mod arguments;
mod ascii;
mod on_a_terminal;
mod paths;
mod variables;

use std::ffi::OsStr;
use std::process::{Command, Stdio};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
/// A public key of somebody's.
const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

/// A copy to the clipboard, C1 controls, turned writing, and lines that look like ours.
const HOSTILE: &str =
    "x\u{1b}]52;c;aGk=\u{7}\u{9b}31m\u{85}\u{202e}\u{2066}\u{200f}\u{2028}\r\t\u{7f}\nINJECTED";

fn harmless(what: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(what).map_err(|_| "it is no UTF-8".to_owned())?;
    // As CSV ends its lines.
    let text = text.replace("\r\n", "\n");
    let acts = |c: char| {
        c != '\n'
            && (c.is_control()
                || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
                    | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    if let Some(found) = text.chars().find(|c| acts(*c)) {
        return Err(format!("{found:?} is in it"));
    }
    let begins = text.lines().any(|line| line.starts_with("INJECTED"));
    if begins {
        Err("a line of its own".to_owned())
    } else {
        Ok(())
    }
}

/// Runs it to its end without a terminal and checks what it says; returns that.
fn check(mut command: Command, input: &str, failed: &mut Vec<String>) -> String {
    use std::io::Write as _;
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("piped");
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    // The path of a backup is for programs: in a pipe it is as it is.
    let is_data = command.get_args().any(|word| word == "backup");
    for (name, said) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if is_data && name == "stdout" {
            continue;
        }
        if let Err(why) = harmless(said) {
            let arguments: Vec<&OsStr> = command.get_args().collect();
            failed.push(format!(
                "{arguments:?}: {name}: {why}: {:?}",
                String::from_utf8_lossy(said)
            ));
        }
    }
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn all_fine(failed: &[String]) {
    assert!(
        failed.is_empty(),
        "{}:\n{}",
        failed.len(),
        failed.join("\n")
    );
}
