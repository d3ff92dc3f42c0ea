//! What keys do in the settings: finding one, trying its values, and having it written.

use std::sync::Arc;

use super::moved::moved;
use crate::app::{Error, Exit, Origin, Settings, Values};
use crate::tui::effect::Effect;
use crate::tui::field::Field;
use crate::tui::keymap::{Action, Chord, Keymap};
use crate::tui::model::{Model, Privacy, Tone};
use crate::tui::page::Page;
use crate::tui::settings::{Change, SettingsPage, can_be_tried, is_key};
use crate::tui::snapshot::Snapshot;

pub(super) fn open(model: &mut Model) {
    let page = SettingsPage::new(&model.settings, &model.start.overrides);
    model.pages.push(Page::Settings(Box::new(page)));
    // Somebody may have written the file since it was read.
    model.request(Effect::ReadSettings);
}

pub(super) fn act(model: &mut Model, action: Action, by: isize) {
    let Some(Page::Settings(page)) = model.page_mut() else {
        return;
    };
    let Some(row) = page.row() else {
        if action == Action::Back {
            model.back();
        }
        return;
    };
    let (name, words) = (row.name.clone(), row.setting.values.words());
    let is_rule = row.setting.values == Values::Rules;
    let is_key = is_key(row);
    // A line that cannot be read is written anew all the same.
    let is_as_before = row.origin != Origin::Careful && !page.is_changed();
    match (&mut page.change, action) {
        (_, Action::Reset) => model.request(Effect::Set(name, None)),
        // It is refused, and the refusal says what to do.
        (None, Action::Accept) if is_rule => model.request(Effect::Set(name, None)),
        (None, Action::Accept) => page.begin(),
        (None, Action::Back) => model.back(),
        (None, _) => {
            let count = page.found().len();
            page.selected = moved(page.selected, by, count);
            page.trouble = None;
        }
        (Some(Change::Choice(_) | Change::Text(_)), Action::Accept) if is_as_before => leave(model),
        (Some(Change::Choice(_)), Action::Accept) => {
            let word = page.word().map(str::to_owned);
            model.request(Effect::Set(name, word));
        }
        (Some(Change::Text(field)), Action::Accept) => {
            let value = field.text().trim();
            let value = (!value.is_empty()).then(|| value.to_owned());
            model.request(Effect::Set(name, value));
        }
        (Some(_), Action::Back) => leave(model),
        (Some(Change::Choice(place)), _) => {
            *place = moved(*place, by, words.len());
            page.trouble = None;
            try_out(model);
        }
        (Some(Change::Text(field)), Action::Press) if is_key => {
            let written = Field::with(field.text());
            page.change = Some(Change::Press(written));
        }
        (Some(Change::Text(_) | Change::Press(_)), _) => {}
    }
}

/// Back to the settings, everything as it was.
fn leave(model: &mut Model) {
    if let Some(Page::Settings(page)) = model.page_mut() {
        page.change = None;
        page.trouble = None;
    }
    model.end_trial();
}

/// A click on a setting or on one of its words.
pub(super) fn point_at(model: &mut Model, place: usize) {
    if let Some(Page::Settings(page)) = model.page_mut() {
        match &mut page.change {
            None => page.selected = place,
            Some(Change::Choice(chosen)) => *chosen = place,
            Some(Change::Text(_) | Change::Press(_)) => {}
        }
    }
    try_out(model);
}

/// Shows the word that is looked at as if it were chosen.
fn try_out(model: &mut Model) {
    let Page::Settings(page) = model.page() else {
        return;
    };
    let row = page.row().filter(|row| can_be_tried(row));
    let (Some(row), Some(word)) = (row, page.word()) else {
        return;
    };
    let name = row.name.clone();
    let known = model
        .tried
        .as_ref()
        .map_or(&model.settings, |tried| &tried.0);
    if let Some(settings) = known.with(&name, word) {
        let known = known.clone();
        let now = || (known, model.privacy, model.before_presenting);
        let before = model.tried.take();
        model.tried = Some(before.unwrap_or_else(|| Box::new(now())));
        take(model, settings);
    }
}

