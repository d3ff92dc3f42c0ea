//! Whatever lies in the vault's folder, no command waits for it: bombs, pipes, links, thousands of files.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::home::{Home, PASSPHRASE};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const GITLAB: &str = "otpauth://totp/GitLab:octavia?secret=MFZYIZLSNFXWI2LO&issuer=GitLab";
/// Far more than it takes on a busy machine, far less than the traps would hold it.
const SOON: Duration = Duration::from_secs(30);

fn beside(home: &Home, name: &str) -> PathBuf {
    home.vault().with_file_name(name)
}

/// Starts like an age file and goes on for ever; no key is needed to make it.
fn bomb(size: usize) -> Vec<u8> {
    let mut bytes = b"age-encryption.org/v1\n-> X25519 a\n".to_vec();
    let line = format!("{}\n", "A".repeat(64));
    while bytes.len() < size {
        bytes.extend_from_slice(line.as_bytes());
    }
    bytes
}

#[test]
fn a_header_without_end_holds_nobody() {
    let home = Home::with_accounts(&[GITHUB]);
    let bomb = bomb(5 << 20);
    std::fs::write(beside(&home, "x.age"), &bomb[..200 << 10]).expect("written");
    std::fs::write(beside(&home, "y.age"), &bomb).expect("written");
    let start = Instant::now();
    let run = home.otp(["list", "--names"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "GitHub:octavia\n"));
    // What cannot be a copy is said once.
    assert!(run.stderr.contains("y.age is too large"), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stderr, "");

    // The same in the places where a file is named, and in the vault's own.
    let file = home.write("bomb.age", &bomb[..4 << 20]);
    let from = home.otp(["restore", "--from", "bomb.age"]);
    assert_eq!(from.code, 6, "{from:?}");
    home.write("identity.txt", &bomb[..60 << 10]);
    let by = home.run(["--identity", "identity.txt", "list"], b"");
    assert_eq!(by.code, 5, "{by:?}");
    std::fs::copy(file, home.vault()).expect("copied");
    let damaged = home.otp(["code", "github"]);
    assert_eq!(damaged.code, 6, "{damaged:?}");
    assert!(damaged.stderr.contains("header"), "{damaged:?}");
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[cfg(unix)]
#[test]
fn pipes_links_and_crowds_hold_nobody() {
    let home = Home::with_accounts(&[GITHUB]);
    let made = std::process::Command::new("mkfifo")
        .args([beside(&home, "a.age"), beside(&home, "vault 1.age")])
        .status();
    assert!(made.expect("mkfifo runs").success());
    std::os::unix::fs::symlink("/dev/zero", beside(&home, "b.age")).expect("linked");
    std::os::unix::fs::symlink("nowhere", beside(&home, "c.age")).expect("linked");
    std::fs::create_dir(beside(&home, "d.age")).expect("a folder");
    for number in 0..3000 {
        let text = format!("age-encryption.org/v1\nnumber {number}\n");
        std::fs::write(beside(&home, &format!("note-{number}.age")), text).expect("written");
    }
    let start = Instant::now();
    let run = home.otp(["list", "--names"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "GitHub:octavia\n"));
    assert!(run.stderr.contains("were not looked at"), "{run:?}");

    // A copy that a sync tool has just made is found among them all the same.
    let before = std::fs::read(home.vault()).expect("the vault");
    assert_eq!(home.otp_fed(["add", "-"], GITLAB.as_bytes()).code, 0);
    let theirs = std::fs::read(home.vault()).expect("the vault");
    std::fs::write(home.vault(), before).expect("written");
    std::fs::remove_file(home.path(".local/state/otp/seen.toml")).expect("pins");
    std::fs::write(beside(&home, "vault.sync-conflict-20261122-1.age"), theirs).expect("written");
    let merged = home.otp(["list", "--names"]);
    assert_eq!(
        merged.stdout, "GitHub:octavia\nGitLab:octavia\n",
        "{merged:?}"
    );
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

/// Runs it in a shell that tells how much processor time it took, however busy the machine is.
#[cfg(target_os = "linux")]
fn timed(home: &Home, arguments: &[&str]) -> (i32, f64) {
    let script = "\"$@\" >/dev/null 2>&1 </dev/null; code=$?; cat /proc/$$/stat; exit $code";
    let output = std::process::Command::new("sh")
        .args([
            "-c",
            script,
            "sh",
            env!("CARGO_BIN_EXE_otp"),
            "--no-keyring",
        ])
        .args(arguments)
        .env_clear()
        .env("HOME", home.path(""))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("LC_ALL", "C.UTF-8")
        .current_dir(home.path(""))
        .output()
        .expect("sh runs");
    let stat = String::from_utf8(output.stdout).expect("text");
    let (_, behind) = stat.rsplit_once(')').expect("its name");
    // What the ended children took: in their own code and in the kernel, in hundredths of a second.
    let fields = behind.split_whitespace().skip(13).take(2);
    let spent: f64 = fields
        .map(|field| field.parse::<f64>().expect("a number"))
        .sum();
    (output.status.code().unwrap_or(-1), spent / 100.0)
}

/// All of it at once: headers of 64 MiB, pipes, links, ten thousand files. An optimised build takes less than a second
/// for any command; this one, by its processor time, a few times that.
#[cfg(target_os = "linux")]
#[test]
fn no_command_computes_for_long_whatever_lies_beside_the_vault() {
    let home = Home::with_accounts(&[GITHUB]);
    let bomb = bomb(64 << 20);
    for number in 0..20 {
        let name = format!("vault {number}.age");
        std::fs::write(beside(&home, &name), &bomb[..64 << 10]).expect("written");
    }
    std::fs::write(beside(&home, "vault x.age"), &bomb).expect("written");
    for number in 0..10_000 {
        let text = format!("age-encryption.org/v1\nnumber {number}\n");
        std::fs::write(beside(&home, &format!("vault-{number}.age")), text).expect("written");
    }
    let pipes = (0..20).map(|number| beside(&home, &format!("pipe {number}.age")));
    let made = std::process::Command::new("mkfifo").args(pipes).status();
    assert!(made.expect("mkfifo runs").success());
    for number in 0..20 {
        let link = beside(&home, &format!("link {number}.age"));
        std::os::unix::fs::symlink("/dev/zero", link).expect("linked");
    }
    let own = ["--identity", "recovery.txt"];
    let commands: [&[&str]; 9] = [
        &["code", "github"],
        &["list"],
        &["edit", "github", "--note", "x"],
        &["undo"],
        &["history"],
        &["status"],
        &["doctor"],
        &["backup"],
        &["restore", "--merge"],
    ];
    for command in commands {
        let (code, spent) = timed(&home, &[&own[..], command].concat());
        assert!((0..=1).contains(&code), "{command:?}: {code}");
        assert!(spent < 5.0, "{command:?} computed for {spent} s");
    }
    // In the vault's own place.
    std::fs::write(home.vault(), &bomb[..(64 << 20) - 1]).expect("written");
    for command in commands {
        let (_, spent) = timed(&home, &[&own[..], command].concat());
        assert!(spent < 5.0, "{command:?} computed for {spent} s");
    }
}

/// A file that did not open is not tried again until it changes.
#[test]
fn what_is_no_copy_is_looked_at_once() {
    let home = Home::with_accounts(&[GITHUB]);
    let by_passphrase = |arguments: &[&str]| {
        let all = ["--passphrase-file", "passphrase"].iter().chain(arguments);
        home.run(all, b"")
    };
    let stranger = beside(&home, "stranger.age");
    std::fs::write(&stranger, b"age-encryption.org/v1\nnonsense").expect("written");
    let memory = home.path(".local/state/otp/not-copies.txt");
    assert!(!memory.exists());
    assert_eq!(by_passphrase(&["list"]).code, 0);
    let first = std::fs::read_to_string(&memory).expect("remembered");
    assert_eq!(first.lines().count(), 2, "{first}");
    assert!(!first.contains(PASSPHRASE) && !first.contains("stranger"));
    assert_eq!(by_passphrase(&["list"]).code, 0);
    assert_eq!(std::fs::read_to_string(&memory).expect("there"), first);
    std::fs::write(&stranger, b"age-encryption.org/v1\nother nonsense").expect("written");
    assert_eq!(by_passphrase(&["list"]).code, 0);
    let second = std::fs::read_to_string(&memory).expect("remembered");
    assert_ne!(second, first);
    assert_eq!(second.lines().count(), 2, "{second}");
}
