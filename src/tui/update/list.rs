//! What keys do on the list, in the search line and in the details.

use std::time::Duration;

use crate::account::order::Order;
use crate::account::{Account, Kind};
use crate::app::store::history::Way;
use crate::app::{CopyRule, Error};
use crate::tui::add::{Add, Purpose};
use crate::tui::columns::PANE_FROM;
use crate::tui::effect::Effect;
use crate::tui::form::Form;
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Model, Privacy, Tone, told};
use crate::tui::page::{Page, Question};
use crate::tui::sentence::Sentence;
use crate::tui::snapshot::Snapshot;
use crate::vault::{Change, Edit};

/// A copy in the last seconds says when the code ends.
const SHORT: u32 = 4;
const PEEK: Duration = Duration::from_secs(10);

pub(super) fn act(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    if scroll_details(model, action) {
        return;
    }
    if let Some(place) = destination(model, action) {
        return model.list.select(place);
    }
    match action {
        Action::Back => back(model, snapshot),
        Action::Accept => model.back(),
        Action::Search => model.pages.push(Page::Search),
        Action::Add => model.pages.push(Page::Add(Box::new(Add::to(Purpose::Add)))),
        Action::Import => model.pages.push(Page::Import(Box::default())),
        Action::Export => super::export::open(model, snapshot),
        Action::Tags => {
            if snapshot
                .accounts()
                .iter()
                .all(|account| account.tags.is_empty())
            {
                let text = "No account has a tag yet; edit one to give it some.";
                model.say(Tone::Note, text, snapshot.uptime);
            } else {
                model.pages.push(Page::Tags(0));
            }
        }
        Action::Bin => {
            if snapshot.bin().is_empty() {
                model.say(Tone::Note, "The bin is empty.", snapshot.uptime);
            } else {
                model.pages.push(Page::Bin(None));
            }
        }
        Action::Hide | Action::Present => hide(model, snapshot, action),
        Action::Settings => super::settings::open(model),
        Action::Order => next_order(model, snapshot),
        Action::NextTab | Action::PreviousTab => turn_tabs(model, snapshot, action),
        Action::Undo => model.request(Effect::Undo),
        Action::Redo => model.request(Effect::Walk(Way::Forth)),
        Action::QrAll => super::qr::ask_for_all(model, snapshot),
        _ => {
            if let Some(account) = model.list.selected_account(snapshot) {
                return on_account(model, snapshot, action, account);
            }
            if model.list.is_adrift() {
                let text =
                    "Nothing is selected: the account that was is gone. Move to another first.";
                model.say(Tone::Note, text, snapshot.uptime);
            }
        }
    }
}

/// Codes alone are hidden or shown, or names with them; behind presenting everything is as it was before.
fn hide(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    model.peek = None;
    let (privacy, text) = match (model.privacy, action) {
        (Privacy::Names, Action::Present) if model.before_presenting == Privacy::Codes => {
            (Privacy::Codes, "Names are shown again, codes stay hidden.")
        }
        (Privacy::Names, Action::Present) => (Privacy::Nothing, "Names and codes are shown again."),
        (Privacy::Names, _) => (
            Privacy::Names,
            "Presenting hides codes too, as long as it lasts.",
        ),
        (before, Action::Present) => {
            model.before_presenting = before;
            let text = "Presenting: names and codes are hidden, copying still works.";
            (Privacy::Names, text)
        }
        (Privacy::Nothing, _) => (Privacy::Codes, "Codes are hidden, copying still works."),
        (Privacy::Codes, _) => (Privacy::Nothing, "Codes are shown again."),
    };
    model.privacy = privacy;
    model.say(Tone::Note, text, snapshot.uptime);
}

/// In the details a page is a part of one account, not of the list.
fn scroll_details(model: &mut Model, action: Action) -> bool {
    let half = model.list_height() / 2;
    let Some(Page::Details(scrolled)) = model.page_mut() else {
        return false;
    };
    match action {
        Action::PageDown => *scrolled = (*scrolled + half).min(100),
        Action::PageUp => *scrolled = scrolled.saturating_sub(half),
        _ => return false,
    }
    true
}

