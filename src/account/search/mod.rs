//! Search: rank accounts for a query in tiers; pick exactly one, or say why not. Shared by the list and `otp code`.

mod entry;
mod pick;

use std::ops::Range;

pub use self::pick::{PickError, Sure, pick};

use self::entry::{Entry, Query};
use super::{Account, Uses};

/// How well an account fits a query; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The query is the issuer, the name, `issuer:name` or `issuer name`.
    Exact,
    /// `issuer:name` or `issuer name` starts with the query.
    Prefix,
    /// Every word of the query starts a word, or a tag if it begins with `#`.
    WordPrefix,
    /// Every word is contained.
    Contains,
    /// The letters occur in order. Only where nothing else fits, and only as a suggestion.
    Letters,
}

/// Which text of an account matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// [`Account::issuer`]
    Issuer,
    /// [`Account::name`]
    Name,
}

/// A stretch of text to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// In which text.
    pub field: Field,
    /// Bytes of the label as it is shown.
    pub range: Range<usize>,
}

/// An account that fits a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Place among the accounts that were given.
    pub index: usize,
    /// How well it fits.
    pub tier: Tier,
    /// What to underline; empty where the query holds no words.
    pub matched: Vec<Matched>,
}

/// Accounts prepared for many queries: built once, asked at each key stroke.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// In the order of hits within a tier: pinned, then recently used, then by name.
    entries: Vec<Entry>,
}

impl Index {
    /// Folds all texts. Indices in the answers count along `accounts`.
    pub fn new<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> Self {
        Self::by_use(accounts, &Uses::default())
    }

    /// The same; what was used recently comes first within a tier.
    pub fn by_use<'a>(accounts: impl IntoIterator<Item = &'a Account>, uses: &Uses) -> Self {
        let accounts = accounts.into_iter().enumerate();
        let entries =
            accounts.map(|(index, account)| Entry::new(index, account, uses.last(&account.id)));
        Self::of(entries.collect())
    }

    fn of(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by(|one, other| one.place().cmp(&other.place()));
        Self { entries }
    }

    /// The accounts that fit, best tier first; within a tier pinned, then recently used, then by name. `#work`
    /// finds tags that start so, and names that hold it. Within a tier, a query of nothing but tags keeps the
    /// order of the accounts.
    pub fn rank(&self, query: &str) -> Vec<Hit> {
        let query = Query::new(query);
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .filter_map(|entry| entry.hit(&query))
            .collect();
        if query.is_wordless() {
            hits.sort_unstable_by_key(|hit| (hit.tier, hit.index));
            return hits;
        }
        if hits.is_empty() {
            return self.letters_in_order(&query);
        }
        hits.sort_by_key(|hit| hit.tier);
        hits
    }

    /// Closest letters first.
    fn letters_in_order(&self, query: &Query) -> Vec<Hit> {
        let allowed = self.entries.iter().filter(|entry| entry.has_tags(query));
        let mut hits: Vec<(usize, Hit)> = allowed
            .filter_map(|entry| entry.letters_in_order(query))
            .collect();
        hits.sort_by_key(|(width, _)| *width);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }
}

/// One query among `accounts`; see [`Index::rank`].
pub fn rank(query: &str, accounts: &[&Account]) -> Vec<Hit> {
    Index::new(accounts.iter().copied()).rank(query)
}

#[cfg(test)]
mod tests;
