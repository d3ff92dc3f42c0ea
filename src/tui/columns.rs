//! Widths: how wide text is on a terminal, how it is cut to fit, and which columns the list has room for.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The last column of a terminal is not among those counted here. Below this many only names, codes and seconds are drawn.
pub const NARROW_BELOW: u16 = 55;
/// From this many columns on, the details stand beside the list.
pub const PANE_FROM: u16 = 89;
/// From this many on they have all the room they need.
pub const WIDE_FROM: u16 = 109;
/// From this many on, accounts may be cards beside each other.
pub const CARDS_FROM: u16 = 139;
/// Lines of a card, with the blank one below it.
pub const CARD: usize = 6;
/// Under this many columns or [`TINY_ROWS`] rows only the selected code is drawn.
pub const TINY_COLUMNS: u16 = 23;
/// See [`TINY_COLUMNS`].
pub const TINY_ROWS: u16 = 3;
/// Cells of the countdown line of a row, when every row has one.
pub const BAR: u16 = 6;
/// The same when only those of another period have one.
pub const ODD_BAR: u16 = 2;

/// With fewer columns the names need the room of those seconds that are not in the header.
const ODD_FROM: u16 = 30;
/// From this many columns on, issuers have badges.
const BADGE_FROM: u16 = 36;
/// More of the tags only where nothing else needs the room.
const TAGS_AT_LEAST: u16 = 12;
const TAGS_CAP: u16 = 30;
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

/// What stays in one line: a number and its unit; behind two spaces a key and what it does.
fn units(text: &str) -> Vec<Cow<'_, str>> {
    let mut units: Vec<Cow<'_, str>> = Vec::new();
    let mut after_gap = 0;
    for word in text.split(' ') {
        let is_unit = word.trim_end_matches(['.', ',']) == "s";
        let joins = match units.last() {
            Some(last) => after_gap == 1 || is_unit && last.ends_with(|c: char| c.is_ascii_digit()),
            None => false,
        };
        after_gap = if word.is_empty() {
            2
        } else {
            i32::max(after_gap - 1, 0)
        };
        match units.last_mut().filter(|_| joins) {
            Some(last) => {
                let last = last.to_mut();
                last.push(' ');
                last.push_str(word);
            }
            None => units.push(Cow::Borrowed(word)),
        }
    }
    units
}

/// Lines of at most `room` cells, broken at spaces where there are any.
pub fn wrap(text: &str, room: u16) -> Vec<String> {
    let room = room.max(1);
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in units(text) {
        let word = word.as_ref();
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
    /// The tags of one account with their signs, in cells.
    pub tags: u16,
    /// Seconds left, in cells.
    pub seconds: u16,
    /// Seconds left of a period that is not the one most accounts have; 0 when all have that one.
    pub odd_seconds: u16,
}

/// What rows have beside names and code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extras {
    /// Two letters on a colour.
    pub badges: bool,
    /// Cells of a countdown line of their own; none has one, not even seconds, when there is nothing to tell.
    pub bar: u16,
}

/// The widths of the list's columns; a column of width 0 is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Columns {
    /// The whole row.
    pub room: u16,
    /// Two letters on a colour.
    pub badge: u16,
    /// Issuer, or issuer and name together when `name` is 0.
    pub issuer: u16,
    /// Account name.
    pub name: u16,
    /// The code of now.
    pub code: u16,
    /// Arrow and next code.
    pub next: u16,
    /// Tags.
    pub tags: u16,
    /// Countdown line of the row.
    pub bar: u16,
    /// Seconds left of the row.
    pub seconds: u16,
}

impl Columns {
    /// Shares out `room` cells. What matters least goes first: the tags, the next code, the countdown line, the name.
    pub fn share(room: u16, widest: Widest, extras: Extras) -> Self {
        let code = widest.code.max(7);
        let seconds = match extras.bar {
            BAR => widest.seconds.max(2),
            _ if room < ODD_FROM => 0,
            _ => widest.odd_seconds,
        };
        let badge = if extras.badges && room >= BADGE_FROM {
            2
        } else {
            0
        };
        let mut columns = Self {
            room,
            badge,
            code,
            seconds,
            ..Self::default()
        };
        let left = room.saturating_sub(columns.taken());
        columns.issuer = left;
        if room < NARROW_BELOW {
            return columns;
        }
        // Gaps between issuer and name, and before the mark of a used code.
        let mut left = left.saturating_sub(2);
        let mut take = |wanted: u16, others: u16| {
            let fits = wanted > 0 && left >= others + wanted;
            left -= if fits { wanted } else { 0 };
            fits
        };
        if seconds > 0 && take(extras.bar + 1, 16) {
            columns.bar = extras.bar;
        }
        if take(code + 3, 26) {
            columns.next = code + 2;
        }
        let tags = widest.tags.min(TAGS_AT_LEAST);
        if tags > 0 && take(tags + 2, 26) {
            columns.tags = tags;
        }
        let issuer = widest.issuer.clamp(8, ISSUER_CAP);
        let name = widest.name.clamp(14, NAME_CAP);
        (columns.issuer, columns.name) = if issuer + name <= left {
            (issuer, name)
        } else {
            // Both get their part; what one does not need the other takes.
            let half = left * 2 / 5;
            let issuer = issuer.min(half.max(left.saturating_sub(name)));
            (issuer, name.min(left - issuer))
        };
        if columns.tags > 0 {
            let left = left - columns.issuer - columns.name;
            columns.tags = widest.tags.min(tags + left).min(TAGS_CAP);
        }
        columns
    }

