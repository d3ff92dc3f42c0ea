//! Writing a secret into a file of the user's choice: the recovery key, pictures of QR codes.

use std::path::PathBuf;

use crate::account::shown;
use crate::app::Error;
use crate::tui::effect::Effect;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Tone};
use crate::tui::page::{Page, SavePage, Saved};
use crate::tui::snapshot::Snapshot;

/// Asks where to; `usual` stands there already.
pub(super) fn ask(model: &mut Model, what: Saved, usual: &str) {
    model.pages.push(Page::Save(Box::new(SavePage {
        what,
        field: Field::with(usual),
        trouble: None,
        is_writing: false,
    })));
}

pub(super) fn act(model: &mut Model, action: Action) {
    let Some(Page::Save(page)) = model.page_mut() else {
        return;
    };
    if action != Action::Accept || page.is_writing || page.field.text().trim().is_empty() {
        return;
    }
    page.is_writing = true;
    page.trouble = None;
    let save = Effect::Save(page.field.text().to_owned(), page.what.clone());
    model.request(save);
}

/// It is written, or not; true when it is and was the recovery key.
pub(super) fn saved(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    result: Result<Vec<PathBuf>, Error>,
) -> bool {
    let mut pages = model.pages.iter();
    let place = pages.position(|page| matches!(page, Page::Save(_)));
    let page = place.and_then(|place| model.pages.get_mut(place));
    let files = match (result, page) {
        (Ok(files), _) => files,
        (Err(error), Some(Page::Save(page))) => {
            page.is_writing = false;
            page.trouble = Some(error);
            return false;
        }
        (Err(error), _) => {
            model.fail(error, snapshot.uptime);
            return false;
        }
    };
    let what = match place.map(|place| model.pages.remove(place)) {
        Some(Page::Save(page)) => Some(page.what),
        _ => None,
    };
    let is_sheet = matches!(what, Some(Saved::Sheet(_)));
    let first = files.first().map(|file| shown(file).to_string());
    let name = first.unwrap_or_default();
    let text = match files.len() {
        1 if is_sheet => {
            format!("Wrote {name}. Open it in a browser, print it, and remove the file.")
        }
        1 => format!("Wrote {name}. Whoever reads it has the secret: keep it elsewhere."),
        count => {
            format!("Wrote {count} pictures, {name} first. Remove them once they are scanned.")
        }
    };
    model.say(Tone::Done, text, snapshot.uptime);
    is_sheet || matches!(what, Some(Saved::Recovery(_)))
}
