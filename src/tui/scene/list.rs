//! The list: header, rows with their codes and countdowns, and the details beside it where there is room.

use std::ops::Range;

use super::{Line, Pane, Scene, account, column, header};
use crate::account::search::Field as Text;
use crate::account::{Account, Kind, Timestamp};
use crate::app::Countdown;
use crate::tui::columns::{Columns, PANE_FROM, cut, lit_halves, short_seconds, width};
use crate::tui::desk::Desk;
use crate::tui::list::Row;
use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::theme::{Glyphs, Role};

/// From here on the next code is shown.
pub(super) const SOON: u32 = 10;
/// From here on the code is about to end.
pub(super) const URGENT: u32 = 5;

pub(super) fn draw(scene: &mut Scene, model: &Model, desk: &Desk<'_>) {
    let (columns, _) = model.size;
    let shared = shared_period(model, desk);
    let mut first = header::header(model, desk);
    if let Some(period) = shared.filter(|_| model.focused) {
        let left = period.remaining(desk.now);
        let mut bar = Line::blank();
        countdown(&mut bar, model.glyphs(), left, period.seconds(), 9);
        first.pad(4);
        first.spans.extend(bar.spans);
        first.push(Role::Faint, format!(" {left} s"));
    }
    scene.lines.push(first);
    if matches!(model.page(), Page::Search | Page::Pick) {
        let query = &model.list.query;
        let before = query.text().get(..query.cursor()).unwrap_or_default();
        let column = (1 + width(before)).min(columns.saturating_sub(1));
        scene.cursor = Some((column, 0));
    }
    if model.list.rows().is_empty() {
        header::empty(scene, model);
        return;
    }
    let pane = model.pane && columns >= PANE_FROM;
    let room = if pane { columns - 40 } else { columns };
    let widths = Columns::share(room, model.list.widest(), shared.is_none());
    let visible = model.list.visible(model.list_height());
    for place in visible {
        if let Some(line) = row(model, desk, place, &widths) {
            scene.lines.push(line);
        }
    }
    if let Some(account) = model.list.selected_account(desk).filter(|_| pane) {
        let wall = widths.total() + 1;
        let inner = columns.saturating_sub(wall + 3).min(60);
        scene.pane = Some(Pane {
            column: wall,
            lines: account::lines(model, desk, account, inner),
        });
    }
}

/// The one period of all rows in view, when the user wants it told once.
fn shared_period(model: &Model, desk: &Desk<'_>) -> Option<crate::account::Period> {
    if model.settings.countdown != Countdown::Header {
        return None;
    }
    let accounts = model.list.ids().filter_map(|id| desk.account(id));
    let mut periods = accounts.filter_map(|account| account.otp.period());
    let first = periods.next()?;
    periods.all(|period| period == first).then_some(first)
}

fn row(model: &Model, desk: &Desk<'_>, place: usize, columns: &Columns) -> Option<Line> {
    let row = model.list.rows().get(place)?;
    let account = model.list.account(place, desk)?;
    let glyphs = model.glyphs();
    let selected = place == model.list.selected() && !model.list.is_adrift();
    let mut line = Line {
        selected: selected.then(|| columns.total()),
        ..Line::blank()
    };
    if selected {
        line.push(Role::Accent, glyphs.selected);
    } else if account.pinned {
        line.push(Role::Accent, glyphs.star);
    } else {
        line.pad(1);
    }
    line.pad(1);
    names(&mut line, model, desk, place, row, account, columns);
    code_columns(&mut line, model, desk, account, columns, selected);
    Some(line)
}

