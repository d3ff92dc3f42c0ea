//! What keys do on the export page, and what becomes of what the worker wrote.

use super::moved::moved;
use crate::account::{Account, counted};
use crate::app::{Error, Exit};
use crate::tui::effect::Effect;
use crate::tui::export::{Export, Step, Written};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Tone};
use crate::tui::page::{LockPage, Page, Then};
use crate::tui::snapshot::Snapshot;

/// Opens the page; behind the passphrase, where it is asked for again.
pub(super) fn open(model: &mut Model, snapshot: &Snapshot<'_>) {
    if model.settings.ask_again {
        let again = Page::Again(Then::Export, LockPage::default());
        model.pages.push(again);
    } else {
        open_unasked(model, snapshot);
    }
}

/// Opens the page for what is in view, after all questions.
pub(super) fn open_unasked(model: &mut Model, snapshot: &Snapshot<'_>) {
    let ids = model.list.ids().filter_map(|id| snapshot.account(id));
    let accounts: Vec<Account> = ids
        .map(|account| snapshot.foreign.without_mark(account))
        .collect();
    if accounts.is_empty() {
        model.say(Tone::Note, "There is nothing to export.", snapshot.uptime);
        return;
    }
    let page = Box::new(Export::of(accounts));
    model.pages.push(Page::Export(page));
}

/// A key. A step back leaves what is being written to be finished.
pub(super) fn act(model: &mut Model, action: Action, by: isize) {
    let number = model.ask();
    let Some(Page::Export(page)) = model.page_mut() else {
        return;
    };
    match (&page.step, action) {
        (Step::Choosing | Step::Writing | Step::Done(_), Action::Back)
        | (Step::Done(_), Action::Accept) => model.back(),
        (Step::Plain | Step::Password(_) | Step::Naming, Action::Back) => page.begin_again(),
        (Step::Choosing, Action::Accept) if page.is_open() => page.step = Step::Plain,
        (Step::Choosing, Action::Accept) => page.step = Step::Password(0),
        (Step::Choosing, _) => page.selected = moved(page.selected, by, page.choices.len()),
        (Step::Plain, Action::Accept) => page.name(),
        (Step::Password(0), Action::Accept) if !page.passwords[0].is_empty() => {
            page.step = Step::Password(1);
        }
        (Step::Password(1), Action::Accept) => page.compare(),
        (Step::Naming, Action::Accept) if !page.file.is_empty() => {
            let job = page.write(number).map(Box::new);
            model
                .effects
                .extend(job.map(|job| Effect::Export(number, job)));
        }
        _ => {}
    }
}

/// What the worker wrote; whoever has left the page hears of it too.
pub(super) fn exported(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    number: u64,
    result: Result<Written, Error>,
) {
    match (model.asker(number), result) {
        (Some(Page::Export(page)), result) => page.written(result),
        (_, Ok(written)) => {
            let text = format!("Exported {}", counted(written.count, "account"));
            model.say(Tone::Done, text, snapshot.uptime);
        }
        (_, Err(error)) if error.exit() != Exit::Usage => model.fail(error, snapshot.uptime),
        (_, Err(_)) => {}
    }
}
