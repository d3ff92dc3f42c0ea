//! What is said of one code at one moment: the code or dots, the next one, the time left.

use super::Line;
use super::countdown::{SOON, URGENT};
use crate::account::{Account, Kind, Timestamp};
use crate::tui::columns::{Columns, short_seconds, width};
use crate::tui::model::Model;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

/// What the columns of one code say at one moment.
pub(super) struct Shown {
    pub code: String,
    /// The one after it; empty where it is hidden or not known.
    pub next: String,
    /// Otherwise there are words in its place.
    pub is_code: bool,
    /// Seconds left, of how many.
    pub left: Option<(u32, u32)>,
    /// Of the code. In the last seconds the countdown calls, not the code: a wall of red would come twice a minute.
    pub role: Role,
}

pub(super) fn shown(model: &Model, account: &Account, now: Timestamp) -> Shown {
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
            is_code: code.is_some(),
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
    let (code, next) = (timed.code.grouped(), timed.next.grouped());
    Shown {
        code: if open { code.to_string() } else { hide(&code) },
        next: if open {
            next.to_string()
        } else {
            String::new()
        },
        is_code: true,
        left: Some((timed.remaining, timed.period)),
        role: Role::Strong,
    }
}

/// The next code, where it may be seen: it is always there, and comes forward in the last seconds.
pub(super) fn next(line: &mut Line, model: &Model, shown: &Shown) {
    if shown.next.is_empty() {
        return;
    }
    let is_near = shown.left.is_some_and(|(left, _)| left <= SOON) && model.focused;
    let role = if is_near { Role::Strong } else { Role::Faint };
    line.push_code(role, format!("{} {}", model.glyphs().arrow, shown.next));
}

/// Whether this very code was handed out already.
pub(super) fn is_handed(model: &Model, snapshot: &Snapshot<'_>, account: &Account) -> bool {
    match (account.otp.kind(), account.otp.period()) {
        (Kind::Hotp { .. }, _) | (_, None) => false,
        (_, Some(period)) => {
            let step = period.step(snapshot.now);
            let here = model.handed.get(&account.id) == Some(&step);
            here || snapshot.uses.is_known(&account.id, step)
        }
    }
}

/// Mark, code and next code of a row.
pub(super) fn columns(line: &mut Line, model: &Model, shown: &Shown, handed: bool, wide: &Columns) {
    if handed {
        line.push(Role::Good, model.glyphs().done);
    } else {
        line.pad(1);
    }
    line.pad(1 + wide.code.saturating_sub(width(&shown.code)));
    line.push_code(shown.role, shown.code.clone());
    if wide.next > 0 {
        line.pad(1);
        let begin = line.width();
        next(line, model, shown);
        line.pad(wide.next.saturating_sub(line.width() - begin));
    }
}

/// For the smallest terminals: the selected code and its seconds.
pub(super) fn tiny(model: &Model, snapshot: &Snapshot<'_>) -> Line {
    let Some(account) = model.list.selected_account(snapshot) else {
        return Line::of(Role::Text, "otp: nothing here");
    };
    let shown = shown(model, account, snapshot.now);
    let line = Line::blank().with_code(shown.role, shown.code);
    match shown.left.filter(|_| model.focused) {
        Some((left, _)) if left <= URGENT => line.with(Role::Alert, format!(" {left}!")),
        Some((left, _)) => line.with(Role::Text, format!(" {}", short_seconds(left))),
        None => line,
    }
}
