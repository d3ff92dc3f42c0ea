//! The windows over the list: tags, bin and questions; and what all windows share.

use unicode_segmentation::UnicodeSegmentation;

use super::{Line, Panel, account};
use crate::account::AccountId;
use crate::app::{Error, Relation};
use crate::formats::migration::LeftOut;
use crate::tui::columns::{cut, width, wrap};
use crate::tui::field::Field;
use crate::tui::model::Model;
use crate::tui::page::{Question, SavePage, Saved, Twin};
use crate::tui::sentence::called;
use crate::tui::snapshot::{Snapshot, binned};
use crate::tui::theme::Role;
use crate::vault::difference::deed;

/// How many things another device did are told one by one.
const MAX_TOLD: usize = 4;

/// Columns inside a frame that takes at most `most`.
pub(super) fn inner(model: &Model, most: u16) -> u16 {
    model.size.0.saturating_sub(4).clamp(1, most)
}

pub(super) fn said(lines: &mut Vec<Line>, role: Role, text: &str, room: u16) {
    lines.extend(
        wrap(text, room)
            .into_iter()
            .map(|part| Line::of(role, part)),
    );
}

/// What is to be written below it, in as many words as a line has room for.
pub(super) fn label(long: &'static str, short: &'static str, room: u16) -> Line {
    let text = if width(long) <= room { long } else { short };
    Line::of(Role::Faint, text)
}

/// What went wrong, what has to be read or compared for it, and what to do.
pub(super) fn failed(lines: &mut Vec<Line>, model: &Model, error: &Error, room: u16) {
    let what = format!("{} {}", model.glyphs().failed, error.what());
    said(lines, Role::Alert, &what, room);
    for detail in error.details() {
        said(lines, Role::Strong, detail.as_str(), room);
    }
    if !error.advice().is_empty() {
        said(lines, Role::Text, error.advice(), room);
    }
}

/// The line of a search by typing, and where the cursor stands in what is typed.
pub(super) fn search_line(query: &Field, room: u16) -> (Line, u16) {
    let (text, at) = window(query.text(), query.cursor(), room.saturating_sub(1));
    let mut line = Line::of(Role::Accent, "/").with(Role::Text, text);
    if query.is_empty() {
        line.push(Role::Faint, "type to find");
    }
    (line, at)
}

/// What a field shows of its text, and where the cursor stands in it: the end of what does not fit.
pub(super) fn window(text: &str, cursor: usize, room: u16) -> (String, u16) {
    let room = room.max(1);
    let before = text.get(..cursor).unwrap_or_default();
    let (mut start, mut at) = (before.len(), 0);
    for (place, cluster) in before.grapheme_indices(true).rev() {
        if at + width(cluster) >= room {
            break;
        }
        at += width(cluster);
        start = place;
    }
    let head = &before[start..];
    let tail = text.get(cursor..).unwrap_or_default();
    let shown = cut(tail, room.saturating_sub(at), "").into_owned();
    (format!("{head}{shown}"), at)
}

pub(super) fn tags(model: &Model, snapshot: &Snapshot<'_>, place: usize) -> Panel {
    let glyphs = model.glyphs();
    let room = inner(model, 40);
    let tags = snapshot.counted_tags();
    let lines = tags.iter().enumerate().map(|(number, (tag, count))| {
        let chosen = model.list.tags.contains(tag);
        let mut line = Line::blank();
        line.push(
            Role::Accent,
            if number == place {
                glyphs.selected
            } else {
                " "
            },
        );
        line.push(Role::Text, if chosen { " [x] " } else { " [ ] " });
        let name = cut(tag.as_str(), room.saturating_sub(12), glyphs.cut).into_owned();
        line.push(
            if chosen { Role::Strong } else { Role::Text },
            format!("#{name}"),
        );
        line.item = Some(number);
        line.and_right(Role::Faint, count.to_string())
    });
    Panel {
        title: "Tags".to_owned(),
        columns: room,
        lines: lines.collect(),
        focus: place,
        ..Panel::default()
    }
}

pub(super) fn bin(model: &Model, snapshot: &Snapshot<'_>, selected: Option<&AccountId>) -> Panel {
    let glyphs = model.glyphs();
    let room = inner(model, 60);
    let bin = snapshot.bin();
    let place = binned(&bin, selected);
    let lines = bin.into_iter().enumerate().map(|(number, account)| {
        let mut line = Line::blank();
        line.push(
            Role::Accent,
            if Some(number) == place {
                glyphs.selected
            } else {
                " "
            },
        );
        line.pad(1);
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
        let left = room.saturating_sub(line.width() + width(&when) + 1);
        line.push(Role::Text, cut(&title, left, glyphs.cut).into_owned());
        line.item = Some(number);
        line.and_right(Role::Faint, when)
    });
    Panel {
        title: "Bin".to_owned(),
        columns: room,
        lines: lines.collect(),
        focus: place.unwrap_or_default(),
        ..Panel::default()
    }
}

/// What a series of codes leaves out: each with its reason, or how many where the window cannot hold that.
fn without(
    lines: &mut Vec<Line>,
    model: &Model,
    snapshot: &Snapshot<'_>,
    left_out: &[(AccountId, LeftOut)],
    room: u16,
) {
    let mut told = Vec::new();
    for (id, why) in left_out {
        let name = snapshot.account(id).map_or_else(String::new, |account| {
            called(&account.issuer, &account.name, model.hides_names())
        });
        let text = format!("! Without {name}: {}.", why.reason());
        said(&mut told, Role::Alert, &text, room);
    }
    let rows = Panel::rows_within(model.size, model.footer_height());
    if lines.len() + told.len() > rows {
        told.clear();
        let text = format!(
            "! Without {} that Google's format cannot hold.",
            left_out.len()
        );
        said(&mut told, Role::Alert, &text, room);
    }
    lines.extend(told);
}

