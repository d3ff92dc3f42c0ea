//! QR codes on the screen: a series that fits the window, again after it has another size, and pictures of them.

use std::os::unix::fs::PermissionsExt;

use super::demo;
use crate::home::Home;
use crate::pty::product::opened;
use crate::pty::session::Session;

/// What the QR code on the screen says, drawn as the screen shows it.
pub fn read_screen(session: &Session) -> Vec<String> {
    session.waits("whole QR code", |screen| {
        screen.contents().contains("closes in")
    });
    let text = session.look(|screen| {
        let (_, columns) = screen.size();
        let rows: Vec<String> = screen.rows(0, columns.get()).collect();
        let drawn = |letter: char| {
            if " \u{2580}\u{2584}\u{2588}".contains(letter) {
                letter
            } else {
                ' '
            }
        };
        let rows = rows[..rows.len() - 1].iter();
        let rows = rows.map(|row| row.chars().map(drawn).collect::<String>());
        rows.collect::<Vec<_>>().join("\n")
    });
    let codes = otp::qr::read_drawn(&text, &|| false);
    let found = codes.map(|codes| codes.found).unwrap_or_default();
    let texts = found
        .into_iter()
        .map(|found| found.text.expose().to_owned());
    texts.collect()
}

/// Goes through the series; the accounts that were read, and how many codes are too large for the window.
fn scanned(session: &Session) -> (usize, usize) {
    let all = {
        let screen = session.screen().replace('\n', " ");
        let words: Vec<&str> = screen.split_whitespace().collect();
        let code = words
            .windows(4)
            .find(|words| words[0] == "code" && words[2] == "of");
        code.expect("a caption")[3]
            .parse::<usize>()
            .expect("a number")
    };
    let (mut links, mut large) = (Vec::new(), 0);
    for number in 1..=all {
        session.waits(&format!("code {number} of {all}"), |screen| {
            let text = screen.contents();
            let words: Vec<&str> = text.split_whitespace().collect();
            words.join(" ").contains(&format!("code {number} of {all}"))
        });
        if session.screen().contains("needs") {
            session.sees("save a picture");
            large += 1;
        } else {
            let before = links.len();
            links.extend(read_screen(session));
            assert_eq!(links.len(), before + 1, "{}", session.screen());
        }
        session.types(" ");
    }
    let mut reader = otp::formats::Reader::for_keys(otp::account::facts::Writing::Base32);
    for link in &links {
        reader.add(link);
    }
    let drafts = reader.finish().drafts;
    (drafts.iter().filter(|draft| draft.is_ok()).count(), large)
}

#[test]
fn a_series_of_ten_fits_the_window_and_any_other() {
    let (_home, session) = demo((80, 24));
    session.types("E").sees("secrets of 10 accounts");
    session.types("\r").sees("closes in");
    // One name is so long that its account fits no code of this height.
    assert_eq!(scanned(&session), (9, 1));
    session.types("\x1b").sees("/13").types("E");
    session
        .sees("secrets of 10 accounts")
        .types("\r")
        .sees("closes in");
    session.resizes(140, 60);
    session.sees("accounts 1 to 10 of 10, code 1 of 1");
    session.resizes(100, 30).waits("more codes", |screen| {
        let text = screen.contents();
        text.contains("code 1 of") && !text.contains("code 1 of 1 ")
    });
    assert_eq!(scanned(&session), (10, 0));
    session.types("q").sees("/13");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn pictures_are_saved_privately_and_never_over_others() {
    let links: Vec<String> = ["MFZXIZLSNFXWI2LO", "NNQXE5LNFVSW2YLO"]
        .iter()
        .enumerate()
        .map(|(n, key)| format!("otpauth://totp/Site{n}:me?secret={key}&issuer=Site{n}"))
        .collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&links);
    let session = opened(&home);
    session.sees("Site0").types("Q").sees("as a QR code?");
    session.types("y").sees("closes in").types("s");
    session.sees("otp-qr.png").types("\r").sees("Wrote");
    let file = home.path("otp-qr.png");
    let mode = std::fs::metadata(&file)
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let bytes = std::fs::read(&file).expect("a picture");
    let codes = otp::qr::read(&bytes, &|| false).expect("a picture");
    assert!(codes.found[0].text.expose().contains("MFZXIZLSNFXWI2LO"));
    session.types("s").sees("otp-qr.png").types("\r");
    session.sees("is there already").types("\x1b");
    session.sees("closes in").types("q").sees("2 accounts");
    assert_eq!(std::fs::read(&file).expect("a picture"), bytes);
    assert_eq!(session.types("q").ends(), 0);
}
