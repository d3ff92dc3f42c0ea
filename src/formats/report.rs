//! Reads any text that may hold accounts and reports what was found, entry by entry.

use std::collections::HashSet;
use std::fmt;

use thiserror::Error;

use super::foreign::{self, Foreign};
use super::harvest::{self, is_grouped};
use super::migration::{self, Batches, Incomplete, MigrationError};
use crate::account::uri::{self, UriError};
use crate::account::{Draft, Label, Otp, Secret, SecretText};

/// One entry that cannot be taken. The others can.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct EntryError {
    /// Which entry of its text it is (or which line of a list), from 1.
    pub place: usize,
    /// What it calls itself, as far as that can be told from the rest; often empty.
    pub issuer: Label,
    /// As for the issuer.
    pub name: Label,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// Labels of a broken entry may be anything, a secret in the wrong place too.
impl fmt::Debug for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntryError")
            .field("place", &self.place)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Problem {
    /// It is no account.
    #[error("{0}")]
    Uri(#[from] UriError),
    /// It is an export that cannot be read.
    #[error("{0}")]
    Migration(#[from] MigrationError),
    /// A line of a list that holds no URI.
    #[error("this line holds no account")]
    NoUri,
}

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
    Foreign(Foreign),
    /// Nothing but white space.
    Empty,
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
    /// The texts that are no one-time codes.
    pub fn foreign(&self) -> impl Iterator<Item = Foreign> {
        self.sources.iter().filter_map(|source| match source {
            Source::Foreign(foreign) => Some(*foreign),
            _ => None,
        })
    }
}

/// Reads texts one after another, say of several QR codes, and puts the parts of exports together.
#[derive(Debug, Default)]
pub struct Reader {
    seen: HashSet<SecretText>,
    drafts: Vec<Result<Draft, EntryError>>,
    batches: Batches,
    sources: Vec<Source>,
}

impl Reader {
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
        if harvest::is_one(text) {
            self.add_uri(text, 1, true);
            return;
        }
        let uris = harvest::find(text);
        if let Some(secret) = bare_secret(text) {
            let draft = Draft::new(Label::default(), Label::default(), Otp::totp(secret));
            self.drafts.push(Ok(draft));
            self.sources.push(Source::BareSecret);
            return;
        }
        match uris.as_slice() {
            [] => self.add_without_uri(text),
            [one] if one.expose().len() == text.len() => self.add_uri(one.expose(), 1, true),
            _ => self.add_list(text, &uris),
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
        // A scheme of ours with nothing behind it, or `steam://` with a bad key.
        let Some(foreign) = foreign::explain(text) else {
            self.add_uri(text, 1, true);
            return;
        };
        self.sources.push(Source::Foreign(foreign));
    }

    fn add_list(&mut self, text: &str, uris: &[SecretText]) {
        self.sources.push(Source::Text);
        for (place, uri) in (1..).zip(uris) {
            self.add_uri(uri.expose(), place, false);
        }
        for line in lines_without_uri(text) {
            self.drafts.push(Err(EntryError {
                place: line,
                issuer: Label::default(),
                name: Label::default(),
                problem: Problem::NoUri,
            }));
        }
    }

    fn add_uri(&mut self, uri: &str, place: usize, alone: bool) {
        if !alone && !self.is_new(uri) {
            return;
        }
        let problem = match uri::parse(uri) {
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

/// Sites show 16 letters and more.
const SHORTEST_BARE_SECRET: usize = 16;

/// The secret, when the whole text is one: a long word of base32, or equal groups of it. Words of a language
/// are not taken for one, unless they look like nothing else.
fn bare_secret(text: &str) -> Option<Secret> {
    let is_letter = |c: &char| c.is_ascii_alphabetic() || ('2'..='7').contains(c);
    let letters = text.chars().filter(is_letter).count();
    let is_divider = |c: char| c == '-' || c == ' ';
    let bare = text.trim_end_matches('=');
    if letters < SHORTEST_BARE_SECRET || !bare.chars().all(|c| is_letter(&c) || is_divider(c)) {
        return None;
    }
    let divided = bare.contains(is_divider);
    let has_digit = bare.contains(|c: char| c.is_ascii_digit());
    let is_upper = !bare.contains(|c: char| c.is_ascii_lowercase());
    if divided && !(is_grouped(&bare.replace('-', " ")) && (has_digit || is_upper)) {
        return None;
    }
    Secret::from_base32(text).ok()
}

/// Lines of a list of URIs that hold none; nothing for a text that is no list, or a mail source with broken
/// lines. Comments start with `#`.
fn lines_without_uri(text: &str) -> Vec<usize> {
    let is_said = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut lines = text.lines().filter(|line| is_said(line));
    let starts_so = lines.next().is_some_and(harvest::starts_with_scheme);
    if !starts_so || !lines.any(harvest::starts_with_scheme) || text.contains("=3D") {
        return Vec::new();
    }
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| is_said(line) && !harvest::contains_scheme(line))
        .map(|(number, _)| number)
        .collect()
}

#[cfg(test)]
mod tests;
