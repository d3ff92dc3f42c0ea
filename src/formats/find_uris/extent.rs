//! Where a URI in a text ends.

use zeroize::Zeroizing;

use super::{Text, wrapped};
use crate::account::base32;

/// What stands behind the farthest end of a URI.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Follower {
    /// The line ends, or a character comes that no URI holds.
    Nothing,
    /// Another URI on the same line.
    Uri,
}

/// The URI that starts at `start`; `text` ends at the latest where `follower` begins.
pub(super) fn read(text: &str, start: usize, follower: Follower) -> Text {
    let (before, rest) = text.split_at_checked(start).unwrap_or((text, ""));
    read_behind(before, rest, follower)
}

/// The URI that `rest` begins with; `before` stands before it.
pub(super) fn read_behind(before: &str, rest: &str, follower: Follower) -> Text {
    let span = up_to_stop(rest);
    let follower = if span.len() < rest.len() {
        Follower::Nothing
    } else {
        follower
    };
    let span = match follower {
        Follower::Uri => span.trim_end_matches([',', ';', '|', ' ', '\t']),
        Follower::Nothing => span,
    };
    let end = match closing(before).and_then(|closer| closing_place(span, closer)) {
        // Between quotes or brackets everything belongs to the URI, white space too.
        Some(place) => before_words(span.get(..place).unwrap_or(span)),
        None if begins_line(before) => end_in_line(span, follower),
        None => end_in_prose(span),
    };
    let uri = span.get(..end.min(tail_place(span))).unwrap_or(span);
    // Emphasis of Markdown opened right before it.
    let uri = match before.chars().next_back() {
        Some(mark @ ('*' | '_' | '~')) => uri.trim_end().trim_end_matches(mark),
        _ => uri,
    };
    let uri = uri.trim_end_matches(|c: char| c.is_whitespace() || ",;|".contains(c));
    Zeroizing::new(uri.to_owned())
}

/// `rest` up to the end of the line or a character that no URI holds.
fn up_to_stop(rest: &str) -> &str {
    let stop = |c: char| matches!(c, '\n' | '\r' | '"' | '<' | '>' | '`' | '\0');
    rest.split(stop).next().unwrap_or_default()
}

/// Where the parameters end although the line goes on: at a fragment or comment, a tab, or a separator of columns.
/// A comma with a space behind it may stand in an issuer, unless the label says the issuer without it.
fn tail_place(span: &str) -> usize {
    let Some(query) = span.find('?') else {
        return span.len();
    };
    let (label, parameters) = span.split_at(query);
    let ends = |(place, character): &(usize, char)| {
        let behind = parameters.get(place + 1..).unwrap_or_default();
        let is_spaced = behind.starts_with(char::is_whitespace);
        match character {
            '#' | '\t' => true,
            ',' if is_spaced => is_issuer(label, parameters.get(..*place).unwrap_or_default()),
            ',' | ';' | '|' => {
                // What is behind the certain end is no parameter of this URI.
                let certain = behind.split(['#', '\t']).next().unwrap_or_default();
                !has_parameters(certain)
            }
            _ => false,
        }
    };
    let tail = parameters.char_indices().find(ends);
    tail.map_or(span.len(), |(place, _)| query + place)
}

/// True when the last parameter is the issuer that the label begins with.
fn is_issuer(label: &str, parameters: &str) -> bool {
    let last = parameters.rsplit(['&', '?']).next().unwrap_or_default();
    let Some(issuer) = last
        .strip_prefix("issuer=")
        .filter(|issuer| !issuer.is_empty())
    else {
        return false;
    };
    let path = label.rsplit('/').next().unwrap_or_default();
    let behind = path.strip_prefix(issuer).unwrap_or_default();
    behind.starts_with(':')
        || behind
            .get(..3)
            .is_some_and(|colon| colon.eq_ignore_ascii_case("%3a"))
}

fn has_parameters(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let names = [
        "secret=",
        "issuer=",
        "algorithm=",
        "digits=",
        "period=",
        "counter=",
    ];
    names.iter().any(|name| text.contains(name))
}

/// The mark that ends the URI that follows `before`, be it lines away.
pub(super) fn closer(before: &str) -> Option<char> {
    match before.chars().next_back()? {
        '"' => Some('"'),
        '`' => Some('`'),
        '<' => Some('>'),
        // What an element holds are lines like any others.
        '>' => None,
        _ => closing(before),
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
    let is_mark = |c: char| c.is_whitespace() || "-*+>•#".contains(c);
    // A line may be very long, so this looks no further than it must.
    before
        .chars()
        .rev()
        .take_while(|c| !"\r\n".contains(*c))
        .all(is_mark)
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
    before_words(trimmed)
}

/// All of it, but for words behind the secret: as letters of it they would make wrong codes.
fn before_words(uri: &str) -> usize {
    let Some(secret) = secret_place(uri) else {
        return uri.len();
    };
    let value = uri.get(secret..).unwrap_or_default();
    let has_more = value.contains('&');
    let value = value.split('&').next().unwrap_or_default();
    if base32::is_grouped(value) || wrapped::is_cut_by_space(value, has_more) {
        return uri.len();
    }
    let space = value.find(char::is_whitespace);
    space.map_or(uri.len(), |space| secret + space)
}

/// True when a URI alone on its line reaches to the end of it.
pub(super) fn is_whole_line(line: &str) -> bool {
    end_in_line(line, Follower::Nothing).min(tail_place(line)) == line.len()
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

/// Up to white space, without the punctuation of the sentence around: dots, commas, brackets closed but not
/// opened in it.
fn end_in_prose(span: &str) -> usize {
    const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let word = span.split(char::is_whitespace).next().unwrap_or_default();
    let mut unopened = BRACKETS.map(|(opener, closer)| {
        let opened = word.matches(opener).count();
        word.matches(closer).count().saturating_sub(opened)
    });
    let mut uri = word;
    while let Some(last) = uri.chars().next_back() {
        let bracket = BRACKETS.iter().position(|(_, closer)| *closer == last);
        match bracket.and_then(|place| unopened.get_mut(place)) {
            Some(0) => break,
            Some(left) => *left -= 1,
            None if ".,;:!?'*|\\".contains(last) => {}
            None => break,
        }
        uri = &uri[..uri.len() - last.len_utf8()];
    }
    uri.len()
}
