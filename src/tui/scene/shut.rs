//! The screens of a shut vault: passphrase, first start, recovery key.

use super::dialogue::{failed, inner, said, window};
use super::{Line, Panel};
use crate::app::Strength;
use crate::tui::columns::width;
use crate::tui::field::Field;
use crate::tui::model::Model;
use crate::tui::page::{LockPage, RecoveryPage, WelcomePage};
use crate::tui::theme::Role;

fn spinner(model: &Model, turn: usize, text: &'static str) -> Line {
    let pictures = model.glyphs().spinner;
    let picture = pictures.get(turn % pictures.len()).copied();
    Line::of(Role::Accent, picture.unwrap_or_default()).with(Role::Text, text)
}

/// Nothing of a passphrase is shown but a dot that moves with each key, so that its length stays unknown.
pub(super) fn lock(model: &Model, page: &LockPage, title: &str) -> Panel {
    let glyphs = model.glyphs();
    let room = inner(model, 42);
    let mut lines = vec![Line::blank()];
    let label = "Passphrase  ";
    let mut cursor = None;
    if let Some(turn) = page.opening {
        lines.push(spinner(model, turn, " Opening"));
    } else {
        let place = if page.passphrase.is_empty() {
            0
        } else {
            1 + page.pressed % 3
        };
        let mut line = Line::of(Role::Faint, label);
        if place > 0 {
            line.pad(u16::try_from(place - 1).unwrap_or_default());
            line.push(Role::Strong, glyphs.dot);
        }
        lines.push(line);
        cursor = Some((12 + u16::try_from(place).unwrap_or_default(), 1));
    }
    lines.push(Line::blank());
    if let Some(error) = &page.trouble {
        failed(&mut lines, model, error, room);
    } else if page.tries > 0 && page.opening.is_none() {
        let text = match page.tries {
            1 => "Wrong passphrase".to_owned(),
            2 => "Wrong passphrase (2nd try)".to_owned(),
            3 => "Wrong passphrase (3rd try)".to_owned(),
            more => format!("Wrong passphrase ({more}th try)"),
        };
        lines.push(Line::of(Role::Alert, format!("{} {text}", glyphs.failed)));
    } else if page.looking && page.opening.is_none() {
        lines.push(Line::of(Role::Faint, "Looking for the key"));
    }
    if !model.start.lock_hint.is_empty() {
        said(&mut lines, Role::Faint, &model.start.lock_hint, room);
    }
    Panel {
        title: title.to_owned(),
        columns: room,
        lines,
        focus: 1,
        cursor,
        ..Panel::default()
    }
}

pub(super) fn welcome(model: &Model, page: &WelcomePage) -> Panel {
    let glyphs = model.glyphs();
    let room = inner(model, 60);
    let mut lines = Vec::new();
    said(&mut lines, Role::Strong, "Choose a passphrase.", room);
    let text = "It encrypts your accounts on this device. Four or five unrelated words are strong and easy to type.";
    said(&mut lines, Role::Text, text, room);
    lines.push(Line::blank());
    let first = page.fields.first();
    if let Some(turn) = page.opening {
        lines.push(spinner(model, turn, " Making the vault"));
        return Panel {
            title: "Welcome to otp".to_owned(),
            columns: room,
            lines,
            ..Panel::default()
        };
    }
    let mut cursor = None;
    for (number, label) in ["Passphrase  ", "Once more   "].into_iter().enumerate() {
        let Some(field) = page.fields.get(number) else {
            continue;
        };
        let count = field.text().chars().count();
        let fits = usize::from(room.saturating_sub(14));
        let mut line = Line::of(Role::Faint, label);
        line.push(Role::Strong, glyphs.dot.repeat(count.min(fits)));
        if number == page.focus {
            let before = field.text().get(..field.cursor()).unwrap_or_default();
            let before = before.chars().count().min(fits);
            cursor = Some((12 + u16::try_from(before).unwrap_or_default(), lines.len()));
        }
        lines.push(line);
    }
    lines.push(Line::blank());
    if let Some(trouble) = &page.trouble {
        said(
            &mut lines,
            Role::Alert,
            &format!("{} {trouble}", glyphs.failed),
            room,
        );
    } else if let Some(text) = first.map(Field::text).filter(|text| !text.is_empty()) {
        let strength = Strength::of(text);
        let bar = glyphs.full.repeat(strength as usize * 3);
        let line = Line::of(Role::Accent, bar);
        lines.push(line.with(Role::Text, format!(" {}", strength.word())));
    }
    // What is wrong stands below the fields: where not all fits, the words above give way.
    let focus = lines.len().saturating_sub(1);
    Panel {
        title: "Welcome to otp".to_owned(),
        columns: room,
        lines,
        focus,
        cursor,
        ..Panel::default()
    }
}

/// The key and, below it, the line for its end: where not all fits, the words above and below give way.
pub(super) fn recovery(model: &Model, page: &RecoveryPage) -> Panel {
    let room = inner(model, 74);
    let mut lines = Vec::new();
    said(
        &mut lines,
        Role::Strong,
        "Your recovery key, shown this once:",
        room,
    );
    lines.push(Line::blank());
    said(&mut lines, Role::Accent, page.key.expose(), room);
    lines.push(Line::blank());
    let label = "Its last six characters  ";
    let fits = room.saturating_sub(width(label) + 1);
    let (text, column) = window(page.typed.text(), page.typed.cursor(), fits);
    let focus = lines.len();
    lines.push(Line::of(Role::Faint, label).with(Role::Text, text));
    if let Some(trouble) = page.trouble {
        let text = format!("{} {trouble}", model.glyphs().failed);
        said(&mut lines, Role::Alert, &text, room);
    }
    lines.push(Line::blank());
    let text = "It opens the vault when the passphrase is forgotten or this device is lost. Write it down or print \
                it, and keep it where you keep other keys; nobody can make it again.";
    said(&mut lines, Role::Text, text, room);
    Panel {
        title: "Recovery key".to_owned(),
        columns: room,
        lines,
        focus,
        cursor: Some((width(label) + column, focus)),
        ..Panel::default()
    }
}
