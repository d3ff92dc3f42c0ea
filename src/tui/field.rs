//! Field: the one-line editor behind every input. Its text is wiped when it grows, shrinks or goes.

use std::fmt;

use age::secrecy::SecretString;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use zeroize::{Zeroize, Zeroizing};

use crate::account::SecretText;

/// More than anybody types; a pasted novel is cut here.
const LIMIT: usize = 64 * 1024;

/// A line being written. `Debug` prints the type name only: it may hold a passphrase.
#[derive(Clone, Default)]
pub struct Field {
    text: Zeroizing<String>,
    /// Byte place, always between two grapheme clusters.
    cursor: usize,
}

/// What can be done to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKey {
    /// One cluster to the left.
    Left,
    /// One cluster to the right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// Removes the cluster before the cursor.
    Backspace,
    /// Removes the cluster under the cursor.
    Delete,
    /// Removes the word before the cursor.
    DeleteWord,
    /// Removes everything before the cursor.
    Clear,
}

/// What the keyboard does to a line.
#[derive(Clone, Copy)]
pub enum Edit<'a> {
    /// Letters, or a paste.
    Text(&'a str),
    /// A key that moves or removes.
    Key(EditKey),
}

impl Field {
    /// Begins with a text, the cursor at its end.
    pub fn with(text: &str) -> Self {
        let mut field = Self::default();
        field.insert(text);
        field
    }

    /// Begins with a secret.
    pub fn of(secret: &SecretText) -> Self {
        Self::with(secret.expose())
    }

    /// The text. For secrets the caller takes [`Field::take`] instead and hands it on.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, leaving the field empty.
    pub fn take(&mut self) -> SecretText {
        self.cursor = 0;
        SecretText::new(std::mem::take(&mut *self.text))
    }

    /// The passphrase that was written, on its way to age; the field is empty then.
    pub fn passphrase(&mut self) -> SecretString {
        SecretString::from(self.take().expose().to_owned())
    }

    /// True when nothing is written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Byte place of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts text at the cursor, line ends and tabs as spaces, other control characters left out.
    pub fn insert(&mut self, text: &str) {
        let room = LIMIT.saturating_sub(self.text.len());
        let mut clean = Zeroizing::new(String::with_capacity(text.len()));
        // What is too much is left out between letters, never inside one.
        for cluster in text.graphemes(true) {
            let before = clean.len();
            for character in cluster.chars() {
                match character {
                    '\n' | '\t' => clean.push(' '),
                    other if other.is_control() => {}
                    other => clean.push(other),
                }
            }
            if clean.len() > room {
                clean.truncate(before);
                break;
            }
        }
        self.reserve(clean.len());
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        self.settle();
    }

    /// Does one edit; true when the text changed.
    pub fn edit(&mut self, edit: Edit<'_>) -> bool {
        match edit {
            Edit::Text(text) => {
                self.insert(text);
                true
            }
            Edit::Key(edit_key) => self.apply(edit_key),
        }
    }

    /// Does what a key does; true when the text changed.
    pub fn apply(&mut self, edit_key: EditKey) -> bool {
        let before = self.text.len();
        match edit_key {
            EditKey::Left => self.cursor = self.before(self.cursor),
            EditKey::Right => self.cursor = self.after(self.cursor),
            EditKey::Home => self.cursor = 0,
            EditKey::End => self.cursor = self.text.len(),
            EditKey::Backspace => self.remove(self.before(self.cursor), self.cursor),
            EditKey::Delete => self.remove(self.cursor, self.after(self.cursor)),
            EditKey::DeleteWord => self.remove(self.word_before(), self.cursor),
            EditKey::Clear => self.remove(0, self.cursor),
        }
        self.text.len() != before
    }

    /// A growing `String` would leave a copy of what was typed behind: grow by hand and wipe the old one.
    fn reserve(&mut self, more: usize) {
        let needed = self.text.len() + more;
        if needed <= self.text.capacity() {
            return;
        }
        let mut roomier = Zeroizing::new(String::with_capacity((needed * 2).max(128)));
        roomier.push_str(&self.text);
        self.text = roomier;
    }

