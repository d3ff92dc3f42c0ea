//! Every command that changes something, killed or hindered at its system calls, a row each: what the user holds
//! opens the vault afterwards, and nothing is reported that is not so. `OTP_TEST_ROUNDS=2000` takes every call and so
//! many random kills; otherwise a few of each.

mod commands;

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use commands::ROWS;

use super::faults::{calls_with, can_trace, error_of, traced_with, was_met};
use crate::home::{Home, Run};

const SITE: &str = "otpauth://totp/Site:me?secret=MFZXIZLSNFXWI2LO&issuer=Site";

/// A command with the home that it starts in.
struct Row {
    name: &'static str,
    prepare: fn(&Home),
    command: &'static [&'static str],
    /// Before it there may be no vault that opens.
    begins_broken: bool,
}

const OWN: [&str; 2] = ["--passphrase-file", "passphrase"];

/// What the commands read: only one of them reads a key.
fn input(home: &Home) -> Stdio {
    let key = std::fs::File::open(home.path("recovery.txt"));
    key.map_or_else(|_| Stdio::null(), Stdio::from)
}

/// The number given by hand.
fn rounds() -> Option<usize> {
    std::env::var("OTP_TEST_ROUNDS").ok()?.parse().ok()
}

impl Row {
    /// A home in which the command is about to run.
    fn template(&self) -> Home {
        let home = Home::with_accounts(&[SITE]);
        home.write("other", b"tram violin sunday\n");
        (self.prepare)(&home);
        home
    }

    /// Asserts that nobody is locked out and nothing is reported that is not so.
    fn check(&self, home: &Home, output: &Output, place: &str) {
        let place = format!("{}, {place}", self.name);
        let list = |key: &[&str]| home.run([key, &["list", "--names"]].concat(), b"");
        let opens = |key: &[&str]| {
            let run = list(key);
            assert_honest(&run, &place);
            run.code == 0
        };
        let has = |name: &str| home.path(name).exists();
        if self.begins_broken && list(&OWN).code != 0 {
            assert!(!output.status.success(), "{place}: {output:?}");
            // The next try succeeds, with what doctor and the errors say.
            if self.name == "init" && !home.vault().exists() {
                for file in ["new.txt", ".local/state/otp/identity.age"] {
                    let _ = std::fs::remove_file(home.path(file));
                }
            }
            let mut again = home.command(self.command);
            again.stdin(input(home));
            let again = again.output().expect("ended");
            assert!(
                again.status.success(),
                "{place}: {output:?}, then {again:?}"
            );
        }
        let by_passphrase = opens(&OWN) || opens(&["--passphrase-file", "other"]);
        assert!(by_passphrase, "{place}: no passphrase opens it: {output:?}");
        let by_old = self.name != "init" && opens(&["--identity", "recovery.txt"]);
        let by_new = has("new.txt") && opens(&["--identity", "new.txt"]);
        assert!(
            by_old || by_new,
            "{place}: no recovery key opens it: {output:?}"
        );
        if self.command.contains(&"bank") && !output.stdout.is_empty() {
            // A code that somebody has seen is never given again.
            let next = home.run(self.command, b"").stdout;
            assert_ne!(next.as_bytes(), output.stdout, "{place}");
        }
        if output.status.success() && self.command.contains(&"new.txt") {
            assert!(by_new && !by_old, "{place}: its word is not true");
        }
    }
}

/// No warning about what this device did itself.
fn assert_honest(run: &Run, place: &str) {
    assert!([0, 5].contains(&run.code), "{place}: {run:?}");
    for lie in [
        "has changed the vault's token",
        "older than",
        "token",
        "damaged",
    ] {
        assert!(!run.stderr.contains(lie), "{place}: {run:?}");
    }
}

/// The same home once more.
fn copy(template: &Home) -> Home {
    let home = Home::empty();
    let mut cp = Command::new("cp");
    cp.args(["-a", "--"])
        .arg(template.path("."))
        .arg(home.path(""));
    assert!(cp.status().expect("cp runs").success());
    home
}

/// Calls that change something on the disk, or stand beside those.
fn matters(call: &str) -> bool {
    const CALLS: [&str; 16] = [
        "openat",
        "write",
        "fsync",
        "rename",
        "renameat",
        "renameat2",
        "link",
        "linkat",
        "unlink",
        "unlinkat",
        "mkdir",
        "mkdirat",
        "flock",
        "fchmod",
        "fchown",
        "chmod",
    ];
    CALLS.contains(&call)
}

