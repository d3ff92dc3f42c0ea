//! Answers: what the interface says once something was changed, copied or used.

use std::time::Duration;

use super::{Effect, Way};
use crate::account::{AccountId, Code};
use crate::app::door::{Receipt, Trouble};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Desk, Model, Page, Taken, Tone};
use crate::vault::Change;

pub(super) fn changed(
    model: &mut Model,
    desk: &Desk<'_>,
    result: Result<Change, Trouble>,
    done: &str,
    way: Way,
) {
    let inverse = match result {
        Ok(inverse) => inverse,
        Err(trouble) => {
            model.say(Tone::Failed, trouble.to_string(), desk.uptime);
            return;
        }
    };
    let added = brought(&inverse);
    let history = &mut model.history;
    let (text, hint) = match way {
        Way::New => {
            history.redo.clear();
            history.undo.push((inverse, done.to_owned()));
            (format!("{done}."), Action::Undo)
        }
        Way::Undo => {
            history.redo.push((inverse, done.to_owned()));
            (format!("Undone: {done}."), Action::Redo)
        }
        Way::Redo => {
            history.undo.push((inverse, done.to_owned()));
            (format!("Done again: {done}."), Action::Undo)
        }
    };
    let key = model.keymap.keys(Mode::List, hint).first();
    let key = key.map(|key| format!("  {key} {}", hint.name()));
    if matches!(model.page(), Page::Add(_) | Page::Form(_)) {
        model.back();
    }
    model.list.load(desk);
    if let Some(id) = added {
        model.list.select_account(&id);
    }
    model.say(Tone::Done, text + &key.unwrap_or_default(), desk.uptime);
}

/// The account that a change brought, told by its inverse.
fn brought(inverse: &Change) -> Option<AccountId> {
    match inverse {
        Change::Remove { id } => Some(id.clone()),
        Change::Batch(changes) => changes.iter().find_map(brought),
        _ => None,
    }
}

/// Without the keyring the passphrase still opens the vault: nothing is lost.
pub(super) fn remembered(model: &mut Model, desk: &Desk<'_>, result: Result<(), Trouble>) {
    match result {
        Ok(()) => model.say(Tone::Done, "The keyring keeps the key now.", desk.uptime),
        Err(trouble) => {
            let text = format!("{}; the passphrase will be asked for.", trouble.happened);
            model.say(Tone::Failed, text, desk.uptime);
        }
    }
}

pub(super) fn copied(
    model: &mut Model,
    desk: &Desk<'_>,
    id: &AccountId,
    said: &str,
    result: Result<Receipt, Trouble>,
) {
    let receipt = match result {
        Ok(receipt) => receipt,
        Err(trouble) => {
            model.say(Tone::Failed, format!("Not copied: {trouble}"), desk.uptime);
            return;
        }
    };
    // What `copy` recorded may have changed the order.
    if desk
        .account(id)
        .is_some_and(|account| account.used.is_some())
    {
        model.list.load(desk);
    }
    let clears = receipt.clears_in.map_or_else(String::new, |after| {
        format!(", clears in {} s", after.as_secs())
    });
    // A terminal gives no answer: "sent" is all that is known.
    let text = if receipt.confirmed {
        format!("Copied {said}{clears}")
    } else {
        format!("Sent {said} to the terminal's clipboard{clears}")
    };
    model.say(Tone::Done, text, desk.uptime);
    if let Some(toast) = &mut model.toast {
        toast.aside = receipt.road;
    }
}

pub(super) fn used(
    model: &mut Model,
    desk: &Desk<'_>,
    id: AccountId,
    result: Result<Code, Trouble>,
) -> Vec<Effect> {
    match result {
        Ok(code) => {
            model.taken = Some(Taken {
                id: id.clone(),
                code: code.clone(),
                until: desk.uptime.saturating_add(Duration::from_secs(60)),
            });
            let said = desk.account(&id).map_or_else(String::new, |account| {
                let called =
                    crate::tui::model::called(&account.issuer, &account.name, model.hides_names());
                format!("a fresh code for {called}")
            });
            model.list.load(desk);
            vec![Effect::Copy(id, code, said)]
        }
        Err(trouble) => {
            model.say(Tone::Failed, trouble.to_string(), desk.uptime);
            Vec::new()
        }
    }
}
