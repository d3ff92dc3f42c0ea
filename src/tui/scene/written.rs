//! What is being written: as much of it as a line has room for, around the cursor; or dots in its place.

use unicode_segmentation::UnicodeSegmentation;

use super::Line;
use crate::tui::columns::{cut, width};
use crate::tui::field::Field;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// So many letters of a secret and no other sign may be one.
const SECRET_FROM: usize = 8;

/// True for what may be a bare secret, right or with a wrong letter in it: paths and words have other signs in them.
pub(super) fn is_like_a_secret(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || " -=".contains(letter);
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    letters >= SECRET_FROM && text.chars().all(is_part)
}

/// True for what was pasted in place of a path: links with their secrets, or an export as JSON, XML or a table.
pub(super) fn may_hold_secrets(text: &str) -> bool {
    text.contains("://") || text.contains(['{', '"', '<', ',', ';']) || is_like_a_secret(text)
}

/// A dot for each letter.
pub(super) fn dots(model: &Model, field: &Field) -> String {
    model.glyphs().dot.repeat(field.text().chars().count())
}

/// What a line shows of a field, and where the cursor stands in it. `text` is what stands in the field, or as many other
/// letters, each of which may be wider or narrower than its own.
pub(super) fn window_of(field: &Field, text: &str, room: u16) -> (String, u16) {
    let before = field.text().get(..field.cursor()).unwrap_or_default();
    let mut letters = text.char_indices().skip(before.chars().count());
    let cursor = letters.next().map_or(text.len(), |(place, _)| place);
    window(text, cursor, room)
}

/// What a line shows of a text, and where the cursor stands in it: the end of what does not fit.
fn window(text: &str, cursor: usize, room: u16) -> (String, u16) {
    let room = room.max(1);
    let before = text.get(..cursor).unwrap_or_default();
    let (mut start, mut at) = (before.len(), 0);
    for (place, cluster) in before.grapheme_indices(true).rev() {
        if at + width(cluster) >= room {
            break;
        }
        at += width(cluster);
        start = place;
    }
    let head = &before[start..];
    let tail = text.get(cursor..).unwrap_or_default();
    let shown = cut(tail, room.saturating_sub(at), "").into_owned();
    (format!("{head}{shown}"), at)
}

/// The line of a search by typing, and where the cursor stands in what is typed.
pub(super) fn search_line(query: &Field, room: u16) -> (Line, u16) {
    let (text, at) = window_of(query, query.text(), room.saturating_sub(1));
    let mut line = Line::of(Role::Accent, "/").with(Role::Text, text);
    if query.is_empty() {
        line.push(Role::Faint, "type to find");
    }
    (line, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_shows_the_part_around_its_cursor() {
        assert_eq!(window("abc", 3, 10), ("abc".to_owned(), 3));
        assert_eq!(window("abcdefgh", 8, 4), ("fgh".to_owned(), 3));
        assert_eq!(window("abcdefgh", 0, 4), ("abcd".to_owned(), 0));
        assert_eq!(window("日本銀行", 12, 5), ("銀行".to_owned(), 4));
        assert_eq!(window("abc", 3, 0).1, 0);
    }
}
