//! Making a vault and changing its passphrase, killed or hindered at every system call: nobody is ever locked out.

use super::faults::{calls, can_trace, error_of, traced, was_met};
use crate::home::Home;

const INIT: [&str; 7] = [
    "--passphrase-file",
    "passphrase",
    "init",
    "--work-factor",
    "14",
    "--recovery-file",
    "recovery.txt",
];

fn passwd<'a>(old: &'a str, new: &'a str) -> [&'a str; 7] {
    let change = ["passwd", "--work-factor", "14", "--new-passphrase-file"];
    let [passwd, option, factor, file] = change;
    ["--passphrase-file", old, passwd, option, factor, file, new]
}

fn opens(home: &Home, passphrase: &str) -> bool {
    let run = home.run(["--passphrase-file", passphrase, "list", "--names"], b"");
    assert!([0, 5].contains(&run.code), "{run:?}");
    run.code == 0
}

/// Each call that changes something on the disk with a kill, and with an error.
fn faults(calls: Vec<(String, usize)>) -> Vec<(String, usize, &'static str)> {
    let of = |(call, n): (String, usize)| {
        let makes = ["mkdir", "link", "linkat", "unlink", "unlinkat"];
        let error = error_of(&call);
        let kill = error.is_some() || makes.contains(&call.as_str());
        let faults = [kill.then_some("signal=KILL"), error];
        faults.map(|fault| fault.map(|fault| (call.clone(), n, fault)))
    };
    calls.into_iter().flat_map(of).flatten().collect()
}

#[test]
fn the_old_or_the_new_passphrase_always_opens_the_vault() {
    if !can_trace() {
        return;
    }
    let home = Home::with_vault();
    home.write("other", b"tram violin sunday\n");
    let (mut old, mut new) = ("passphrase", "other");
    // The first run pins whose key it is, which no later one does.
    assert!(opens(&home, old));
    let calls = calls(&home, &passwd(old, new), ".identity-");
    (old, new) = (new, old);
    let (mut met, mut changed) = (0, 0);
    for (call, n, fault) in faults(calls) {
        let filter = format!("inject={call}:{fault}:when={n}");
        let (output, log) = traced(&home, &filter, &passwd(old, new));
        met += usize::from(was_met(&log));
        let is_new = opens(&home, new);
        if is_new {
            changed += 1;
            (old, new) = (new, old);
        } else {
            assert!(!output.status.success(), "{filter}: {output:?}");
            assert!(opens(&home, old), "{filter}: {output:?}");
        }
    }
    assert!(met > 8 && changed > 1, "{met} {changed}");
    // What kills left behind goes with the next change.
    let run = home.run(passwd(old, new), b"");
    assert_eq!(run.code, 0, "{run:?}");
    let state = std::fs::read_dir(home.path(".local/state/otp")).expect("a folder");
    let mut names = state.map(|entry| entry.expect("an entry").file_name());
    assert!(!names.any(|name| name.to_string_lossy().ends_with(".tmp")));
}

#[test]
fn a_vault_that_nothing_opens_never_comes_to_be() {
    if !can_trace() {
        return;
    }
    let fresh = || {
        let home = Home::empty();
        home.write("passphrase", b"otter kelp barrel\n");
        home
    };
    let (mut met, mut made) = (0, 0);
    for (call, n, fault) in faults(calls(&fresh(), &INIT, ".local/s")) {
        let home = fresh();
        let filter = format!("inject={call}:{fault}:when={n}");
        let (output, log) = traced(&home, &filter, &INIT);
        met += usize::from(was_met(&log));
        if home.vault().exists() {
            assert!(opens(&home, "passphrase"), "{filter}: {output:?}");
            made += 1;
            continue;
        }
        assert!(!output.status.success(), "{filter}: {output:?}");
        // Nothing is in the way of the next try but, after a kill, the key of a vault that was not made.
        let identity = home.path(".local/state/otp/identity.age");
        if identity.exists() {
            assert_eq!(fault, "signal=KILL", "{filter}: {output:?}");
            std::fs::remove_file(identity).expect("removed");
        }
        let _ = std::fs::remove_file(home.path("recovery.txt"));
        let again = home.run(INIT, b"");
        assert_eq!(again.code, 0, "{filter}: {again:?}");
    }
    assert!(met > 30 && made > 10, "{met} {made}");
}
