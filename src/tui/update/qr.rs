//! QR codes for a phone: one of an account, or a series of all in view that is cut to the window.

use std::time::Duration;

use super::moved::moved;
use super::save;
use crate::account::{AccountId, SecretText, uri};
use crate::app::Error;
use crate::formats::migration;
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Tone};
use crate::tui::page::{Page, QrCode, QrPage, Question, Saved};
use crate::tui::scene::fits;
use crate::tui::sentence::Sentence;
use crate::tui::snapshot::Snapshot;

/// QR codes of secrets close by themselves so long after the last key.
const OPEN: Duration = Duration::from_secs(60);

pub(super) fn act(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, by: isize) {
    let Some(Page::Qr(qr)) = model.page_mut() else {
        return;
    };
    if action == Action::SaveFile {
        let texts = qr.codes.iter().map(|code| code.text.clone()).collect();
        let usual = if qr.ids.is_empty() {
            "~/otp-qr.png"
        } else {
            "~/otp-series.png"
        };
        save::ask(model, Saved::Pictures(texts), usual);
        return;
    }
    qr.place = moved(qr.place, by, qr.codes.len());
    qr.until = snapshot.uptime.saturating_add(OPEN);
}

/// After all questions.
pub(super) fn show_secrets(model: &mut Model, snapshot: &Snapshot<'_>, ids: Vec<AccountId>) {
    match ids.as_slice() {
        [id] => show_one(model, snapshot, id),
        _ => model.request(Effect::Migrate(ids)),
    }
}

fn show_one(model: &mut Model, snapshot: &Snapshot<'_>, id: &AccountId) {
    let Some(account) = snapshot.account(id) else {
        model.say(Tone::Failed, "This account is gone.", snapshot.uptime);
        return;
    };
    let text = uri::write_short(&account.issuer, &account.name, &account.otp);
    show_text(model, snapshot, text, Sentence::about("", account));
}

/// Shows one QR code.
pub(super) fn show_text(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    text: SecretText,
    title: Sentence,
) {
    let codes = vec![QrCode { text, accounts: 1 }];
    model.pages.push(Page::Qr(QrPage {
        codes,
        ids: Vec::new(),
        title,
        place: 0,
        until: snapshot.uptime.saturating_add(OPEN),
    }));
}

/// The links of several accounts, cut to the window: on a page of their own, or in place of those that were cut to
/// another.
pub(super) fn migrated(
    model: &mut Model,
    snapshot: &Snapshot<'_>,
    ids: Vec<AccountId>,
    result: Result<Vec<(SecretText, usize)>, Error>,
) {
    let links = match result {
        Ok(links) if links.is_empty() => {
            model.say(Tone::Note, "There is nothing to show.", snapshot.uptime);
            return;
        }
        Ok(links) => links,
        Err(error) => {
            model.fail(error, snapshot.uptime);
            return;
        }
    };
    let codes = links
        .into_iter()
        .map(|(text, accounts)| QrCode { text, accounts })
        .collect();
    let shown = model.pages.iter_mut().find_map(|page| match page {
        Page::Qr(qr) if qr.ids == ids => Some(qr),
        _ => None,
    });
    if let Some(qr) = shown {
        qr.codes = codes;
        qr.place = 0;
        return;
    }
    model.pages.push(Page::Qr(QrPage {
        codes,
        title: format!("{} accounts", ids.len()).into(),
        ids,
        place: 0,
        until: snapshot.uptime.saturating_add(OPEN),
    }));
}

/// The window has another size: a series that nobody has begun to scan is cut to it; one that was begun only when it
/// has to be, as the codes of two series make no whole.
pub(super) fn resized(model: &mut Model) {
    let series = model.pages.iter().find_map(|page| match page {
        Page::Qr(qr) if !qr.ids.is_empty() => Some(qr),
        _ => None,
    });
    let is_cut =
        |qr: &&QrPage| qr.place == 0 || !qr.codes.iter().all(|code| fits(model, &code.text));
    let ids = series.filter(is_cut).map(|qr| qr.ids.clone());
    model.effects.extend(ids.map(Effect::Migrate));
}

/// Asks before the secrets of all accounts in view are shown, and says which cannot be in Google's format.
pub(super) fn ask_for_all(model: &mut Model, snapshot: &Snapshot<'_>) {
    let (mut inside, mut without) = (Vec::new(), Vec::new());
    for account in model.list.ids().filter_map(|id| snapshot.account(id)) {
        match migration::left_out(&account.otp) {
            None => inside.push(account.id.clone()),
            Some(why) => without.push((account.id.clone(), why)),
        }
    }
    if inside.is_empty() {
        let text = "Google's format can hold none of these accounts; Q shows one as a link.";
        model.say(Tone::Failed, text, snapshot.uptime);
        return;
    }
    let question = Question::ShowQr(inside, without);
    model.pages.push(Page::Ask(question));
}
