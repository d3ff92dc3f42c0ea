//! The add field: what was written, what was found in it, and the code to try.

use super::written::is_like_a_secret;
use super::{Line, Panel, account, import, offered, spinning};
use crate::app::{Other, Relation};
use crate::tui::add::{Add, Candidate, Choice, Purpose};
use crate::tui::columns::width;
use crate::tui::model::Model;
use crate::tui::sentence::called;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

/// Links carry the secret in their query, `steam://` right behind the scheme: what follows is dots. What may be a bare
/// secret, right or with a wrong letter in it, is dots as a whole; paths and words have other signs in them.
fn veiled(text: &str, dot: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let steam = lower.find("steam://").map(|place| place + 8);
    let query = || {
        let link = lower.find("://")?;
        Some(link + lower.get(link..)?.find('?')? + 1)
    };
    let bare = || is_like_a_secret(text).then_some(0);
    let Some((open, secret)) = steam
        .or_else(query)
        .or_else(bare)
        .and_then(|at| text.split_at_checked(at))
    else {
        return text.to_owned();
    };
    format!("{open}{}", dot.repeat(secret.chars().count()))
}

pub(super) fn draw(model: &Model, snapshot: &Snapshot<'_>, add: &Add) -> Panel {
    let glyphs = model.glyphs();
    let mut panel = Panel::new(model, "Add", 76);
    if add.purpose == Purpose::First {
        panel.title = "Your first account".into();
        panel.aside = "step 3 of 3".into();
    }
    let room = panel.columns;
    panel.label("Link, picture or secret", "Link, file, secret");
    panel.write(model, &add.field, &veiled(add.field.text(), glyphs.dot));
    if add.is_reading {
        panel.lines.push(spinning(model, "Reading"));
    }
    if let Some(error) = &add.trouble {
        panel.fail(model, error);
    }
    if let Some(source) = &add.source {
        let text = match add.candidates.len() {
            0 => format!("Nothing found in {source}"),
            _ => format!("Found {source}"),
        };
        panel.say(Role::Text, &text);
    }
    for (place, candidate) in add.candidates.iter().enumerate() {
        if place == add.selected {
            // The code stands below the candidates: with few of them both are in sight.
            panel.focus = panel.lines.len() + (add.candidates.len() - place).min(3);
        }
        let line = offered(model, place, place == add.selected);
        panel.lines.push(found(model, line, candidate, room));
    }
    if let Some(candidate) = add.candidates.get(add.selected) {
        if model.size.1 > 14 {
            panel.lines.push(Line::blank());
        }
        choices(&mut panel, model, snapshot, candidate);
        import::warnings(&mut panel, &candidate.draft);
        if let Some(timed) = candidate.draft.otp.at(snapshot.now) {
            let left = account::left(&candidate.draft.otp, snapshot.now);
            let code = timed.code.grouped().to_string();
            let ask = format!("  {} does the site accept it?", glyphs.dash);
            let begin = if room < 24 { "Now: " } else { "The code now: " };
            let line = Line::of(Role::Text, begin).with_code(Role::Strong, code);
            let line = line.with(Role::Faint, format!("  {left}"));
            let fits = line.width() + width(&ask) <= room;
            panel.lines.push(if fits {
                line.with(Role::Text, ask)
            } else {
                line
            });
        }
    } else if add.source.is_none() && add.trouble.is_none() && !add.is_reading {
        for text in ways(add.purpose) {
            panel.say(Role::Faint, text);
        }
    }
    for remark in &add.remarks {
        panel.say(Role::Faint, remark);
    }
    panel.focus = panel.focus.min(panel.lines.len().saturating_sub(1));
    panel
}

/// What may be written or dropped.
const fn ways(purpose: Purpose) -> &'static [&'static str] {
    match purpose {
        Purpose::Add => &[
            "An otpauth:// link, the path of a picture or a folder of pictures (drop it here), a Google export, or just \
             the secret the site shows.",
        ],
        Purpose::First => &[
            "The site shows a QR code or a secret where you switch on two-factor login. Either",
            "- paste the link or the secret here,",
            "- drop a picture of the code here, or write its path,",
            "- or leave the code on the screen and scan the screen.",
        ],
    }
}

/// What may be done with a find that is like an account; the choice stands out.
fn choices(panel: &mut Panel, model: &Model, snapshot: &Snapshot<'_>, candidate: &Candidate) {
    let [skip, replace, add] = match &candidate.relation {
        Relation::OtherSettings(Other::Account(_), _) => {
            ["skip", "correct the old one", "keep both"]
        }
        Relation::OtherSecret(Other::Account(_)) => ["skip", "replace its secret", "add beside"],
        _ => return,
    };
    let name = |issuer, name| called(issuer, name, model.hides_names());
    let own = name(&candidate.draft.issuer, &candidate.draft.name);
    let other = match candidate.relation.other() {
        Some(Other::Account(id)) => snapshot.account(id),
        _ => None,
    };
    if let Some(other) = other {
        let told = candidate
            .relation
            .told(&own, &name(&other.issuer, &other.name));
        panel.say(Role::Text, &format!("{own} {told}."));
    }
    let mut line = Line::of(Role::Faint, "Space: ");
    let all = [
        (Choice::Skip, skip),
        (Choice::Replace, replace),
        (Choice::Add, add),
    ];
    for (place, (choice, word)) in all.into_iter().enumerate() {
        if place > 0 {
            line.push(Role::Faint, format!(" {} ", model.glyphs().middle));
        }
        let is_chosen = candidate.choice == choice;
        line.push(if is_chosen { Role::Match } else { Role::Text }, word);
    }
    panel.lines.push(line);
}

fn found(model: &Model, mut line: Line, candidate: &Candidate, room: u16) -> Line {
    let glyphs = model.glyphs();
    let draft = &candidate.draft;
    let tick = match candidate.choice {
        Choice::Skip => " [ ] ",
        Choice::Add => " [x] ",
        Choice::Replace => " [~] ",
    };
    line.push(Role::Text, tick);
    let name = match called(&draft.issuer, &draft.name, false) {
        name if name.is_empty() => "(no name yet)".to_owned(),
        name => name,
    };
    import::name_and_standing(
        &mut line,
        glyphs,
        &name,
        (&candidate.relation, &draft.otp),
        room,
    );
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_in_a_link_is_veiled() {
        let link = "otpauth://totp/A:b?secret=MFZX";
        assert_eq!(veiled(link, "."), "otpauth://totp/A:b?...........");
        assert_eq!(veiled("~/what?.png", "."), "~/what?.png");
        assert_eq!(veiled("steam://MFZX", "."), "steam://....");
        assert_eq!(veiled("Steam://MF?ZX", "."), "Steam://.....");
        assert_eq!(veiled("JBSW Y3DP-EHPK", "."), "..............");
        assert_eq!(veiled("JBSW1890", "."), "........");
        for path in [
            "hello.png",
            "~/Pictures",
            "Pictures/2fa",
            "hello world!",
            "JBSW",
        ] {
            assert_eq!(veiled(path, "."), path);
        }
    }
}
