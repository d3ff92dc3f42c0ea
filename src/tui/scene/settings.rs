//! The settings: names, values and where they come from, and below them what the selected one does; the words it takes,
//! with a line that shows what a theme looks like; the value that is written.

use super::written::{search_line, window_of};
use super::{Line, Panel, Stands, column, offered};
use crate::account::{Plain, capital};
use crate::app::{Origin, Shown};
use crate::tui::badge;
use crate::tui::columns::{NARROW_BELOW, cut, width, wrap};
use crate::tui::field::Field;
use crate::tui::model::Model;
use crate::tui::settings::{Change, SettingsPage, about, can_be_tried, is_key};
use crate::tui::theme::Role;

const MAX_ROOM: u16 = 84;
/// With so many columns the list is seen beside the values of a setting,
const PREVIEW_FROM: u16 = 60;
/// which take so many then.
const PREVIEW_ROOM: u16 = 30;

pub(super) fn draw(model: &Model, page: &SettingsPage) -> Panel {
    match (&page.change, page.row()) {
        (Some(Change::Choice(place)), Some(row)) => choices(model, page, row, *place),
        (Some(Change::Text(field)), Some(row)) => value(model, page, row, field, false),
        (Some(Change::Press(field)), Some(row)) => value(model, page, row, field, true),
        _ => list(model, page),
    }
}

/// Lines that a window has, and how many of them tell about what is selected: as many for each, so that nothing moves.
fn shares(model: &Model, told: impl Iterator<Item = usize>) -> (usize, usize) {
    let rows = Panel::rows_within(model.size, model.footer_height());
    let told = told.max().unwrap_or_default().min(rows / 3).max(1);
    (rows.saturating_sub(told), told)
}

fn list(model: &Model, page: &SettingsPage) -> Panel {
    let glyphs = model.glyphs();
    let mut panel = Panel::new(model, "Settings", MAX_ROOM);
    let room = panel.columns;
    let found = page.found();
    let all = page.rows.iter();
    let told = all.map(|row| sentences(row, room).len());
    let (height, told) = shares(model, told);
    let (line, at) = search_line(&page.query, room);
    panel.lines.push(line);
    panel.cursor = Some((at + 1, 0));
    let names = page.rows.iter().map(|row| width(&row.name)).max();
    let names = names.unwrap_or_default().min(room / 2);
    // The line of the search is one of them.
    let height = height.saturating_sub(1).max(1);
    let top = page.selected.saturating_sub(height / 2);
    let top = top.min(found.len().saturating_sub(height));
    for (place, row) in found.iter().enumerate().skip(top).take(height) {
        let mut line = offered(model, place, place == page.selected);
        line.pad(1);
        column(&mut line, Role::Text, &row.name, names, glyphs.cut);
        line.pad(2);
        let from = if room < NARROW_BELOW {
            String::new()
        } else {
            from(row)
        };
        let beside = if from.is_empty() { 0 } else { width(&from) + 2 };
        let left = room.saturating_sub(line.width() + beside);
        let shown = Plain::new(if row.value.is_empty() {
            "(none)"
        } else {
            &row.value
        });
        let role = match row.origin {
            Origin::Default => Role::Text,
            Origin::Careful => Role::Alert,
            Origin::Line(_) | Origin::Environment(_) => Role::Strong,
        };
        line.push(role, cut(shown.as_str(), left, glyphs.cut).into_owned());
        panel.lines.push(line.and_right(Role::Faint, from));
    }
    if found.is_empty() {
        panel.say(Role::Text, "No setting is about that.");
    }
    let row = found.get(page.selected);
    let own = row.map(|row| sentences(row, room)).unwrap_or_default();
    tell(&mut panel, model, page, own, told);
    panel.aside = format!("{} of {}", found.len(), page.rows.len());
    panel
}

