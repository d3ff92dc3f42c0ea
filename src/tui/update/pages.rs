//! What keys do in the add field, the form, tags, bin, help, questions and QR codes.

use std::time::Duration;

use super::Effect;
use crate::account::{AccountId, Label, SecretText, uri};
use crate::app::{Decision, Error, Exit, Found};
use crate::tui::add::Add;
use crate::tui::form::Form;
use crate::tui::keymap::Action;
use crate::tui::model::{Desk, Model, Tone, called};
use crate::tui::page::{LockPage, Page, QrPage, Question};
use crate::tui::scene::help;
use crate::vault::Change;

/// A QR code of a secret closes by itself.
const QR_OPEN: Duration = Duration::from_secs(60);

pub(super) fn act(model: &mut Model, desk: &Desk<'_>, action: Action) -> Vec<Effect> {
    if action == Action::Back {
        model.back();
        return Vec::new();
    }
    let by = match action {
        Action::Next | Action::NextField | Action::NextValue => 1,
        Action::PageDown => 10,
        Action::PageUp => -10,
        Action::Previous | Action::PreviousField | Action::PreviousValue => -1,
        _ => 0,
    };
    match model.page_mut() {
        Some(Page::Add(add)) => match on_add(add, action, by) {
            AddStep::Stay => Vec::new(),
            AddStep::ToForm => by_hand(model),
            AddStep::Do(effect) => vec![effect],
        },
        Some(Page::Form(_)) => on_form(model, desk, action, by),
        Some(Page::Tags(place)) => {
            let tags = counted_tags(desk);
            *place = moved(*place, by, tags.len());
            let chosen = tags.get(*place).map(|(tag, _)| tag.clone());
            on_tags(model, desk, action, chosen);
            Vec::new()
        }
        Some(Page::Bin(place)) => {
            let bin = desk.bin();
            *place = moved(*place, by, bin.len());
            let account = bin.get(*place).filter(|_| action == Action::Restore);
            let Some(account) = account else {
                return Vec::new();
            };
            let title = called(&account.issuer, &account.name, model.hides_names());
            let id = account.id.clone();
            if bin.len() == 1 {
                model.back();
            }
            let change = Change::Restore { id };
            vec![Effect::Change(change, format!("Brought back {title}"))]
        }
        Some(Page::Help(_)) => on_help(model, desk, action, by),
        Some(Page::Again(_, page)) if action == Action::Accept => {
            super::shut::submit(page).into_iter().collect()
        }
        Some(Page::Ask(question)) if action == Action::Accept => {
            let question = question.clone();
            model.back();
            answer(model, desk, question)
        }
        Some(Page::Qr(qr)) => {
            qr.place = moved(qr.place, by, qr.texts.len());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn on_help(model: &mut Model, desk: &Desk<'_>, action: Action, by: isize) -> Vec<Effect> {
    let Page::Help(page) = model.page() else {
        return Vec::new();
    };
    let lines = help::entries(&model.keymap, page.query.text());
    let place = moved(page.selected, by, lines.len());
    let chosen = lines.get(place).map(|entry| entry.action);
    if let Some(chosen) = chosen.filter(|_| action == Action::Accept) {
        // The keys shown are the list's: whatever lay between is closed.
        model.pages.truncate(1);
        return super::act(model, desk, chosen);
    }
    if let Some(Page::Help(page)) = model.page_mut() {
        page.selected = place;
    }
    Vec::new()
}

fn moved(place: usize, by: isize, count: usize) -> usize {
    place.saturating_add_signed(by).min(count.saturating_sub(1))
}

/// Where a key in the add field leads.
enum AddStep {
    Stay,
    ToForm,
    Do(Effect),
}

fn on_add(add: &mut Add, action: Action, by: isize) -> AddStep {
    add.selected = moved(add.selected, by, add.candidates.len());
    match action {
        Action::ByHand => AddStep::ToForm,
        Action::Tick => {
            add.tick();
            AddStep::Stay
        }
        Action::Accept if add.reading.is_some() => AddStep::Stay,
        Action::Accept if add.source.is_some() => accept(add),
        Action::Accept if !add.field.is_empty() => {
            add.reading = Some(0);
            AddStep::Do(Effect::Read(SecretText::from(add.field.text())))
        }
        _ => AddStep::Stay,
    }
}

fn accept(add: &mut Add) -> AddStep {
    let drafts = add.ticked();
    if drafts
        .iter()
        .any(|draft| draft.issuer.is_empty() && draft.name.is_empty())
    {
        return AddStep::ToForm;
    }
    let done = match drafts.as_slice() {
        [] => {
            add.trouble = Some(Error::new(
                Exit::Usage,
                "nothing is ticked",
                "tick what to add, or go back",
            ));
            return AddStep::Stay;
        }
        [one] => format!("Added {}", called(&one.issuer, &one.name, false)),
        more => format!("Added {} accounts", more.len()),
    };
    let decisions = drafts.into_iter().map(Decision::Add).collect();
    AddStep::Do(Effect::Enrol(decisions, done))
}

/// From the add field to the form; a bare secret is taken along.
fn by_hand(model: &mut Model) -> Vec<Effect> {
    let Some(Page::Add(mut add)) = model.pages.pop() else {
        return Vec::new();
    };
    let mut form = Form::empty();
    if crate::account::Secret::from_base32(add.field.text()).is_ok() {
        form.focus = Some(crate::tui::form::Line::Secret);
        let text = add.field.take();
        if let Some(field) = form.focused_field() {
            field.insert(text.expose());
        }
        form.focus = Some(crate::tui::form::Line::Issuer);
    }
    model.pages.push(Page::Form(Box::new(form)));
    Vec::new()
}

/// A paste opens the add field where there is none, and is read at once.
pub(super) fn paste(model: &mut Model, text: SecretText) -> Vec<Effect> {
    if !matches!(model.page(), Page::Add(_)) {
        model.pages.push(Page::Add(Box::default()));
    }
    let Some(Page::Add(add)) = model.page_mut() else {
        return Vec::new();
    };
    add.forget();
    add.field.insert(text.expose());
    add.reading = Some(0);
    // The field keeps one line; what is read is the whole paste, which may be a mail or a list of links.
    if add.field.text().len() == text.expose().trim_end().len() {
        return vec![Effect::Read(SecretText::from(add.field.text()))];
    }
    vec![Effect::Read(text)]
}

/// The reader's answer. One for a field that was closed meanwhile is dropped.
pub(super) fn read(model: &mut Model, desk: &Desk<'_>, result: Result<Found, Error>) {
    let Some(Page::Add(add)) = model.page_mut() else {
        return;
    };
    add.reading = None;
    match result {
        Ok(found) => add.take(found, desk),
        Err(error) => {
            add.forget();
            add.trouble = Some(error);
        }
    }
}

fn on_form(model: &mut Model, desk: &Desk<'_>, action: Action, by: isize) -> Vec<Effect> {
    let Some(Page::Form(form)) = model.page_mut() else {
        return Vec::new();
    };
    match action {
        Action::NextField | Action::PreviousField => form.move_focus(by),
        Action::NextValue | Action::PreviousValue if !form.turn(by) => {
            let stroke = if by > 0 {
                crate::tui::field::Stroke::Right
            } else {
                crate::tui::field::Stroke::Left
            };
            if let Some(field) = form.focused_field() {
                field.apply(stroke);
            }
        }
        Action::Tick => form.toggle_advanced(),
        Action::Accept => return save_form(model, desk),
        _ => {}
    }
    Vec::new()
}

fn save_form(model: &mut Model, desk: &Desk<'_>) -> Vec<Effect> {
    let presenting = model.hides_names();
    let Some(Page::Form(form)) = model.page_mut() else {
        return Vec::new();
    };
    let target = form.target.as_ref().and_then(|id| desk.account(id));
    let effect = match target {
        Some(account) => form.edits(account).map(|edits| {
            let title = called(&account.issuer, &account.name, presenting);
            let id = account.id.clone();
            (!edits.is_empty())
                .then(|| Effect::Change(Change::Edit { id, edits }, format!("Edited {title}")))
        }),
        None => form.draft().map(|draft| {
            let title = called(&draft.issuer, &draft.name, presenting);
            Some(Effect::Enrol(
                vec![Decision::Add(draft)],
                format!("Added {title}"),
            ))
        }),
    };
    match effect {
        Ok(effect) => {
            // Adding closes the page once it is saved; an edit cannot be refused for what was written.
            if !matches!(effect, Some(Effect::Enrol(..))) {
                model.back();
            }
            effect.into_iter().collect()
        }
        Err((line, why)) => {
            form.advanced |= !form.lines().contains(&line);
            form.focus = Some(line);
            form.wrong = Some((line, why));
            Vec::new()
        }
    }
}

/// Tags of all accounts with how many have them, by name.
pub fn counted_tags(desk: &Desk<'_>) -> Vec<(Label, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for tag in desk.accounts().iter().flat_map(|account| &account.tags) {
        *counts.entry(tag.clone()).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

fn on_tags(model: &mut Model, desk: &Desk<'_>, action: Action, chosen: Option<Label>) {
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
    model.list.filter(desk);
}

fn answer(model: &mut Model, desk: &Desk<'_>, question: Question) -> Vec<Effect> {
    match question {
        Question::UseCounter(id) => vec![Effect::UseCounter(id)],
        Question::Remember => vec![Effect::Remember],
        Question::Told(_) => Vec::new(),
        Question::ShowQr(ids) if model.settings.ask_again => {
            model.pages.push(Page::Again(ids, LockPage::default()));
            Vec::new()
        }
        Question::ShowQr(ids) => show_secrets(model, desk, ids),
    }
}

/// After all questions.
pub(super) fn show_secrets(model: &mut Model, desk: &Desk<'_>, ids: Vec<AccountId>) -> Vec<Effect> {
    if let [id] = ids.as_slice() {
        show_one(model, desk, id);
        return Vec::new();
    }
    vec![Effect::Migrate(ids)]
}

fn show_one(model: &mut Model, desk: &Desk<'_>, id: &AccountId) {
    let Some(account) = desk.account(id) else {
        return;
    };
    let text = uri::write_short(&account.issuer, &account.name, &account.otp);
    let title = called(&account.issuer, &account.name, model.hides_names());
    show(model, desk, vec![text], title);
}

fn show(model: &mut Model, desk: &Desk<'_>, texts: Vec<SecretText>, title: String) {
    model.pages.push(Page::Qr(QrPage {
        texts,
        title,
        place: 0,
        until: desk.uptime.saturating_add(QR_OPEN),
    }));
}

/// The links of several accounts.
pub(super) fn migrated(model: &mut Model, desk: &Desk<'_>, result: Result<Vec<SecretText>, Error>) {
    match result {
        Ok(texts) if texts.is_empty() => {
            model.say(Tone::Note, "There is nothing to show.", desk.uptime);
        }
        Ok(texts) => {
            let title = format!("{} accounts", model.list.rows().len());
            show(model, desk, texts, title);
        }
        Err(error) => model.fail(error, desk.uptime),
    }
}
