//! The real program on a real vault, from the first start to a code in a script.

use super::pages::first_run;
use std::process::Command;

use otp::account::SecretText;
use otp::qr::draw::{Drawing, Level};

use super::session::Start;
use crate::home::Home;

const LINK: &str = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
const PASSPHRASE: &str = "correct horse battery staple";

#[test]
fn first_start_picture_lock_and_back() {
    let home = tempfile::tempdir().expect("a folder");
    let picture = home.path().join("the shot.png");
    let drawing = Drawing::new(SecretText::from(LINK).expose(), Level::Medium).expect("fits");
    std::fs::write(&picture, drawing.png(6).as_slice()).expect("written");

    let session = Start::otp(home.path(), &["--no-keyring"]).run();
    session.sees("Choose a passphrase");
    session
        .types(&format!("{PASSPHRASE}\r"))
        .sees("make the vault");
    session
        .types(&format!("{PASSPHRASE}\r"))
        .sees("Your recovery key");
    session.sees("AGE-SECRET-KEY-");
    let group = first_run::asked(&session.screen(), &first_run::groups(&session));
    session.types("aaaa\r").sees("look again");
    session
        .types(&format!("{}\r", group.to_lowercase()))
        .sees("Your first account")
        .sees_no("recovery");

    // As a terminal pastes a file that is dropped on it.
    session
        .pastes(&format!("'{}'", picture.display()))
        .sees("The code now");
    session.types("\r").sees("Added Example alice");

    session.types("L").sees("otp is locked").sees_no("Example");
    session.types("wrong\r").sees("Wrong passphrase");
    session.types(&format!("{PASSPHRASE}\r")).sees("Example");

    // Another process changes the vault: the list follows.
    let passphrase = home.path().join("passphrase");
    std::fs::write(&passphrase, PASSPHRASE).expect("written");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&passphrase, private).expect("mode");
    let removed = Command::new(env!("CARGO_BIN_EXE_otp"))
        .env_clear()
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_RUNTIME_DIR", home.path().join("run"))
        .args(["--no-keyring", "--passphrase-file"])
        .arg(&passphrase)
        .args(["rename", "Example", "Renamed"])
        .output()
        .expect("the program starts");
    assert!(
        removed.status.success(),
        "{}",
        String::from_utf8_lossy(&removed.stderr)
    );
    session.sees("Renamed");

    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn the_order_of_the_list_is_there_at_the_next_start() {
    let home = Home::with_accounts(&[LINK]);
    let folder = home.path("");
    let start = || {
        let mut start = Start::otp(&folder, &["--identity", "recovery.txt"]).inside(&folder);
        for (name, folder) in [("DATA", ".local/share"), ("STATE", ".local/state")] {
            let folder = home.path(folder);
            start = start.env(&format!("XDG_{name}_HOME"), folder.to_str().expect("text"));
        }
        let session = start.run();
        session.sees("Example");
        session
    };
    // Each press goes on from where the last start ended: issuer, last use, tag, own.
    for said in ["Sorted by last use.", "Sorted by tag.", "Your own order"] {
        let session = start();
        assert_eq!(session.types("o").sees(said).types("q").ends(), 0);
    }
    // A change of the settings wins over what was chosen before it.
    let settings = home.path("config/otp");
    std::fs::create_dir_all(&settings).expect("a folder");
    std::fs::write(settings.join("config.toml"), "order = \"last-used\"\n").expect("written");
    let session = start();
    let session = session.types("o").sees("Sorted by tag.").types("o");
    let session = session.sees("Your own order").types("o");
    assert_eq!(session.sees("Sorted by issuer.").types("q").ends(), 0);
    let session = start();
    session.types("o").sees("Sorted by last use.");
}
