//! What opens the vault, where it lies, and how it comes back: keys, sessions, backups, settings.

use crate::home::{Home, PASSPHRASE, Run, finish};
use crate::parts;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn home() -> Home {
    Home::with_accounts(&[GITHUB])
}

/// With the passphrase in the file `name`.
fn by_passphrase(home: &Home, name: &str, arguments: &[&str]) -> Run {
    let mut all = vec!["--passphrase-file", name];
    all.extend(arguments);
    home.run(all, b"")
}

#[test]
fn a_backup_is_written_verified_and_brought_back() {
    let home = home();
    let run = home.otp(["backup", "--verify"]);
    says(&run, 0, "the same codes");
    assert!(std::path::Path::new(run.stdout.trim_end()).is_file());
    assert_eq!(home.otp(["backup", "copy.age"]).stdout, "copy.age\n");
    assert_eq!(home.otp(["backup", "copy.age"]).code, 8);
    assert_eq!(home.otp(["rename", "github", "later"]).code, 0);
    says(
        &home.otp(["restore", "--from", "copy.age"]),
        0,
        "holds all of it already",
    );
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:later\n");
    // In the place of a damaged vault, and of one that is gone.
    let whole = std::fs::read(home.vault()).expect("the vault");
    std::fs::write(home.vault(), &whole[..whole.len() / 2]).expect("damaged");
    says(&home.otp(["list"]), 6, "restore --from");
    says(
        &home.otp(["restore", "--from", "copy.age"]),
        0,
        "in its place: 1 account.",
    );
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
    std::fs::remove_file(home.vault()).expect("gone");
    assert_eq!(home.otp(["restore", "--from", "copy.age"]).code, 0);
    assert_eq!(home.otp(["code", "github"]).code, 0);
    // Files that are none.
    home.write("text", b"no vault");
    assert_eq!(home.otp(["restore", "--from", "text"]).code, 6);
    assert_eq!(home.otp(["restore", "--from", "missing"]).code, 7);
    let other = Home::with_accounts(&[GITHUB]);
    let theirs = std::fs::read(other.vault()).expect("another vault");
    home.write("theirs.age", &theirs);
    assert_eq!(home.otp(["restore", "--from", "theirs.age"]).code, 6);
}

#[test]
fn a_vault_of_a_newer_otp_is_left_alone() {
    let home = home();
    assert_eq!(home.otp(["backup", "copy.age"]).code, 0);
    if !parts::has("age") {
        return;
    }
    let age = |arguments: &[&str], input: &[u8]| {
        let mut age = std::process::Command::new("age");
        age.args(arguments).current_dir(home.path(""));
        age.stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped());
        let mut child = age.spawn().expect("age runs");
        let mut stdin = child.stdin.take().expect("piped");
        std::io::Write::write_all(&mut stdin, input).expect("fed");
        drop(stdin);
        child.wait_with_output().expect("it ends").stdout
    };
    let vault = home.vault();
    let vault = vault.to_str().expect("a path");
    let plain = age(&["-d", "-i", "recovery.txt", vault], b"");
    let plain = String::from_utf8(plain).expect("text");
    assert!(plain.contains("format = 1"), "stock age opens it");
    let newer = plain.replacen("format = 1", "format = 2", 1);
    let sealed = age(&["-e", "-i", "recovery.txt"], newer.as_bytes());
    std::fs::write(home.vault(), &sealed).expect("a vault of tomorrow");
    for arguments in [
        vec!["list"],
        vec!["rm", "github"],
        vec!["restore", "--from", "copy.age"],
        vec!["restore", "--accept"],
        vec!["undo"],
    ] {
        let run = home.otp(&arguments);
        says(&run, 6, "newer otp");
        says(&run, 6, "Upgrade otp");
        assert_eq!(
            std::fs::read(home.vault()).expect("kept"),
            sealed,
            "{arguments:?}"
        );
    }
}

#[test]
fn the_passphrase_changes_and_the_old_one_is_worth_nothing() {
    let home = home();
    home.write("new", b"tram violin sunday\n");
    let vault = std::fs::read(home.vault()).expect("the vault");
    let change = [
        "passwd",
        "--work-factor",
        "14",
        "--new-passphrase-file",
        "new",
    ];
    says(
        &by_passphrase(&home, "passphrase", &change),
        0,
        "is changed",
    );
    assert_eq!(
        std::fs::read(home.vault()).expect("the vault"),
        vault,
        "the vault is not touched"
    );
    says(
        &by_passphrase(&home, "passphrase", &["list"]),
        5,
        "passphrase is wrong",
    );
    assert_eq!(by_passphrase(&home, "new", &["list", "--names"]).code, 0);
    says(&home.otp(change), 8, "not this device's own");
    home.write("empty", b"\n");
    assert_ne!(
        by_passphrase(&home, "new", &["passwd", "--new-passphrase-file", "empty"]).code,
        0
    );
    assert_eq!(by_passphrase(&home, "new", &["list"]).code, 0);
}

