//! The form: its lines, what they say about themselves, and the code it would make.

use super::dialogue::{inner, window};
use super::{Line, Panel, account, column};
use crate::tui::columns::{cut, wrap};
use crate::tui::form::{Form, Line as FormLine};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::Model;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, snapshot: &Snapshot<'_>, form: &Form) -> Panel {
    let glyphs = model.glyphs();
    let room = inner(model, 76);
    let title = if form.target().is_some() {
        "Edit"
    } else {
        "By hand"
    };
    let mut panel = Panel {
        title: title.to_owned(),
        columns: room,
        ..Panel::default()
    };
    for (place, name) in form.lines().into_iter().enumerate() {
        let focused = form.focus == Some(name);
        let mut line = Line::blank();
        line.push(Role::Accent, if focused { glyphs.selected } else { " " });
        line.pad(1);
        let label_room = if room < 40 { 8 } else { 11 };
        let text = label(form, name);
        column(&mut line, Role::Faint, text, label_room, glyphs.cut);
        let left = room.saturating_sub(line.width());
        if focused {
            panel.focus = panel.lines.len();
        }
        if let Some(field) = form.field(name) {
            let secret = matches!(name, FormLine::Secret | FormLine::Pin)
                || (name == FormLine::Note && model.hides_codes());
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
            let is_kept = matches!(name, FormLine::Secret | FormLine::Pin);
            if shown.is_empty() && is_kept && form.target().is_some() {
                line.push(Role::Faint, "unchanged; a new one replaces it");
            } else if let Some(usual) = form.usual_name().filter(|_| name == FormLine::Name) {
                let text = format!("{usual} unless you give a name");
                line.push(Role::Faint, cut(&text, left, glyphs.cut).into_owned());
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
        line.item = Some(place);
        panel.lines.push(line);
        remark(&mut panel, model, form, name, room);
    }
    if !form.advanced {
        let old = form.target().and_then(|id| snapshot.account(id));
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
    code(&mut panel, model, snapshot, form);
    panel
}

/// The code that the form makes as it stands.
fn code(panel: &mut Panel, model: &Model, snapshot: &Snapshot<'_>, form: &Form) {
    let glyphs = model.glyphs();
    let old = form.target().and_then(|id| snapshot.account(id));
    if let Ok(otp) = form.otp(old.map(|account| &account.otp))
        && let Some(timed) = otp.at(snapshot.now)
    {
        panel.lines.push(Line::blank());
        let open = form.target().is_none() || !model.hides_codes();
        let code = if open {
            timed.code.grouped().to_string()
        } else {
            glyphs.dot.repeat(timed.code.as_str().len())
        };
        let verb = if form.target().is_some() {
            "The code is "
        } else {
            "The code would be "
        };
        let line = Line::of(Role::Text, verb).with_code(Role::Strong, code);
        panel.lines.push(line.with(
            Role::Faint,
            format!("  {}", account::left(&otp, snapshot.now)),
        ));
    }
}

fn label(form: &Form, line: FormLine) -> &'static str {
    match line {
        FormLine::Issuer => "Issuer",
        FormLine::Name => "Account",
        FormLine::Secret => "Secret",
        FormLine::Tags => "Tags",
        FormLine::Note => "Note",
        FormLine::Kind => "Kind",
        FormLine::Pin => "PIN",
        FormLine::Algorithm => "Algorithm",
        FormLine::Digits => "Digits",
        FormLine::Step if form.kind == crate::tui::form::KindChoice::Hotp => "Counter",
        FormLine::Step => "Seconds",
    }
}

/// What a line says about itself, below it.
fn remark(panel: &mut Panel, model: &Model, form: &Form, name: FormLine, room: u16) {
    let glyphs = model.glyphs();
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
