//! A window, framed where there is room for a frame.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::widgets::{Block, Widget as _};

use super::{Appearance, CODE, blank, line, put};
use crate::tui::columns::cut;
use crate::tui::scene::Panel;
use crate::tui::theme::Role;

pub(super) fn paint(
    buffer: &mut Buffer,
    area: Rect,
    panel: &Panel,
    footer: usize,
    appearance: Appearance,
) -> Option<Position> {
    let placed = panel.placed(area, footer);
    let inner = placed.inner;
    drop_torn_codes(buffer, area, placed.outer);
    blank(buffer, placed.outer, appearance);
    if placed.is_framed {
        frame(buffer, placed.outer, panel, appearance);
    }
    let rows = inner.top()..inner.bottom();
    for (row, content) in rows.zip(panel.lines.iter().skip(placed.top)) {
        let row = Rect::new(inner.x, row, inner.width, 1);
        line(buffer, row, content, appearance);
    }
    let (column, row) = panel.cursor?;
    let row = row.checked_sub(placed.top)?;
    let row = u16::try_from(row).ok().filter(|row| *row < inner.height)?;
    Some(Position::new(
        inner.x + column.min(inner.width.saturating_sub(1)),
        inner.y + row,
    ))
}

/// A code of which a window covers a part goes: the rest would be taken for one.
fn drop_torn_codes(buffer: &mut Buffer, area: Rect, window: Rect) {
    for row in window.top()..window.bottom() {
        let is_code = |buffer: &Buffer, column| {
            let cell = buffer.cell(Position::new(column, row));
            cell.is_some_and(|cell| cell.modifier.contains(CODE))
        };
        let mut drop = |columns: &mut dyn Iterator<Item = u16>, covered: u16| {
            if !is_code(buffer, covered) {
                return;
            }
            for column in columns {
                if !is_code(buffer, column) {
                    break;
                }
                if let Some(cell) = buffer.cell_mut(Position::new(column, row)) {
                    cell.set_symbol(" ").modifier.remove(CODE);
                }
            }
        };
        drop(&mut (area.left()..window.left()).rev(), window.left());
        drop(
            &mut (window.right()..area.right()),
            window.right().saturating_sub(1),
        );
    }
}

fn frame(buffer: &mut Buffer, area: Rect, panel: &Panel, appearance: Appearance) {
    let [top_left, top_right, bottom_right, bottom_left, across, down] = appearance.glyphs.frame;
    let signs = border::Set {
        top_left,
        top_right,
        bottom_left,
        bottom_right,
        vertical_left: down,
        vertical_right: down,
        horizontal_top: across,
        horizontal_bottom: across,
    };
    let style = appearance.look.style(Role::Rule);
    let block = Block::bordered().border_set(signs).border_style(style);
    block.render(area, buffer);
    let (left, top) = (area.left(), area.top());
    let room = area.width.saturating_sub(4);
    let cut_to = |text: &str, room: u16| cut(text, room, appearance.glyphs.cut).into_owned();
    let title = format!(" {} ", cut_to(&panel.title, room.saturating_sub(2)));
    // What the frame was drawn in would show through.
    let strong = Style::reset().patch(appearance.look.base());
    let strong = strong.patch(appearance.look.style(Role::Strong));
    let end = put(buffer, left + 1, top, &title, room, strong);
    let left_over = (left + 1 + room).saturating_sub(end + 2);
    if panel.aside.is_empty() || left_over < 12 {
        return;
    }
    let aside = format!(" {} ", cut_to(&panel.aside, left_over.saturating_sub(2)));
    put(buffer, end + 2, top, &aside, left_over, style);
}
