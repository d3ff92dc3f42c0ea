//! The program with a fault in each system call of a save, injected by strace (tests 21 and 22).

use std::collections::BTreeMap;
use std::process::{Command, Output};

use super::kill::Victim;
use crate::parts;

fn can_trace() -> bool {
    if !parts::has("strace") {
        return false;
    }
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    traced.is_ok_and(|output| output.status.success()) || parts::skip("strace may not trace here")
}

impl Victim {
    /// Runs the program under strace with this filter; what it did, and strace's log.
    fn traced(&self, filter: &str, arguments: &[&str]) -> (Output, String) {
        let wrapper = ["strace", "-f", "-qq", "-o", "strace.log", "-e", filter];
        let output = self.command(&wrapper, arguments).output().expect("ended");
        let log = std::fs::read_to_string(self.home.path("strace.log")).unwrap_or_default();
        (output, log)
    }

    /// The system calls of a save, from the lock to the end: name, and how many of that name came before.
    fn calls_of_a_save(&self) -> Vec<(String, usize)> {
        let (output, log) = self.traced("trace=all", &["code", "counter"]);
        assert!(output.status.success(), "{output:?}");
        let mut count = BTreeMap::new();
        let mut calls = Vec::new();
        let mut saves = false;
        for line in log.lines() {
            let call = line
                .split_once(' ')
                .and_then(|(_, call)| call.trim_start().split_once('('));
            let Some((name, arguments)) = call else {
                continue;
            };
            let place = count.entry(name.to_owned()).or_insert(0);
            *place += 1;
            saves |= arguments.contains(".vault.age.lock");
            if saves && name != "exit_group" {
                calls.push((name.to_owned(), *place));
            }
        }
        calls
    }

    /// Runs `otp code` with a fault in each of these calls; how many were met.
    fn with_faults(&self, faults: &[(String, usize, &str)], is_kill: bool) -> usize {
        let mut met = 0;
        let mut before = self.counter();
        for (call, n, fault) in faults {
            let filter = format!("inject={call}:{fault}:when={n}");
            let place = format!("{call} number {n}, {fault}");
            let (output, log) = self.traced(&filter, &["code", "counter"]);
            let after = self.counter();
            let whole = self.check(&output.stdout, before, after, &place);
            if !is_kill {
                assert_eq!(whole, output.status.success(), "{place}: {output:?}");
                assert_eq!(self.temporary_files(), 0, "{place}");
                let told = String::from_utf8_lossy(&output.stderr).lines().count();
                assert_eq!(told, if whole { 0 } else { 2 }, "{place}: {output:?}");
            }
            let happened = log.contains("INJECTED") || log.contains("killed by SIGKILL");
            met += usize::from(happened);
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
    let error = |call: &str| match call {
        "fsync" => Some("error=EIO"),
        "write" => Some("error=ENOSPC"),
        "rename" | "renameat" | "renameat2" => Some("error=EACCES"),
        "openat" => Some("error=EMFILE"),
        "flock" => Some("error=ENOLCK"),
        _ => None,
    };
    let victim = Victim::new(3);
    let calls = victim.calls_of_a_save();
    let faults: Vec<_> = calls
        .into_iter()
        .filter_map(|(call, n)| error(&call).map(|fault| (call, n, fault)))
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
        let (output, _) = victim.traced(&filter, &["rename", "site", &format!("name {n}")]);
        assert_eq!(output.status.code(), Some(6), "{output:?}");
        reports.push(String::from_utf8_lossy(&output.stderr).into_owned());
        reports.push(victim.home.otp(["list", "--names"]).stdout);
    }
    assert!(reports[0].contains("annot write"), "{reports:?}");
    assert!(reports[1].contains("Site"), "{reports:?}");
    assert!(reports[2].contains("power cut"), "{reports:?}");
    assert!(reports[3].contains("name 2"), "{reports:?}");
}
