//! What the mouse does: it selects, a second click right after it does what Enter does there, and what shows a key can be
//! clicked instead of pressed.

use std::time::Duration;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::{act, list, pages};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::Model;
use crate::tui::scene::{Hit, scene};
use crate::tui::snapshot::Snapshot;

/// Two clicks within it are one double click.
const DOUBLE: Duration = Duration::from_millis(400);

pub(super) fn mouse(model: &mut Model, snapshot: &Snapshot<'_>, event: MouseEvent) {
    match event.kind {
        MouseEventKind::ScrollDown => wheel(model, snapshot, Action::Next),
        MouseEventKind::ScrollUp => wheel(model, snapshot, Action::Previous),
        MouseEventKind::Down(MouseButton::Left) => click(model, snapshot, event.column, event.row),
        _ => {}
    }
}

fn is_list(mode: Mode) -> bool {
    matches!(mode, Mode::List | Mode::Search | Mode::Pick)
}

fn wheel(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    let here = model.list.selected();
    match model.mode() {
        mode if is_list(mode) => model.list.select(match action {
            Action::Next => here + 1,
            _ => here.saturating_sub(1),
        }),
        Mode::Details
        | Mode::Add
        | Mode::Report
        | Mode::Targets
        | Mode::Tags
        | Mode::Bin
        | Mode::Help
        | Mode::Settings
        | Mode::Choice
        | Mode::Qr => act(model, snapshot, action),
        _ => {}
    }
}

fn click(model: &mut Model, snapshot: &Snapshot<'_>, column: u16, row: u16) {
    match scene(model, snapshot).hit(model.size, column, row) {
        Some(Hit::Does(action)) => {
            model.clicked = None;
            return act(model, snapshot, action);
        }
        Some(Hit::Item(place)) => {
            let is_double = clicked_again(model, snapshot, place);
            return pages::click(model, snapshot, place, is_double);
        }
        None => {}
    }
    let place = match model.mode() {
        Mode::Details => 0,
        mode if is_list(mode) => {
            let Some(place) = model.place_at(column, row) else {
                return;
            };
            model.list.select(place);
            place
        }
        _ => return,
    };
    if clicked_again(model, snapshot, place) {
        list::act(model, snapshot, Action::Copy);
    }
}

/// Whether this click is the second on the same thing.
fn clicked_again(model: &mut Model, snapshot: &Snapshot<'_>, place: usize) -> bool {
    let is_double = model.clicked.take().is_some_and(|(clicked, at)| {
        clicked == place && snapshot.uptime.saturating_sub(at) < DOUBLE
    });
    if !is_double {
        model.clicked = Some((place, snapshot.uptime));
    }
    is_double
}
