//! What must never happen: another account's code, an answer to a question that nobody asks any more, a change that
//! nobody made, a name while presenting.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use otp::account::{Account, AccountId, Note, Timestamp};
use otp::system::Clock;
use otp::system::clock::ClockSync;
use otp::system::fake::StoppedClock;
use otp::tui::demo;
use otp::vault::{Change, Edit, Vault};

use super::stage::{Stage, sees, sees_no};

const FIRST: &str = "otpauth://totp/First:a?secret=JBSWY3DPEHPK3PXP";
const SECOND: &str = "otpauth://totp/Second:b?secret=MFZXIZLSNFXWI2LO";
const NAMELESS: &str = "otpauth://totp/?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF";

fn stage() -> Stage {
    Stage::demo((80, 24))
}

fn id_of(vault: &Vault, issuer: &str) -> AccountId {
    let is_it = |account: &&Account| account.issuer.as_str() == issuer;
    vault.accounts().find(is_it).expect("there").id.clone()
}

/// What the account is now, as another process sees it.
fn now(stage: &Stage, issuer: &str) -> Account {
    let open = stage.elsewhere();
    let id = id_of(open.vault(), issuer);
    open.vault().get(&id).expect("there").clone()
}

fn edit_elsewhere(stage: &Stage, issuer: &str, edits: Vec<Edit>) {
    let mut open = stage.elsewhere();
    let id = id_of(open.vault(), issuer);
    open.change(Change::Edit { id, edits }).expect("edited");
}

fn remove_elsewhere(stage: &Stage, issuer: &str) {
    let mut open = stage.elsewhere();
    let id = id_of(open.vault(), issuer);
    open.change(Change::Remove { id }).expect("removed");
}

#[test]
fn an_answer_to_an_older_text_is_dropped() {
    let mut stage = stage();
    stage.pastes(FIRST).press("Esc a").types("x").answered();
    sees_no(&stage, "First");
    sees_no(&stage, "The code now");
    // Two questions: the first answer says nothing about the second text.
    stage.press("Esc").pastes(FIRST).pastes(SECOND);
    stage.answered().answered();
    sees_no(&stage, "First");
    sees(&stage, "Second");
    stage.press("Enter");
    sees(&stage, "Added Second b");
}

#[test]
fn a_find_without_a_name_fills_the_form_and_the_others_wait() {
    let mut stage = stage();
    let text = format!("{FIRST}\n{NAMELESS}\n{SECOND}");
    stage.pastes(&text).answered();
    sees(&stage, "(no name yet)");
    stage.press("Enter");
    sees(&stage, "By hand");
    sees(&stage, "letters, fine");
    stage.types("Third").press("Enter");
    sees(&stage, "Added Third");
    sees(&stage, "First");
    sees(&stage, "Second");
    stage.press("Enter");
    sees(&stage, "Added 2 accounts");
    sees(&stage, "16 accounts");
    let secret = now(&stage, "Third").otp.secret().to_base32();
    assert_eq!(secret.expose(), "NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF");
}

#[test]
fn what_google_cannot_hold_is_said_before_and_not_counted() {
    let mut stage = Stage::demo((140, 60));
    stage.press("E");
    sees(&stage, "Show the secrets of 10 accounts");
    for name in [
        "Without Steam octo_plays",
        "Without crates.io",
        "Without Stadtbank",
    ] {
        sees(&stage, name);
    }
    stage.press("Enter");
    sees(&stage, "accounts 1 to 10 of 10");
}

#[test]
fn an_edit_writes_what_was_touched_and_nothing_else() {
    let mut stage = stage();
    stage.press("/").types("fob").press("Tab e");
    let mut elsewhere = stage.elsewhere();
    let id = id_of(elsewhere.vault(), "Key fob");
    for _ in 0..2 {
        elsewhere.take_code(&id).expect("a code");
    }
    let note = Note::new("from a script");
    let tags = vec!["my work".into(), "a,b".into()];
    edit_elsewhere(&stage, "Key fob", vec![Edit::Note(note), Edit::Tags(tags)]);
    stage.types(" two").press("Enter");
    sees(&stage, "Edited Key fob");
    let account = now(&stage, "Key fob two");
    assert_eq!(account.otp.counter(), Some(7), "used codes stay used");
    assert_eq!(account.note.expose(), "from a script");
    assert_eq!(account.tags, ["my work".into(), "a,b".into()]);
}