/// The row a movement leads to.
fn destination(model: &Model, action: Action) -> Option<usize> {
    let here = model.list.selected();
    let shape = model.list.shelves().shape();
    // A line of cards is one step, and a page as many as are in sight.
    let across = shape.across;
    let page = (model.list_height() / shape.tall).max(1) * across;
    let half = (page / across / 2).max(1) * across;
    Some(match action {
        // The one that was there is gone: this is the next one.
        Action::Next if model.list.is_adrift() => here,
        Action::Next if here >= last_line(model.list.rows().len(), across) => here,
        Action::Next => here + across,
        Action::Previous => here.checked_sub(across).unwrap_or(here),
        Action::Right if across > 1 => here + 1,
        Action::Left if across > 1 => here.saturating_sub(1),
        Action::First => 0,
        Action::Last => usize::MAX,
        Action::HalfDown => here + half,
        Action::HalfUp => here.saturating_sub(half),
        Action::PageDown => here + page,
        Action::PageUp => here.saturating_sub(page),
        _ => return None,
    })
}

fn next_order(model: &mut Model, snapshot: &Snapshot<'_>) {
    model.list.next_order(snapshot);
    let text = match model.list.order {
        Order::Issuer => "Sorted by issuer.",
        Order::LastUsed => "Sorted by last use.",
        Order::Tag => "Sorted by tag.",
        Order::Own => "Your own order: J and K move a row.",
    };
    model.say(Tone::Note, text, snapshot.uptime);
    model.request(Effect::KeepOrder(model.list.order));
}

/// Opens the tab beside the open one; behind the last comes the first.
fn turn_tabs(model: &mut Model, snapshot: &Snapshot<'_>, action: Action) {
    let last = model.list.tabs.len();
    let tab = match (model.list.tab(), action) {
        (None, _) => 0,
        (Some(tab), Action::NextTab) => (tab + 1) % (last + 1),
        (Some(tab), _) => tab.checked_sub(1).unwrap_or(last),
    };
    model.list.open_tab(snapshot, tab);
}

/// The first row of those that lie in the last line.
fn last_line(count: usize, across: usize) -> usize {
    count.saturating_sub(1) / across * across
}

fn back(model: &mut Model, snapshot: &Snapshot<'_>) {
    match model.mode() {
        Mode::Search => {
            model.back();
            model.list.show_all(snapshot);
        }
        Mode::Details => model.back(),
        _ if !model.list.query.is_empty() => model.list.show_all(snapshot),
        _ if !model.list.tags.is_empty() => {
            model.list.tags.clear();
            model.list.filter(snapshot);
        }
        _ => {
            model.toast = None;
            model.peek = None;
        }
    }
}

fn on_account(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, account: &Account) {
    let id = account.id.clone();
    if let Some(refusal) = foreign_refusal(snapshot, action, account) {
        return model.say(Tone::Note, told(&refusal), snapshot.uptime);
    }
    match action {
        Action::Copy => copy(model, snapshot, account, false),
        Action::CopyNext => copy(model, snapshot, account, true),
        Action::UseCounter => {
            if account.otp.counter().is_some() {
                model.pages.push(Page::Ask(Question::UseCounter(id)));
            } else {
                let text = "Only counter-based accounts have a next counter value.";
                model.say(Tone::Note, text, snapshot.uptime);
            }
        }
        Action::Peek => {
            model.peek = match model.peek.take() {
                Some((peeked, _)) if peeked == id => None,
                _ => Some((id, snapshot.uptime.saturating_add(PEEK))),
            };
        }
        Action::Details | Action::Right => {
            if model.size.0 >= PANE_FROM {
                model.pane = Some(model.pane_width() == 0);
            } else {
                model.pages.push(Page::Details(0));
            }
        }
        Action::EditAccount => model.pages.push(Page::Form(Box::new(Form::edit(account)))),
        Action::Delete => {
            if model.mode() == Mode::Details {
                model.back();
            }
            let done = Sentence::about("Removed ", account);
            model.request(Effect::Change(Change::Remove { id }, done, 0));
        }
        Action::Pin => {
            let words = if account.pinned {
                "Unpinned "
            } else {
                "Pinned "
            };
            let done = Sentence::about(words, account);
            let edits = vec![Edit::Pinned(!account.pinned)];
            model.request(Effect::Change(Change::Edit { id, edits }, done, 0));
        }
        Action::Qr => {
            let question = Question::ShowQr(vec![id], Vec::new());
            model.pages.push(Page::Ask(question));
        }
        Action::MoveDown | Action::MoveUp => move_row(model, snapshot, action, account),
        _ => {}
    }
}

