//! The keys: drawn from the keymap, to be filtered by typing and run with Enter.

use super::dialogue::{inner, window};
use super::{Line, Panel};
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

pub(super) fn draw(model: &Model, page: &HelpPage) -> Panel {
    let glyphs = model.glyphs();
    let ascii = model.settings.ascii;
    let room = inner(model, 56);
    let entries = entries(&model.keymap, page.query.text());
    let keys = entries.iter().map(|entry| width(&entry.keys)).max();
    let keys = keys.unwrap_or_default().min(room / 3);
    let (query, at) = window(
        page.query.text(),
        page.query.cursor(),
        room.saturating_sub(1),
    );
    let mut lines = vec![Line::of(Role::Accent, "/").with(Role::Text, query)];
    if page.query.is_empty() {
        lines[0].push(Role::Faint, "type to find");
    }
    let mut focus = 0;
    let mut heading = None;
    for (place, entry) in entries.iter().enumerate() {
        if heading != Some(entry.group) {
            heading = Some(entry.group);
            lines.push(Line::of(Role::Strong, entry.group.title()));
        }
        let selected = place == page.selected;
        if selected {
            focus = lines.len();
        }
        let mut line = Line {
            selected: selected.then_some(room),
            ..Line::blank()
        };
        line.push(Role::Accent, if selected { glyphs.selected } else { " " });
        line.pad(1);
        let shown = if ascii {
            spelled(&entry.keys)
        } else {
            entry.keys.clone()
        };
        let shown = cut(&shown, keys, glyphs.cut).into_owned();
        let rest = keys.saturating_sub(width(&shown));
        line.push(Role::Accent, shown);
        line.pad(rest + 2);
        let left = room.saturating_sub(line.width());
        line.push(Role::Text, cut(entry.help, left, glyphs.cut).into_owned());
        lines.push(line);
    }
    if entries.is_empty() {
        lines.push(Line::of(Role::Text, "Nothing does that."));
    }
    Panel {
        title: "Keys".to_owned(),
        columns: room,
        lines,
        focus,
        cursor: Some((at + 1, 0)),
    }
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
