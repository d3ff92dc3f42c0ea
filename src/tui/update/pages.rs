//! What keys do in tags, bin, help, questions and QR codes.

use super::moved::moved;
use crate::app::store::history::Way;
use crate::tui::effect::Effect;
use crate::tui::import;
use crate::tui::keymap::Action;
use crate::tui::model::Model;
use crate::tui::page::{LockPage, Page, Question, Then};
use crate::tui::scene::help;
use crate::tui::sentence::Sentence;
use crate::tui::snapshot::{Snapshot, binned};
use crate::vault::Change;

pub(super) fn act(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    let has_steps = matches!(
        model.page(),
        Page::Import(_) | Page::Export(_) | Page::Settings(_)
    );
    if action == Action::Back && !has_steps {
        return model.back();
    }
    let by = match action {
        Action::Next | Action::NextField | Action::NextValue => 1,
        Action::PageDown => 10,
        Action::PageUp => -10,
        Action::Previous | Action::PreviousField | Action::PreviousValue => -1,
        _ => 0,
    };
    match model.page_mut() {
        Some(Page::Add(_)) => super::add::on_add(model, snapshot, action, by),
        Some(Page::Import(_)) => super::import::act(model, action, by),
        Some(Page::Export(_)) => super::export::act(model, action, by),
        Some(Page::Form(_)) => super::add::on_form(model, snapshot, action, by),
        Some(Page::Tags(_)) => on_tags(model, snapshot, action, by),
        Some(Page::Bin(_)) => on_bin(model, snapshot, action, by),
        Some(Page::Help(_)) => on_help(model, snapshot, action, by),
        Some(Page::Twin(_)) => super::add::on_twin(model, snapshot, action),
        Some(Page::Again(..)) => super::shut::act(model, action),
        Some(Page::Ask(question)) if action == Action::Accept => {
            let question = question.clone();
            model.back();
            answer(model, snapshot, question);
        }
        Some(Page::Ask(Question::Others(_))) if action == Action::Undo => {
            model.back();
            model.request(Effect::Walk(Way::Back));
        }
        Some(Page::Qr(_)) => super::qr::act(model, snapshot, action, by),
        Some(Page::Save(_)) => super::save::act(model, action),
        Some(Page::Settings(_)) => super::settings::act(model, action, by),
        _ => {}
    }
}

/// A click on one of the things that a page offers.
pub(super) fn click(model: &mut Model, snapshot: &Snapshot<'_>, place: usize, is_double: bool) {
    match model.page_mut() {
        Some(Page::Add(add)) => {
            add.selected = place.min(add.candidates.len().saturating_sub(1));
            add.tick();
        }
        Some(Page::Import(page)) => {
            if let import::Step::Report(report) = &mut page.step {
                report.selected = place.min(report.rows.len().saturating_sub(1));
                report.tick();
            }
        }
        Some(Page::Export(page)) => {
            page.selected = place.min(page.choices.len().saturating_sub(1));
            if is_double {
                act(model, snapshot, Action::Accept);
            }
        }
        Some(Page::Form(form)) => form.focus = form.lines().get(place).copied().or(form.focus),
        Some(Page::Welcome(page)) if !page.is_opening => page.focus = place.min(1),
        Some(Page::Tags(selected)) => {
            *selected = place;
            act(model, snapshot, Action::Tick);
        }
        Some(Page::Bin(selected)) => {
            let bin = snapshot.bin();
            *selected = bin.get(place).map(|account| account.id.clone());
            if is_double {
                act(model, snapshot, Action::Restore);
            }
        }
        Some(Page::Help(page)) => {
            page.selected = place;
            act(model, snapshot, Action::Accept);
        }
        Some(Page::Settings(_)) => {
            super::settings::point_at(model, place);
            if is_double {
                act(model, snapshot, Action::Accept);
            }
        }
        _ => {}
    }
}

fn on_bin(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, by: isize) {
    let Some(Page::Bin(selected)) = model.page_mut() else {
        return;
    };
    let bin = snapshot.bin();
    let here = binned(&bin, selected.as_ref());
    let place = moved(here.unwrap_or_default(), by, bin.len());
    let account = bin.get(place).filter(|_| here.is_some() || by != 0);
    *selected = account
        .map(|account| account.id.clone())
        .or(selected.take());
    let Some(account) = account.filter(|_| action == Action::Restore) else {
        return;
    };
    let done = Sentence::about("Brought back ", account);
    let id = account.id.clone();
    if bin.len() == 1 {
        model.back();
    }
    model.request(Effect::Change(Change::Restore { id }, done, 0));
}

fn on_help(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, by: isize) {
    let Page::Help(page) = model.page() else {
        return;
    };
    let lines = help::entries(&model.keymap, page.query.text());
    let place = moved(page.selected, by, lines.len());
    let chosen = lines.get(place).map(|entry| entry.action);
    if let Some(chosen) = chosen.filter(|_| action == Action::Accept) {
        // The keys shown are the list's: whatever lay between is closed.
        model.pages.truncate(1);
        return super::act(model, snapshot, chosen);
    }
    if let Some(Page::Help(page)) = model.page_mut() {
        page.selected = place;
    }
}

fn on_tags(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, by: isize) {
    // The rows that are drawn: the snapshot may have others already.
    let rows = model.list.tabs.len();
    let Some(Page::Tags(place)) = model.page_mut() else {
        return;
    };
    *place = moved(*place, by, rows);
    let place = *place;
    let chosen = model.list.tabs.get(place).map(|(tag, _)| tag.clone());
    let tags = &mut model.list.tags;
    match (action, chosen) {
        (Action::Tick, Some(tag)) => {
            if !tags.remove(&tag) {
                tags.insert(tag);
            }
        }
        (Action::Accept, Some(tag)) => {
            tags.clear();
            tags.insert(tag);
            model.back();
        }
        (Action::Clear, _) => {
            tags.clear();
            model.back();
        }
        _ => return,
    }
    model.list.filter(snapshot);
}

fn answer(model: &mut Model, snapshot: &Snapshot<'_>, question: Question) {
    match question {
        Question::UseCounter(id) => model.request(Effect::UseCounter(id)),
        Question::Remember => model.request(Effect::Remember),
        Question::Others(_) => model.request(Effect::Walk(Way::Others)),
        Question::Told(_) => {}
        Question::ShowQr(ids, _) if model.settings.ask_again => {
            let again = Page::Again(Then::Show(ids), LockPage::default());
            model.pages.push(again);
        }
        Question::ShowQr(ids, _) => super::qr::show_secrets(model, snapshot, ids),
    }
}
