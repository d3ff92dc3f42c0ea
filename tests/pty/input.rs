//! Much input at once: none of it is lost, none comes late, and the interface goes on meanwhile.

use std::time::{Duration, Instant};

use data_encoding::BASE32_NOPAD;

use super::session::{Session, Start};
use super::widths::started;
use crate::home::Home;

fn demo() -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let session = Start::otp(home.path(), &["demo"]).run();
    session.sees("GitHub");
    (home, session)
}

/// In a pseudo terminal the kernel takes 4 KB at most before the program reads.
fn types_much(session: &Session, keys: &str) {
    for piece in keys.as_bytes().chunks(512) {
        session.types(std::str::from_utf8(piece).expect("ASCII"));
    }
}

#[test]
fn of_thirty_thousand_keys_none_is_lost_and_none_comes_late() {
    let (_home, session) = demo();
    session.types("a").sees("Add");
    let begun = Instant::now();
    // Letters alone would be hidden like a secret.
    let keys: String = "abcdefghi/".repeat(3_000);
    types_much(&session, &keys);
    // The last one is on the screen without any key after it.
    session.types("END").sees("hi/END");
    // An optimised build takes a tenth of it: this is against doing everything anew for each key.
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{:?}",
        begun.elapsed()
    );
    // As many can be taken back: nothing was lost.
    let back = "\x7f".repeat(30_002);
    types_much(&session, &back);
    session.sees("│ a ").types("\x7f").sees_no("│ a ");
    assert_eq!(session.types("\x03").ends(), 0);
}

#[test]
fn keys_that_come_with_a_new_size_are_not_kept_back() {
    let (_home, session) = demo();
    for _ in 0..10 {
        // Not "1/13", which is where the list stands before anything is typed.
        session.resizes(100, 24).types("/hetz").sees("1/1 · ");
        session.types("\x1b").sees("13 accounts").resizes(80, 24);
    }
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn what_a_narrower_window_cut_off_comes_back_with_its_old_width() {
    let (_home, session) = demo();
    session.resizes(100, 24).sees("13 accounts").sees("· locks");
    session.narrows_for_a_moment(20);
    session.sees("13 accounts").sees("· locks");
    assert_eq!(session.types("q").ends(), 0);
}

fn a_thousand_links() -> String {
    let link = |n: u32| {
        let secret = BASE32_NOPAD.encode(format!("a secret of the site {n:04}").as_bytes());
        format!("otpauth://totp/Site{n}:me?secret={secret}&issuer=Site{n}")
    };
    (0..1_000).map(link).collect::<Vec<String>>().join("\n")
}

#[test]
fn a_thousand_links_are_pasted_in_a_moment() {
    let home = Home::with_vault();
    let session = started(&home, "C.UTF-8", false);
    session.sees("No accounts yet");
    let begun = Instant::now();
    session.types("\x1b[200~");
    types_much(&session, &a_thousand_links());
    session.types("\x1b[201~").sees("1000 accounts");
    // An unoptimised build with other tests beside it; the reading itself is measured in the release.
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{:?}",
        begun.elapsed()
    );
    session.types("\x1b").sees("No accounts yet");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn nobody_waits_for_what_was_pasted() {
    let home = Home::with_vault();
    let session = started(&home, "C.UTF-8", false);
    session.sees("No accounts yet");
    // Whatever it is at when the keys come: nothing of the paste is kept, and the program ends.
    session.types("\x1b[200~");
    types_much(&session, &a_thousand_links());
    session.types("\x1b[201~\x03\x03");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
    assert_eq!(home.otp(["list", "--names"]).stdout, "");
}
