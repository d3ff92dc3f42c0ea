//! What people reported of such programs, tried on ours: each input must give the right account, or be told.

mod inputs;
mod links;
mod secrets;
mod twins;

use crate::home::{Home, Run};

const PLAIN: &str = "JBSWY3DPEHPK3PXP";

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn rows(home: &Home) -> Vec<serde_json::Value> {
    let rows = home.otp(["list", "--json"]).stdout;
    serde_json::from_str(&rows).expect("JSON")
}

fn secret(home: &Home, name: &str) -> String {
    let shown = home.otp(["show", name, "--secret"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    shown.stdout.trim_end().to_owned()
}

/// What `show` says of its kind.
fn kind(home: &Home, name: &str) -> String {
    let shown = home.otp(["show", name]).stdout;
    let line = shown.lines().find(|line| line.starts_with("Kind"));
    line.expect("a kind")
        .trim_start_matches("Kind")
        .trim()
        .to_owned()
}

/// Adds `input` to an empty vault.
fn add(arguments: &[&str], input: &str) -> (Home, Run) {
    let home = Home::with_vault();
    let mut all = vec!["add"];
    all.extend(arguments);
    let run = home.otp_fed(&all, input.as_bytes());
    (home, run)
}
