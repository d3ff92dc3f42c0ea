//! The commands that change something, a row each: the home that it starts in, and what it makes of it.

use super::{OWN, Row};
use crate::home::Home;

const PHONE: &str = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";

fn good(home: &Home, arguments: &[&str]) {
    let run = home.run(arguments, b"");
    assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
}

fn own(home: &Home, arguments: &[&str]) {
    good(home, &[&OWN[..], arguments].concat());
}

/// The vault as it was one save ago.
fn roll_back(home: &Home) {
    let older = std::fs::read(home.vault()).expect("a vault");
    own(home, &["edit", "site", "--note", "later"]);
    std::fs::write(home.vault(), older).expect("written");
}

pub const ROWS: [Row; 13] = [
    Row {
        name: "init",
        prepare: |home| std::fs::remove_dir_all(home.path(".local")).expect("nothing there"),
        command: &[
            "--passphrase-file",
            "passphrase",
            "init",
            "--work-factor",
            "14",
            "--recovery-file",
            "new.txt",
        ],
        begins_broken: true,
    },
    Row {
        name: "init --recover",
        prepare: |home| {
            std::fs::remove_dir_all(home.path(".local/state")).expect("another machine");
        },
        command: &[
            "--passphrase-file",
            "passphrase",
            "init",
            "--recover",
            "--work-factor",
            "14",
        ],
        begins_broken: true,
    },
    Row {
        name: "passwd",
        prepare: |_| {},
        command: &[
            "--passphrase-file",
            "passphrase",
            "passwd",
            "--work-factor",
            "14",
            "--new-passphrase-file",
            "other",
        ],
        begins_broken: false,
    },
    Row {
        name: "key add",
        prepare: |_| {},
        command: &[
            "--passphrase-file",
            "passphrase",
            "key",
            "add",
            PHONE,
            "--name",
            "phone",
        ],
        begins_broken: false,
    },
    Row {
        name: "key remove",
        prepare: |home| own(home, &["key", "add", PHONE, "--name", "phone"]),
        command: &["--passphrase-file", "passphrase", "key", "remove", "phone"],
        begins_broken: false,
    },
    Row {
        name: "key recovery",
        prepare: |_| {},
        command: &[
            "--passphrase-file",
            "passphrase",
            "key",
            "recovery",
            "--recovery-file",
            "new.txt",
        ],
        begins_broken: false,
    },
    Row {
        name: "restore NAME",
        prepare: |home| own(home, &["rm", "site"]),
        command: &["--passphrase-file", "passphrase", "restore", "site"],
        begins_broken: false,
    },
    Row {
        name: "restore --from, folded in",
        prepare: |home| {
            own(home, &["backup", "copy.age"]);
            own(home, &["edit", "site", "--note", "later"]);
        },
        command: &[
            "--passphrase-file",
            "passphrase",
            "restore",
            "--from",
            "copy.age",
        ],
        begins_broken: false,
    },
    Row {
        name: "restore --from, in the place of a damaged vault",
        prepare: |home| {
            own(home, &["backup", "copy.age"]);
            std::fs::write(home.vault(), b"damaged").expect("written");
        },
        command: &[
            "--passphrase-file",
            "passphrase",
            "restore",
            "--from",
            "copy.age",
        ],
        begins_broken: true,
    },
    Row {
        name: "restore --merge",
        prepare: roll_back,
        command: &["--passphrase-file", "passphrase", "restore", "--merge"],
        begins_broken: true,
    },
    Row {
        name: "restore --accept",
        prepare: roll_back,
        command: &["--passphrase-file", "passphrase", "restore", "--accept"],
        begins_broken: true,
    },
    Row {
        name: "undo",
        prepare: |home| own(home, &["edit", "site", "--note", "later"]),
        command: &["--passphrase-file", "passphrase", "undo"],
        begins_broken: false,
    },
    Row {
        name: "code of a counter",
        prepare: |home| {
            let link = "otpauth://hotp/Bank:me?secret=MFZXIZLSNFXWI2LO&issuer=Bank&counter=5";
            let add = home.run([&OWN[..], &["add", "--yes", "-"]].concat(), link.as_bytes());
            assert_eq!(add.code, 0, "{add:?}");
        },
        command: &["--passphrase-file", "passphrase", "code", "bank"],
        begins_broken: false,
    },
];
