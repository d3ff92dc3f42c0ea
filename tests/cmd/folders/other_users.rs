//! Root in the home of a user, modes, and what somebody else planted or can change.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{SITE, in_shell};
use crate::home::{Home, finish};
use crate::parts;

/// Everything in the folders of vault and device.
fn everything(home: &Home) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![home.path(".local")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn root_in_the_home_of_a_user_leaves_everything_to_the_user() {
    const USER: u32 = 23_456;
    if !rustix::process::geteuid().is_root() {
        parts::skip("only root can take files away from a user");
        return;
    }
    let home = Home::empty();
    home.write("passphrase", b"otter kelp barrel\n");
    let all = Command::new("chown")
        .arg("-R")
        .arg(format!("{USER}:{USER}"))
        .arg(home.path(""))
        .status();
    assert!(all.expect("chown runs").success());
    // By root: the vault, a save, a passphrase. The passphrase file is root's own.
    let given = home.write("roots", b"otter kelp barrel\n");
    std::os::unix::fs::chown(&given, Some(0), Some(0)).expect("root's");
    let run = |arguments: &[&str]| {
        let run = home.run(
            [&["--passphrase-file", "roots"], arguments].concat(),
            SITE.as_bytes(),
        );
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
    };
    run(&[
        "init",
        "--work-factor",
        "14",
        "--recovery-file",
        "recovery.txt",
    ]);
    run(&["add", "-"]);
    run(&["edit", "site", "--note", "x"]);
    run(&["undo"]);
    run(&[
        "passwd",
        "--work-factor",
        "14",
        "--new-passphrase-file",
        "roots",
    ]);
    for path in everything(&home) {
        let about = path.metadata().expect("there");
        assert_eq!(
            (about.uid(), about.gid()),
            (USER, USER),
            "{}",
            path.display()
        );
        let wanted = if about.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(about.mode() & 0o777, wanted, "{}", path.display());
    }
    // The mode that the user chose stays.
    std::fs::set_permissions(home.vault(), std::fs::Permissions::from_mode(0o640)).expect("mode");
    run(&["edit", "site", "--note", "y"]);
    assert_eq!(
        home.vault().metadata().expect("there").mode() & 0o777,
        0o640
    );
}

#[test]
fn modes_are_set_whatever_the_umask() {
    for umask in ["0777", "0000", "0077"] {
        let home = Home::empty();
        home.write("passphrase", b"otter kelp barrel\n");
        home.write("link", SITE.as_bytes());
        let otp = "otp --passphrase-file passphrase";
        let script = format!(
            "umask {umask}; {otp} init --work-factor 14 --recovery-file key.txt && {otp} add link && \
             {otp} edit site --note x && {otp} undo && {otp} code site"
        );
        let run = in_shell(&home, &script);
        assert_eq!(run.code, 0, "{umask}: {run:?}");
        let mut paths = everything(&home);
        paths.push(home.path("key.txt"));
        for path in paths {
            let about = path.metadata().expect("there");
            let wanted = if about.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(about.mode() & 0o777, wanted, "{umask}: {}", path.display());
        }
    }
}

#[test]
fn a_link_that_somebody_else_planted_is_not_followed() {
    if !rustix::process::geteuid().is_root() {
        parts::skip("only root can be somebody else too");
        return;
    }
    let home = Home::empty();
    home.write("passphrase", b"otter kelp barrel\n");
    let shared = home.path("shared");
    std::fs::create_dir(&shared).expect("made");
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o1777)).expect("mode");
    let aim = home.path("aim");
    let link = shared.join("vault.age");
    symlink(&aim, &link).expect("linked");
    std::os::unix::fs::lchown(&link, Some(23_456), Some(23_456)).expect("a stranger's");
    let make = |home: &Home| {
        let mut make = home.command([
            "--passphrase-file",
            "passphrase",
            "--vault",
            "shared",
            "init",
        ]);
        make.args(["--work-factor", "14", "--recovery-file", "key.txt"]);
        finish(make, b"")
    };
    let run = make(&home);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.stderr.contains("another user made"), "{run:?}");
    assert!(!aim.exists() && !home.path("key.txt").exists());
}

#[test]
fn a_copy_command_that_others_can_change_is_not_run() {
    let home = Home::with_accounts(&[SITE]);
    let settings = home.path(".config/otp");
    std::fs::create_dir_all(&settings).expect("made");
    let file = home.write(".config/otp/config.toml", b"copy-command = \"touch run\"\n");
    let copied = home.otp(["code", "site", "--copy"]);
    assert!(home.path("run").exists(), "{copied:?}");
    std::fs::remove_file(home.path("run")).expect("removed");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o666)).expect("mode");
    let copied = home.otp(["code", "site", "--copy"]);
    assert!(!home.path("run").exists(), "{copied:?}");
    assert!(
        copied.stderr.contains("copy-command is not run"),
        "{copied:?}"
    );
    let doctor = home.otp(["doctor"]).stdout;
    assert!(
        doctor.contains("chmod 600") && doctor.contains("config.toml"),
        "{doctor}"
    );
}

#[test]
fn doctor_finds_what_crashes_and_strangers_leave() {
    let home = Home::with_accounts(&[SITE]);
    let state = home.path(".local/state/otp");
    home.write(".local/state/otp/.seen-AbC123.tmp", b"x");
    home.write(".local/share/otp/.vault-AbC123.tmp", b"x");
    let backups = std::fs::read_dir(state.join("backups")).expect("a folder");
    let backup = backups.flatten().next().expect("a backup").path();
    std::fs::write(&backup, b"").expect("emptied");
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("mode");
    };
    mode(&state.join("identity.age"), 0o644);
    mode(&state.join("seen.toml"), 0o400);
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(state.join(".identity.age.lock"), Some(23_456), None)
            .expect("given");
    }
    let doctor = home.otp(["doctor"]);
    assert_eq!(doctor.code, 1, "{doctor:?}");
    for part in [
        "files of runs that were killed: 2",
        "not whole, and counted for nothing: 1",
        "others can read",
        "not even its owner",
        "→ chmod 600",
        "→ rm ",
    ] {
        assert!(doctor.stdout.contains(part), "{part}: {}", doctor.stdout);
    }
    if rustix::process::geteuid().is_root() {
        assert!(doctor.stdout.contains("sudo chown"), "{}", doctor.stdout);
    }
    std::fs::remove_file(home.vault()).expect("removed");
    let doctor = home.otp(["doctor"]);
    assert!(
        doctor.stdout.contains("its vault is not"),
        "{}",
        doctor.stdout
    );
    assert!(doctor.stdout.contains("otp restore --from "), "{doctor:?}");
    std::fs::remove_dir_all(state.join("backups")).expect("removed");
    let doctor = home.otp(["doctor"]);
    assert!(doctor.stdout.contains("identity.age.old"), "{doctor:?}");
}
