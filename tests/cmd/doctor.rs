//! `otp doctor` in front of every broken state that a crash, a full disk, another user or a stranger can leave: it is
//! found, and what it says to do mends it.
#![cfg(target_os = "linux")]

use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::home::{Home, finish, path_with_otp};
use crate::parts;

const SITE: &str = "otpauth://totp/Site:me?secret=MFZXIZLSNFXWI2LO&issuer=Site";
const STATE: &str = ".local/state/otp";

/// A broken state.
struct Row {
    name: &'static str,
    breaks: fn(&Home),
    /// What the doctor finds.
    found: &'static str,
    /// What it says to do.
    fix: &'static str,
    /// What a person makes of that; empty: just what is said, as far as the first comma or behind the last colon.
    mends: &'static str,
}

fn mode(path: &Path, mode: u32) {
    let mode = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, mode).expect("a mode");
}

fn in_state(home: &Home, name: &str) -> PathBuf {
    home.path(STATE).join(name)
}

fn backups(home: &Home) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(in_state(home, "backups")).expect("a folder");
    let mut backups: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    backups.sort();
    backups
}

fn edited(home: &Home, note: &str) {
    let run = home.otp(["edit", "site", "--note", note]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// Another text in the vault, by somebody who can open it.
fn rewritten(home: &Home, rewrite: impl Fn(&str) -> String) {
    let text = opened_by_stock_age(home);
    let new = rewrite(&text);
    assert_ne!(new, text);
    sealed_by_stock_age(home, &new);
    mode(&home.vault(), 0o600);
}

const ROWS: &[Row] = &[
    Row {
        name: "a vault that others can read",
        breaks: |home| mode(&home.vault(), 0o644),
        found: "others can read",
        fix: "chmod 600",
        mends: "",
    },
    Row {
        name: "a vault of mode 000",
        breaks: |home| mode(&home.vault(), 0),
        found: "not even its owner",
        fix: "chmod 600",
        mends: "",
    },
    Row {
        name: "an identity that others can read",
        breaks: |home| mode(&in_state(home, "identity.age"), 0o640),
        found: "others can read",
        fix: "chmod 600",
        mends: "",
    },
    Row {
        name: "settings that others can change",
        breaks: |home| {
            std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
            let file = home.write(".config/otp/config.toml", b"copy-command = \"cat\"\n");
            mode(&file, 0o666);
        },
        found: "others can change",
        fix: "chmod 600",
        mends: "",
    },
    Row {
        name: "a folder that others look into",
        breaks: |home| mode(&home.path(STATE), 0o755),
        found: "others can look into",
        fix: "chmod 700",
        mends: "",
    },
    Row {
        name: "a file of another user",
        breaks: |home| {
            if rustix::process::geteuid().is_root() {
                chown(home.vault(), Some(23_456), None).expect("given away");
            } else {
                mode(&home.vault(), 0o644);
            }
        },
        found: "",
        fix: "",
        mends: "chown \"$(id -u):$(id -g)\" .local/share/otp/vault.age; chmod 600 .local/share/otp/vault.age",
    },
    Row {
        name: "a pipe in the place of a copy",
        breaks: |home| {
            let path = home.vault().with_file_name("vault 2.age");
            let made = Command::new("mkfifo").arg(path).status();
            assert!(made.expect("mkfifo runs").success());
        },
        found: "is not a regular file",
        fix: "mv ",
        mends: "",
    },
    Row {
        name: "a folder in the place of the pins",
        breaks: |home| {
            let pins = in_state(home, "seen.toml");
            std::fs::remove_file(&pins).expect("removed");
            std::fs::create_dir(pins).expect("a folder");
        },
        found: "is not a regular file",
        fix: "mv ",
        mends: "",
    },
    Row {
        name: "a link to nowhere in the place of the vault",
        breaks: |home| {
            std::fs::remove_file(home.vault()).expect("removed");
            symlink("/nowhere/at/all", home.vault()).expect("linked");
        },
        found: "/nowhere/at/all",
        fix: "link",
        mends: "rm .local/share/otp/vault.age; otp restore --from \"$NEWEST\"",
    },
    Row {
        name: "what killed runs left",
        breaks: |home| {
            home.write(".local/state/otp/.undone-AbC123.tmp", b"x");
            home.write(".local/state/otp/backups/.backup-AbC123.tmp", b"x");
            home.write(".local/share/otp/.vault-AbC123.tmp", b"x");
        },
        found: "runs that were killed: 3",
        fix: "rm ",
        mends: "",
    },
    Row {
        name: "an empty backup",
        breaks: |home| std::fs::write(&backups(home)[0], b"").expect("emptied"),
        found: "not whole",
        fix: "rm ",
        mends: "",
    },
    Row {
        name: "a file in the place of the backups",
        breaks: |home| {
            std::fs::remove_dir_all(in_state(home, "backups")).expect("removed");
            home.write(".local/state/otp/backups", b"in the way");
        },
        found: "is not a folder",
        fix: "mv ",
        mends: "mv .local/state/otp/backups backups.old; otp backup",
    },
    Row {
        name: "no identity",
        breaks: |home| std::fs::remove_file(in_state(home, "identity.age")).expect("removed"),
        found: "no identity of its own",
        fix: "otp init --recover",
        mends: "otp init --recover --work-factor 14 --device again <recovery.txt",
    },
    Row {
        name: "an identity that is none",
        breaks: |home| {
            home.write(".local/state/otp/identity.age", b"nonsense");
        },
        found: "not a file that a passphrase opens",
        fix: "mv ",
        mends: "mv .local/state/otp/identity.age old; otp init --recover --work-factor 14 --device again <recovery.txt",
    },
    Row {
        name: "a vault that is gone",
        breaks: |home| std::fs::remove_file(home.vault()).expect("removed"),
        found: "its vault is not",
        fix: "otp restore --from ",
        mends: "otp restore --from \"$NEWEST\"",
    },
    Row {
        name: "a damaged vault",
        breaks: |home| std::fs::write(home.vault(), b"age-encryption.org/v1\nx").expect("damaged"),
        found: "damaged",
        fix: "otp restore --from ",
        mends: "otp restore --from \"$NEWEST\"",
    },
    Row {
        name: "a vault of which nothing is left",
        breaks: |home| std::fs::write(home.vault(), b"damaged").expect("damaged"),
        found: "damaged",
        fix: "otp restore --from ",
        mends: "otp restore --from \"$NEWEST\"",
    },
    Row {
        name: "an empty vault",
        breaks: |home| std::fs::write(home.vault(), b"").expect("emptied"),
        found: "damaged",
        fix: "otp restore --from ",
        mends: "otp restore --from \"$NEWEST\"",
    },
    Row {
        name: "a vault that is too large",
        breaks: |home| {
            let file = std::fs::OpenOptions::new().write(true).open(home.vault());
            let grown = file.expect("opened").set_len(65 << 20);
            grown.expect("grown");
        },
        found: "too large",
        fix: "otp restore --from ",
        mends: "otp restore --from \"$NEWEST\"",
    },
    Row {
        name: "an old vault that was put back",
        breaks: |home| {
            let old = std::fs::read(home.vault()).expect("the vault");
            edited(home, "newer");
            std::fs::write(home.vault(), old).expect("put back");
        },
        found: "older than",
        fix: "otp restore --merge",
        mends: "otp restore --merge",
    },
    Row {
        name: "a forged vault",
        breaks: |home| {
            rewritten(home, |text| {
                let token = text.lines().find(|line| line.starts_with("token = "));
                let other = "token = \"AAAAAAAAAAAAAAAAAAAAAA==\"";
                text.replace(token.expect("a token"), other)
            });
        },
        found: "does not know its token",
        fix: "otp restore --from ",
        mends: "otp restore --from \"$NEWEST\"",
    },
    Row {
        name: "a key that nothing is sealed to",
        breaks: |home| {
            let absent = crate::trust::bech32("age1otpabsent", &[7; 20]);
            let device = format!(
                "[[device]]\nname = \"token\"\nrecipient = \"{absent}\"\nadded = 5\nseq = 0\n\n"
            );
            rewritten(home, |text| {
                text.replacen("[[device]]", &format!("{device}[[device]]"), 1)
            });
        },
        found: "age-plugin-otpabsent",
        fix: "otp key remove",
        mends: "otp key remove token",
    },
    Row {
        name: "settings with a mistake",
        breaks: |home| {
            std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
            home.write(".config/otp/config.toml", b"lock-after = \"soon\"\n");
        },
        found: "lock-after",
        fix: "otp config edit",
        mends: "otp config set lock-after 5m",
    },
    Row {
        name: "a crowd beside the vault",
        breaks: |home| {
            for number in 0..40 {
                let file = home.vault().with_file_name(format!("note {number}.age"));
                std::fs::write(&file, format!("age-encryption.org/v1\n{number}")).expect("written");
                mode(&file, 0o600);
            }
        },
        found: "40 *.age files lie beside",
        fix: "move",
        mends: "rm .local/share/otp/note*.age",
    },
];

/// The checks that are not good: what was found, and what to do.
fn troubles(home: &Home) -> Vec<(String, String)> {
    let run = finish(shell(home, "otp doctor --json"), b"");
    let rows: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let rows = rows.as_array().expect("an array").iter();
    let rows = rows.filter(|row| row["health"] != "good");
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    // Whether the machine of the tests has a time service is not the point.
    rows.filter(|row| row["check"] != "clock")
        .map(|row| (text(&row["found"]), text(&row["fix"])))
        .collect()
}

/// In a shell in which `otp` opens the vault of this home.
fn shell(home: &Home, script: &str) -> Command {
    let mut command = Command::new("sh");
    let otp = "otp() { command otp --no-keyring --passphrase-file passphrase \"$@\"; }";
    let newest = "NEWEST=$(ls .local/state/otp/backups/*.age 2>/dev/null | tail -n 1)";
    command
        .args(["-c", &format!("{otp}\n{newest}\n{script}")])
        .env_clear()
        .env("HOME", home.path(""))
        .env("PATH", path_with_otp())
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(home.path(""));
    command
}

/// The command in what the doctor says.
fn command(fix: &str) -> &str {
    let fix = fix.rsplit_once(": ").map_or(fix, |(_, command)| command);
    fix.split_once(", ").map_or(fix, |(command, _)| command)
}

#[test]
fn every_broken_state_is_found_and_what_is_said_mends_it() {
    if !parts::has("age") {
        return;
    }
    let failures: Vec<String> = ROWS.iter().filter_map(Row::failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

impl Row {
    fn failure(&self) -> Option<String> {
        let home = Home::with_accounts(&[SITE]);
        edited(&home, "first");
        assert_eq!(troubles(&home), []);
        (self.breaks)(&home);
        let then = troubles(&home);
        let mut found = then.iter().filter(|(found, _)| found.contains(self.found));
        let Some((_, fix)) = found.find(|(_, fix)| fix.contains(self.fix)) else {
            return Some(format!("{}: {then:?}", self.name));
        };
        let mends = if self.mends.is_empty() {
            command(fix)
        } else {
            self.mends
        };
        let mended = finish(shell(&home, mends), b"");
        let left = troubles(&home);
        let listed = finish(shell(&home, "otp list --names"), b"");
        let is_well = mended.code == 0 && left.is_empty() && listed.stdout == "Site:me\n";
        (!is_well).then(|| format!("{}: {mends}: {mended:?}, {left:?}, {listed:?}", self.name))
    }
}

/// Root can write everywhere: somebody else has to look.
#[test]
fn a_folder_that_cannot_be_written_is_found() {
    const NOBODY: u32 = 65_534;
    if rustix::process::geteuid().is_root() && !parts::has("setpriv") {
        return;
    }
    let home = Home::with_accounts(&[SITE]);
    // Where everybody may run it: the folder of the build may be closed to others.
    let program = tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o755))
        .tempdir()
        .expect("a folder");
    let binary = program.path().join("otp");
    std::fs::copy(env!("CARGO_BIN_EXE_otp"), &binary).expect("copied");
    mode(&binary, 0o755);
    let as_user = |arguments: &[&str]| {
        let mut command = if rustix::process::geteuid().is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            command.arg(&binary);
            command
        } else {
            Command::new(&binary)
        };
        command
            .args(["--no-keyring", "--passphrase-file", "passphrase"])
            .args(arguments)
            .env_clear()
            .env("HOME", home.path(""))
            .env("LC_ALL", "C.UTF-8")
            .current_dir(home.path(""));
        finish(command, b"")
    };
    if rustix::process::geteuid().is_root() {
        let owner = format!("{NOBODY}:{NOBODY}");
        let given = Command::new("chown")
            .args(["-R", &owner])
            .arg(home.path(""))
            .status();
        assert!(given.expect("chown runs").success());
    }
    for folder in [home.path(STATE), home.path(".local/share/otp")] {
        mode(&folder, 0o500);
        let doctor = as_user(&["doctor"]);
        assert_eq!(doctor.code, 1, "{doctor:?}");
        assert!(doctor.stdout.contains("cannot be written"), "{doctor:?}");
        let word = folder.to_str().expect("text");
        let fix = format!("→ chmod 700 {word}");
        assert!(doctor.stdout.contains(&fix), "{doctor:?}");
        mode(&folder, 0o700);
        let doctor = as_user(&["doctor"]);
        assert!(!doctor.stdout.contains("cannot be written"), "{doctor:?}");
    }
}
