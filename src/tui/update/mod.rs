//! Update: a message changes the model and asks for effects. No terminal, no clock, no vault to write to.

mod list;
mod pages;
mod shut;
mod time;

pub use pages::counted_tags;
pub use time::next_wake;

use std::time::Duration;

use age::secrecy::SecretString;
use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};

use super::field::Stroke;
use super::keymap::{Action, Chord, Mode};
use super::model::{Desk, Model, Page, Taken, Tone};
use crate::account::{AccountId, Code, Draft, SecretText};
use crate::app::door::{Findings, Key, OpenError, Receipt, Standing, Trouble};
use crate::vault::Change;

/// Which way a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Done for the first time: what could be redone is forgotten.
    New,
    /// Taken back.
    Undo,
    /// Done again.
    Redo,
}

/// What the runner is asked to do.
#[derive(Debug)]
pub enum Effect {
    /// Ends the program.
    Quit,
    /// Drops the vault.
    Lock,
    /// Opens it, on the worker.
    Unlock(Key),
    /// Makes it, on the worker.
    Create(SecretString),
    /// Changes it. The words tell what was done (`Removed GitHub octavia`).
    Change(Change, String, Way),
    /// Adds drafts under fresh ids.
    Add(Vec<Draft>, String),
    /// Copies a code; the words tell which (`the next code for GitHub (valid in 4 s)`).
    Copy(AccountId, Code, String),
    /// Takes the next code of a counter and copies it.
    UseCounter(AccountId),
    /// Reads an input, on the worker.
    Read(SecretText),
    /// Makes migration links of these accounts, to be shown as QR codes.
    Migrate(Vec<AccountId>),
    /// Looks whether another process changed the vault.
    Refresh,
    /// Stops the process until `fg`.
    Suspend,
    /// Draws everything anew.
    Redraw,
}

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// The program begins, or the vault was found in this state.
    Found(Standing, bool),
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
    Opened(Result<(), OpenError>),
    /// The worker is done making the vault.
    Created(Result<SecretText, Trouble>),
    /// The worker is done reading.
    Read(Result<Findings, Trouble>),
    /// A change was made; its inverse, what was done, which way it went.
    Changed(Result<Change, Trouble>, String, Way),
    /// A code was copied, or not.
    Copied(AccountId, String, Result<Receipt, Trouble>),
    /// A counter was used.
    Used(AccountId, Result<Code, Trouble>),
    /// The links for the QR codes.
    Migrated(Result<Vec<SecretText>, Trouble>),
    /// Another process changed the vault.
    Refreshed(Result<(), Trouble>),
    /// Why the clock cannot be trusted, if so.
    Clock(Option<String>),
}

/// Changes the model.
pub fn update(model: &mut Model, desk: &Desk<'_>, message: Message) -> Vec<Effect> {
    if matches!(message, Message::Found(..)) {
        model.touched = desk.uptime;
    }
    if matches!(
        message,
        Message::Key(_) | Message::Paste(_) | Message::Mouse(_)
    ) {
        if time::is_idle_too_long(model, desk) {
            // The machine slept through the deadline: what was typed blindly must not act on the vault.
            return time::lock(model);
        }
        model.touched = desk.uptime;
    }
    let effects = match message {
        Message::Found(standing, keychain) => shut::found(model, desk, standing, keychain),
        Message::Key(event) => key(model, desk, event),
        Message::Paste(text) => paste(model, desk, text),
        Message::Mouse(event) => mouse(model, desk, event),
        Message::Resize(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Message::Focus(focused) => {
            model.focused = focused;
            if focused && !model.is_shut() {
                vec![Effect::Refresh]
            } else {
                Vec::new()
            }
        }
        Message::Tick => time::tick(model, desk),
        Message::Resumed => time::resumed(model, desk),
        Message::Opened(result) => shut::opened(model, desk, result),
        Message::Created(result) => shut::created(model, result),
        Message::Read(result) => {
            pages::read(model, desk, result);
            Vec::new()
        }
        Message::Changed(result, done, way) => {
            changed(model, desk, result, &done, way);
            Vec::new()
        }
        Message::Copied(id, said, result) => {
            copied(model, desk, &id, &said, result);
            Vec::new()
        }
        Message::Used(id, result) => used(model, desk, id, result),
        Message::Migrated(result) => {
            pages::migrated(model, desk, result);
            Vec::new()
        }
        Message::Refreshed(result) => {
            match result {
                Ok(()) => model.list.load(desk.accounts),
                Err(trouble) => model.say(Tone::Failed, trouble.to_string(), desk.uptime),
            }
            Vec::new()
        }
        Message::Clock(doubt) => {
            model.clock_doubt = doubt;
            Vec::new()
        }
    };
    model.list.scroll(model.list_height());
    effects
}

fn key(model: &mut Model, desk: &Desk<'_>, event: KeyEvent) -> Vec<Effect> {
    let Some(chord) = Chord::from_event(event) else {
        return Vec::new();
    };
    let mode = model.mode();
    if let Some(action) = model.keymap.action(mode, chord) {
        return act(model, desk, action);
    }
    if let Some(letter) = chord.letter().filter(|_| mode.has_field()) {
        let mut text = [0; 4];
        write(model, desk, letter.encode_utf8(&mut text));
    }
    Vec::new()
}

/// Does what a key stands for; the help runs actions through here too.
pub fn act(model: &mut Model, desk: &Desk<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => return vec![Effect::Quit],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Lock => return time::lock(model),
        Action::Help => {
            model
                .pages
                .push(Page::Help(super::model::HelpPage::default()));
            return Vec::new();
        }
        _ => {}
    }
    if let Some(stroke) = stroke(action).filter(|_| model.mode().has_field()) {
        edit(model, desk, stroke);
        return Vec::new();
    }
    match model.mode() {
        Mode::List | Mode::Search | Mode::Details => list::act(model, desk, action),
        Mode::Lock | Mode::Welcome | Mode::Recovery => shut::act(model, desk, action),
        _ => pages::act(model, desk, action),
    }
}

