//! The export page: the targets, the question before plain text, a password, the file, and what was written.

use super::{Panel, offered, spinning};
use crate::account::counted;
use crate::formats::export::Seal;
use crate::tui::columns::{cut, width};
use crate::tui::export::{Export, Step, Written};
use crate::tui::model::Model;
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, page: &Export) -> Panel {
    let mut panel = Panel::new(model, "Export", 76);
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
    let room = panel.columns;
    panel.say(Role::Text, &format!("{count} as"));
    for (place, choice) in page.choices.iter().enumerate() {
        let is_selected = place == page.selected;
        if is_selected {
            panel.focus = panel.lines.len();
        }
        let mut line = offered(model, place, is_selected);
        line.pad(1);
        let is_narrow = room < 40;
        let aside = if is_narrow { 2 } else { 14 };
        let title = cut(choice.title, room.saturating_sub(aside), model.glyphs().cut).into_owned();
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
    let title = page.choice().map_or("", |choice| choice.title);
    panel.say(
        Role::Alert,
        &format!("! The secrets of {count} in plain text: {title}"),
    );
    if model.is_roomy() {
        let text = "Whoever reads the file can make your codes, a backup or a cloud folder too. \
                    Remove it once it is imported there.";
        panel.say(Role::Text, text);
        panel.rest(model);
    }
    panel.focus = panel.lines.len();
    let text = "Is that meant? y for yes";
    let is_short = width(text) > panel.columns;
    panel.say(
        Role::Strong,
        if is_short { "Really? y for yes" } else { text },
    );
}

fn password(panel: &mut Panel, model: &Model, page: &Export, place: usize) {
    match place {
        0 => panel.label("A password for the file", "New password"),
        _ => panel.label("The same again", "Again"),
    }
    if let Some(field) = page.passwords.get(place) {
        panel.write_hidden(model, field);
    }
    let text = "The app will ask for it. Several unrelated words are strong and easy to type.";
    panel.advise(model, page.trouble.as_ref(), Role::Faint, text);
}

fn naming(panel: &mut Panel, model: &Model, page: &Export, count: &str) {
    let title = page.choice().map_or("", |choice| choice.title);
    panel.say(Role::Text, &format!("A new file for {count}: {title}"));
    panel.write(model, &page.file, page.file.text());
    let text = "Only you can read it; a file that is there is never written over.";
    panel.advise(model, page.trouble.as_ref(), Role::Faint, text);
}

fn done(panel: &mut Panel, model: &Model, page: &Export, done: &Written) {
    let text = format!(
        "{} It holds {} of {}; it was read back and compared.",
        model.glyphs().done,
        done.count,
        counted(page.accounts.len(), "account")
    );
    panel.say(Role::Strong, &text);
    let typed = page.file.text();
    for file in &done.files {
        let is_it = !typed.is_empty() && file.ends_with(typed.trim_start_matches('~'));
        panel.say(Role::Text, if is_it { typed } else { file });
    }
    for line in &done.left_out {
        panel.say(Role::Alert, &format!("! {line}"));
    }
    if page.is_open() {
        let text = "It holds your secrets in plain text: remove it once it is imported.";
        panel.say(Role::Faint, text);
    }
}
