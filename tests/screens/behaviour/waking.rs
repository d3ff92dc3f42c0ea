//! What happens by itself: when the loop wakes, what goes away, and changes made elsewhere.

use std::time::Duration;

use otp::tui::Message;
use otp::vault::Change;

use super::stage;
use crate::screens::stage::{Stage, sees, sees_no};

#[test]
fn the_loop_wakes_when_there_is_something_to_draw() {
    let mut stage = stage();
    let wake = |stage: &Stage| stage.runner.next_wake();
    assert_eq!(wake(&stage), Some(Duration::from_secs(1)), "list");
    stage.runner.handle(Message::Focus(false));
    assert_eq!(
        wake(&stage),
        Some(Duration::from_secs(12)),
        "the shortest period ends"
    );
    stage.runner.handle(Message::Focus(true));
    for window in ["?", "t", "B", "a"] {
        stage.press(window);
        // The list behind it goes on.
        assert_eq!(wake(&stage), Some(Duration::from_secs(1)), "{window}");
        stage.press("Esc");
    }
    stage.press("L");
    assert_eq!(wake(&stage), None, "locked");
    stage.types("demo").press("Enter");
    assert_eq!(wake(&stage), Some(Duration::from_millis(125)), "opening");
}

#[test]
fn toasts_and_qr_codes_go_by_themselves() {
    let mut stage = stage();
    stage.press("o");
    sees(&stage, "Sorted by last use");
    stage.waits(4);
    sees_no(&stage, "Sorted by last use");
    stage.press("Q Enter").waits(59);
    sees(&stage, "closes in 1 s");
    stage.waits(1);
    sees(&stage, "GitHub");
}

#[test]
fn a_change_made_elsewhere_is_seen_within_a_second() {
    let mut stage = stage();
    let mut elsewhere = stage.elsewhere();
    let id = elsewhere.vault().accounts().next().expect("one").id.clone();
    elsewhere.change(Change::Remove { id }).expect("removed");
    sees(&stage, "13 accounts");
    stage.waits(1);
    sees(&stage, "12 accounts");
}
