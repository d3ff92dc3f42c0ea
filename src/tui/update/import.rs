//! What keys and pastes do on the import page, and what becomes of what the worker found.

use super::moved::moved;
use crate::account::SecretText;
use crate::app::Error;
use crate::tui::effect::Effect;
use crate::tui::import::{Import, Job, News, Step};
use crate::tui::keymap::Action;
use crate::tui::model::Model;
use crate::tui::page::Page;
use crate::tui::sentence::Sentence;
use crate::tui::snapshot::Snapshot;

/// A key. A step back drops what is being read, and leaves a file without its password out.
pub(super) fn act(model: &mut Model, action: Action, by: isize) {
    let Some(Page::Import(page)) = model.page_mut() else {
        return;
    };
    match (&mut page.step, action) {
        (Step::Naming | Step::Report(_), Action::Back) => model.back(),
        (Step::Reading | Step::Asking(_), Action::Back) => page.forget(),
        (Step::Naming, Action::Accept) if !page.field.is_empty() => {
            let text = SecretText::from(page.field.text());
            page.forget();
            work(model, Job::Open(text));
        }
        (Step::Asking(asking), Action::Accept) if !asking.password.is_empty() => {
            if let Some(job) = page.unlock() {
                work(model, job);
            }
        }
        (Step::Report(report), Action::Tick) => report.tick(),
        (Step::Report(report), Action::TickAll) => report.tick_all(),
        (Step::Report(_), Action::Accept) if page.asked.is_none() => add(model),
        (Step::Report(report), _) => {
            report.selected = moved(report.selected, by, report.rows.len());
        }
        _ => {}
    }
}

fn work(model: &mut Model, job: Job) {
    let number = model.ask();
    if let Some(Page::Import(page)) = model.page_mut() {
        page.step = Step::Reading;
        page.asked = Some(number);
        model.request(Effect::Import(number, job));
    }
}

/// A path or an export that was pasted is read at once.
pub(super) fn paste(model: &mut Model, text: SecretText) {
    let number = model.ask();
    if let Some(page) = model.page_mut() {
        open_in(page, number, &text);
        model.request(Effect::Import(number, Job::Open(text)));
    }
}

/// The page for imports in the place of the add field that asked: what was written there is another app's export.
pub(super) fn instead_of_adding(model: &mut Model, asked: u64, text: SecretText) {
    let number = model.ask();
    if let Some(page) = model.asker(asked) {
        open_in(page, number, &text);
        model.request(Effect::Import(number, Job::Open(text)));
    }
}

fn open_in(page: &mut Page, number: u64, text: &SecretText) {
    *page = Page::Import(Box::new(Import::reading(text, number)));
}

/// Adds what is ticked.
fn add(model: &mut Model) {
    let number = model.ask();
    let Some(Page::Import(page)) = model.page_mut() else {
        return;
    };
    let decisions = page.decisions();
    let done: Sentence = match decisions.as_slice() {
        // Nothing of it is wanted.
        [] => return model.back(),
        [one] => Sentence::about_draft("Added ", one.draft()),
        more => format!("Added {} accounts", more.len()).into(),
    };
    page.asked = Some(number);
    model.request(Effect::Enrol(decisions, done, number));
}

/// What the worker found. An answer to a question that was given up says nothing any more.
pub(super) fn imported(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    number: u64,
    news: Result<News, Error>,
) {
    if let Some(Page::Import(page)) = model.asker(number) {
        page.hear(news, snapshot);
    }
}