#[test]
fn a_line_that_was_changed_elsewhere_too_is_asked_about() {
    let mut stage = stage();
    stage.press("/").types("npm").press("Tab e");
    edit_elsewhere(&stage, "npm", vec![Edit::Issuer("theirs".into())]);
    stage.types(" mine").press("Enter");
    sees(&stage, "changed elsewhere meanwhile");
    now(&stage, "theirs");
    stage.press("Enter");
    sees(&stage, "Edited");
    now(&stage, "npm mine");
}

#[test]
fn an_edit_of_what_was_seen_is_refused_when_it_is_another_meanwhile() {
    let stage = stage();
    let mut ours = stage.elsewhere();
    let seen = now(&stage, "npm");
    edit_elsewhere(&stage, "npm", vec![Edit::Issuer("theirs".into())]);
    let refused = ours.edit(&seen, &[Edit::Issuer("mine".into())]);
    let refused = refused.expect_err("a conflict");
    assert!(refused.what().contains("changed elsewhere"), "{refused:?}");
    // Another field of the same account is nobody's conflict.
    ours.edit(&seen, &[Edit::Pinned(true)]).expect("saved");
    assert!(now(&stage, "theirs").pinned);
}

#[test]
fn a_form_of_an_account_that_was_removed_is_refused() {
    let mut stage = stage();
    stage.press("/").types("npm").press("Tab e Tab Tab");
    remove_elsewhere(&stage, "npm");
    stage.types("JBSWY3DPEHPK3PXP").press("Enter");
    sees(&stage, "removed meanwhile");
    stage.press("Esc Esc");
    sees(&stage, "12 accounts");
}

#[test]
fn the_same_name_with_another_secret_is_asked_about_in_the_form_too() {
    let mut stage = stage();
    stage
        .press("a Tab")
        .types("GitHub")
        .press("Tab")
        .types("octavia");
    stage.press("Tab").types("JBSWY3DPEHPK3PXP").press("Enter");
    sees(&stage, "is in the vault with another secret");
    // Back to the form, or a clear word.
    stage.press("Enter Esc");
    sees(&stage, "By hand");
    stage.press("Enter b");
    sees(&stage, "14 accounts");
}

#[test]
fn no_neighbour_takes_the_place_of_an_account_that_went_away() {
    let mut stage = stage();
    stage.press("j");
    remove_elsewhere(&stage, "AWS");
    stage.waits(1);
    sees(&stage, "12 accounts");
    sees_no(&stage, "▌");
    stage.press("y Enter e d s");
    assert!(stage.copied().is_empty());
    sees(&stage, "Nothing is selected");
    sees(&stage, "12 accounts");
    // The key that moves goes to the next one.
    stage.press("j");
    sees(&stage, "▌  Bf Bunde");
}

#[test]
fn a_habitual_enter_after_a_removal_copies_nothing() {
    let mut stage = stage();
    stage.press("j d");
    sees(&stage, "Removed AWS");
    stage.press("Enter");
    assert!(stage.copied().is_empty());
    stage.press("k Enter");
    assert_eq!(stage.copied().len(), 1);
}

#[test]
fn stored_sentences_hold_no_names() {
    // Each says something about an account; while it is still to be read, the page is drawn without names.
    for keys in ["j Enter", "j n", "j d", "j s", "j d u", "j e z Enter"] {
        let mut stage = stage();
        stage.press(keys);
        let picture = stage.picture();
        let said: Vec<&str> = picture.lines().rev().take(3).collect();
        assert!(said.concat().contains("AWS"), "{keys}: {said:?}");
        // The key itself says something too: what was said before it is looked at.
        let toast = stage.runner.model.toast.clone();
        stage.press("P");
        stage.runner.model.toast = toast;
        let hidden = stage.picture();
        for name in ["AWS", "root/prod"] {
            assert!(!hidden.contains(name), "{keys}\n{hidden}");
        }
    }
}

#[test]
fn a_secret_after_steam_is_not_readable_in_the_add_field() {
    let mut stage = stage();
    stage
        .press("a")
        .types("steam://NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF");
    sees(&stage, "steam://");
    sees_no(&stage, "NNQXE5");
}

