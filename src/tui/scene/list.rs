//! The list: header, countdown, rows or cards, and the details beside them where there is room.

use super::{Line, Pane, Scene, Scroll, account, card, countdown, header, row};
use crate::account::order::group;
use crate::app::Countdown;
use crate::tui::badge;
use crate::tui::columns::{BAR, Columns, Extras, ODD_BAR, width};
use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::shelves::Shelf;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

pub(super) fn draw(scene: &mut Scene, model: &Model, snapshot: &Snapshot<'_>) {
    let (columns, _) = model.size;
    scene.lines.push(header::header(model, snapshot));
    if let Some(period) = model.shared_period().filter(|_| model.list_top() > 1) {
        scene.lines.push(countdown::line(model, snapshot, period));
    }
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
    let pane = model.pane_width();
    let room = columns.saturating_sub(pane);
    shelves(scene, model, snapshot, room);
    if let Some(account) = model.list.selected_account(snapshot).filter(|_| pane > 0) {
        scene.pane = Some(Pane {
            column: room + 1,
            row: model.list_top(),
            lines: account::lines(model, snapshot, account, pane.saturating_sub(4)),
        });
    }
}

/// Headings, rows or cards, as far as they are in sight, and the bar that tells which part of the list that is.
fn shelves(scene: &mut Scene, model: &Model, snapshot: &Snapshot<'_>, room: u16) {
    let (height, top) = (model.list_height(), usize::from(model.list_top()));
    let shelves = model.list.shelves();
    let (above, in_sight, all) = shelves.part_in_sight(height);
    let room = if in_sight < all {
        scene.scroll = Some(Scroll::new(room - 1, top, height, (above, in_sight, all)));
        room - 1
    } else {
        room
    };
    let shape = shelves.shape();
    let widths = Columns::share(room, model.list.widest, extras(model));
    for (_, shelf) in shelves.in_sight(height) {
        match shelf {
            Shelf::Heading(place) => scene.lines.push(heading(model, snapshot, *place)),
            Shelf::Rows(places) if shape.tall == 1 => {
                let rows = places.clone();
                let rows = rows.filter_map(|place| row::row(model, snapshot, place, &widths));
                scene.lines.extend(rows);
            }
            Shelf::Rows(places) => {
                let across = u16::try_from(shape.across).unwrap_or(1).max(1);
                let cards = card::beside_each_other(model, snapshot, places.clone(), room / across);
                scene.lines.extend(cards);
            }
        }
    }
    scene.lines.truncate(top + height);
}

/// The tag of a group, and how many accounts have it.
fn heading(model: &Model, snapshot: &Snapshot<'_>, place: usize) -> Line {
    let mut line = Line::blank();
    line.pad(3);
    let tag = model.list.account(place, snapshot).and_then(group);
    match tag {
        _ if model.hides_names() => line.with(Role::Faint, format!("#{}", model.glyphs().dot)),
        Some(tag) => {
            let (sign, _) = badge::of_tag(tag.as_str());
            line.with(sign, "#")
                .with(Role::Strong, tag.as_str().to_owned())
        }
        None => line.with(Role::Faint, "no tag"),
    }
}

fn extras(model: &Model) -> Extras {
    Extras {
        badges: model.look().has_badges(),
        bar: match model.settings.countdown {
            Countdown::Row => BAR,
            Countdown::Header => ODD_BAR,
        },
    }
}
