//! The list: searched, narrowed, ordered, beside windows, and rows of every kind.

use otp::account::{AccountId, Draft, Otp, Secret};
use otp::tui::demo;
use otp::vault::Change;

use super::{codes, copied, stage};
use crate::screens::stage::{Stage, sees};

fn first_rows(stage: &Stage, count: usize) -> Vec<String> {
    let picture = stage.picture();
    let rows = picture.lines().skip(2).take(count);
    rows.map(|row| {
        row.chars()
            .skip(6)
            .take(10)
            .collect::<String>()
            .trim()
            .to_owned()
    })
    .collect()
}

#[test]
fn no_part_of_a_code_stands_beside_a_window() {
    for columns in 60..130 {
        for key in ["?", "t", "Q", ", Enter", "a"] {
            let mut stage = Stage::demo((columns, 24));
            let whole: Vec<String> = codes(&stage.buffer());
            stage.press(key);
            for code in codes(&stage.buffer()) {
                assert!(
                    whole.contains(&code),
                    "{code:?} {columns} {key}\n{}",
                    stage.picture()
                );
            }
        }
    }
}

#[test]
fn no_match_leaves_nothing_that_enter_could_copy() {
    let mut stage = stage();
    stage.press("/").types("zzzz").press("Enter");
    assert!(copied(&mut stage).is_empty());
    stage.press("Esc");
    sees(&stage, "13 accounts");
}

#[test]
fn tags_narrow_the_list() {
    let mut stage = stage();
    stage.press("/").types("#mail").press("Tab");
    assert_eq!(first_rows(&stage, 2), ["Google", "Fastmail"]);
    stage.press("Esc t Enter");
    sees(&stage, "#cloud");
    sees(&stage, "2/13");
    stage.press("t c");
    sees(&stage, "13 accounts");
}

#[test]
fn orders_and_stars() {
    let mut stage = stage();
    stage.press("o");
    sees(&stage, "Sorted by last use");
    stage.press("j j j Enter");
    sees(&stage, "Sent");
    let used = first_rows(&stage, 2);
    assert_eq!(used, ["Google", "crates.io"]);
    stage.press("o");
    sees(&stage, "Sorted by tag");
    assert_eq!(first_rows(&stage, 3), ["oud", "AWS", "Hetzner"]);
    stage.press("o");
    sees(&stage, "Your own order");
    stage.press("g j");
    let before = first_rows(&stage, 3);
    stage.press("J");
    let after = first_rows(&stage, 3);
    assert_eq!((&after[1], &after[2]), (&before[2], &before[1]));
    stage.press("u");
    assert_eq!(first_rows(&stage, 3), before);
    stage.press("G s");
    sees(&stage, "Pinned");
    assert_eq!(
        stage.picture().matches('★').count(),
        2,
        "the selected one keeps its star"
    );
}

#[test]
fn several_accounts_are_shown_one_after_the_other() {
    let mut vault = demo::vault(demo::START);
    for number in 100..180 {
        let secret = Secret::from_bytes(vec![number; 20]).expect("key");
        let draft = Draft::new("Another".into(), "name".into(), Otp::totp(secret));
        let (id, draft) = (AccountId::from_random(number.into()), Box::new(draft));
        let added = vault.apply(Change::Add { id, draft }, demo::START);
        added.expect("a fresh id");
    }
    let mut stage = Stage::with((200, 100), |scenery| scenery.vault = Some(vault));
    stage.press("E Enter");
    sees(&stage, "1 of ");
    stage.press("Right");
    sees(&stage, "2 of ");
}

#[test]
fn kinds_with_a_pin_have_rows_like_all_others() {
    let mut stage = Stage::with((80, 24), |scenery| {
        let vault = scenery.vault.as_mut().expect("the demo");
        for (bits, link) in [
            (
                90,
                "otpauth://yaotp/vera?secret=6SB2IKNM6OBZPAVBVTOHDKS4FA&pin=5239",
            ),
            (91, "motp://Router:o?secret=e3152afee62599c8"),
        ] {
            let draft = Box::new(otp::account::uri::parse(link).expect("a link"));
            let id = AccountId::from_random(bits);
            let change = Change::Add { id, draft };
            vault.apply(change, demo::START).expect("fresh");
        }
    });
    stage.press("/").types("yandex");
    let vault = stage.elsewhere();
    let yandex = vault
        .vault()
        .get(&AccountId::from_random(90))
        .expect("added");
    let now = yandex.otp.at(demo::START).expect("timed").code;
    assert!(
        now.as_str().bytes().all(|b| b.is_ascii_lowercase()),
        "{}",
        now.as_str()
    );
    sees(&stage, &now.grouped());
    stage.press("Enter");
    assert_eq!(copied(&mut stage), [now.as_str()]);
    stage.press("Esc /").types("router");
    sees(&stage, "no PIN");
    stage.press("Enter");
    assert_eq!(copied(&mut stage), Vec::<String>::new());
    sees(&stage, "came without its PIN");
    // The form asks for it, and takes nothing less.
    stage.press("Esc / Tab e ^T");
    sees(&stage, "mOTP, with a PIN");
    sees(&stage, "PIN");
}
