//! The first moment: a key that needs no question is looked for while the screen is there already.

use std::sync::mpsc::{Sender, channel};

use otp::tui::{Settings, demo};

use super::stage::Stage;

/// The demo, shut, and who decides whether its key is found.
fn looking() -> (Stage, Sender<bool>) {
    let (sender, answer) = channel();
    let stage = Stage::with((80, 24), Settings::default(), |now| {
        Box::new(demo::Memory::demo(now).searching(answer))
    });
    sees(&stage, "Looking for the key");
    (stage, sender)
}

fn sees(stage: &Stage, text: &str) {
    let picture = stage.picture();
    assert!(picture.contains(text), "no {text:?} in\n{picture}");
}

fn sees_no(stage: &Stage, text: &str) {
    let picture = stage.picture();
    assert!(!picture.contains(text), "{text:?} in\n{picture}");
}

#[test]
fn a_key_that_is_found_opens_the_list() {
    let (mut stage, answer) = looking();
    assert!(stage.runner.is_looking());
    assert_eq!(stage.runner.next_wake(), None);
    answer.send(true).expect("the worker waits");
    stage.answered();
    sees(&stage, "GitHub");
}

#[test]
fn without_a_key_the_passphrase_stays_as_far_as_it_was_typed() {
    let (mut stage, answer) = looking();
    stage.types("de");
    answer.send(false).expect("the worker waits");
    stage.answered();
    sees(&stage, "otp is locked");
    sees_no(&stage, "Looking");
    stage.types("mo").press("Enter").answered();
    sees(&stage, "GitHub");
}

#[test]
fn a_key_found_too_late_does_not_turn_a_passphrase_into_commands() {
    let (mut stage, answer) = looking();
    stage.types("de");
    answer.send(true).expect("the worker waits");
    stage.answered();
    sees(&stage, "otp is locked");
    stage.types("mo").press("Enter").answered();
    sees(&stage, "GitHub");
}

#[test]
fn what_is_found_after_the_user_locked_stays_unseen() {
    let (mut stage, answer) = looking();
    stage.types("demo").press("Enter").answered();
    sees(&stage, "GitHub");
    stage.press("L");
    answer.send(true).expect("the worker waits");
    for _ in 0..2 {
        stage.worker_answered();
    }
    sees(&stage, "otp is locked");
    sees_no(&stage, "GitHub");
}

#[test]
fn a_search_that_breaks_says_so_and_leaves_the_passphrase() {
    let (mut stage, answer) = looking();
    drop(answer);
    stage.answered();
    sees(&stage, "It broke");
    stage.types("demo").press("Enter").answered();
    sees(&stage, "GitHub");
}
