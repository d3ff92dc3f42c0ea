//! `otp doctor` in front of every broken state that a crash, a full disk, another user or a stranger can leave: it is
//! found, and what it says to do mends it.
#![cfg(target_os = "linux")]

mod broken_states;
mod unwritable;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use broken_states::ROWS;

use crate::home::{Home, finish, path_with_otp};
use crate::parts;

const SITE: &str = "otpauth://totp/Site:me?secret=MFZXIZLSNFXWI2LO&issuer=Site";
const STATE: &str = ".local/state/otp";

/// A broken state.
struct Row {
    name: &'static str,
    breaks: fn(&Home),
    /// What the doctor finds.
    found: &'static str,
    /// What it says to do.
    fix: &'static str,
    /// What a person makes of that; empty: just what is said, as far as the first comma or behind the last colon.
    mends: &'static str,
}

fn mode(path: &Path, mode: u32) {
    let mode = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, mode).expect("a mode");
}

fn in_state(home: &Home, name: &str) -> PathBuf {
    home.path(STATE).join(name)
}

fn backups(home: &Home) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(in_state(home, "backups")).expect("a folder");
    let mut backups: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    backups.sort();
    backups
}

fn edited(home: &Home, note: &str) {
    let run = home.otp(["edit", "site", "--note", note]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// The checks that are not good: what was found, and what to do.
fn troubles(home: &Home) -> Vec<(String, String)> {
    let run = finish(shell(home, "otp doctor --json"), b"");
    let rows: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let rows = rows.as_array().expect("an array").iter();
    let rows = rows.filter(|row| row["health"] != "good");
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    // Whether the machine of the tests has a time service is not the point.
    rows.filter(|row| row["check"] != "clock")
        .map(|row| (text(&row["found"]), text(&row["fix"])))
        .collect()
}

/// In a shell in which `otp` opens the vault of this home.
fn shell(home: &Home, script: &str) -> Command {
    let mut command = Command::new("sh");
    let otp = "otp() { command otp --no-keyring --passphrase-file passphrase \"$@\"; }";
    let newest = "NEWEST=$(ls .local/state/otp/backups/*.age 2>/dev/null | tail -n 1)";
    command
        .args(["-c", &format!("{otp}\n{newest}\n{script}")])
        .env_clear()
        .env("HOME", home.path(""))
        .env("PATH", path_with_otp())
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(home.path(""));
    command
}

/// The command in what the doctor says.
fn command(fix: &str) -> &str {
    let fix = fix.rsplit_once(": ").map_or(fix, |(_, command)| command);
    fix.split_once(", ").map_or(fix, |(command, _)| command)
}

#[test]
fn every_broken_state_is_found_and_what_is_said_mends_it() {
    if !parts::has("age") {
        return;
    }
    let failures: Vec<String> = ROWS.iter().filter_map(Row::failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

impl Row {
    fn failure(&self) -> Option<String> {
        let home = Home::with_accounts(&[SITE]);
        edited(&home, "first");
        assert_eq!(troubles(&home), []);
        (self.breaks)(&home);
        let then = troubles(&home);
        let mut found = then.iter().filter(|(found, _)| found.contains(self.found));
        let Some((_, fix)) = found.find(|(_, fix)| fix.contains(self.fix)) else {
            return Some(format!("{}: {then:?}", self.name));
        };
        let mends = if self.mends.is_empty() {
            command(fix)
        } else {
            self.mends
        };
        let mended = finish(shell(&home, mends), b"");
        let left = troubles(&home);
        let listed = finish(shell(&home, "otp list --names"), b"");
        let is_well = mended.code == 0 && left.is_empty() && listed.stdout == "Site:me\n";
        (!is_well).then(|| format!("{}: {mends}: {mended:?}, {left:?}, {listed:?}", self.name))
    }
}
