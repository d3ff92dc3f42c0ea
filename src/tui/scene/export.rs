//! The export page: the targets, the question before plain text, a password, the file, and what was written.

use super::dialogue::{failed, inner, label, said};
use super::import::written;
use super::{Line, Panel, spinning};
use crate::account::counted;
use crate::formats::export::Seal;
use crate::tui::columns::{cut, width};
use crate::tui::export::{Export, Step, Written};
use crate::tui::model::Model;
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, page: &Export) -> Panel {
    let mut panel = Panel {
        title: "Export".to_owned(),
        columns: inner(model, 76),
        ..Panel::default()
    };
    let count = counted(page.accounts.len(), "account");
    match &page.step {
        Step::Choosing => targets(&mut panel, model, page, &count),
        Step::Plain => plain(&mut panel, model, page, &count),
        Step::Password(place) => password(&mut panel, model, page, *place),
        Step::Naming => naming(&mut panel, model, page, &count),
        Step::Writing => panel.lines = vec![spinning(model, "Writing, and reading it back")],
        Step::Done(written) => done(&mut panel, model, page, written),
    }
    panel
}

fn targets(panel: &mut Panel, model: &Model, page: &Export, count: &str) {
    let glyphs = model.glyphs();
    let room = panel.columns;
    said(&mut panel.lines, Role::Text, &format!("{count} as"), room);
    for (place, choice) in page.choices.iter().enumerate() {
        let is_selected = place == page.selected;
        if is_selected {
            panel.focus = panel.lines.len();
        }
        let mut line = Line::blank();
        line.push(
            Role::Accent,
            if is_selected { glyphs.selected } else { " " },
        );
        line.item = Some(place);
        line.pad(1);
        let is_narrow = room < 40;
        let aside = if is_narrow { 2 } else { 14 };
        let title = cut(choice.title, room.saturating_sub(aside), glyphs.cut).into_owned();
        line.push(
            if is_selected {
                Role::Strong
            } else {
                Role::Text
            },
            title,
        );
        panel.lines.push(match choice.seal {
            _ if is_narrow => line,
            Seal::Password => line.and_right(Role::Accent, "encrypted"),
            Seal::Open => line.and_right(Role::Faint, "plain text"),
        });
    }
}

fn plain(panel: &mut Panel, model: &Model, page: &Export, count: &str) {
    let room = panel.columns;
    let title = page.choice().map_or("", |choice| choice.title);
    let text = format!("! The secrets of {count} in plain text: {title}");
    said(&mut panel.lines, Role::Alert, &text, room);
    if model.is_roomy() {
        let text = "Whoever reads the file can make your codes, a backup or a cloud folder too. \
                    Remove it once it is imported there.";
        said(&mut panel.lines, Role::Text, text, room);
        panel.lines.push(Line::blank());
    }
    panel.focus = panel.lines.len();
    let text = "Is that meant? y for yes";
    let text = if width(text) <= room {
        text
    } else {
        "Really? y for yes"
    };
    said(&mut panel.lines, Role::Strong, text, room);
}

fn password(panel: &mut Panel, model: &Model, page: &Export, place: usize) {
    let room = panel.columns;
    panel.lines.push(match place {
        0 => label("A password for the file", "New password", room),
        _ => label("The same again", "Again", room),
    });
    if let Some(field) = page.passwords.get(place) {
        written(panel, model, field, Some(model.glyphs().dot));
    }
    match &page.trouble {
        Some(error) => failed(&mut panel.lines, model, error, room),
        None => said(
            &mut panel.lines,
            Role::Faint,
            "The app will ask for it. Several unrelated words are strong and easy to type.",
            room,
        ),
    }
}

fn naming(panel: &mut Panel, model: &Model, page: &Export, count: &str) {
    let room = panel.columns;
    let title = page.choice().map_or("", |choice| choice.title);
    let text = format!("A new file for {count}: {title}");
    said(&mut panel.lines, Role::Text, &text, room);
    written(panel, model, &page.file, None);
    match &page.trouble {
        Some(error) => failed(&mut panel.lines, model, error, room),
        None => said(
            &mut panel.lines,
            Role::Faint,
            "Only you can read it; a file that is there is never written over.",
            room,
        ),
    }
}

fn done(panel: &mut Panel, model: &Model, page: &Export, done: &Written) {
    let glyphs = model.glyphs();
    let room = panel.columns;
    let text = format!(
        "{} It holds {} of {}; it was read back and compared.",
        glyphs.done,
        done.count,
        counted(page.accounts.len(), "account")
    );
    said(&mut panel.lines, Role::Strong, &text, room);
    let typed = page.file.text();
    for file in &done.files {
        let is_it = !typed.is_empty() && file.ends_with(typed.trim_start_matches('~'));
        said(
            &mut panel.lines,
            Role::Text,
            if is_it { typed } else { file },
            room,
        );
    }
    for line in &done.left_out {
        said(&mut panel.lines, Role::Alert, &format!("! {line}"), room);
    }
    if page.is_open() {
        let text = "It holds your secrets in plain text: remove it once it is imported.";
        said(&mut panel.lines, Role::Faint, text, room);
    }
}
