//! Locking and opening: idle, after a sleep, and what is typed meanwhile.

use otp::app::Span;

use super::{copied, set, stage};
use crate::screens::stage::{sees, sees_no};

#[test]
fn it_locks_when_idle_and_forgets() {
    let mut stage = set(|settings| settings.lock_after = Span::seconds(60));
    stage.waits(59);
    sees(&stage, "GitHub");
    stage.press("j").waits(59);
    sees(&stage, "GitHub");
    stage.waits(1);
    sees(&stage, "otp is locked");
    sees_no(&stage, "GitHub");
    assert_eq!(stage.runner.next_wake(), None);
    stage.press("u Esc q");
    sees(&stage, "otp is locked");
    assert_eq!(stage.runner.exit(), None, "q is part of the passphrase");
}

#[test]
fn a_key_after_a_long_sleep_locks_instead_of_acting() {
    let mut stage = stage();
    stage.sleeps(3600);
    stage.press("Enter");
    assert!(copied(&mut stage).is_empty());
    sees(&stage, "otp is locked");
}

#[test]
fn what_was_typed_while_opening_is_kept() {
    let mut stage = stage();
    stage
        .press("L")
        .types("wrong")
        .press("Enter")
        .types("demo")
        .answered();
    sees(&stage, "Wrong passphrase");
    stage.press("Enter").answered();
    sees(&stage, "GitHub");
}

#[test]
fn a_pasted_passphrase_may_come_with_its_line_end() {
    let mut stage = stage();
    stage
        .press("L")
        .pastes("demo\r\n")
        .press("Enter")
        .answered();
    sees(&stage, "GitHub");
}

#[test]
fn locking_while_the_keeper_is_away_holds() {
    let mut stage = set(|settings| settings.ask_again = true);
    stage.press("j Q Enter").types("demo").press("Enter");
    stage.waits(300);
    sees(&stage, "otp is locked");
    stage.answered();
    sees(&stage, "otp is locked");
    stage.types("demo").press("Enter").answered();
    sees(&stage, "GitHub");
}
