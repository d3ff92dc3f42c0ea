//! The mouse, where the settings turn it on: rows, keys among the hints, windows.

use crate::home::Home;
use crate::pty::product::{opened, set};
use crate::pty::session::Session;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const MAIL: &str = "otpauth://totp/Mail:octavia?secret=MFZXIZLSNFXWI2LP&issuer=Mail";

/// Clicks on the first place where this text stands.
fn clicks(session: &Session, text: &str) {
    let place = session.look(|screen| {
        let (_, columns) = screen.size();
        let rows: Vec<String> = screen.rows(0, columns.get()).collect();
        let row = rows.iter().position(|row| row.contains(text))?;
        let column = rows[row].find(text)?;
        Some((rows[row][..column].chars().count() + 1, row + 1))
    });
    let (column, row) = place.unwrap_or_else(|| panic!("{text}:\n{}", session.screen()));
    session.types(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
}

#[test]
fn rows_hints_and_windows_are_clicked() {
    let home = Home::with_accounts(&[GITHUB, MAIL]);
    set(&home, "mouse = true\ncopy-command = \"cat > copied\"\n");
    let session = opened(&home);
    session.sees("Mail");
    clicks(&session, "Mail");
    session.sees("▌  Ma Mail");
    clicks(&session, "Mail");
    session.sees("Copied the code for Mail");
    clicks(&session, "add");
    session.sees("Link, picture or secret");
    clicks(&session, "cancel");
    session.sees_no("Link, picture or secret");
    session.types("e").sees("Edit");
    clicks(&session, "Tags");
    session.types("blue");
    clicks(&session, "save");
    session.sees("Edited Mail").types("t").sees("#blue");
    clicks(&session, "#blue");
    session.sees("[x]").types("q").sees("1/2");
    session.types("?").sees("type to find").types("hide or");
    session.sees_no("next account");
    clicks(&session, "hide or show all codes");
    session.sees("codes hidden").types("q");
    assert_eq!(session.ends(), 0);
}
