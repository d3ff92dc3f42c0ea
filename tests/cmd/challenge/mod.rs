//! `otp challenge`: codes that a service sends and gets back, on the real binary: limits, one decision, kills.

mod kills;
mod limits;
mod sending;

use std::path::PathBuf;

use serde_json::Value;

use crate::home::{Home, Run};

fn challenge(home: &Home, arguments: &[&str]) -> Run {
    home.run([&["challenge"], arguments].concat(), b"")
}

/// A new session: its id and code.
fn new(home: &Home, arguments: &[&str]) -> (String, String) {
    let run = challenge(home, &[&["new", "--to"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let (id, code) = run.stdout.trim_end().split_once('\n').expect("two lines");
    (id.to_owned(), code.to_owned())
}

fn object(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

fn verify(home: &Home, id: &str, code: &str) -> (i32, Value) {
    let run = challenge(home, &["verify", "--json", id, code]);
    assert_eq!(run.stderr, "");
    (run.code, object(&run))
}

fn status(home: &Home, id: &str) -> Value {
    let run = challenge(home, &["status", id, "--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    object(&run)
}

/// Everything in the folder, names and contents.
fn stored(home: &Home) -> Vec<(String, String)> {
    let folder = home.path(".local/state/otp/challenge");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let read = |path: PathBuf| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read(&path).expect("a file");
        (name, String::from_utf8_lossy(&text).into_owned())
    };
    files.map(|file| read(file.path())).collect()
}

fn sessions(home: &Home) -> Vec<(String, String)> {
    let is_session = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
    let all = stored(home).into_iter();
    all.filter(|(name, _)| is_session(name)).collect()
}

/// Another code of the same length.
fn wrong(code: &str) -> String {
    let turned = |digit: char| if digit == '9' { '0' } else { '9' };
    code.chars().map(turned).collect()
}