/// A clock that holds up whoever asks it on the worker, until it is let go.
#[derive(Clone)]
struct Gate {
    clock: StoppedClock,
    is_open: Arc<(Mutex<bool>, Condvar)>,
}

impl Gate {
    fn opens(&self) {
        *self.is_open.0.lock().expect("no panic while held") = true;
        self.is_open.1.notify_all();
    }
}

impl Clock for Gate {
    fn now(&self) -> Timestamp {
        if std::thread::current().name() == Some("otp-worker") {
            let open = self.is_open.0.lock().expect("no panic while held");
            let patience = Duration::from_secs(60);
            let waited = self
                .is_open
                .1
                .wait_timeout_while(open, patience, |open| !*open);
            assert!(!waited.expect("no panic while held").1.timed_out());
        }
        self.clock.now()
    }
    fn uptime(&self) -> Duration {
        self.clock.uptime()
    }
    fn sleep_until(&self, moment: Timestamp) {
        self.clock.sleep_until(moment);
    }
    fn sync(&self) -> ClockSync {
        ClockSync::Unknown
    }
}

/// The demo on a disk that is slow to save.
fn slow() -> (Stage, Gate) {
    let mut gate = None;
    let mut stage = Stage::with((80, 24), |scenery| {
        let made = Gate {
            clock: scenery.world.clock.clone(),
            is_open: Arc::default(),
        };
        scenery.clock = Some(Arc::new(made.clone()));
        gate = Some(made);
    });
    stage.holds_saves = true;
    (stage, gate.expect("arranged"))
}

/// Takes in everything that was to be saved.
fn saved(stage: &mut Stage) {
    while stage.runner.is_saving() {
        stage.worker_answered();
    }
}

#[test]
fn while_a_change_is_saved_the_interface_goes_on_and_shows_it() {
    let (mut stage, gate) = slow();
    stage.press("j d");
    sees(&stage, "AWS");
    sees_no(&stage, "saving");
    stage.waits(1);
    sees(&stage, "saving");
    let wake = stage.runner.next_wake().expect("a sign that moves");
    assert!(wake <= Duration::from_millis(125));
    // Copying needs no save: it is done at once.
    stage.press("g Enter");
    assert_eq!(stage.copied().len(), 1);
    // Everything else waits for its turn.
    stage.press("G s");
    sees(&stage, "saving   13");
    gate.opens();
    saved(&mut stage);
    sees(&stage, "12 accounts");
    sees_no(&stage, "saving");
    assert!(now(&stage, "日本銀行").pinned);
}

#[test]
fn what_was_to_be_saved_is_saved_before_the_vault_is_locked() {
    let (mut stage, gate) = slow();
    stage.press("j d G s L");
    sees(&stage, "otp is locked");
    sees_no(&stage, "AWS");
    gate.opens();
    saved(&mut stage);
    sees(&stage, "otp is locked");
    sees_no(&stage, "AWS");
    let open = stage.elsewhere();
    assert_eq!(open.vault().accounts().count(), 12);
    drop(open);
    assert!(now(&stage, "日本銀行").pinned);
    stage.types("demo").press("Enter").answered();
    sees(&stage, "12 accounts");
}

#[test]
fn it_locks_by_itself_while_a_change_is_saved() {
    let (mut stage, gate) = slow();
    stage.press("j d").waits(300);
    sees(&stage, "otp is locked");
    sees_no(&stage, "AWS");
    gate.opens();
    saved(&mut stage);
    sees(&stage, "otp is locked");
}

#[test]
fn quitting_waits_for_what_is_saved_unless_asked_twice() {
    let (mut stage, gate) = slow();
    stage.press("j d q");
    assert_eq!(stage.runner.exit(), None);
    gate.opens();
    saved(&mut stage);
    assert_eq!(stage.runner.exit(), Some(otp::tui::ExitReason::Quit));
    assert_eq!(stage.elsewhere().vault().accounts().count(), 12);
    let (mut stage, gate) = slow();
    stage.press("j d q q");
    assert_eq!(stage.runner.exit(), Some(otp::tui::ExitReason::Quit));
    gate.opens();
    saved(&mut stage);
}

#[test]
fn the_demo_is_what_these_tests_think() {
    assert_eq!(demo::vault(demo::START).accounts().count(), 13);
}
