//! The settings page: what is only tried is taken back, what is written serves at once.

use otp::app::{Override, Theme};
use otp::tui::demo;
use ratatui::style::Color;

use super::stage::Stage;

fn stage() -> Stage {
    Stage::demo((80, 24))
}

fn theme(stage: &Stage) -> Theme {
    stage.runner.model.settings.theme
}

#[test]
fn a_theme_that_is_tried_goes_when_it_is_not_kept() {
    let mut stage = stage();
    stage.press(", Enter Down Down");
    assert_eq!(theme(&stage), Theme::Dark);
    stage.press("Esc");
    assert_eq!(theme(&stage), Theme::Terminal);
    stage.press("Enter Down Down").waits(301);
    assert!(stage.picture().contains("otp is locked"));
    assert_eq!(theme(&stage), Theme::Terminal, "locked while it was tried");
    stage.types(demo::PASSPHRASE).press("Enter").answered();
    stage.press(", Enter Down Down Enter");
    assert_eq!(theme(&stage), Theme::Dark);
    assert_eq!(stage.app.settings().theme, Theme::Dark);
}

#[test]
fn a_theme_that_is_tried_is_seen_on_the_list_beside_it() {
    let mut stage = stage();
    let badge = |stage: &Stage| stage.buffer()[(4, 3)].bg;
    let list = badge(&stage);
    stage.press(", Enter");
    assert_eq!(
        badge(&stage),
        list,
        "the list is no ground\n{}",
        stage.picture()
    );
    stage.press("Down Down Down Down");
    assert_eq!(theme(&stage), Theme::Plain);
    assert_ne!(badge(&stage), list, "{}", stage.picture());
    stage.press("Down");
    let ground = stage.buffer()[(30, 20)].bg;
    assert_ne!(ground, Color::Reset, "catppuccin has a ground of its own");
    stage.press("Esc");
    assert_eq!(stage.buffer()[(30, 20)].bg, Color::Reset);
}

#[test]
fn codes_that_are_to_be_hidden_are_hidden_at_once() {
    let mut stage = stage();
    let shown = stage.press(", Esc").picture();
    stage.press(",").types("codes shown").press("Enter Down");
    assert_ne!(stage.picture(), shown);
    stage.press("Esc Esc");
    assert_eq!(stage.picture(), shown);
    stage
        .press(",")
        .types("codes shown")
        .press("Enter Down Enter Esc");
    assert!(stage.picture().contains("••• •••"), "{}", stage.picture());
}

#[test]
fn what_the_terminal_decides_is_said_and_stays() {
    let mut stage = Stage::with((80, 24), |scenery| {
        scenery.start.overrides = vec![Override::new("theme", "plain", "NO_COLOR")];
    });
    stage.press(",");
    assert!(stage.picture().contains("NO_COLOR"), "{}", stage.picture());
    stage.press("Enter Down");
    assert_eq!(theme(&stage), Theme::Plain);
    stage.press("Enter");
    assert!(
        stage.picture().contains("NO_COLOR decides"),
        "{}",
        stage.picture()
    );
    assert_eq!(theme(&stage), Theme::Plain);
}

#[test]
fn the_order_and_the_countdown_change_under_the_page() {
    let mut stage = stage();
    stage
        .press(",")
        .types("countdown header")
        .press("Enter Down Enter");
    stage.press("Esc");
    assert_eq!(stage.runner.model.shared_period(), None);
    stage
        .press(",")
        .types("order")
        .press("Enter Down Down Enter Esc");
    assert!(stage.picture().contains("no tag"), "{}", stage.picture());
}

#[test]
fn what_is_kept_as_it_was_is_not_written() {
    let mut stage = stage();
    stage.press(", Enter Enter");
    let picture = stage.picture();
    assert!(
        picture.contains("type to find") && !picture.contains("is terminal"),
        "{picture}"
    );
    assert!(stage.app.settings().lines.is_empty());
    stage.press("Enter Down Enter");
    assert!(!stage.app.settings().lines.is_empty());
}