const fn stroke(action: Action) -> Option<Stroke> {
    Some(match action {
        Action::Left => Stroke::Left,
        Action::Right => Stroke::Right,
        Action::Home => Stroke::Home,
        Action::End => Stroke::End,
        Action::Backspace => Stroke::Backspace,
        Action::DeleteLetter => Stroke::Delete,
        Action::DeleteWord => Stroke::DeleteWord,
        Action::Clear => Stroke::Clear,
        _ => return None,
    })
}

/// Puts text into whichever line is being written.
fn write(model: &mut Model, desk: &Desk<'_>, text: &str) {
    match model.page_mut() {
        Some(Page::Lock(page) | Page::Again(_, page)) => {
            page.passphrase.insert(text);
            page.pressed = page.pressed.wrapping_add(1);
        }
        Some(Page::Welcome(page)) => {
            page.trouble = None;
            if let Some(field) = page.fields.get_mut(page.focus) {
                field.insert(text);
            }
        }
        // Once something was found, Space ticks it: nobody goes on writing then.
        Some(Page::Add(add)) if text == " " && !add.candidates.is_empty() => add.tick(),
        Some(Page::Add(add)) => {
            add.forget();
            add.field.insert(text);
        }
        Some(Page::Form(form)) => {
            form.wrong = None;
            if let Some(field) = form.focused_field() {
                field.insert(text);
            }
        }
        Some(Page::Help(help)) => {
            help.query.insert(text);
            help.selected = 0;
        }
        Some(Page::Search) => {
            model.list.query.insert(text);
            model.list.search(desk.accounts);
        }
        _ => {}
    }
}

fn edit(model: &mut Model, desk: &Desk<'_>, stroke: Stroke) {
    match model.page_mut() {
        Some(Page::Lock(page) | Page::Again(_, page)) => {
            page.passphrase.apply(stroke);
            page.pressed = page.pressed.wrapping_add(1);
        }
        Some(Page::Welcome(page)) => {
            page.trouble = None;
            if let Some(field) = page.fields.get_mut(page.focus) {
                field.apply(stroke);
            }
        }
        Some(Page::Add(add)) => {
            let changed = add.field.apply(stroke);
            if changed {
                add.forget();
            }
        }
        Some(Page::Form(form)) => {
            form.wrong = None;
            if let Some(field) = form.focused_field() {
                field.apply(stroke);
            }
        }
        Some(Page::Help(help)) => {
            help.query.apply(stroke);
            help.selected = 0;
        }
        Some(Page::Search) => {
            // Backspace in an empty line leaves it, as in an editor.
            if model.list.query.is_empty() && stroke == Stroke::Backspace {
                model.back();
            } else if model.list.query.apply(stroke) {
                model.list.search(desk.accounts);
            }
        }
        _ => {}
    }
}

fn paste(model: &mut Model, desk: &Desk<'_>, text: SecretText) -> Vec<Effect> {
    match model.page() {
        Page::List | Page::Details(_) | Page::Add(_) => pages::paste(model, text),
        Page::Search if text.expose().contains("://") => {
            model.back();
            pages::paste(model, text)
        }
        _ => {
            write(model, desk, text.expose());
            Vec::new()
        }
    }
}

