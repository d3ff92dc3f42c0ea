//! The lowest lines: hints made from the keymap, and a toast above them in as many lines as it needs.

use std::fmt::Write as _;

use super::{Line, Span, recovery};
use crate::app::{Origin, Relation};
use crate::tui::add::Purpose;
use crate::tui::columns::{NARROW_BELOW, width};
use crate::tui::import::Step;
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Model, Toast, Tone};
use crate::tui::page::{Page, Question, Twin};
use crate::tui::settings::is_key;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;
use crate::tui::toast::leaves_the_hints;

pub(super) fn lines(model: &Model, snapshot: &Snapshot<'_>) -> Vec<Line> {
    let mut lines = model
        .toast
        .as_ref()
        .map(|toast| toasted(model, toast))
        .unwrap_or_default();
    if lines.is_empty() || leaves_the_hints(model.size.1) {
        lines.push(hints(model, snapshot));
    }
    lines
}

fn toasted(model: &Model, toast: &Toast) -> Vec<Line> {
    let glyphs = model.glyphs();
    let (mark, role) = match toast.tone {
        Tone::Done => (glyphs.done, Role::Good),
        Tone::Failed => (glyphs.failed, Role::Urgent),
        Tone::Note => (glyphs.middle, Role::Faint),
    };
    let wrapped = toast.wrapped(model.size, model.hides_names());
    let texts = wrapped.lines.into_iter();
    let mut lines: Vec<Line> = texts
        .map(|text| Line::of(Role::Text, "  ").with(Role::Text, text))
        .collect();
    if let Some(first) = lines.first_mut() {
        first.spans.remove(0);
        first.spans.insert(0, Span::of(role, mark));
        first.spans.insert(1, Span::of(Role::Text, " "));
    }
    if let Some(last) = lines.last_mut().filter(|_| wrapped.is_cut) {
        let is_full = last.width() + width(glyphs.cut) > model.size.0;
        if let Some(span) = last.spans.last_mut().filter(|_| is_full) {
            span.text.to_mut().pop();
        }
        last.push(Role::Text, glyphs.cut);
    }
    if let Some(last) = lines.last_mut().filter(|_| wrapped.has_aside) {
        *last = std::mem::take(last).and_right(Role::Faint, toast.aside.as_str().to_owned());
    }
    lines
}

/// What is worth a hint now, by mode and state.
fn applies(model: &Model, snapshot: &Snapshot<'_>, action: Action) -> bool {
    match (model.page(), action) {
        (Page::List, Action::Copy | Action::Search | Action::Details | Action::EditAccount) => {
            model.list.selected_account(snapshot).is_some()
        }
        (Page::Search | Page::Pick, Action::Copy | Action::Next | Action::Accept) => {
            !model.list.rows().is_empty()
        }
        (Page::Add(add), Action::Tick) => !add.candidates.is_empty(),
        (Page::List, Action::Back) => model.list.is_narrowed(),
        (Page::Lock(page), Action::Keyring) => page.keyring && !page.is_opening,
        (Page::Ask(Question::Told(_)), Action::Back) => false,
        (
            page @ (Page::Lock(_) | Page::Welcome(_) | Page::Import(_) | Page::Export(_)),
            Action::Accept,
        ) => !page.is_busy(),
        (Page::Qr(page), Action::Next) => page.codes.len() > 1,
        (Page::Twin(twin), Action::Replace) => twin.can_replace(),
        (Page::Settings(page), Action::Press) => page.row().is_some_and(is_key),
        (Page::Settings(page), Action::Reset) => {
            let row = page.row();
            row.is_some_and(|row| matches!(row.origin, Origin::Line(_)) && row.name != "run")
        }
        (Page::Settings(page), Action::Accept) => page.row().is_some(),
        _ => true,
    }
}

/// Where the word depends on the state.
fn word(model: &Model, action: Action, usual: &'static str) -> &'static str {
    match (model.page(), action) {
        (Page::Import(page), Action::Accept) if page.waiting().is_some() => "open",
        (Page::Import(page), Action::Back) if matches!(page.step, Step::Reading) => "stop",
        (Page::Add(add), Action::Accept) if add.source.is_none() => "read",
        (Page::Form(form), Action::Accept) if form.target().is_none() => "add",
        (Page::Form(form), Action::Tick) if form.advanced => "less",
        (Page::Welcome(page), Action::Accept) if page.focus == 1 => "make the vault",
        (Page::Welcome(page), Action::Words) if page.words.is_some() => "other words",
        (Page::Recovery(_), Action::Accept) if !recovery::is_at_its_end(model) => "go on",
        (Page::Add(add), Action::Back) if add.purpose == Purpose::First => "later",
        (Page::Ask(Question::Told(_)), Action::Accept) => "go on",
        (Page::Twin(twin), action) => twin_word(twin, action, usual),
        _ => usual,
    }
}

fn twin_word(twin: &Twin, action: Action, usual: &'static str) -> &'static str {
    match (&twin.relation, action) {
        (Relation::OtherSecret(_), Action::Replace) => "replace its secret",
        (Relation::OtherSecret(_), Action::Beside) => "add beside",
        (Relation::Same(_), Action::Beside) => "add it all the same",
        _ => usual,
    }
}

fn hints(model: &Model, snapshot: &Snapshot<'_>) -> Line {
    let ascii = model.settings.ascii;
    let mode = model.mode();
    let mut line = Line::blank();
    let place = where_in_list(model, snapshot);
    let room = model
        .size
        .0
        .saturating_sub(place.as_ref().map_or(0, |text| width(text) + 2));
    let mut used = 0;
    for (action, key, usual) in model.keymap.hints(mode, ascii) {
        if !applies(model, snapshot, action) {
            continue;
        }
        let moves = matches!(mode, Mode::Search | Mode::Pick | Mode::Choice);
        let key = if moves && action == Action::Next && !ascii {
            "↑↓".to_owned()
        } else {
            key
        };
        let word = word(model, action, usual);
        let gap = if used == 0 { 0 } else { 2 };
        let wide = gap + width(&key) + 1 + width(word);
        if used + wide > room {
            continue;
        }
        used += wide;
        line.pad(gap);
        line.push_key(Role::Accent, key, action);
        line.push_key(Role::Faint, format!(" {word}"), action);
    }
    match place {
        Some(place) => line.and_right(Role::Faint, place),
        None => line,
    }
}

/// `4/13 · locks 4:51`: which row is selected, and when the vault locks by itself.
fn where_in_list(model: &Model, snapshot: &Snapshot<'_>) -> Option<String> {
    let is_list = matches!(model.page(), Page::List | Page::Search | Page::Pick);
    if !is_list || model.size.0 < NARROW_BELOW || model.list.rows().is_empty() {
        return None;
    }
    let mut text = format!("{}/{}", model.list.selected() + 1, model.list.rows().len());
    if model.list.is_adrift() {
        text = model.list.rows().len().to_string();
    }
    // While nobody looks nothing is drawn each second.
    let after = model.settings.lock_after.get().filter(|_| model.focused);
    if let Some(after) = after {
        let idle = snapshot.uptime.saturating_sub(model.touched);
        let left = after.saturating_sub(idle).as_secs();
        let (middle, minutes, seconds) = (model.glyphs().middle, left / 60, left % 60);
        let _ = write!(text, " {middle} locks {minutes}:{seconds:02}");
    }
    Some(text)
}
