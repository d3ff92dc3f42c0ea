//! One account against one query: which tier, and which letters to underline.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::Finder;

use super::{Field, Hit, Matched, Tier};
use crate::account::fold::Folded;
use crate::account::{Account, Timestamp};

/// A query, folded and divided.
pub(super) struct Query {
    /// The words with one space between them.
    text: String,
    terms: Vec<String>,
    tags: Vec<String>,
}

impl Query {
    pub(super) fn new(query: &str) -> Self {
        let folded = Folded::new(query);
        let (tags, terms): (Vec<&str>, Vec<&str>) = folded
            .as_str()
            .split_whitespace()
            .partition(|term| term.starts_with('#'));
        Self {
            text: terms.join(" "),
            terms: terms.into_iter().map(str::to_owned).collect(),
            // A lone `#` is a tag whose name is still to be typed.
            tags: tags.iter().map(|tag| tag[1..].to_owned()).collect(),
        }
    }

    /// True when only tags, or nothing at all, is asked for.
    pub(super) fn is_wordless(&self) -> bool {
        self.terms.is_empty()
    }

    /// True when the account has all the tags.
    pub(super) fn allows(&self, entry: &Entry) -> bool {
        self.tags
            .iter()
            .all(|wanted| entry.tags.iter().any(|tag| tag.starts_with(wanted)))
    }
}

/// Passes over accounts that cannot fit, without folding each: most do not.
pub(super) struct Sieve<'q> {
    first: Option<Finder<'q>>,
    /// The title at hand, in lower case; kept for its memory.
    title: String,
}

impl<'q> Sieve<'q> {
    pub(super) fn new(query: &'q Query) -> Self {
        let first = query.terms.first();
        Self {
            first: first.map(|term| Finder::new(term.as_bytes())),
            title: String::new(),
        }
    }

    /// False when the first word of the query is nowhere in the title. Accents are not looked into.
    pub(super) fn lets_through(&mut self, account: &Account) -> bool {
        let Some(first) = &self.first else {
            return true;
        };
        let (issuer, name) = (account.issuer.as_str(), account.name.as_str());
        if !issuer.is_ascii() || !name.is_ascii() {
            return true;
        }
        self.title.clear();
        title(&mut self.title, issuer, name);
        self.title.make_ascii_lowercase();
        first.find(self.title.as_bytes()).is_some()
    }
}

/// `issuer:name`, or the name alone.
fn title(out: &mut String, issuer: &str, name: &str) {
    out.push_str(issuer);
    if !issuer.is_empty() {
        out.push(':');
    }
    out.push_str(name);
}

/// An account's texts, folded.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    index: usize,
    /// `issuer:name`, or the name alone.
    title: String,
    issuer: Folded,
    name: Folded,
    tags: Vec<String>,
    pinned: bool,
    used: Option<Timestamp>,
}

impl Entry {
    pub(super) fn new(index: usize, account: &Account) -> Self {
        let issuer = Folded::new(account.issuer.as_str());
        let name = Folded::new(account.name.as_str());
        let mut both = String::with_capacity(issuer.as_str().len() + name.as_str().len() + 1);
        title(&mut both, issuer.as_str(), name.as_str());
        let tags = account.tags.iter();
        Self {
            index,
            title: both,
            issuer,
            name,
            tags: tags
                .map(|tag| Folded::new(tag.as_str()).as_str().to_owned())
                .collect(),
            pinned: account.pinned,
            used: account.used,
        }
    }

    /// What hits of one tier are sorted by, ascending: pinned, then recently used, then by title.
    pub(super) fn place(&self) -> (bool, Reverse<Option<Timestamp>>, &str, usize) {
        (!self.pinned, Reverse(self.used), &self.title, self.index)
    }

