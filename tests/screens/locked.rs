//! One snapshot at the five sizes of what comes before the list: the locked vault and the first start.

use otp::system::keyring::Lookup;
use otp::tui::Message;

use super::pictures::{first_start, made, masked, snap, snap_masked, snap_with};
use super::stage::Stage;

#[test]
fn locked() {
    snap("locked", |stage| {
        stage.press("L");
    });
}

#[test]
fn locked_while_typing() {
    snap("locked_typing", |stage| {
        stage.press("L").types("secret");
    });
}

#[test]
fn opening() {
    snap("locked_opening", |stage| {
        stage.press("L").types("secret").press("Enter");
        stage.runner.handle(Message::Tick);
    });
}

#[test]
fn locked_after_wrong_passphrases() {
    snap("locked_wrong", |stage| {
        stage.press("L").types("wrong").press("Enter").answered();
        stage.types("wrong").press("Enter").answered();
    });
}

#[test]
fn first_start_choosing() {
    snap_with("welcome", first_start, |stage| {
        stage
            .types("correct horse battery")
            .press("Enter")
            .types("corr");
    });
}

#[test]
fn first_start_with_a_mistake() {
    snap_with("welcome_mistake", first_start, |stage| {
        stage
            .types("correct horse battery")
            .press("Enter")
            .types("corr")
            .press("Enter");
    });
}

#[test]
fn recovery_key() {
    let play = |stage: &mut Stage| {
        stage.types("correct horse battery").press("Enter");
        stage
            .types("correct horse battery")
            .press("Enter")
            .answered();
    };
    snap_masked("recovery", first_start, play, masked);
}

#[test]
fn question_about_the_keyring() {
    snap_with("ask_keyring", first_start, made);
}

#[test]
fn the_keyring_keeps_the_key() {
    snap_with("keyring_keeps", first_start, |stage| {
        made(stage);
        stage.press("y").answered();
    });
}

#[test]
fn the_keyring_does_not_answer() {
    snap_with("keyring_silent", first_start, |stage| {
        made(stage);
        stage.world.keyring.set_trouble(Some(Lookup::TimedOut));
        stage.press("y").answered();
    });
}