fn choices(model: &Model, page: &SettingsPage, row: &Shown, selected: usize) -> Panel {
    // What is tried is seen beside the window, where there is room.
    let is_seen = model.size.0 >= PREVIEW_FROM && can_be_tried(row);
    let (most, stands) = if is_seen {
        (PREVIEW_ROOM, Stands::BesideTheList)
    } else {
        (MAX_ROOM, Stands::OnTheList)
    };
    let mut panel = Panel::new(model, &row.name, most);
    panel.stands = stands;
    let words = row.setting.values.words();
    // The words stand there already.
    let about = wrap(&format!("{}.", capital(about(row))), panel.columns);
    let (height, told) = shares(model, std::iter::once(about.len()));
    let has_sample = row.name == "theme" && !is_seen && height > 3;
    let height = height.saturating_sub(usize::from(has_sample) * 2).max(1);
    let top = selected.saturating_sub(height / 2);
    let top = top.min(words.len().saturating_sub(height));
    for (place, word) in words.iter().enumerate().skip(top).take(height) {
        let is_selected = place == selected;
        let mut line = offered(model, place, is_selected);
        line.pad(1);
        line.push(
            if is_selected {
                Role::Strong
            } else {
                Role::Text
            },
            *word,
        );
        if *word == row.value {
            line.push(Role::Faint, " (now)");
        }
        panel.lines.push(line);
    }
    if has_sample {
        panel.lines.push(Line::blank());
        panel.lines.push(sample(model));
    }
    tell(&mut panel, model, page, about, told);
    panel
}

fn value(model: &Model, page: &SettingsPage, row: &Shown, field: &Field, waits: bool) -> Panel {
    let mut panel = Panel::new(model, &row.name, MAX_ROOM);
    panel.aside = "empty: the default".into();
    let (shown, at) = window_of(field, field.text(), panel.columns);
    panel.lines.push(Line::of(Role::Strong, shown));
    if waits {
        let text = "Press the key. Whatever it is, it is the one.";
        panel.say(Role::Accent, text);
    } else {
        panel.cursor = Some((at, 0));
        let (_, told) = shares(model, std::iter::once(usize::MAX));
        let own = sentences(row, panel.columns);
        tell(&mut panel, model, page, own, told);
    }
    panel
}

/// What there is to tell of a setting, or what went wrong with it, in at most so many lines.
fn tell(panel: &mut Panel, model: &Model, page: &SettingsPage, told: Vec<String>, most: usize) {
    let most = panel.lines.len() + most;
    if let Some(error) = &page.trouble {
        panel.fail(model, error);
    } else {
        let lines = told.into_iter().map(|text| Line::of(Role::Faint, text));
        panel.lines.extend(lines);
    }
    let is_cut = panel.lines.len() > most;
    panel.lines.truncate(most);
    let room = panel.columns;
    if let Some(span) = panel
        .lines
        .last_mut()
        .and_then(|line| line.spans.last_mut())
        .filter(|_| is_cut)
    {
        let mark = model.glyphs().cut;
        let room = room.saturating_sub(width(mark));
        span.text = format!("{}{mark}", cut(&span.text, room, "")).into();
    }
}

/// What a setting does and takes, wrapped.
fn sentences(row: &Shown, room: u16) -> Vec<String> {
    let takes = if is_key(row) {
        "Takes names of keys, as enter y ctrl-r f1".to_owned()
    } else {
        format!("Takes {}", row.setting.values.takes())
    };
    wrap(&format!("{}. {takes}.", capital(about(row))), room)
}

/// Where the value comes from, in a word or two.
fn from(row: &Shown) -> String {
    match row.origin {
        Origin::Default => "default".to_owned(),
        Origin::Line(line) => format!("line {line}"),
        Origin::Environment(variable) => variable.to_owned(),
        Origin::Careful => "until its line is fixed".to_owned(),
    }
}

/// What accounts look like in the theme that is tried.
fn sample(model: &Model) -> Line {
    let glyphs = model.glyphs();
    let (sign, word) = badge::of_tag("work");
    let mut line = Line::of(Role::Pointer, glyphs.bar);
    line.push(Role::Warning, glyphs.star);
    line.pad(1);
    if model.look().has_badges() {
        line.push(Role::Badge(7), "Gi");
        line.pad(1);
    }
    for (role, text) in [
        (Role::Strong, "GitHub "),
        (Role::Faint, "octavia "),
        (Role::Text, "661 763"),
        (Role::Good, glyphs.done),
        (sign, " #"),
        (word, "work "),
        (Role::Calm, glyphs.full),
        (Role::Calm, glyphs.full),
        (Role::Warning, glyphs.full),
        (Role::Urgent, glyphs.full),
        (Role::Alert, " ! alert"),
    ] {
        line.push(role, text);
    }
    line
}
