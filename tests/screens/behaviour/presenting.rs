//! While presenting, no name is shown anywhere.

use otp::app::Codes;

use super::{set, stage};
use crate::screens::stage::{sees, sees_no};

#[test]
fn presenting_shows_no_name_anywhere() {
    let mut stage = set(|settings| settings.presenting = true);
    stage.press("j Enter");
    for name in ["AWS", "octavia", "Google"] {
        sees_no(&stage, name);
    }
    stage.press("d");
    sees(&stage, "Removed the account");
    stage.press("Space");
    sees_no(&stage, "octavia");
}

#[test]
fn behind_presenting_everything_is_hidden_as_before() {
    let mut stage = set(|settings| settings.codes = Codes::Hidden);
    stage.press("P P");
    sees(&stage, "GitHub");
    sees(&stage, "••• •••");
    sees(&stage, "Names are shown again, codes stay hidden.");
    stage.press(".");
    sees_no(&stage, "•••");
    sees(&stage, "Codes are shown again.");
    stage.press(".");
    sees(&stage, "Codes are hidden");
}

#[test]
fn codes_are_no_reason_to_show_names_while_presenting() {
    let mut stage = stage();
    stage.press("P .");
    sees_no(&stage, "octavia");
    sees(&stage, "Presenting hides codes too");
    stage.press("P");
    sees(&stage, "octavia");
    sees_no(&stage, "•••");
}
