//! What the program says and does when the vault file is not what this device last saw.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::home::{Home, PASSPHRASE, Run};
use crate::parts;
use crate::pty::session::Start;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const COUNTER: &str = "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=8&issuer=Rfc";

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 2, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

pub fn sealed_by_stock_age(home: &Home, text: &str) {
    home.write("plain.toml", text.as_bytes());
    let keys = home.otp(["key", "list"]).stdout;
    let mut age = Command::new("age");
    for word in keys
        .split_whitespace()
        // Keys of plugins are longer or shorter, and their programs are not here.
        .filter(|word| word.starts_with("age1") && word.len() == 62)
    {
        age.args(["-r", word]);
    }
    age.arg("-o").arg(home.vault()).arg(home.path("plain.toml"));
    assert!(age.status().expect("age runs").success(), "{keys}");
}

pub fn opened_by_stock_age(home: &Home) -> String {
    let mut age = Command::new("age");
    age.arg("-d").arg("-i").arg(home.path("recovery.txt"));
    let output = age.arg(home.vault()).output().expect("age runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_vault_forged_with_public_keys_alone_is_refused() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB]);
    let genuine = opened_by_stock_age(&home);
    let token = genuine.lines().find(|line| line.starts_with("token = "));
    let forged = genuine.replace(
        token.expect("a token"),
        "token = \"AAAAAAAAAAAAAAAAAAAAAA==\"",
    );
    let without = genuine.replace(token.expect("a token"), "");
    let backup = std::fs::read(home.vault()).expect("the vault");
    for text in [forged, without] {
        std::fs::write(home.vault(), &backup).expect("written");
        sealed_by_stock_age(&home, &text);
        for command in [&["code", "github"][..], &["list"], &["rm", "github"]] {
            says(&home.otp(command), 6, "does not know its token");
        }
    }
    // What the owner edits, token and all, is taken.
    std::fs::write(home.vault(), &backup).expect("written");
    sealed_by_stock_age(&home, &genuine.replace("octavia", "edited"));
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:edited\n");
}

#[test]
fn an_old_file_put_back_is_refused_and_merged_on_request() {
    let home = Home::with_accounts(&[COUNTER]);
    assert_eq!(
        home.run(
            ["--passphrase-file", "passphrase", "rename", "rfc", "One"],
            b""
        )
        .code,
        0
    );
    let old = std::fs::read(home.vault()).expect("the vault");
    let code = home.run(["--passphrase-file", "passphrase", "code", "one"], b"");
    assert_eq!(code.stdout, "84755224\n", "{code:?}");
    std::fs::write(home.vault(), old).expect("rolled back");
    let by = |arguments: &[&str]| {
        home.run(
            ["--passphrase-file", "passphrase"].iter().chain(arguments),
            b"",
        )
    };
    says(&by(&["code", "one"]), 6, "older than");
    let merged = by(&["restore", "--merge"]);
    assert_eq!(merged.code, 0, "{merged:?}");
    // The counter goes on: no code comes twice.
    assert_eq!(by(&["code", "one"]).stdout, "94287082\n");
}

#[test]
fn copies_of_sync_tools_are_folded_in_whatever_their_names() {
    let home = Home::with_accounts(&[GITHUB]);
    let by = |arguments: &[&str], input: &str| {
        home.run(
            ["--passphrase-file", "passphrase"].iter().chain(arguments),
            input.as_bytes(),
        )
    };
    let common = std::fs::read(home.vault()).expect("the vault");
    let folder = home.vault().parent().expect("a folder").to_owned();
    let names = [
        "vault.sync-conflict-20261122-101010-ABCDEFG.age",
        "vault (octavia's conflicted copy 2026-11-22).age",
        "vault (conflicted copy 2026-11-22 101010).age",
        "vault 2.age",
        "vault-laptop.age",
    ];
    for (number, name) in names.iter().enumerate() {
        std::fs::write(home.vault(), &common).expect("written");
        std::fs::remove_file(home.path(".local/state/otp/seen.toml")).expect("pins");
        let secret = format!("{}FZXIZLSNFXWI2L", ["AA", "BB", "CC", "DD", "EE"][number]);
        let link = format!("otpauth://totp/Site{number}:me?secret={secret}&issuer=Site{number}");
        assert_eq!(by(&["add", "-"], &link).code, 0);
        std::fs::rename(home.vault(), home.path(name)).expect("renamed");
    }
    for name in names {
        std::fs::rename(home.path(name), folder.join(name)).expect("renamed");
    }
    std::fs::write(home.vault(), &common).expect("written");
    std::fs::remove_file(home.path(".local/state/otp/seen.toml")).expect("pins");
    let run = by(&["edit", "github", "--note", "x"], "");
    assert_eq!(run.code, 0, "{run:?}");
    let listed = by(&["list", "--names"], "");
    assert_eq!(listed.stdout.lines().count(), 6, "{run:?} {listed:?}");
    let left = std::fs::read_dir(folder).expect("the folder").flatten();
    let left: Vec<_> = left
        .map(|entry| entry.file_name())
        .filter(|name| name != "vault.age")
        .collect();
    assert!(
        left.iter()
            .all(|name| name.to_string_lossy().starts_with('.')),
        "{left:?}"
    );
}

/// The three ways of vault.age, identity.age and the keyring's line, with stock age and what the program wrote.
#[test]
fn stock_age_opens_what_the_program_wrote() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB]);
    assert!(opened_by_stock_age(&home).contains("MFZXIZLSNFXWI2LO"));
    let identity = home.path(".local/state/otp/identity.age");
    let mut age = pty_process::blocking::Command::new("age");
    age = age.arg("-d").arg("-i").arg(identity).arg(home.vault());
    let session = Start::of(age, &home.path("")).sized(200, 50).run();
    session.sees("passphrase").types(&format!("{PASSPHRASE}\r"));
    session.sees("GitHub").sees("secret = ");
    assert_eq!(session.ends(), 0);
}

