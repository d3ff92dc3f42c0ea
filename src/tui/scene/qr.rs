//! QR codes for a phone: as large as they are, dark on light whatever the theme; or a line that says why not.

use super::names::shortened;
use super::{Line, Scene};
use crate::account::SecretText;
use crate::qr::draw::{DrawError, Drawing};
use crate::system::Charset;
use crate::tui::columns::{cut, width, wrap};
use crate::tui::model::Model;
use crate::tui::page::{QrCode, QrPage};
use crate::tui::pixels::{Fitted, Modules, Size};
use crate::tui::sentence::called;
use crate::tui::snapshot::Snapshot;
use crate::tui::theme::Role;

/// Between the parts of a caption; where it is not in one line, they are lines of their own.
const GAP: &str = "   ";
/// Columns of a caption beside the code.
const BESIDE: u16 = 26;

/// Where the caption stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caption {
    /// In a line of its own.
    Below,
    /// To the right of the code, which wins a line by that.
    Beside,
}

/// Columns or lines of a module.
const fn times(model: &Model) -> usize {
    match model.start.charset {
        Charset::Utf8 => 1,
        Charset::Ascii => 2,
    }
}

/// The drawing of a text in the window, and where its caption stands.
fn fitting(model: &Model, text: &SecretText) -> Result<(Fitted, Caption), DrawError> {
    let (columns, rows) = model.size;
    // The hints need a line, and so does a caption below.
    let lines = rows.saturating_sub(2);
    let in_pixels = model
        .pixels
        .and_then(|pixels| pixels.fitted(text, columns, lines));
    if let Some(fitted) = in_pixels {
        return Ok((fitted, Caption::Below));
    }
    let times = times(model);
    let try_in = |columns: u16, rows: u16| {
        let (columns, rows) = (usize::from(columns) / times, usize::from(rows) / times);
        Drawing::fitting(text.expose(), columns, rows)
    };
    let below = try_in(columns, lines);
    let beside = || try_in(columns.saturating_sub(BESIDE + 2), rows.saturating_sub(1));
    let (drawing, caption) = match below {
        Ok(drawing) => (drawing, Caption::Below),
        Err(error) => (beside().map_err(|_| error)?, Caption::Beside),
    };
    let cells = |count: usize, most: u16| u16::try_from(count * times).unwrap_or(most);
    let fitted = Fitted {
        cells: (
            cells(drawing.columns(), columns),
            cells(drawing.lines_needed(), rows),
        ),
        drawing,
        size: match model.start.charset {
            Charset::Utf8 => Size::Half,
            Charset::Ascii => Size::Blanks,
        },
    };
    Ok((fitted, caption))
}

/// True when a QR code of this text can be shown in the window.
pub fn fits(model: &Model, text: &SecretText) -> bool {
    fitting(model, text).is_ok()
}

pub(super) fn draw(scene: &mut Scene, model: &Model, snapshot: &Snapshot<'_>, page: &QrPage) {
    let (columns, rows) = model.size;
    let Some(code) = page.codes.get(page.place) else {
        return;
    };
    let caption = caption(model, snapshot, page, code);
    let (fitted, place) = match fitting(model, &code.text) {
        Ok(fitting) => fitting,
        Err(error) => {
            let why = too_large(model, snapshot, page, error);
            let room = columns.saturating_sub(2);
            let told = wrap(&why, room);
            let caption = caption.split(GAP).flat_map(|part| wrap(part, room));
            let lines = told.into_iter().chain([String::new()]).chain(caption);
            let line = |part: String| Line::of(Role::Text, format!(" {part}"));
            scene.lines = lines.map(line).collect();
            return;
        }
    };
    let (wide, high) = fitted.cells;
    let corner = match place {
        Caption::Below => {
            let room = rows.saturating_sub(2);
            let corner = ((columns - wide) / 2, (room - high) / 2);
            scene.lines = vec![Line::blank(); usize::from(corner.1 + high)];
            let text = in_one_line(&caption, columns, model.glyphs().cut);
            let mut line = Line::blank();
            line.pad(columns.saturating_sub(width(&text)) / 2);
            line.push(Role::Text, text);
            scene.lines.push(line);
            corner
        }
        Caption::Beside => {
            let room = columns.saturating_sub(wide + 2);
            for part in caption.split(GAP).flat_map(|part| wrap(part, room)) {
                let mut line = Line::blank();
                line.pad(wide + 2);
                line.push(Role::Text, part);
                scene.lines.push(line);
            }
            (0, rows.saturating_sub(1 + high) / 2)
        }
    };
    scene.modules = Some(Modules {
        drawing: fitted.drawing,
        corner,
        size: fitted.size,
    });
}

/// A caption cut to `room` cells: what it is called gives way, when it closes does not.
fn in_one_line(caption: &str, room: u16, mark: &str) -> String {
    match caption.split_once(GAP) {
        Some((title, rest)) if width(caption) > room => {
            let left = room.saturating_sub(width(GAP) + width(rest));
            let text = format!("{}{GAP}{rest}", shortened(title, left, mark));
            cut(&text, room, mark).into_owned()
        }
        _ => cut(caption, room, mark).into_owned(),
    }
}

/// Why a code is not shown, and whose it is.
fn too_large(model: &Model, snapshot: &Snapshot<'_>, page: &QrPage, error: DrawError) -> String {
    let (columns, rows) = model.size;
    let DrawError::TooSmall {
        columns: wide,
        lines,
    } = error
    else {
        return error.to_string();
    };
    let before: usize = page.codes.iter().take(page.place).map(|c| c.accounts).sum();
    let account = page.ids.get(before).and_then(|id| snapshot.account(id));
    let whose = account.map_or_else(String::new, |account| {
        let name = called(&account.issuer, &account.name, model.hides_names());
        format!(" of {name}")
    });
    let times = times(model);
    format!(
        "The QR code{whose} needs {}x{}, this terminal is {}x{rows}. Make the window larger or the letters smaller, or \
         save a picture of it.",
        // The last column is none of ours.
        wide * times + 1,
        lines * times + 2,
        columns + 1
    )
}

/// What is in the code, which one of a series it is, and when it closes.
fn caption(model: &Model, snapshot: &Snapshot<'_>, page: &QrPage, code: &QrCode) -> String {
    let left = page.until.saturating_sub(snapshot.uptime);
    let left = left.as_millis().div_ceil(1000);
    let title = page.title.shown(model.hides_names());
    if page.ids.is_empty() {
        return format!("{title}{GAP}closes in {left} s");
    }
    let before: usize = page.codes.iter().take(page.place).map(|c| c.accounts).sum();
    let (first, last) = (before + 1, before + code.accounts);
    let which = if first == last {
        format!("account {first}")
    } else {
        format!("accounts {first} to {last}")
    };
    let (place, codes) = (page.place + 1, page.codes.len());
    format!(
        "{which} of {}, code {place} of {codes}{GAP}closes in {left} s",
        page.ids.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_it_closes_is_never_cut_off() {
        let caption = format!("Bundesamt zugang-mit-langem-namen{GAP}closes in 9 s");
        assert_eq!(in_one_line(&caption, 60, "…"), caption);
        for room in 17..46 {
            let line = in_one_line(&caption, room, "…");
            assert!(line.ends_with("closes in 9 s"), "{room}: {line}");
            assert!(width(&line) <= room, "{room}: {line}");
        }
    }
}
