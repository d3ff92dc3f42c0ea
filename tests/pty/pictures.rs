//! Pictures for the README: the real program in a terminal, written down as SVG, with 22 of 30 seconds left. Made anew by
//! `assets/pictures.sh`, which also makes the recording.

use std::path::Path;

use super::drawing::svg;
use super::session::{Session, Start};

fn keep(session: &Session, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    std::fs::create_dir_all(&folder).expect("a folder");
    let picture = session.look(svg);
    std::fs::write(folder.join(name), picture).expect("written");
}

/// Who has accounts in the README.
const SETTINGS: &str = "theme = \"dark\"\nlock-after = \"never\"\n";

/// A demo whose clock begins where `seconds` are left of thirty.
pub fn demo_in(home: &Path, size: (u16, u16), left: u64, also: impl Fn(Start) -> Start) -> Session {
    let folder = home.join("config/otp");
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(folder.join("config.toml"), SETTINGS).expect("written");
    let at = (1_780_000_050 - left).to_string();
    let start = Start::otp(home, &["demo", "--at", &at])
        .env("COLORTERM", "truecolor")
        .sized(size.0, size.1);
    let session = also(start).run();
    session.sees("GitHub");
    session
}

fn demo(size: (u16, u16)) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let session = demo_in(home.path(), size, 23, |start| start);
    (home, session)
}

/// The picture is taken with 22 seconds left.
fn at_its_time(session: &Session) {
    session.sees("22 s");
}

#[test]
#[ignore = "writes the pictures of the README into assets/"]
fn make_the_pictures() {
    let (_home, session) = demo((84, 18));
    session.types("jjjj\r").sees("Sent the code");
    at_its_time(&session);
    keep(&session, "list.svg");

    let (_home, session) = demo((140, 34));
    session.types("jj");
    at_its_time(&session);
    keep(&session, "cards.svg");

    let (_home, session) = demo((116, 18));
    session.types("jjjj").sees("recovery codes");
    at_its_time(&session);
    keep(&session, "details.svg");

    let (_home, session) = demo((84, 14));
    session.types("/oct").sees("6/13");
    at_its_time(&session);
    keep(&session, "search.svg");

    let (_home, session) = demo((84, 18));
    session
        .pastes("otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example")
        .sees("The code now");
    at_its_time(&session);
    keep(&session, "add.svg");
}
