//! What keys do in the add field and the form, and what becomes of what the worker found and saved.

use super::moved::moved;
use crate::account::{Account, Draft, SecretText};
use crate::app::{Decision, Error, Exit, Found, Other, Relation, Source, namesake};
use crate::tui::effect::Effect;
use crate::tui::field::EditKey;
use crate::tui::form::{Form, Line};
use crate::tui::keymap::Action;
use crate::tui::model::Model;
use crate::tui::page::{Page, Twin};
use crate::tui::sentence::Sentence;
use crate::tui::snapshot::Snapshot;

pub(super) fn on_add(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, by: isize) {
    let Some(Page::Add(add)) = model.page_mut() else {
        return;
    };
    add.selected = moved(add.selected, by, add.candidates.len());
    match action {
        Action::ByHand => by_hand(model, snapshot),
        Action::Scan => look_at(model, Source::Screen),
        Action::Clipboard => look_at(model, Source::Clipboard),
        Action::Tick => add.tick(),
        // An answer is on its way.
        Action::Accept if add.asked.is_some() => {}
        Action::Accept if add.source.is_some() => accept(model, snapshot),
        Action::Accept if !add.field.is_empty() => read(model, None),
        _ => {}
    }
}

/// Has the worker read what was written, or more than the field can show.
fn read(model: &mut Model, whole: Option<SecretText>) {
    let number = model.ask();
    let Some(Page::Add(add)) = model.page_mut() else {
        return;
    };
    add.asked = Some(number);
    add.is_reading = true;
    let text = whole.unwrap_or_else(|| SecretText::from(add.field.text()));
    model.request(Effect::Read(number, text));
}

/// Has the worker look there instead.
fn look_at(model: &mut Model, source: Source) {
    let number = model.ask();
    let Some(Page::Add(add)) = model.page_mut() else {
        return;
    };
    add.field.take();
    add.forget();
    add.asked = Some(number);
    add.is_reading = true;
    model.request(Effect::LookAt(number, source));
}

/// A paste opens the add field where there is none, and is read at once.
pub(super) fn paste(model: &mut Model, text: SecretText) {
    if !matches!(model.page(), Page::Add(_)) {
        model.pages.push(Page::Add(Box::default()));
    }
    let Some(Page::Add(add)) = model.page_mut() else {
        return;
    };
    add.forget();
    add.field.insert(text.expose());
    // The field keeps one line; what is read is the whole paste, which may be a mail or a list of links.
    let is_whole = add.field.text().len() == text.expose().trim_end().len();
    read(model, (!is_whole).then_some(text));
}

/// What the worker found. An answer to another question than the last one says nothing about what is written now.
pub(super) fn found(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    number: u64,
    result: Result<Found, Error>,
) {
    let Some(Page::Add(add)) = model.asker(number) else {
        return;
    };
    match result {
        Ok(found) => add.take(found, snapshot),
        Err(error) => {
            add.forget();
            add.trouble = Some(error);
        }
    }
}

fn accept(model: &mut Model, snapshot: &Snapshot<'_>) {
    let number = model.ask();
    let Some(Page::Add(add)) = model.page_mut() else {
        return;
    };
    if let Some(place) = add.nameless() {
        add.selected = place;
        return by_hand(model, snapshot);
    }
    let decisions = add.decisions(snapshot.vault);
    let done = match decisions.as_slice() {
        [] => {
            add.trouble = Some(if add.is_all_here() {
                Error::new(
                    Exit::Usage,
                    "there is nothing to add: the vault has it already",
                    "Space ticks it all the same",
                )
            } else {
                Error::new(
                    Exit::Usage,
                    "nothing is ticked",
                    "tick what to add, or go back",
                )
            });
            return;
        }
        [Decision::Add(one)] => Sentence::about_draft("Added ", one),
        [Decision::Replace(id, one)] => corrected(snapshot.account(id), one),
        more if more.iter().all(|one| matches!(one, Decision::Add(_))) => {
            format!("Added {} accounts", more.len()).into()
        }
        more => format!("Added or corrected {} accounts", more.len()).into(),
    };
    add.asked = Some(number);
    model.request(Effect::Enrol(decisions, done, number));
}

/// An account keeps its name when it is corrected.
fn corrected(account: Option<&Account>, draft: &Draft) -> Sentence {
    account.map_or_else(
        || Sentence::about_draft("Corrected ", draft),
        |account| Sentence::about("Corrected ", account),
    )
}

/// From the add field to the form: with the selected candidate, the others wait below; else with a bare secret.
fn by_hand(model: &mut Model, snapshot: &Snapshot<'_>) {
    let Some(Page::Add(add)) = model.page_mut() else {
        return;
    };
    let placeholder = add.placeholder(snapshot.vault);
    if let Some(candidate) = add.candidates.get(add.selected) {
        let form = Form::from_draft(&candidate.draft, add.selected, placeholder);
        model.pages.push(Page::Form(Box::new(form)));
        return;
    }
    let mut form = Form::empty();
    if crate::account::Secret::from_base32(add.field.text()).is_ok() {
        form.focus = Some(Line::Secret);
        let text = add.field.take();
        if let Some(field) = form.focused_field() {
            field.insert(text.expose());
        }
        form.focus = Some(Line::Issuer);
    }
    model.back();
    model.pages.push(Page::Form(Box::new(form)));
}

