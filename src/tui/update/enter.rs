//! Entering: the vault has just been opened, and the list is shown.

use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::snapshot::Snapshot;

pub(super) fn enter(model: &mut Model, snapshot: &Snapshot<'_>) {
    model.pages = vec![if model.start.picks {
        Page::Pick
    } else {
        Page::List
    }];
    model.touched = snapshot.uptime;
    if let Some(text) = model.start.search.take() {
        model.pages.push(Page::Search);
        model.list.query.insert(&text);
    }
    model.list.load(snapshot);
    if !model.list.query.is_empty() {
        model.list.search(snapshot);
    }
}
