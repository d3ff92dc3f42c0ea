//! What happens while the vault is shut: the passphrase, the first start, the recovery key.

use super::Effect;
use crate::app::open::unlock::By;
use crate::app::{Error, LockState, Open, Strength, is_its_end};
use crate::tui::desk::Desk;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, told};
use crate::tui::page::{LockPage, Page, Question, RecoveryPage, Then, WelcomePage};

/// The beginning, or the state after locking.
pub(super) fn found(model: &mut Model, desk: &Desk<'_>, state: LockState) -> Vec<Effect> {
    match state {
        LockState::Open => enter(model, desk),
        LockState::Unsearched => {
            model.shut(Page::Lock(LockPage {
                looking: true,
                ..LockPage::default()
            }));
            return vec![Effect::Search];
        }
        LockState::Locked => {
            model.shut(Page::Lock(LockPage::default()));
            return vec![Effect::AskKeychain];
        }
        LockState::Missing => model.shut(Page::Welcome(WelcomePage::default())),
    }
    Vec::new()
}

/// The end of the search. Who has begun to type goes on: the rest of a passphrase must not become commands.
pub(super) fn searched(model: &mut Model, result: Result<Option<Box<Open>>, Error>) -> Vec<Effect> {
    // Opened by a passphrase meanwhile, and perhaps locked again: nobody waits any more.
    let Some(Page::Lock(page)) = model.page_mut().filter(|page| page.is_looking()) else {
        return Vec::new();
    };
    page.looking = false;
    match result {
        Ok(None) => Vec::new(),
        Ok(Some(open)) if page.passphrase.is_empty() && page.opening.is_none() => {
            vec![Effect::TakeOver(open)]
        }
        Ok(Some(_)) => vec![Effect::AskKeychain],
        Err(error) => {
            page.trouble = Some(error);
            Vec::new()
        }
    }
}

/// The keychain's answer; it may come when somebody has opened the vault already.
pub(super) fn keychain(model: &mut Model, has: bool) {
    if let Some(Page::Lock(page)) = model.page_mut() {
        page.keychain = has;
    }
}

fn enter(model: &mut Model, desk: &Desk<'_>) {
    model.pages = vec![if model.start.picks {
        Page::Pick
    } else {
        Page::List
    }];
    model.touched = desk.uptime;
    if let Some(text) = model.start.search.take() {
        model.pages.push(Page::Search);
        model.list.query.insert(&text);
    }
    model.list.load(desk);
    if !model.list.query.is_empty() {
        model.list.search(desk);
    }
}

pub(super) fn act(model: &mut Model, desk: &Desk<'_>, action: Action) -> Vec<Effect> {
    match model.page_mut() {
        Some(Page::Lock(page)) if action == Action::Accept => {
            page.submit().map(Effect::Unlock).into_iter().collect()
        }
        Some(Page::Lock(page)) if action == Action::Keychain => {
            if !page.keychain || page.opening.is_some() {
                return Vec::new();
            }
            page.opening = Some(0);
            page.trouble = None;
            vec![Effect::Unlock(By::Keyring)]
        }
        Some(Page::Welcome(page)) if page.opening.is_none() => welcome(page, action),
        Some(Page::Recovery(_)) => match action {
            Action::Back => past_recovery(model, desk),
            Action::Accept => recovery(model, desk),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Who types the end of the key has it; until somebody does, the header says that nobody has.
fn recovery(model: &mut Model, desk: &Desk<'_>) -> Vec<Effect> {
    let Some(Page::Recovery(page)) = model.page_mut() else {
        return Vec::new();
    };
    if page.typed.is_empty() {
        page.trouble = Some("type the last six characters of the key");
        return Vec::new();
    }
    if !is_its_end(&page.key, page.typed.text()) {
        page.typed.take();
        page.trouble = Some("that is not what stands at its end: look again");
        return Vec::new();
    }
    let key = page.key.clone();
    let mut effects = past_recovery(model, desk);
    effects.push(Effect::ConfirmRecovery(key));
    effects
}

fn past_recovery(model: &mut Model, desk: &Desk<'_>) -> Vec<Effect> {
    let keyring = matches!(model.page(), Page::Recovery(page) if page.keyring);
    enter(model, desk);
    if keyring {
        model.pages.push(Page::Ask(Question::Remember));
    }
    Vec::new()
}

fn welcome(page: &mut WelcomePage, action: Action) -> Vec<Effect> {
    match action {
        Action::NextField | Action::PreviousField => page.focus = 1 - page.focus.min(1),
        Action::Accept => {
            let [first, second] = &mut page.fields;
            if first.is_empty() {
                page.focus = 0;
            } else if Strength::of(first.text()) == Strength::VeryWeak && page.focus == 0 {
                let warning =
                    "easy to guess, and it guards all your accounts: choose several words";
                page.trouble = Some(warning.into());
            } else if page.focus == 0 {
                page.focus = 1;
                page.trouble = None;
            } else if first.text() == second.text() {
                page.opening = Some(0);
                page.trouble = None;
                second.take();
                return vec![Effect::Create(first.passphrase())];
            } else {
                second.take();
                page.trouble = Some("the two differ: once more".into());
            }
        }
        _ => {}
    }
    Vec::new()
}

pub(super) fn opened(model: &mut Model, desk: &Desk<'_>, result: Result<(), Error>) -> Vec<Effect> {
    let error = match result {
        Ok(()) if matches!(model.page(), Page::Again(_, page) if page.opening.is_some()) => {
            model.list.load(desk);
            return match model.pages.pop() {
                Some(Page::Again(Then::Show(ids), _)) => {
                    super::pages::show_secrets(model, desk, ids)
                }
                Some(Page::Again(Then::Export, _)) => {
                    super::transfer::export_view(model, desk);
                    Vec::new()
                }
                _ => Vec::new(),
            };
        }
        Ok(()) => {
            if matches!(model.page(), Page::Lock(_)) {
                enter(model, desk);
            }
            return Vec::new();
        }
        Err(error) => error,
    };
    if let Some(Page::Lock(page) | Page::Again(_, page)) = model.page_mut() {
        page.opening = None;
        if !error.is_wrong_passphrase() {
            page.trouble = Some(error);
            return Vec::new();
        }
        page.tries += 1;
        page.trouble = None;
        // The search may have ended meanwhile, with a key that was left alone for this passphrase.
        if !page.keychain && page.tries == 1 {
            return vec![Effect::AskKeychain];
        }
    }
    Vec::new()
}

/// What was not saved when the vault was locked is said where the passphrase is asked for.
pub(super) fn unsaved(model: &mut Model, error: Error) {
    if let Some(Page::Lock(page)) = model.page_mut() {
        page.trouble = Some(error);
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
