//! Paths and names of files, in a home that works and in broken ones.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{GITHUB, HOSTILE, RECIPIENT, all_fine, check};
use crate::home::Home;

/// What a person does with it, in a home whose paths are hostile throughout.
fn uses(hostile: &str) -> Vec<(Vec<&str>, &str)> {
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    vec![
        (vec!["status"], ""),
        (vec!["status", "--json"], ""),
        (vec!["doctor"], ""),
        (vec!["doctor", "--json"], ""),
        (
            vec![
                "add", "--manual", "--issuer", hostile, "--name", hostile, "--tag", hostile,
                "--note", hostile,
            ],
            secret,
        ),
        (
            vec!["add", "--manual", "--issuer", hostile, "--name", hostile],
            secret,
        ),
        (vec!["list"], ""),
        (vec!["list", "--json", "--codes"], ""),
        (vec!["list", "--csv"], ""),
        (vec!["list", "--names"], ""),
        (vec!["complete", "zsh"], "code\0\0"),
        (vec!["complete", "bash"], ":\notp code "),
        (vec!["show", "injected"], ""),
        (vec!["show", "injected", "--uri"], ""),
        (vec!["rename", "github", hostile], ""),
        (
            vec!["edit", hostile, "--note", hostile, "--issuer", hostile],
            "",
        ),
        (vec!["code", "injected", "--json"], ""),
        (vec!["code", "x"], ""),
        (vec!["history"], ""),
        (vec!["undo"], ""),
        (vec!["redo"], ""),
        (vec!["key", "add", RECIPIENT, "--name", hostile], ""),
        (vec!["key", "list"], ""),
        (vec!["key", "remove", hostile], ""),
        (vec!["rm", "github"], ""),
        (vec!["restore"], ""),
        (vec!["restore", hostile], ""),
        (vec!["restore", "--from", hostile], ""),
        (vec!["backup", hostile], ""),
        (vec!["backup", hostile], ""),
        (vec!["add", "folder"], ""),
        (vec!["add", "--qr", hostile], ""),
        (
            vec!["add", "-"],
            "otpauth://totp/%1B%5B31m%0AINJECTED%E2%80%AE:x?secret=QQQQ&issuer=%C2%9B31m",
        ),
        (
            vec!["add", "--dry-run", "-"],
            "otpauth://totp/%1B%5B31m%0AINJECTED%E2%80%AE:x?secret=MFZXIZLSNFXWI2LO&digits=%1B",
        ),
        (vec!["init"], ""),
        (vec!["key", "recovery", "--recovery-file", hostile], ""),
        (vec!["unlock", "--remember"], ""),
        (vec!["-v", "list"], ""),
        (vec!["lock"], ""),
    ]
}

/// A home below a folder with a hostile name, whose vault has conflict copies with hostile names.
fn hostile_home() -> (Home, PathBuf) {
    let home = Home::with_accounts(&[GITHUB]);
    let inner = home.path(HOSTILE);
    std::fs::create_dir(&inner).expect("a folder");
    std::fs::rename(home.path(".local"), inner.join(".local")).expect("moved");
    std::fs::create_dir_all(inner.join("folder")).expect("a folder");
    let picture = inner.join(format!("folder/{HOSTILE}.png"));
    std::fs::write(picture, b"\x89PNG\r\n\x1a\nbroken").expect("written");
    (home, inner)
}

fn spoil(vault: &Path) {
    let folder = vault.parent().expect("a folder");
    let copy = |name: &str| folder.join(format!("vault {HOSTILE} {name}.age"));
    // One that is merged and one that is too large to look at.
    std::fs::copy(vault, copy("copy")).expect("copied");
    std::fs::write(copy("large"), vec![0; 1 << 20]).expect("written");
}

#[test]
fn paths_and_names_do_not_act_on_the_terminal() {
    let (home, inner) = hostile_home();
    let vault = inner.join(".local/share/otp/vault.age");
    let mut failed = Vec::new();
    let mut said = String::new();
    for (arguments, input) in uses(HOSTILE) {
        spoil(&vault);
        let mut command = home.command(["--identity"]);
        command.arg(home.path("recovery.txt")).args(&arguments);
        command.current_dir(&inner).env("HOME", &inner);
        said.push_str(&check(command, input, &mut failed));
    }
    all_fine(&failed);
    // The copies were seen and named, and things were done.
    for words in [
        "merged the conflict copy",
        r"x\u{1b}]52;c;aGk=\u{7}",
        "Renamed",
        "Moved",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// What goes wrong in a home.
type Damage = fn(&Path);

#[test]
fn a_broken_installation_does_not_act_on_the_terminal() {
    let mut failed = Vec::new();
    let damage: [(&str, Damage); 8] = [
        ("no vault", |home| {
            std::fs::remove_file(home.join(".local/share/otp/vault.age")).expect("gone");
        }),
        ("damaged", |home| {
            std::fs::write(home.join(".local/share/otp/vault.age"), "no vault").expect("written");
        }),
        ("a folder", |home| {
            std::fs::remove_file(home.join(".local/share/otp/vault.age")).expect("gone");
            std::fs::create_dir(home.join(".local/share/otp/vault.age")).expect("made");
        }),
        ("no identity", |home| {
            std::fs::remove_file(home.join(".local/state/otp/identity.age")).expect("gone");
        }),
        ("pins", |home| {
            std::fs::write(home.join(".local/state/otp/seen.toml"), HOSTILE).expect("written");
        }),
        ("settings", |home| {
            std::fs::create_dir_all(home.join(".config/otp")).expect("made");
            std::fs::write(
                home.join(".config/otp/config.toml"),
                format!("{HOSTILE:?} = 1"),
            )
            .expect("written");
        }),
        ("settings that are no text", |home| {
            std::fs::create_dir_all(home.join(".config/otp")).expect("made");
            std::fs::write(home.join(".config/otp/config.toml"), b"\x9b\x1b").expect("written");
        }),
        ("open to all", |home| {
            use std::os::unix::fs::PermissionsExt as _;
            let all = std::fs::Permissions::from_mode(0o777);
            std::fs::set_permissions(home.join(".local/share/otp"), all.clone()).expect("mode");
            std::fs::set_permissions(home.join(".local/share/otp/vault.age"), all).expect("mode");
        }),
    ];
    for (name, damage) in damage {
        let (home, inner) = hostile_home();
        damage(&inner);
        let before = failed.len();
        for arguments in [
            &["status"][..],
            &["doctor"],
            &["list"],
            &["-v", "code", "github"],
            &["rm", "github"],
            &["init"],
            &["init", "--recover"],
            &["passwd"],
            &["key", "list"],
            &["backup"],
            &["restore", "--merge"],
            &["restore", "--from", "nothing.age"],
            &[],
            &["lock"],
        ] {
            for identity in [home.path("recovery.txt"), inner.join("none"), inner.clone()] {
                let mut command = home.command(["--identity"]);
                command.arg(identity).args(arguments);
                check(command_in(command, &inner), "", &mut failed);
            }
            let mut command = home.command(["--passphrase-file"]);
            command.arg(home.path("passphrase")).args(arguments);
            check(command_in(command, &inner), "", &mut failed);
        }
        for line in failed.iter_mut().skip(before) {
            line.insert_str(0, &format!("{name}: "));
        }
    }
    all_fine(&failed);
}

fn command_in(mut command: Command, home: &Path) -> Command {
    command.current_dir(home).env("HOME", home);
    command
}
