//! What a save could not do beside the vault reaches the user; a change of keys is not made where it cannot be pinned.

use super::faults::{can_trace, traced};
use crate::home::Home;

const SITE: &str = "otpauth://totp/Site:me?secret=MFZXIZLSNFXWI2LO&issuer=Site";

/// The how manieth call of this name first speaks of `mark`.
fn place_of(home: &Home, call: &str, mark: &str, arguments: &[&str]) -> usize {
    let (output, log) = traced(home, &format!("trace={call}"), arguments);
    assert!(output.status.success(), "{output:?}");
    let named = format!("{call}(");
    let mut calls = log.lines().filter(|line| line.contains(&named));
    calls
        .position(|line| line.contains(mark))
        .expect("such a call")
        + 1
}

#[test]
fn every_failure_beside_the_vault_is_told() {
    if !can_trace() {
        return;
    }
    let home = Home::with_accounts(&[SITE]);
    let edit = |note: &'static str| ["--identity", "recovery.txt", "edit", "site", "--note", note];
    for (mark, word) in [(".seen-", "has seen it"), (".backup-", "not its backup")] {
        for note in ["two", "one", "two"] {
            assert_eq!(home.run(edit(note), b"").code, 0);
        }
        let n = place_of(&home, "openat", mark, &edit("one"));
        for error in ["EROFS", "ENOSPC"] {
            let filter = format!("inject=openat:error={error}:when={n}");
            // One that goes well in between: after a failure there is more to do.
            assert_eq!(home.run(edit("two"), b"").code, 0);
            let (output, _) = traced(&home, &filter, &edit("one"));
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{mark}: {told}");
            assert!(
                told.contains("the vault is saved") && told.contains(word),
                "{mark}: {told}"
            );
        }
    }
    assert_eq!(home.otp(["list", "--names"]).stderr, "");
}

#[test]
fn keys_change_only_where_that_can_be_pinned() {
    if !can_trace() {
        return;
    }
    let home = Home::with_vault();
    let own = ["--passphrase-file", "passphrase"];
    // The first run pins whose key it is, which no later one does.
    assert_eq!(home.run([&own[..], &["list"]].concat(), b"").code, 0);
    let key = otp::vault::keys::DeviceKey::generate();
    let recipient = key.recipient().expect("X25519").to_owned();
    let add = [&own[..], &["key", "add", &recipient, "--name", "phone"]].concat();
    let remove = [&own[..], &["key", "remove", "phone"]].concat();
    let recovery = [&own[..], &["key", "recovery", "--recovery-file", "new.txt"]].concat();
    for (command, prepare, undo) in [
        (&add, None, Some(&remove)),
        (&remove, Some(&add), None),
        (&recovery, None, None),
    ] {
        if let Some(prepare) = prepare {
            assert_eq!(home.run(prepare, b"").code, 0);
        }
        let n = place_of(&home, "openat", ".seen-", command);
        if let Some(undo) = undo.or(prepare) {
            assert_eq!(home.run(undo, b"").code, 0);
        }
        let _ = std::fs::remove_file(home.path("new.txt"));
        let before = std::fs::read(home.vault()).expect("a vault");
        let (output, _) = traced(
            &home,
            &format!("inject=openat:error=EROFS:when={n}"),
            command,
        );
        assert_eq!(output.status.code(), Some(6), "{command:?}: {output:?}");
        assert_eq!(
            std::fs::read(home.vault()).expect("a vault"),
            before,
            "{command:?}"
        );
        assert!(!home.path("new.txt").exists());
    }
    assert_eq!(home.run([&own[..], &["list"]].concat(), b"").code, 0);
}

/// After the replacement nothing may sound as if nothing had happened.
#[test]
fn no_error_after_the_replacement_says_that_nothing_was_changed() {
    if !can_trace() {
        return;
    }
    let home = Home::with_accounts(&[SITE]);
    let rename = |name: &'static str| ["--identity", "recovery.txt", "rename", "site", name];
    let all = super::faults::calls(&home, &rename("a"), "vault.age\"");
    let last = all
        .iter()
        .rposition(|(call, _)| call.starts_with("rename"))
        .expect("one");
    let first = all
        .iter()
        .position(|(call, _)| call.starts_with("rename"))
        .expect("one");
    assert!(first < last);
    let (mut names, mut met) = (["b", "a"].into_iter().cycle(), 0);
    for (call, n) in &all[first + 1..] {
        if !["statx", "newfstatat", "fstat", "openat", "getdents64"].contains(&call.as_str()) {
            continue;
        }
        let name = names.next().expect("endless");
        let filter = format!("inject={call}:error=EIO:when={n}");
        let (output, log) = traced(&home, &filter, &rename(name));
        met += usize::from(super::faults::was_met(&log));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_new = home
            .otp(["list", "--names"])
            .stdout
            .contains(&format!(":{name}\n"));
        assert!(is_new || !output.status.success(), "{filter}: {told}");
        assert!(
            !is_new || !told.contains("Nothing was changed"),
            "{filter}: {told}"
        );
        if !is_new {
            assert_eq!(home.otp(rename(name)[2..].iter()).code, 0);
        }
    }
    assert!(met > 5, "{met}");
}
