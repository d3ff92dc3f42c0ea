//! The form: its lines, what they say about themselves, and the code it would make.

use super::written::{dots, window_of};
use super::{Line, Panel, account, column, offered};
use crate::account::facts::Asked;
use crate::tui::columns::{cut, width, wrap};
use crate::tui::form::{Form, Line as FormLine};
use crate::tui::keymap::{Action, Mode};
use crate::tui::model::Model;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, snapshot: &Snapshot<'_>, form: &Form) -> Panel {
    let glyphs = model.glyphs();
    let title = if form.target().is_some() {
        "Edit"
    } else {
        "By hand"
    };
    let mut panel = Panel::new(model, title, 76);
    let room = panel.columns;
    for (place, name) in form.lines().into_iter().enumerate() {
        let focused = form.focus == Some(name);
        let mut line = offered(model, place, focused);
        line.pad(1);
        let text = label(form, name);
        column(
            &mut line,
            Role::Faint,
            text,
            label_room(room) - 1,
            glyphs.cut,
        );
        line.pad(1);
        let left = room.saturating_sub(line.width());
        if focused {
            panel.focus = panel.lines.len();
        }
        if let Some(field) = form.field(name) {
            let secret = matches!(name, FormLine::Secret | FormLine::Pin)
                || (name == FormLine::Note && model.hides_codes());
            let text = if secret {
                dots(model, field)
            } else {
                field.text().to_owned()
            };
            // Where nothing is written now, the beginning tells what it is.
            let (shown, at) = if focused {
                window_of(field, &text, left)
            } else {
                (cut(&text, left, glyphs.cut).into_owned(), 0)
            };
            if focused {
                panel.cursor = Some((line.width() + at, panel.lines.len()));
            }
            let is_kept = matches!(name, FormLine::Secret | FormLine::Pin);
            if shown.is_empty() && is_kept && form.target().is_some() {
                let text = "unchanged; a new one replaces it";
                line.push(Role::Faint, cut(text, left, glyphs.cut).into_owned());
            } else if let Some(usual) = form.usual_name().filter(|_| name == FormLine::Name) {
                let text = format!("{usual} unless you give a name");
                line.push(Role::Faint, cut(&text, left, glyphs.cut).into_owned());
            } else {
                line.push(if focused { Role::Strong } else { Role::Text }, shown);
            }
        } else {
            let text = match name {
                FormLine::Kind => kind(form.kind),
                _ => form.algorithm.shown(),
            };
            let role = if focused { Role::Strong } else { Role::Text };
            line.push(role, cut(text, left, glyphs.cut).into_owned());
            let hint = if model.settings.ascii {
                "  Left Right to change"
            } else {
                "  ← → to change"
            };
            if focused && line.width() + width(hint) <= room {
                line.push(Role::Faint, hint);
            }
        }
        panel.lines.push(line);
        remark(&mut panel, model, form, name, room);
    }
    if !form.advanced {
        panel.lines.push(more(model, snapshot, form, room));
    }
    code(&mut panel, model, snapshot, form);
    panel
}

/// What the fields say that are not shown.
fn more(model: &Model, snapshot: &Snapshot<'_>, form: &Form, room: u16) -> Line {
    let glyphs = model.glyphs();
    let old = form.target().and_then(|id| snapshot.account(id));
    let otp = form.otp(old.map(|account| &account.otp)).ok();
    let text = otp.map_or_else(
        || format!("TOTP {m} SHA-1 {m} 6 digits {m} 30 s", m = glyphs.middle),
        |otp| account::kind(&otp, glyphs.middle),
    );
    let key = model.keymap.keys(Mode::Form, Action::Tick).first();
    let mut line = Line::blank();
    line.pad(2);
    column(&mut line, Role::Faint, "More", label_room(room), glyphs.cut);
    let key = key.map_or_else(String::new, |key| format!("  {key}"));
    let left = room.saturating_sub(line.width() + width(&key));
    line.push(
        Role::Faint,
        cut(&text, left, glyphs.cut).into_owned() + &key,
    );
    line
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
        let verb = match form.target() {
            _ if panel.columns < 30 => "Code: ",
            Some(_) => "The code is ",
            None => "The code would be ",
        };
        let line = Line::of(Role::Text, verb).with_code(Role::Strong, code);
        panel.lines.push(line.with(
            Role::Faint,
            format!("  {}", account::left(&otp, snapshot.now)),
        ));
    }
}

/// Cells of the labels, the gap behind them included.
const fn label_room(room: u16) -> u16 {
    match room {
        ..30 => 8,
        30..40 => 10,
        _ => 11,
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
        FormLine::Step if form.kind == Asked::Hotp => "Counter",
        FormLine::Step => "Seconds",
    }
}

const fn kind(kind: Asked) -> &'static str {
    match kind {
        Asked::Totp | Asked::PlainTotp => "by time (TOTP)",
        Asked::Hotp => "by counter (HOTP)",
        Asked::Steam => "Steam Guard",
        Asked::Motp => "mOTP, with a PIN",
        Asked::Yandex => "Yandex Key, with a PIN",
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
    let indent = if room < 40 { 2 } else { 2 + label_room(room) };
    for part in wrap(&text, room.saturating_sub(indent)) {
        let mut line = Line::blank();
        line.pad(indent);
        panel.lines.push(line.with(role, part));
    }
}
