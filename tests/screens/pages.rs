//! One snapshot at the five sizes of the pages that are more than a key or two away from the list.

use data_encoding::BASE32;
use otp::app::View;
use otp::tui::Message;

use super::pictures::{first_start, made, masked, set, snap, snap_masked, snap_with};
use super::stage::{Scenery, Stage};

/// The secret of an account of the demo.
fn known_secret() -> String {
    let key: Vec<u8> = "GitHub/octavia".bytes().cycle().take(20).collect();
    BASE32.encode(&key)
}

fn in_rows(size: (u16, u16)) -> Stage {
    set(|settings| settings.view = View::List)(size)
}

fn picking(size: (u16, u16)) -> Stage {
    Stage::with(size, |scenery: &mut Scenery| {
        scenery.start.picks = true;
        scenery.start.badge.push_str("pick");
    })
}

#[test]
fn rows_where_there_is_room_for_cards() {
    snap_with("list_rows", in_rows, |stage| {
        stage.press("j j");
    });
}

#[test]
fn details_beside_the_rows() {
    snap_with("details_beside", in_rows, |stage| {
        stage.press("j Space");
    });
}

#[test]
fn ordered_by_tag() {
    snap_with("list_by_tag", in_rows, |stage| {
        stage.press("o o").waits(5);
    });
}

#[test]
fn a_tab_of_a_tag() {
    snap("tab", |stage| {
        stage.press("6");
    });
}

#[test]
fn the_picker() {
    snap_with("pick", picking, |stage| {
        stage.types("git");
    });
}

/// A series has a random number in it: what is drawn of it and how that looks is left out.
fn without_modules(seen: &str) -> String {
    let (picture, _) = seen.split_once("\n\n---").expect("two parts");
    let is_module = |letter: char| "\u{2580}\u{2584}\u{2588}".contains(letter);
    let lines = picture.lines().map(|line| {
        let caption = line.trim_start_matches(|letter| is_module(letter) || letter == ' ');
        if line.contains(is_module) && !caption.is_empty() {
            format!("<modules>  {caption}")
        } else if line.contains(is_module) {
            "<modules>".to_owned()
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_series_of_qr_codes() {
    let play = |stage: &mut Stage| {
        stage.press("E Enter");
    };
    snap_masked("qr_series", Stage::demo, play, without_modules);
}

#[test]
fn the_name_of_a_picture() {
    snap("save_picture", |stage| {
        stage.press("j Q Enter s");
    });
}

#[test]
fn the_passphrase_again() {
    let asks_again = set(|settings| settings.ask_again = true);
    snap_with("again", asks_again, |stage| {
        stage.press("j Q Enter");
    });
}

#[test]
fn what_is_there_already_under_another_name() {
    snap("twin", |stage| {
        stage.press("a Tab").types("Forge").press("Tab");
        stage.types("me").press("Tab").types(&known_secret());
        stage.press("Enter");
    });
}

#[test]
fn a_wrong_group_of_the_recovery_key() {
    let play = |stage: &mut Stage| {
        stage.types("correct horse battery").press("Enter");
        stage.types("correct horse battery").press("Enter");
        stage.answered();
        while !stage.picture().contains("Type") {
            stage.press("Enter");
        }
        stage.types("1").press("Enter");
    };
    snap_masked("recovery_wrong", first_start, play, masked);
}

#[test]
fn the_first_account() {
    snap_with("first_account", first_start, |stage| {
        made(stage);
        stage.press("n").waits(10);
    });
}

#[test]
fn undone() {
    snap("undone", |stage| {
        stage.press("j d u");
    });
}

#[test]
fn presenting_and_then_locked() {
    snap("locked_again", |stage| {
        stage.press("P L");
        stage.runner.handle(Message::Tick);
    });
}
