//! Writing: letters, edits and pastes go to whichever line has the focus.

use super::{Effect, add as adding};
use crate::account::SecretText;
use crate::tui::field::EditKey;
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::scene::recovery;
use crate::tui::snapshot::Snapshot;

pub(super) const fn edit_key(action: Action) -> Option<EditKey> {
    Some(match action {
        Action::Left => EditKey::Left,
        Action::Right => EditKey::Right,
        Action::Home => EditKey::Home,
        Action::End => EditKey::End,
        Action::Backspace => EditKey::Backspace,
        Action::DeleteLetter => EditKey::Delete,
        Action::DeleteWord => EditKey::DeleteWord,
        Action::Clear => EditKey::Clear,
        _ => return None,
    })
}

/// Puts text into whichever line is being written.
pub(super) fn write(model: &mut Model, snapshot: &Snapshot<'_>, text: &str) {
    if matches!(model.page(), Page::Recovery(_)) && !recovery::is_at_its_end(model) {
        // Nobody has read the whole key yet.
        return;
    }
    match model.page_mut() {
        Some(Page::Lock(page) | Page::Again(_, page)) => {
            page.passphrase.insert(text);
            page.pressed = page.pressed.wrapping_add(1);
        }
        Some(Page::Welcome(page)) => {
            page.written();
            if let Some(field) = page.fields.get_mut(page.focus) {
                field.insert(text);
            }
        }
        Some(Page::Save(page)) => {
            page.trouble = None;
            page.field.insert(text);
        }
        Some(Page::Settings(page)) => {
            if let Some(field) = page.field() {
                field.insert(text);
            }
        }
        Some(Page::Recovery(page)) => {
            page.trouble = None;
            page.typed.insert(text);
        }
        // Once something was found, Space ticks it: nobody goes on writing then.
        Some(Page::Add(add)) if text == " " && !add.candidates.is_empty() => add.tick(),
        Some(Page::Add(add)) => {
            add.forget();
            add.field.insert(text);
        }
        Some(Page::Import(page)) => page.write(text),
        Some(Page::Export(page)) => page.write(text),
        Some(Page::Form(form)) => {
            form.written();
            if let Some(field) = form.focused_field() {
                field.insert(text);
            }
        }
        Some(Page::Help(help)) => {
            help.query.insert(text);
            help.selected = 0;
        }
        Some(Page::Search | Page::Pick) => {
            model.list.query.insert(text);
            model.list.search(snapshot);
        }
        _ => {}
    }
}

pub(super) fn edit(model: &mut Model, snapshot: &Snapshot<'_>, edit_key: EditKey) {
    match model.page_mut() {
        Some(Page::Lock(page) | Page::Again(_, page)) => {
            page.passphrase.apply(edit_key);
            page.pressed = page.pressed.wrapping_add(1);
        }
        Some(Page::Welcome(page)) => {
            page.written();
            if let Some(field) = page.fields.get_mut(page.focus) {
                field.apply(edit_key);
            }
        }
        Some(Page::Recovery(page)) => {
            page.trouble = None;
            page.typed.apply(edit_key);
        }
        Some(Page::Save(page)) => {
            page.trouble = None;
            page.field.apply(edit_key);
        }
        Some(Page::Settings(page)) => {
            if let Some(field) = page.field() {
                field.apply(edit_key);
            }
        }
        Some(Page::Add(add)) => {
            let changed = add.field.apply(edit_key);
            if changed {
                add.forget();
            }
        }
        Some(Page::Import(page)) => page.edit(edit_key),
        Some(Page::Export(page)) => page.edit(edit_key),
        Some(Page::Form(form)) => {
            form.written();
            if let Some(field) = form.focused_field() {
                field.apply(edit_key);
            }
        }
        Some(Page::Help(help)) => {
            help.query.apply(edit_key);
            help.selected = 0;
        }
        Some(Page::Search | Page::Pick) => on_query(model, snapshot, edit_key),
        _ => {}
    }
}

fn on_query(model: &mut Model, snapshot: &Snapshot<'_>, edit_key: EditKey) {
    let is_search = model.mode() == Mode::Search;
    // Backspace in an empty line leaves it, as in an editor; a picker is nothing but this line.
    if is_search && model.list.query.is_empty() && edit_key == EditKey::Backspace {
        model.back();
    } else if model.list.query.apply(edit_key) {
        model.list.search(snapshot);
    }
}

pub(super) fn paste(model: &mut Model, snapshot: &Snapshot<'_>, text: SecretText) -> Vec<Effect> {
    match model.page() {
        Page::List | Page::Details(_) | Page::Add(_) => adding::paste(model, text),
        Page::Import(_) => super::transfer::paste(model, text),
        Page::Search if text.expose().contains("://") => {
            model.back();
            adding::paste(model, text)
        }
        _ => {
            // A line copied with its end must not become a passphrase with a space behind it.
            write(
                model,
                snapshot,
                text.expose().trim_end_matches(['\r', '\n']),
            );
            Vec::new()
        }
    }
}
