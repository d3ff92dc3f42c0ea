//! The real program on a real vault, from the first start to a code in a script.

use std::process::Command;

use otp::account::SecretText;
use otp::qr::draw::{Drawing, Level};

use super::session::Start;

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
    session
        .sees("AGE-SECRET-KEY-1")
        .types("y")
        .sees("No accounts yet");

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
