//! Answers: what the interface says once something was changed, copied or used.

use std::time::Duration;

use crate::account::{AccountId, Code};
use crate::app::store::history::Way;
use crate::app::{Copied, Error, Group, SourceAccounts};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Taken, Tone, told};
use crate::tui::page::{Page, Question};
use crate::tui::sentence::Sentence;
use crate::tui::snapshot::Snapshot;
use crate::vault::difference::{Difference, deed};

pub(super) fn changed(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    result: Result<Option<AccountId>, Error>,
    done: Sentence,
    number: u64,
) {
    super::add::saved(model, number, result.is_ok());
    let added = match result {
        Ok(added) => added,
        Err(error) => {
            model.fail(error, snapshot.uptime);
            return;
        }
    };
    model.list.load(snapshot);
    if let Some(id) = added {
        model.list.select_account(&id);
    }
    let done = done.then(".").then(&hint(model, Action::Undo));
    model.say(Tone::Done, done, snapshot.uptime);
}

/// Another process changed the vault.
pub(super) fn refreshed(model: &mut Model, snapshot: &Snapshot<'_>) {
    model.list.load(snapshot);
    if matches!(model.page(), Page::Details(_)) && model.list.selected_account(snapshot).is_none() {
        model.back();
        model.say(
            Tone::Note,
            "This account was removed elsewhere.",
            snapshot.uptime,
        );
    }
}

/// Other programs have changed their vaults. What is wrong now and was not before is said.
pub(super) fn sources_read(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    before: &SourceAccounts,
    now: &SourceAccounts,
) {
    refreshed(model, snapshot);
    let was = |group: &Group| {
        let mut groups = before.groups.iter();
        let old = groups.find(|old| old.source.id == group.source.id);
        old.and_then(|old| old.facts.trouble.clone())
    };
    let is_new = |group: &&Group| {
        let trouble = group.facts.trouble.as_ref();
        trouble.is_some()
            && trouble.map(|now| &now.what) != was(group).as_ref().map(|old| &old.what)
    };
    let told: Vec<String> = now
        .groups
        .iter()
        .filter(is_new)
        .filter_map(Group::told)
        .collect();
    if !told.is_empty() {
        let text = format!("{}.", told.join("; "));
        model.say(Tone::Failed, text, snapshot.uptime);
    }
}

/// The key of an action that is the way back now; none where it would be a letter.
fn hint(model: &Model, action: Action) -> String {
    let key = model.keymap.keys(model.mode(), action).first();
    key.map(|key| format!("  {key} {}", action.name()))
        .unwrap_or_default()
}

pub(super) fn walked(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    result: Result<Vec<Difference>, Error>,
    way: Way,
) {
    let differences = match result {
        Ok(differences) => differences,
        Err(error) => {
            model.fail(error, snapshot.uptime);
            return;
        }
    };
    model.list.load(snapshot);
    let (word, other) = match way {
        Way::Back => ("Undone", Action::Redo),
        // That is a change like any other.
        Way::Others => ("Undone", Action::Undo),
        Way::Forth => ("Done again", Action::Undo),
    };
    let text = match differences.as_slice() {
        [one] => {
            model.list.select_account(&one.id);
            let words = format!("{word}: {} ", deed(&one.what));
            let account = snapshot.vault.and_then(|vault| vault.get(&one.id));
            let account = account.map(|account| Sentence::about(&words, account));
            account.unwrap_or_else(|| words.into()).then(".")
        }
        more => format!("{word}: {} accounts.", more.len()).into(),
    };
    let text = text.then(&hint(model, other));
    model.say(Tone::Done, text, snapshot.uptime);
}

/// An undo of ours would pass over what another device did last: which of the two is meant?
pub(super) fn theirs(model: &mut Model, snapshot: &Snapshot<'_>, theirs: Vec<Difference>) {
    model.list.load(snapshot);
    model.pages.push(Page::Ask(Question::Others(theirs)));
}

/// Without the keyring the passphrase still opens the vault: nothing is lost.
pub(super) fn remembered(model: &mut Model, snapshot: &Snapshot<'_>, result: Result<(), Error>) {
    match result {
        Ok(()) => model.say(
            Tone::Done,
            "The keyring keeps the key now.",
            snapshot.uptime,
        ),
        Err(error) => {
            let text = format!("{}; the passphrase will be asked for.", error.what());
            model.say(Tone::Failed, text, snapshot.uptime);
        }
    }
}

pub(super) fn copied(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    said: Sentence,
    result: Result<Copied, Error>,
) {
    let copied = match result {
        Ok(copied) => copied,
        Err(error) => {
            let text = format!("Not copied: {}", told(&error));
            model.say(Tone::Failed, text, snapshot.uptime);
            return;
        }
    };
    // What was used last may stand elsewhere now.
    model.list.load(snapshot);
    let clears = copied.clears_after.map_or_else(String::new, |after| {
        format!(", clears in {} s", after.as_secs())
    });
    // A terminal gives no answer: "sent" is all that is known.
    let text = if copied.route.is_unconfirmed() {
        said.after("Sent ").then(" to the terminal's clipboard")
    } else {
        said.after("Copied ")
    };
    let text = text.then(&clears);
    model.say(Tone::Done, text, snapshot.uptime);
    if let Some(toast) = &mut model.toast {
        toast.aside = copied.route.to_string().into();
    }
}

pub(super) fn used(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    id: AccountId,
    result: Result<Code, Error>,
) {
    match result {
        Ok(code) => {
            model.taken = Some(Taken {
                id: id.clone(),
                code: code.clone(),
                until: snapshot.uptime.saturating_add(Duration::from_secs(60)),
            });
            let said = snapshot.account(&id).map_or_else(
                || "a fresh code".into(),
                |account| Sentence::about("a fresh code for ", account),
            );
            model.list.load(snapshot);
            model.request(Effect::Copy(id, code, said));
        }
        Err(error) => model.fail(error, snapshot.uptime),
    }
}
