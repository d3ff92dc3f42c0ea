//! The first line, and what stands in place of the rows when there are none.

use super::{Line, Scene, countdown, tabs};
use crate::account;
use crate::tui::columns::{NARROW_BELOW, width, wrap};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::{Model, UNSEEN};
use crate::tui::page::Page;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;
use crate::vault::Vault;

/// Nobody has confirmed to have the vault's recovery key; as much of it as there is room for.
const UNCONFIRMED: [&str; 3] = [
    "recovery key never confirmed: otp key recovery --check",
    "recovery key never confirmed",
    "recovery key?",
];

/// Name, tabs or what is searched, doubts about the clock, whether the recovery key was confirmed, how many accounts,
/// and the seconds that all codes have left.
pub(super) fn header(model: &Model, snapshot: &Snapshot<'_>) -> Line {
    let columns = model.size.0;
    let mut line = Line::blank();
    if model.is_shut() {
        line.push(Role::Accent, "otp");
        return badge(line, model);
    }
    let searching = matches!(model.page(), Page::Search | Page::Pick);
    if searching {
        line.push(Role::Accent, "/");
        line.push(Role::Text, tail(model.list.query.text(), columns / 2));
        for tag in model.list.tags.iter().filter(|_| !model.hides_names()) {
            line.push(Role::Accent, format!("  #{tag}"));
        }
    } else {
        line.push(Role::Accent, "otp");
        line = badge(line, model);
        if !model.list.query.is_empty() {
            line.push(Role::Accent, "  /");
            line.push(Role::Text, tail(model.list.query.text(), columns / 3));
        }
    }
    let (mut count, long_count) = counted(model);
    let countdown = countdown::seconds(model, snapshot);
    let told = countdown.as_ref().map_or(0, |(_, text)| 2 + width(text));
    if let Some(word) = privacy(model) {
        line.push(Role::Faint, format!("  {word}"));
        // What is hidden matters more than how many there are.
        if line.width() + 2 + width(&count) + told > columns {
            count.clear();
        }
    }
    let warnings = warnings(
        model,
        snapshot,
        columns.saturating_sub(line.width() + width(&count)),
    );
    let fixed = warnings.width() + told;
    let gap = if model.size.0 < NARROW_BELOW { 2 } else { 3 };
    let room = columns.saturating_sub(line.width() + fixed + gap + 2);
    if !searching {
        // All tabs matter more than the word behind the number.
        let with_words = room.saturating_sub(width(&long_count));
        let count = if tabs::all_fit(model, with_words) {
            &long_count
        } else {
            &count
        };
        let tabs = tabs::tabs(model, room.saturating_sub(width(count)));
        if !tabs.spans.is_empty() {
            line.pad(gap);
            line.spans.extend(tabs.spans);
        }
    }
    let is_roomy = !count.is_empty() && line.width() + width(&long_count) + fixed + 1 < columns;
    line.right = warnings.spans;
    line = line.and_right(Role::Faint, if is_roomy { long_count } else { count });
    if let Some((role, text)) = countdown {
        line = line.and_right(Role::Faint, "  ").and_right(role, text);
    }
    let right: u16 = line.right.iter().map(|span| width(&span.text)).sum();
    let has_badge = !searching && !model.start.badge.is_empty();
    if has_badge && line.width() + right >= columns {
        // A part of it would tell nothing.
        line.spans.remove(1);
    }
    line
}

/// What is hidden, in as many letters as there is room for.
fn privacy(model: &Model) -> Option<&'static str> {
    if model.hides_names() {
        Some("presenting")
    } else if model.hides_codes() {
        let is_narrow = model.size.0 < NARROW_BELOW;
        Some(if is_narrow { "hidden" } else { "codes hidden" })
    } else {
        None
    }
}

/// How many accounts there are, in short and in words.
fn counted(model: &Model) -> (String, String) {
    let total = model.list.total();
    if model.list.is_narrowed() {
        let text = format!("{}/{total}", model.list.rows().len());
        return (text.clone(), text);
    }
    if model.list.foreign > 0 {
        let foreign = model.list.foreign;
        let text = format!("{} + {foreign}", total - foreign);
        return (text.clone(), text);
    }
    (total.to_string(), account::counted(total, "account"))
}

