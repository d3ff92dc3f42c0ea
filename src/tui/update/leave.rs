//! Leaving: a warning, once, when something would be lost; the same key again confirms it.

use crate::tui::effect::Effect;
use crate::tui::model::{Model, Tone};
use crate::tui::page::Page;
use crate::tui::snapshot::Snapshot;

pub(super) fn quit(model: &mut Model, snapshot: &Snapshot<'_>) {
    let Some(lost) = lost(model).filter(|_| !model.is_leaving) else {
        return model.request(Effect::Quit);
    };
    model.is_leaving = true;
    let text = format!("{lost} The same key again quits.");
    model.say(Tone::Failed, text, snapshot.uptime);
}

/// What would be lost; what is asked over a form counts as the form.
fn lost(model: &Model) -> Option<&'static str> {
    model.pages.iter().rev().find_map(|page| match page {
        Page::Form(form) if form.target().is_some() => form
            .is_changed()
            .then_some("What you changed is not saved."),
        Page::Form(form) => form
            .is_changed()
            .then_some("This account is not saved yet."),
        Page::Add(add) if !add.candidates.is_empty() => {
            Some("What was found is not in the vault yet.")
        }
        Page::Settings(page) if page.is_written() => Some("What you wrote is not saved."),
        Page::Recovery(_) => Some("Without this key, a lost passphrase is a lost vault."),
        _ => None,
    })
}