pub(super) fn on_form(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, by: isize) {
    let Some(Page::Form(form)) = model.page_mut() else {
        return;
    };
    match action {
        Action::NextField | Action::PreviousField => form.move_focus(by),
        Action::NextValue | Action::PreviousValue if !form.turn(by) => {
            let edit_key = if by > 0 {
                EditKey::Right
            } else {
                EditKey::Left
            };
            if let Some(field) = form.focused_field() {
                field.apply(edit_key);
            }
        }
        Action::Tick => form.toggle_advanced(),
        Action::Accept if form.asked.is_none() => save(model, snapshot),
        _ => {}
    }
}

/// The form stays until what is in it lies in the vault.
fn save(model: &mut Model, snapshot: &Snapshot<'_>) {
    let number = model.ask();
    let Some(Page::Form(form)) = model.page_mut() else {
        return;
    };
    let effect = match form.target().cloned() {
        Some(id) => match snapshot.account(&id) {
            Some(account) => edited(form, snapshot, account, number),
            None => Err((
                Line::Issuer,
                "this account was removed meanwhile; Esc leaves it so".to_owned(),
            )),
        },
        None => match added(form, snapshot, number) {
            Ok(Added::Effect(effect)) => Ok(Some(effect)),
            Ok(Added::Question(twin)) => {
                model.pages.push(Page::Twin(twin));
                return;
            }
            Err(wrong) => Err(wrong),
        },
    };
    match effect {
        Ok(Some(effect)) => {
            form.asked = Some(number);
            model.request(effect);
        }
        Ok(None) => model.back(),
        Err((line, why)) => {
            form.advanced |= !form.lines().contains(&line);
            form.focus = Some(line);
            form.wrong = Some((line, why));
        }
    }
}

/// Only what was touched; a line that was changed elsewhere too is asked about once.
fn edited(
    form: &mut Form,
    snapshot: &Snapshot<'_>,
    account: &Account,
    number: u64,
) -> Result<Option<Effect>, (Line, String)> {
    if let Some(line) = form.conflict(account) {
        let why = "changed elsewhere meanwhile; Enter again writes yours over it";
        return Err((line, why.to_owned()));
    }
    let edits = form.edits(account)?;
    if edits.is_empty() {
        return Ok(None);
    }
    let is_taken = namesake(snapshot.own_accounts(), account, &edits).is_some();
    if is_taken && !form.warned {
        form.warned = true;
        let why = "another account is called so; Enter again gives both the name";
        return Err((Line::Issuer, why.to_owned()));
    }
    let done = Sentence::about("Edited ", account);
    let seen = Box::new(account.clone());
    Ok(Some(Effect::Edit(seen, edits, done, number)))
}

/// What becomes of a filled form.
enum Added {
    Effect(Effect),
    Question(Box<Twin>),
}

/// What is like an account that is there already is asked about.
fn added(form: &Form, snapshot: &Snapshot<'_>, number: u64) -> Result<Added, (Line, String)> {
    let draft = form.draft()?;
    let relation = Relation::of(&draft, snapshot.own_accounts(), []);
    let other = match relation.other() {
        Some(Other::Account(id)) => snapshot.account(id),
        _ => None,
    };
    if let Some(other) = other {
        let other = other.clone();
        return Ok(Added::Question(Box::new(Twin {
            draft,
            other,
            relation,
        })));
    }
    let done = Sentence::about_draft("Added ", &draft);
    let decisions = vec![Decision::Add(draft)];
    Ok(Added::Effect(Effect::Enrol(decisions, done, number)))
}

/// The answer about an account that is like another; the form below waits for the save.
pub(super) fn on_twin(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    let number = model.ask();
    let Page::Twin(twin) = model.page() else {
        return;
    };
    let draft = twin.draft.clone();
    let (decision, done) = match action {
        Action::Replace if twin.can_replace() => {
            let id = twin.other.id.clone();
            let done = corrected(snapshot.account(&id), &draft);
            (Decision::Replace(id, draft), done)
        }
        Action::Beside => {
            let done = Sentence::about_draft("Added ", &draft);
            (Decision::Add(draft), done)
        }
        _ => return,
    };
    model.back();
    if let Some(Page::Form(form)) = model.page_mut() {
        form.asked = Some(number);
    }
    model.request(Effect::Enrol(vec![decision], done, number));
}

/// What the page that asked for a save hears of it: it goes when all it had is saved, and stays when not.
pub(super) fn saved(model: &mut Model, number: u64, is_done: bool) {
    let mut pages = model.pages.iter_mut();
    let place = pages.position(|page| page.hears(number));
    let Some(place) = place.filter(|_| is_done) else {
        return;
    };
    let Page::Form(form) = model.pages.remove(place) else {
        return;
    };
    // The others that were found are still there.
    let below = place.checked_sub(1);
    let is_over = match (
        form.candidate,
        below.and_then(|below| model.pages.get_mut(below)),
    ) {
        (Some(candidate), Some(Page::Add(add))) => add.settle(candidate),
        _ => false,
    };
    if let Some(below) = below.filter(|_| is_over) {
        model.pages.remove(below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_saved_can_be_saved_again() {
        let mut model = Model::default();
        for place in 0..2 {
            let mut form = Form::empty();
            form.asked = Some(place);
            model.pages.push(Page::Form(Box::new(form)));
        }
        saved(&mut model, 1, false);
        assert!(matches!(model.page(), Page::Form(form) if form.asked.is_none()));
        saved(&mut model, 0, true);
        assert_eq!(model.pages.len(), 1);
    }
}
