//! What commands say is what was found out: nothing is claimed that was not tried, nothing is done that is not said.

use crate::home::{Home, Run};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

fn home() -> Home {
    let home = Home::with_accounts(&[GITHUB]);
    home.write("wrong", b"not the passphrase\n");
    home
}

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(all.contains(words), "{words}: {run:?}");
}

/// The health of a check of `otp doctor` with these options, and what it found.
fn checked(home: &Home, options: &[&str], name: &str) -> Vec<(String, String)> {
    let run = home.run([options, &["doctor", "--json"]].concat(), b"");
    let rows: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let rows = rows.as_array().expect("an array").iter();
    rows.filter(|row| row["check"] == name)
        .map(|row| {
            let text = |key: &str| row[key].as_str().expect("text").to_owned();
            (text("health"), text("found"))
        })
        .collect()
}

#[test]
fn status_opens_with_what_was_given_before_it_says_so() {
    let home = home();
    let status = |options: &[&str]| home.run([options, &["status"]].concat(), b"");
    says(
        &status(&["--passphrase-file", "passphrase"]),
        0,
        "given passphrase",
    );
    for (options, why) in [
        (["--passphrase-file", "wrong"], "the passphrase is wrong"),
        (["--passphrase-file", "nowhere"], "does not exist"),
        (["--identity", "nowhere"], "does not exist"),
        (["--identity", "wrong"], "does not open this vault"),
        (["--identity", "-"], "is empty"),
    ] {
        let run = status(&options);
        says(&run, 5, why);
        assert!(run.stdout.contains("nothing that is here"), "{run:?}");
    }
    let wrapped = ".local/state/otp/identity.age";
    says(
        &status(&["--identity", wrapped, "--passphrase-file", "wrong"]),
        5,
        "the passphrase is wrong",
    );
    says(
        &status(&["--identity", wrapped, "--passphrase-file", "passphrase"]),
        0,
        "is used and nothing else",
    );
    let key = std::fs::read(home.path("recovery.txt")).expect("the key");
    says(
        &home.run(["--identity", "-", "status"], &key),
        0,
        "--identity",
    );
}

#[test]
fn the_doctor_says_not_tried_of_nothing_that_was_tried() {
    let home = home();
    for options in [
        &["--passphrase-file", "wrong"][..],
        &["--identity", "wrong"],
        &["--identity", ".local/state/otp/identity.age"],
    ] {
        let found = checked(&home, options, "vault opens");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "bad", "{options:?}: {found:?}");
        assert!(!found[0].1.contains("not tried"), "{found:?}");
    }
    let right = ["--passphrase-file", "passphrase"];
    assert_eq!(checked(&home, &right, "vault opens")[0].0, "good");
    let unlocking = checked(&home, &right, "unlocking");
    assert_eq!(unlocking.len(), 1, "{unlocking:?}");
    assert!(unlocking[0].1.contains("opens the vault"), "{unlocking:?}");
    let found = checked(&home, &["--no-keyring"], "vault opens");
    assert!(found[0].1.contains("not tried"), "{found:?}");

    home.write(".local/state/otp/identity.age", b"AGE-SECRET-KEY-1\n");
    let found = checked(&home, &["--no-keyring"], "identity");
    assert_eq!(found.last().expect("the check").0, "bad", "{found:?}");
    std::fs::remove_file(home.path(".local/state/otp/identity.age")).expect("removed");
    let found = checked(&home, &["--no-keyring"], "vault opens");
    assert!(!found[0].1.contains("not tried"), "{found:?}");
}

#[test]
fn the_doctor_speaks_of_git_where_git_has_the_identity() {
    let above = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(above.path().join(".git")).expect("a folder");
    std::fs::create_dir(above.path().join(".stfolder")).expect("a folder");
    let home = home();
    let inside = above.path().join("me");
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .args([home.path(""), inside.clone()])
        .status();
    assert!(copied.expect("cp runs").success());
    let check = || {
        let mut command = home.command(["--identity", "recovery.txt", "doctor", "--json"]);
        command.current_dir(&inside).env("HOME", &inside);
        let run = crate::home::finish(command, b"");
        let rows: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        let rows = rows.as_array().expect("an array").clone();
        let is_it = |row: &&serde_json::Value| {
            row["check"] == "identity"
                && !row["found"].as_str().unwrap_or_default().starts_with('/')
        };
        rows.iter().find(is_it).expect("the check").clone()
    };
    assert_eq!(check()["health"], "good", "{}", check());
    let git = |arguments: &[&str]| {
        let run = std::process::Command::new("git")
            .args(arguments)
            .current_dir(&inside)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .output()
            .expect("git runs");
        assert!(run.status.success(), "{run:?}");
    };
    if !crate::parts::has("git") {
        return;
    }
    git(&["init", "--quiet", "."]);
    assert_eq!(
        check()["health"],
        "good",
        "a work tree copies nothing by itself"
    );
    git(&["add", ".local/state/otp/identity.age"]);
    assert_eq!(check()["health"], "bad", "{}", check());
}

#[test]
fn the_offset_that_the_doctor_asks_for_heals_the_clock() {
    let home = home();
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("after 1970");
    // Saved by a device an hour ahead: here that is this very machine, with its clock put back by the settings.
    std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
    home.write(".config/otp/config.toml", b"offset = -3600\n");
    let identity = ["--identity", "recovery.txt"];
    assert_eq!(checked(&home, &identity, "clock")[0].0, "bad", "{now:?}");
    home.write(".config/otp/config.toml", b"offset = 0\n");
    assert_ne!(checked(&home, &identity, "clock")[0].0, "bad");
}

