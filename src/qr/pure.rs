//! Pictures that are nothing but a code: read straight off, without a search. Their modules are exact, and `rqrr`
//! decodes them; what it cannot tell (character sets, parts of a series) our own decoder reads behind it.

use zeroize::Zeroizing;

use super::contained::contained;
use super::decode::payload::Payload;
use super::decode::{self, Modules};
use super::level::Sighted;
use super::plane::Plane;

/// How far a pixel must be from the background to belong to the code.
const FAR: u8 = 48;

/// The code that fills the picture but for its margin.
pub fn read(plane: &Plane) -> Option<Sighted> {
    let inner = plane.inner();
    let background = plane.grey[inner.1 * plane.width + inner.0];
    let bounds = bounds(plane, inner, background)?;
    // Without a margin the corner pixel is ink already.
    let light = background < 128;
    try_read(plane, bounds, light).or_else(|| {
        if bounds == inner {
            try_read(plane, inner, !light)
        } else {
            try_read(plane, inner, light).or_else(|| try_read(plane, inner, !light))
        }
    })
}

/// First column, first row, columns and rows of what differs from the background.
type Bounds = (usize, usize, usize, usize);

fn bounds(plane: &Plane, (left, top, width, height): Bounds, background: u8) -> Option<Bounds> {
    let row = |y: usize| &plane.grey[y * plane.width + left..][..width];
    let differs = |grey: &u8| grey.abs_diff(background) > FAR;
    let mut rows = top..top + height;
    let first = rows.find(|&y| row(y).iter().any(differs))?;
    let last = rows
        .rev()
        .find(|&y| row(y).iter().any(differs))
        .unwrap_or(first);
    let (mut from, mut to) = (width, 0);
    for y in first..=last {
        // Only what lies outside of the bounds so far can change them.
        if let Some(at) = row(y)[..from].iter().position(differs) {
            from = at;
        }
        if let Some(at) = row(y)[to..].iter().rposition(differs) {
            to += at;
        }
    }
    (from < to && last > first).then_some((left + from, first, to - from + 1, last - first + 1))
}

fn try_read(plane: &Plane, bounds: Bounds, light: bool) -> Option<Sighted> {
    let (left, top, width, height) = bounds;
    if width < 21 || height < 21 || width > 3 * height || height > 3 * width {
        return None;
    }
    let flip = if light { u8::MAX } else { 0 };
    for version in 1..=40 {
        let size = 17 + 4 * version;
        if size > width || size > height {
            break;
        }
        // Middles of the modules.
        let x = |column: usize| left + (2 * column + 1) * width / (2 * size);
        let y = |row: usize| top + (2 * row + 1) * height / (2 * size);
        let dark =
            |column: usize, row: usize| (plane.grey[y(row) * plane.width + x(column)] ^ flip) < 128;
        let turned = |turn: usize, column: usize, row: usize| match turn {
            0 => dark(column, row),
            1 => dark(size - 1 - row, column),
            2 => dark(size - 1 - column, size - 1 - row),
            _ => dark(row, size - 1 - column),
        };
        for turn in 0..4 {
            let timing = (6..size - 6).all(|place| {
                turned(turn, place, 6) == place.is_multiple_of(2)
                    && turned(turn, 6, place) == place.is_multiple_of(2)
            });
            if !timing {
                continue;
            }
            let modules = Modules {
                size,
                dark: Zeroizing::new(
                    (0..size * size)
                        .map(|at| turned(turn, at % size, at / size))
                        .collect(),
                ),
            };
            let payload = payload(&modules).or_else(|| payload(&modules.transposed()));
            if let Some(payload) = payload {
                let corner = |right: usize, down: usize| {
                    plane.in_picture(((left + right * width) as f32, (top + down * height) as f32))
                };
                let mut corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
                corners.rotate_left(turn);
                return Some(Sighted { payload, corners });
            }
        }
    }
    None
}

fn payload(modules: &Modules) -> Option<Payload> {
    by_rqrr(modules).or_else(|| decode::payload(modules))
}

/// A link as `rqrr` decodes it; it may panic. It passes over the character set that a code names: what is not a link in
/// plain ASCII is not taken from it.
fn by_rqrr(modules: &Modules) -> Option<Payload> {
    let text = contained(|| {
        let grid = rqrr::SimpleGrid::from_func(modules.size, |column, row| {
            modules.dark[row * modules.size + column]
        });
        let mut text = Zeroizing::new(Vec::with_capacity(rqrr::MAX_PAYLOAD_SIZE));
        rqrr::Grid::new(grid).decode_to(&mut *text).ok()?;
        Some(text)
    })
    .flatten()?;
    let is_link = text.starts_with(b"otpauth") && text.iter().all(u8::is_ascii_graphic);
    is_link.then(|| Payload::ascii(&text))
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, QrCode};

    use super::*;
    use crate::account::SecretText;
    use crate::qr::decode::payload::Content;

    const LINK: &str = "otpauth://totp/GitHub:octavia?secret=JBSWY3DPEHPK3PXP";

    fn drawn(text: &str) -> Modules {
        let code = QrCode::new(text).expect("a code");
        let colours = code.to_colors().into_iter();
        let dark = colours.map(|color| color == Color::Dark);
        Modules {
            size: code.width(),
            dark: Zeroizing::new(dark.collect()),
        }
    }

    fn says(payload: Option<Payload>, text: &str) -> bool {
        matches!(payload.expect("a payload").content(), Content::Text { text: read, guessed: false } if read == SecretText::new(text.to_owned()))
    }

    #[test]
    fn a_link_is_decoded_by_the_crate() {
        assert!(says(by_rqrr(&drawn(LINK)), LINK));
    }

    #[test]
    fn other_texts_are_decoded_by_ours_behind_it() {
        for text in [
            "otpauth://totp/J\u{f3}?secret=JBSWY3DPEHPK3PXP",
            "https://example.test/",
        ] {
            let modules = drawn(text);
            assert!(by_rqrr(&modules).is_none(), "{text}");
            assert!(says(payload(&modules), text), "{text}");
        }
    }

    #[test]
    fn no_grid_brings_it_down() {
        for version in 1..=40 {
            let size = 17 + 4 * version;
            for dark in [vec![true; size * size], vec![false; size * size]] {
                let dark = Zeroizing::new(dark);
                assert!(payload(&Modules { size, dark }).is_none());
            }
        }
    }
}
