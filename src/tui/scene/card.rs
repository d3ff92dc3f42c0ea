//! Cards: an account in a few lines, with its code in large digits; several of them beside each other.

use std::ops::Range;

use super::codes::{self, Shown};
use super::{Line, countdown, digits, names, row};
use crate::account::Account;
use crate::tui::columns::{BAR, CARD, short_seconds, width};
use crate::tui::model::Model;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

/// Cells before the names and the digits of a card.
const LEAD: u16 = 2;

/// The lines of these cards, the blank one below them included.
pub(super) fn beside_each_other(
    model: &Model,
    snapshot: &Snapshot<'_>,
    places: Range<usize>,
    room: u16,
) -> Vec<Line> {
    let mut lines = vec![Line::blank(); CARD];
    let mut begin = 0;
    for place in places {
        let selected = place == model.list.selected() && !model.list.is_adrift();
        let inner = room.saturating_sub(2);
        for (number, part) in card(model, snapshot, place, inner).into_iter().enumerate() {
            let Some(line) = lines.get_mut(number) else {
                break;
            };
            line.pad(u16::saturating_sub(begin, line.width()));
            // The large digits as a reversed block would be a lamp.
            if selected && (number == 0 || model.look().has_soft_selection()) {
                line.selected = Some(begin..begin + inner);
            }
            if selected {
                line.push(Role::Pointer, model.glyphs().bar);
            } else {
                line.pad(1);
            }
            line.spans.extend(part.spans);
        }
        begin += room;
    }
    lines
}

fn card(model: &Model, snapshot: &Snapshot<'_>, place: usize, room: u16) -> Vec<Line> {
    let Some(account) = model.list.account(place, snapshot) else {
        return Vec::new();
    };
    let room = room.saturating_sub(1);
    let shown = codes::shown(model, account, snapshot.now);
    let source = names::source(model, snapshot, account);
    let mut title = title(
        model,
        place,
        account,
        room.saturating_sub(width(&source) + 1),
    );
    if !source.is_empty() && !model.hides_names() {
        title.pad(1);
        title.push(Role::Accent, source);
    }
    let mut lines = vec![title];
    lines.extend(code(model, &shown, room));
    lines.push(foot(model, snapshot, account, &shown, room));
    lines
}

/// Star, badge, issuer and name.
fn title(model: &Model, place: usize, account: &Account, room: u16) -> Line {
    let glyphs = model.glyphs();
    let mut line = Line::blank();
    if account.pinned {
        line.push(Role::Warning, glyphs.star);
    } else {
        line.pad(1);
    }
    line.pad(1);
    if model.hides_names() {
        return line.with(Role::Text, format!("Account {}", place + 1));
    }
    if model.look().has_badges() {
        row::badge(&mut line, model, account);
        line.pad(1);
    }
    let left = room.saturating_sub(line.width());
    let (issuer, name) = (account.issuer.as_str(), account.name.as_str());
    if issuer.is_empty() || name.is_empty() {
        let text = names::shortened(&format!("{issuer}{name}"), left, glyphs.cut);
        return line.with(Role::Strong, text);
    }
    // The name gives way first, but a part of it stays.
    let least = left.min(width(name)).min(left / 2);
    let issuer = names::shortened(issuer, left.saturating_sub(least + 2), glyphs.cut);
    let rest = left.saturating_sub(width(&issuer) + 2);
    line.push(Role::Strong, issuer);
    line.pad(2);
    line.with(Role::Faint, names::shortened(name, rest, glyphs.cut))
}

/// The code over three lines; in letters of the usual size where it is none that can be drawn large.
fn code(model: &Model, shown: &Shown, room: u16) -> Vec<Line> {
    let mut lines = vec![Line::blank(); 3];
    let role = if shown.left.is_some() {
        Role::Accent
    } else {
        shown.role
    };
    let large = digits::big(&shown.code, room.saturating_sub(LEAD), false)
        .filter(|_| !model.settings.ascii);
    if let Some(large) = large {
        for (line, part) in lines.iter_mut().zip(large) {
            line.pad(LEAD);
            line.push_code(role, part);
        }
    } else {
        lines[1].pad(LEAD);
        lines[1].push_code(Role::Strong, shown.code.clone());
    }
    lines
}

/// The next code, the tags, and the countdown of a period of its own.
fn foot(
    model: &Model,
    snapshot: &Snapshot<'_>,
    account: &Account,
    shown: &Shown,
    room: u16,
) -> Line {
    let glyphs = model.glyphs();
    let mut line = Line::blank();
    line.pad(LEAD);
    let left = shown.left.filter(|_| model.focused);
    codes::next(&mut line, model, shown);
    if codes::is_handed(model, snapshot, account) {
        line.pad(2);
        line.push(Role::Good, glyphs.done);
    }
    let odd = left.filter(|_| account.otp.period() != model.shared_period());
    let own = odd.map(|(left, period)| {
        let mut own = Line::blank();
        let (line, role, sign) = if left <= countdown::URGENT {
            (Role::Urgent, Role::Alert, "!")
        } else {
            (Role::Calm, Role::Faint, " ")
        };
        let drawn = countdown::bar(&mut own, line, glyphs, (left, period), BAR);
        own.pad(BAR - drawn + 1);
        own.push(role, format!("{:>3}", short_seconds(left)));
        own.with(role, sign)
    });
    let wide = own.as_ref().map_or(0, Line::width);
    let free = room.saturating_sub(line.width() + wide + 4);
    let tags = snapshot.tags(account);
    if !model.hides_names() && free > 4 && !tags.is_empty() {
        line.pad(if line.width() > LEAD { 2 } else { 0 });
        row::tags(&mut line, tags, free, glyphs.cut);
    }
    if let Some(own) = own {
        line.pad(room.saturating_sub(line.width() + wide + 1));
        line.spans.extend(own.spans);
    }
    line
}
