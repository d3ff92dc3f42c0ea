//! URIs of authenticators anywhere in a text: prose, lists, HTML source, mail source, JSON, Markdown.

mod bodies;
mod carried;
mod escapes;
mod extent;
pub(super) mod labelled;
mod quoted_printable;
mod wrapped;

use std::collections::HashSet;

use zeroize::Zeroizing;

use extent::Follower;
use wrapped::Unfolded;

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

/// A URI that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Link {
    /// As it was before it was quoted, encoded and broken into lines.
    pub uri: SecretText,
    /// The next line may belong to it or not.
    pub may_go_on: bool,
}

/// The URIs in `text`, in their order, each once.
pub fn find(text: &str) -> Vec<Link> {
    let mut found = Collector::default();
    found.add_text(text);
    for body in bodies::find(text) {
        found.add_text(body.expose());
    }
    found.links
}

#[derive(Default)]
struct Collector {
    links: Vec<Link>,
    seen: HashSet<SecretText>,
}

impl Collector {
    fn add_text(&mut self, text: &str) {
        let declared = quoted_printable::is_declared(text);
        let text = escapes::undo(text);
        let mut carried = carried::find(&text).into_iter().peekable();
        let mut next = next_scheme(&text, 0);
        while let Some(start) = next {
            // The next URI ends this one, whatever stands between them.
            next = next_scheme(&text, start + scheme_length(&text, start));
            let (reach, follower) = match next {
                Some(next) => (text.get(..next).unwrap_or(&text), Follower::Uri),
                None => (text.as_str(), Follower::Nothing),
            };
            while let Some((_, uri)) = carried.next_if(|(place, _)| *place < start) {
                self.add(&uri, false);
            }
            match quoted_printable::read(reach, start, declared) {
                Some(uri) => self.add(&uri, false),
                None => self.add_plain(reach, start, follower),
            }
        }
        for (_, uri) in carried {
            self.add(&uri, false);
        }
    }

    fn add_plain(&mut self, reach: &str, start: usize, follower: Follower) {
        let uri = extent::read(reach, start, follower);
        if let Some(decoded) = carried::decode_query(&uri) {
            return self.add(&decoded, false);
        }
        let behind = reach.get(start + uri.len()..).unwrap_or_default();
        let lines = behind.split_once('\n');
        let Some((_, after)) = lines.filter(|(rest, _)| rest.trim().is_empty()) else {
            return self.add(&uri, false);
        };
        let before = reach.get(..start).unwrap_or_default();
        match wrapped::unfold(&uri, after, extent::closer(before)) {
            Unfolded::Whole => self.add(&uri, false),
            Unfolded::Joined(lines) => {
                let whole = extent::read_behind(before, &lines, Follower::Nothing);
                self.add(&whole, false);
            }
            Unfolded::Unsure => self.add(&uri, true),
        }
    }

    fn add(&mut self, uri: &str, may_go_on: bool) {
        let uri = SecretText::from(uri);
        if is_wanted(uri.expose()) && self.seen.insert(uri.clone()) {
            self.links.push(Link { uri, may_go_on });
        }
    }
}

/// True when `text` is one URI as it stands, such as a QR code holds: nothing around it and nothing escaped.
pub(super) fn is_one(text: &str) -> bool {
    let Some(scheme) = scheme_at(text.as_bytes()) else {
        return false;
    };
    !text.contains(['\n', '\r', '"', '<', '>', '`'])
        && !text.contains("&#")
        && !carried::is_encoded(text)
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