fn names(
    line: &mut Line,
    model: &Model,
    desk: &Desk<'_>,
    place: usize,
    row: &Row,
    account: &Account,
    columns: &Columns,
) {
    let mark = model.glyphs().cut;
    if model.hides_names() {
        let text = format!("Account {}", place + 1);
        column(line, Role::Text, &text, columns.issuer, mark);
        if columns.name > 0 {
            line.pad(columns.name + 2);
        }
        return;
    }
    let (issuer, name) = (account.issuer.as_str(), account.name.as_str());
    let group = desk.group_of(&account.id);
    // What may be old is dim.
    let is_old = group.is_some_and(|group| group.trouble().is_some());
    let first = if is_old { Role::Faint } else { Role::Text };
    if columns.name > 0 {
        matched(
            line,
            first,
            issuer,
            &hits(row, Text::Issuer),
            columns.issuer,
            mark,
        );
        line.pad(1);
        let source = group.map_or_else(String::new, |group| {
            let mark = group.mark();
            if model.settings.ascii {
                mark.replace('‹', "<").replace('›', ">")
            } else {
                mark
            }
        });
        let room = columns.name.saturating_sub(width(&source) + 1);
        let room = if source.is_empty() {
            columns.name
        } else {
            room
        };
        let before = line.width();
        matched(
            line,
            Role::Faint,
            name,
            &hits(row, Text::Name),
            room.min(width(name)),
            mark,
        );
        if !source.is_empty() {
            line.pad(u16::from(!name.is_empty() && room > 0));
            let left = columns.name.saturating_sub(line.width() - before);
            line.push(Role::Accent, cut(&source, left, mark).into_owned());
        }
        line.pad(columns.name.saturating_sub(line.width() - before));
        line.pad(1);
        return;
    }
    // Narrow: the issuer says it all, unless there is none or it is not alone.
    let both = !name.is_empty() && model.list.shares_issuer(place, desk);
    if issuer.is_empty() {
        matched(
            line,
            Role::Text,
            name,
            &hits(row, Text::Name),
            columns.issuer,
            mark,
        );
    } else if both {
        let first = cut(issuer, columns.issuer.saturating_sub(8), mark);
        let used = width(&first).min(columns.issuer);
        matched(
            line,
            Role::Text,
            issuer,
            &hits(row, Text::Issuer),
            used,
            mark,
        );
        if columns.issuer > used {
            line.push(Role::Faint, "/");
            let rest = columns.issuer - used - 1;
            matched(line, Role::Faint, name, &hits(row, Text::Name), rest, mark);
        }
    } else {
        matched(
            line,
            Role::Text,
            issuer,
            &hits(row, Text::Issuer),
            columns.issuer,
            mark,
        );
    }
}

fn hits(row: &Row, field: Text) -> Vec<Range<usize>> {
    let matched = row.matched.iter().filter(|matched| matched.field == field);
    matched.map(|matched| matched.range.clone()).collect()
}

/// A column with the stretches that a search matched.
fn matched(line: &mut Line, role: Role, text: &str, hits: &[Range<usize>], room: u16, mark: &str) {
    let shown = cut(text, room, mark);
    let end = if shown.len() == text.len() {
        text.len()
    } else {
        shown.len().saturating_sub(mark.len())
    };
    let mut at = 0;
    for hit in hits {
        let (from, to) = (hit.start.clamp(at, end), hit.end.clamp(at, end));
        let (Some(before), Some(inside)) = (shown.get(at..from), shown.get(from..to)) else {
            continue;
        };
        line.push(role, before.to_owned());
        line.push(Role::Match, inside.to_owned());
        at = to;
    }
    line.push(role, shown.get(at..).unwrap_or_default().to_owned());
    line.pad(room.saturating_sub(width(&shown)));
}

/// What the columns of one code say at one moment.
struct Shown {
    code: String,
    next: String,
    left: Option<(u32, u32)>,
    role: Role,
}

