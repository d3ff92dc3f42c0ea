//! Update: a message changes the model and asks for effects. No terminal, no clock, no vault to write to.

mod add;
mod answers;
mod enter;
mod export;
mod first_run;
mod import;
mod leave;
mod list;
mod mouse;
mod moved;
mod pages;
mod qr;
mod save;
mod settings;
mod shut;
mod time;
mod write;

pub use time::next_wake;

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};

use super::columns::PANE_FROM;
use super::effect::Effect;
use super::export::Written;
use super::import::News;
use super::keymap::{Action, Chord, Mode};
use super::model::Model;
use super::page::{HelpPage, Page, RecoveryPage};
use super::sentence::Sentence;
use super::snapshot::Snapshot;
use crate::account::{AccountId, Code, SecretText};
use crate::app::store::history::Way;
use crate::app::{Copied, Error, Found, LockState, Open, Settings, SourceAccounts};
use crate::vault::difference::Difference;

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// The program begins, or the vault was found in this state.
    Found(LockState),
    /// What the search opened, if anything.
    Searched(Result<Option<Box<Open>>, Error>),
    /// Whether the system's keyring could open it.
    Keyring(bool),
    /// A key.
    Key(KeyEvent),
    /// Text in one piece.
    Paste(SecretText),
    /// The mouse, when it is captured.
    Mouse(MouseEvent),
    /// New size.
    Resize(u16, u16),
    /// The terminal got or lost the focus.
    Focus(bool),
    /// Time passed, or a job is still running.
    Tick,
    /// The machine slept or its clock was set.
    Resumed,
    /// The worker is done opening.
    Opened(Result<(), Error>),
    /// The worker is done making the vault.
    Created(Result<RecoveryPage, Error>),
    /// The vault knows that somebody has its recovery key, or not.
    Confirmed(Result<(), Error>),
    /// The keyring keeps the key, or not.
    Remembered(Result<(), Error>),
    /// The worker is done reading.
    Read(u64, Result<Found, Error>),
    /// What was to be read is another app's export.
    ReadExport(u64, SecretText),
    /// The worker is done with other apps' files.
    Imported(u64, Result<News, Error>),
    /// The worker is done with an export.
    Exported(u64, Result<Written, Error>),
    /// A change was made, or not: the account it brought, and what was done.
    Changed(Result<Option<AccountId>, Error>, Sentence, u64),
    /// A change was taken back or made again, with what that did to each account.
    Walked(Result<Vec<Difference>, Error>, Way),
    /// The last change is another device's, and this is what it did: nothing was taken back yet.
    Theirs(Vec<Difference>),
    /// A code was copied, or not.
    Copied(Sentence, Result<Copied, Error>),
    /// A counter was used.
    Used(AccountId, Result<Code, Error>),
    /// The links for the QR codes of these accounts, and how many each holds.
    Migrated(Vec<AccountId>, Result<Vec<(SecretText, usize)>, Error>),
    /// A passphrase of random words was made, or not.
    Words(Result<SecretText, Error>),
    /// The settings were read again.
    Settings(Arc<Settings>),
    /// A setting was changed, or not; and whether that is so at the next start too.
    Set(String, Result<Arc<Settings>, Error>, bool),
    /// Files were written, or not.
    Saved(Result<Vec<PathBuf>, Error>),
    /// Another process changed the vault.
    Refreshed(Result<(), Error>),
    /// Files of sources have changed: what was shown of them, and what is now.
    SourcesRead(Arc<SourceAccounts>, Arc<SourceAccounts>),
    /// Why the clock cannot be trusted, if so.
    Clock(Option<String>),
    /// A change was not saved before the vault was locked.
    Unsaved(Error),
    /// `otp lock` was called.
    LockCalled,
}

impl Message {
    /// Why something that was to be saved is not.
    pub fn into_failure(self) -> Option<Error> {
        match self {
            Self::Changed(Err(error), ..)
            | Self::Walked(Err(error), _)
            | Self::Used(_, Err(error))
            | Self::Confirmed(Err(error)) => Some(error),
            _ => None,
        }
    }
}

/// Changes the model.
pub fn update(model: &mut Model, snapshot: &Snapshot<'_>, message: Message) -> Vec<Effect> {
    take(model, snapshot, message);
    std::mem::take(&mut model.effects)
}

