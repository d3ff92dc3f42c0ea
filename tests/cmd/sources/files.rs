//! The files of sources: which one is read, when it is read again, and which are refused.

use std::path::Path;

use super::{PLAIN, add, home_with, names, sample, says, set_time};
use crate::home::Home;

/// Replaces the content, at a moment of its own.
fn rewrite(path: &Path, bytes: &[u8], second: u64) {
    std::fs::write(path, bytes).expect("written");
    set_time(path, second);
}

#[test]
fn only_a_file_that_changed_is_read_again_and_a_broken_one_costs_nothing() {
    let home = home_with(PLAIN, "a.json");
    let path = home.path("a.json");
    let whole = std::fs::read(&path).expect("the file");
    set_time(&path, 1_780_000_000);
    assert_eq!(add(&home, "a.json").code, 0);
    // The same to a look: it is not opened.
    rewrite(&path, &b"x".repeat(whole.len()), 1_780_000_000);
    let run = home.otp(["list"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (11, ""));
    // Half of it, as a sync tool leaves it for a moment.
    rewrite(&path, &whole[..whole.len() / 2], 1_780_000_100);
    let run = home.otp(["list"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 11), "{run:?}");
    says(&run, 0, "The source Aegis cannot be read: it is damaged");
    says(&run, 0, "its accounts are as they were");
    assert_eq!(home.otp(["code", "seven"]).code, 0);
    assert!(!home.otp(["code", "github"]).stderr.contains("Aegis"));
    for (arguments, code) in [(["status"], 0), (["doctor"], 0)] {
        let run = home.otp(arguments);
        assert_eq!(run.code, code, "{run:?}");
        assert!(
            run.stdout.contains("The source Aegis cannot be read"),
            "{run:?}"
        );
    }
    // Whole again, with an account less.
    let text = String::from_utf8(whole).expect("text");
    let fewer = text.replace("\"hotp\"", "\"unknown\"");
    rewrite(&path, fewer.as_bytes(), 1_780_000_200);
    let run = home.otp(["list"]);
    assert_eq!(
        (run.stdout.lines().count(), run.stderr.as_str()),
        (9, ""),
        "{run:?}"
    );
    let list = home.otp(["source", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list.stdout).expect("JSON");
    assert_eq!(list[0]["as_of"], 1_780_000_200);
    assert_eq!(
        (&list[0]["accounts"], &list[0]["left_out"]),
        (&8.into(), &2.into())
    );
    assert_eq!(list[0]["problem"], serde_json::Value::Null);
    // Gone.
    std::fs::remove_file(&path).expect("gone");
    let run = home.otp(["list"]);
    assert_eq!(run.stdout.lines().count(), 9, "{run:?}");
    says(&run, 0, "The source Aegis is not there (since 20");
    assert!(
        home.otp(["doctor"])
            .stdout
            .contains("otp source at NAME PATH")
    );
}

#[test]
fn the_newest_file_of_a_folder_that_fits_counts() {
    let home = home_with("aegis/aegis-two-bad-entries.json", "Sync/aegis-1.json");
    std::fs::create_dir(home.path("Sync/deeper")).expect("a folder");
    home.write("Sync/notes.txt", b"Buy milk\n");
    home.write(
        "Sync/twofas.2fas",
        &std::fs::read(sample("2fas/2fas-schema1.json")).expect("it"),
    );
    set_time(&home.path("Sync/aegis-1.json"), 1_780_000_300);
    set_time(&home.path("Sync/notes.txt"), 1_780_000_400);
    set_time(&home.path("Sync/twofas.2fas"), 1_780_000_100);
    let run = add(&home, "Sync");
    says(&run, 9, "left out: ");
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 2);
    // Another app's file is no backup of this one, however new; the next backup is.
    set_time(&home.path("Sync/twofas.2fas"), 1_780_000_900);
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 2);
    home.write(
        "Sync/aegis-2.json",
        &std::fs::read(sample(PLAIN)).expect("it"),
    );
    set_time(&home.path("Sync/aegis-2.json"), 1_780_000_500);
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 10);
    // One that is not whole yet is none.
    home.write("Sync/aegis-3.json", b"{\"version\": 1, \"header\": {");
    let run = home.otp(["list", "--source", "Aegis"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (10, ""));
    #[cfg(unix)]
    {
        // No link leads out of the folder, and no pipe holds anybody.
        let outside = sample("aegis/aegis-md5-and-missing-fields.json");
        let link = home.path("Sync/aegis-9.json");
        std::os::unix::fs::symlink(outside, &link).expect("a link");
        pipe(&home.path("Sync/aegis-8.json"));
        assert_eq!(names(&home, &["--source", "Aegis"]).len(), 10);
    }
}

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo").success());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_at_once() {
    let home = home_with(PLAIN, "a.json");
    pipe(&home.path("pipe"));
    let started = std::time::Instant::now();
    for path in ["pipe", "/dev/zero", "missing.json", "runtime", "password"] {
        let run = add(&home, path);
        assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{path}: {run:?}");
    }
    assert_eq!(add(&home, "a.json").code, 0);
    std::fs::remove_file(home.path("a.json")).expect("gone");
    pipe(&home.path("a.json"));
    says(&home.otp(["list"]), 0, "not a regular file");
    assert!(started.elapsed().as_secs() < 60, "it waited for the pipe");
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 10);
}

