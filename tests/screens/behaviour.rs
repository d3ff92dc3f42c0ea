//! What keys and time do, told by what is on screen and when the loop would wake.

use std::collections::BTreeMap;
use std::time::Duration;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use otp::account::{Account, AccountId, Draft, Otp, Secret};
use otp::app::{Codes, CopyRule, Settings, Span};
use otp::system::keyring::Lookup;
use otp::tui::{CODE, Message, demo};
use otp::vault::Change;
use ratatui::buffer::Buffer;

use super::stage::{Stage, sees, sees_no};

fn stage() -> Stage {
    Stage::demo((80, 24))
}

fn set(change: impl FnOnce(&mut Settings)) -> Stage {
    Stage::with((80, 24), |scenery| change(&mut scenery.settings))
}

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

/// The code an account of the demo has now.
fn code_now(issuer: &str, later: i64) -> String {
    let vault = demo::vault(demo::START);
    let account: &Account = vault
        .accounts()
        .find(|account| account.issuer.as_str() == issuer)
        .expect("in the demo");
    let timed = account.otp.at(demo::START.shifted(later)).expect("timed");
    timed.code.as_str().to_owned()
}

/// What was copied since the last look.
fn copied(stage: &mut Stage) -> Vec<String> {
    let all = stage.copied();
    let seen = std::mem::replace(&mut stage.seen_copies, all.len());
    all[seen..].to_vec()
}

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

/// What is marked as a code on the screen.
fn codes(buffer: &Buffer) -> Vec<String> {
    let rows = buffer.area.rows();
    let rows = rows.map(|row| {
        let cells = row.columns().map(|cell| &buffer[(cell.x, cell.y)]);
        cells.fold(String::new(), |line, cell| {
            let is_code = cell.modifier.contains(CODE);
            line + if is_code { cell.symbol() } else { "\n" }
        })
    });
    let all: String = rows.collect::<Vec<_>>().join("\n");
    all.lines()
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
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
