//! Links inside other links: the picture services that draw QR codes get them percent-encoded as a parameter.

use super::{SCHEMES, Text};
use crate::account::percent::{self, Plus};

/// How often a link may be encoded; redirects encode once more.
const MAX_LAYERS: usize = 4;

/// The encoded links in `text` with the places where they begin.
pub(super) fn find(text: &str) -> Vec<(usize, Text)> {
    let mut found = Vec::new();
    if !text.contains('%') {
        return found;
    }
    let lower = zeroize::Zeroizing::new(text.to_ascii_lowercase());
    let mut from = 0;
    while let Some(percent) = lower.get(from..).and_then(|rest| rest.find('%')) {
        let colon = from + percent;
        from = colon + 1;
        let before = lower.get(..colon).unwrap_or_default();
        let scheme = SCHEMES
            .iter()
            .map(|scheme| scheme.trim_end_matches("://"))
            .find(|name| before.ends_with(name));
        let Some(start) = scheme.map(|name| colon - name.len()) else {
            continue;
        };
        let rest = text.get(start..).unwrap_or_default();
        if let Some(uri) = decoded(value(rest)) {
            found.push((start, uri));
        }
    }
    found
}

/// `uri` as it was before a whole link was made a parameter of another one, when its own `?` is encoded.
pub(super) fn decode_query(uri: &str) -> Option<Text> {
    is_encoded(uri).then(|| percent::decode(value(uri), Plus::Space))
}

/// True for a link whose own parameters are encoded.
pub(super) fn is_encoded(uri: &str) -> bool {
    let lower = || zeroize::Zeroizing::new(uri.to_ascii_lowercase());
    !uri.contains('?')
        && uri.contains('%')
        && lower()
            .split_once("%3f")
            .is_some_and(|(_, query)| query.contains("%3d"))
}

/// The value of a parameter that `text` begins with.
fn value(text: &str) -> &str {
    let is_end = |c: char| c.is_whitespace() || "&\"'<>`)]}#|".contains(c);
    text.split(is_end).next().unwrap_or_default()
}

/// Decoded until its scheme is one.
fn decoded(text: &str) -> Option<Text> {
    let mut text = zeroize::Zeroizing::new(text.to_owned());
    for _ in 0..MAX_LAYERS {
        text = percent::decode(&text, Plus::Space);
        if super::scheme_at(text.as_bytes()).is_some() {
            return Some(text);
        }
    }
    None
}
