//! Reads any text that may hold accounts and reports what was found, entry by entry.

use std::collections::HashSet;

use zeroize::Zeroizing;

use super::find_uris::{self, Link};
use super::migration::{self, Batches, Incomplete};
use super::not_otp::{self, NotOtp};
use super::problem::{EntryError, Problem};
use crate::account::facts::{FactError, Facts, Writing};
use crate::account::uri::{self, UriError};
use crate::account::{Draft, Label, Secret, SecretError, SecretText, base32};

/// What a text turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// One URI and nothing else.
    Uri,
    /// URIs within a text, or a list of them.
    Text,
    /// A base32 secret alone: it has no name, and its parameters are taken to be the usual ones.
    BareSecret,
    /// One QR code of Google Authenticator's export.
    Migration,
    /// Something else.
    NotOtp(NotOtp),
    /// Nothing but white space.
    Empty,
}

impl Source {
    /// What it is when it is no one-time code.
    pub fn not_otp(self) -> Option<NotOtp> {
        match self {
            Self::NotOtp(not_otp) => Some(not_otp),
            _ => None,
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// Accounts and broken entries, in their order.
    pub drafts: Vec<Result<Draft, EntryError>>,
    /// Exports of which QR codes are missing.
    pub incomplete: Vec<Incomplete>,
    /// What each text was, in the order given; not for texts that were given twice.
    pub sources: Vec<Source>,
}

impl Report {
    /// The entries of one file.
    pub(super) fn of(drafts: Vec<Result<Draft, EntryError>>) -> Self {
        Self {
            drafts,
            ..Self::default()
        }
    }

    /// The texts that are no one-time codes.
    pub fn not_otp(&self) -> impl Iterator<Item = NotOtp> {
        self.sources.iter().filter_map(|source| source.not_otp())
    }
}

/// Reads texts one after another, say of several QR codes, and puts the parts of exports together.
#[derive(Debug, Default)]
pub struct Reader {
    writing: Writing,
    seen: HashSet<SecretText>,
    drafts: Vec<Result<Draft, EntryError>>,
    batches: Batches,
    sources: Vec<Source>,
}

impl Reader {
    /// For texts whose keys are written like this.
    pub fn for_keys(writing: Writing) -> Self {
        Self {
            writing,
            ..Self::default()
        }
    }

    /// How many entries and how many texts there are so far; the accounts of exports come behind all others.
    pub fn counts(&self) -> (usize, usize) {
        (self.drafts.len(), self.sources.len())
    }

    /// Reads one text, of any kind.
    pub fn add(&mut self, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !self.is_new(text) {
            return;
        }
        if text.is_empty() {
            self.sources.push(Source::Empty);
            return;
        }
        if find_uris::is_one(text) {
            self.add_uri(text, 1, true);
            return;
        }
        let links = find_uris::find(text);
        match links.as_slice() {
            [] => self.add_without_uri(text),
            [one] if one.uri.expose().len() == text.len() => {
                self.add_uri(one.uri.expose(), 1, true);
            }
            _ => self.add_list(text, &links),
        }
    }

    /// What all texts together gave.
    pub fn finish(mut self) -> Report {
        let (drafts, incomplete) = self.batches.finish();
        self.drafts.extend(drafts);
        Report {
            drafts: self.drafts,
            incomplete,
            sources: self.sources,
        }
    }

    fn is_new(&mut self, text: &str) -> bool {
        self.seen.insert(SecretText::from(text))
    }

    fn add_without_uri(&mut self, text: &str) {
        if let Some(secret) = bare_secret(text, self.writing) {
            self.add_secret(
                1,
                secret
                    .as_ref()
                    .map(|secret| secret.as_str())
                    .map_err(|error| *error),
            );
            self.sources.push(Source::BareSecret);
            return;
        }
        let named = find_uris::labelled::find(text);
        if !named.is_empty() {
            self.sources.push(Source::Text);
            for (place, secret) in (1..).zip(named) {
                self.add_secret(place, Ok(secret));
            }
            return;
        }
        // A scheme of ours with nothing behind it, or `steam://` with a bad key.
        let Some(not_otp) = not_otp::explain(text) else {
            self.add_uri(text, 1, true);
            return;
        };
        self.sources.push(Source::NotOtp(not_otp));
    }

    /// A key without a link: it has no name, and its settings are taken to be the usual ones.
    fn add_secret(&mut self, place: usize, secret: Result<&str, SecretError>) {
        let draft = secret.map_err(FactError::Secret).and_then(|secret| {
            let facts = Facts {
                secret,
                writing: self.writing,
                ..Facts::default()
            };
            facts.draft()
        });
        let is_code = |error| matches!(error, SecretError::BadCharacter(_));
        let problem = |error| match error {
            FactError::Secret(error) if is_code(error) && secret.is_ok_and(is_activation_code) => {
                Problem::ActivationCode(error)
            }
            FactError::Secret(error) => Problem::Secret(error),
            error => Problem::Uri(error.into()),
        };
        self.drafts.push(draft.map_err(|error| EntryError {
            place,
            issuer: Label::default(),
            name: Label::default(),
            problem: problem(error),
        }));
    }

    fn add_list(&mut self, text: &str, links: &[Link]) {
        self.sources.push(Source::Text);
        let before = self.drafts.len();
        for (place, link) in (1..).zip(links) {
            self.add_link(link, place);
        }
        for line in lines_without_uri(text, links) {
            self.drafts.push(Err(EntryError {
                place: line,
                issuer: Label::default(),
                name: Label::default(),
                problem: Problem::NoUri,
            }));
        }
        // Texts often give the key of a link once more; a key that no link has is an account of its own.
        for secret in find_uris::labelled::find(text) {
            let found = self.drafts.get(before..).unwrap_or_default().iter();
            // As keys: the last letter of a secret may hold bits that no key has.
            let key = Secret::from_base32(secret).ok();
            let is_linked = found
                .flatten()
                .any(|draft| key.as_ref() == Some(draft.otp.secret()));
            if !is_linked {
                self.add_secret(links.len() + 1, Ok(secret));
            }
        }
    }

    fn add_link(&mut self, link: &Link, place: usize) {
        if !link.may_go_on {
            return self.add_uri(link.uri.expose(), place, false);
        }
        let (issuer, name) = uri::label_of(link.uri.expose());
        self.drafts.push(Err(EntryError {
            place,
            issuer,
            name,
            problem: Problem::MayGoOn,
        }));
    }

    fn add_uri(&mut self, uri: &str, place: usize, alone: bool) {
        if !alone && !self.is_new(uri) {
            return;
        }
        let problem = match uri::parse_written(uri, self.writing) {
            Ok(draft) => {
                self.drafts.push(Ok(draft));
                self.note_source(Source::Uri, alone);
                return;
            }
            Err(UriError::Migration) => match migration::read(uri) {
                Ok(part) => {
                    self.batches.add(part);
                    self.note_source(Source::Migration, alone);
                    return;
                }
                Err(error) => Problem::Migration(error),
            },
            Err(error) => Problem::Uri(error),
        };
        let (issuer, name) = uri::label_of(uri);
        self.note_source(Source::Uri, alone);
        self.drafts.push(Err(EntryError {
            place,
            issuer,
            name,
            problem,
        }));
    }

    fn note_source(&mut self, source: Source, alone: bool) {
        if alone {
            self.sources.push(source);
        }
    }
}

/// Reads one text of any kind: a URI, a bare secret, an export's URI, or a text with URIs somewhere in it.
pub fn read_text(text: &str) -> Report {
    let mut reader = Reader::default();
    reader.add(text);
    reader.finish()
}

/// Reads the links in a text and nothing else of it.
pub(super) fn read_links(text: &str) -> Report {
    let mut reader = Reader::default();
    for (place, link) in (1..).zip(find_uris::find(text)) {
        reader.add_link(&link, place);
    }
    reader.finish()
}

/// Sites show 16 letters and more.
const SHORTEST_BARE_SECRET: usize = 16;

/// The secret, when the whole text is one, in one line or several: a long word of base32, or equal groups of it. Words
/// of a language are not taken for one, unless they look like nothing else; one with a misread letter is.
fn bare_secret(text: &str, writing: Writing) -> Option<Result<Zeroizing<String>, SecretError>> {
    if writing == Writing::Hexadecimal {
        let is_digit = |c: char| c.is_ascii_alphanumeric() || base32::is_divider(c) || c == ':';
        return text
            .chars()
            .all(is_digit)
            .then(|| Ok(Zeroizing::new(text.to_owned())));
    }
    let first = text.lines().next().unwrap_or_default();
    is_bare(first).then(|| base32::join_lines(text))
}

fn is_bare(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c == '=' || base32::is_divider(c));
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    if base32::letters(line) < SHORTEST_BARE_SECRET
        || !line.chars().all(|c| is_letter(c) || base32::is_divider(c))
        || !line.contains(|c: char| c.is_ascii_alphabetic())
    {
        return false;
    }
    let has = |kind: fn(&char) -> bool| line.chars().any(|c| kind(&c));
    let is_mixed = has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
    if is_mixed && line.contains(['0', '1', '8', '9']) {
        return false;
    }
    let is_clear = has(char::is_ascii_digit) || !has(char::is_ascii_lowercase);
    !line.contains(base32::is_divider) || base32::is_grouped(line) && is_clear
}

/// Sixteen capitals and digits: what the activation codes of `FortiToken` Mobile look like too.
fn is_activation_code(text: &str) -> bool {
    base32::letters(text) == 16 && !text.contains(|c: char| c.is_ascii_lowercase())
}

/// Lines of a list of URIs that hold none; nothing for a text that is no list, or a mail source with broken
/// lines. Comments start with `#`.
fn lines_without_uri(text: &str, found: &[Link]) -> Vec<usize> {
    let is_said = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut lines = text.lines().filter(|line| is_said(line));
    let starts_so = lines.next().is_some_and(find_uris::starts_with_scheme);
    if !starts_so || !lines.any(find_uris::starts_with_scheme) || text.contains("=3D") {
        return Vec::new();
    }
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| is_said(line) && !find_uris::contains_scheme(line))
        .filter(|(_, line)| {
            !found
                .iter()
                .any(|link| link.uri.expose().contains(line.trim()))
        })
        .map(|(number, _)| number)
        .collect()
}

#[cfg(test)]
mod tests;
