//! One snapshot of the list and of what is a key away from it, at 80x24, 40x12, 140x40, 24x8 and 200x50. Review them
//! like code.

use otp::app::{Countdown, Icons, Settings, Theme};
use otp::system::clock::ClockSync;
use otp::tui::Message;
use otp::vault::Vault;

use super::stage::Stage;

const SIZES: [(u16, u16); 5] = [(80, 24), (40, 12), (140, 40), (24, 8), (200, 50)];

/// Snapshots a scene at the five sizes.
pub fn snap(name: &str, play: impl Fn(&mut Stage)) {
    snap_with(name, Stage::demo, play);
}

pub fn snap_with(name: &str, stage: impl Fn((u16, u16)) -> Stage, play: impl Fn(&mut Stage)) {
    snap_masked(name, stage, play, str::to_owned);
}

/// Random letters differ from run to run.
pub fn masked(picture: &str) -> String {
    let is_key = |word: &&str| {
        let key = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        word.len() > 2 && word.chars().all(key) && word.chars().any(|c| c != '-')
    };
    let mut text = picture.to_owned();
    for word in picture.split_whitespace().filter(is_key) {
        text = text.replace(word, &"K".repeat(word.len()));
    }
    text
}

pub fn snap_masked(
    name: &str,
    stage: impl Fn((u16, u16)) -> Stage,
    play: impl Fn(&mut Stage),
    mask: impl Fn(&str) -> String,
) {
    for size in SIZES {
        let mut stage = stage(size);
        play(&mut stage);
        let name = format!("{name}_{}x{}", size.0, size.1);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, mask(&stage.seen()));
        });
    }
}

pub fn set(change: impl Fn(&mut Settings)) -> impl Fn((u16, u16)) -> Stage {
    move |size| Stage::with(size, |scenery| change(&mut scenery.settings))
}

pub fn first_start(size: (u16, u16)) -> Stage {
    Stage::with(size, |scenery| scenery.vault = None)
}

fn no_accounts(size: (u16, u16)) -> Stage {
    Stage::with(size, |scenery| {
        scenery.vault = Some(Vault::new(1, [0; 16]));
    })
}

#[test]
fn list_with_27_seconds_left() {
    snap("list_27", |_| ());
}

#[test]
fn list_with_8_seconds_left() {
    snap("list_08", |stage| {
        stage.press("j").waits(19);
    });
}

#[test]
fn list_with_4_seconds_left() {
    snap("list_04", |stage| {
        stage.press("j").waits(23);
    });
}

#[test]
fn list_at_the_boundary() {
    snap("list_boundary", |stage| {
        stage.press("j").waits(27);
    });
}

#[test]
fn list_without_focus() {
    snap("list_unfocused", |stage| {
        stage.runner.handle(Message::Focus(false));
    });
}

#[test]
fn list_with_one_countdown_for_all() {
    snap_with(
        "list_header_countdown",
        set(|settings| settings.countdown = Countdown::Header),
        |stage| {
            stage.press("/").types("#cloud").press("Tab");
        },
    );
}

#[test]
fn search() {
    snap("search", |stage| {
        stage.press("/").types("oct");
    });
}

#[test]
fn search_without_a_match() {
    snap("search_nothing", |stage| {
        stage.press("/").types("hetzz");
    });
}

#[test]
fn copied() {
    snap("copied", |stage| {
        stage.press("j Enter");
    });
}

#[test]
fn copied_the_next_code() {
    snap("copied_next", |stage| {
        stage.waits(23).press("n");
    });
}

#[test]
fn removed() {
    snap("removed", |stage| {
        stage.press("j d");
    });
}

#[test]
fn details() {
    snap("details", |stage| {
        stage.press("/").types("fastm").press("Tab Space");
    });
}

#[test]
fn hidden_codes_with_one_peek() {
    snap("hidden", |stage| {
        stage.press(". j v");
    });
}

#[test]
fn presenting() {
    snap("presenting", |stage| {
        stage.press("P");
    });
}

#[test]
fn tags() {
    snap("tags", |stage| {
        stage.press("t Down Space");
    });
}

#[test]
fn bin() {
    snap("bin", |stage| {
        stage.press("d B");
    });
}

#[test]
fn help() {
    snap("help", |stage| {
        stage.press("?");
    });
}

#[test]
fn help_filtered() {
    snap("help_filtered", |stage| {
        stage.press("?").types("copy");
    });
}

#[test]
fn icons_of_issuers() {
    let icons = set(|settings| settings.icons = Icons::NerdFont);
    snap_with("icons", icons, |_| ());
}

#[test]
fn settings() {
    snap("settings", |stage| {
        stage.press(",");
    });
}

#[test]
fn settings_found_by_typing() {
    snap("settings_found", |stage| {
        stage.press(",").types("clip");
    });
}

#[test]
fn a_theme_being_tried() {
    snap("settings_theme", |stage| {
        stage.press(", Enter").press(&["Down"; 7].join(" "));
    });
}

#[test]
fn a_setting_being_written() {
    snap("settings_written", |stage| {
        stage.press(",").types("lock-after").press("Enter");
    });
}

#[test]
fn a_value_that_is_refused() {
    snap("settings_refused", |stage| {
        stage
            .press(",")
            .types("lock-after")
            .press("Enter ^U")
            .types("soon");
        stage.press("Enter");
    });
}

#[test]
fn a_key_being_pressed() {
    snap("settings_key", |stage| {
        stage.press(",").types("keys.copy").press("Enter ^G");
    });
}

#[test]
fn question_about_a_counter() {
    snap("ask_counter", |stage| {
        stage.press("/").types("fob").press("Tab +");
    });
}

#[test]
fn counter_used() {
    snap("counter_used", |stage| {
        stage.press("/").types("fob").press("Tab + Enter");
    });
}

#[test]
fn question_about_a_qr_code() {
    snap("ask_qr", |stage| {
        stage.press("Q");
    });
}

#[test]
fn qr_code() {
    snap("qr", |stage| {
        stage.press("j Q Enter").waits(5);
    });
}

pub fn made(stage: &mut Stage) {
    stage.types("correct horse battery").press("Enter");
    stage.types("correct horse battery").press("Enter");
    stage.answered().press("Esc");
}

#[test]
fn empty() {
    snap_with("empty", no_accounts, |_| ());
}

#[test]
fn clock_in_doubt() {
    let stage = |size| {
        Stage::with(size, |scenery| {
            let clock = &scenery.world.clock;
            clock.set_sync(ClockSync::NotSynchronised);
        })
    };
    snap_with("clock_doubt", stage, |_| ());
}

#[test]
fn ascii() {
    snap_with("ascii", set(|settings| settings.ascii = true), |stage| {
        stage.waits(23).press("j Enter");
    });
}

#[test]
fn themes() {
    for (name, theme) in [
        ("theme_dark", Theme::Dark),
        ("theme_light", Theme::Light),
        ("theme_nord", Theme::Nord),
        ("theme_plain", Theme::Plain),
    ] {
        snap_with(name, set(|settings| settings.theme = theme), |stage| {
            stage.waits(23).press("j");
        });
    }
}
