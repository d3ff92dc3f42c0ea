//! QR codes in pixels: a terminal that draws pictures is given one, and it is taken away with the page. One that does
//! not, or may not be asked, shows the code in cells.

use data_encoding::BASE64;
use rustix::process::Signal;

use crate::pty::session::{Session, Start};

const QUESTION: &str = "\x1b_Gi=31";
const KITTY: &str = "\x1b_Gi=31;OK\x1b\\\x1b[?62;c";
const SIXEL: &str = "\x1b[?62;4;22c";
const GIVEN: &[u8] = b"\x1b_Ga=T";
const LAST_PIECE: &[u8] = b"m=0;";
const WIPE: &[u8] = b"\x1b_Ga=d,d=A";

fn demo(start: impl Fn(Start) -> Start) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let session = start(Start::otp(home.path(), &["demo"])).run();
    session.sees("GitHub").types("jQ").sees("as a QR");
    (home, session)
}

fn answered(answer: &str, size: (u16, u16)) -> (tempfile::TempDir, Session) {
    let (home, session) = demo(|start| start.sized(size.0, size.1).cells_of(9, 18));
    session.writes(QUESTION.as_bytes());
    session.types(answer).types("\r").sees("closes in");
    (home, session)
}

/// Where this was written last.
fn last(session: &Session, part: &[u8]) -> usize {
    let written = session.written_after(0);
    let mut windows = written.windows(part.len());
    windows
        .rposition(|window| window == part)
        .expect("written once")
}

/// The picture that kitty was given, which is written after the page: all of it.
fn given(session: &Session) -> Vec<u8> {
    session.writes(LAST_PIECE);
    session.writes_after(last(session, LAST_PIECE), b"\x1b\\");
    let written = session.written_after(0);
    let text = String::from_utf8_lossy(&written).into_owned();
    let pieces = text.split("\x1b_G").filter(|piece| {
        let control = piece.split(';').next().unwrap_or_default();
        control.starts_with("a=T") || control.starts_with("m=")
    });
    let base64: String = pieces
        .filter_map(|piece| piece.split_once(';')?.1.split('\x1b').next())
        .collect();
    BASE64.decode(base64.as_bytes()).expect("base64")
}

fn says_what_it_should(picture: &[u8]) {
    let codes = otp::qr::read(picture, &|| false).expect("a picture");
    let text = codes.found[0].text.expose().to_owned();
    assert!(text.starts_with("otpauth://totp/AWS"), "{text}");
}

#[test]
fn kitty_is_given_a_picture_that_goes_with_the_page() {
    for size in [(80, 24), (60, 14)] {
        let (_home, session) = answered(KITTY, size);
        says_what_it_should(&given(&session));
        assert!(
            !session.screen().contains('\u{2580}'),
            "{}",
            session.screen()
        );
        assert!(!session.screen().contains("needs"), "{}", session.screen());
        let before = session.bytes();
        session.types("\x1b").sees_no("closes in");
        session.writes_after(before, WIPE);
        assert_eq!(session.types("q").ends(), 0);
        session.terminal_is_restored();
    }
}

#[test]
fn it_goes_when_the_vault_locks_and_when_the_program_ends() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("config/otp");
    std::fs::create_dir_all(&folder).expect("made");
    // Long enough for a busy machine to get to the page.
    std::fs::write(folder.join("config.toml"), "lock-after = \"15s\"\n").expect("written");
    let session = Start::otp(home.path(), &["demo"]).cells_of(9, 18).run();
    session.sees("GitHub").types("jQ").sees("as a QR");
    session.types(KITTY).types("\r").sees("closes in");
    session.writes(GIVEN).sees("otp is locked");
    session.writes_after(last(&session, GIVEN), WIPE);
    for end in ["\x03", ""] {
        let (_home, session) = answered(KITTY, (80, 24));
        session.writes(GIVEN);
        if end.is_empty() {
            session.signals(Signal::TERM);
        } else {
            session.types(end);
        }
        session.ends();
        assert!(last(&session, WIPE) > last(&session, GIVEN), "{end:?}");
        session.terminal_is_restored();
    }
}

#[test]
fn sixels_are_drawn_where_there_is_nothing_better_and_erased_with_the_page() {
    let (_home, session) = answered(SIXEL, (80, 24));
    session.writes(b"\x1bPq\"1;1;");
    assert!(
        !session.screen().contains('\u{2580}'),
        "{}",
        session.screen()
    );
    let before = session.bytes();
    session.types("\x1b").sees_no("closes in");
    session.writes_after(before, b"\x1b[2J");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn without_pictures_without_an_answer_or_without_the_size_of_a_cell_it_stays_in_cells() {
    for (answer, cell) in [("\x1b[?1;2c", (9, 18)), ("", (9, 18)), (KITTY, (0, 0))] {
        let (_home, session) = demo(|start| start.cells_of(cell.0, cell.1));
        session.types(answer).types("\r").sees("closes in");
        assert!(
            session.screen().contains('\u{2580}'),
            "{}",
            session.screen()
        );
        assert!(!session.ever_saw("\x1b_Ga=T") && !session.ever_saw("\x1bPq"));
        assert_eq!(session.types("\x03").ends(), 0);
        session.terminal_is_restored();
    }
}

#[test]
fn an_answer_that_comes_late_turns_the_code_into_a_picture() {
    let (_home, session) = demo(|start| start.cells_of(9, 18));
    session.types("\r").sees("closes in");
    session.waits("cells", |screen| screen.contents().contains('\u{2580}'));
    session.types(KITTY);
    session.waits("a picture instead", |screen| {
        !screen.contents().contains('\u{2580}') && screen.contents().contains("closes in")
    });
    says_what_it_should(&given(&session));
    assert_eq!(session.types("\x03").ends(), 0);
}

#[test]
fn nobody_is_asked_inside_tmux_or_screen() {
    for (name, value) in [("TMUX", "/tmp/tmux,1,0"), ("TERM", "screen-256color")] {
        let (_home, session) = demo(|start| start.env(name, value).cells_of(9, 18));
        session.types("\r").sees("closes in");
        assert!(!session.ever_saw(QUESTION), "{name}");
        assert!(session.screen().contains('\u{2580}'));
        assert_eq!(session.types("\x03").ends(), 0);
    }
}
