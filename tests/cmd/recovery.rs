//! The recovery key: the vault depends on it only when its owner has it, and says so until somebody confirms it.
#![cfg(unix)]

use std::process::Command;

use crate::home::{Home, PASSPHRASE, Run, finish, path_with_otp};
use crate::parts;

/// `otp` as a shell writes it, with what the shell does to its output; no terminal anywhere.
fn in_bash(home: &Home, line: &str) -> Run {
    let mut command = Command::new("setsid");
    command.args(["--wait", "bash", "-c"]);
    command.arg(format!("set -o pipefail; {line}"));
    command.current_dir(home.path("")).env_clear();
    command
        .env("HOME", home.path(""))
        .env("PATH", path_with_otp());
    finish(command, b"")
}

fn opens(home: &Home, key: &str) -> bool {
    home.run(["--identity", key, "list"], b"").code == 0
}

/// What does away with a key that is written to stdout, or cannot take it in a file.
const LOSERS: [&str; 6] = [
    ">/dev/full",
    ">/dev/null",
    ">&-",
    "| true",
    "| sleep 0",
    "--recovery-file /no/such/folder/key.txt",
];

#[test]
fn a_new_key_that_reaches_nobody_replaces_nothing() {
    if !parts::has("bash") {
        return;
    }
    let home = Home::with_vault();
    let before = std::fs::read(home.vault()).expect("a vault");
    for loser in LOSERS {
        let line = format!("otp --passphrase-file passphrase key recovery {loser}");
        let run = in_bash(&home, &line);
        assert!(run.code != 0 && !run.stderr.is_empty(), "{loser}: {run:?}");
        assert_eq!(
            std::fs::read(home.vault()).expect("a vault"),
            before,
            "{loser}"
        );
        assert!(opens(&home, "recovery.txt"), "{loser}");
    }
    // A disk that is full.
    let line = "ulimit -f 0; otp --passphrase-file passphrase key recovery --recovery-file new.txt";
    let run = in_bash(&home, line);
    assert!(run.code > 0 && run.code < 128, "{run:?}");
    assert!(!home.path("new.txt").exists() && opens(&home, "recovery.txt"));
    // A file of somebody's keeps it.
    let line = "umask 077; otp --passphrase-file passphrase key recovery >kept.txt";
    assert_eq!(in_bash(&home, line).code, 0);
    assert!(opens(&home, "kept.txt") && !opens(&home, "recovery.txt"));
    let status = home.run(["status"], b"").stdout;
    assert!(!status.contains("Recovery key"), "{status}");
}

#[test]
fn a_vault_whose_key_reaches_nobody_is_not_made() {
    if !parts::has("bash") {
        return;
    }
    let home = Home::empty();
    home.write("passphrase", b"otter kelp barrel\n");
    let init = "otp --passphrase-file passphrase init --work-factor 14";
    for loser in LOSERS {
        let run = in_bash(&home, &format!("{init} {loser}"));
        assert!(run.code != 0 && !run.stderr.is_empty(), "{loser}: {run:?}");
        assert!(!home.vault().exists(), "{loser}: {run:?}");
        assert!(
            !home.path(".local/state/otp/identity.age").exists(),
            "{loser}"
        );
    }
    assert_eq!(
        in_bash(&home, &format!("{init} --recovery-file key.txt")).code,
        0
    );
    assert!(opens(&home, "key.txt"));
}

#[test]
fn a_key_that_nobody_confirmed_is_told_of_until_somebody_does() {
    let home = Home::empty();
    home.write("passphrase", b"otter kelp barrel\n");
    let run = |arguments: &[&str], input: &[u8]| {
        home.run(
            [&["--passphrase-file", "passphrase"], arguments].concat(),
            input,
        )
    };
    let made = run(&["init", "--work-factor", "14"], b"");
    assert_eq!(made.code, 0, "{made:?}");
    assert!(made.stderr.contains("--check"), "{made:?}");
    let key = made.stdout.trim_end();
    let tells = || {
        let shut = home.run(["status"], b"").stdout;
        let json = home.run(["status", "--json"], b"").stdout;
        let closed = home.run(["doctor"], b"").stdout;
        let open = run(&["doctor"], b"").stdout;
        [
            shut.contains("nobody has confirmed"),
            json.contains("\"recovery_key_confirmed\":false"),
            closed.contains("nobody has confirmed"),
            open.contains("otp key recovery --check"),
        ]
    };
    assert_eq!(tells(), [true; 4]);
    // It outlives saves, and a device that has not seen the vault before knows it too.
    let link = b"otpauth://totp/Site:me?secret=MFZXIZLSNFXWI2LO";
    assert_eq!(run(&["add", "-"], link).code, 0);
    assert_eq!(tells(), [true; 4]);
    std::fs::remove_file(home.path(".local/state/otp/seen.toml")).expect("removed");
    assert!(
        run(&["doctor"], b"")
            .stdout
            .contains("nobody has confirmed")
    );
    let other = otp::vault::keys::DeviceKey::generate();
    for (typed, code) in [(other.line().expose(), 5), ("nonsense", 5), (key, 0)] {
        let checked = run(&["key", "recovery", "--check"], typed.as_bytes());
        assert_eq!(checked.code, code, "{checked:?}");
    }
    assert_eq!(tells(), [false; 4]);
}

