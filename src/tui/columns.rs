//! Widths: how wide text is on a terminal, how it is cut to fit, and which columns the list has room for.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The last column of a terminal is not among those counted here. Below this many only names, codes and seconds are drawn.
pub const NARROW_BELOW: u16 = 55;
/// From this many columns on, the details stand beside the list.
pub const PANE_FROM: u16 = 109;
/// Under this many columns or [`TINY_ROWS`] rows only the selected code is drawn.
pub const TINY_COLUMNS: u16 = 23;
/// See [`TINY_COLUMNS`].
pub const TINY_ROWS: u16 = 3;
/// Cells of the countdown line.
pub const BAR: u16 = 6;

const ISSUER_CAP: u16 = 26;
const NAME_CAP: u16 = 34;

/// How many cells `text` takes: the sum over its grapheme clusters, which is how they are drawn.
pub fn width(text: &str) -> u16 {
    if text.is_ascii() {
        return u16::try_from(text.len()).unwrap_or(u16::MAX);
    }
    let cells: usize = text.graphemes(true).map(UnicodeWidthStr::width).sum();
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// `text`, or as much of its beginning as fits into `room` cells with `mark` at the end.
pub fn cut<'a>(text: &'a str, room: u16, mark: &str) -> Cow<'a, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let Some(room) = room.checked_sub(width(mark)) else {
        return Cow::Borrowed("");
    };
    let (mut used, mut end) = (0, 0);
    for (place, cluster) in text.grapheme_indices(true) {
        let wide = width(cluster);
        if used + wide > room {
            break;
        }
        used += wide;
        end = place + cluster.len();
    }
    Cow::Owned(format!("{}{mark}", &text[..end]))
}

/// Lines of at most `room` cells, broken at spaces where there are any.
pub fn wrap(text: &str, room: u16) -> Vec<String> {
    let room = room.max(1);
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split(' ') {
        if !line.is_empty() && width(&line) + 1 + width(word) > room {
            lines.push(std::mem::take(&mut line));
        } else if !line.is_empty() {
            line.push(' ');
        }
        for cluster in word.graphemes(true) {
            if !line.is_empty() && width(&line) + width(cluster) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(cluster);
        }
    }
    lines.push(line);
    lines
}

/// The widest of each kind of text in the vault, known once per change of the vault, so that neither
/// scrolling nor typing moves a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Widest {
    /// Issuers, in cells.
    pub issuer: u16,
    /// Account names, in cells.
    pub name: u16,
    /// Codes as grouped for the eye, in cells.
    pub code: u16,
    /// Seconds left, in cells.
    pub seconds: u16,
}

/// The widths of the list's columns; a column of width 0 is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Columns {
    /// Issuer, or issuer and name together when `name` is 0.
    pub issuer: u16,
    /// Account name.
    pub name: u16,
    /// The code of now.
    pub code: u16,
    /// Arrow and next code.
    pub next: u16,
    /// Countdown line.
    pub bar: u16,
    /// Seconds left.
    pub seconds: u16,
}

impl Columns {
    /// Shares out `room` cells. What matters least goes first: the countdown line, the next code, the name.
    pub fn share(room: u16, widest: Widest, countdown: bool) -> Self {
        let code = widest.code.max(7);
        let seconds = widest.seconds.max(2);
        // Marker, a gap before the code, and the column of the exclamation mark.
        let fixed = 2 + 1 + code + if countdown { 1 + seconds + 1 } else { 0 };
        let left = room.saturating_sub(fixed);
        let mut columns = Self {
            issuer: left,
            code,
            seconds: if countdown { seconds } else { 0 },
            ..Self::default()
        };
        if room < NARROW_BELOW {
            return columns;
        }
        // A gap between issuer and name, and one before the mark of a used code.
        let mut left = left.saturating_sub(2);
        let bar = if countdown { BAR + 1 } else { 0 };
        let next = code + 3;
        if left >= 16 + bar {
            columns.bar = bar.saturating_sub(1);
            left -= bar;
        }
        if left >= 30 + next {
            columns.next = next - 1;
            left -= next;
        }
        let issuer = widest.issuer.clamp(12, ISSUER_CAP);
        let name = widest.name.clamp(16, NAME_CAP);
        (columns.issuer, columns.name) = if issuer + name <= left {
            (issuer, name)
        } else {
            // Both get their part; what one does not need the other takes.
            let half = left * 2 / 5;
            let issuer = issuer.min(half.max(left.saturating_sub(name)));
            (issuer, name.min(left - issuer))
        };
        columns
    }