#[test]
fn files_of_many_programs_serve() {
    for (file, count) in [
        ("bitwarden/bitwarden_encrypted_pbkdf2.json", 6),
        ("2fas/2fas-backup-encrypted.2fas", 8),
        ("2fas/2fas-backup-20260102030405.2fas", 8),
        ("proton/Proton_Authenticator_encrypted.json", 8),
        ("proton/Proton_Pass_export.zip", 3),
        ("ente/ente-auth-codes-plaintext-20260102-030405.txt", 5),
        #[cfg(feature = "kdbx")]
        ("keepass/keepassxc4.kdbx", 6),
        #[cfg(feature = "kdbx")]
        ("keepass/keepassxc.kdbx", 6),
    ] {
        let home = home_with(file, "file");
        let run = add(&home, "file");
        assert_eq!(run.code, 0, "{file}: {run:?}");
        let list = home.otp(["source", "list", "--json"]);
        let list: serde_json::Value = serde_json::from_str(&list.stdout).expect("JSON");
        let shown = names(
            &home,
            &["--source", list[0]["name"].as_str().expect("a name")],
        );
        assert!(
            shown.len() <= count && !shown.is_empty(),
            "{file}: {shown:?}"
        );
        assert!(
            run.stderr.contains(&format!("{} account", shown.len())),
            "{file}: {run:?}"
        );
    }
}

#[test]
fn without_sources_nothing_more_is_opened() {
    if !crate::parts::has("strace") {
        return;
    }
    let calls = |home: &Home, more: &[&str]| {
        let mut strace = std::process::Command::new("strace");
        strace.args(["-f", "-qq", "-o"]).arg(home.path("log"));
        strace.args(["-e", "trace=open,openat,newfstatat,stat,getdents64"]);
        let code = ["--identity", "recovery.txt", "code", "github"];
        strace.arg(env!("CARGO_BIN_EXE_otp")).args(code).args(more);
        strace.env_clear().current_dir(home.path(""));
        strace
            .env("HOME", home.path(""))
            .env("XDG_RUNTIME_DIR", home.path("runtime"));
        assert!(strace.output().expect("strace runs").status.success());
        std::fs::read_to_string(home.path("log")).expect("a log")
    };
    let home = home_with(PLAIN, "a.json");
    assert!(!calls(&home, &[]).contains("sources"));
    assert_eq!(add(&home, "a.json").code, 0);
    assert!(!calls(&home, &["--own"]).contains("sources"));
    // One small file more, and one look at the foreign one, which is not opened.
    let log = calls(&home, &[]);
    assert_eq!(log.matches("otp/sources").count(), 1, "{log}");
    let opened = |line: &&str| line.contains("a.json") && line.contains("open");
    assert_eq!(log.lines().filter(opened).count(), 0, "{log}");
}
