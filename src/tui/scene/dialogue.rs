//! The windows over the list: the add field, the form, tags, bin and questions.

use super::{Line, Panel, account, column};
use crate::app::door::Relation;
use crate::tui::add::{Add, Candidate};
use crate::tui::columns::{cut, width, wrap};
use crate::tui::form::{Form, Line as FormLine};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Desk, Model, Question, called};
use crate::tui::theme::Role;
use crate::tui::update::counted_tags;

/// Columns inside a frame that takes at most `most`.
pub(super) fn inner(model: &Model, most: u16) -> u16 {
    model.size.0.saturating_sub(4).clamp(1, most)
}

fn said(lines: &mut Vec<Line>, role: Role, text: &str, room: u16) {
    lines.extend(
        wrap(text, room)
            .into_iter()
            .map(|part| Line::of(role, part)),
    );
}

/// What a field shows of its text, and where the cursor stands in it: the end of what does not fit.
pub(super) fn window(text: &str, cursor: usize, room: u16) -> (String, u16) {
    let room = room.max(1);
    let mut head = text.get(..cursor).unwrap_or_default();
    while width(head) >= room {
        let mut letters = head.chars();
        letters.next();
        head = letters.as_str();
    }
    let at = width(head);
    let tail = text.get(cursor..).unwrap_or_default();
    let shown = cut(tail, room.saturating_sub(at), "").into_owned();
    (format!("{head}{shown}"), at)
}

/// Links carry the secret in their query: what follows is dots.
fn veiled(text: &str, dot: &str) -> String {
    match text.find("://").and_then(|_| text.find('?')) {
        Some(mark) => {
            let (open, secret) = text.split_at(mark + 1);
            format!("{open}{}", dot.repeat(secret.chars().count()))
        }
        None => text.to_owned(),
    }
}

pub(super) fn add(model: &Model, desk: &Desk<'_>, add: &Add) -> Panel {
    let glyphs = model.settings.glyphs();
    let room = inner(model, 76);
    let (title, label) = if add.importing {
        (
            "Import",
            "The file another app exported, or its QR codes as pictures",
        )
    } else {
        ("Add", "Link, picture or secret")
    };
    let mut lines = vec![Line::of(Role::Faint, label)];
    let text = veiled(add.field.text(), glyphs.dot);
    // Dots may be wider than what they stand for: the cursor is counted in what is shown.
    let before = add
        .field
        .text()
        .get(..add.field.cursor())
        .unwrap_or_default();
    let shown_cursor = veiled(add.field.text(), glyphs.dot)
        .chars()
        .take(before.chars().count())
        .map(char::len_utf8)
        .sum();
    let (shown, at) = window(&text, shown_cursor, room);
    lines.push(Line::of(Role::Strong, shown));
    lines.push(Line::blank());
    let mut focus = 1;
    if let Some(turn) = add.reading {
        let picture = glyphs.spinner.get(turn % glyphs.spinner.len()).copied();
        let line = Line::of(Role::Accent, picture.unwrap_or_default());
        lines.push(line.with(Role::Text, " Reading"));
    }
    if let Some((happened, advice)) = &add.trouble {
        said(
            &mut lines,
            Role::Alert,
            &format!("{} {happened}", glyphs.failed),
            room,
        );
        said(&mut lines, Role::Text, advice, room);
    }
    if let Some(source) = &add.source {
        let text = match add.candidates.len() {
            0 => format!("Nothing found in {source}"),
            _ => format!("Found {source}"),
        };
        said(&mut lines, Role::Text, &text, room);
    }
    for (place, candidate) in add.candidates.iter().enumerate() {
        if place == add.selected {
            // The code stands below the candidates: with few of them both are in sight.
            focus = lines.len() + (add.candidates.len() - place).min(3);
        }
        lines.push(found(model, candidate, place == add.selected, room));
    }
    if let Some(candidate) = add.candidates.get(add.selected) {
        if model.size.1 > 14 {
            lines.push(Line::blank());
        }
        for warning in &candidate.draft.warnings {
            said(
                &mut lines,
                Role::Alert,
                &format!("! {}", warning.message()),
                room,
            );
        }
        if let Some(timed) = candidate.draft.otp.at(desk.now) {
            let left = account::left(&candidate.draft.otp, desk.now);
            let code = timed.code.grouped().to_string();
            let ask = format!("  {} does the site accept it?", glyphs.dash);
            let line = Line::of(Role::Text, "The code now: ").with(Role::Strong, code);
            lines.push(
                line.with(Role::Faint, format!("  {left}"))
                    .with(Role::Text, ask),
            );
        }
    } else if add.source.is_none() && add.trouble.is_none() && add.reading.is_none() {
        let text = "An otpauth:// link, the path of a picture or a folder of pictures (drop it here), \
                    a Google export, or just the secret the site shows.";
        said(&mut lines, Role::Faint, text, room);
    }
    for remark in &add.remarks {
        said(&mut lines, Role::Faint, remark, room);
    }
    let last = lines.len().saturating_sub(1);
    Panel {
        title: title.to_owned(),
        columns: room,
        lines,
        focus: focus.min(last),
        cursor: Some((at, 1)),
    }
}

