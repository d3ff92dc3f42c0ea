//! URIs of authenticators anywhere in a text: prose, lists, HTML source, mail source, JSON, Markdown.

mod escapes;
mod extent;
mod quoted_printable;

use std::collections::HashSet;

use zeroize::Zeroizing;

use extent::Follower;
pub(super) use extent::is_grouped;

use crate::account::SecretText;
use crate::account::uri;

/// Shorter keys after `steam://` are links that open the Steam program.
const SHORTEST_STEAM_KEY: usize = 10;

/// A scheme that is looked for; longer ones before those they end with.
const SCHEMES: [&str; 6] = [
    "otpauth-migration://",
    "lpaauth-migration://",
    "apple-otpauth://",
    "otpauth://",
    "motp://",
    "steam://",
];

/// The URIs in `text`, in their order, each once.
pub fn find(text: &str) -> Vec<SecretText> {
    let declared = quoted_printable::is_declared(text);
    let text = escapes::undo(text);
    let mut found: Vec<SecretText> = Vec::new();
    let mut seen = HashSet::new();
    let mut next = next_scheme(&text, 0);
    while let Some(start) = next {
        // The next URI ends this one, whatever stands between them.
        next = next_scheme(&text, start + scheme_length(&text, start));
        let (reach, follower) = match next {
            Some(next) => (text.get(..next).unwrap_or(&text), Follower::Uri),
            None => (text.as_str(), Follower::Nothing),
        };
        let uri = quoted_printable::read(reach, start, declared)
            .unwrap_or_else(|| extent::read(reach, start, follower));
        let uri = SecretText::from(uri.as_str());
        if is_wanted(uri.expose()) && seen.insert(uri.clone()) {
            found.push(uri);
        }
    }
    found
}

/// True when `text` is one URI as it stands, such as a QR code holds: nothing around it and nothing escaped.
pub(super) fn is_one(text: &str) -> bool {
    let Some(scheme) = scheme_at(text.as_bytes()) else {
        return false;
    };
    !text.contains(['\n', '\r', '"', '<', '>', '`'])
        && !text.contains("&#")
        && next_scheme(text, scheme.len()).is_none()
        && quoted_printable::read(text, 0, false).is_none()
        && extent::is_whole_line(text)
}

/// True when `text` begins with one of the schemes, white space aside.
pub(super) fn starts_with_scheme(text: &str) -> bool {
    scheme_at(text.trim_start().as_bytes()).is_some()
}

/// True when one of the schemes occurs in `text`.
pub(super) fn contains_scheme(text: &str) -> bool {
    next_scheme(text, 0).is_some()
}

/// Where the next scheme begins, at `from` or later.
fn next_scheme(text: &str, from: usize) -> Option<usize> {
    let mut from = from;
    loop {
        let colon = from + text.get(from..)?.find("://")?;
        // The longest scheme that ends here.
        let start = SCHEMES
            .iter()
            .filter_map(|scheme| colon.checked_sub(scheme.len() - 3))
            .filter(|start| text.is_char_boundary(*start) && *start >= from)
            .filter(|start| {
                let scheme = scheme_at(&text.as_bytes()[*start..]);
                scheme.is_some_and(|scheme| start + scheme.len() == colon + 3)
            })
            .min();
        if let Some(start) = start {
            return Some(start);
        }
        from = colon + 3;
    }
}

fn scheme_length(text: &str, start: usize) -> usize {
    let scheme = text.as_bytes().get(start..).and_then(scheme_at);
    scheme.map_or(1, str::len)
}

fn scheme_at(bytes: &[u8]) -> Option<&'static str> {
    SCHEMES.into_iter().find(|scheme| {
        let start = bytes.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// Everything but links into the Steam program. Bad URIs are wanted too: they are to be reported.
fn is_wanted(uri: &str) -> bool {
    if !uri
        .get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("steam://"))
    {
        return true;
    }
    uri::parse(uri).is_ok_and(|draft| draft.otp.secret().len() >= SHORTEST_STEAM_KEY)
}

type Text = Zeroizing<String>;

#[cfg(test)]
mod tests;
