//! The recovery key: groups of four letters in numbered lines, and below them the question for one of them. Where that
//! does not fit at once it comes part by part, the question in the last one.

use super::written::window_of;
use super::{Line, Panel};
use crate::app::groups;
use crate::tui::columns::width;
use crate::tui::first_run::{Layout, RecoveryPage};
use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::theme::Role;

const WHY: &str = "Your recovery key opens the vault when the passphrase or this device is lost. Write it down or save it, \
                   and keep it where you keep other keys; nobody can make it again.";

/// The page cut into what fits at once.
struct Parts {
    parts: Vec<Vec<Line>>,
    /// Column and line of the cursor in the last one.
    cursor: (u16, usize),
}

/// How many parts the page has in this window; 1 for every other page.
pub fn parts(model: &Model) -> usize {
    match model.page() {
        Page::Recovery(page) => cut(model, page).parts.len(),
        _ => 1,
    }
}

/// True where the question for a group can be answered: the whole key has been shown.
pub fn is_at_its_end(model: &Model) -> bool {
    match model.page() {
        Page::Recovery(page) => page.part + 1 >= parts(model),
        _ => false,
    }
}

pub(super) fn draw(model: &Model, page: &RecoveryPage) -> Panel {
    let Parts { mut parts, cursor } = cut(model, page);
    let last = parts.len() - 1;
    let place = page.part.min(last);
    let lines = parts.swap_remove(place);
    let (cursor, focus) = if place == last {
        (Some(cursor), cursor.1)
    } else {
        (None, 0)
    };
    let aside = if last == 0 {
        String::new()
    } else {
        format!(", {}/{}", place + 1, last + 1)
    };
    Panel {
        aside: format!("step 2 of 3{aside}"),
        lines,
        focus,
        cursor,
        ..empty(model)
    }
}

fn empty(model: &Model) -> Panel {
    Panel::new(model, "Recovery key", 76)
}

fn cut(model: &Model, page: &RecoveryPage) -> Parts {
    let rows = Panel::rows_within(model.size, model.footer_height());
    let mut all = empty(model);
    let key = key_lines(page, all.columns);
    let (question, mut cursor) = question(model, page);
    all.say(Role::Text, WHY);
    all.lines.push(Line::blank());
    all.lines.extend_from_slice(&key);
    all.lines.push(Line::blank());
    if all.lines.len() + question.len() <= rows {
        cursor.1 += all.lines.len();
        all.lines.extend(question);
        return Parts {
            parts: vec![all.lines],
            cursor,
        };
    }
    let mut parts: Vec<Vec<Line>> = vec![Vec::new()];
    for line in key {
        if parts.last().is_some_and(|part| part.len() >= rows) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(line);
        }
    }
    let has_room = |part: &Vec<Line>| part.len() + question.len() <= rows;
    if !parts.last().is_some_and(has_room) {
        parts.push(Vec::new());
    }
    if let Some(part) = parts.last_mut() {
        cursor.1 += part.len();
        part.extend(question);
    }
    Parts { parts, cursor }
}

/// What all keys begin with, and the groups in numbered lines.
fn key_lines(page: &RecoveryPage, room: u16) -> Vec<Line> {
    let layout = Layout::of(room);
    let written = groups(&page.key);
    let mut prefix = Line::blank();
    prefix.pad(
        layout
            .indent
            .min(room.saturating_sub(width(written.prefix))),
    );
    prefix.push(Role::Faint, written.prefix.to_owned());
    let mut lines = vec![prefix];
    for (place, row) in written.groups.chunks(layout.in_line).enumerate() {
        let number = (place + 1).to_string();
        let mut line = Line::blank();
        let margin = if layout.indent > 2 { 2 } else { 1 };
        line.pad(layout.indent.saturating_sub(margin + width(&number)));
        line.push(Role::Faint, number);
        line.pad(margin);
        for (place, group) in row.iter().enumerate() {
            if place > 0 {
                line.pad(layout.gap);
            }
            line.push(Role::Accent, (*group).to_owned());
        }
        lines.push(line);
    }
    lines
}

/// The question for a group and what is typed, with the cursor.
fn question(model: &Model, page: &RecoveryPage) -> (Vec<Line>, (u16, usize)) {
    let mut panel = empty(model);
    let room = panel.columns;
    let count = groups(&page.key).groups.len();
    let text = format!(
        "Type {} to go on: ",
        Layout::of(room).named(page.asked, count)
    );
    // A group, and some more for who types the whole key.
    let is_beside = width(&text) + 12 <= room;
    let label = if is_beside {
        text
    } else {
        panel.say(Role::Text, text.trim_end());
        String::new()
    };
    let left = room.saturating_sub(width(&label) + 1);
    let (typed, column) = window_of(&page.typed, page.typed.text(), left);
    let cursor = (width(&label) + column, panel.lines.len());
    let line = Line::of(Role::Text, label).with(Role::Strong, typed);
    panel.lines.push(line);
    if let Some(trouble) = page.trouble {
        let text = format!("{} {trouble}", model.glyphs().failed);
        panel.say(Role::Alert, &text);
    }
    (panel.lines, cursor)
}
