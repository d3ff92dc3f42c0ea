//! View: paints a scene into ratatui's buffer. Knows cells and styles, nothing of accounts.

mod modules;
mod panel;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Clear, Widget as _};

use super::columns::width;
use super::scene::{Holds, Line, Scene, Span};
use super::theme::{Glyphs, Look, Role};
use crate::account::{Plain, is_fit};

/// Marks the cells of a code; never written to a terminal.
pub const CODE: Modifier = Modifier::RAPID_BLINK;

/// How to paint.
#[derive(Debug, Clone, Copy)]
pub struct Appearance {
    /// Colours and weights.
    pub look: Look,
    /// Frames and walls.
    pub glyphs: &'static Glyphs,
}

/// Paints into a buffer; returns where the cursor stands.
pub fn paint(
    buffer: &mut Buffer,
    area: Rect,
    scene: &Scene,
    appearance: Appearance,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    buffer.set_style(area, appearance.look.base());
    for (row, content) in (area.top()..area.bottom()).zip(&scene.lines) {
        line(
            buffer,
            Rect::new(area.x, row, area.width, 1),
            content,
            appearance,
        );
    }
    let mut cursor = scene
        .cursor
        .map(|(column, row)| Position::new(area.x + column, area.y + row));
    if let Some(scroll) = &scene.scroll {
        let style = appearance.look.style(Role::Rule);
        for row in scroll.rows.clone() {
            let (column, row) = (area.x + scroll.column, area.y.saturating_add(row));
            if row < area.bottom() && column < area.right() {
                buffer.set_stringn(column, row, appearance.glyphs.thumb, 1, style);
            }
        }
    }
    if let Some(pane) = &scene.pane {
        pane_beside(buffer, area, pane, appearance);
    }
    if let Some(modules) = &scene.modules {
        modules::paint(buffer, area, modules, appearance);
    }
    if scene.is_ground {
        dim(buffer, area, appearance);
    }
    if let Some(window) = &scene.panel {
        cursor = panel::paint(buffer, area, window, scene.footer.len(), appearance);
    }
    let footer = scene.footer.iter().rev();
    for (row, content) in (area.top()..area.bottom()).rev().zip(footer) {
        let row = Rect::new(area.x, row, area.width, 1);
        blank(buffer, row, appearance);
        line(buffer, row, content, appearance);
    }
    cursor
}

fn pane_beside(buffer: &mut Buffer, area: Rect, pane: &super::scene::Pane, appearance: Appearance) {
    let wall = area.x.saturating_add(pane.column);
    if wall + 4 > area.right() {
        return;
    }
    let top = area.top().saturating_add(pane.row);
    let rows = top..area.bottom().saturating_sub(1);
    let faint = appearance.look.style(Role::Rule);
    for row in rows.clone() {
        buffer.set_stringn(wall, row, appearance.glyphs.wall, 1, faint);
    }
    for (row, content) in rows.zip(&pane.lines) {
        let row = Rect::new(wall + 2, row, area.right() - wall - 2, 1);
        line(buffer, row, content, appearance);
    }
}

/// What is no more than the ground of a window steps back, as far as lines do: nobody is to read it. A code stays one.
fn dim(buffer: &mut Buffer, area: Rect, appearance: Appearance) {
    let faint = appearance.look.style(Role::Rule);
    for place in area.positions() {
        if let Some(cell) = buffer.cell_mut(place) {
            let code = cell.modifier & CODE;
            cell.set_style(Style::reset());
            cell.set_style(appearance.look.base());
            cell.set_style(faint);
            cell.modifier |= code;
        }
    }
}

fn blank(buffer: &mut Buffer, area: Rect, appearance: Appearance) {
    Clear.render(area, buffer);
    buffer.set_style(area, appearance.look.base());
}

/// One line of text, left and right part; the right part wins where both want the same cells.
fn line(buffer: &mut Buffer, area: Rect, content: &Line, appearance: Appearance) {
    let selected = content.selected.clone().unwrap_or_default();
    let style = |span: &Span, column: u16| {
        let is_selected = selected.contains(&column.saturating_sub(area.x));
        let look = appearance.look;
        let style = if is_selected {
            look.selected(span.role)
        } else {
            look.style(span.role)
        };
        marked(span, style)
    };
    if let Some(cells) = &content.selected {
        let from = area.x.saturating_add(cells.start).min(area.right());
        let to = area.x.saturating_add(cells.end).min(area.right());
        let row = Rect::new(from, area.y, to.saturating_sub(from), 1);
        buffer.set_style(row, appearance.look.style(Role::Selected));
    }
    let right: u16 = content.right.iter().map(|span| width(&span.text)).sum();
    let end = if right < area.width {
        area.right() - right
    } else {
        area.right()
    };
    let left_end = if right > 0 && right < area.width {
        end.saturating_sub(1)
    } else {
        end
    };
    let mut column = area.x;
    for span in &content.spans {
        let room = left_end.saturating_sub(column);
        // A part of a code would be taken for one.
        let is_torn = span.holds == Holds::Code && width(&span.text) > room;
        let text = if is_torn {
            appearance.glyphs.cut
        } else {
            &*span.text
        };
        column = put(buffer, column, area.y, text, room, style(span, column));
        if is_torn {
            break;
        }
    }
    if right >= area.width {
        return;
    }
    let mut column = end;
    for span in &content.right {
        let room = area.right().saturating_sub(column);
        column = put(
            buffer,
            column,
            area.y,
            &span.text,
            room,
            style(span, column),
        );
    }
}

fn marked(span: &Span, style: Style) -> Style {
    match span.holds {
        Holds::Text => style,
        Holds::Code => style.add_modifier(CODE),
    }
}

fn put(buffer: &mut Buffer, column: u16, row: u16, text: &str, room: u16, style: Style) -> u16 {
    if room == 0 || text.is_empty() {
        return column;
    }
    // What is typed or pasted into a field is anybody's too.
    if !text.chars().all(is_fit) {
        let text = Plain::new(text);
        return put(buffer, column, row, text.as_str(), room, style);
    }
    buffer
        .set_stringn(column, row, text, usize::from(room), style)
        .0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_on_the_terminal_is_painted_written_out() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 1));
        put(&mut buffer, 0, 0, "a\u{202e}b\u{9b}c", 40, Style::new());
        let painted: String = (0..40).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(painted.trim_end(), r"a\u{202e}b\u{9b}c");
    }
}
