//! What keys do in the first start: choosing the passphrase, having the recovery key, adding the first account.

use age::secrecy::SecretString;

use super::enter::enter;
use super::save;
use crate::account::SecretText;
use crate::app::{Error, Strength, is_group};
use crate::tui::add::{Add, Purpose};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, told};
use crate::tui::page::{Page, Question, RecoveryPage, Saved, WelcomePage};
use crate::tui::scene::recovery;
use crate::tui::snapshot::Snapshot;

pub(super) fn act(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    match (model.page_mut(), action) {
        (Some(Page::Welcome(page)), _) if page.is_opening => {}
        (Some(Page::Welcome(_)), Action::Words) => model.request(Effect::MakeWords),
        (Some(Page::Welcome(page)), Action::NextField | Action::PreviousField) => {
            page.focus = 1 - page.focus.min(1);
        }
        (Some(Page::Welcome(page)), Action::Accept) => {
            let passphrase = chosen(page);
            model.effects.extend(passphrase.map(Effect::Create));
        }
        (Some(Page::Recovery(_)), _) => recovery(model, snapshot, action),
        _ => {}
    }
}

/// Enter: on to the repetition, or the vault is made.
fn chosen(page: &mut WelcomePage) -> Option<SecretString> {
    let [first, second] = &mut page.fields;
    if first.is_empty() {
        page.focus = 0;
    } else if Strength::of(first.text()) == Strength::VeryWeak && page.focus == 0 {
        let warning = "easy to guess, and it guards all your accounts: choose several words";
        page.trouble = Some(warning.into());
    } else if page.focus == 0 {
        page.focus = 1;
        page.trouble = None;
    } else if first.text() == second.text() {
        page.is_opening = true;
        page.trouble = None;
        page.words = None;
        second.take();
        return Some(first.passphrase());
    } else {
        second.take();
        page.trouble = Some("The two differ: once more".into());
    }
    None
}

/// Words were made, or not.
pub(super) fn words(model: &mut Model, result: Result<SecretText, Error>) {
    match (model.page_mut(), result) {
        (Some(Page::Welcome(page)), _) if page.is_opening => {}
        (Some(Page::Welcome(page)), Ok(words)) => page.offer(words),
        (Some(Page::Welcome(page)), Err(error)) => page.trouble = Some(told(&error)),
        _ => {}
    }
}

pub(super) fn created(model: &mut Model, result: Result<RecoveryPage, Error>) {
    match result {
        Ok(page) => model.pages = vec![Page::Recovery(page)],
        Err(error) => {
            if let Some(Page::Welcome(page)) = model.page_mut() {
                *page = WelcomePage {
                    trouble: Some(told(&error)),
                    ..WelcomePage::default()
                };
            } else {
                model.fail(error, model.touched);
            }
        }
    }
}

fn recovery(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    let parts = recovery::parts(model);
    let Some(Page::Recovery(page)) = model.page_mut() else {
        return;
    };
    page.part = page.part.min(parts - 1);
    match action {
        Action::Back => past_recovery(model, snapshot),
        Action::Next => page.part = (page.part + 1).min(parts - 1),
        Action::Previous => page.part = page.part.saturating_sub(1),
        Action::Accept if page.part + 1 < parts => page.part += 1,
        Action::Accept => check(model, snapshot),
        Action::SaveFile => {
            let key = page.key.clone();
            save::ask(model, Saved::Recovery(key), "~/otp-recovery-key.txt");
        }
        Action::Sheet => {
            let key = page.key.clone();
            save::ask(model, Saved::Sheet(key), "~/otp-recovery-key.html");
        }
        Action::Qr => {
            let key = page.key.clone();
            super::qr::show_text(model, snapshot, key, "Recovery key".into());
        }
        _ => {}
    }
}

/// Who types a group of the key has it; until somebody does, the header says that nobody has.
fn check(model: &mut Model, snapshot: &Snapshot<'_>) {
    let Some(Page::Recovery(page)) = model.page_mut() else {
        return;
    };
    if page.typed.is_empty() {
        page.trouble = Some("Type the letters that stand there");
        return;
    }
    if !is_group(&page.key, page.asked, page.typed.text()) {
        page.typed.take();
        page.trouble = Some("Wrong: look again");
        return;
    }
    confirmed(model, snapshot);
}

/// Somebody has the key.
pub(super) fn confirmed(model: &mut Model, snapshot: &Snapshot<'_>) {
    let Some(Page::Recovery(page)) = model.pages.first() else {
        return;
    };
    let key = page.key.clone();
    past_recovery(model, snapshot);
    model.request(Effect::ConfirmRecovery(key));
}

/// On to the first account; the question about the keyring comes before it.
fn past_recovery(model: &mut Model, snapshot: &Snapshot<'_>) {
    let keyring = matches!(model.pages.first(), Some(Page::Recovery(page)) if page.keyring);
    enter(model, snapshot);
    let first = Add::to(Purpose::First);
    model.pages.push(Page::Add(Box::new(first)));
    if keyring {
        model.pages.push(Page::Ask(Question::Remember));
    }
}
