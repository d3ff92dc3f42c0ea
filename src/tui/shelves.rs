//! Shelves: how the rows of the list lie under each other: one on each line, or several cards side by side; with
//! headings between them where they come in groups.

use std::ops::Range;

/// How the list is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Accounts beside each other.
    pub across: usize,
    /// Lines each of them takes.
    pub tall: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self { across: 1, tall: 1 }
    }
}

/// What lies beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// The heading of a group that begins with this row.
    Heading(usize),
    /// These rows.
    Rows(Range<usize>),
}

/// All of them, and how far they are scrolled.
#[derive(Debug, Default)]
pub struct Shelves {
    shape: Shape,
    all: Vec<Shelf>,
    top: usize,
}

impl Shelves {
    /// Lays groups of so many rows out.
    pub fn lay(&mut self, shape: Shape, groups: &[usize], has_headings: bool) {
        self.shape = shape;
        self.all.clear();
        let mut begin = 0;
        for &count in groups {
            let end = begin + count;
            if has_headings && count > 0 {
                self.all.push(Shelf::Heading(begin));
            }
            while begin < end {
                let next = (begin + shape.across.max(1)).min(end);
                self.all.push(Shelf::Rows(begin..next));
                begin = next;
            }
        }
    }

    /// How they are laid out.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The shelves that begin within `height` lines, each with its first line.
    pub fn in_sight(&self, height: usize) -> impl Iterator<Item = (usize, &Shelf)> {
        let mut line = 0;
        self.all.iter().skip(self.top).map_while(move |shelf| {
            let at = line;
            line += self.lines(shelf);
            (at < height).then_some((at, shelf))
        })
    }

    /// The rows of those.
    pub fn rows_in_sight(&self, height: usize) -> Range<usize> {
        let mut rows = self.in_sight(height).filter_map(|(_, shelf)| match shelf {
            Shelf::Heading(_) => None,
            Shelf::Rows(rows) => Some(rows.clone()),
        });
        let first = rows.next().unwrap_or_default();
        let end = rows.last().map_or(first.end, |last| last.end);
        first.start..end
    }

    /// Scrolls so that the row is among `height` lines, with its heading if it is the first under one, and no line is
    /// left empty without need.
    pub fn scroll(&mut self, row: usize, height: usize) {
        let is_its = |shelf: &Shelf| matches!(shelf, Shelf::Rows(rows) if rows.contains(&row));
        let here = self.all.iter().position(is_its).unwrap_or_default();
        let is_heading = |place: usize| matches!(self.all.get(place), Some(Shelf::Heading(_)));
        let first = match here.checked_sub(1) {
            Some(before) if is_heading(before) && height > self.shape.tall => before,
            _ => here,
        };
        let lowest = self.first_before(here + 1, height);
        let most = self.first_before(self.all.len(), height);
        self.top = self.top.clamp(lowest.min(first), first).min(most);
    }

    /// Where all of it and the part in sight begin and end, in lines: `(first, in sight, all)`.
    pub fn part_in_sight(&self, height: usize) -> (usize, usize, usize) {
        let lines = |part: &[Shelf]| -> usize { part.iter().map(|shelf| self.lines(shelf)).sum() };
        let above = lines(self.all.get(..self.top).unwrap_or_default());
        let all = lines(&self.all);
        (above, height.min(all - above), all)
    }

    /// The first shelf from which on those before `end` fit into `height` lines; the last one always does.
    fn first_before(&self, end: usize, height: usize) -> usize {
        let mut left = height;
        let mut first = end;
        while let Some(shelf) = first.checked_sub(1).and_then(|place| self.all.get(place)) {
            let Some(rest) = left.checked_sub(self.lines(shelf)) else {
                break;
            };
            left = rest;
            first -= 1;
        }
        first.min(end.saturating_sub(1))
    }

    fn lines(&self, one: &Shelf) -> usize {
        match one {
            Shelf::Heading(_) => 1,
            Shelf::Rows(_) => self.shape.tall,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(across: usize, tall: usize, groups: &[usize], headings: bool) -> Shelves {
        let mut shelves = Shelves::default();
        shelves.lay(Shape { across, tall }, groups, headings);
        shelves
    }

    #[test]
    fn cards_lie_beside_each_other_group_by_group() {
        let shelves = laid(3, 6, &[4, 2], true);
        assert_eq!(
            shelves.all,
            [
                Shelf::Heading(0),
                Shelf::Rows(0..3),
                Shelf::Rows(3..4),
                Shelf::Heading(4),
                Shelf::Rows(4..6),
            ]
        );
        assert_eq!(shelves.rows_in_sight(7), 0..3);
        assert_eq!(shelves.rows_in_sight(8), 0..4);
        assert_eq!(shelves.part_in_sight(10), (0, 10, 20));
    }

    #[test]
    fn the_row_is_always_in_sight_and_no_line_empty_without_need() {
        for (across, tall) in [(1, 1), (2, 6), (3, 6)] {
            for groups in [&[13][..], &[1, 5, 3, 4], &[0, 2]] {
                for headings in [false, true] {
                    let count: usize = groups.iter().sum();
                    let mut shelves = laid(across, tall, groups, headings);
                    for height in [1, 2, 6, 7, 13, 100] {
                        for row in (0..count).chain((0..count).rev()).chain([count - 1, 0]) {
                            shelves.scroll(row, height);
                            assert!(shelves.rows_in_sight(height).contains(&row));
                        }
                        let (above, _, all) = shelves.part_in_sight(height);
                        let has_room = height > tall;
                        assert!(
                            above == 0 || !has_room,
                            "everything begins at the first row"
                        );
                        if all <= height {
                            assert_eq!(shelves.rows_in_sight(height), 0..count);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_row_of_a_group_brings_its_heading_along() {
        let mut shelves = laid(1, 1, &[5, 5], true);
        shelves.scroll(9, 4);
        shelves.scroll(5, 4);
        let first = shelves.in_sight(4).next().map(|(_, shelf)| shelf.clone());
        assert_eq!(first, Some(Shelf::Heading(5)));
    }

    #[test]
    fn nothing_is_nowhere() {
        let mut shelves = Shelves::default();
        shelves.scroll(0, 10);
        assert!(shelves.rows_in_sight(10).is_empty());
        assert_eq!(shelves.part_in_sight(10), (0, 0, 0));
    }
}
