//! The first start: a passphrase that is strong enough, and the question about the keyring.

use otp::system::keyring::Lookup;

use crate::screens::stage::{Stage, sees, sees_no};

#[test]
fn a_weak_passphrase_is_not_taken() {
    let mut stage = Stage::with((80, 24), |scenery| scenery.vault = None);
    stage.types("1234").press("Enter");
    sees(&stage, "easy to guess");
    stage.press("Enter Enter");
    sees(&stage, "easy to guess");
    stage.types(" words or five").press("Enter");
    stage.types("1234 words or five").press("Enter").answered();
    sees(&stage, "Your recovery key");
    stage.press("Enter q Enter");
    sees(&stage, "Your recovery key");
    stage.press("Esc n");
    sees(&stage, "Your first account");
    stage.press("Esc");
    sees(&stage, "No accounts yet");
}

/// The demo's first start, up to the question about the keyring.
fn made() -> Stage {
    let mut stage = Stage::with((80, 24), |scenery| scenery.vault = None);
    stage.types("four words or five").press("Enter");
    stage
        .types("four words or five")
        .press("Enter")
        .answered()
        .press("Esc");
    sees(&stage, "in the keyring of this desktop?");
    stage
}

#[test]
fn the_keyring_takes_the_key_at_the_first_start() {
    let mut stage = made();
    // The key of the page before, pressed twice, is no answer.
    stage.press("Enter");
    sees(&stage, "in the keyring of this desktop?");
    stage.press("y").answered();
    sees(&stage, "The keyring keeps the key now.");
    stage.press("Esc");
    // The screen is shut at once, whatever the keyring does.
    stage.press("L");
    sees(&stage, "otp is locked");
    sees_no(&stage, "keyring");
    sees(stage.keyring_answered(), "keyring");
    stage.press("^k").answered();
    sees(&stage, "No accounts yet");
}

#[test]
fn a_keyring_that_fails_is_told_and_costs_nothing() {
    let mut stage = made();
    stage.world.keyring.set_trouble(Some(Lookup::TimedOut));
    stage.press("y").answered();
    sees(&stage, "The keyring does not answer");
    sees(&stage, "Your first account");
    stage.press("Esc L").keyring_answered();
    sees_no(&stage, "keyring");
}

#[test]
fn the_keyring_is_asked_about_once() {
    let mut stage = made();
    stage.press("n");
    sees_no(&stage, "in the keyring");
    stage
        .press("Esc L")
        .types("four words or five")
        .press("Enter");
    stage.answered();
    sees(&stage, "No accounts yet");
    sees_no(&stage, "in the keyring");
}