    /// Cells a whole row takes.
    pub fn total(&self) -> u16 {
        let gap = |width: u16| if width == 0 { 0 } else { width + 1 };
        let between = if self.name == 0 { 0 } else { self.name + 2 };
        2 + self.issuer
            + between
            + 1
            + self.code
            + gap(self.next)
            + gap(self.bar)
            + if self.seconds == 0 {
                0
            } else {
                self.seconds + 2
            }
    }
}

/// Seconds as two or three cells: `27`, `95`, `12m`, `3h`, `9d`, and `>` for what is longer than 99 days.
pub fn short_seconds(seconds: u32) -> String {
    match seconds {
        0..=99 => seconds.to_string(),
        100..=5_999 => format!("{}m", seconds / 60),
        6_000..=359_999 => format!("{}h", seconds / 3_600),
        360_000..=8_639_999 => format!("{}d", seconds / 86_400),
        _ => ">".to_owned(),
    }
}

/// How many half cells of a countdown line of `cells` are lit; never 0 while time is left.
pub fn lit_halves(remaining: u32, period: u32, cells: u16) -> u16 {
    let halves = u64::from(cells) * 2;
    let lit = (u64::from(remaining) * halves).div_ceil(u64::from(period.max(1)));
    u16::try_from(lit.min(halves)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_clusters() {
        assert_eq!(cut("GitHub", 6, "…"), "GitHub");
        assert_eq!(cut("GitHub", 5, "…"), "GitH…");
        assert_eq!(cut("日本銀行", 5, "…"), "日本…");
        assert_eq!(cut("日本銀行", 4, "…"), "日…");
        assert_eq!(cut("👩\u{200d}💻 dev", 3, "…"), "👩\u{200d}💻…");
        assert_eq!(cut("GitHub", 1, "…"), "…");
        assert_eq!(cut("GitHub", 0, "…"), "");
    }

    #[test]
    fn lines_break_at_spaces_or_where_they_must() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("日本銀行", 5), ["日本", "銀行"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("a b", 0), ["a", "b"]);
    }

    #[test]
    fn columns_follow_the_room() {
        let widest = Widest {
            issuer: 24,
            name: 34,
            code: 9,
            seconds: 2,
        };
        for (room, wanted) in [
            (40, [24, 0, 9, 0, 0, 2]),
            (54, [38, 0, 9, 0, 0, 2]),
            (56, [12, 19, 9, 0, 6, 2]),
            (80, [17, 26, 9, 11, 6, 2]),
            (95, [24, 34, 9, 11, 6, 2]),
            (140, [24, 34, 9, 11, 6, 2]),
        ] {
            let c = Columns::share(room, widest, true);
            let found = [c.issuer, c.name, c.code, c.next, c.bar, c.seconds];
            assert_eq!(found, wanted, "{room}");
            assert!(c.total() <= room, "{room}: {}", c.total());
        }
    }

    #[test]
    fn columns_never_take_more_than_there_is() {
        for room in 24..220 {
            for (issuer, name) in [(0, 0), (3, 60), (60, 3), (60, 60)] {
                for countdown in [true, false] {
                    let widest = Widest {
                        issuer,
                        name,
                        code: 11,
                        seconds: 3,
                    };
                    let columns = Columns::share(room, widest, countdown);
                    assert!(columns.total() <= room, "{room} {columns:?}");
                }
            }
        }
    }

    #[test]
    fn the_line_burns_from_full_to_a_last_stroke() {
        assert_eq!(lit_halves(30, 30, 6), 12);
        assert_eq!(lit_halves(27, 30, 6), 11);
        assert_eq!(lit_halves(27, 60, 6), 6);
        assert_eq!(lit_halves(4, 30, 6), 2);
        assert_eq!(lit_halves(1, u32::MAX, 6), 1);
        assert_eq!(lit_halves(1, 1, 6), 12);
    }

    #[test]
    fn long_periods_are_told_in_few_cells() {
        for (seconds, text) in [
            (1, "1"),
            (99, "99"),
            (100, "1m"),
            (5_999, "99m"),
            (6_000, "1h"),
            (360_000, "4d"),
            (u32::MAX, ">"),
        ] {
            assert_eq!(short_seconds(seconds), text);
        }
    }
}
