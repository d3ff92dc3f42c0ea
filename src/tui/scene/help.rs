//! The keys: drawn from the keymap, to be filtered by typing and run with Enter.

use super::panel::inner;
use super::written::search_line;
use super::{Hit, Line, Panel, column, offered};
use crate::tui::columns::{cut, width};
use crate::tui::keymap::{Action, Group, Keymap, Mode, TABLE};
use crate::tui::model::Model;
use crate::tui::page::HelpPage;
use crate::tui::theme::Role;

/// One line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it does when it is run.
    pub action: Action,
    /// Its heading.
    pub group: Group,
    /// `Enter y c`.
    pub keys: String,
    /// In words.
    pub help: &'static str,
}

/// The keys of the list that contain all words of `query`, by group.
pub fn entries(keymap: &Keymap, query: &str) -> Vec<Entry> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut entries: Vec<Entry> = TABLE
        .iter()
        .filter(|binding| binding.mode == Mode::List)
        .map(|binding| Entry {
            action: binding.action,
            group: binding.group,
            keys: keymap.shown_keys(Mode::List, binding.action),
            help: binding.help,
        })
        .filter(|entry| {
            let text = format!("{} {}", entry.keys, entry.help).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        })
        .collect();
    entries.sort_by_key(|entry| entry.group);
    entries
}

/// Columns between two columns of keys.
const GAP: u16 = 3;
/// More would be too far apart to be read as one list.
const MAX_COLUMNS: u16 = 3;

/// A group of keys under its heading.
type Block = Vec<Line>;

pub(super) fn draw(model: &Model, page: &HelpPage) -> Panel {
    let all = entries(&model.keymap, "");
    let shown = |entry: &Entry| {
        if model.settings.ascii {
            spelled(&entry.keys)
        } else {
            entry.keys.clone()
        }
    };
    // Measured over all of them, so that nothing moves while one types.
    let keys = all.iter().map(|entry| width(&shown(entry))).max();
    let helps = all.iter().map(|entry| width(entry.help)).max();
    let wide = 2 + keys.unwrap_or_default() + 2 + helps.unwrap_or_default();
    let columns = ((inner(model, u16::MAX) + GAP) / (wide + GAP)).clamp(1, MAX_COLUMNS);
    let room = if columns == 1 {
        inner(model, 56)
    } else {
        columns * (wide + GAP) - GAP
    };
    let each = if columns == 1 { room } else { wide };
    let keys = keys.unwrap_or_default().min(each / 3);
    let (line, at) = search_line(&page.query, room);
    let mut lines = vec![line];
    let entries = entries(&model.keymap, page.query.text());
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading = None;
    for (place, entry) in entries.iter().enumerate() {
        if heading != Some(entry.group) {
            heading = Some(entry.group);
            blocks.push(vec![Line::of(Role::Strong, entry.group.title())]);
        }
        let cut_keys = cut(&shown(entry), keys, model.glyphs().cut).into_owned();
        let place = (place, place == page.selected);
        let line = key_line(model, entry, (cut_keys, keys), each, place);
        if let Some(block) = blocks.last_mut() {
            block.push(line);
        }
    }
    let mark = model.glyphs().selected;
    let is_selected = |line: &Line| line.spans.first().is_some_and(|span| span.text == mark);
    let beside = beside_each_other(blocks, usize::from(columns));
    let focus = beside.iter().position(|row| row.iter().any(&is_selected));
    let focus = focus.map_or(0, |row| row + lines.len());
    lines.extend(beside.into_iter().map(|row| joined(row, each)));
    if entries.is_empty() {
        lines.push(Line::of(Role::Text, "Nothing does that."));
    }
    Panel {
        title: "Keys".to_owned(),
        columns: room,
        lines,
        focus,
        cursor: Some((at + 1, 0)),
        ..Panel::default()
    }
}

/// One key and what it does, over `room` cells.
fn key_line(
    model: &Model,
    entry: &Entry,
    (shown, keys): (String, u16),
    room: u16,
    (place, is_selected): (usize, bool),
) -> Line {
    let glyphs = model.glyphs();
    let mut line = offered(model, place, is_selected);
    line.pad(1);
    column(&mut line, Role::Accent, &shown, keys, glyphs.cut);
    line.pad(2);
    let left = room.saturating_sub(line.width());
    column(&mut line, Role::Text, entry.help, left, glyphs.cut);
    for span in &mut line.spans {
        // Several stand in one line: each is clicked for itself.
        span.hit = Some(Hit::Item(place));
        if is_selected {
            span.role = Role::Selected;
        }
    }
    line
}

/// The blocks in columns that are about as high as each other: rows of what stands beside each other.
fn beside_each_other(blocks: Vec<Block>, columns: usize) -> Vec<Vec<Line>> {
    let all: usize = blocks.iter().map(Vec::len).sum();
    let mut stacks: Vec<Vec<Line>> = vec![Vec::new()];
    let mut before = 0;
    for block in blocks {
        let middle = before + block.len() / 2;
        before += block.len();
        let is_full = middle * columns >= all * stacks.len() && stacks.len() < columns;
        match stacks.last_mut() {
            Some(stack) if !is_full || stack.is_empty() => stack.extend(block),
            _ => stacks.push(block),
        }
    }
    let rows = stacks.iter().map(Vec::len).max().unwrap_or_default();
    let mut stacks: Vec<_> = stacks.into_iter().map(Vec::into_iter).collect();
    (0..rows)
        .map(|_| {
            let row = stacks.iter_mut();
            row.map(|stack| stack.next().unwrap_or_default()).collect()
        })
        .collect()
}

/// Lines beside each other as one.
fn joined(row: Vec<Line>, each: u16) -> Line {
    let mut line = Line::blank();
    for (place, part) in row.into_iter().enumerate() {
        let begins = u16::try_from(place).unwrap_or_default() * (each + GAP);
        line.pad(begins.saturating_sub(line.width()));
        line.spans.extend(part.spans);
    }
    line
}

fn spelled(keys: &str) -> String {
    keys.replace('↓', "Down")
        .replace('↑', "Up")
        .replace('→', "Right")
        .replace('←', "Left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_list_is_in_the_help() {
        let all = entries(&Keymap::default(), "");
        let bound = TABLE.iter().filter(|b| b.mode == Mode::List).count();
        assert_eq!(all.len(), bound);
        assert!(all.windows(2).all(|pair| pair[0].group <= pair[1].group));
    }

    #[test]
    fn typing_finds_an_action() {
        let found = entries(&Keymap::default(), "next copy");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].action, Action::CopyNext);
        assert!(entries(&Keymap::default(), "zzz").is_empty());
    }
}
