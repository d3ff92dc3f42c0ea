//! Text made shorter: between letters as people see them (grapheme clusters), never inside one.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The first `count` letters of `text`, and `mark` where any are missing.
pub fn first<'a>(text: &'a str, count: usize, mark: &str) -> Cow<'a, str> {
    match text.grapheme_indices(true).nth(count) {
        Some((end, _)) => Cow::Owned(format!(
            "{}{mark}",
            joined(text.get(..end)).unwrap_or_default()
        )),
        None => Cow::Borrowed(text),
    }
}

/// `text` in `room` columns: what is too much goes out of the middle, since names often differ at their ends. `head`
/// columns of its beginning stay, and of its end what then fits.
pub fn around<'a>(text: &'a str, room: usize, head: usize, mark: &str) -> Cow<'a, str> {
    let left = room.saturating_sub(mark.width());
    let Some((start, end)) = split(text, room, (head.min(left), left.saturating_sub(head))) else {
        return Cow::Borrowed(text);
    };
    Cow::Owned(format!("{start}{mark}{end}"))
}

/// The same with as much of its beginning as of its end.
pub fn middle<'a>(text: &'a str, room: usize, mark: &str) -> Cow<'a, str> {
    around(
        text,
        room,
        room.saturating_sub(mark.width()).div_ceil(2),
        mark,
    )
}

/// The beginning and the end of a text between which a mark of this width stands in `room` columns; `None` when all
/// of it fits.
pub fn ends(text: &str, room: usize, mark: usize) -> Option<(&str, &str)> {
    let left = room.saturating_sub(mark);
    split(text, room, (left.div_ceil(2), left / 2))
}

/// Lines of at most `room` columns, broken at spaces; a longer word stays whole.
pub fn folded(text: &str, room: usize) -> Vec<String> {
    if text.width() <= room {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.width() + 1 + word.width() <= room => line.extend([" ", word]),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// So many columns of the beginning and of the end; `None` when all of it fits.
fn split(text: &str, room: usize, (head, tail): (usize, usize)) -> Option<(&str, &str)> {
    let cells: usize = text.graphemes(true).map(UnicodeWidthStr::width).sum();
    if cells <= room {
        return None;
    }
    let head = fitting(text.graphemes(true), head);
    let tail = fitting(text.graphemes(true).rev(), tail);
    Some((
        joined(text.get(..head))?,
        text.get(text.len().checked_sub(tail)?..)?,
    ))
}

/// Without a joiner at its end, which has nothing to join there and would be told as a character that cannot be seen.
fn joined(head: Option<&str>) -> Option<&str> {
    Some(head?.trim_end_matches(['\u{200c}', '\u{200d}']))
}

/// How many bytes of these clusters fit into so many columns.
fn fitting<'a>(clusters: impl Iterator<Item = &'a str>, room: usize) -> usize {
    let (mut used, mut bytes) = (0, 0);
    for cluster in clusters {
        used += cluster.width();
        if used > room {
            break;
        }
        bytes += cluster.len();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_cut_apart() {
        assert_eq!(first("GitHub", 6, "…"), "GitHub");
        assert_eq!(first("GitHub", 3, "…"), "Git…");
        assert_eq!(
            first("e\u{301}e\u{301}👩\u{200d}💻x", 3, "…"),
            "e\u{301}e\u{301}👩\u{200d}💻…"
        );
        // What joined it to the next letter goes with that.
        assert_eq!(first("می\u{200c}خواهم", 2, "…"), "می…");
        assert_eq!(around("می\u{200c}خواهم", 4, 2, ".."), "می..");
        assert_eq!(first("❤\u{fe0f}x", 1, "…"), "❤\u{fe0f}…");
    }

    #[test]
    fn lines_break_at_spaces_alone() {
        assert_eq!(folded("one two three", 7), ["one two", "three"]);
        assert_eq!(
            folded("a/very/long/path is there", 8),
            ["a/very/long/path", "is there"]
        );
        assert_eq!(folded("日本 銀行 x", 6), ["日本", "銀行 x"]);
        assert_eq!(folded("", 5), [""]);
        assert_eq!(folded("a  b", 4), ["a  b"]);
        assert_eq!(folded("ab cd ef", 5), ["ab cd", "ef"]);
        assert_eq!(folded("ab cd ef", 4), ["ab", "cd", "ef"]);
    }

    #[test]
    fn both_ends_stay() {
        assert_eq!(around("octavia@example.test", 10, 2, "..."), "oc....test");
        assert_eq!(around("octavia@example.test", 10, 9, "..."), "octavia...");

        assert_eq!(middle("GitHub", 6, "…"), "GitHub");
        assert_eq!(
            middle("octavia.finch+one@example.test", 11, "…"),
            "octav….test"
        );
        assert_eq!(middle("日本銀行口座", 7, "…"), "日…座");
        assert_eq!(
            middle("👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻", 5, "…"),
            "👩\u{200d}💻…👩\u{200d}💻"
        );
        assert_eq!(ends("abcdefghij", 10, 1), None);
        assert_eq!(ends("abcdefghij", 6, 1), Some(("abc", "ij")));
        for room in 1..9 {
            assert!(
                middle("ab日e\u{301}👩\u{200d}💻cd", room, "…").width() <= room,
                "{room}"
            );
        }
    }
}
