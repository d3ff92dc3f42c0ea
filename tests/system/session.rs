//! Sessions in the kernel keyring.

use std::process::Command;

use super::probe::{IDENTITY, ask, probe};
use super::{is_missing, output, skip, wait_for};

/// A vault id that no other test uses, closed again at the end.
struct Vault(String);

impl Vault {
    /// `None`, and a line that says so, where the kernel has no keyring for us.
    fn new(name: &str) -> Option<Self> {
        let vault = Self(format!("test-{name}-{}", std::process::id()));
        if vault.ask(&[], "session-open", "60") == "ok ()" {
            vault.ask(&[], "session-close", "");
            return Some(vault);
        }
        skip("the kernel keyring");
        None
    }

    fn ask(&self, before: &[&str], task: &str, more: &str) -> String {
        let task = format!("{task} {} {more}", self.0);
        ask(&mut probe(before, task.trim_end())).said
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        let _ = probe(&[], &format!("session-close {}", self.0)).output();
    }
}

fn open() -> String {
    format!("open: {IDENTITY}")
}

#[test]
fn a_session_outlives_its_opener_until_it_is_closed() {
    let Some(vault) = Vault::new("plain") else {
        return;
    };
    assert_eq!(vault.ask(&[], "session-read", ""), "closed");
    assert_eq!(vault.ask(&[], "session-close", ""), "ok false");
    assert_eq!(vault.ask(&[], "session-open", "60"), "ok ()");
    assert_eq!(vault.ask(&[], "session-read", ""), open());
    assert_eq!(vault.ask(&[], "session-close", ""), "ok true");
    assert_eq!(vault.ask(&[], "session-read", ""), "closed");
}

#[test]
fn the_kernel_ends_it() {
    let Some(vault) = Vault::new("expiry") else {
        return;
    };
    assert_eq!(vault.ask(&[], "session-open", "1"), "ok ()");
    wait_for("the end of the session", || {
        vault.ask(&[], "session-read", "") == "closed"
    });
    // What is left of it is no obstacle.
    assert_eq!(vault.ask(&[], "session-open", "60"), "ok ()");
    assert_eq!(vault.ask(&[], "session-read", ""), open());
}

#[test]
fn a_new_session_replaces_the_old_one() {
    let Some(vault) = Vault::new("replace") else {
        return;
    };
    assert_eq!(vault.ask(&[], "session-open-text", "first"), "ok ()");
    assert_eq!(vault.ask(&[], "session-open-text", "second"), "ok ()");
    assert_eq!(vault.ask(&[], "session-read", ""), "open: second");
    assert_eq!(vault.ask(&[], "session-close", ""), "ok true");
    assert_eq!(vault.ask(&[], "session-read", ""), "closed");
}

#[test]
fn sessions_with_a_keyring_of_their_own_share_it() {
    if is_missing("keyctl") {
        return;
    }
    let Some(vault) = Vault::new("foreign") else {
        return;
    };
    // As in cron, or under su: the session keyring is new and not linked to the user's.
    let apart = ["keyctl", "session", "-"];
    assert_eq!(vault.ask(&[], "session-open", "60"), "ok ()");
    assert_eq!(vault.ask(&apart, "session-read", ""), open());
    assert_eq!(vault.ask(&apart, "session-open-text", "inner"), "ok ()");
    assert_eq!(vault.ask(&[], "session-read", ""), "open: inner");
    assert_eq!(vault.ask(&apart, "session-read", ""), "open: inner");
    assert_eq!(vault.ask(&apart, "session-close", ""), "ok true");
    assert_eq!(vault.ask(&[], "session-read", ""), "closed");
}

#[test]
fn the_key_is_for_its_owner_alone_and_has_a_limit() {
    if is_missing("keyctl") {
        return;
    }
    let Some(vault) = Vault::new("key") else {
        return;
    };
    assert_eq!(vault.ask(&[], "session-open", "600"), "ok ()");
    let name = format!("otp:{}", vault.0);
    let key = output(Command::new("keyctl").args(["search", "@u", "user", &name]));
    let about = output(Command::new("keyctl").args(["rdescribe", &key]));
    assert!(about.contains(";3f0b0000;"), "{about}");
    let keys = std::fs::read_to_string("/proc/keys").unwrap_or_default();
    if let Some(line) = keys.lines().find(|line| line.contains(&name)) {
        assert!(!line.contains(" perm "), "{line}");
        let timeout = line.split_whitespace().nth(3).expect("a limit");
        assert!(timeout.ends_with('m') || timeout.ends_with('s'), "{line}");
    }
}

#[test]
fn other_users_see_nothing() {
    if is_missing("setpriv") || is_missing("keyctl") {
        return;
    }
    if output(Command::new("id").arg("-u")) != "0" {
        return skip("root, to become another user");
    }
    let Some(vault) = Vault::new("users") else {
        return;
    };
    assert_eq!(vault.ask(&[], "session-open", "60"), "ok ()");
    // The probe must be where another user can reach it.
    let folder = tempfile::tempdir().expect("folder");
    let copy = folder.path().join("probe");
    // By a process of its own: a program that any process still has open for writing cannot be started, and
    // children of other tests inherit what this one has open.
    let own = std::env::current_exe().expect("own path");
    let copied = Command::new("cp").args([&own, &copy]).status();
    assert!(copied.expect("cp runs").success());
    let open_to_all = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open_to_all).expect("mode");
    let mut other = Command::new("setpriv");
    other
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(&copy);
    other
        .args(["--exact", "system::probe::as_a_process", "--nocapture"])
        .current_dir("/");
    other.env("OTP_TEST_PROBE", format!("session-read {}", vault.0));
    assert_eq!(ask(&mut other).said, "closed");
    assert_eq!(vault.ask(&[], "session-read", ""), open());
}

#[test]
fn sandboxes_without_the_calls_have_no_session_store() {
    if is_missing("strace") {
        return;
    }
    let Some(vault) = Vault::new("sandbox") else {
        return;
    };
    for error in ["EPERM", "ENOSYS"] {
        let inject = format!("inject=add_key,keyctl:error={error}");
        let before = ["strace", "-f", "-o", "/dev/null", "-e", &inject];
        for (task, more) in [
            ("session-open", "60"),
            ("session-read", ""),
            ("session-close", ""),
        ] {
            let said = vault.ask(&before, task, more);
            if said.starts_with("nothing") {
                return skip("permission to trace");
            }
            assert!(
                said.starts_with("error: there is no session store"),
                "{error} {task}: {said}"
            );
        }
    }
}

#[test]
fn a_failed_call_leaves_no_key_behind() {
    if is_missing("strace") || is_missing("keyctl") {
        return;
    }
    let Some(vault) = Vault::new("half") else {
        return;
    };
    // Operation 15 is KEYCTL_SET_TIMEOUT: the third call, behind two look-ups of keyrings.
    let inject = [
        "strace",
        "-f",
        "-o",
        "/dev/null",
        "-e",
        "inject=keyctl:error=EACCES:when=3",
    ];
    let said = vault.ask(&inject, "session-open", "60");
    if said.starts_with("nothing") {
        return skip("permission to trace");
    }
    assert_eq!(said, "error: the kernel keyring refuses access");
    assert_eq!(vault.ask(&[], "session-read", ""), "closed");
}