fn mouse(model: &mut Model, desk: &Desk<'_>, event: MouseEvent) -> Vec<Effect> {
    if !matches!(model.mode(), Mode::List | Mode::Search) {
        return Vec::new();
    }
    let here = model.list.selected();
    match event.kind {
        MouseEventKind::ScrollDown => model.list.select(here + 1, desk.accounts),
        MouseEventKind::ScrollUp => model.list.select(here.saturating_sub(1), desk.accounts),
        MouseEventKind::Down(MouseButton::Left) => {
            let visible = model.list.visible(model.list_height());
            let line = usize::from(event.row.saturating_sub(1));
            let place = visible.start + line;
            if event.row == 0 || !visible.contains(&place) {
                return Vec::new();
            }
            model.list.select(place, desk.accounts);
            let double = model.clicked.take().is_some_and(|(clicked, at)| {
                clicked == place && desk.uptime.saturating_sub(at) < Duration::from_millis(400)
            });
            if double {
                return list::act(model, desk, Action::Copy);
            }
            model.clicked = Some((place, desk.uptime));
        }
        _ => {}
    }
    Vec::new()
}

fn changed(
    model: &mut Model,
    desk: &Desk<'_>,
    result: Result<Change, Trouble>,
    done: &str,
    way: Way,
) {
    let inverse = match result {
        Ok(inverse) => inverse,
        Err(trouble) => {
            model.say(Tone::Failed, trouble.to_string(), desk.uptime);
            return;
        }
    };
    let added = brought(&inverse);
    let history = &mut model.history;
    let (text, hint) = match way {
        Way::New => {
            history.redo.clear();
            history.undo.push((inverse, done.to_owned()));
            (format!("{done}."), Action::Undo)
        }
        Way::Undo => {
            history.redo.push((inverse, done.to_owned()));
            (format!("Undone: {done}."), Action::Redo)
        }
        Way::Redo => {
            history.undo.push((inverse, done.to_owned()));
            (format!("Done again: {done}."), Action::Undo)
        }
    };
    let key = model.keymap.keys(Mode::List, hint).first();
    let key = key.map(|key| format!("  {key} {}", hint.name()));
    if matches!(model.page(), Page::Add(_) | Page::Form(_)) {
        model.back();
    }
    model.list.load(desk.accounts);
    if let Some(id) = added {
        model.list.select_account(&id, desk.accounts);
    }
    model.say(Tone::Done, text + &key.unwrap_or_default(), desk.uptime);
}

/// The account that a change brought, told by its inverse.
fn brought(inverse: &Change) -> Option<AccountId> {
    match inverse {
        Change::Remove { id } => Some(id.clone()),
        Change::Batch(changes) => changes.iter().find_map(brought),
        _ => None,
    }
}

fn copied(
    model: &mut Model,
    desk: &Desk<'_>,
    id: &AccountId,
    said: &str,
    result: Result<Receipt, Trouble>,
) {
    let receipt = match result {
        Ok(receipt) => receipt,
        Err(trouble) => {
            model.say(Tone::Failed, format!("Not copied: {trouble}"), desk.uptime);
            return;
        }
    };
    // What `copy` recorded may have changed the order.
    if desk
        .account(id)
        .is_some_and(|account| account.used.is_some())
    {
        model.list.load(desk.accounts);
    }
    let clears = receipt.clears_in.map_or_else(String::new, |after| {
        format!(", clears in {} s", after.as_secs())
    });
    // A terminal gives no answer: "sent" is all that is known.
    let text = if receipt.confirmed {
        format!("Copied {said}{clears}")
    } else {
        format!("Sent {said} to the terminal's clipboard{clears}")
    };
    model.say(Tone::Done, text, desk.uptime);
    if let Some(toast) = &mut model.toast {
        toast.aside = receipt.road;
    }
}

fn used(
    model: &mut Model,
    desk: &Desk<'_>,
    id: AccountId,
    result: Result<Code, Trouble>,
) -> Vec<Effect> {
    match result {
        Ok(code) => {
            model.taken = Some(Taken {
                id: id.clone(),
                code: code.clone(),
                until: desk.uptime + Duration::from_secs(60),
            });
            let said = desk.account(&id).map_or_else(String::new, |account| {
                let called =
                    super::model::called(&account.issuer, &account.name, model.hides_names());
                format!("a fresh code for {called}")
            });
            model.list.load(desk.accounts);
            vec![Effect::Copy(id, code, said)]
        }
        Err(trouble) => {
            model.say(Tone::Failed, trouble.to_string(), desk.uptime);
            Vec::new()
        }
    }
}
