//! The settings in the real interface: tried at once, written with every comment kept, refused with a reason.

use super::product::{opened, set, start};
use super::session::Session;
use crate::cmd::two_homes::{add, laptop_and_phone, names, sync};
use crate::home::{Home, PASSPHRASE};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

/// The colour of the first letter of a text on the screen.
fn colour(session: &Session, text: &str) -> vt100::Color {
    session.look(|screen| {
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        let found = (0..rows).find_map(|row| {
            let line = screen.contents_between(row, 0, row, columns);
            let place = line.find(text)?;
            let column = line[..place].chars().count();
            Some((row, u16::try_from(column).expect("few")))
        });
        let (row, column) = found.unwrap_or_else(|| panic!("no {text}:\n{}", screen.contents()));
        screen.cell(row, column).expect("a cell").fgcolor()
    })
}

fn written(home: &Home) -> String {
    std::fs::read_to_string(home.path(".config/otp/config.toml")).expect("a file")
}

#[test]
fn settings_are_tried_at_once_and_written_with_every_comment_kept() {
    let home = Home::with_accounts(&[GITHUB]);
    let text = "# mine\ntheme = \"dark\" # at night\n\n[keys]\n# as in vim\nquit = [\"q\"]\n";
    set(&home, text);
    let session = opened(&home);
    session
        .sees("GitHub")
        .types(",")
        .sees("Settings ──")
        .sees("line 2");
    session.types("theme\r").sees("(now)");
    let dark = colour(&session, "octavia");
    session.types("j").sees("▸ light");
    let light = colour(&session, "octavia");
    assert_ne!(dark, light);
    session.types("\x1b").sees("Settings ──").sees_no("(now)");
    assert_eq!(written(&home), text);
    session
        .types("\r")
        .sees("(now)")
        .types("jjjjjj")
        .sees("▸ tokyonight");
    session
        .types("k")
        .sees("▸ nord")
        .types("\r")
        .sees("theme is nord.");
    assert_eq!(written(&home), text.replace("\"dark\"", "\"nord\""));

    // Another one, which is written: refused first, and nothing changes.
    session
        .types("\x15clear-after")
        .sees("1 of ")
        .types("\r")
        .sees("20s");
    session.types("\x15soon\r").sees("takes a time");
    assert_eq!(written(&home), text.replace("\"dark\"", "\"nord\""));
    session.types("\x1545s\r").sees("clear-after is 45s.");
    let now = written(&home);
    assert!(now.contains("clear-after = \"45s\"\n"), "{now}");
    for kept in [
        "# mine\n",
        "theme = \"nord\" # at night\n",
        "# as in vim\nquit",
    ] {
        assert!(now.contains(kept), "{now}");
    }
    // It serves at once.
    session.types("\x1b").sees_no("Settings ──").types("\r");
    session.sees("Sent the code for GitHub");
    session
        .types(",")
        .sees("Settings ──")
        .types("clear-after")
        .sees("line ");
    session.types("\x12").sees("clear-after is 20s.");
    assert!(
        !written(&home).contains("clear-after"),
        "{}",
        written(&home)
    );
    session.types("\x1b").sees_no("Settings ──").types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_key_is_given_by_pressing_it_and_serves_at_once() {
    let home = Home::with_accounts(&[GITHUB]);
    let session = opened(&home);
    session.sees("GitHub").types(",").sees("Settings ──");
    session.types("keys.lock\r").sees("press a key");
    session.types("\x15").types("\x07").sees("Press the key");
    session.types("\x18").sees("ctrl-x").types("\r");
    session.sees("keys.lock is ctrl-x.");
    assert!(written(&home).contains("[keys]\nlock = [\"ctrl-x\"]\n"));
    // Enter for copying is Enter for everything else all the same.
    session.types("\x15keys.copy").sees("enter y c").types("\r");
    session.sees("press a key").types("\x15enter y\r");
    session.sees("keys.copy is enter y.").types("\x15keys.lock");
    session.sees("/keys.lock");
    session
        .types("\r")
        .sees("press a key")
        .types("\x15hyper-x\r");
    session.sees("is not the name of a key");
    session
        .types("\x1b")
        .sees_no("is not the name")
        .types("\x1b");
    session
        .sees_no("Settings ──")
        .types("\x18")
        .sees("otp is locked");
    session
        .types(&format!("{PASSPHRASE}\r"))
        .sees("GitHub")
        .types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn what_an_editor_wrote_meanwhile_serves_and_what_is_wrong_in_it_is_said() {
    let home = Home::with_accounts(&[GITHUB]);
    let session = opened(&home);
    session.sees("GitHub");
    set(&home, "theem = \"dark\"\ncodes = \"hidden\"\n");
    session
        .types(",")
        .sees("line 1")
        .sees("did you mean `theme`?");
    session.types("\x1b").sees("••• •••").types("q");
    assert_eq!(session.ends(), 0);
    assert_eq!(written(&home), "theem = \"dark\"\ncodes = \"hidden\"\n");
}

#[test]
fn the_demo_tries_settings_and_writes_none() {
    let home = Home::empty();
    set(&home, "# mine\nlock-after = \"1h\"\n");
    let session = start(&home, &["demo"]);
    session
        .sees("GitHub")
        .types(",")
        .sees("Settings ──")
        .types("codes\r");
    session
        .sees("▸ shown")
        .types("j\r")
        .sees("until this demo ends");
    session
        .types("\x1b")
        .sees("••• •••")
        .sees("locks 59:")
        .types("q");
    assert_eq!(session.ends(), 0);
    assert_eq!(written(&home), "# mine\nlock-after = \"1h\"\n");
}

#[test]
fn an_undo_tells_of_what_another_device_did_last_and_offers_it() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Laptop");
    sync(&laptop, &phone);
    add(&phone, "Phone");
    sync(&phone, &laptop);
    let session = opened(&laptop);
    session.sees("3 accounts").types("u").sees("another device");
    session
        .sees("added Phone me")
        .types("n")
        .sees_no("another device");
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
    session.types("u").sees("another device").types("y");
    session.sees("Undone: removed Phone").sees("2 accounts");
    // That is a change of this device.
    session
        .types("u")
        .sees("Undone: restored Phone")
        .sees("3 accounts");
    session.types("q");
    assert_eq!(session.ends(), 0);

    add(&phone, "Tablet");
    sync(&phone, &laptop);
    let session = opened(&laptop);
    session.sees("Tablet").types("u").sees("another device");
    session.types("u").sees("Undone").sees_no("another device");
    session.types("q");
    assert_eq!(session.ends(), 0);
    assert!(names(&laptop).contains(&"Tablet".to_owned()));
}
