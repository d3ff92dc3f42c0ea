//! What happens by time alone: toasts go, peeks end, the vault locks; and when the loop has to wake for it.

use std::time::Duration;

use crate::account::{Account, Period};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, UNSEEN};
use crate::tui::page::{LockPage, Page};
use crate::tui::snapshot::Snapshot;

/// Time between two pictures of the spinner.
const SPIN: Duration = Duration::from_millis(125);

pub(super) fn tick(model: &mut Model, snapshot: &Snapshot<'_>) {
    if is_idle_too_long(model, snapshot) {
        return lock(model);
    }
    let over = |until: Duration| until <= snapshot.uptime;
    model.toast.take_if(|toast| over(toast.until));
    model.peek.take_if(|(_, until)| over(*until));
    model.taken.take_if(|taken| over(taken.until));
    if matches!(model.page(), Page::Qr(qr) if over(qr.until)) {
        model.back();
    }
    model.turn = if model.page().is_busy() {
        model.turn + 1
    } else {
        0
    };
    if ticks(model) && model.focused {
        model.request(Effect::Refresh);
    }
}

pub(super) fn resumed(model: &mut Model, snapshot: &Snapshot<'_>) {
    tick(model, snapshot);
    model.request(Effect::Redraw);
}

pub(super) fn is_idle_too_long(model: &Model, snapshot: &Snapshot<'_>) -> bool {
    let idle = snapshot.uptime.saturating_sub(model.touched);
    !model.is_shut()
        && model
            .settings
            .lock_after
            .get()
            .is_some_and(|after| idle >= after)
}

/// Drops everything at once; the runner drops the vault.
pub(super) fn lock(model: &mut Model) {
    if !model.is_shut() {
        model.shut(Page::Lock(LockPage::default()));
        model.request(Effect::Lock);
    }
}

/// True while codes with seconds are on screen: the list is behind every window.
fn ticks(model: &Model) -> bool {
    !matches!(model.page(), Page::Qr(_)) && !model.is_shut()
}

/// How long the loop may sleep; `None` until something comes in.
pub fn next_wake(model: &Model, snapshot: &Snapshot<'_>) -> Option<Duration> {
    if model.page().is_busy() {
        return Some(SPIN);
    }
    let until = |moment: Duration| Some(moment.saturating_sub(snapshot.uptime));
    let second = || Duration::from_millis(1000 - snapshot.now.millis() % 1000);
    if model.is_shut() {
        // The recovery key as a QR code, and a message, go by themselves.
        let is_qr = matches!(model.page(), Page::Qr(_));
        let toast = model.toast.as_ref().and_then(|toast| until(toast.until));
        return is_qr.then(second).into_iter().chain(toast).min();
    }
    let codes = periods(model, snapshot);
    let clock = if codes.is_empty() {
        None
    } else if model.focused {
        Some(second())
    } else {
        // Nobody looks: seconds are not drawn, codes still have to be right.
        let change = codes.iter().map(|period| period.end(snapshot.now)).min();
        change.map(|end| Duration::from_millis(end.millis().saturating_sub(snapshot.now.millis())))
    };
    let qr = match model.page() {
        Page::Qr(_) => Some(second()),
        _ => None,
    };
    let lock = model
        .settings
        .lock_after
        .get()
        .and_then(|after| until(model.touched.saturating_add(after)));
    let toast = model.toast.as_ref().and_then(|toast| until(toast.until));
    let peek = model.peek.as_ref().and_then(|(_, end)| until(*end));
    let taken = model.taken.as_ref().and_then(|taken| until(taken.until));
    let saving = model.saving.map(|since| {
        let sign = (since + UNSEEN).saturating_sub(snapshot.uptime);
        if sign.is_zero() { SPIN } else { sign }
    });
    [clock, qr, lock, toast, peek, taken, saving]
        .into_iter()
        .flatten()
        .min()
}

/// Periods of the codes on screen.
fn periods(model: &Model, snapshot: &Snapshot<'_>) -> Vec<Period> {
    if !ticks(model) {
        return Vec::new();
    }
    let period = |account: &Account| account.otp.period();
    let mut periods: Vec<Period> = match model.page() {
        Page::Add(add) => {
            let candidates = add.candidates.iter();
            candidates.filter_map(|c| c.draft.otp.period()).collect()
        }
        Page::Form(form) => {
            let target = form.target().and_then(|id| snapshot.account(id));
            let otp = form.otp(target.map(|account| &account.otp)).ok();
            otp.and_then(|otp| otp.period()).into_iter().collect()
        }
        Page::Details(_) => {
            let selected = model.list.selected_account(snapshot);
            let selected = selected.and_then(period);
            return selected.into_iter().chain(model.shared_period()).collect();
        }
        _ => Vec::new(),
    };
    let visible = model.list.visible(model.list_height());
    periods
        .extend(visible.filter_map(|place| model.list.account(place, snapshot).and_then(period)));
    periods.extend(model.shared_period());
    periods
}
