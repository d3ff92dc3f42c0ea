//! What must hold whatever goes wrong: modes of files, full and read-only disks, kills, strange surroundings.
//! That no message holds a secret is seen to by `home::finish`, for every run of every test.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::home::{Home, PASSPHRASE, Run, finish};
use crate::parts;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const COUNTER: &str = "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=8&issuer=Rfc";
const OTP: &str = env!("CARGO_BIN_EXE_otp");

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

/// Runs a line of shell in the home, without variables.
fn shell(home: &Home, line: &str) -> Run {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", line])
        .current_dir(home.path(""))
        .env_clear();
    shell
        .env("HOME", home.path(""))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    finish(shell, b"")
}

fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            found.extend(everything_below(&entry.path()));
        }
        found.push(entry.path());
    }
    found
}

#[test]
fn only_the_owner_reads_what_is_written_whatever_the_umask() {
    let home = Home::empty();
    home.write("passphrase", format!("{PASSPHRASE}\n").as_bytes());
    home.write("link", GITHUB.as_bytes());
    let otp = format!("{OTP} --identity recovery.txt");
    let line = format!(
        "umask 000; {OTP} --passphrase-file passphrase init --work-factor 14 --recovery-file recovery.txt &&
        {otp} add link && {otp} backup copy.age && {otp} show github --qr-file qr.png && {otp} rm github"
    );
    assert_eq!(shell(&home, &line).code, 0);
    let mut written = everything_below(&home.path(".local/share/otp"));
    written.extend(everything_below(&home.path(".local/state/otp")));
    written.extend(
        [
            ".local/share/otp",
            ".local/state/otp",
            "recovery.txt",
            "copy.age",
            "qr.png",
        ]
        .map(|name| home.path(name)),
    );
    assert!(written.len() > 10, "{written:?}");
    for path in written {
        let about = path.metadata().expect("it is there");
        let wanted = if about.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(
            about.permissions().mode() & 0o777,
            wanted,
            "{}",
            path.display()
        );
    }
}

#[test]
fn an_identity_that_others_can_read_is_refused() {
    let home = Home::with_accounts(&[GITHUB]);
    for mode in [0o640, 0o604, 0o660] {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(home.path("recovery.txt"), permissions).expect("mode");
        let run = home.otp(["code", "github"]);
        says(&run, 5, "Others can read recovery.txt");
        assert!(run.stderr.contains("chmod 600"), "{run:?}");
        assert_eq!(run.stdout, "");
    }
}