/// What only the program may do that an account comes from.
fn foreign_refusal(snapshot: &Snapshot<'_>, action: Action, account: &Account) -> Option<Error> {
    let group = snapshot.group_of(&account.id)?;
    let doing = match action {
        Action::Copy | Action::CopyNext | Action::UseCounter if account.otp.counter().is_some() => {
            "its counter is kept there"
        }
        Action::EditAccount | Action::Pin | Action::MoveDown | Action::MoveUp => {
            "it cannot be changed here"
        }
        Action::Delete => "it cannot be removed here",
        _ => return None,
    };
    Some(group.refusal(account, doing))
}

fn copy(model: &mut Model, snapshot: &Snapshot<'_>, account: &Account, next: bool) {
    let id = account.id.clone();
    if let Kind::Hotp { .. } = account.otp.kind() {
        // The code taken a moment ago may be copied again; a new one only after a question.
        if let Some(taken) = model.taken.as_ref().filter(|taken| taken.id == id) {
            let said = Sentence::about("the code for ", account).then(" again");
            let copy = Effect::Copy(id, taken.code.clone(), said);
            return model.request(copy);
        }
        model.pages.push(Page::Ask(Question::UseCounter(id)));
        return;
    }
    if model.mode() == Mode::Search {
        model.back();
        model.list.show_all(snapshot);
    }
    let (Some(timed), Some(period)) = (account.otp.at(snapshot.now), account.otp.period()) else {
        model.fail(crate::app::lacks_pin(account), snapshot.uptime);
        return;
    };
    let short = timed.remaining < SHORT;
    let next = next || (short && model.settings.copy == CopyRule::Next);
    let step = period.step(snapshot.now) + u64::from(next);
    let again = model.handed.insert(id.clone(), step) == Some(step);
    let left = timed.remaining;
    let (words, end) = match (next, short, again) {
        (true, ..) => ("the next code for ", format!(" (valid in {left} s)")),
        (false, true, _) => ("the code for ", format!(" (ends in {left} s)")),
        (false, false, true) => ("the same code for ", " again".to_owned()),
        (false, false, false) => ("the code for ", String::new()),
    };
    let said = Sentence::about(words, account).then(&end);
    let code = if next { timed.next } else { timed.code };
    model.request(Effect::Copy(id, code, said));
}

/// Moves the selected row by one in the user's own order: numbers all rows as they stand, with the two swapped.
fn move_row(model: &mut Model, snapshot: &Snapshot<'_>, action: Action, moved: &Account) {
    if model.list.order != Order::Own || model.list.is_narrowed() {
        let text = "Rows move in your own order only, with all accounts in view: press o.";
        model.say(Tone::Note, text, snapshot.uptime);
        return;
    }
    let here = model.list.selected();
    let there = match action {
        Action::MoveDown => here + 1,
        _ => here.wrapping_sub(1),
    };
    let ids = model.list.ids();
    let mut order: Vec<&Account> = ids.filter_map(|id| snapshot.account(id)).collect();
    let pinned = |place: usize| order.get(place).map(|account| account.pinned);
    // Pinned ones stay first: a row does not cross their border.
    if pinned(there).is_none() || pinned(there) != pinned(here) {
        return;
    }
    order.swap(here, there);
    let numbered = order.iter().zip((0..).step_by(1));
    let changes = numbered
        .filter(|(account, _)| snapshot.group_of(&account.id).is_none())
        .filter(|(account, place)| account.order != Some(*place))
        .map(|(account, place)| Change::Edit {
            id: account.id.clone(),
            edits: vec![Edit::Order(Some(place))],
        });
    let change = Change::Batch(changes.collect());
    model.request(Effect::Change(change, Sentence::about("Moved ", moved), 0));
}