    /// The tier of this account, unless it is the last one.
    pub(super) fn hit(&self, query: &Query) -> Option<Hit> {
        if query.is_wordless() {
            return Some(self.hit_at(Tier::Contains, Vec::new()));
        }
        // The first term alone rules out most accounts.
        let first = query.terms.first()?;
        let start = self.title.find(first.as_str())?;
        let whole = |range: Range<usize>| self.underline(&[range]);
        let length = query.text.len();
        if query.text == self.issuer.as_str() {
            return Some(self.hit_at(Tier::Exact, whole(0..length)));
        }
        if query.text == self.name.as_str() {
            let end = self.title.len();
            return Some(self.hit_at(Tier::Exact, whole(end - length..end)));
        }
        if start == 0 && self.title.starts_with(query.text.as_str()) {
            let all = length == self.title.len();
            let tier = if all { Tier::Exact } else { Tier::Prefix };
            return Some(self.hit_at(tier, whole(0..length)));
        }
        if let Some(ranges) = self.find_all(query, Self::find_word) {
            return Some(self.hit_at(Tier::WordPrefix, self.underline(&ranges)));
        }
        let ranges = self.find_all(query, |entry, term| entry.title.find(term))?;
        Some(self.hit_at(Tier::Contains, self.underline(&ranges)))
    }

    /// Where each term lies, or `None` when one is missing.
    fn find_all(
        &self,
        query: &Query,
        find: impl Fn(&Self, &str) -> Option<usize>,
    ) -> Option<Vec<Range<usize>>> {
        let found = |term: &String| find(self, term).map(|start| start..start + term.len());
        query.terms.iter().map(found).collect()
    }

    /// The first place where `term` starts a word.
    fn find_word(&self, term: &str) -> Option<usize> {
        let mut from = 0;
        while let Some(start) = self.title.get(from..)?.find(term).map(|at| from + at) {
            let before = self.title.get(..start)?.chars().next_back();
            if !before.is_some_and(char::is_alphanumeric) {
                return Some(start);
            }
            from = start + self.title.get(start..)?.chars().next()?.len_utf8();
        }
        None
    }

    /// The letters of the query in order, as close together as the first run through the title allows; with
    /// the bytes they stretch over.
    pub(super) fn letters_in_order(&self, query: &Query) -> Option<(usize, Hit)> {
        let letters: Vec<char> = query.terms.iter().flat_map(|term| term.chars()).collect();
        let mut wanted = letters.iter().peekable();
        let mut end = 0;
        for (place, character) in self.title.char_indices() {
            if wanted.next_if(|letter| **letter == character).is_some() {
                end = place + character.len_utf8();
            }
            if wanted.peek().is_none() {
                break;
            }
        }
        if wanted.peek().is_some() {
            return None;
        }
        // Backwards from the end: drops the letters that came too early.
        let mut ranges = Vec::with_capacity(letters.len());
        let mut wanted = letters.iter().rev().peekable();
        for (place, character) in self.title.get(..end)?.char_indices().rev() {
            if wanted.next_if(|letter| **letter == character).is_some() {
                ranges.push(place..place + character.len_utf8());
            }
        }
        ranges.reverse();
        let width = end - ranges.first()?.start;
        Some((width, self.hit_at(Tier::Letters, self.underline(&ranges))))
    }

    fn hit_at(&self, tier: Tier, matched: Vec<Matched>) -> Hit {
        Hit {
            index: self.index,
            tier,
            matched,
        }
    }

    /// From bytes of the title to bytes of the labels. Stretches of several terms may overlap.
    fn underline(&self, ranges: &[Range<usize>]) -> Vec<Matched> {
        let name_start = self.title.len() - self.name.as_str().len();
        let mut matched = Vec::with_capacity(ranges.len());
        for range in ranges {
            let in_issuer = range.start..range.end.min(self.issuer.as_str().len());
            if in_issuer.start < in_issuer.end {
                matched.push(Matched {
                    field: Field::Issuer,
                    range: self.issuer.origin(in_issuer),
                });
            }
            let in_name = range.start.max(name_start)..range.end;
            if in_name.start < in_name.end {
                let range = in_name.start - name_start..in_name.end - name_start;
                matched.push(Matched {
                    field: Field::Name,
                    range: self.name.origin(range),
                });
            }
        }
        matched
    }
}
