//! A window in the middle of the screen, framed where there is room for a frame; scrolls to its focus.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Brush, blank, line, put};
use crate::tui::columns::cut;
use crate::tui::scene::Panel;
use crate::tui::theme::Role;

pub(super) fn paint(
    buffer: &mut Buffer,
    area: Rect,
    panel: &Panel,
    brush: Brush,
) -> Option<Position> {
    // Header and hints keep their lines while there is room for both.
    let room = if area.height >= 6 {
        Rect::new(area.x, area.y + 1, area.width, area.height - 2)
    } else {
        area
    };
    let framed = room.height >= 5 && room.width >= 12;
    let border = u16::from(framed);
    let lines = u16::try_from(panel.lines.len()).unwrap_or(u16::MAX);
    let inner_width = panel
        .columns
        .min(room.width.saturating_sub(4 * border))
        .max(1);
    let inner_height = lines.min(room.height - 2 * border);
    let width = inner_width + 4 * border;
    let height = inner_height + 2 * border;
    let outer = Rect::new(
        room.x + (room.width - width.min(room.width)) / 2,
        // A little above the middle looks like the middle.
        room.y + (room.height - height) * 2 / 5,
        width.min(room.width),
        height,
    );
    blank(buffer, outer);
    if framed {
        frame(buffer, outer, &panel.title, brush);
    }
    let inner = Rect::new(
        outer.x + 2 * border,
        outer.y + border,
        inner_width,
        inner_height,
    );
    let shown = usize::from(inner.height);
    let top = first_line(panel.focus, panel.lines.len(), shown);
    let rows = inner.top()..inner.bottom();
    for (row, content) in rows.zip(panel.lines.iter().skip(top)) {
        line(
            buffer,
            Rect::new(inner.x, row, inner.width, 1),
            content,
            brush,
        );
    }
    let (column, row) = panel.cursor?;
    let row = row.checked_sub(top).filter(|row| *row < shown)?;
    Some(Position::new(
        inner.x + column.min(inner.width.saturating_sub(1)),
        inner.y + u16::try_from(row).ok()?,
    ))
}

/// The first line in sight: the focus stays within, with a line of context above where possible.
fn first_line(focus: usize, lines: usize, shown: usize) -> usize {
    let most = lines.saturating_sub(shown);
    if focus + 1 < shown {
        return 0;
    }
    (focus + 2).saturating_sub(shown).min(most).min(focus)
}

fn frame(buffer: &mut Buffer, area: Rect, title: &str, brush: Brush) {
    let [
        upper_left,
        upper_right,
        lower_right,
        lower_left,
        across,
        down,
    ] = brush.glyphs.frame;
    let style = brush.theme.style(Role::Faint);
    let (left, right) = (area.left(), area.right() - 1);
    let (top, bottom) = (area.top(), area.bottom() - 1);
    for column in left..=right {
        buffer.set_stringn(column, top, across, 1, style);
        buffer.set_stringn(column, bottom, across, 1, style);
    }
    for row in top..=bottom {
        buffer.set_stringn(left, row, down, 1, style);
        buffer.set_stringn(right, row, down, 1, style);
    }
    for (column, row, corner) in [
        (left, top, upper_left),
        (right, top, upper_right),
        (right, bottom, lower_right),
        (left, bottom, lower_left),
    ] {
        buffer.set_stringn(column, row, corner, 1, style);
    }
    let room = area.width.saturating_sub(4);
    let title = format!(" {} ", cut(title, room.saturating_sub(2), brush.glyphs.cut));
    put(
        buffer,
        left + 1,
        top,
        &title,
        room,
        brush.theme.style(Role::Strong),
    );
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
}