#[test]
fn whoever_joins_with_the_key_has_it() {
    let home = Home::empty();
    home.write("passphrase", b"otter kelp barrel\n");
    let run = |arguments: &[&str], input: &[u8]| {
        home.run(
            [&["--passphrase-file", "passphrase"], arguments].concat(),
            input,
        )
    };
    let made = run(&["init", "--work-factor", "14"], b"");
    std::fs::remove_dir_all(home.path(".local/state")).expect("another machine");
    let joined = run(
        &["init", "--recover", "--work-factor", "14"],
        made.stdout.as_bytes(),
    );
    assert_eq!(joined.code, 0, "{joined:?}");
    assert!(
        !home
            .run(["status"], b"")
            .stdout
            .contains("nobody has confirmed")
    );
}

/// A run of `init --recover` that was killed may leave an identity which the vault does not know.
#[test]
fn an_identity_of_no_use_makes_way_for_who_joins() {
    let home = Home::with_vault();
    let identity = home.path(".local/state/otp/identity.age");
    let first = std::fs::read(&identity).expect("an identity");
    let key = std::fs::read(home.path("recovery.txt")).expect("a key");
    let join = |passphrase: &str| {
        let join = ["--passphrase-file", passphrase, "init", "--recover"];
        home.run([&join[..], &["--work-factor", "14"]].concat(), &key)
    };
    home.write("other", b"tram violin sunday\n");
    // One that opens the vault, and one that nobody can tell about, stay.
    for passphrase in ["passphrase", "other"] {
        let refused = join(passphrase);
        assert_eq!(refused.code, 8, "{refused:?}");
        assert_eq!(std::fs::read(&identity).expect("an identity"), first);
    }
    let elsewhere = home.path("elsewhere");
    let mut make = home.command(["--passphrase-file", "other", "--vault"]);
    make.arg(&elsewhere).args(["init", "--work-factor", "14"]);
    make.args(["--recovery-file", "other.txt"])
        .env("OTP_STATE", home.path("state"));
    assert_eq!(finish(make, b"").code, 0);
    std::fs::copy(home.path("state/identity.age"), &identity).expect("copied");
    let joined = join("other");
    assert_eq!(joined.code, 0, "{joined:?}");
    assert_eq!(
        home.run(["--passphrase-file", "other", "list"], b"").code,
        0
    );
    assert!(
        identity.with_file_name("identity.age.old").exists(),
        "kept all the same"
    );
}

/// The lines of a sheet, as somebody types them.
fn on_paper(page: &str) -> String {
    let prefix = page.split("<h2><code>").nth(1).expect("a prefix");
    let prefix = prefix.split('<').next().expect("its end");
    let lines = page.split("<li><code>").skip(1);
    let lines: Vec<&str> = lines.filter_map(|line| line.split('<').next()).collect();
    format!("{prefix} {}", lines.join(" "))
}

#[test]
fn a_sheet_of_paper_holds_the_key_as_it_is_typed() {
    let home = Home::empty();
    home.write("passphrase", format!("{PASSPHRASE}\n").as_bytes());
    let with = |more: &[&str], input: &str| {
        let all = [&["--passphrase-file", "passphrase"], more].concat();
        home.run(&all, input.as_bytes())
    };
    let init = [
        "init",
        "--work-factor",
        "14",
        "--recovery-sheet",
        "sheet.html",
    ];
    let made = with(&init, "");
    assert_eq!((made.code, made.stdout.as_str()), (0, ""), "{made:?}");
    assert!(made.stderr.contains("print it"), "{made:?}");
    let sheet = std::fs::metadata(home.path("sheet.html")).expect("a file");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&sheet) & 0o777, 0o600);
    let page = std::fs::read_to_string(home.path("sheet.html")).expect("a page");
    assert!(page.contains("<svg") && !page.contains("<script") && !page.contains("src="));
    let typed = on_paper(&page);
    assert!(typed.matches(' ').count() > 10, "{typed}");
    let checked = with(&["key", "recovery", "--check"], &typed.to_lowercase());
    assert_eq!(checked.code, 0, "{checked:?}");
    // Never over another file, and nothing is changed then.
    let again = with(&["key", "recovery", "--recovery-sheet", "sheet.html"], "");
    assert_eq!(again.code, 8, "{again:?}");
    assert_eq!(with(&["key", "recovery", "--check"], &typed).code, 0);
    let both = [
        "key",
        "recovery",
        "--recovery-sheet",
        "a",
        "--recovery-file",
        "b",
    ];
    assert_eq!(with(&both, "").code, 2);
}
