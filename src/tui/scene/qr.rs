//! QR codes for a phone: as large as they are, dark on light whatever the theme; or a line that says why not.

use std::fmt;

use super::{Line, Scene};
use crate::qr::draw::{DrawError, Drawing};
use crate::system::Charset;
use crate::tui::columns::{cut, wrap};
use crate::tui::desk::Desk;
use crate::tui::model::Model;
use crate::tui::page::QrPage;
use crate::tui::theme::Role;

/// How a module is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Two of them one above the other in a cell.
    Half,
    /// As two coloured blanks: for terminals that are sent nothing but ASCII.
    Blanks,
}

/// A QR code and where its upper left corner stands. As secret as what it says: wiped, and not printed.
pub struct Modules {
    /// What is drawn.
    pub drawing: Drawing,
    /// Column and line.
    pub corner: (u16, u16),
    /// How a module is drawn.
    pub size: Size,
}

impl fmt::Debug for Modules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Modules")
    }
}

pub(super) fn draw(scene: &mut Scene, model: &Model, desk: &Desk<'_>, page: &QrPage) {
    let (columns, rows) = model.size;
    let left = page
        .until
        .saturating_sub(desk.uptime)
        .as_millis()
        .div_ceil(1000);
    let mut caption = page.title.shown(model.hides_names()).to_string();
    if page.texts.len() > 1 {
        caption = format!("{caption}, {} of {}", page.place + 1, page.texts.len());
    }
    let caption = format!("{caption}   closes in {left} s");
    let Some(text) = page.texts.get(page.place) else {
        return;
    };
    // The caption and the hints need a line each.
    let room = rows.saturating_sub(2);
    let (size, times) = match model.start.charset {
        Charset::Utf8 => (Size::Half, 1),
        Charset::Ascii => (Size::Blanks, 2),
    };
    let (within, below) = (usize::from(columns) / times, usize::from(room) / times);
    match Drawing::fitting(text.expose(), within, below) {
        Ok(drawing) => {
            let wide = u16::try_from(drawing.columns() * times).unwrap_or(columns);
            let high = u16::try_from(drawing.lines_needed() * times).unwrap_or(room);
            let corner = ((columns - wide) / 2, (room - high) / 2);
            let below = usize::from(corner.1 + high);
            scene.lines = vec![Line::blank(); below];
            let text = cut(&caption, columns, model.glyphs().cut).into_owned();
            let mut line = Line::blank();
            line.pad(columns.saturating_sub(crate::tui::columns::width(&text)) / 2);
            line.push(Role::Text, text);
            scene.lines.push(line);
            scene.modules = Some(Modules {
                drawing,
                corner,
                size,
            });
        }
        Err(error) => {
            let why = match error {
                DrawError::TooSmall {
                    columns: wide,
                    lines,
                } => format!(
                    "The QR code needs {}x{}, this terminal is {columns}x{rows}. Make the window larger or the \
                     letters smaller.",
                    wide * times,
                    lines * times + 2
                ),
                DrawError::TooLong => error.to_string(),
            };
            scene.lines = wrap(&why, columns.saturating_sub(2))
                .into_iter()
                .map(|part| Line::of(Role::Text, format!(" {part}")))
                .collect();
        }
    }
}
