//! Writing: letters, edits and pastes go to whichever line has the focus.

use super::add as adding;
use crate::account::SecretText;
use crate::tui::field::{Edit, EditKey};
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
        // Once something was found, Space ticks it: nobody goes on writing then.
        Some(Page::Add(add)) if text == " " && !add.candidates.is_empty() => add.tick(),
        Some(Page::Search | Page::Pick) => {
            model.list.query.insert(text);
            model.list.search(snapshot);
        }
        Some(page) => edit_line(page, Edit::Text(text)),
        None => {}
    }
}

pub(super) fn edit(model: &mut Model, snapshot: &Snapshot<'_>, edit_key: EditKey) {
    match model.page_mut() {
        Some(Page::Search | Page::Pick) => on_query(model, snapshot, edit_key),
        Some(page) => edit_line(page, Edit::Key(edit_key)),
        None => {}
    }
}

fn edit_line(page: &mut Page, edit: Edit<'_>) {
    match page {
        Page::Lock(page) | Page::Again(_, page) => {
            page.passphrase.edit(edit);
            page.pressed = page.pressed.wrapping_add(1);
        }
        Page::Welcome(page) => {
            page.written();
            if let Some(field) = page.fields.get_mut(page.focus) {
                field.edit(edit);
            }
        }
        Page::Save(page) => {
            page.trouble = None;
            page.field.edit(edit);
        }
        Page::Settings(page) => {
            if let Some(field) = page.field() {
                field.edit(edit);
            }
        }
        Page::Recovery(page) => {
            page.trouble = None;
            page.typed.edit(edit);
        }
        Page::Add(add) => {
            let changed = add.field.edit(edit);
            if changed {
                add.forget();
            }
        }
        Page::Import(page) => page.edit(edit),
        Page::Export(page) => page.edit(edit),
        Page::Form(form) => {
            form.written();
            if let Some(field) = form.focused_field() {
                field.edit(edit);
            }
        }
        Page::Help(help) => {
            help.query.edit(edit);
            help.selected = 0;
        }
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

pub(super) fn paste(model: &mut Model, snapshot: &Snapshot<'_>, text: SecretText) {
    match model.page() {
        Page::List | Page::Details(_) | Page::Add(_) => adding::paste(model, text),
        Page::Import(page) if page.takes_files() => super::import::paste(model, text),
        Page::Search if text.expose().contains("://") => {
            model.back();
            adding::paste(model, text);
        }
        _ => {
            // A line copied with its end must not become a passphrase with a space behind it.
            write(
                model,
                snapshot,
                text.expose().trim_end_matches(['\r', '\n']),
            );
        }
    }
}