#[test]
fn a_passphrase_opens_in_each_form_of_unicode() {
    let (composed, divided) = (
        "ött\u{e9}r k\u{e9}lp barr\u{e9}l",
        "o\u{308}tte\u{301}r ke\u{301}lp barre\u{301}l",
    );
    for (made, typed) in [(composed, divided), (divided, composed)] {
        let home = Home::empty();
        home.write("made", format!("{made}\n").as_bytes());
        home.write("typed", format!("{typed}\n").as_bytes());
        home.write("wrong", "otter k\u{e9}lp barrel\n".as_bytes());
        let init = ["init", "--work-factor", "14", "--recovery-file", "paper"];
        let init = home.run([&["--passphrase-file", "made"], &init[..]].concat(), b"");
        assert_eq!(init.code, 0, "{init:?}");
        for (file, code) in [("made", 0), ("typed", 0), ("wrong", 5)] {
            let run = by_passphrase(&home, file, &["list"]);
            assert_eq!(run.code, code, "{file}: {run:?}");
        }
    }
}

#[test]
fn a_passphrase_comes_by_descriptor() {
    let home = home();
    let script = format!(
        "exec {} --passphrase-fd 3 code github 3<passphrase",
        env!("CARGO_BIN_EXE_otp")
    );
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", &script])
        .env_clear()
        .env("HOME", home.path(""))
        .current_dir(home.path(""));
    let run = finish(shell, b"");
    assert_eq!((run.code, run.stdout.len()), (0, 7), "{run:?}");
    let run = home.run(
        ["--passphrase-fd", "0", "code", "github"],
        format!("{PASSPHRASE}\n").as_bytes(),
    );
    assert_eq!((run.code, run.stdout.len()), (0, 7), "{run:?}");
    assert_eq!(home.run(["--passphrase-fd", "77", "list"], b"").code, 5);
}

#[test]
fn keys_are_added_listed_and_shut_out() {
    let home = home();
    let recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    says(
        &home.otp(["key", "add", recipient, "--name", "laptop"]),
        0,
        "laptop can open",
    );
    assert_eq!(home.otp(["key", "add", recipient]).code, 8);
    assert_eq!(home.otp(["key", "add", "age1nonsense"]).code, 2);
    let list = home.otp(["key", "list"]).stdout;
    assert_eq!(list.lines().count(), 3);
    assert!(
        list.contains("laptop") && list.contains(recipient),
        "{list}"
    );
    says(
        &home.otp(["key", "rm", "laptop"]),
        0,
        "cannot open the vault any more",
    );
    assert!(!home.otp(["key", "list"]).stdout.contains("laptop"));
    assert_eq!(home.otp(["key", "remove", "laptop"]).code, 3);
    // A new recovery key ends the old one.
    let made = by_passphrase(
        &home,
        "passphrase",
        &["key", "recovery", "--recovery-file", "second.txt"],
    );
    says(&made, 0, "no longer opens");
    says(&home.otp(["list"]), 5, "not encrypted to this device's key");
    assert_eq!(home.run(["--identity", "second.txt", "list"], b"").code, 0);
    let shown = by_passphrase(&home, "passphrase", &["key", "recovery", "--qr"]);
    assert!(
        shown.stdout.contains("AGE-SECRET-KEY-1") && shown.stdout.contains('█'),
        "on stdout, once"
    );
}

#[test]
fn a_second_device_joins_with_the_recovery_key() {
    let home = home();
    let key = std::fs::read(home.path("recovery.txt")).expect("the key");
    let second = |arguments: &[&str], input: &[u8]| {
        let folder = home.vault();
        let folder = folder.parent().expect("a folder").as_os_str();
        let mut all = vec![std::ffi::OsStr::new("--vault"), folder];
        all.extend(["--passphrase-file", "passphrase"].map(std::ffi::OsStr::new));
        all.extend(arguments.iter().map(std::ffi::OsStr::new));
        let mut command = home.command(all);
        command.env("OTP_STATE", home.path("second"));
        finish(command, input)
    };
    says(&second(&["list"], b""), 5, "otp init --recover");
    let join = [
        "init",
        "--recover",
        "--work-factor",
        "14",
        "--device",
        "phone",
    ];
    says(
        &second(&join, b"AGE-SECRET-KEY-1NONSENSE"),
        5,
        "not a recovery key",
    );
    says(&second(&join, &key), 0, "can open the vault now");
    assert_eq!(second(&["list", "--names"], b"").stdout, "GitHub:octavia\n");
    assert!(home.path("second/identity.age").is_file());
    let gitlab = GITHUB.replace("GitHub", "GitLab").replace("MFZX", "MFZY");
    assert_eq!(second(&["add", "-"], gitlab.as_bytes()).code, 0);
    // The first sees what the second added, and knows its name.
    assert_eq!(
        by_passphrase(&home, "passphrase", &["list", "--names"])
            .stdout
            .lines()
            .count(),
        2
    );
    assert!(home.otp(["key", "list"]).stdout.contains("phone"));
    assert_eq!(second(&join, &key).code, 8);
    assert_eq!(
        by_passphrase(&home, "passphrase", &["key", "remove", "phone"]).code,
        0
    );
    assert_eq!(second(&["list"], b"").code, 5);
}