/// What wants care, at the right, each with a gap behind it.
fn warnings(model: &Model, snapshot: &Snapshot<'_>, room: u16) -> Line {
    let mut line = Line::blank();
    if let Some(doubt) = &model.clock_doubt {
        let text = if width(doubt) + 8 <= room {
            doubt
        } else {
            "clock"
        };
        line.push(Role::Alert, format!("! {text}"));
        line.pad(3);
    }
    let is_confirmed = snapshot.vault.is_none_or(Vault::is_recovery_confirmed);
    if !is_confirmed {
        let room = room.saturating_sub(line.width() + 8);
        let fits = UNCONFIRMED.into_iter().find(|text| width(text) <= room);
        let text = fits.unwrap_or("recovery?");
        line.push(Role::Alert, format!("! {text}"));
        line.pad(3);
    }
    if let Some(turn) = saving(model, snapshot) {
        let picture = model.glyphs().turned(turn);
        line.push(Role::Accent, format!("{picture} saving"));
        line.pad(3);
    }
    line
}

/// A save that takes long enough to be seen; the number turns the spinner.
fn saving(model: &Model, snapshot: &Snapshot<'_>) -> Option<usize> {
    let lasts = snapshot.uptime.saturating_sub(model.saving?);
    let seen = lasts.checked_sub(UNSEEN)?;
    usize::try_from(seen.as_millis() / 125).ok()
}

fn badge(line: Line, model: &Model) -> Line {
    if model.start.badge.is_empty() {
        return line;
    }
    line.with(Role::Faint, format!("  {}", model.start.badge))
}

/// The end of a long line: where the cursor usually is.
pub(super) fn tail(text: &str, room: u16) -> String {
    let mut rest = text;
    while width(rest) > room {
        let mut letters = rest.chars();
        letters.next();
        rest = letters.as_str();
    }
    rest.to_owned()
}

pub(super) fn empty(scene: &mut Scene, model: &Model) {
    let (columns, rows) = model.size;
    if model.list.total() > 0 {
        let text = if model.list.query.is_empty() {
            "No account has all of these tags. Esc for all.".to_owned()
        } else {
            let query = tail(model.list.query.text(), columns / 3);
            format!("Nothing matches \"{query}\". Backspace to widen, Esc for all.")
        };
        for part in wrap(&text, columns.saturating_sub(2)) {
            scene.lines.push(Line::of(Role::Text, format!("  {part}")));
        }
        return;
    }
    let key = |action| {
        let key = model.keymap.keys(Mode::List, action).first();
        key.map_or_else(String::new, ToString::to_string)
    };
    let ways = [
        (
            key(Action::Add),
            "add: link, picture with a QR code, or by hand",
        ),
        (key(Action::Import), "import another app's export"),
        (key(Action::Help), "all keys"),
    ];
    let wide: u16 = 55;
    let left = columns.saturating_sub(wide) / 2;
    let room = columns.saturating_sub(left + 6);
    let above = usize::from(rows.saturating_sub(9) / 3);
    let blanks = std::iter::repeat_with(Line::blank).take(above + 1);
    scene.lines.extend(blanks);
    let mut say = |indent: u16, role: Role, mark: &str, text: &str| {
        for (place, part) in wrap(text, room).into_iter().enumerate() {
            let mut line = Line::blank();
            line.pad(left + indent);
            if !mark.is_empty() {
                let mark = if place == 0 { mark } else { "" };
                line.push(Role::Accent, format!("{mark:<4}"));
            }
            line.push(role, part);
            scene.lines.push(line);
        }
    };
    say(0, Role::Strong, "", "No accounts yet.");
    say(0, Role::Text, "", "");
    say(0, Role::Text, "", "Paste an otpauth:// link here, or press");
    for (mark, text) in ways {
        say(2, Role::Text, &mark, text);
    }
}
