//! Codes and secrets that are copied or shown: which one, how long, and where nobody looks.

use otp::app::{Codes, CopyRule};
use otp::tui::Message;

use super::{code_now, copied, set, stage};
use crate::screens::stage::{sees, sees_no};

#[test]
fn enter_copies_the_code_of_now_and_n_the_next() {
    let mut stage = stage();
    stage.press("j Enter n");
    assert_eq!(
        copied(&mut stage),
        [code_now("AWS", 0), code_now("AWS", 30)]
    );
    stage.press("Enter");
    sees(&stage, "the code for AWS");
}

#[test]
fn a_code_handed_out_twice_is_told() {
    let mut stage = stage();
    stage.press("j Enter Enter");
    sees(&stage, "the same code for AWS");
    stage.waits(30).press("Enter");
    sees(&stage, "Sent the code for AWS");
}

#[test]
fn near_the_end_the_rule_decides() {
    let mut smart = stage();
    smart.waits(25).press("j Enter");
    sees(&smart, "(ends in 2 s)");
    assert_eq!(copied(&mut smart), [code_now("AWS", 25)]);
    let mut next = set(|settings| settings.copy = CopyRule::Next);
    next.waits(25).press("j Enter");
    sees(&next, "the next code");
    assert_eq!(copied(&mut next), [code_now("AWS", 30)]);
}

#[test]
fn hidden_codes_are_copied_all_the_same() {
    let mut stage = set(|settings| settings.codes = Codes::Hidden);
    sees(&stage, "•••");
    stage.press("j Enter");
    assert_eq!(copied(&mut stage), [code_now("AWS", 0)]);
    sees_no(&stage, &code_now("AWS", 0)[..3]);
}

#[test]
fn a_peek_ends_by_itself() {
    let mut stage = set(|settings| settings.codes = Codes::Hidden);
    stage.press("v");
    assert_eq!(stage.picture().matches("••• •••").count(), 10);
    stage.waits(10);
    assert_eq!(stage.picture().matches("••• •••").count(), 11);
}

#[test]
fn codes_are_blank_without_focus_when_asked_for() {
    let mut stage = set(|settings| settings.blank_on_focus_loss = true);
    stage.runner.handle(Message::Focus(false));
    sees(&stage, "••• •••");
    sees_no(&stage, "→");
    stage.runner.handle(Message::Focus(true));
    sees_no(&stage, "•••");
}

#[test]
fn secrets_are_shown_after_the_passphrase_when_asked_for() {
    let mut stage = set(|settings| settings.ask_again = true);
    stage.press("j Q Enter");
    sees(&stage, "The passphrase again");
    stage.types("wrong").press("Enter").answered();
    sees(&stage, "Wrong passphrase");
    stage.types("demo").press("Enter").answered();
    sees(&stage, "closes in 60 s");
    stage.press("Esc");
    sees(&stage, "GitHub");
}