fn found(model: &Model, candidate: &Candidate, selected: bool, room: u16) -> Line {
    let glyphs = model.settings.glyphs();
    let draft = &candidate.draft;
    let mut line = Line::blank();
    line.push(Role::Accent, if selected { glyphs.selected } else { " " });
    let tick = if candidate.ticked { " [x] " } else { " [ ] " };
    line.push(Role::Text, tick);
    let name = match called(&draft.issuer, &draft.name, false) {
        name if name.is_empty() => "(no name yet)".to_owned(),
        name => name,
    };
    let half = room.saturating_sub(6) / 2;
    column(&mut line, Role::Strong, &name, half, glyphs.cut);
    line.pad(1);
    let (role, text) = match &candidate.relation {
        Relation::New => (Role::Faint, account::kind(&draft.otp, glyphs.middle)),
        Relation::Same(_) => (Role::Text, "already here".to_owned()),
        Relation::Differs(_) => (Role::Alert, "! here with another secret".to_owned()),
    };
    let rest = room.saturating_sub(line.width());
    line.push(role, cut(&text, rest, glyphs.cut).into_owned());
    line
}

pub(super) fn form(model: &Model, desk: &Desk<'_>, form: &Form) -> Panel {
    let glyphs = model.settings.glyphs();
    let room = inner(model, 76);
    let title = if form.target.is_some() {
        "Edit"
    } else {
        "By hand"
    };
    let mut panel = Panel {
        title: title.to_owned(),
        columns: room,
        ..Panel::default()
    };
    for name in form.lines() {
        let focused = form.focus == Some(name);
        let mut line = Line::blank();
        line.push(Role::Accent, if focused { glyphs.selected } else { " " });
        line.pad(1);
        column(&mut line, Role::Faint, label(form, name), 11, glyphs.cut);
        let left = room.saturating_sub(line.width());
        if focused {
            panel.focus = panel.lines.len();
        }
        if let Some(field) = form.field(name) {
            let secret =
                name == FormLine::Secret || (name == FormLine::Note && model.hides_codes());
            let text = if secret {
                glyphs.dot.repeat(field.text().chars().count())
            } else {
                field.text().to_owned()
            };
            let before = field.text().get(..field.cursor()).unwrap_or_default();
            let cursor = if secret {
                before.chars().count() * glyphs.dot.len()
            } else {
                before.len()
            };
            let (shown, at) = window(&text, cursor, left);
            if focused {
                panel.cursor = Some((line.width() + at, panel.lines.len()));
            }
            if shown.is_empty() && name == FormLine::Secret && form.target.is_some() {
                line.push(Role::Faint, "unchanged; a new one replaces it");
            } else {
                line.push(if focused { Role::Strong } else { Role::Text }, shown);
            }
        } else {
            let text = match name {
                FormLine::Kind => form.kind.shown(),
                _ => form.algorithm.shown(),
            };
            let role = if focused { Role::Strong } else { Role::Text };
            line.push(role, text);
            if focused {
                line.push(Role::Faint, "  ← → to change");
            }
        }
        panel.lines.push(line);
        remark(&mut panel, model, form, name, room);
    }
    if !form.advanced {
        let old = form.target.as_ref().and_then(|id| desk.account(id));
        let otp = form.otp(old.map(|account| &account.otp)).ok();
        let text = otp.map_or_else(
            || format!("TOTP {m} SHA-1 {m} 6 digits {m} 30 s", m = glyphs.middle),
            |otp| account::kind(&otp, glyphs.middle),
        );
        let key = model.keymap.keys(Mode::Form, Action::Tick).first();
        let mut line = Line::of(Role::Faint, format!("  {:<11}{text}", "More"));
        if let Some(key) = key {
            line.push(Role::Faint, format!("  {key}"));
        }
        panel.lines.push(line);
    }
    let old = form.target.as_ref().and_then(|id| desk.account(id));
    if let Ok(otp) = form.otp(old.map(|account| &account.otp))
        && let Some(timed) = otp.at(desk.now)
    {
        panel.lines.push(Line::blank());
        let open = form.target.is_none() || !model.hides_codes();
        let code = if open {
            timed.code.grouped().to_string()
        } else {
            glyphs.dot.repeat(timed.code.as_str().len())
        };
        let verb = if form.target.is_some() {
            "The code is "
        } else {
            "The code would be "
        };
        let line = Line::of(Role::Text, verb).with(Role::Strong, code);
        panel
            .lines
            .push(line.with(Role::Faint, format!("  {}", account::left(&otp, desk.now))));
    }
    panel
}

