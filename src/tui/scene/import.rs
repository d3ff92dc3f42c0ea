//! The import page: what to name, a password to type, and the report with its tick boxes.

use super::written::may_hold_secrets;
use super::{Line, Panel, account, column, names, offered, spinning};
use crate::account::{Draft, Otp};
use crate::app::{Other, Relation};
use crate::tui::columns::{cut, width, wrap};
use crate::tui::import::{Asking, Import, Report, Row, Step};
use crate::tui::model::Model;
use crate::tui::sentence::called;
use crate::tui::theme::{Glyphs, Role};

/// Below so many columns a row has no room for two columns of words.
const NARROW: u16 = 40;

pub(super) fn draw(model: &Model, page: &Import) -> Panel {
    match &page.step {
        Step::Naming => naming(model, page),
        Step::Reading => reading(model, page),
        Step::Asking(asking) => asks(model, page, asking),
        Step::Report(report) => reports(model, report),
    }
}

fn naming(model: &Model, page: &Import) -> Panel {
    let mut panel = Panel::new(model, "Import", 76);
    let long = "Another app's export: type its path, or drop it here";
    panel.label(long, "File or folder");
    if may_hold_secrets(page.field.text()) {
        panel.write_hidden(model, &page.field);
    } else {
        panel.write(model, &page.field, page.field.text());
    }
    let text = "Exports of forty apps, encrypted ones too, pictures of their QR codes, or a folder of these. The content \
                tells what it is; nothing is added before you have seen it.";
    panel.advise(model, page.trouble.as_ref(), Role::Faint, text);
    panel
}

fn reading(model: &Model, page: &Import) -> Panel {
    let words = match &page.opening {
        Some(title) => format!("Opening {title}"),
        None => "Reading".to_owned(),
    };
    let mut panel = Panel::new(model, "Import", 76);
    panel.lines = vec![spinning(model, &words), Line::blank()];
    if page.opening.is_some() {
        let text = "The app that wrote it made this slow on purpose: it may take some seconds.";
        panel.say(Role::Faint, text);
    }
    panel
}

fn asks(model: &Model, page: &Import, asking: &Asking) -> Panel {
    let glyphs = model.glyphs();
    let mut panel = Panel::new(model, "Import", 76);
    let room = panel.columns;
    if let Some((file, title)) = page.waiting() {
        let text = format!("Password of {file} ({title})");
        if width(&text) <= 2 * room {
            panel.say(Role::Text, &text);
        } else {
            let text = names::shortened(&format!("Password of {file}"), room, glyphs.cut);
            panel.lines.push(Line::of(Role::Text, text));
        }
    }
    let is_wrong = asking.tries > 0 && asking.password.is_empty();
    if is_wrong {
        // Above the line: where not all fits, what stands below gives way.
        let text = format!("{} That password does not open it", glyphs.failed);
        panel.say(Role::Alert, &text);
    }
    panel.write_hidden(model, &asking.password);
    if !is_wrong {
        let text = "The one that was chosen in the app for this export.";
        panel.say(Role::Faint, text);
    }
    panel
}

fn reports(model: &Model, report: &Report) -> Panel {
    let mut panel = Panel::new(model, "Import", 100);
    let room = panel.columns;
    let ticked = report.entries().filter(|entry| entry.ticked).count();
    let found = report.entries().count();
    let left_out = report.rows.len() - found;
    let mut text = format!("{ticked} of {found} will be added");
    if left_out > 0 {
        text = format!("{text}, {left_out} cannot be read");
    }
    panel.say(Role::Text, &text);
    panel.rest(model);
    for (place, row) in report.rows.iter().enumerate() {
        let is_selected = place == report.selected;
        if is_selected {
            panel.focus = panel.lines.len();
        }
        let line = line(model, row, (place, is_selected), room);
        panel.lines.push(line);
        if is_selected {
            more(&mut panel, row);
        }
    }
    panel
}

fn line(model: &Model, row: &Row, (place, is_selected): (usize, bool), room: u16) -> Line {
    let glyphs = model.glyphs();
    let mut line = offered(model, place, is_selected);
    match row {
        Row::LeftOut(why) => {
            line.push(Role::Alert, format!("  {}  ", glyphs.failed));
            let rest = room.saturating_sub(line.width());
            let text = if is_selected {
                wrap(why, rest).swap_remove(0)
            } else {
                cut(why, rest, glyphs.cut).into_owned()
            };
            line.push(Role::Text, text);
        }
        Row::Entry(entry) => {
            line.push(Role::Text, if entry.ticked { " [x] " } else { " [ ] " });
            let name = called(&entry.draft.issuer, &entry.draft.name, false);
            let standing = (&entry.relation, &entry.draft.otp);
            name_and_standing(&mut line, glyphs, &name, standing, room);
        }
    }
    line
}

/// What of the selected row has no room in its line.
fn more(panel: &mut Panel, row: &Row) {
    match row {
        Row::LeftOut(why) => {
            let parts = wrap(why, panel.columns.saturating_sub(6));
            let line = |part| Line::of(Role::Text, " ".repeat(6)).with(Role::Text, part);
            panel.lines.extend(parts.into_iter().skip(1).map(line));
        }
        Row::Entry(entry) => warnings(panel, &entry.draft),
    }
}

/// What is odd about an account that was found.
pub(super) fn warnings(panel: &mut Panel, draft: &Draft) {
    for warning in &draft.warnings {
        panel.say(Role::Alert, &format!("! {}", warning.message()));
    }
}

/// What something that was found is called, and how it stands to what is there.
pub(super) fn name_and_standing(
    line: &mut Line,
    glyphs: &Glyphs,
    name: &str,
    (relation, otp): (&Relation, &Otp),
    room: u16,
) {
    let (role, text) = standing(relation, otp, glyphs.middle);
    let left = room.saturating_sub(line.width());
    // Where there is little room it is the name's, but for a sign that something is to be decided.
    let wide = match role {
        _ if room >= NARROW => left / 2,
        Role::Faint => left,
        _ => left.saturating_sub(7),
    };
    column(line, Role::Strong, name, wide, glyphs.cut);
    line.pad(1);
    let rest = room.saturating_sub(line.width());
    line.push(role, cut(&text, rest, glyphs.cut).into_owned());
}

/// How an account stands to what is there.
fn standing(relation: &Relation, otp: &Otp, middle: &str) -> (Role, String) {
    match relation {
        Relation::New => (Role::Faint, account::kind(otp, middle)),
        Relation::Same(Other::Account(_)) => (Role::Text, "already here".to_owned()),
        Relation::Same(Other::Earlier(_)) => (Role::Text, "comes twice".to_owned()),
        Relation::OtherSettings(_, differences) => (
            Role::Alert,
            format!("! same secret, {}", differences.join(", ")),
        ),
        Relation::OtherSecret(Other::Account(_)) => {
            (Role::Alert, "! here with another secret".to_owned())
        }
        Relation::OtherSecret(Other::Earlier(_)) => {
            (Role::Alert, "! twice, with another secret".to_owned())
        }
    }
}
