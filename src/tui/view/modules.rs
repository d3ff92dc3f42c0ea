//! A QR code in cells: two modules a cell, black on white in every theme, because readers need dark on light.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::{Appearance, put};
use crate::qr::draw::Ink;
use crate::tui::pixels::{Modules, Size};

pub(super) fn paint(buffer: &mut Buffer, area: Rect, modules: &Modules, appearance: Appearance) {
    let (column, row) = modules.corner;
    // The sixteen colours are told to be other ones in many palettes; these are not.
    let style = if appearance.look.has_true_colours() {
        Style::new()
            .fg(Color::Rgb(0, 0, 0))
            .bg(Color::Rgb(255, 255, 255))
    } else {
        Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(231))
    };
    match modules.size {
        Size::Half => {}
        Size::Blanks => return blanks(buffer, area, modules),
        // Not in cells: the terminal is given an image.
        Size::Pixels(..) => return,
    }
    let lines = modules.drawing.half_blocks(Ink::Dark);
    let rows = area.y.saturating_add(row)..area.bottom();
    for (row, line) in rows.zip(&lines) {
        let from = area.x.saturating_add(column);
        let room = area.right().saturating_sub(from);
        put(buffer, from, row, line, room, style);
    }
}

/// Each module as two blanks with a background.
fn blanks(buffer: &mut Buffer, area: Rect, modules: &Modules) {
    let drawing = &modules.drawing;
    let side = drawing.columns();
    let margin = (side - drawing.side()) / 2;
    for (row, y) in (0..side).zip(area.y.saturating_add(modules.corner.1)..area.bottom()) {
        let columns = area.x.saturating_add(modules.corner.0)..area.right();
        for (half, x) in (0..2 * side).zip(columns) {
            let column = half / 2;
            let dark =
                column >= margin && row >= margin && drawing.is_dark(column - margin, row - margin);
            let colour = if dark { Color::Black } else { Color::Gray };
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.set_symbol(" ").set_style(Style::new().bg(colour));
            }
        }
    }
}