    fn remove(&mut self, from: usize, to: usize) {
        let tail = Zeroizing::new(self.text[to..].to_owned());
        // Wipe what stands behind the new end too, not only what is in the way.
        let mut old = std::mem::replace(
            &mut self.text,
            Zeroizing::new(String::with_capacity(128.max(from + tail.len()))),
        );
        self.text.push_str(&old[..from]);
        self.text.push_str(&tail);
        old.zeroize();
        self.cursor = from;
        self.settle();
    }

    /// Inserting or removing may have joined clusters: never stand inside one.
    fn settle(&mut self) {
        let text = self.text.as_str();
        let mut cursor = GraphemeCursor::new(self.cursor, text.len(), true);
        if !cursor.is_boundary(text, 0).unwrap_or(true) {
            let end = cursor.next_boundary(text, 0).ok().flatten();
            self.cursor = end.unwrap_or(text.len());
        }
    }

    fn before(&self, place: usize) -> usize {
        self.text[..place]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(start, _)| start)
    }

    fn after(&self, place: usize) -> usize {
        self.text[place..]
            .graphemes(true)
            .next()
            .map_or(place, |cluster| place + cluster.len())
    }

    fn word_before(&self) -> usize {
        let head = self.text[..self.cursor].trim_end();
        head.rfind(char::is_whitespace).map_or(0, |space| {
            space + head[space..].chars().next().map_or(1, char::len_utf8)
        })
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Field")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, strokes: &[EditKey]) -> (String, usize) {
        let mut field = Field::with(text);
        for &edit_key in strokes {
            field.apply(edit_key);
        }
        (field.text().to_owned(), field.cursor())
    }

    #[test]
    fn clusters_are_moved_over_and_removed_whole() {
        use EditKey::{Backspace, Delete, Home, Left, Right};
        assert_eq!(after("a👩\u{200d}💻", &[Backspace]), ("a".to_owned(), 1));
        assert_eq!(
            after("日本", &[Left, Backspace]),
            ("本".to_owned(), 0),
            "wide"
        );
        assert_eq!(after("abc", &[Home, Right, Delete]), ("ac".to_owned(), 1));
        assert_eq!(after("e\u{301}x", &[Home, Delete]), ("x".to_owned(), 0));
        assert_eq!(
            after("", &[Left, Right, Backspace, Delete]),
            (String::new(), 0)
        );
    }

    #[test]
    fn words_and_lines_go_as_in_a_shell() {
        use EditKey::{Clear, DeleteWord, End, Left};
        assert_eq!(after("git hub  ", &[DeleteWord]), ("git ".to_owned(), 4));
        assert_eq!(after("github", &[DeleteWord]), (String::new(), 0));
        assert_eq!(after("abc", &[Left, Clear]), ("c".to_owned(), 0));
        assert_eq!(after("abc", &[Left, End]), ("abc".to_owned(), 3));
    }

    #[test]
    fn pasted_text_becomes_one_line_and_stays_within_bounds() {
        let mut field = Field::with("ab");
        field.apply(EditKey::Left);
        field.insert("1\r\n2\t\u{1b}[31m");
        assert_eq!(field.text(), "a1 2 [31mb");
        field.insert(&"x".repeat(LIMIT * 2));
        assert!(field.text().len() <= LIMIT);
        let mut field = Field::with("x");
        field.insert(&"e\u{301}👩\u{200d}💻".repeat(LIMIT / 10));
        assert!(field.text().ends_with(['\u{301}', '💻']) && field.text().len() > LIMIT - 20);
        field.apply(EditKey::Backspace);
    }

    #[test]
    fn the_cursor_never_stands_inside_a_cluster() {
        let mut field = Field::with("e");
        field.apply(EditKey::Home);
        field.insert("a");
        field.insert("\u{301}");
        assert!(field.text().is_char_boundary(field.cursor()));
        field.apply(EditKey::Backspace);
        assert_eq!(field.text(), "e");
    }

    #[test]
    fn nothing_is_printed_and_taking_empties() {
        let mut field = Field::with("correct horse");
        assert_eq!(format!("{field:?}"), "Field");
        assert_eq!(field.take().expose(), "correct horse");
        assert!(field.is_empty());
        assert_eq!(field.cursor(), 0);
    }
}
