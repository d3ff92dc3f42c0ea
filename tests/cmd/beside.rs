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