/// Test 30, with another process that holds the lock and stands still.
#[cfg(target_os = "linux")]
#[test]
fn a_stopped_saver_holds_up_nobody_for_long() {
    if !parts::has("flock") {
        return;
    }
    let home = Home::with_accounts(&[COUNTER]);
    let lock: PathBuf = home.vault().with_file_name(".vault.age.lock");
    let mut holder = Command::new("flock");
    holder
        .arg(&lock)
        .args(["sh", "-c", "echo held; read x || true"]);
    let mut holder = holder
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("flock runs");
    let mut line = String::new();
    let stdout = holder.stdout.take().expect("piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).expect("held");
    let start = std::time::Instant::now();
    says(&home.otp(["code", "rfc"]), 6, "Another otp");
    assert!(
        start.elapsed().as_secs() >= 4,
        "it waits for those who save"
    );
    assert_eq!(home.otp(["list", "--names"]).stdout, "Rfc:counter\n");
    drop(holder.stdin.take());
    assert!(holder.wait().expect("it ends").success());
    assert_eq!(home.otp(["code", "rfc"]).stdout, "84755224\n");
}

/// Test 28: the file is replaced while the program is between reading and renaming.
#[cfg(target_os = "linux")]
#[test]
fn what_a_sync_tool_brings_during_a_save_is_merged() {
    if !crate::durability::faults::can_trace() {
        return;
    }
    let home = Home::with_accounts(&[GITHUB]);
    let before = std::fs::read(home.vault()).expect("the vault");
    let gitlab = GITHUB.replace("GitHub", "GitLab").replace("MFZX", "MFZY");
    assert_eq!(home.otp_fed(["add", "-"], gitlab.as_bytes()).code, 0);
    let theirs = std::fs::read(home.vault()).expect("the vault");
    std::fs::write(home.vault(), before).expect("back");
    std::fs::remove_file(home.path(".local/state/otp/seen.toml")).expect("pins");
    // The first fsync is that of the new file: there it stands still until the other file is in place.
    let mut otp = Command::new("strace");
    otp.args(["-f", "-qq", "-o", "strace.log", "-e", "trace=fsync"])
        .args(["-e", "inject=fsync:signal=STOP:when=1"])
        .arg(env!("CARGO_BIN_EXE_otp"))
        .args(["--identity", "recovery.txt"])
        .args(["edit", "github", "--note", "mine"])
        .env_clear()
        .env("HOME", home.path(""))
        .current_dir(home.path(""))
        .stderr(Stdio::piped());
    let child = otp.spawn().expect("strace runs");
    let start = std::time::Instant::now();
    let stopped = loop {
        let log = std::fs::read_to_string(home.path("strace.log")).unwrap_or_default();
        let line = log.lines().find(|line| line.contains("stopped by SIGSTOP"));
        if let Some(pid) = line.and_then(|line| line.split_whitespace().next()) {
            break pid.to_owned();
        }
        assert!(
            start.elapsed().as_secs() < 60,
            "it never stood still: {log}"
        );
        std::thread::yield_now();
    };
    let beside = home.write("incoming", &theirs);
    std::fs::rename(beside, home.vault()).expect("replaced");
    let go_on = Command::new("kill").args(["-CONT", &stopped]).status();
    assert!(go_on.expect("kill runs").success());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        home.otp(["list", "--names"]).stdout,
        "GitHub:octavia\nGitLab:octavia\n"
    );
    assert!(home.otp(["show", "github"]).stdout.contains("mine"));
}

/// What could not be read this once may be sound: nothing takes its place.
#[cfg(target_os = "linux")]
#[test]
fn a_vault_that_could_not_be_read_this_once_is_not_replaced() {
    if !crate::durability::faults::can_trace() {
        return;
    }
    let home = Home::with_accounts(&[GITHUB]);
    let whole = std::fs::read(home.vault()).expect("the vault");
    home.write("copy.age", &whole);
    // Of a sound vault the first look fails, of a damaged one the second, when it is about to be put aside.
    for (content, nth) in [(&whole[..], 1), (&whole[..99], 1), (&whole[..99], 2)] {
        std::fs::write(home.vault(), content).expect("written");
        let mut restore = Command::new("strace");
        restore
            .args(["-f", "-qq", "-o", "strace.log", "-P"])
            .arg(home.vault())
            .args(["-e", &format!("inject=openat:error=EIO:when={nth}")])
            .arg(env!("CARGO_BIN_EXE_otp"))
            .args(["--no-keyring", "--identity", "recovery.txt"])
            .args(["restore", "--from", "copy.age"])
            .env_clear()
            .env("HOME", home.path(""))
            .current_dir(home.path(""));
        let run = crate::home::finish(restore, b"");
        let log = std::fs::read_to_string(home.path("strace.log")).expect("a log");
        assert!(log.contains("INJECTED"), "{nth}: {log}");
        assert_eq!((run.code, run.stdout.as_str()), (6, ""), "{nth}: {run:?}");
        assert_eq!(std::fs::read(home.vault()).expect("there"), content);
        let aside = home.vault().with_file_name("vault.age.old");
        assert!(!aside.exists(), "{nth}");
    }
    assert_eq!(home.otp(["restore", "--from", "copy.age"]).code, 0);
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
}
