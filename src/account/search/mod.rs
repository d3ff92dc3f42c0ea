//! Search: rank accounts for a query in tiers; pick exactly one, or say why not. Shared by the list and `otp code`.

mod entry;

use std::ops::Range;

use thiserror::Error;

use self::entry::{Entry, Query, Sieve};
use super::{Account, AccountId};

/// How well an account fits a query; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The query is the issuer, the name or `issuer:name`.
    Exact,
    /// `issuer:name` starts with the query.
    Prefix,
    /// Every term starts a word.
    WordPrefix,
    /// Every term is contained.
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

/// Why no account was picked. Indices are places among the accounts that were given.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PickError {
    /// No account fits.
    #[error("no account matches")]
    NotFound {
        /// Accounts that may have been meant, the likeliest first; five at the most.
        suggestions: Vec<usize>,
    },
    /// Several accounts fit equally well.
    #[error("several accounts match")]
    Ambiguous(Vec<usize>),
}

const MOST_SUGGESTIONS: usize = 5;

/// Accounts prepared for many queries: built once, asked at each key stroke.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// In the order of hits within a tier: pinned, then recently used, then by name.
    entries: Vec<Entry>,
    /// By place among the accounts that were given.
    ids: Vec<AccountId>,
}

impl Index {
    /// Folds all texts. Indices in the answers count along `accounts`.
    pub fn new<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> Self {
        let (entries, ids) = accounts
            .into_iter()
            .enumerate()
            .map(|(index, account)| (Entry::new(index, account), account.id.clone()))
            .unzip();
        Self::of(entries, ids)
    }

    fn of(mut entries: Vec<Entry>, ids: Vec<AccountId>) -> Self {
        entries.sort_unstable_by(|one, other| one.place().cmp(&other.place()));
        Self { entries, ids }
    }

    /// The accounts that fit, best tier first; within a tier pinned, then recently used, then by name.
    /// `#work` keeps accounts with a tag that starts so. A query without words keeps the order of the
    /// accounts and counts as [`Tier::Contains`].
    pub fn rank(&self, query: &str) -> Vec<Hit> {
        let query = Query::new(query);
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .filter(|entry| query.allows(entry))
            .filter_map(|entry| entry.hit(&query))
            .collect();
        if query.is_wordless() {
            hits.sort_unstable_by_key(|hit| hit.index);
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
        let allowed = self.entries.iter().filter(|entry| query.allows(entry));
        let mut hits: Vec<(usize, Hit)> = allowed
            .filter_map(|entry| entry.letters_in_order(query))
            .collect();
        hits.sort_by_key(|(width, _)| *width);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }

    /// The one account that is meant: the account with this id, or the only one in the best tier. Letters in
    /// order never choose.
    pub fn pick(&self, query: &str) -> Result<usize, PickError> {
        if let Some(index) = self.ids.iter().position(|id| id.as_str() == query.trim()) {
            return Ok(index);
        }
        let nothing = PickError::NotFound {
            suggestions: Vec::new(),
        };
        if query.trim().is_empty() {
            return Err(nothing);
        }
        let hits = self.rank(query);
        let best = hits.first().ok_or(nothing)?.tier;
        let of_best = hits.iter().filter(|hit| hit.tier == best);
        let mut candidates: Vec<usize> = of_best.map(|hit| hit.index).collect();
        if best == Tier::Letters {
            candidates.truncate(MOST_SUGGESTIONS);
            return Err(PickError::NotFound {
                suggestions: candidates,
            });
        }
        match candidates.as_slice() {
            [only] => Ok(*only),
            _ => Err(PickError::Ambiguous(candidates)),
        }
    }
}

/// One query among `accounts`; see [`Index::rank`].
pub fn rank(query: &str, accounts: &[&Account]) -> Vec<Hit> {
    Index::new(accounts.iter().copied()).rank(query)
}

/// One choice among `accounts`; see [`Index::pick`]. Cheaper than an index for a single query: only what fits
/// is put in order.
pub fn pick(query: &str, accounts: &[&Account]) -> Result<usize, PickError> {
    let wanted = query.trim();
    let is_wanted = |account: &&Account| account.id.as_str() == wanted;
    if let Some(index) = accounts.iter().position(is_wanted) {
        return Ok(index);
    }
    let asked = Query::new(query);
    let mut sieve = Sieve::new(&asked);
    let all = || accounts.iter().enumerate();
    let mut fitting: Vec<Entry> = all()
        .filter(|(_, account)| sieve.lets_through(account))
        .map(|(index, account)| Entry::new(index, account))
        .filter(|entry| asked.allows(entry) && entry.hit(&asked).is_some())
        .collect();
    if fitting.is_empty() {
        // For suggestions.
        fitting = all()
            .map(|(index, account)| Entry::new(index, account))
            .filter(|entry| asked.allows(entry))
            .collect();
    }
    Index::of(fitting, Vec::new()).pick(query)
}

#[cfg(test)]
mod tests;
