//! The broken states, a row each: how it comes about, what the doctor finds, and what mends it.

use std::os::unix::fs::{chown, symlink};
use std::process::Command;

use super::{Row, STATE, backups, edited, in_state, mode};
use crate::cmd::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::home::Home;

/// Another text in the vault, by somebody who can open it.
fn rewritten(home: &Home, rewrite: impl Fn(&str) -> String) {
    let text = opened_by_stock_age(home);
    let new = rewrite(&text);
    assert_ne!(new, text);
    sealed_by_stock_age(home, &new);
    mode(&home.vault(), 0o600);
}

pub const ROWS: &[Row] = &[
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
