//! The windows over the list: tags, bin and questions.

use super::{Line, Panel, account, offered};
use crate::account::AccountId;
use crate::app::Relation;
use crate::formats::migration::LeftOut;
use crate::tui::columns::{cut, width};
use crate::tui::model::Model;
use crate::tui::page::{Question, SavePage, Saved, Twin};
use crate::tui::sentence::called;
use crate::tui::snapshot::{Snapshot, binned};
use crate::tui::theme::Role;
use crate::vault::difference::deed;

/// How many things another device did are told one by one.
const MAX_TOLD: usize = 4;

pub(super) fn tags(model: &Model, place: usize) -> Panel {
    let mut panel = Panel::new(model, "Tags", 40);
    let room = panel.columns.saturating_sub(12);
    panel.focus = place;
    for (number, (tag, count)) in model.list.tabs.iter().enumerate() {
        let is_chosen = model.list.tags.contains(tag);
        let (tick, role) = if is_chosen {
            (" [x] ", Role::Strong)
        } else {
            (" [ ] ", Role::Text)
        };
        let name = cut(tag.as_str(), room, model.glyphs().cut);
        let line = offered(model, number, number == place).with(Role::Text, tick);
        let line = line.with(role, format!("#{name}"));
        panel
            .lines
            .push(line.and_right(Role::Faint, count.to_string()));
    }
    panel
}

pub(super) fn bin(model: &Model, snapshot: &Snapshot<'_>, selected: Option<&AccountId>) -> Panel {
    let mut panel = Panel::new(model, "Bin", 60);
    let room = panel.columns;
    let bin = snapshot.bin();
    let place = binned(&bin, selected);
    panel.focus = place.unwrap_or_default();
    for (number, account) in bin.into_iter().enumerate() {
        let title = if model.hides_names() {
            format!("Account {}", number + 1)
        } else {
            called(&account.issuer, &account.name, false)
        };
        let mut when = account
            .deleted
            .map_or_else(String::new, |then| account::ago(then, snapshot.now));
        if room < 40 {
            when = when.replace(" ago", "").replace("just ", "");
        }
        let mut line = offered(model, number, Some(number) == place);
        line.pad(1);
        let left = room.saturating_sub(line.width() + width(&when) + 1);
        line.push(
            Role::Text,
            cut(&title, left, model.glyphs().cut).into_owned(),
        );
        panel.lines.push(line.and_right(Role::Faint, when));
    }
    panel
}

/// What an account is called; nothing where it is gone.
fn name_of(model: &Model, snapshot: &Snapshot<'_>, id: &AccountId) -> String {
    snapshot.account(id).map_or_else(String::new, |account| {
        called(&account.issuer, &account.name, model.hides_names())
    })
}

/// What a series of codes leaves out: each with its reason, or how many where the window cannot hold that.
fn without(
    panel: &mut Panel,
    model: &Model,
    snapshot: &Snapshot<'_>,
    left_out: &[(AccountId, LeftOut)],
) {
    let before = panel.lines.len();
    for (id, why) in left_out {
        let name = name_of(model, snapshot, id);
        panel.say(Role::Alert, &format!("! Without {name}: {}.", why.reason()));
    }
    if panel.lines.len() > Panel::rows_within(model.size, model.footer_height()) {
        panel.lines.truncate(before);
        let count = left_out.len();
        let text = format!("! Without {count} that Google's format cannot hold.");
        panel.say(Role::Alert, &text);
    }
}

