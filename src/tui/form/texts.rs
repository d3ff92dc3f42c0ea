//! Tags and note as one line of text each, and back: what is not touched comes back as it was.

use crate::account::{Label, Note};
use zeroize::Zeroizing;

/// Stands for a line end in the note; doubled, for itself.
const PILCROW: char = '¶';

/// `work, code`; a tag with a space, a comma or a quote mark in quotes.
pub(super) fn tags(tags: &[Label]) -> String {
    let quoted = |tag: &Label| {
        let text = tag.as_str();
        if text.contains([' ', ',', '"']) || text.starts_with('#') {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let tags: Vec<String> = tags.iter().map(quoted).collect();
    tags.join(", ")
}

/// The tags in a line. Commas divide when there are any outside of quotes, so that a tag may hold a space.
pub(super) fn read_tags(line: &str) -> Vec<Label> {
    let parts = parts(line, ',').unwrap_or_else(|| parts(line, ' ').unwrap_or_default());
    let mut tags: Vec<Label> = Vec::new();
    for part in parts {
        let part = part.trim();
        let inner = part
            .strip_prefix('"')
            .and_then(|part| part.strip_suffix('"'));
        let tag = match inner {
            Some(inner) => Label::new(&inner.replace("\"\"", "\"")),
            None => Label::new(part.trim_start_matches('#')),
        };
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// The line cut at each `mark` outside of quotes; `None` when a comma never stands there.
fn parts(line: &str, mark: char) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (place, letter) in line.char_indices() {
        if letter == '"' {
            is_quoted = !is_quoted;
        } else if letter == mark && !is_quoted {
            parts.push(line.get(start..place)?);
            start = place + letter.len_utf8();
        }
    }
    if mark == ',' && parts.is_empty() {
        return None;
    }
    parts.push(line.get(start..)?);
    Some(parts)
}

/// The note in one line.
pub(super) fn note(note: &Note) -> Zeroizing<String> {
    let text = note.expose();
    let mut line = Zeroizing::new(String::with_capacity(text.len() * 4));
    for letter in text.chars() {
        match letter {
            '\n' => line.push_str(" ¶ "),
            PILCROW => line.push_str("¶¶"),
            other => line.push(other),
        }
    }
    line
}

/// The note of a line.
pub(super) fn read_note(line: &str) -> Note {
    let mut text = Zeroizing::new(String::with_capacity(line.len()));
    let mut rest = line;
    while let Some(place) = rest.find(PILCROW) {
        let (head, tail) = rest.split_at(place);
        let tail = tail.strip_prefix(PILCROW).unwrap_or_default();
        if let Some(after) = tail.strip_prefix(PILCROW) {
            text.push_str(head);
            text.push(PILCROW);
            rest = after;
        } else {
            text.push_str(head.strip_suffix(' ').unwrap_or(head));
            text.push('\n');
            rest = tail.strip_prefix(' ').unwrap_or(tail);
        }
    }
    text.push_str(rest);
    Note::new(&text)
}
