//! One account in full: big digits, what comes next, what it is and where it stands.

use std::time::Duration;

use super::countdown::{SOON, URGENT, bar};
use super::{Line, codes, digits, names};
use crate::account::{Account, Kind, Label, Otp, Timestamp};
use crate::tui::columns::{short_seconds, wrap};
use crate::tui::model::Model;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

const LABEL: usize = 13;

pub(super) fn lines(
    model: &Model,
    snapshot: &Snapshot<'_>,
    account: &Account,
    room: u16,
) -> Vec<Line> {
    let glyphs = model.glyphs();
    let mut lines = Vec::new();
    if model.hides_names() {
        lines.push(Line::of(Role::Strong, "Presenting: names are hidden"));
    } else {
        let first = [&account.issuer, &account.name];
        let named = first.into_iter().filter(|label| !label.is_empty());
        for (place, label) in named.enumerate() {
            let role = if place == 0 { Role::Strong } else { Role::Text };
            let text = names::shortened(label.as_str(), room, glyphs.cut);
            lines.push(Line::of(role, text));
        }
    }
    lines.push(Line::blank());
    code(&mut lines, model, snapshot, account, room);
    lines.push(Line::blank());
    facts(&mut lines, model, snapshot, account, room);
    lines
}

fn code(
    lines: &mut Vec<Line>,
    model: &Model,
    snapshot: &Snapshot<'_>,
    account: &Account,
    room: u16,
) {
    let shown = codes::shown(model, account, snapshot.now);
    if !shown.is_code {
        let text = if account.otp.lacks_pin() {
            "It came without its PIN: e sets it."
        } else {
            "Press + for the next code of this counter."
        };
        let parts = wrap(text, room).into_iter();
        lines.extend(parts.map(|part| Line::of(Role::Text, part)));
        return;
    }
    let left = shown.left.map(|(left, _)| left);
    let urgent = model.focused && left.is_some_and(|left| left <= URGENT);
    let role = if urgent { Role::Alert } else { Role::Accent };
    match digits::big(&shown.code, room.saturating_sub(1), model.settings.ascii) {
        Some(big) => lines.extend(
            big.into_iter()
                .map(|line| Line::of(role, " ").with_code(role, line)),
        ),
        None => lines.push(Line::blank().with_code(role, shown.code)),
    }
    let Some((left, period)) = shown.left else {
        return;
    };
    lines.push(Line::blank());
    if !shown.next.is_empty() {
        let is_near = left <= SOON || !model.focused;
        let role = if is_near { Role::Strong } else { Role::Faint };
        lines.push(fact("Next", String::new(), role).with_code(role, shown.next));
    }
    if model.focused {
        let role = if urgent { Role::Alert } else { Role::Text };
        let mut line = fact("Changes in", format!("{left} s"), role);
        line.push(Role::Alert, if urgent { "! " } else { "  " });
        let mark = if urgent { Role::Urgent } else { Role::Calm };
        bar(&mut line, mark, model.glyphs(), (left, period), 10);
        lines.push(line);
    }
}

fn fact(label: &str, text: String, role: Role) -> Line {
    Line::of(Role::Faint, format!("{label:<LABEL$}")).with(role, text)
}

/// `TOTP · SHA-1 · 6 digits`.
fn how(otp: &Otp, kind: &str, middle: &str) -> String {
    let (algorithm, digits) = (otp.algorithm().shown(), otp.digits().get());
    format!("{kind} {middle} {algorithm} {middle} {digits} digits")
}

/// `TOTP · SHA-1 · 6 digits · 30 s`.
pub(super) fn kind(otp: &Otp, middle: &str) -> String {
    match otp.kind() {
        Kind::Totp { period } => {
            let seconds = period.seconds();
            format!("{} {middle} {seconds} s", how(otp, "TOTP", middle))
        }
        Kind::Hotp { counter } => {
            format!("{} {middle} counter {counter}", how(otp, "HOTP", middle))
        }
        fixed @ (Kind::Steam | Kind::Motp | Kind::Yandex) => fixed.shown().to_owned(),
    }
}

fn facts(
    lines: &mut Vec<Line>,
    model: &Model,
    snapshot: &Snapshot<'_>,
    account: &Account,
    room: u16,
) {
    let glyphs = model.glyphs();
    let inner = room
        .saturating_sub(u16::try_from(LABEL).unwrap_or_default())
        .max(8);
    let mut tell = |label: &str, text: &str| {
        for (place, part) in wrap(text, inner).into_iter().enumerate() {
            let label = if place == 0 { label } else { "" };
            lines.push(fact(label, part, Role::Text));
        }
    };
    match account.otp.kind() {
        Kind::Totp { period } => {
            tell("Kind", &how(&account.otp, "TOTP", glyphs.middle));
            tell("", &format!("new code every {} s", period.seconds()));
        }
        Kind::Hotp { counter } => {
            tell("Kind", &how(&account.otp, "HOTP", glyphs.middle));
            tell("", &format!("next counter value {counter}"));
        }
        fixed @ (Kind::Steam | Kind::Motp | Kind::Yandex) => tell("Kind", fixed.shown()),
    }
    let tags = snapshot.tags(account);
    if !tags.is_empty() && !model.hides_names() {
        let tags: Vec<String> = tags.iter().map(tagged).collect();
        tell("Tags", &tags.join(" "));
    }
    if account.pinned {
        tell("Pinned", "yes, sorted first");
    }
    match snapshot.group_of(&account.id) {
        Some(group) => tell("Source", group.source.name.as_str()),
        None => tell("Added", &account.created.date()),
    }
    if let Some(used) = snapshot.uses.last(&account.id) {
        tell("Last copied", &ago(used, snapshot.now));
    }
    if !account.note.is_empty() && !model.hides_names() {
        let hidden = !model.shows_code_of(&account.id);
        if hidden {
            tell("Note", "hidden");
        } else {
            for (place, text) in account.note.expose().lines().enumerate() {
                tell(if place == 0 { "Note" } else { "" }, text);
            }
        }
    }
}

pub(super) fn tagged(tag: &Label) -> String {
    format!("#{tag}")
}

/// How long ago, in the largest unit that fits.
pub(super) fn ago(then: Timestamp, now: Timestamp) -> String {
    let gone = Duration::from_millis(now.millis().saturating_sub(then.millis())).as_secs();
    match gone {
        0..=59 => "just now".to_owned(),
        60..=3_599 => format!("{} min ago", gone / 60),
        3_600..=86_399 => format!("{} h ago", gone / 3_600),
        86_400..=172_799 => "yesterday".to_owned(),
        172_800..=5_183_999 => format!("{} days ago", gone / 86_400),
        _ => format!("on {}", then.date()),
    }
}

/// Seconds left, for one code among text.
pub(super) fn left(otp: &Otp, now: Timestamp) -> String {
    otp.at(now).map_or_else(String::new, |timed| {
        format!("{} s", short_seconds(timed.remaining))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_as_people_tell_them() {
        let now = Timestamp::from_seconds(1_780_000_000);
        for (gone, told) in [
            (-5, "just now"),
            (59, "just now"),
            (61, "1 min ago"),
            (7_200, "2 h ago"),
            (90_000, "yesterday"),
            (864_000, "10 days ago"),
            (86_400 * 100, "on 2026-02-17"),
        ] {
            assert_eq!(ago(now.shifted(-gone), now), told);
        }
    }
}
