//! What happens while the vault is shut: the search for a key, the passphrase.

use super::Effect;
use super::enter::enter;
use crate::app::open::unlock::By;
use crate::app::{Error, LockState, Open};
use crate::tui::keymap::Action;
use crate::tui::model::Model;
use crate::tui::page::{LockPage, Page, Then, WelcomePage};
use crate::tui::snapshot::Snapshot;

/// The beginning, or the state after locking.
pub(super) fn found(model: &mut Model, snapshot: &Snapshot<'_>, state: LockState) -> Vec<Effect> {
    match state {
        LockState::Open => enter(model, snapshot),
        LockState::Unsearched => {
            model.shut(Page::Lock(LockPage {
                looking: true,
                ..LockPage::default()
            }));
            return vec![Effect::Search];
        }
        LockState::Locked => {
            model.shut(Page::Lock(LockPage::default()));
            return vec![Effect::AskKeyring];
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
        Ok(Some(_)) => vec![Effect::AskKeyring],
        Err(error) => {
            page.trouble = Some(error);
            Vec::new()
        }
    }
}

/// The keyring's answer; it may come when somebody has opened the vault already.
pub(super) fn keyring(model: &mut Model, has: bool) {
    if let Some(Page::Lock(page)) = model.page_mut() {
        page.keyring = has;
    }
}

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.page_mut() {
        Some(Page::Lock(page)) if action == Action::Accept => {
            page.submit().map(Effect::Unlock).into_iter().collect()
        }
        Some(Page::Lock(page)) if action == Action::Keyring => {
            if !page.keyring || page.opening.is_some() {
                return Vec::new();
            }
            page.opening = Some(0);
            page.trouble = None;
            vec![Effect::Unlock(By::Keyring)]
        }
        _ => Vec::new(),
    }
}

pub(super) fn opened(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    result: Result<(), Error>,
) -> Vec<Effect> {
    let error = match result {
        Ok(()) if matches!(model.page(), Page::Again(_, page) if page.opening.is_some()) => {
            model.list.load(snapshot);
            return match model.pages.pop() {
                Some(Page::Again(Then::Show(ids), _)) => {
                    super::qr::show_secrets(model, snapshot, ids)
                }
                Some(Page::Again(Then::Export, _)) => {
                    super::transfer::export_view(model, snapshot);
                    Vec::new()
                }
                _ => Vec::new(),
            };
        }
        Ok(()) => {
            if matches!(model.page(), Page::Lock(_)) {
                enter(model, snapshot);
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
        if !page.keyring && page.tries == 1 {
            return vec![Effect::AskKeyring];
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
