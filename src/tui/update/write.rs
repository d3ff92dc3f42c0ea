//! Writing: letters, edits and pastes go to whichever line has the floor.

use super::{Effect, add as adding};
use crate::account::SecretText;
use crate::tui::desk::Desk;
use crate::tui::field::Stroke;
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::scene::recovery;

pub(super) const fn stroke(action: Action) -> Option<Stroke> {
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
pub(super) fn write(model: &mut Model, desk: &Desk<'_>, text: &str) {
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
            model.list.search(desk);
        }
        _ => {}
    }
}

pub(super) fn edit(model: &mut Model, desk: &Desk<'_>, stroke: Stroke) {
    match model.page_mut() {
        Some(Page::Lock(page) | Page::Again(_, page)) => {
            page.passphrase.apply(stroke);
            page.pressed = page.pressed.wrapping_add(1);
        }
        Some(Page::Welcome(page)) => {
            page.written();
            if let Some(field) = page.fields.get_mut(page.focus) {
                field.apply(stroke);
            }
        }
        Some(Page::Recovery(page)) => {
            page.trouble = None;
            page.typed.apply(stroke);
        }
        Some(Page::Save(page)) => {
            page.trouble = None;
            page.field.apply(stroke);
        }
        Some(Page::Add(add)) => {
            let changed = add.field.apply(stroke);
            if changed {
                add.forget();
            }
        }
        Some(Page::Import(page)) => page.edit(stroke),
        Some(Page::Export(page)) => page.edit(stroke),
        Some(Page::Form(form)) => {
            form.written();
            if let Some(field) = form.focused_field() {
                field.apply(stroke);
            }
        }
        Some(Page::Help(help)) => {
            help.query.apply(stroke);
            help.selected = 0;
        }
        Some(Page::Search | Page::Pick) => on_query(model, desk, stroke),
        _ => {}
    }
}

fn on_query(model: &mut Model, desk: &Desk<'_>, stroke: Stroke) {
    let is_search = model.mode() == Mode::Search;
    // Backspace in an empty line leaves it, as in an editor; a picker is nothing but this line.
    if is_search && model.list.query.is_empty() && stroke == Stroke::Backspace {
        model.back();
    } else if model.list.query.apply(stroke) {
        model.list.search(desk);
    }
}

pub(super) fn paste(model: &mut Model, desk: &Desk<'_>, text: SecretText) -> Vec<Effect> {
    match model.page() {
        Page::List | Page::Details(_) | Page::Add(_) => adding::paste(model, text),
        Page::Import(_) => super::transfer::paste(model, text),
        Page::Search if text.expose().contains("://") => {
            model.back();
            adding::paste(model, text)
        }
        _ => {
            // A line copied with its end must not become a passphrase with a space behind it.
            write(model, desk, text.expose().trim_end_matches(['\r', '\n']));
            Vec::new()
        }
    }
}
