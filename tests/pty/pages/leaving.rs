//! Leaving pages: `q` closes the page, and nobody loses what is written without a word.

use super::demo;

#[test]
fn what_is_written_in_the_form_is_not_dropped_in_silence() {
    for size in [(80, 24), (24, 8)] {
        let (_home, session) = demo(size);
        session.types("e").sees("Edit").types("X\x03");
        session.sees("not saved").sees("ogleX");
        // Another key, and it is asked again.
        session.types("Y\x03").sees("not saved").sees("gleXY");
        session.types("\x03");
        assert_eq!(session.ends(), 0);
        session.terminal_is_restored();
    }
}

#[test]
fn an_untouched_form_is_left_at_once() {
    let (_home, session) = demo((80, 24));
    session.types("e").sees("Edit").types("\x03");
    assert_eq!(session.ends(), 0);
}

#[test]
fn what_was_found_is_not_dropped_in_silence() {
    let (_home, session) = demo((80, 24));
    session
        .pastes("otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example")
        .sees("The code now");
    session.types("\x03").sees("not in the vault yet");
    session.types("\r").sees("Added Example alice");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn q_closes_a_page_and_ends_the_program_on_the_list_only() {
    let (_home, session) = demo((80, 24));
    for (keys, page) in [
        (" ", "Changes in"),
        ("t", "Tags"),
        ("B", "Old forum"),
        ("jQ", "as a QR code?"),
    ] {
        session.types(keys).sees(page).types("q").sees_no(page);
        session.sees("search");
    }
    session.types("Q\r").sees("closes in").types("q");
    session.sees_no("closes in").sees("/13 ·");
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}
