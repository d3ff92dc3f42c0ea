//! Files in the two folders that are none, that are somebody else's, that are too large: refused at once, mended, told.
#![cfg(target_os = "linux")]

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::home::{Home, Run, finish, path_with_otp};
use crate::parts;

const SITE: &str = "otpauth://totp/Site:me?secret=MFZXIZLSNFXWI2LO&issuer=Site";

/// Runs it, and fails where it is still running after a time in which ten of them would end.
fn soon(mut command: Command, what: &str) -> i32 {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("started");
    let pid = child.id().to_string();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait()));
    let Ok(ended) = receiver.recv_timeout(Duration::from_secs(60)) else {
        let _ = Command::new("kill").args(["-9", &pid]).status();
        panic!("{what}: it hangs");
    };
    ended.expect("a child").code().unwrap_or(-1)
}

fn fifo(path: &Path) {
    let _ = std::fs::remove_file(path);
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo runs").success());
}

#[test]
fn what_is_no_regular_file_holds_nobody() {
    let vault = ".local/share/otp";
    let state = ".local/state/otp";
    let home = Home::with_accounts(&[SITE]);
    let backup = std::fs::read_dir(home.path(&format!("{state}/backups"))).expect("a folder");
    let backup = backup.flatten().next().expect("a backup").path();
    let places = [
        (home.vault(), true),
        (
            home.path(&format!("{vault}/vault.sync-conflict.age")),
            false,
        ),
        (home.path(&format!("{vault}/.vault.age.lock")), false),
        (home.path(&format!("{state}/identity.age")), false),
        (home.path(&format!("{state}/seen.toml")), true),
        (home.path(&format!("{state}/undone.toml")), false),
        (home.path(&format!("{state}/uses.txt")), false),
        (home.path(&format!("{state}/interface.toml")), false),
        (home.path(&format!("{state}/.identity.age.lock")), false),
        (backup, false),
    ];
    let outside = home.path("outside");
    fifo(&outside);
    for (place, must_fail) in places {
        let kept = std::fs::read(&place).ok();
        for kind in ["fifo", "folder", "link to a fifo"] {
            let _ = std::fs::remove_file(&place);
            match kind {
                "fifo" => fifo(&place),
                "folder" => std::fs::create_dir(&place).expect("made"),
                _ => symlink(&outside, &place).expect("linked"),
            }
            let what = format!("{kind} as {}", place.display());
            for arguments in [
                &["--identity", "recovery.txt", "code", "site"][..],
                &["--identity", "recovery.txt", "edit", "site", "--note", "x"],
                &["--identity", "recovery.txt", "undo"],
                &["--identity", "recovery.txt", "history"],
                &["--passphrase-file", "passphrase", "list"],
                &[
                    "--passphrase-file",
                    "passphrase",
                    "passwd",
                    "--new-passphrase-file",
                    "passphrase",
                ],
                &["--identity", "recovery.txt", "backup"],
                &["status"],
                &["init"],
            ] {
                let mut command = home.command(arguments);
                if arguments.contains(&"passwd") {
                    command.args(["--work-factor", "14"]);
                }
                let code = soon(command, &format!("{what}: {arguments:?}"));
                assert!(code >= 0, "{what}: {arguments:?} died");
                if must_fail && arguments.contains(&"code") {
                    assert_eq!(code, 6, "{what}");
                }
            }
            let doctor = home.otp(["doctor"]).stdout;
            assert!(doctor.contains("is not a regular file"), "{what}: {doctor}");
            let _ = std::fs::remove_file(&place);
            let _ = std::fs::remove_dir(&place);
        }
        if let Some(bytes) = kept {
            std::fs::write(&place, bytes).expect("written");
        }
    }
    assert_eq!(home.otp(["code", "site"]).code, 0);
}

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
fn errors_of_reading_speak_of_no_free_space() {
    let home = Home::with_accounts(&[SITE]);
    let strace = ["-f", "-qq", "-o", "/dev/null", "-P"];
    if !crate::durability::faults::can_trace() {
        return;
    }
    let vault = home.vault();
    for error in ["EACCES", "EIO"] {
        let mut command = Command::new("strace");
        command
            .args(strace)
            .arg(&vault)
            .arg("-e")
            .arg(format!("inject=openat:error={error}"));
        command
            .arg(env!("CARGO_BIN_EXE_otp"))
            .args(["--identity", "recovery.txt", "list"]);
        command
            .current_dir(home.path(""))
            .env_clear()
            .env("HOME", home.path(""));
        let run = finish(command, b"");
        assert_eq!(run.code, 6, "{run:?}");
        assert!(!run.stderr.contains("space"), "{run:?}");
    }
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

fn in_shell(home: &Home, script: &str) -> Run {
    let mut command = Command::new("setsid");
    command.args(["--wait", "sh", "-c", script]);
    command.current_dir(home.path("")).env_clear();
    command
        .env("HOME", home.path(""))
        .env("PATH", path_with_otp());
    finish(command, b"")
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
fn what_could_not_be_read_again_is_not_written() {
    let home = Home::with_accounts(&[SITE]);
    let long = "x".repeat(64 << 10);
    let before = std::fs::read(home.vault()).expect("a vault");
    let note = |text: &str| home.otp_fed(["edit", "site", "--note", "-"], text.as_bytes());
    for (run, word) in [
        (note(&format!("{long}x")), "note is longer"),
        (note(&"x".repeat(1_000_000)), "note is longer"),
        (
            home.otp(["edit", "site", "--issuer", &"i".repeat(1025)]),
            "issuer is longer",
        ),
        (
            home.otp(["rename", "site", &"n".repeat(1025)]),
            "name is longer",
        ),
        (
            home.otp(["edit", "site", "--tag", &"t".repeat(1025)]),
            "tag is longer",
        ),
    ] {
        assert_eq!(run.code, 8, "{run:?}");
        assert!(run.stderr.contains(word), "{run:?}");
    }
    let tags: Vec<String> = (0..65)
        .flat_map(|n| ["--tag".to_owned(), format!("t{n}")])
        .collect();
    let run = home.otp([vec!["edit".to_owned(), "site".to_owned()], tags].concat());
    assert!(run.code == 8 && run.stderr.contains("64 tags"), "{run:?}");
    assert_eq!(std::fs::read(home.vault()).expect("a vault"), before);
    assert_eq!(note(&long).code, 0);
    let shown = home.otp(["show", "site"]).stdout;
    assert!(shown.contains(&long[..1000]), "the longest note is kept");
}

#[test]
fn a_backup_takes_the_place_of_what_cannot_be_read() {
    let home = Home::with_accounts(&[SITE]);
    let backup = home.path("backup.age");
    std::fs::copy(home.vault(), &backup).expect("copied");
    let restore = || {
        let run = home.otp(["restore", "--from", "backup.age"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(home.otp(["list", "--names"]).stdout, "Site:me\n");
    };
    let large = std::fs::File::create(home.vault()).expect("opened");
    large.set_len(65 << 20).expect("larger than any vault");
    let run = home.otp(["list"]);
    assert!(
        run.code == 6 && run.stderr.contains("restore --from"),
        "{run:?}"
    );
    restore();
    fifo(&home.vault());
    restore();
    std::fs::remove_file(home.vault()).expect("removed");
    std::fs::create_dir(home.vault()).expect("made");
    restore();
}

#[test]
fn too_little_memory_is_a_sentence() {
    let home = Home::with_vault();
    let otp = "otp --passphrase-file passphrase";
    // At 14 it takes 16 MiB, at 18 a quarter of a GiB.
    for command in ["list", "passwd --new-passphrase-file passphrase"] {
        let run = in_shell(&home, &format!("ulimit -v 200000; {otp} {command}"));
        let wanted = if command == "list" { 0 } else { 5 };
        assert_eq!(run.code, wanted, "{run:?}");
        assert!(
            wanted == 0 || run.stderr.contains("MiB of memory"),
            "{run:?}"
        );
    }
    let changed = home.run(
        [
            "--passphrase-file",
            "passphrase",
            "passwd",
            "--new-passphrase-file",
            "passphrase",
        ],
        b"",
    );
    assert_eq!(changed.code, 0, "{changed:?}");
    let run = in_shell(&home, &format!("ulimit -v 200000; {otp} list"));
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stderr.contains("memory"), "{run:?}");
    assert_eq!(
        home.run(["--passphrase-file", "passphrase", "list"], b"")
            .code,
        0
    );
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_not_the_end() {
    let home = Home::with_accounts(&[SITE]);
    let before = std::fs::read(home.vault()).expect("a vault");
    for command in [
        "edit site --note x",
        "rename site other",
        "key add age1qqqq",
    ] {
        let run = in_shell(
            &home,
            &format!("ulimit -f 1; otp --identity recovery.txt {command}"),
        );
        assert!((1..128).contains(&run.code), "{run:?}");
        assert_eq!(
            std::fs::read(home.vault()).expect("a vault"),
            before,
            "{command}"
        );
    }
    let run = in_shell(
        &home,
        "ulimit -f 1; otp --identity recovery.txt edit site --note x",
    );
    assert!(run.code == 6 && run.stderr.contains("ulimit -f"), "{run:?}");
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
