//! Runs the transcripts beside this file: what a user types and what answers. To add one, write a file with lines
//! `$ command` and run `OTP_BLESS=1 cargo test transcripts`.
//!
//! Each file runs in a home of its own. Those called `new-…` begin with nothing but a passphrase in the file `words`;
//! the others find four accounts, opened by the key in `key.txt`. A line `[..]` or a part of a line stands for
//! anything; `? 3` behind an answer is the exit code where it is not 0. Standard error stands where it was written.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::home::{Home, path_with_otp};
use crate::papers::assert_fresh;

const ACCOUNTS: [&str; 4] = [
    "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub",
    "otpauth://totp/GitLab:octavia?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF&issuer=GitLab&algorithm=SHA256&digits=8",
    "otpauth://hotp/Key%20fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Key%20fob",
    "otpauth://totp/Steam:gaben?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DE&issuer=Steam",
];

#[test]
fn transcripts_read_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/transcripts");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    assert!(files.len() > 3);
    for file in files {
        let name = file
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        let written = std::fs::read_to_string(&file)
            .expect("text")
            .replace("\r\n", "\n");
        let home = if name.starts_with("new-") {
            let home = Home::empty();
            home.write("words", b"tram violin sunday kettle\n");
            home
        } else {
            let home = Home::with_accounts(&ACCOUNTS);
            std::fs::rename(home.path("recovery.txt"), home.path("key.txt")).expect("renamed");
            home
        };
        assert_fresh(
            &format!("tests/cmd/transcripts/{name}"),
            &replayed(&home, &written),
        );
    }
}

/// The transcript with the answers of now. Lines that still fit are kept as they were written.
fn replayed(home: &Home, written: &str) -> String {
    let mut text = String::new();
    let mut lines = written.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some(command) = line.strip_prefix("$ ") else {
            continue;
        };
        let mut before = Vec::new();
        while let Some(answer) = lines.next_if(|line| !line.starts_with("$ ") && *line != "```") {
            before.push(answer);
        }
        // An empty line between an answer and the next command is for the reader.
        let gap = before.last().is_some_and(|line| line.is_empty())
            && lines.peek().is_some_and(|line| *line != "```");
        let now = answer(home, command);
        for (place, line) in now.lines().enumerate() {
            let kept = before.get(place).filter(|known| fits(known, line));
            text.push_str(kept.unwrap_or(&line));
            text.push('\n');
        }
        if gap {
            text.push('\n');
        }
    }
    text
}

fn answer(home: &Home, command: &str) -> String {
    let path = path_with_otp();
    let mut shell = if cfg!(target_os = "linux") {
        let mut shell = Command::new("setsid");
        shell.args(["--wait", "sh"]);
        shell
    } else {
        Command::new("sh")
    };
    shell
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(home.path(""))
        .env_clear();
    shell
        .env("HOME", home.path(""))
        .env("PATH", path)
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .env("XDG_RUNTIME_DIR", home.path("runtime"));
    let output = shell.stdin(Stdio::null()).output().expect("a shell");
    let text = String::from_utf8(output.stdout).expect("text");
    let here = home.path("");
    let here = here.to_str().expect("a path").trim_end_matches('/');
    let mut text = text.replace(here, "~");
    match output.status.code() {
        Some(0) => {}
        code => text += &["? ", &code.unwrap_or(-1).to_string(), "\n"].concat(),
    }
    text
}

/// True when `line` is what was written, where `[..]` stands for anything.
fn fits(written: &str, line: &str) -> bool {
    let mut rest = line;
    let mut parts = written.split("[..]");
    let first = parts.next().unwrap_or_default();
    let Some(after) = rest.strip_prefix(first) else {
        return false;
    };
    rest = after;
    let mut wild = false;
    for part in parts {
        let Some(place) = rest.find(part) else {
            return false;
        };
        wild = part.is_empty();
        rest = &rest[place + part.len()..];
    }
    rest.is_empty() || wild
}