/// A small file system of its own, which root may mount.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: PathBuf) -> Option<Self> {
        std::fs::create_dir(&folder).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=128k,mode=700", "otp-test"])
            .arg(&folder)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        (mounted || parts::skip("a small file system cannot be mounted here"))
            .then_some(Self(folder))
    }

    fn remount(&self, option: &str) {
        let remount = format!("remount,{option}");
        let mut mount = Command::new("mount");
        let status = mount
            .args(["-o", &remount])
            .arg(&self.0)
            .status()
            .expect("mount runs");
        assert!(status.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// A home whose vault lies on a small disk.
fn on_a_small_disk() -> Option<(Home, SmallDisk)> {
    let home = Home::with_accounts(&[GITHUB, COUNTER]);
    let disk = SmallDisk::mount(home.path("small"))?;
    std::fs::copy(home.vault(), home.path("small/vault.age")).expect("moved");
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(home.path("small/vault.age"), private).expect("mode");
    Some((home, disk))
}

#[test]
fn a_full_disk_costs_nothing_but_the_change() {
    let Some((home, _disk)) = on_a_small_disk() else {
        return;
    };
    let otp = |arguments: &[&str]| home.otp(["--vault", "small"].iter().chain(arguments));
    let before = std::fs::read(home.path("small/vault.age")).expect("the vault");
    let filler = home.path("small/filler");
    let full = std::fs::write(&filler, vec![0_u8; 1 << 20]);
    assert!(full.is_err(), "the disk is full now");
    for change in [
        vec!["rm", "github"],
        vec!["code", "counter"],
        vec!["rename", "github", "x"],
    ] {
        let run = otp(&change);
        says(&run, 6, "Make room");
        assert_eq!(run.stderr.matches("/small").count(), 1, "{run:?}");
        assert_eq!(run.stdout, "");
        assert_eq!(
            std::fs::read(home.path("small/vault.age")).expect("intact"),
            before
        );
    }
    assert_eq!(otp(&["code", "github"]).code, 0, "reading goes on");
    std::fs::remove_file(filler).expect("space again");
    let run = otp(&["code", "counter"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "84755224\n"),
        "{run:?}"
    );
    let left = everything_below(&home.path("small"));
    assert!(
        !left
            .iter()
            .any(|path| path.extension().is_some_and(|e| e == "tmp")),
        "{left:?}"
    );
}

#[test]
fn a_read_only_vault_can_be_read() {
    let Some((home, disk)) = on_a_small_disk() else {
        return;
    };
    disk.remount("ro");
    let otp = |arguments: &[&str]| home.otp(["--vault", "small"].iter().chain(arguments));
    assert_eq!(otp(&["code", "github"]).code, 0);
    for change in [vec!["rm", "github"], vec!["code", "counter"]] {
        let run = otp(&change);
        assert_eq!((run.code, run.stdout.as_str()), (6, ""), "{run:?}");
        assert!(run.stderr.contains("Read-only file system"), "{run:?}");
    }
    disk.remount("rw");
    assert_eq!(otp(&["code", "counter"]).code, 0);
}

#[test]
fn a_relative_home_is_refused_and_nothing_is_written_there() {
    let home = Home::empty();
    for command in [&["list"][..], &["init"], &["add", "--vault", "x"], &[]] {
        let mut otp = home.command(command);
        otp.env("HOME", "relative");
        let run = finish(otp, b"");
        says(&run, 6, "HOME is not an absolute path");
        assert!(run.stderr.contains("Set HOME"), "{run:?}");
    }
    assert!(!home.path("relative").exists());
}

#[test]
fn nothing_hangs_in_strange_surroundings() {
    let home = Home::with_accounts(&[GITHUB]);
    if !parts::has("timeout") {
        return;
    }
    let here = home.path("");
    let here = here.to_str().expect("a path");
    let vault = format!("--vault {here}/.local/share/otp");
    let setsid = if cfg!(target_os = "linux") {
        "setsid --wait"
    } else {
        ""
    };
    for (variables, redirect) in [
        ("", "<&-"),
        ("", "</dev/null >&- 2>&-"),
        (
            "XDG_RUNTIME_DIR=relative XDG_STATE_HOME=relative XDG_DATA_HOME=x XDG_CONFIG_HOME=y",
            "",
        ),
        (
            "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent DISPLAY=:77 WAYLAND_DISPLAY=none",
            "",
        ),
        ("TERM= LC_ALL=C TZ=Nowhere/None", "<&-"),
        ("HOME=/nonexistent", "<&-"),
    ] {
        for command in [
            "code github",
            "list",
            "status",
            "doctor",
            "complete bash",
            "add",
            "unlock",
            "lock",
            "",
            "code",
        ] {
            let run = shell(
                &home,
                &format!(
                    "timeout 60 {setsid} env -i OTP_STATE={here}/none {variables} {OTP} {vault} {command} {redirect}"
                ),
            );
            assert!(
                [0, 1, 2, 5, 6, 7].contains(&run.code),
                "{variables} {command} {redirect}: {run:?}"
            );
        }
        let line = format!(
            "timeout 60 {setsid} env -i {variables} {OTP} {vault} --identity {here}/recovery.txt code github {redirect}"
        );
        let run = shell(&home, &line);
        // A closed stdout is /dev/null for a Rust program.
        let length = if redirect.contains(">&-") { 0 } else { 7 };
        assert_eq!((run.code, run.stdout.len()), (0, length), "{line}: {run:?}");
    }
    // Nothing was written beside the tests.
    assert!(!Path::new("relative").exists() && !home.path("relative").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn others_see_no_secret_of_a_running_process() {
    let home = Home::with_vault();
    let mut command = Command::new(OTP);
    command
        .args(["--passphrase-file", "passphrase", "add", "-"])
        .current_dir(home.path(""));
    command
        .env_clear()
        .env("HOME", home.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("piped");
    std::io::Write::write_all(&mut stdin, GITHUB.as_bytes()).expect("half of the input");
    // It waits for the rest now.
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let seen = |name: &str| {
        String::from_utf8_lossy(&std::fs::read(process.join(name)).unwrap_or_default()).into_owned()
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    while !seen("cmdline").contains("passphrase-file") {
        assert!(Instant::now() < deadline, "it never started");
        std::thread::yield_now();
    }
    for name in ["cmdline", "environ"] {
        let text = seen(name);
        assert!(
            !text.contains("MFZXIZLS") && !text.contains(PASSPHRASE),
            "{name}: {text}"
        );
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}
