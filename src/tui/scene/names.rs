//! Names in a row: issuer and account, what a search matched underlined, cut in the middle where they are too long.

use std::ops::Range;

use super::{Line, column};
use crate::account::Account;
use crate::account::search::Field as Text;
use crate::account::shorten::{self, ends};
use crate::app::Group;
use crate::tui::columns::{Columns, cut, width};
use crate::tui::list::Row;
use crate::tui::model::Model;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

/// Both columns of names.
pub(super) fn names(
    line: &mut Line,
    model: &Model,
    snapshot: &Snapshot<'_>,
    place: usize,
    account: &Account,
    columns: &Columns,
) {
    let mark = model.glyphs().cut;
    if model.hides_names() {
        let number = (place + 1).to_string();
        let text = format!("Account {number}");
        // Cut, all would look alike.
        let text = if width(&text) <= columns.issuer {
            text
        } else {
            number
        };
        column(line, Role::Text, &text, columns.issuer, mark);
        if columns.name > 0 {
            line.pad(columns.name + 2);
        }
        return;
    }
    let row = model.list.rows().get(place);
    let group = snapshot.group_of(&account.id);
    // What may be old steps back.
    let is_old = group.is_some_and(|group| group.facts.trouble.is_some());
    let issuer = Name::new(
        if is_old { Role::Faint } else { Role::Strong },
        account.issuer.as_str(),
        hits(row, Text::Issuer),
    );
    let name = Name::new(Role::Faint, account.name.as_str(), hits(row, Text::Name));
    if columns.name > 0 {
        issuer.write(line, columns.issuer, mark);
        line.pad(1);
        let begin = line.width();
        let source = source(model, snapshot, account);
        let room = match width(&source) {
            0 => columns.name,
            wide => columns.name.saturating_sub(wide + 1),
        };
        name.write(line, room.min(width(name.text)), mark);
        if !source.is_empty() {
            line.pad(u16::from(line.width() > begin));
            let left = columns.name.saturating_sub(line.width() - begin);
            line.push(Role::Accent, cut(&source, left, mark).into_owned());
        }
        line.pad(columns.name.saturating_sub(line.width() - begin));
        line.pad(1);
        return;
    }
    let source = narrow_source(model, snapshot, account, columns.issuer);
    let room = match width(&source) {
        0 => columns.issuer,
        wide => columns.issuer.saturating_sub(wide + 1),
    };
    // Narrow: the issuer says it all, unless there is none or it is not alone.
    if issuer.text.is_empty() {
        name.write(line, room, mark);
    } else if !name.text.is_empty() && model.list.shares_issuer(place, snapshot) {
        // The account tells them apart: it has what it needs first, up to a few letters.
        let needed = (width(name.text) + 1).min(8);
        let used = width(issuer.text).min(room.saturating_sub(needed));
        issuer.write(line, used, mark);
        if room > used {
            line.push(Role::Faint, "/");
            name.write(line, room - used - 1, mark);
        }
    } else {
        issuer.write(line, room, mark);
    }
    if room < columns.issuer {
        line.pad(1);
        line.push(Role::Accent, source);
    }
}

/// The mark of the source where names and mark share a column: without its name where that would leave none of theirs.
fn narrow_source(model: &Model, snapshot: &Snapshot<'_>, account: &Account, room: u16) -> String {
    const NAMES: u16 = 12;
    let whole = source(model, snapshot, account);
    match (whole.is_empty(), model.settings.ascii) {
        (true, _) => whole,
        _ if width(&whole) + NAMES < room => whole,
        _ if room < NAMES => String::new(),
        (false, true) => "<>".to_owned(),
        (false, false) => "‹›".to_owned(),
    }
}

/// The mark of the source that an account comes from; nothing for our own.
pub(super) fn source(model: &Model, snapshot: &Snapshot<'_>, account: &Account) -> String {
    let mark = snapshot
        .group_of(&account.id)
        .map_or_else(String::new, Group::mark);
    if model.settings.ascii {
        mark.replace('‹', "<").replace('›', ">")
    } else {
        mark
    }
}

/// A name in a room of its own, without the matches of a search.
pub(super) fn shortened(text: &str, room: u16, mark: &str) -> String {
    shorten::middle(text, usize::from(room), mark).into_owned()
}

struct Name<'a> {
    role: Role,
    text: &'a str,
    hits: Vec<Range<usize>>,
}

fn hits(row: Option<&Row>, field: Text) -> Vec<Range<usize>> {
    let matched = row.into_iter().flat_map(|row| &row.matched);
    let matched = matched.filter(|matched| matched.field == field);
    matched.map(|matched| matched.range.clone()).collect()
}

impl<'a> Name<'a> {
    fn new(role: Role, text: &'a str, hits: Vec<Range<usize>>) -> Self {
        Self { role, text, hits }
    }

    /// Fills `room` cells.
    fn write(&self, line: &mut Line, room: u16, mark: &'static str) {
        if room == 0 {
            return;
        }
        let before = line.width();
        match ends(self.text, usize::from(room), usize::from(width(mark))) {
            None => self.stretch(line, 0..self.text.len()),
            Some((head, tail)) => {
                self.stretch(line, 0..head.len());
                line.push(self.role, mark);
                self.stretch(line, self.text.len() - tail.len()..self.text.len());
            }
        }
        line.pad(room.saturating_sub(line.width() - before));
    }

    /// A part of the text with what a search matched in it.
    fn stretch(&self, line: &mut Line, part: Range<usize>) {
        let mut at = part.start;
        let mut piece = |role: Role, range: Range<usize>| {
            if let Some(text) = self.text.get(range) {
                line.push(role, text.to_owned());
            }
        };
        for hit in &self.hits {
            let from = hit.start.clamp(at, part.end);
            let to = hit.end.clamp(at, part.end);
            piece(self.role, at..from);
            piece(Role::Match, from..to);
            at = to;
        }
        piece(self.role, at..part.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &Line) -> String {
        line.spans.iter().map(|span| &*span.text).collect()
    }

    #[test]
    fn two_names_that_differ_at_their_ends_differ_on_screen() {
        let shown = |name| {
            let mut line = Line::blank();
            Name::new(Role::Text, name, Vec::new()).write(&mut line, 15, "…");
            text(&line)
        };
        let (one, other) = (
            shown("admin@production.example-1"),
            shown("admin@production.example-2"),
        );
        assert_ne!(one, other);
        assert_eq!(one, "admin@p…ample-1");
    }

    #[test]
    fn matches_stay_underlined_on_both_sides_of_a_cut() {
        let mut line = Line::blank();
        Name::new(Role::Text, "abcdefghijkl", vec![1..3, 4..8, 10..12]).write(&mut line, 7, "…");
        assert_eq!(text(&line), "abc…jkl");
        let matched: Vec<&str> = line
            .spans
            .iter()
            .filter(|span| span.role == Role::Match)
            .map(|span| &*span.text)
            .collect();
        assert_eq!(matched, ["bc", "kl"]);
    }
}
