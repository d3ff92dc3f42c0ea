//! What keys do in the first start: choosing the passphrase, having the recovery key, adding the first account.

use super::enter::enter;
use super::{Effect, save};
use crate::account::SecretText;
use crate::app::{Error, Strength, is_group};
use crate::tui::add::{Add, Purpose};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, told};
use crate::tui::page::{Page, Question, RecoveryPage, Saved, WelcomePage};
use crate::tui::scene::recovery;
use crate::tui::snapshot::Snapshot;

pub(super) fn act(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) -> Vec<Effect> {
    match model.page_mut() {
        Some(Page::Welcome(page)) if page.opening.is_none() => welcome(page, action),
        Some(Page::Recovery(_)) => recovery(model, snapshot, action),
        _ => Vec::new(),
    }
}

fn welcome(page: &mut WelcomePage, action: Action) -> Vec<Effect> {
    match action {
        Action::Words => return vec![Effect::MakeWords],
        Action::NextField | Action::PreviousField => page.focus = 1 - page.focus.min(1),
        Action::Accept => return chosen(page),
        _ => {}
    }
    Vec::new()
}

/// Enter: on to the repetition, or the vault is made.
fn chosen(page: &mut WelcomePage) -> Vec<Effect> {
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
        page.opening = Some(0);
        page.trouble = None;
        page.words = None;
        second.take();
        return vec![Effect::Create(first.passphrase())];
    } else {
        second.take();
        page.trouble = Some("The two differ: once more".into());
    }
    Vec::new()
}

/// Words were made, or not.
pub(super) fn words(model: &mut Model, result: Result<SecretText, Error>) {
    let Some(Page::Welcome(page)) = model.page_mut().filter(|page| page.is_idle_welcome()) else {
        return;
    };
    match result {
        Ok(words) => page.offer(words),
        Err(error) => page.trouble = Some(told(&error)),
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

fn recovery(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) -> Vec<Effect> {
    let parts = recovery::parts(model);
    let Some(Page::Recovery(page)) = model.page_mut() else {
        return Vec::new();
    };
    page.part = page.part.min(parts - 1);
    match action {
        Action::Back => past_recovery(model, snapshot),
        Action::Next => {
            page.part = (page.part + 1).min(parts - 1);
            Vec::new()
        }
        Action::Previous => {
            page.part = page.part.saturating_sub(1);
            Vec::new()
        }
        Action::Accept if page.part + 1 < parts => {
            page.part += 1;
            Vec::new()
        }
        Action::Accept => check(model, snapshot),
        Action::SaveFile => {
            let key = page.key.clone();
            save::ask(model, Saved::Recovery(key), "~/otp-recovery-key.txt");
            Vec::new()
        }
        Action::Sheet => {
            let key = page.key.clone();
            save::ask(model, Saved::Sheet(key), "~/otp-recovery-key.html");
            Vec::new()
        }
        Action::Qr => {
            let key = page.key.clone();
            super::qr::show_text(model, snapshot, key, "Recovery key".into());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Who types a group of the key has it; until somebody does, the header says that nobody has.
fn check(model: &mut Model, snapshot: &Snapshot<'_>) -> Vec<Effect> {
    let Some(Page::Recovery(page)) = model.page_mut() else {
        return Vec::new();
    };
    if page.typed.is_empty() {
        page.trouble = Some("Type the letters that stand there");
        return Vec::new();
    }
    if !is_group(&page.key, page.asked, page.typed.text()) {
        page.typed.take();
        page.trouble = Some("Wrong: look again");
        return Vec::new();
    }
    confirmed(model, snapshot)
}

/// Somebody has the key.
pub(super) fn confirmed(model: &mut Model, snapshot: &Snapshot<'_>) -> Vec<Effect> {
    let Some(Page::Recovery(page)) = model.pages.first() else {
        return Vec::new();
    };
    let key = page.key.clone();
    let mut effects = past_recovery(model, snapshot);
    effects.push(Effect::ConfirmRecovery(key));
    effects
}

/// On to the first account; the question about the keyring comes before it.
fn past_recovery(model: &mut Model, snapshot: &Snapshot<'_>) -> Vec<Effect> {
    let keyring = matches!(model.pages.first(), Some(Page::Recovery(page)) if page.keyring);
    enter(model, snapshot);
    let first = Add::to(Purpose::First);
    model.pages.push(Page::Add(Box::new(first)));
    if keyring {
        model.pages.push(Page::Ask(Question::Remember));
    }
    Vec::new()
}
