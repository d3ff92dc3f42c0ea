//! A window over the list or on an empty screen: what is said in it, and where it stands. Its upper edge stays where it
//! is while what is in it grows and shrinks; what does not fit scrolls to its focus.

use ratatui::layout::Rect;

use super::Line;
use super::written::{dots, window_of};
use crate::app::Error;
use crate::tui::columns::{width, wrap};
use crate::tui::field::Field;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// What is behind a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stands {
    /// Nothing.
    #[default]
    Alone,
    /// The list.
    OnTheList,
    /// The list as it would be: the window stands at the right edge of it.
    BesideTheList,
}

/// A framed window.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Panel {
    /// In the upper edge.
    pub title: String,
    /// Behind the title, less important.
    pub aside: String,
    /// Columns inside the frame.
    pub columns: u16,
    /// Content.
    pub lines: Vec<Line>,
    /// The line that must stay in sight when not all fit.
    pub focus: usize,
    /// Cursor inside: column and line.
    pub cursor: Option<(u16, usize)>,
    /// What is behind it.
    pub stands: Stands,
}

/// Where a window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// With its frame.
    pub outer: Rect,
    /// Without.
    pub inner: Rect,
    /// There is room for a frame.
    pub is_framed: bool,
    /// The first line in sight.
    pub top: usize,
}

/// Columns inside a frame that takes at most `most`.
pub(super) fn inner(model: &Model, most: u16) -> u16 {
    model.size.0.saturating_sub(4).clamp(1, most)
}

impl Panel {
    /// An empty one that takes at most `most` columns inside its frame.
    pub(super) fn new(model: &Model, title: impl Into<String>, most: u16) -> Self {
        Self {
            title: title.into(),
            columns: inner(model, most),
            ..Self::default()
        }
    }

    /// A text, in as many lines as it needs.
    pub(super) fn say(&mut self, role: Role, text: &str) {
        let parts = wrap(text, self.columns).into_iter();
        self.lines.extend(parts.map(|part| Line::of(role, part)));
    }

    /// What is to be written below it, in as many words as a line has room for.
    pub(super) fn label(&mut self, long: &'static str, short: &'static str) {
        let is_short = width(long) > self.columns;
        let text = if is_short { short } else { long };
        self.lines.push(Line::of(Role::Faint, text));
    }

    /// A blank line, where there is room for one.
    pub(super) fn rest(&mut self, model: &Model) {
        if model.is_roomy() {
            self.lines.push(Line::blank());
        }
    }

    /// The line being written with its cursor; as `text`, where that is not what stands in it.
    pub(super) fn write(&mut self, model: &Model, field: &Field, text: &str) {
        let (shown, at) = window_of(field, text, self.columns);
        self.focus = self.lines.len();
        self.cursor = Some((at, self.lines.len()));
        self.lines.push(Line::of(Role::Strong, shown));
        self.rest(model);
    }

    /// The same with a dot for each letter.
    pub(super) fn write_hidden(&mut self, model: &Model, field: &Field) {
        self.write(model, field, &dots(model, field));
    }

    /// What went wrong, what has to be read or compared for it, and what to do.
    pub(super) fn fail(&mut self, model: &Model, error: &Error) {
        let what = format!("{} {}", model.glyphs().failed, error.what());
        self.say(Role::Alert, &what);
        for detail in error.details() {
            self.say(Role::Strong, detail.as_str());
        }
        if !error.advice().is_empty() {
            self.say(Role::Text, error.advice());
        }
    }

    /// The same, or these words while all is well.
    pub(super) fn advise(
        &mut self,
        model: &Model,
        trouble: Option<&Error>,
        role: Role,
        words: &str,
    ) {
        match trouble {
            Some(error) => self.fail(model, error),
            None => self.say(role, words),
        }
    }

    /// The lines a window has room for on a screen of this size.
    pub fn rows_within((columns, rows): (u16, u16), footer: usize) -> usize {
        let full = Self {
            lines: vec![Line::blank(); usize::from(rows)],
            ..Self::default()
        };
        let inner = full.placed(Rect::new(0, 0, columns, rows), footer).inner;
        usize::from(inner.height).max(1)
    }

    /// Where it stands in `area`, of which the footer takes the lowest lines.
    pub fn placed(&self, area: Rect, footer: usize) -> Placed {
        let footer = u16::try_from(footer).unwrap_or(u16::MAX);
        // Header and footer keep their lines while there is room for both.
        let room = if area.height >= 6 {
            let rows = area.height.saturating_sub(1 + footer).max(1);
            Rect::new(area.x, area.y + 1, area.width, rows)
        } else {
            area
        };
        let is_framed = room.height >= 5 && room.width >= 12;
        let border = u16::from(is_framed);
        let lines = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        let inner_width = self
            .columns
            .min(room.width.saturating_sub(4 * border))
            .max(1);
        let inner_height = lines.min(room.height - 2 * border);
        let (width, height) = (inner_width + 4 * border, inner_height + 2 * border);
        let width = width.min(room.width);
        let wanted = match self.stands {
            Stands::Alone => area.height / 8,
            Stands::OnTheList | Stands::BesideTheList => 1,
        };
        let left = match self.stands {
            Stands::BesideTheList => room.width - width,
            Stands::Alone | Stands::OnTheList => (room.width - width) / 2,
        };
        let framed = Rect::new(
            room.x + left,
            room.y + wanted.min(room.height - height),
            width,
            height,
        );
        // Without a frame nothing would divide it from what is behind it.
        let outer = if is_framed { framed } else { room };
        let inner = Rect::new(
            framed.x + 2 * border,
            outer.y + border,
            inner_width,
            inner_height,
        );
        Placed {
            outer,
            inner,
            is_framed,
            top: first_line(self.focus, self.lines.len(), usize::from(inner_height)),
        }
    }
}

/// The first line in sight: the focus stays within, with a line of context above where possible.
fn first_line(focus: usize, lines: usize, shown: usize) -> usize {
    let most = lines.saturating_sub(shown);
    if focus + 1 < shown {
        return 0;
    }
    (focus + 2).saturating_sub(shown).min(most).min(focus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_stays_in_sight() {
        for lines in 1..30 {
            for shown in 1..=lines {
                for focus in 0..lines {
                    let top = first_line(focus, lines, shown);
                    assert!(
                        (top..top + shown).contains(&focus),
                        "{focus} {lines} {shown}"
                    );
                    assert!(top + shown <= lines);
                }
            }
        }
    }

    #[test]
    fn the_upper_edge_stays_while_the_content_grows() {
        let area = Rect::new(0, 0, 79, 24);
        let edge = |stands, lines| {
            let panel = Panel {
                columns: 40,
                lines: vec![Line::blank(); lines],
                stands,
                ..Panel::default()
            };
            panel.placed(area, 1).outer.y
        };
        for stands in [Stands::Alone, Stands::OnTheList] {
            let first = edge(stands, 3);
            assert!((3..16).all(|lines| edge(stands, lines) == first));
        }
    }

    #[test]
    fn it_never_reaches_beyond_its_area() {
        for (width, height) in (1..60).flat_map(|w| (1..30).map(move |h| (w, h))) {
            for footer in 0..5 {
                let area = Rect::new(0, 0, width, height);
                let panel = Panel {
                    columns: 40,
                    lines: vec![Line::blank(); 9],
                    ..Panel::default()
                };
                let placed = panel.placed(area, footer);
                assert_eq!(placed.outer.intersection(area), placed.outer);
                assert_eq!(placed.inner.intersection(placed.outer), placed.inner);
            }
        }
    }
}
