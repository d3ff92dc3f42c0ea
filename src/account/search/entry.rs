//! One account against one query: which tier, and which letters to underline.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::Finder;

use super::{Field, Hit, Matched, Tier};
use crate::account::fold::Folded;
use crate::account::{Account, Timestamp};

/// A query, folded and divided. `#word` asks for a tag, but names hold such words too: it fits either way.
pub(super) struct Query {
    /// All words with one space between them.
    text: String,
    /// All words.
    words: Vec<String>,
}

impl Query {
    pub(super) fn new(query: &str) -> Self {
        let folded = Folded::new(query);
        let words: Vec<String> = folded
            .as_str()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let text = words.join(" ");
        Self { text, words }
    }

    /// All words with one space between them.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The words that can only be letters of a name.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter().map(String::as_str);
        words.filter(|word| tag(word).is_none())
    }

    /// True when only tags, or nothing at all, is asked for.
    pub(super) fn is_wordless(&self) -> bool {
        self.terms().next().is_none()
    }
}

/// The tag that a word asks for. A lone `#` is one whose name is still to be typed.
fn tag(word: &str) -> Option<&str> {
    word.strip_prefix('#')
}

/// Passes over accounts that cannot fit, without folding each: most do not.
pub(super) struct Sieve<'q> {
    first: Option<Finder<'q>>,
    /// The title at hand, in lower case; kept for its memory.
    title: String,
}

impl<'q> Sieve<'q> {
    pub(super) fn new(query: &'q Query) -> Self {
        Self {
            first: query.terms().next().map(Finder::new),
            title: String::new(),
        }
    }

    /// False when the first word of the query that is no tag is nowhere in the title. Accents are not looked into.
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

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// True when these are the words of the query, all of them and no more.
fn is<'t>(text: impl Iterator<Item = &'t str>, query: &Query) -> bool {
    text.eq(query.words.iter().map(String::as_str))
}

/// True when the words of the query come first among these, the last of them perhaps in part.
fn begins<'t>(mut text: impl Iterator<Item = &'t str>, query: &Query) -> bool {
    let Some((last, before)) = query.words.split_last() else {
        return false;
    };
    let same = before.iter().all(|word| text.next() == Some(word));
    same && text
        .next()
        .is_some_and(|word| word.starts_with(last.as_str()))
}

/// An account's texts, folded.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) index: usize,
    /// `issuer:name`, or the name alone; with the colon even if there is no name.
    title: String,
    issuer: Folded,
    name: Folded,
    tags: Vec<String>,
    pinned: bool,
    used: Option<Timestamp>,
}

impl Entry {
    pub(super) fn new(index: usize, account: &Account, used: Option<Timestamp>) -> Self {
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
            used,
        }
    }

    /// What hits of one tier are sorted by, ascending: pinned, then recently used, then by title.
    pub(super) fn place(&self) -> (bool, Reverse<Option<Timestamp>>, &str, usize) {
        (!self.pinned, Reverse(self.used), &self.title, self.index)
    }

    /// The tier of this account, unless it is the last one.
    pub(super) fn hit(&self, query: &Query) -> Option<Hit> {
        if query.words.is_empty() {
            return Some(self.hit_at(Tier::Contains, Vec::new()));
        }
        // The first term alone rules out most accounts.
        if let Some(first) = query.terms().next() {
            self.title.find(first)?;
        }
        let whole = |range: Range<usize>| self.underline(&[range]);
        let end = self.title.len();
        let name = end - self.name.as_str().len();
        if self.is_title(query) {
            return Some(self.hit_at(Tier::Exact, whole(0..end)));
        }
        if is(words(self.issuer.as_str()), query) {
            return Some(self.hit_at(Tier::Exact, whole(0..self.issuer.as_str().len())));
        }
        if is(words(self.name.as_str()), query) {
            return Some(self.hit_at(Tier::Exact, whole(name..end)));
        }
        if self.title.starts_with(query.text.as_str()) {
            return Some(self.hit_at(Tier::Prefix, whole(0..query.text.len())));
        }
        if let Some(ranges) = self.find_all(query, Self::find_word) {
            let begins = begins(self.issuer_and_name(), query);
            let tier = if begins {
                Tier::Prefix
            } else {
                Tier::WordPrefix
            };
            return Some(self.hit_at(tier, self.underline(&ranges)));
        }
        let ranges = self.find_all(query, |entry, term| entry.title.find(term))?;
        Some(self.hit_at(Tier::Contains, self.underline(&ranges)))
    }

    /// True when the query is all of the title, with a colon or a space between issuer and name.
    fn is_title(&self, query: &Query) -> bool {
        is(words(self.printed()), query) || is(self.issuer_and_name(), query)
    }

    /// The title as it is printed: without the colon that nothing follows, which may begin another title.
    fn printed(&self) -> &str {
        match self.name.as_str() {
            "" => self.issuer.as_str(),
            _ => &self.title,
        }
    }

    /// Every text that means this account to the letter, but for its id.
    pub(super) fn exact_names(&self) -> impl Iterator<Item = String> {
        let joined = |text: &str| words(text).collect::<Vec<_>>().join(" ");
        [
            joined(self.printed()),
            self.issuer_and_name().collect::<Vec<_>>().join(" "),
            joined(self.issuer.as_str()),
            joined(self.name.as_str()),
        ]
        .into_iter()
    }

    fn issuer_and_name(&self) -> impl Iterator<Item = &str> {
        words(self.issuer.as_str()).chain(words(self.name.as_str()))
    }

    /// True when the two have the same title to the eye: case, accents and the width of spaces aside.
    pub(super) fn is_twin(&self, other: &Self) -> bool {
        words(&self.title).eq(words(&other.title))
    }

    /// True when this account has all the tags of the query.
    pub(super) fn has_tags(&self, query: &Query) -> bool {
        let mut wanted = query.words.iter().filter_map(|word| tag(word));
        wanted.all(|wanted| self.has_tag(wanted))
    }

    fn has_tag(&self, wanted: &str) -> bool {
        self.tags.iter().any(|tag| tag.starts_with(wanted))
    }

    /// Where each word lies, or `None` when one is missing. A tag lies nowhere.
    fn find_all(
        &self,
        query: &Query,
        find: impl Fn(&Self, &str) -> Option<usize>,
    ) -> Option<Vec<Range<usize>>> {
        let mut ranges = Vec::with_capacity(query.words.len());
        for word in &query.words {
            match find(self, word) {
                Some(start) => ranges.push(start..start + word.len()),
                None if tag(word).is_some_and(|tag| self.has_tag(tag)) => {}
                None => return None,
            }
        }
        Some(ranges)
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
        let letters: Vec<char> = query.terms().flat_map(str::chars).collect();
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