/// While a key is waited for, whatever key is pressed is the one.
pub(super) fn takes_key(model: &mut Model, chord: Chord) -> bool {
    let Some(Page::Settings(page)) = model.page_mut() else {
        return false;
    };
    let Some(Change::Press(field)) = &page.change else {
        return false;
    };
    let mut keys: Vec<String> = field.text().split_whitespace().map(str::to_owned).collect();
    if !keys.contains(&chord.name()) {
        keys.push(chord.name());
    }
    page.change = Some(Change::Text(Field::with(&keys.join(" "))));
    true
}

/// The file was read again.
pub(super) fn read(model: &mut Model, snapshot: &Snapshot<'_>, now: &Arc<Settings>) {
    serve(model, snapshot, now);
    let mistake = now.mistakes.first();
    let told = mistake.map(|mistake| mistake.told("config.toml".as_ref()));
    if let (Some(Page::Settings(page)), Some(told)) = (model.page_mut(), told) {
        let what = told.trim_end_matches('.');
        page.trouble = Some(Error::new(
            Exit::Failed,
            what,
            "`otp config edit` opens the file.",
        ));
    }
}

/// A setting was written, or refused.
pub(super) fn changed(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    name: &str,
    result: Result<Arc<Settings>, Error>,
    is_kept: bool,
) {
    let now = match (result, model.page_mut()) {
        (Ok(now), _) => now,
        (Err(error), Some(Page::Settings(page))) => {
            page.trouble = Some(error);
            return;
        }
        (Err(error), _) => return model.fail(error, snapshot.uptime),
    };
    leave(model);
    serve(model, snapshot, &now);
    let shown = now.shown(&[]);
    let row = shown.iter().find(|row| row.name == name);
    let value = match row.map(|row| row.value.as_str()) {
        None => "the default",
        Some("") => "empty",
        Some(value) => value,
    };
    let forced = model.start.overrides.iter().find(|one| one.name == name);
    let end = match (forced, is_kept) {
        (Some(one), _) => format!(" in config.toml; in this terminal {} decides.", one.by),
        (None, false) => " until this demo ends.".to_owned(),
        (None, true) => counts_from(name).to_owned(),
    };
    let text = format!("{name} is {value}{end}");
    model.say(Tone::Done, text, snapshot.uptime);
}

/// When a setting begins to count, where that is not at once.
fn counts_from(name: &str) -> &'static str {
    match name {
        "start" | "presenting" => " from the next start on.",
        "session" | "unlock" => " when the vault is opened next.",
        _ => ".",
    }
}

/// Lets settings serve that were read or changed.
fn serve(model: &mut Model, snapshot: &Snapshot<'_>, now: &Arc<Settings>) {
    let before = model.settings.clone();
    let mut settings = Settings::clone(now);
    settings.adapt(&model.start.overrides);
    take(model, settings);
    let now = &model.settings;
    if now.keys != before.keys {
        model.keymap = Keymap::new(&now.keys).0;
    }
    if now.order != before.order {
        model.list.order = now.order;
        model.list.load(snapshot);
    }
    if let Some(Page::Settings(page)) = model.pages.last_mut() {
        page.refresh(&model.settings, &model.start.overrides);
    }
    if model.settings.mouse != before.mouse {
        model.request(Effect::Mouse(model.settings.mouse));
    }
}

/// Draws with these from now on.
fn take(model: &mut Model, settings: Settings) {
    if settings.codes != model.settings.codes {
        let hidden = settings.codes.into();
        match model.privacy {
            // Presenting goes on; behind it the new value serves.
            Privacy::Names => model.before_presenting = hidden,
            _ => model.privacy = hidden,
        }
    }
    model.settings = settings;
}