fn take(model: &mut Model, snapshot: &Snapshot<'_>, message: Message) {
    if matches!(message, Message::Found(_)) {
        model.touched = snapshot.uptime;
    }
    if matches!(
        message,
        Message::Key(_) | Message::Paste(_) | Message::Mouse(_)
    ) {
        if time::is_idle_too_long(model, snapshot) {
            // The machine slept through the deadline: what was typed blindly must not act on the vault.
            return time::lock(model);
        }
        model.touched = snapshot.uptime;
    }
    let before = (model.mode(), model.toast.clone());
    match message {
        Message::Found(standing) => shut::found(model, snapshot, standing),
        Message::Searched(result) => shut::searched(model, result),
        Message::Keyring(has) => shut::keyring(model, has),
        Message::Key(event) => key(model, snapshot, event),
        Message::Paste(text) => write::paste(model, snapshot, text),
        Message::Mouse(event) => mouse::mouse(model, snapshot, event),
        Message::Resize(columns, rows) => {
            model.size = (columns, rows);
            if columns >= PANE_FROM && matches!(model.page(), Page::Details(_)) {
                // The same stands beside the list now.
                model.back();
                model.pane = Some(true);
            }
            qr::resized(model);
        }
        Message::Focus(focused) => {
            model.focused = focused;
            if focused && !model.is_shut() {
                model.request(Effect::Refresh);
            }
        }
        Message::Tick => time::tick(model, snapshot),
        Message::Resumed => time::resumed(model, snapshot),
        answer => answered(model, snapshot, answer),
    }
    let mode = model.mode();
    let has_other_keys = !mode.shows_the_list() || mode == Mode::Search;
    if mode != before.0 && model.toast == before.1 && has_other_keys {
        // It was about the page before, and so were the keys in it.
        model.toast = None;
    }
    model.list.arrange(snapshot, model.shape());
    model.list.scroll(model.list_height());
}

/// What the worker and others answer.
fn answered(model: &mut Model, snapshot: &Snapshot<'_>, message: Message) {
    match message {
        Message::Opened(result) => shut::opened(model, snapshot, result),
        Message::Created(result) => first_run::created(model, result),
        Message::Confirmed(Err(error)) | Message::Refreshed(Err(error)) => {
            model.fail(error, snapshot.uptime);
        }
        Message::Remembered(result) => answers::remembered(model, snapshot, result),
        Message::Read(number, result) => add::found(model, snapshot, number, result),
        Message::ReadExport(number, text) => import::instead_of_adding(model, number, text),
        Message::Imported(number, result) => import::imported(model, snapshot, number, result),
        Message::Exported(number, result) => export::exported(model, snapshot, number, result),
        Message::Changed(result, done, number) => {
            answers::changed(model, snapshot, result, done, number);
        }
        Message::Walked(result, way) => answers::walked(model, snapshot, result, way),
        Message::Theirs(theirs) => answers::theirs(model, snapshot, theirs),
        Message::Copied(said, result) => answers::copied(model, snapshot, said, result),
        Message::Used(id, result) => answers::used(model, snapshot, id, result),
        Message::Migrated(ids, result) => qr::migrated(model, snapshot, ids, result),
        Message::Words(result) => first_run::words(model, result),
        Message::Saved(result) => {
            let is_key = save::saved(model, snapshot, result);
            if is_key {
                first_run::confirmed(model, snapshot);
            }
        }
        Message::Settings(now) => settings::read(model, snapshot, &now),
        Message::Set(name, result, is_kept) => {
            settings::changed(model, snapshot, &name, result, is_kept);
        }
        Message::Refreshed(Ok(())) => answers::refreshed(model, snapshot),
        Message::SourcesRead(before, now) => answers::sources_read(model, snapshot, &before, &now),
        Message::Unsaved(error) => shut::unsaved(model, error),
        Message::LockCalled => time::lock(model),
        Message::Clock(doubt) => model.clock_doubt = doubt,
        _ => {}
    }
}

fn key(model: &mut Model, snapshot: &Snapshot<'_>, event: KeyEvent) {
    let Some(chord) = Chord::from_event(event) else {
        return;
    };
    if settings::takes_key(model, chord) {
        return;
    }
    let mode = model.mode();
    let action = model.keymap.action(mode, chord);
    model.is_leaving &= action == Some(Action::Quit);
    if let Some(action) = action {
        if action == Action::Tab {
            // The first of its keys is for the first tab.
            let keys = model.keymap.keys(mode, action);
            let tab = keys.iter().position(|key| *key == chord);
            model.list.open_tab(snapshot, tab.unwrap_or_default());
        } else {
            act(model, snapshot, action);
        }
    } else if let Some(letter) = chord.letter().filter(|_| mode.has_field()) {
        let mut text = [0; 4];
        write::write(model, snapshot, letter.encode_utf8(&mut text));
    }
}

/// Does what a key stands for; the help runs actions through here too.
pub fn act(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    match action {
        Action::Quit => return leave::quit(model, snapshot),
        Action::Suspend => return model.request(Effect::Suspend),
        Action::Redraw => return model.request(Effect::Redraw),
        Action::Lock => return time::lock(model),
        Action::Help => return model.pages.push(Page::Help(HelpPage::default())),
        _ => {}
    }
    if let Some(edit_key) = write::edit_key(action).filter(|_| model.mode().has_field()) {
        write::edit(model, snapshot, edit_key);
        return;
    }
    match model.mode() {
        Mode::List | Mode::Search | Mode::Pick | Mode::Details => {
            list::act(model, snapshot, action);
        }
        Mode::Lock => shut::act(model, action),
        Mode::Welcome | Mode::Recovery => first_run::act(model, snapshot, action),
        _ => pages::act(model, snapshot, action),
    }
}