fn shown(model: &Model, account: &Account, now: Timestamp) -> Shown {
    let glyphs = model.glyphs();
    let open = model.shows_code_of(&account.id);
    let hide = |code: &str| -> String {
        code.chars()
            .map(|c| if c == ' ' { " " } else { glyphs.dot })
            .collect()
    };
    let Some(timed) = account.otp.at(now) else {
        let taken = model.taken.as_ref().filter(|taken| taken.id == account.id);
        let code = taken.map(|taken| taken.code.grouped());
        return Shown {
            role: if code.is_some() {
                Role::Strong
            } else {
                Role::Faint
            },
            code: match code {
                Some(code) if open => code.to_string(),
                Some(code) => hide(&code),
                None if account.otp.lacks_pin() => "no PIN".to_owned(),
                None => "+ code".to_owned(),
            },
            next: String::new(),
            left: None,
        };
    };
    let soon = timed.remaining <= SOON || !model.focused;
    let (code, next) = (timed.code.grouped(), timed.next.grouped());
    Shown {
        code: if open { code.to_string() } else { hide(&code) },
        next: if open && soon {
            format!("{} {}", glyphs.arrow, *next)
        } else {
            String::new()
        },
        left: Some((timed.remaining, timed.period)),
        // In the last seconds the countdown calls, not the code: a wall of red would come twice a minute.
        role: Role::Strong,
    }
}

fn code_columns(
    line: &mut Line,
    model: &Model,
    desk: &Desk<'_>,
    account: &Account,
    columns: &Columns,
    selected: bool,
) {
    let glyphs = model.glyphs();
    let shown = shown(model, account, desk.now);
    let handed = match (account.otp.kind(), account.otp.period()) {
        (Kind::Hotp { .. }, _) | (_, None) => false,
        (_, Some(period)) => {
            let step = period.step(desk.now);
            let here = model.handed.get(&account.id) == Some(&step);
            here || desk.uses.step(&account.id) == Some(step)
        }
    };
    if handed {
        line.push(Role::Accent, glyphs.done);
    } else {
        line.pad(1);
    }
    line.pad(columns.code.saturating_sub(width(&shown.code)));
    line.push_code(shown.role, shown.code);
    if columns.next > 0 {
        line.pad(1 + columns.next.saturating_sub(width(&shown.next)));
        line.push_code(Role::Faint, shown.next);
    }
    let Some((left, period)) = shown.left.filter(|_| model.focused) else {
        return;
    };
    let urgent = left <= URGENT;
    let role = match (urgent, selected) {
        (true, _) => Role::Alert,
        (false, true) => Role::Text,
        (false, false) => Role::Faint,
    };
    if columns.bar > 0 {
        line.pad(1);
        let mut bar = Line::blank();
        countdown(&mut bar, glyphs, left, period, columns.bar);
        for span in &mut bar.spans {
            span.role = role;
        }
        let drawn = bar.width();
        line.spans.extend(bar.spans);
        line.pad(columns.bar.saturating_sub(drawn));
    }
    if columns.seconds > 0 {
        let seconds = short_seconds(left);
        line.pad(1 + columns.seconds.saturating_sub(width(&seconds)));
        line.push(role, seconds);
        line.push(Role::Alert, if urgent { "!" } else { " " });
    }
}

/// The thin line, burning down from the right.
pub(super) fn countdown(line: &mut Line, glyphs: &Glyphs, left: u32, period: u32, cells: u16) {
    let halves = usize::from(lit_halves(left, period, cells));
    let mut bar = glyphs.full.repeat(halves / 2);
    if halves % 2 == 1 {
        bar.push_str(glyphs.half);
    }
    line.push(Role::Faint, bar);
}

/// For the smallest terminals: the selected code and its seconds.
pub(super) fn tiny(model: &Model, desk: &Desk<'_>) -> Line {
    let Some(account) = model.list.selected_account(desk) else {
        return Line::of(Role::Text, "otp: nothing here");
    };
    let shown = shown(model, account, desk.now);
    let line = Line::blank().with_code(shown.role, shown.code);
    match shown.left.filter(|_| model.focused) {
        Some((left, _)) if left <= URGENT => line.with(Role::Alert, format!(" {left}!")),
        Some((left, _)) => line.with(Role::Text, format!(" {}", short_seconds(left))),
        None => line,
    }
}
