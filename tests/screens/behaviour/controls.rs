//! The mouse, own keys, the help, and Escape.

use std::collections::BTreeMap;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use otp::tui::Message;

use super::{code_now, copied, set, stage};
use crate::screens::stage::sees;

#[test]
fn the_mouse_selects_copies_and_scrolls() {
    let mut stage = stage();
    let event = |kind, row| {
        Message::Mouse(MouseEvent {
            kind,
            column: 5,
            row,
            modifiers: KeyModifiers::NONE,
        })
    };
    let click = MouseEventKind::Down(MouseButton::Left);
    stage.handle(event(click, 3));
    sees(&stage, "▌  Aw AWS");
    stage.handle(event(click, 3));
    assert_eq!(copied(&mut stage), [code_now("AWS", 0)]);
    stage.handle(event(MouseEventKind::ScrollDown, 2));
    sees(&stage, "▌  Bf Bunde");
    stage.handle(event(click, 0));
    stage.handle(event(click, 22));
    sees(&stage, "▌  Bf Bunde");
}

#[test]
fn own_keys_are_used_and_shown() {
    let keys = BTreeMap::from([("copy".to_owned(), vec!["x".to_owned()])]);
    let mut stage = set(|settings| settings.keys = keys);
    sees(&stage, "x copy");
    stage.press("Enter");
    assert!(copied(&mut stage).is_empty());
    stage.press("x");
    assert_eq!(copied(&mut stage).len(), 1);
}

#[test]
fn help_runs_the_action_on_the_list() {
    let mut stage = stage();
    stage.press("j ?").types("delete").press("Enter");
    sees(&stage, "Removed AWS");
}

#[test]
fn escape_never_ends_the_program() {
    let mut stage = stage();
    stage.press("Esc Esc / Esc a Esc ? Esc e Esc Q Esc Esc L Esc Esc");
    assert_eq!(stage.runner.exit(), None);
}
