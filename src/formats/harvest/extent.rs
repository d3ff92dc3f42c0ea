//! Where a URI in a text ends.

use zeroize::Zeroizing;

use super::{Text, next_scheme};

/// The URI that starts at `start`, and where the text after it begins.
pub(super) fn read(text: &str, start: usize) -> (Text, usize) {
    let (limit, follower) = limit(text, start);
    let span = text.get(start..limit).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let end = match closing(before).and_then(|closer| closing_place(span, closer)) {
        // Between quotes or brackets everything belongs to the URI, white space too.
        Some(place) => place,
        None if begins_line(before) => end_in_line(span, follower),
        None => end_in_prose(span),
    };
    let uri = span.get(..end).unwrap_or(span);
    let uri = uri.trim_end_matches(|c: char| c.is_whitespace() || ",;|".contains(c));
    (Zeroizing::new(uri.to_owned()), start + uri.len())
}

/// What stands behind the farthest end of a URI.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follower {
    /// The line ends, or a character comes that no URI holds.
    Nothing,
    /// Another URI on the same line.
    Uri,
}

/// The farthest a URI can reach.
fn limit(text: &str, start: usize) -> (usize, Follower) {
    let span = text.get(start..).unwrap_or_default();
    let stop = |c: char| matches!(c, '\n' | '\r' | '"' | '<' | '>' | '`' | '\0');
    let mut length = span.find(stop).unwrap_or(span.len());
    // An escaped line end or quote of a JSON text.
    for escape in ["\\n", "\\r", "\\t", "\\\""] {
        let reach = span.get(..length).and_then(|span| span.find(escape));
        length = reach.unwrap_or(length);
    }
    let scheme = span.find("://").map_or(span.len(), |colon| colon + 3);
    let Some(reach) = text.get(..start + length) else {
        return (start + length, Follower::Nothing);
    };
    match next_scheme(reach, start + scheme) {
        Some(next) => {
            let span = text.get(start..next).unwrap_or_default();
            let span = span.trim_end_matches([',', ';', '|', ' ', '\t']);
            (start + span.len(), Follower::Uri)
        }
        None => (start + length, Follower::Nothing),
    }
}

/// What ends the URI that follows `before`, if something was opened right there.
fn closing(before: &str) -> Option<char> {
    match before.chars().next_back()? {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        '\'' => Some('\''),
        // These end a URI in any case, so all before them belongs to it.
        '"' | '`' | '<' | '>' => Some('\n'),
        _ => None,
    }
}

/// The first `closer` that was not opened within `span`.
fn closing_place(span: &str, closer: char) -> Option<usize> {
    let opener = match closer {
        ')' => '(',
        ']' => '[',
        '}' => '{',
        '\n' => return Some(span.len()),
        // A label may hold an apostrophe; parameters do not.
        _ => {
            let query = span.find('?').unwrap_or_default();
            return span.get(query..)?.find(closer).map(|place| query + place);
        }
    };
    let mut open = 0_usize;
    for (place, character) in span.char_indices() {
        if character == opener {
            open += 1;
        } else if character == closer {
            let Some(fewer) = open.checked_sub(1) else {
                return Some(place);
            };
            open = fewer;
        }
    }
    None
}

/// True when nothing but list marks stands before on the line.
fn begins_line(before: &str) -> bool {
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    line.chars()
        .all(|c| c.is_whitespace() || "-*+>•#".contains(c))
}

/// A URI alone on its line may hold spaces, except where they could glue words to a secret.
fn end_in_line(span: &str, follower: Follower) -> usize {
    let trimmed = span.trim_end_matches([',', ';', '|', ' ', '\t']);
    if follower == Follower::Uri {
        // Words before the next one are no part of the parameters.
        let query = trimmed.find('?').unwrap_or_default();
        let words = trimmed
            .get(query..)
            .and_then(|query| query.find(char::is_whitespace));
        return words.map_or(trimmed.len(), |words| query + words);
    }
    let Some(secret) = secret_place(trimmed) else {
        return trimmed.len();
    };
    let value = trimmed.get(secret..).unwrap_or_default();
    let value = value.split('&').next().unwrap_or_default();
    if is_grouped(value) {
        return trimmed.len();
    }
    let space = value.find(char::is_whitespace).unwrap_or_default();
    secret + space
}

/// True when a URI alone on its line reaches to the end of it.
pub(super) fn is_whole_line(line: &str) -> bool {
    end_in_line(line, Follower::Nothing) == line.len()
}

/// Where the value of `secret` begins.
fn secret_place(uri: &str) -> Option<usize> {
    let query = uri.find('?')? + 1;
    let lower = uri.get(query..)?.to_ascii_lowercase();
    let mut place = query;
    for pair in lower.split('&') {
        let key = pair.strip_prefix("amp;").unwrap_or(pair);
        if key.starts_with("secret=") {
            return Some(place + (pair.len() - key.len()) + 7);
        }
        place += pair.len() + 1;
    }
    None
}

/// True for one word, or for words of equal length, eight letters at most, as sites show secrets; the last may
/// be shorter. `ABCDEFGHIJKLMNOP please` is not.
pub(in crate::formats) fn is_grouped(value: &str) -> bool {
    let words: Vec<usize> = value.split_whitespace().map(str::len).collect();
    match words.as_slice() {
        [] | [_] => true,
        [first, middle @ .., last] => {
            *first <= 8 && middle.iter().all(|word| word == first) && last <= first
        }
    }
}

/// Up to white space, without the punctuation of the sentence around.
fn end_in_prose(span: &str) -> usize {
    let end = span.find(char::is_whitespace).unwrap_or(span.len());
    let mut uri = span.get(..end).unwrap_or(span);
    loop {
        let shorter = uri.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '|', '\\']);
        let shorter = match shorter.chars().next_back() {
            Some(closer @ (')' | ']' | '}')) if is_unopened(shorter, closer) => {
                &shorter[..shorter.len() - 1]
            }
            _ => shorter,
        };
        if shorter.len() == uri.len() {
            return uri.len();
        }
        uri = shorter;
    }
}

fn is_unopened(uri: &str, closer: char) -> bool {
    let opener = match closer {
        ')' => '(',
        ']' => '[',
        _ => '{',
    };
    uri.matches(closer).count() > uri.matches(opener).count()
}