#[test]
fn the_vault_is_where_options_and_variables_say() {
    let home = home();
    let elsewhere = home.path("elsewhere");
    let mut make = home.command([
        "--passphrase-file",
        "passphrase",
        "--vault",
        "elsewhere",
        "init",
    ]);
    make.args(["--work-factor", "14", "--recovery-file", "other.txt"]);
    assert_eq!(finish(make, b"").code, 0);
    assert!(elsewhere.join("vault.age").is_file());
    let mut list = home.command(["--identity", "other.txt", "list", "--names"]);
    list.env("OTP_VAULT", &elsewhere);
    assert_eq!(finish(list, b"").stdout, "");
    // The option beats the variable; each vault has a state of its own.
    let usual = home.vault();
    let usual = usual.parent().expect("a folder");
    let mut list = home.command(["--identity", "recovery.txt", "list", "--names"]);
    list.env("OTP_VAULT", &elsewhere).arg("--vault").arg(usual);
    assert_eq!(finish(list, b"").stdout, "GitHub:octavia\n");
    let run = home.run(["--vault", "nowhere", "list"], b"");
    says(&run, 6, "There is no vault in");
}

#[test]
fn a_session_opens_the_vault_and_lock_ends_it() {
    let home = home();
    let opened = by_passphrase(&home, "passphrase", &["unlock", "--for", "2m"]);
    if opened.code == 1 {
        parts::skip(opened.stderr.trim());
        return;
    }
    says(&opened, 0, "stays open for 2 min");
    let run = home.run(["-v", "code", "github"], b"");
    assert_eq!(run.stdout.len(), 7, "{run:?}");
    says(&run, 0, "session: opened the vault");
    let status = home.run(["status", "--json"], b"").stdout;
    let status: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    assert_eq!(status["open_by"], "session");
    assert!(
        status["seconds_left"]
            .as_u64()
            .is_some_and(|left| (1..=120).contains(&left))
    );
    says(&home.run(["lock"], b""), 0, "Locked.");
    says(&home.run(["lock"], b""), 0, "No session was open.");
    assert_eq!(home.run(["code", "github"], b"").code, 5);
    assert_eq!(home.run(["status"], b"").code, 5);
    for wrong in ["0", "25h", "soon"] {
        assert_eq!(home.run(["unlock", "--for", wrong], b"").code, 2);
    }
}

#[test]
fn verbose_names_the_source_and_why_others_did_not_serve() {
    let home = home();
    says(&home.otp(["-v", "list"]), 0, "--identity: opened the vault");
    let run = by_passphrase(&home, "passphrase", &["-v", "list"]);
    says(&run, 0, "given passphrase: opened the vault");
    let run = home.run(["-v", "list"], b"");
    for source in ["session: ", "keyring: ", "passphrase: "] {
        says(&run, 5, source);
    }
    assert_eq!(home.run(["list"], b"").stderr.lines().count(), 2);
    let run = home.run(["-v", "--no-keyring", "list"], b"");
    says(&run, 5, "keyring: switched off");
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let home = home();
    let checks = |run: &Run| -> Vec<(String, String)> {
        let rows: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        let rows = rows.as_array().expect("an array").iter();
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        rows.map(|row| (text(&row["check"]), text(&row["health"])))
            .collect()
    };
    let run = home.otp(["doctor", "--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        checks(&run).iter().all(|(_, health)| health != "bad"),
        "{run:?}"
    );
    assert!(run.stdout.contains("identity.age") && run.stdout.contains("config.toml"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(home.vault(), open).expect("mode");
        let run = home.otp(["doctor", "--json"]);
        assert_eq!(run.code, 1);
        assert!(checks(&run).contains(&("permissions".into(), "bad".into())));
        assert!(run.stdout.contains("chmod 600 "), "{run:?}");
    }
    let run = Home::empty().run(["doctor"], b"");
    assert!(
        run.code == 1 && run.stdout.contains("→ otp init"),
        "{run:?}"
    );
}
