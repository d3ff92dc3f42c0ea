//! Accounts that are added, edited, counted on, removed and taken back.

use super::{code_now, copied, stage};
use crate::screens::stage::{sees, sees_no};

#[test]
fn a_counter_moves_only_after_a_yes() {
    let mut stage = stage();
    stage.press("/").types("fob").press("Enter");
    sees(&stage, "Use counter value 5");
    stage.press("Esc");
    assert!(copied(&mut stage).is_empty());
    stage.press("Enter Enter");
    let first = copied(&mut stage);
    assert_eq!(first.len(), 1);
    stage.press("Esc Enter");
    assert_eq!(copied(&mut stage), first, "the same code while it is shown");
    stage.press("+");
    sees(&stage, "Use counter value 6");
    stage.press("Enter").waits(61);
    sees(&stage, "+ code");
}

#[test]
fn undo_and_redo_walk_through_history() {
    let mut stage = stage();
    stage.press("d j d");
    sees(&stage, "11 accounts");
    stage.press("u u");
    sees(&stage, "13 accounts");
    stage.press("^R");
    sees(&stage, "12 accounts");
    stage.press("u u");
    sees(&stage, "There is no change to take back");
}

#[test]
fn the_bin_gives_back() {
    let mut stage = stage();
    stage.press("B Enter");
    sees(&stage, "Brought back Old forum");
    sees(&stage, "14 accounts");
}

#[test]
fn known_accounts_are_not_added_again() {
    let mut stage = stage();
    let link = "otpauth://totp/Example:a?secret=JBSWY3DPEHPK3PXP";
    stage.pastes(link).answered().press("Enter");
    sees(&stage, "14 accounts");
    stage.pastes(link).answered();
    sees(&stage, "already here");
    stage.press("Enter");
    sees(&stage, "the vault has it already");
    stage.press("Space Enter");
    sees(&stage, "15 accounts");
}

#[test]
fn a_bare_secret_leads_to_the_form() {
    let mut stage = stage();
    stage.pastes("JBSW Y3DP EHPK 3PXP").answered();
    sees(&stage, "(no name yet)");
    stage.press("Enter");
    sees(&stage, "By hand");
    stage.types("Example").press("Enter");
    sees(&stage, "Added Example");
}

#[test]
fn editing_keeps_the_secret_unless_a_new_one_is_written() {
    let mut stage = stage();
    let before = code_now("npm", 0);
    let shown = format!("{} {}", &before[..3], &before[3..]);
    stage
        .press("/")
        .types("npm")
        .press("Tab e")
        .types(" Inc")
        .press("Enter");
    sees(&stage, "npm Inc");
    sees(&stage, &shown);
    stage
        .press("e Tab Tab")
        .types("JBSWY3DPEHPK3PXP")
        .press("Enter");
    sees_no(&stage, &shown);
    stage.press("u");
    sees(&stage, &shown);
}