fn label(form: &Form, line: FormLine) -> &'static str {
    match line {
        FormLine::Issuer => "Issuer",
        FormLine::Name => "Account",
        FormLine::Secret => "Secret",
        FormLine::Tags => "Tags",
        FormLine::Note => "Note",
        FormLine::Kind => "Kind",
        FormLine::Algorithm => "Algorithm",
        FormLine::Digits => "Digits",
        FormLine::Step if form.kind == crate::tui::form::KindChoice::Hotp => "Counter",
        FormLine::Step => "Seconds",
    }
}

/// What a line says about itself, below it.
fn remark(panel: &mut Panel, model: &Model, form: &Form, name: FormLine, room: u16) {
    let glyphs = model.settings.glyphs();
    let wrong = form.wrong.as_ref().filter(|(line, _)| *line == name);
    let (role, text) = match (wrong, form.secret_verdict()) {
        (Some((_, why)), _) => (Role::Alert, format!("{} {why}", glyphs.failed)),
        (None, Some((text, complaint))) if name == FormLine::Secret => {
            let role = if complaint { Role::Alert } else { Role::Faint };
            let mark = if complaint { "!" } else { glyphs.done };
            (role, format!("{mark} {text}"))
        }
        _ => return,
    };
    for part in wrap(&text, room.saturating_sub(13)) {
        panel
            .lines
            .push(Line::of(role, format!("             {part}")));
    }
}

pub(super) fn tags(model: &Model, desk: &Desk<'_>, place: usize) -> Panel {
    let glyphs = model.settings.glyphs();
    let room = inner(model, 40);
    let tags = counted_tags(desk);
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
        line.and_right(Role::Faint, count.to_string())
    });
    Panel {
        title: "Tags".to_owned(),
        columns: room,
        lines: lines.collect(),
        focus: place,
        cursor: None,
    }
}

pub(super) fn bin(model: &Model, desk: &Desk<'_>, place: usize) -> Panel {
    let glyphs = model.settings.glyphs();
    let room = inner(model, 60);
    let lines = desk.bin.iter().enumerate().map(|(number, account)| {
        let mut line = Line::blank();
        line.push(
            Role::Accent,
            if number == place {
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
        let name = cut(&title, room.saturating_sub(16), glyphs.cut).into_owned();
        line.push(Role::Text, name);
        let when = account
            .deleted
            .map_or_else(String::new, |then| account::ago(then, desk.now));
        line.and_right(Role::Faint, when)
    });
    Panel {
        title: "Bin".to_owned(),
        columns: room,
        lines: lines.collect(),
        focus: place,
        cursor: None,
    }
}

pub(super) fn ask(model: &Model, desk: &Desk<'_>, question: &Question) -> Panel {
    let room = inner(model, 56);
    let mut lines = Vec::new();
    let title = match question {
        Question::UseCounter(id) => {
            let account = desk.account(id);
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
        Question::ShowQr(ids) => {
            let text = match ids.as_slice() {
                [id] => {
                    let name = desk.account(id).map_or_else(String::new, |account| {
                        called(&account.issuer, &account.name, model.hides_names())
                    });
                    format!("Show the secret of {name} as a QR code?")
                }
                more => format!("Show the secrets of {} accounts as QR codes?", more.len()),
            };
            said(&mut lines, Role::Strong, &text, room);
            let text = "Whoever sees or photographs it can make your codes. It closes by itself after 60 s.";
            said(&mut lines, Role::Text, text, room);
            "QR code"
        }
    };
    Panel {
        title: title.to_owned(),
        columns: room,
        lines,
        focus: 0,
        cursor: None,
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

    #[test]
    fn the_secret_in_a_link_is_veiled() {
        let link = "otpauth://totp/A:b?secret=MFZX";
        assert_eq!(veiled(link, "."), "otpauth://totp/A:b?...........");
        assert_eq!(veiled("~/what?.png", "."), "~/what?.png");
    }
}