pub(super) fn ask(model: &Model, snapshot: &Snapshot<'_>, question: &Question) -> Panel {
    let title = match question {
        Question::UseCounter(_) => "Counter",
        Question::Remember => "Keyring",
        Question::ShowQr(..) => "QR code",
        Question::Others(_) => "Undo",
        Question::Told(_) => "Wait",
    };
    let mut panel = Panel::new(model, title, 56);
    match question {
        Question::UseCounter(id) => {
            let counter = snapshot
                .account(id)
                .and_then(|account| account.otp.counter())
                .unwrap_or_default();
            let name = name_of(model, snapshot, id);
            let text = format!("Use counter value {counter} of {name}?");
            panel.say(Role::Strong, &text);
            let text = "Each value works once. It is saved first, then the code is copied.";
            panel.say(Role::Text, text);
        }
        Question::Remember => {
            let text = "Keep the key in the keyring of this desktop?";
            panel.say(Role::Strong, text);
            let text = "Then otp asks for no passphrase while you are logged in. Programs that run as you can read the \
                        key there too. To change it later: otp unlock --remember or --forget";
            panel.say(Role::Text, text);
        }
        Question::ShowQr(ids, left_out) => {
            let text = match ids.as_slice() {
                [id] => {
                    let name = name_of(model, snapshot, id);
                    format!("Show the secret of {name} as a QR code?")
                }
                more => format!("Show the secrets of {} accounts as QR codes?", more.len()),
            };
            panel.say(Role::Strong, &text);
            // What is left out is not known from anywhere else.
            let text = if model.is_roomy() || left_out.is_empty() {
                "Whoever sees or photographs it can make your codes. It closes by itself after 60 s."
            } else {
                "Whoever sees it can make your codes."
            };
            panel.say(Role::Text, text);
            without(&mut panel, model, snapshot, left_out);
        }
        Question::Others(theirs) => {
            panel.say(Role::Strong, "The last change came from another device:");
            for difference in theirs.iter().take(MAX_TOLD) {
                let name = match name_of(model, snapshot, &difference.id) {
                    name if !name.is_empty() => name,
                    _ if model.hides_names() => "an account".to_owned(),
                    _ => difference.title.clone(),
                };
                panel.say(Role::Text, &format!("{} {name}", deed(&difference.what)));
            }
            let more = theirs.len().saturating_sub(MAX_TOLD);
            if more > 0 {
                panel.say(Role::Text, &format!("and {more} more"));
            }
            let text = "Take that back, or what this device did last?";
            panel.say(Role::Strong, text);
        }
        Question::Told(error) => panel.fail(model, error),
    }
    panel
}

/// The name of a file that is to be written.
pub(super) fn save(model: &Model, page: &SavePage) -> Panel {
    let text = match &page.what {
        Saved::Recovery(_) => {
            "Write the recovery key into a new file that only you can read. Move it to where you keep other keys: on this \
             device it is lost with the device."
        }
        Saved::Sheet(_) => {
            "Write a page with the recovery key and its QR code into a new file that only you can read. Open it in a \
             browser, print it, and remove the file."
        }
        Saved::Pictures(texts) if texts.len() > 1 => {
            "Write the QR codes as PNG pictures, numbered, that only you can read."
        }
        Saved::Pictures(_) => "Write the QR code as a PNG picture that only you can read.",
    };
    let mut panel = Panel::new(model, "Save", 60);
    panel.say(Role::Faint, "File");
    panel.write(model, &page.field, page.field.text());
    panel.advise(model, page.trouble.as_ref(), Role::Text, text);
    panel
}

/// What is to be added is like an account that is there.
pub(super) fn twin(model: &Model, twin: &Twin) -> Panel {
    let name = |issuer, name| called(issuer, name, model.hides_names());
    let own = name(&twin.draft.issuer, &twin.draft.name);
    let other = name(&twin.other.issuer, &twin.other.name);
    let told = twin.relation.told(&own, &other);
    let mut panel = Panel::new(model, "Add", 60);
    panel.say(Role::Strong, &format!("{own} {told}."));
    panel.lines.push(Line::blank());
    panel.say(
        Role::Text,
        match &twin.relation {
            Relation::OtherSettings(..) => {
                "One secret has one set of settings: if the codes of the old one are refused, it is the one to correct. \
                 It keeps its name, tags and note."
            }
            Relation::OtherSecret(_) => {
                "Replace the old secret if the site gave you a new one; keep both if these are two accounts."
            }
            _ => "Both would show the same codes.",
        },
    );
    panel
}
