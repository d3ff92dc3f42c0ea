//! The screens of a shut vault: its passphrase, and the choice of one.

use super::dialogue::{failed, inner, said};
use super::{Line, Panel, spinning};
use crate::app::Strength;
use crate::tui::model::Model;
use crate::tui::page::{LockPage, WelcomePage};
use crate::tui::theme::Role;

/// Nothing of a passphrase is shown but a dot that moves with each key, so that its length stays unknown.
pub(super) fn lock(model: &Model, page: &LockPage, title: &str) -> Panel {
    let glyphs = model.glyphs();
    let room = inner(model, 42);
    let mut lines = vec![Line::blank()];
    let label = "Passphrase  ";
    let mut cursor = None;
    if page.is_opening {
        lines.push(spinning(model, "Opening"));
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
    } else if page.tries > 0 && !page.is_opening {
        let text = match page.tries {
            1 => "Wrong passphrase".to_owned(),
            2 => "Wrong passphrase (2nd try)".to_owned(),
            3 => "Wrong passphrase (3rd try)".to_owned(),
            more => format!("Wrong passphrase ({more}th try)"),
        };
        lines.push(Line::of(Role::Alert, format!("{} {text}", glyphs.failed)));
    } else if page.looking && !page.is_opening {
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

/// Cells of the meter.
const METER: usize = 15;

/// The first step of the first start.
pub(super) fn welcome(model: &Model, page: &WelcomePage) -> Panel {
    let glyphs = model.glyphs();
    let room = inner(model, 60);
    let mut lines = Vec::new();
    said(&mut lines, Role::Strong, "Choose a passphrase.", room);
    let text = "It encrypts your accounts on this device. Four or five unrelated words are strong and easy to type.";
    said(&mut lines, Role::Text, text, room);
    lines.push(Line::blank());
    let panel = Panel {
        title: "Welcome to otp".to_owned(),
        aside: "step 1 of 3".to_owned(),
        columns: room,
        ..Panel::default()
    };
    if page.is_opening {
        lines.push(spinning(model, "Making the vault"));
        return Panel { lines, ..panel };
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
        line.item = Some(number);
        if number == page.focus {
            let before = field.text().get(..field.cursor()).unwrap_or_default();
            let before = before.chars().count().min(fits);
            cursor = Some((12 + u16::try_from(before).unwrap_or_default(), lines.len()));
        }
        lines.push(line);
    }
    let focused = lines.len().saturating_sub(2) + page.focus;
    if let Some(first) = page.fields.first().filter(|first| !first.is_empty()) {
        lines.push(meter(model, Strength::of(first.text()), room));
    }
    if let Some(trouble) = &page.trouble {
        let text = format!("{} {trouble}", glyphs.failed);
        said(&mut lines, Role::Alert, &text, room);
    }
    if let Some(words) = &page.words {
        lines.push(Line::blank());
        said(
            &mut lines,
            Role::Text,
            "Your passphrase, if you like it. Type it once more:",
            room,
        );
        said(&mut lines, Role::Accent, words.expose(), room);
    }
    // What is wrong stands below the fields: where not all fits, the words above give way.
    let is_told = page.trouble.is_some() || page.words.is_some();
    let focus = if is_told { lines.len() - 1 } else { focused };
    Panel {
        lines,
        focus,
        cursor,
        ..panel
    }
}

/// How hard the passphrase is to guess: a line that fills up, and as many words as there is room for.
fn meter(model: &Model, strength: Strength, room: u16) -> Line {
    let glyphs = model.glyphs();
    let mut line = Line::of(Role::Faint, "Strength    ");
    let whole = strength.word();
    let short = whole.split(':').next().unwrap_or(whole);
    let left = usize::from(room.saturating_sub(line.width() + 1));
    // The word says it: the line gives way to it.
    let cells = METER.min(left.saturating_sub(short.len()));
    let word = if whole.len() + cells <= left {
        whole
    } else {
        short
    };
    let full = (strength as usize + 1) * cells / 5;
    let role = if strength < Strength::Fair {
        Role::Alert
    } else {
        Role::Accent
    };
    let [.., across, _] = glyphs.frame;
    line.push(role, glyphs.full.repeat(full));
    line.push(Role::Faint, across.repeat(cells - full));
    line.with(Role::Text, format!(" {word}"))
}