#[test]
fn a_secret_typed_as_a_name_is_not_repeated() {
    let home = home();
    for secret in [
        "GEZDGNBVGY3TQOJQ",
        "gezdgnbvgy3tqojq",
        "GEZD GNBV GY3T QOJQ",
        "gezd-gnbv-gy3t-qojq",
        "GEZDGNBVGY3TQOJQGEZA====",
    ] {
        for command in ["code", "show", "rm", "list"] {
            let run = home.otp([command, secret]);
            let wanted = if command == "list" { 0 } else { 3 };
            assert_eq!(run.code, wanted, "{run:?}");
            for piece in secret.split([' ', '-']) {
                assert!(
                    !run.stderr.to_lowercase().contains(&piece.to_lowercase()),
                    "{run:?}"
                );
            }
        }
        for arguments in [
            vec!["rename", "github", secret],
            vec!["edit", "github", "--name", secret],
            vec!["edit", "github", "--issuer", secret],
            vec!["rename", "github", &format!("GitHub:{secret}")],
        ] {
            let run = home.otp(&arguments);
            says(&run, 2, "looks like a secret");
        }
    }
    for arguments in [
        vec![
            "edit",
            "github",
            "--name",
            "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ",
        ],
        vec!["rename", "github", "steam://GEZDGNBVGY3TQOJQ"],
    ] {
        says(&home.otp(&arguments), 2, "link");
    }
    for arguments in [
        ["add", "--manual", "--name", "gezd-gnbv-gy3t-qojq"],
        ["add", "--yes", "--issuer", "GEZDGNBVGY3TQOJQ"],
    ] {
        says(
            &home.otp_fed(arguments, b"MFZXIZLSNFXWI2LA\n"),
            2,
            "looks like a secret",
        );
    }
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
}

#[test]
fn a_change_that_changes_nothing_is_not_called_one() {
    let home = home();
    says(&home.otp(["edit", "github", "--tag", "work"]), 0, "Changed");
    for arguments in [
        vec!["edit", "github", "--tag", "work"],
        vec!["edit", "github", "--name", "octavia"],
        vec!["edit", "github", "--unpin"],
        vec!["rename", "github", "octavia"],
    ] {
        let run = home.otp(&arguments);
        says(&run, 0, "so already");
        assert!(!run.stderr.contains("Changed"), "{run:?}");
    }
    let run = home.otp(["edit", "github", "--untag", "home", "--pin"]);
    says(&run, 2, "no tag \"home\"");
    assert!(run.stderr.contains("#work"), "{run:?}");
    let listed = home.otp(["list", "--json"]).stdout;
    assert!(listed.contains("\"pinned\":false"), "{listed}");
    says(
        &home.otp(["edit", "github", "--untag", "#Work"]),
        0,
        "Changed",
    );
    says(
        &home.otp(["edit", "github", "--untag", "work"]),
        2,
        "It has no tags",
    );
}

/// What a state of the files is made by.
type Harm = fn(&Home);

#[test]
fn status_says_open_where_the_vault_opens_and_nowhere_else() {
    let harms: [(&str, Harm); 8] = [
        ("nothing", |_| {}),
        ("no identity", |home| {
            std::fs::remove_file(home.path(".local/state/otp/identity.age")).expect("removed");
        }),
        ("no pins", |home| {
            std::fs::remove_file(home.path(".local/state/otp/seen.toml")).expect("removed");
        }),
        ("a damaged vault", |home| {
            let mut bytes = std::fs::read(home.vault()).expect("a vault");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(home.vault(), bytes).expect("written");
        }),
        ("an empty vault", |home| {
            std::fs::write(home.vault(), b"").expect("written");
        }),
        ("no vault", |home| {
            std::fs::remove_file(home.vault()).expect("removed");
        }),
        ("the vault of somebody else", |home| {
            let other = Home::with_vault();
            std::fs::copy(other.vault(), home.vault()).expect("copied");
        }),
        ("a folder for the vault", |home| {
            std::fs::remove_file(home.vault()).expect("removed");
            std::fs::create_dir(home.vault()).expect("a folder");
        }),
    ];
    for (harm, make) in harms {
        let home = home();
        let session = home.run(["--passphrase-file", "passphrase", "unlock"], b"");
        make(&home);
        for options in [
            &["--identity", "recovery.txt"][..],
            &["--passphrase-file", "passphrase"],
            &["--passphrase-file", "wrong"],
            &["--no-keyring"],
        ] {
            let opens = home.run([options, &["list"]].concat(), b"");
            let status = home.run([options, &["status", "--json"]].concat(), b"");
            assert_eq!(
                status.code == 0,
                opens.code == 0,
                "{harm}, {options:?}: {status:?}, {opens:?}"
            );
            let object: serde_json::Value = match serde_json::from_str(&status.stdout) {
                Ok(object) => object,
                // The place itself is wrong: nothing was looked at.
                Err(_) => continue,
            };
            assert_eq!(
                object["open_by"].is_string(),
                opens.code == 0,
                "{harm}: {object}"
            );
            let doctor = checked(&home, options, "vault opens");
            assert_eq!(
                doctor[0].0 == "good",
                opens.code == 0,
                "{harm}, {options:?}: {doctor:?}"
            );
        }
        if session.code == 0 {
            home.run(["--passphrase-file", "passphrase", "lock"], b"");
        }
    }
}
