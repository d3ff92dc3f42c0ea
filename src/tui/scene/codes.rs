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
    pub next: String,
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
            format!("{} {}", glyphs.arrow, *next)
        } else {
            String::new()
        },
        left: Some((timed.remaining, timed.period)),
        role: Role::Strong,
    }
}

/// How the next code looks: it is always there, and comes forward in the last seconds.
pub(super) fn next_role(model: &Model, left: u32) -> Role {
    if left <= SOON && model.focused {
        Role::Strong
    } else {
        Role::Faint
    }
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
        let left = shown.left.map_or(u32::MAX, |(left, _)| left);
        line.pad(1);
        line.push_code(next_role(model, left), shown.next.clone());
        line.pad(wide.next.saturating_sub(width(&shown.next)));
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
