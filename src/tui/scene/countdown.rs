//! Countdowns: the one line for all under the header, and the short ones of rows with a period of their own.

use super::Line;
use crate::account::Period;
use crate::tui::columns::{Columns, lit_halves, short_seconds, width};
use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::{Glyphs, Role};

/// From here on the code is about to end: the next one comes forward.
pub(super) const SOON: u32 = 10;
/// From here on it is as good as gone.
pub(super) const URGENT: u32 = 5;

/// The thin line over the whole width, burning down from the right. While nobody looks it does not burn. What is burnt
/// down are struck blanks: signs there would all have to be written again each second, since any of them may cover the
/// next one.
pub(super) fn line(model: &Model, snapshot: &Snapshot<'_>, period: Period) -> Line {
    let glyphs = model.glyphs();
    let cells = usize::from(model.size.0);
    let left = period.remaining(snapshot.now);
    let halves = if model.focused {
        usize::from(lit_halves(left, period.seconds(), model.size.0))
    } else {
        0
    };
    let mut lit = glyphs.full.repeat(halves / 2);
    if halves % 2 == 1 {
        lit.push_str(glyphs.half);
    }
    let role = if left <= URGENT {
        Role::Urgent
    } else if left <= SOON {
        Role::Warning
    } else {
        Role::Calm
    };
    let spent = glyphs.spent.repeat(cells - halves.div_ceil(2));
    Line::of(role, lit).with(Role::Spent, spent)
}

/// The same in figures: `27 s`, and a sign in the last seconds.
pub(super) fn seconds(model: &Model, snapshot: &Snapshot<'_>) -> Option<(Role, String)> {
    // Elsewhere nothing is drawn each second.
    let ticks = !matches!(model.page(), Page::Qr(_));
    let period = model.shared_period().filter(|_| model.focused && ticks)?;
    let left = period.remaining(snapshot.now);
    let text = short_seconds(left);
    let unit = if left <= 99 { " s" } else { "" };
    let (role, sign) = if left <= URGENT {
        (Role::Alert, "!")
    } else if left <= SOON {
        (Role::Strong, " ")
    } else {
        (Role::Faint, " ")
    };
    Some((role, format!("{text:>2}{unit}{sign}")))
}

/// Seconds and line of one row, at its right edge.
pub(super) fn of_row(glyphs: &Glyphs, columns: &Columns, (left, period): (u32, u32)) -> Line {
    let mut line = Line::blank();
    let urgent = left <= URGENT;
    let role = if urgent { Role::Alert } else { Role::Faint };
    if columns.bar > 0 {
        let mark = if urgent { Role::Urgent } else { Role::Calm };
        let drawn = bar(&mut line, mark, glyphs, (left, period), columns.bar);
        line.pad(columns.bar - drawn + 1);
    }
    let seconds = short_seconds(left);
    line.pad(columns.seconds.saturating_sub(width(&seconds)));
    line.push(role, seconds);
    line.with(Role::Alert, if urgent { "!" } else { " " })
}

/// A short line; tells how many cells it takes.
pub(super) fn bar(
    line: &mut Line,
    role: Role,
    glyphs: &Glyphs,
    (left, period): (u32, u32),
    cells: u16,
) -> u16 {
    let halves = lit_halves(left, period, cells);
    let mut bar = glyphs.full.repeat(usize::from(halves / 2));
    if halves % 2 == 1 {
        bar.push_str(glyphs.half);
    }
    line.push(role, bar);
    halves.div_ceil(2).min(cells)
}