    /// Cells before the names: the bar of the selected row, the star, a gap, the badge and another.
    pub fn lead(&self) -> u16 {
        3 + if self.badge == 0 { 0 } else { self.badge + 1 }
    }

    /// Cells of what every row has: all but names, next code and tags.
    fn taken(&self) -> u16 {
        let seconds = if self.seconds == 0 {
            0
        } else {
            self.seconds + 2
        };
        // The mark of a used code and the gap behind it.
        self.lead() + 2 + self.code + seconds
    }

    /// Cells that a whole row needs.
    pub fn total(&self) -> u16 {
        let gap = |width: u16, gap: u16| if width == 0 { 0 } else { width + gap };
        let between = if self.name == 0 { 0 } else { self.name + 2 };
        let beside = gap(self.next, 1) + gap(self.tags, 2) + gap(self.bar, 1);
        self.taken() + self.issuer + between + beside
    }
}

/// How many cards stand beside each other.
pub fn cards_across(room: u16) -> usize {
    match room {
        ..120 => 2,
        _ => 3,
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
    fn what_belongs_together_stays_in_one_line() {
        assert_eq!(wrap("clears in 20 s", 12), ["clears in", "20 s"]);
        assert_eq!(wrap("Gone.  u undo", 8), ["Gone. ", "u undo"]);
        assert_eq!(wrap("a bc de", 4), ["a bc", "de"]);
        assert_eq!(wrap("20 s", 2), ["20", " s"]);
    }

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

    const WIDEST: Widest = Widest {
        issuer: 24,
        name: 34,
        code: 9,
        tags: 12,
        seconds: 2,
        odd_seconds: 2,
    };
    const EXTRAS: Extras = Extras {
        badges: true,
        bar: ODD_BAR,
    };

    #[test]
    fn columns_follow_the_room() {
        for (room, wanted) in [
            (23, [0, 9, 0, 9, 0, 0, 0, 0]),
            (30, [0, 12, 0, 9, 0, 0, 0, 2]),
            (39, [2, 18, 0, 9, 0, 0, 0, 2]),
            (54, [2, 33, 0, 9, 0, 0, 0, 2]),
            (56, [2, 12, 18, 9, 0, 0, 2, 2]),
            (79, [2, 10, 17, 9, 11, 12, 2, 2]),
            (110, [2, 24, 34, 9, 11, 12, 2, 2]),
            (140, [2, 24, 34, 9, 11, 12, 2, 2]),
        ] {
            let c = Columns::share(room, WIDEST, EXTRAS);
            let found = [
                c.badge, c.issuer, c.name, c.code, c.next, c.tags, c.bar, c.seconds,
            ];
            assert_eq!(found, wanted, "{room}");
            assert!(c.total() <= room, "{room}: {}", c.total());
        }
    }

    #[test]
    fn where_all_share_a_period_no_row_has_a_countdown() {
        let widest = Widest {
            odd_seconds: 0,
            ..WIDEST
        };
        let columns = Columns::share(79, widest, EXTRAS);
        assert_eq!((columns.bar, columns.seconds), (0, 0));
        let every = Extras { bar: BAR, ..EXTRAS };
        let columns = Columns::share(79, widest, every);
        assert_eq!((columns.bar, columns.seconds), (BAR, 2));
    }

    #[test]
    fn columns_never_take_more_than_there_is() {
        for room in 24..220 {
            for (issuer, name, tags) in [(0, 0, 0), (3, 60, 40), (60, 3, 7), (60, 60, 12)] {
                for (badges, bar, odd_seconds) in [(true, BAR, 3), (false, ODD_BAR, 0)] {
                    let widest = Widest {
                        issuer,
                        name,
                        code: 11,
                        tags,
                        seconds: 3,
                        odd_seconds,
                    };
                    let columns = Columns::share(room, widest, Extras { badges, bar });
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
