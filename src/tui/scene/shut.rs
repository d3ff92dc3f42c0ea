//! The screens of a shut vault: its passphrase, and the choice of one.

use super::{Line, Panel, spinning};
use crate::app::Strength;
use crate::tui::model::Model;
use crate::tui::page::{LockPage, WelcomePage};
use crate::tui::theme::Role;

/// Nothing of a passphrase is shown but a dot that moves with each key, so that its length stays unknown.
pub(super) fn lock(model: &Model, page: &LockPage, title: &str) -> Panel {
    let glyphs = model.glyphs();
    let mut panel = Panel::new(model, title, 42);
    panel.lines.push(Line::blank());
    panel.focus = 1;
    if page.is_opening {
        panel.lines.push(spinning(model, "Opening"));
    } else {
        let place = if page.passphrase.is_empty() {
            0
        } else {
            1 + page.pressed % 3
        };
        let mut line = Line::of(Role::Faint, "Passphrase  ");
        if place > 0 {
            line.pad(u16::try_from(place - 1).unwrap_or_default());
            line.push(Role::Strong, glyphs.dot);
        }
        panel.lines.push(line);
        panel.cursor = Some((12 + u16::try_from(place).unwrap_or_default(), 1));
    }
    panel.lines.push(Line::blank());
    if let Some(error) = &page.trouble {
        panel.fail(model, error);
    } else if page.tries > 0 && !page.is_opening {
        let text = match page.tries {
            1 => "Wrong passphrase".to_owned(),
            2 => "Wrong passphrase (2nd try)".to_owned(),
            3 => "Wrong passphrase (3rd try)".to_owned(),
            more => format!("Wrong passphrase ({more}th try)"),
        };
        let text = format!("{} {text}", glyphs.failed);
        panel.lines.push(Line::of(Role::Alert, text));
    } else if page.looking && !page.is_opening {
        panel
            .lines
            .push(Line::of(Role::Faint, "Looking for the key"));
    }
    if !model.start.lock_hint.is_empty() {
        panel.say(Role::Faint, &model.start.lock_hint);
    }
    panel
}

/// Cells of the meter.
const METER: usize = 15;

/// The first step of the first start.
pub(super) fn welcome(model: &Model, page: &WelcomePage) -> Panel {
    let glyphs = model.glyphs();
    let mut panel = Panel::new(model, "Welcome to otp", 60);
    panel.aside = "step 1 of 3".into();
    let room = panel.columns;
    panel.say(Role::Strong, "Choose a passphrase.");
    let text = "It encrypts your accounts on this device. Four or five unrelated words are strong and easy to type.";
    panel.say(Role::Text, text);
    panel.lines.push(Line::blank());
    if page.is_opening {
        panel.lines.push(spinning(model, "Making the vault"));
        return panel;
    }
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
            let column = 12 + u16::try_from(before).unwrap_or_default();
            panel.cursor = Some((column, panel.lines.len()));
            panel.focus = panel.lines.len();
        }
        panel.lines.push(line);
    }
    if let Some(first) = page.fields.first().filter(|first| !first.is_empty()) {
        let meter = meter(model, Strength::of(first.text()), room);
        panel.lines.push(meter);
    }
    if let Some(trouble) = &page.trouble {
        let text = format!("{} {trouble}", glyphs.failed);
        panel.say(Role::Alert, &text);
    }
    if let Some(words) = &page.words {
        panel.lines.push(Line::blank());
        let text = "Your passphrase, if you like it. Type it once more:";
        panel.say(Role::Text, text);
        panel.say(Role::Accent, words.expose());
    }
    // What is wrong stands below the fields: where not all fits, the words above give way.
    if page.trouble.is_some() || page.words.is_some() {
        panel.focus = panel.lines.len() - 1;
    }
    panel
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
