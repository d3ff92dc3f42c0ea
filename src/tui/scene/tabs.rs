//! Tabs: the tags with how many accounts have them, in the header.

use super::Line;
use crate::tui::columns::width;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Between two tabs.
const BETWEEN: u16 = 3;

/// Whether all tabs fit into `room` cells.
pub(super) fn all_fit(model: &Model, room: u16) -> bool {
    let mut left = room;
    (0..count(model)).all(|place| {
        let gap = if place == 0 { 0 } else { BETWEEN };
        let rest = left.checked_sub(gap + cells(model, place));
        left = rest.unwrap_or_default();
        rest.is_some()
    })
}

/// As many tabs as fit into `room` cells, the open one among them; nothing where there are no tags.
pub(super) fn tabs(model: &Model, room: u16) -> Line {
    let (count, mark) = (count(model), model.glyphs().cut);
    if count == 0 {
        return Line::blank();
    }
    // A sign for those that are left out on either side.
    let sign = width(mark) + BETWEEN;
    let open = last_open(model);
    let behind = if open + 1 < count { sign } else { 0 };
    let (mut first, mut used) = (open, cells(model, open));
    while let Some(before) = first.checked_sub(1) {
        let begun = if before > 0 { sign } else { 0 };
        let wider = used + BETWEEN + cells(model, before);
        if begun + wider + behind > room {
            break;
        }
        (first, used) = (before, wider);
    }
    let mut line = Line::blank();
    if first > 0 {
        line.push(Role::Faint, mark);
    }
    for place in first..count {
        let gap = if line.spans.is_empty() { 0 } else { BETWEEN };
        let more = if place + 1 < count { sign } else { 0 };
        let wide = line.width() + gap;
        if wide + cells(model, place) + more > room {
            if wide + width(mark) <= room {
                divide(&mut line, model);
                line.push(Role::Faint, mark);
            }
            break;
        }
        divide(&mut line, model);
        tab(&mut line, model, place);
    }
    if line.width() > room {
        return Line::blank();
    }
    line
}

/// All, and one for each tag. A tag may tell as much as a name.
fn count(model: &Model) -> usize {
    match model.list.tabs.len() {
        0 => 0,
        _ if model.hides_names() => 0,
        tags => tags + 1,
    }
}

/// The last one that is open.
fn last_open(model: &Model) -> usize {
    let tabs = &model.list.tabs;
    let place = |tag| tabs.binary_search_by(|(known, _)| known.cmp(tag)).ok();
    model
        .list
        .tags
        .last()
        .and_then(place)
        .map_or(0, |place| place + 1)
}

fn cells(model: &Model, place: usize) -> u16 {
    let tag = place
        .checked_sub(1)
        .and_then(|place| model.list.tabs.get(place));
    match tag {
        None => width("all"),
        Some((tag, count)) => {
            let digits = count.checked_ilog10().unwrap_or_default() + 1;
            let digits = u16::try_from(digits).unwrap_or_default();
            width(tag.as_str()).saturating_add(1 + digits)
        }
    }
}

fn tab(line: &mut Line, model: &Model, place: usize) {
    let role = |is_open| if is_open { Role::Match } else { Role::Faint };
    let tags = &model.list.tags;
    match place
        .checked_sub(1)
        .and_then(|place| model.list.tabs.get(place))
    {
        None => line.push(role(tags.is_empty()), "all"),
        Some((tag, count)) => line.push(role(tags.contains(tag)), format!("{tag} {count}")),
    }
}

fn divide(line: &mut Line, model: &Model) {
    if !line.spans.is_empty() {
        line.push(Role::Rule, format!(" {} ", model.glyphs().middle));
    }
}