/// Those at which it is killed: every one by hand; else what follows the replacements, and some others.
fn chosen(all: &[(String, usize)]) -> Vec<(String, usize)> {
    if rounds().is_some() {
        return all.to_vec();
    }
    let is_replacement = |place: usize| all[place].0.starts_with("rename");
    let follows = |place: &usize| *place > 0 && is_replacement(*place - 1);
    let mut chosen: Vec<_> = (0..all.len()).filter(follows).collect();
    chosen.extend(
        (0..all.len())
            .filter(|place| matters(&all[*place].0))
            .step_by(19),
    );
    chosen.sort_unstable();
    chosen.dedup();
    chosen.into_iter().map(|place| all[place].clone()).collect()
}

/// Runs the rows with a fault at each chosen call; `fault` makes one for a call, if it has any.
fn hinder(fault: impl Fn(&str) -> Option<&'static str> + Sync) -> usize {
    let run_row = |row: &Row| {
        let template = row.template();
        let first = copy(&template);
        let all = calls_with(&first, row.command, ".local/s", input(&first));
        let mut met = 0;
        for (call, n) in chosen(&all) {
            let Some(fault) = fault(&call) else {
                continue;
            };
            let home = copy(&template);
            let filter = format!("inject={call}:{fault}:when={n}");
            let (output, log) = traced_with(&home, &filter, row.command, input(&home));
            met += usize::from(was_met(&log));
            if fault == "error=EINTR" {
                assert!(
                    output.status.success(),
                    "{}: {filter}: {output:?}",
                    row.name
                );
            }
            row.check(&home, &output, &filter);
        }
        met
    };
    let (one, two) = ROWS.split_at(ROWS.len() / 2);
    std::thread::scope(|scope| {
        let halves = [one, two].map(|rows| scope.spawn(|| rows.iter().map(run_row).sum::<usize>()));
        halves
            .into_iter()
            .map(|half| half.join().expect("no lockout"))
            .sum()
    })
}

#[test]
fn a_kill_at_any_call_of_any_command_locks_nobody_out() {
    if !can_trace() {
        return;
    }
    let met = hinder(|_| Some("signal=KILL"));
    println!("{met} kills");
    assert!(met > 36, "{met}");
}

#[test]
fn an_error_at_any_call_of_any_command_locks_nobody_out() {
    if !can_trace() {
        return;
    }
    let met = hinder(error_of);
    println!("{met} errors");
    assert!(met > 18, "{met}");
    if rounds().is_some() {
        let eio = |call: &str| {
            ["write", "openat", "rename", "renameat2", "linkat", "mkdir"].contains(&call)
        };
        println!("{} EIO", hinder(|call| eio(call).then_some("error=EIO")));
        let full = |call: &str| {
            ["fsync", "openat", "rename", "renameat2", "linkat", "mkdir"].contains(&call)
        };
        println!(
            "{} ENOSPC",
            hinder(|call| full(call).then_some("error=ENOSPC"))
        );
    }
}

#[test]
fn a_call_that_was_interrupted_is_made_again() {
    if !can_trace() {
        return;
    }
    let restarts = ["read", "write", "fsync", "flock", "openat"];
    let met = hinder(|call| restarts.contains(&call).then_some("error=EINTR"));
    println!("{met} interrupts");
    assert!(met > 12, "{met}");
}

#[test]
fn kills_at_random_moments_lock_nobody_out() {
    let rounds = rounds().unwrap_or(24);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let templates: Vec<Home> = ROWS.iter().map(Row::template).collect();
    let measure = |(row, template): (&Row, &Home)| {
        let home = copy(template);
        let mut command = super::kill::otp(&home, &[], row.command);
        let begun = Instant::now();
        let ended = command.stdin(input(&home)).output().expect("ended");
        assert!(ended.status.success(), "{}: {ended:?}", row.name);
        begun.elapsed()
    };
    let mut lengths: Vec<Duration> = ROWS.iter().zip(&templates).map(measure).collect();
    let mut killed = 0;
    for round in 0..rounds {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let place = round % ROWS.len();
        let (row, home) = (&ROWS[place], copy(&templates[place]));
        let mut command = super::kill::otp(&home, &[], row.command);
        command.stdin(input(&home));
        let mut process = command.spawn().expect("started");
        // Not a wait for something: the random moment of the kill is what is tested.
        let share = u32::try_from(random % 1000).expect("small");
        std::thread::sleep(lengths[place] * share / 1000);
        process.kill().expect("killed");
        let output = process.wait_with_output().expect("ended");
        let is_over = output.status.code().is_some();
        killed += usize::from(!is_over);
        lengths[place] = if is_over {
            lengths[place] * 19 / 20
        } else {
            lengths[place] * 21 / 20
        };
        row.check(&home, &output, &format!("round {round}"));
    }
    println!("{killed} of {rounds} killed");
    assert!(
        killed > rounds / 5,
        "{killed} of {rounds}: too late to test anything"
    );
}
