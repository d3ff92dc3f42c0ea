//! The recovery key: groups of four letters in numbered lines, and below them the question for one of them. Where that
//! does not fit at once it comes part by part, the question in the last one.

use super::dialogue::{inner, said, window};
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
        title: "Recovery key".to_owned(),
        aside: format!("step 2 of 3{aside}"),
        columns: inner(model, 76),
        lines,
        focus,
        cursor,
        ..Panel::default()
    }
}

fn cut(model: &Model, page: &RecoveryPage) -> Parts {
    let room = inner(model, 76);
    let rows = Panel::rows_within(model.size, model.footer_height());
    let key = key_lines(page, room);
    let (question, mut cursor) = question(model, page, room);
    let mut why = Vec::new();
    said(&mut why, Role::Text, WHY, room);
    let roomy = why.len() + 1 + key.len() + 1 + question.len();
    if roomy <= rows {
        cursor.1 += why.len() + key.len() + 2;
        let mut lines = why;
        lines.push(Line::blank());
        lines.extend(key);
        lines.push(Line::blank());
        lines.extend(question);
        return Parts {
            parts: vec![lines],
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
fn question(model: &Model, page: &RecoveryPage, room: u16) -> (Vec<Line>, (u16, usize)) {
    let count = groups(&page.key).groups.len();
    let text = format!(
        "Type {} to go on: ",
        Layout::of(room).named(page.asked, count)
    );
    let mut lines = Vec::new();
    // A group, and some more for who types the whole key.
    let is_beside = width(&text) + 12 <= room;
    let label = if is_beside {
        text
    } else {
        said(&mut lines, Role::Text, text.trim_end(), room);
        String::new()
    };
    let left = room.saturating_sub(width(&label) + 1);
    let (typed, column) = window(page.typed.text(), page.typed.cursor(), left);
    let cursor = (width(&label) + column, lines.len());
    lines.push(Line::of(Role::Text, label).with(Role::Strong, typed));
    if let Some(trouble) = page.trouble {
        let text = format!("{} {trouble}", model.glyphs().failed);
        said(&mut lines, Role::Alert, &text, room);
    }
    (lines, cursor)
}
