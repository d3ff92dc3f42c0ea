//! One row of the list: mark, star, badge, names, codes, tags, and the countdown of a period of its own.

use super::{Line, codes, countdown, names};
use crate::account::{Account, Label};
use crate::tui::badge;
use crate::tui::columns::{Columns, width};
use crate::tui::model::Model;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

/// The row at this place.
pub(super) fn row(
    model: &Model,
    snapshot: &Snapshot<'_>,
    place: usize,
    columns: &Columns,
) -> Option<Line> {
    let account = model.list.account(place, snapshot)?;
    let glyphs = model.glyphs();
    let selected = place == model.list.selected() && !model.list.is_adrift();
    let mut line = Line {
        selected: selected.then_some(0..columns.room),
        ..Line::blank()
    };
    mark(&mut line, Role::Pointer, selected.then_some(glyphs.bar));
    mark(
        &mut line,
        Role::Warning,
        account.pinned.then_some(glyphs.star),
    );
    line.pad(1);
    if columns.badge > 0 {
        if model.hides_names() {
            line.pad(columns.badge);
        } else {
            badge(&mut line, model, account);
        }
        line.pad(1);
    }
    names::names(&mut line, model, snapshot, place, account, columns);
    let shown = codes::shown(model, account, snapshot.now);
    let handed = codes::is_handed(model, snapshot, account);
    codes::columns(&mut line, model, &shown, handed, columns);
    if columns.tags > 0 && !model.hides_names() {
        line.pad(2);
        tags(&mut line, snapshot.tags(account), columns.tags, glyphs.cut);
    }
    let is_odd = account.otp.period() != model.shared_period();
    let left = shown.left.filter(|_| model.focused && is_odd);
    if let Some(left) = left.filter(|_| columns.seconds > 0) {
        let own = countdown::of_row(glyphs, columns, left);
        line.pad(columns.room.saturating_sub(line.width() + own.width()));
        line.spans.extend(own.spans);
    }
    Some(line)
}

/// Two letters of an issuer on its colour.
pub(super) fn badge(line: &mut Line, model: &Model, account: &Account) {
    let letters = badge::sign(account, &model.settings);
    let rest = 2_u16.saturating_sub(width(&letters));
    line.push(badge::role(account), letters + &" ".repeat(rest.into()));
}

fn mark(line: &mut Line, role: Role, mark: Option<&'static str>) {
    match mark {
        Some(mark) => line.push(role, mark),
        None => line.pad(1),
    }
}

/// As many tags as fit, each in its colour; a sign says that there are more.
pub(super) fn tags(line: &mut Line, tags: &[Label], room: u16, mark: &'static str) {
    let mut left = room;
    for (place, tag) in tags.iter().enumerate() {
        let gap = u16::from(place > 0);
        let wide = gap + 1 + width(tag.as_str());
        let more = if place + 1 < tags.len() {
            1 + width(mark)
        } else {
            0
        };
        let (sign, word) = badge::of_tag(tag.as_str());
        if wide + more <= left || wide <= left && more == 0 {
            line.pad(gap);
            line.push(sign, "#");
            line.push(word, tag.as_str().to_owned());
            left -= wide;
            continue;
        }
        let rest = left.saturating_sub(gap + 1);
        if place == 0 && rest >= 3 {
            line.push(sign, "#");
            line.push(word, names::shortened(tag.as_str(), rest, mark));
        } else if left >= gap + width(mark) {
            line.pad(gap);
            line.push(Role::Faint, mark);
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_do_not_fit_leave_a_sign() {
        let shown = |room| {
            let mut line = Line::blank();
            let all = ["work", "cloud", "x"].map(Label::from);
            tags(&mut line, &all, room, "…");
            assert!(line.width() <= room, "{room}");
            line.spans
                .iter()
                .map(|span| &*span.text)
                .collect::<String>()
        };
        assert_eq!(shown(15), "#work #cloud #x");
        assert_eq!(shown(14), "#work #cloud …");
        assert_eq!(shown(13), "#work …");
        assert_eq!(shown(7), "#work …");
        assert_eq!(shown(5), "#work");
        assert_eq!(shown(4), "#w…k");
        for room in 0..20 {
            shown(room);
        }
    }
}
