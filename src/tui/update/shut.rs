//! What happens while the vault is shut: the search for a key, the passphrase.

use super::enter::enter;
use crate::app::open::unlock::By;
use crate::app::{Error, LockState, Open};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::Model;
use crate::tui::page::{LockPage, Page, Then, WelcomePage};
use crate::tui::snapshot::Snapshot;

/// The beginning, or the state after locking.
pub(super) fn found(model: &mut Model, snapshot: &Snapshot<'_>, state: LockState) {
    match state {
        LockState::Open => enter(model, snapshot),
        LockState::Unsearched => {
            model.shut(Page::Lock(LockPage {
                looking: true,
                ..LockPage::default()
            }));
            model.request(Effect::Search);
        }
        LockState::Locked => {
            model.shut(Page::Lock(LockPage::default()));
            model.request(Effect::AskKeyring);
        }
        LockState::Missing => model.shut(Page::Welcome(WelcomePage::default())),
    }
}

/// The end of the search. Who has begun to type goes on: the rest of a passphrase must not become commands.
pub(super) fn searched(model: &mut Model, result: Result<Option<Box<Open>>, Error>) {
    // Opened by a passphrase meanwhile, and perhaps locked again: nobody waits any more.
    let Some(Page::Lock(page)) = model.page_mut().filter(|page| page.is_looking()) else {
        return;
    };
    page.looking = false;
    match result {
        Ok(None) => {}
        Ok(Some(open)) if page.passphrase.is_empty() && !page.is_opening => {
            model.request(Effect::TakeOver(open));
        }
        Ok(Some(_)) => model.request(Effect::AskKeyring),
        Err(error) => page.trouble = Some(error),
    }
}

/// The keyring's answer; it may come when somebody has opened the vault already.
pub(super) fn keyring(model: &mut Model, has: bool) {
    if let Some(Page::Lock(page)) = model.page_mut() {
        page.keyring = has;
    }
}

pub(super) fn act(model: &mut Model, action: Action) {
    match model.page_mut() {
        Some(Page::Lock(page) | Page::Again(_, page)) if action == Action::Accept => {
            let by = page.submit();
            model.effects.extend(by.map(Effect::Unlock));
        }
        Some(Page::Lock(page)) if action == Action::Keyring && page.keyring && !page.is_opening => {
            page.is_opening = true;
            page.trouble = None;
            model.request(Effect::Unlock(By::Keyring));
        }
        _ => {}
    }
}

pub(super) fn opened(model: &mut Model, snapshot: &Snapshot<'_>, result: Result<(), Error>) {
    let error = match result {
        Ok(()) if matches!(model.page(), Page::Again(_, page) if page.is_opening) => {
            model.list.load(snapshot);
            return match model.pages.pop() {
                Some(Page::Again(Then::Show(ids), _)) => {
                    super::qr::show_secrets(model, snapshot, ids);
                }
                Some(Page::Again(Then::Export, _)) => super::export::open_unasked(model, snapshot),
                _ => {}
            };
        }
        Ok(()) => {
            if matches!(model.page(), Page::Lock(_)) {
                enter(model, snapshot);
            }
            return;
        }
        Err(error) => error,
    };
    if let Some(Page::Lock(page) | Page::Again(_, page)) = model.page_mut() {
        page.is_opening = false;
        if !error.is_wrong_passphrase() {
            page.trouble = Some(error);
            return;
        }
        page.tries += 1;
        page.trouble = None;
        // The search may have ended meanwhile, with a key that was left alone for this passphrase.
        if !page.keyring && page.tries == 1 {
            model.request(Effect::AskKeyring);
        }
    }
}

/// What was not saved when the vault was locked is said where the passphrase is asked for.
pub(super) fn unsaved(model: &mut Model, error: Error) {
    if let Some(Page::Lock(page)) = model.page_mut() {
        page.trouble = Some(error);
    }
}
