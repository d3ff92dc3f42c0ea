//! The program with a fault in each system call of a save, injected by strace (tests 21 and 22).

use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};

use super::kill::{Victim, otp};
use crate::home::Home;
use crate::parts;

pub fn can_trace() -> bool {
    if !parts::has("strace") {
        return false;
    }
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    traced.is_ok_and(|output| output.status.success()) || parts::skip("strace may not trace here")
}

/// Runs the program under strace with this filter; what it did, and strace's log.
pub fn traced(home: &Home, filter: &str, arguments: &[&str]) -> (Output, String) {
    traced_with(home, filter, arguments, Stdio::null())
}

/// The same with something on standard input.
pub fn traced_with(
    home: &Home,
    filter: &str,
    arguments: &[&str],
    input: Stdio,
) -> (Output, String) {
    let wrapper = ["strace", "-f", "-qq", "-o", "strace.log", "-e", filter];
    let mut command = otp(home, &wrapper, arguments);
    let output = command.stdin(input).output().expect("ended");
    let log = std::fs::read_to_string(home.path("strace.log")).unwrap_or_default();
    (output, log)
}

/// The system calls of a run from the first one that names `mark` to the end: the name of each, and the how
/// manieth of that name it is.
pub fn calls(home: &Home, arguments: &[&str], mark: &str) -> Vec<(String, usize)> {
    calls_with(home, arguments, mark, Stdio::null())
}

/// The same with something on standard input.
pub fn calls_with(
    home: &Home,
    arguments: &[&str],
    mark: &str,
    input: Stdio,
) -> Vec<(String, usize)> {
    let (output, log) = traced_with(home, "trace=all", arguments, input);
    assert!(output.status.success(), "{output:?}");
    let mut count = BTreeMap::new();
    let mut calls = Vec::new();
    let mut begun = false;
    for line in log.lines() {
        let call = line.split_once(' ').and_then(|(thread, call)| {
            let (name, rest) = call.trim_start().split_once('(')?;
            Some((thread, name, rest))
        });
        let Some((thread, name, rest)) = call else {
            continue;
        };
        // As strace counts them when it injects: thread by thread.
        let place = count.entry((thread, name)).or_insert(0);
        *place += 1;
        begun |= rest.contains(mark);
        if begun && name != "exit_group" {
            calls.push((name.to_owned(), *place));
        }
    }
    calls
}

/// What a call may fail with, for those that a save depends on.
pub fn error_of(call: &str) -> Option<&'static str> {
    match call {
        "fsync" => Some("error=EIO"),
        "write" => Some("error=ENOSPC"),
        "rename" | "renameat" | "renameat2" => Some("error=EACCES"),
        "openat" => Some("error=EMFILE"),
        "flock" => Some("error=ENOLCK"),
        _ => None,
    }
}

/// True when strace met the call it was to hinder.
pub fn was_met(log: &str) -> bool {
    log.contains("INJECTED") || log.contains("killed by SIGKILL")
}

const CODE: [&str; 4] = ["--identity", "recovery.txt", "code", "counter"];

impl Victim {
    fn calls_of_a_save(&self) -> Vec<(String, usize)> {
        calls(&self.home, &CODE, ".vault.age.lock")
    }

    /// Runs `otp code` with a fault in each of these calls; how many were met.
    fn with_faults(&self, faults: &[(String, usize, &str)], is_kill: bool) -> usize {
        let mut met = 0;
        let mut before = self.counter();
        for (call, n, fault) in faults {
            let filter = format!("inject={call}:{fault}:when={n}");
            let place = format!("{call} number {n}, {fault}");
            let (output, log) = traced(&self.home, &filter, &CODE);
            let after = self.counter();
            let whole = self.check(&output.stdout, before, after, &place);
            if !is_kill {
                assert_eq!(whole, output.status.success(), "{place}: {output:?}");
                assert_eq!(self.temporary_files(), 0, "{place}");
                let told = String::from_utf8_lossy(&output.stderr).into_owned();
                let warned = "warning: the vault is saved, but";
                let is_told = if whole {
                    told.lines().all(|line| line.starts_with(warned))
                } else {
                    told.lines().count() == 2
                };
                assert!(is_told, "{place}: {output:?}");
            }
            met += usize::from(was_met(&log));
            before = after;
        }
        met
    }
}

#[test]
fn a_kill_at_every_system_call_of_a_save_costs_nothing() {
    if !can_trace() {
        return;
    }
    let victim = Victim::new(3);
    let calls = victim.calls_of_a_save();
    for name in ["flock", "fsync", "renameat", "write"] {
        assert!(calls.iter().any(|(call, _)| call == name), "{calls:?}");
    }
    let kills: Vec<_> = calls
        .into_iter()
        .map(|(call, n)| (call, n, "signal=KILL"))
        .collect();
    let met = victim.with_faults(&kills, true);
    // Memory is asked for as it is needed: a call more or less, from run to run.
    assert!(met + 5 > kills.len() && met > 40, "{met} of {kills:?}");
}

#[test]
fn every_call_of_a_save_may_fail() {
    if !can_trace() {
        return;
    }
    let victim = Victim::new(3);
    let calls = victim.calls_of_a_save();
    let faults: Vec<_> = calls
        .into_iter()
        .filter_map(|(call, n)| error_of(&call).map(|fault| (call, n, fault)))
        .collect();
    let met = victim.with_faults(&faults, false);
    assert!(met == faults.len() && met > 10, "{met} of {faults:?}");
}

/// The folder's own fsync comes after the rename: the new state is there, but the user hears of the doubt.
#[test]
fn an_unsynced_folder_is_reported() {
    if !can_trace() {
        return;
    }
    let victim = Victim::new(1);
    let mut reports = Vec::new();
    for n in 1..=2 {
        let filter = format!("inject=fsync:error=EIO:when={n}");
        let (output, _) = traced(
            &victim.home,
            &filter,
            &[
                "--identity",
                "recovery.txt",
                "rename",
                "site",
                &format!("name {n}"),
            ],
        );
        assert_eq!(output.status.code(), Some(6), "{output:?}");
        reports.push(String::from_utf8_lossy(&output.stderr).into_owned());
        reports.push(victim.home.otp(["list", "--names"]).stdout);
    }
    assert!(reports[0].contains("annot write"), "{reports:?}");
    assert!(reports[1].contains("Site"), "{reports:?}");
    assert!(reports[2].contains("power cut"), "{reports:?}");
    assert!(reports[3].contains("name 2"), "{reports:?}");
}