pub(super) fn ask(model: &Model, snapshot: &Snapshot<'_>, question: &Question) -> Panel {
    let room = inner(model, 56);
    let mut lines = Vec::new();
    let title = match question {
        Question::UseCounter(id) => {
            let account = snapshot.account(id);
            let name = account.map_or_else(String::new, |account| {
                called(&account.issuer, &account.name, model.hides_names())
            });
            let counter = account
                .and_then(|account| account.otp.counter())
                .unwrap_or_default();
            let text = format!("Use counter value {counter} of {name}?");
            said(&mut lines, Role::Strong, &text, room);
            let text = "Each value works once. It is saved first, then the code is copied.";
            said(&mut lines, Role::Text, text, room);
            "Counter"
        }
        Question::Remember => {
            let text = "Keep the key in the keyring of this desktop?";
            said(&mut lines, Role::Strong, text, room);
            let text = "Then otp asks for no passphrase while you are logged in. Programs that run as you can read the \
                        key there too. To change it later: otp unlock --remember or --forget";
            said(&mut lines, Role::Text, text, room);
            "Keyring"
        }
        Question::ShowQr(ids, left_out) => {
            let text = match ids.as_slice() {
                [id] => {
                    let name = snapshot.account(id).map_or_else(String::new, |account| {
                        called(&account.issuer, &account.name, model.hides_names())
                    });
                    format!("Show the secret of {name} as a QR code?")
                }
                more => format!("Show the secrets of {} accounts as QR codes?", more.len()),
            };
            said(&mut lines, Role::Strong, &text, room);
            // What is left out is not known from anywhere else.
            let text = if model.is_roomy() || left_out.is_empty() {
                "Whoever sees or photographs it can make your codes. It closes by itself after 60 s."
            } else {
                "Whoever sees it can make your codes."
            };
            said(&mut lines, Role::Text, text, room);
            without(&mut lines, model, snapshot, left_out, room);
            "QR code"
        }
        Question::Others(theirs) => {
            let text = "The last change came from another device:";
            said(&mut lines, Role::Strong, text, room);
            for difference in theirs.iter().take(MAX_TOLD) {
                let account = snapshot.account(&difference.id);
                let name = match account {
                    Some(account) => called(&account.issuer, &account.name, model.hides_names()),
                    None if model.hides_names() => "an account".to_owned(),
                    None => difference.title.clone(),
                };
                let text = format!("{} {name}", deed(&difference.what));
                said(&mut lines, Role::Text, &text, room);
            }
            let more = theirs.len().saturating_sub(MAX_TOLD);
            if more > 0 {
                said(&mut lines, Role::Text, &format!("and {more} more"), room);
            }
            let text = "Take that back, or what this device did last?";
            said(&mut lines, Role::Strong, text, room);
            "Undo"
        }
        Question::Told(error) => {
            failed(&mut lines, model, error, room);
            "Wait"
        }
    };
    Panel {
        title: title.to_owned(),
        columns: room,
        lines,
        ..Panel::default()
    }
}

/// The name of a file that is to be written.
pub(super) fn save(model: &Model, page: &SavePage) -> Panel {
    let room = inner(model, 60);
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
    let mut lines = vec![Line::of(Role::Faint, "File")];
    let (shown, at) = window(page.field.text(), page.field.cursor(), room);
    lines.push(Line::of(Role::Strong, shown));
    if model.is_roomy() {
        lines.push(Line::blank());
    }
    if let Some(error) = &page.trouble {
        failed(&mut lines, model, error, room);
    } else {
        said(&mut lines, Role::Text, text, room);
    }
    Panel {
        title: "Save".to_owned(),
        columns: room,
        focus: 1,
        lines,
        cursor: Some((at, 1)),
        ..Panel::default()
    }
}

/// What is to be added is like an account that is there.
pub(super) fn twin(model: &Model, twin: &Twin) -> Panel {
    let room = inner(model, 60);
    let name = |issuer, name| called(issuer, name, model.hides_names());
    let own = name(&twin.draft.issuer, &twin.draft.name);
    let other = name(&twin.other.issuer, &twin.other.name);
    let told = twin.relation.told(&own, &other);
    let mut lines = Vec::new();
    said(&mut lines, Role::Strong, &format!("{own} {told}."), room);
    lines.push(Line::blank());
    let text = match &twin.relation {
        Relation::OtherSettings(..) => {
            "One secret has one set of settings: if the codes of the old one are refused, it is the one to correct. It \
             keeps its name, tags and note."
        }
        Relation::OtherSecret(_) => {
            "Replace the old secret if the site gave you a new one; keep both if these are two accounts."
        }
        _ => "Both would show the same codes.",
    };
    said(&mut lines, Role::Text, text, room);
    Panel {
        title: "Add".to_owned(),
        columns: room,
        lines,
        ..Panel::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_shows_the_part_around_its_cursor() {
        assert_eq!(window("abc", 3, 10), ("abc".to_owned(), 3));
        assert_eq!(window("abcdefgh", 8, 4), ("fgh".to_owned(), 3));
        assert_eq!(window("abcdefgh", 0, 4), ("abcd".to_owned(), 0));
        assert_eq!(window("日本銀行", 12, 5), ("銀行".to_owned(), 4));
        assert_eq!(window("abc", 3, 0).1, 0);
    }
}
