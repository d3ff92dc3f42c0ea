//! Moving in and out: opens the pages for it, carries their commands to the worker and its answers back.

use super::Effect;
use crate::account::{Account, SecretText, counted};
use crate::app::{Error, Exit};
use crate::tui::export::keys::TerminalCommand as ExportWish;
use crate::tui::export::{Export, Written};
use crate::tui::import::Import;
use crate::tui::import::keys::{News, TerminalCommand};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Tone};
use crate::tui::page::{LockPage, Page, Then};
use crate::tui::sentence::Sentence;
use crate::tui::snapshot::Snapshot;

/// Opens one of the pages; the one for moving out behind the passphrase, where it is asked for again.
pub(super) fn open(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    if action == Action::Import {
        model.pages.push(Page::Import(Box::default()));
        return;
    }
    if model.settings.ask_again {
        let again = Page::Again(Then::Export, LockPage::default());
        model.pages.push(again);
        return;
    }
    export_view(model, snapshot);
}

/// Opens the page for what is in view, after all questions.
pub(super) fn export_view(model: &mut Model, snapshot: &Snapshot<'_>) {
    let ids = model.list.ids().filter_map(|id| snapshot.account(id));
    let accounts: Vec<Account> = ids
        .map(|account| snapshot.foreign.without_mark(account))
        .collect();
    if accounts.is_empty() {
        model.say(Tone::Note, "There is nothing to export.", snapshot.uptime);
        return;
    }
    model
        .pages
        .push(Page::Export(Box::new(Export::of(accounts))));
}

/// A key on one of the two pages.
pub(super) fn act(model: &mut Model, action: Action, by: isize) -> Vec<Effect> {
    match model.page_mut() {
        Some(Page::Import(page)) => {
            let wish = page.act(action, by);
            import(model, wish)
        }
        Some(Page::Export(page)) => {
            let wish = page.act(action, by);
            export(model, wish)
        }
        _ => Vec::new(),
    }
}

/// A paste on the import page.
pub(super) fn paste(model: &mut Model, text: SecretText) -> Vec<Effect> {
    let Some(Page::Import(page)) = model.page_mut() else {
        return Vec::new();
    };
    let wish = page.paste(text);
    import(model, wish)
}

/// The page for imports in the place of the add field that asked: what was written there is another app's export.
pub(super) fn instead_of_adding(model: &mut Model, asked: u64, text: SecretText) -> Vec<Effect> {
    let number = model.ask();
    let place = model.pages.iter_mut().find(|page| match page {
        Page::Add(add) => add.asked == Some(asked),
        _ => false,
    });
    let Some(place) = place else {
        return Vec::new();
    };
    let mut page = Box::<Import>::default();
    let wish = page.paste(text);
    page.asked = Some(number);
    *place = Page::Import(page);
    match wish {
        TerminalCommand::Work(job) => vec![Effect::Import(number, job)],
        _ => Vec::new(),
    }
}

fn import(model: &mut Model, wish: TerminalCommand) -> Vec<Effect> {
    let number = match wish {
        TerminalCommand::Nothing => return Vec::new(),
        TerminalCommand::Leave => {
            model.back();
            return Vec::new();
        }
        TerminalCommand::Work(_) | TerminalCommand::Add => model.ask(),
    };
    let Some(Page::Import(page)) = model.page_mut() else {
        return Vec::new();
    };
    let TerminalCommand::Work(job) = wish else {
        return add(model, number);
    };
    page.asked = Some(number);
    vec![Effect::Import(number, job)]
}

fn add(model: &mut Model, number: u64) -> Vec<Effect> {
    let Some(Page::Import(page)) = model.page_mut() else {
        return Vec::new();
    };
    let decisions = page.decisions();
    let done: Sentence = match decisions.as_slice() {
        [] => {
            // Nothing of it is wanted.
            model.back();
            return Vec::new();
        }
        [one] => Sentence::about_draft("Added ", one.draft()),
        more => format!("Added {} accounts", more.len()).into(),
    };
    page.asked = Some(number);
    vec![Effect::Enrol(decisions, done, number)]
}

/// What the worker found. An answer to a question that was given up says nothing any more.
pub(super) fn imported(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    number: u64,
    result: Result<News, Error>,
) {
    let page = model.pages.iter_mut().find_map(|page| match page {
        Page::Import(import) if import.asked == Some(number) => Some(import),
        _ => None,
    });
    let Some(page) = page else {
        return;
    };
    match result {
        Ok(News::Opened(opened)) => page.opened(Ok(opened), snapshot),
        Ok(News::Read(read)) => page.unlocked(*read, snapshot),
        Ok(News::Wrong(file, tries)) => page.refused(*file, tries, snapshot),
        Ok(News::Failed(error)) => page.failed(&error, snapshot),
        Err(error) => page.opened(Err(error), snapshot),
    }
}

fn export(model: &mut Model, wish: ExportWish) -> Vec<Effect> {
    let job = match wish {
        ExportWish::Nothing => return Vec::new(),
        ExportWish::Leave => {
            model.back();
            return Vec::new();
        }
        ExportWish::Work(job) => job,
    };
    let number = model.ask();
    let Some(Page::Export(page)) = model.page_mut() else {
        return Vec::new();
    };
    page.asked = Some(number);
    vec![Effect::Export(number, Box::new(job))]
}

/// What the worker wrote; whoever has left the page hears of it too.
pub(super) fn exported(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    number: u64,
    result: Result<Written, Error>,
) {
    let page = model.pages.iter_mut().find_map(|page| match page {
        Page::Export(export) if export.asked == Some(number) => Some(export),
        _ => None,
    });
    match (page, result) {
        (Some(page), result) => page.written(result),
        (None, Ok(written)) => {
            let text = format!("Exported {}", counted(written.count, "account"));
            model.say(Tone::Done, text, snapshot.uptime);
        }
        (None, Err(error)) if error.exit() != Exit::Usage => model.fail(error, snapshot.uptime),
        (None, Err(_)) => {}
    }
}
