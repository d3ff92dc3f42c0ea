//! Picking: exactly one account for a query, or why not. Wrong is worse than asked again: any doubt is ambiguous.

use std::collections::{BTreeSet, HashMap};

use thiserror::Error;

use super::entry::{Entry, Query, Sieve};
use super::{Index, Tier};
use crate::account::{Account, near};

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

const MAX_SUGGESTIONS: usize = 5;

/// The one account that is meant: the account with this id, or the only one in the best tier. All that starts
/// with the words, or has words that do, is one tier here: `aws prod` may mean `AWS:production` as well as
/// `AWS Production:root`. Letters in order never choose. Only what fits is put in order.
pub fn pick(query: &str, accounts: &[&Account]) -> Result<usize, PickError> {
    let typed = query.trim();
    let asked = Query::new(typed);
    if asked.text().is_empty() {
        return Err(PickError::NotFound {
            suggestions: Vec::new(),
        });
    }
    let mut sieve = Sieve::new(&asked);
    let mut best = Tier::Letters;
    let mut candidates: Vec<Entry> = Vec::new();
    for (index, account) in accounts.iter().enumerate() {
        let is_id = account.id.as_str() == typed;
        if !is_id && !sieve.lets_through(account) {
            continue;
        }
        let entry = Entry::new(index, account, None);
        let tier = match entry.hit(&asked).map(|hit| hit.tier) {
            _ if is_id => Tier::Exact,
            Some(Tier::Prefix) => Tier::WordPrefix,
            Some(tier) => tier,
            None => continue,
        };
        if tier < best {
            best = tier;
            candidates.clear();
        }
        if tier == best {
            candidates.push(entry);
        }
    }
    match candidates.as_slice() {
        [] => Err(not_found(&asked, accounts)),
        [only] => Ok(only.index),
        _ => as_typed(typed, &candidates, accounts).ok_or_else(|| {
            candidates.sort_unstable_by(|one, other| one.place().cmp(&other.place()));
            PickError::Ambiguous(candidates.iter().map(|entry| entry.index).collect())
        }),
    }
}

/// Names with a slip of the finger come first, then those that hold the letters in order.
fn not_found(asked: &Query, accounts: &[&Account]) -> PickError {
    let slips = accounts.iter().enumerate();
    let slips = slips.filter_map(|(place, account)| Some((slips_to(asked, account)?, place)));
    let mut slips: Vec<(usize, usize)> = slips.collect();
    slips.sort_unstable();
    let letters = Index::new(accounts.iter().copied()).letters_in_order(asked);
    let mut suggestions: Vec<usize> = Vec::new();
    let places = slips.into_iter().map(|(_, place)| place);
    for place in places.chain(letters.into_iter().map(|hit| hit.index)) {
        if !suggestions.contains(&place) {
            suggestions.push(place);
        }
        if suggestions.len() == MAX_SUGGESTIONS {
            break;
        }
    }
    PickError::NotFound { suggestions }
}

/// How many slips lie between the query and an account's title, issuer or name; or each term and a word of theirs.
fn slips_to(asked: &Query, account: &Account) -> Option<usize> {
    let entry = Entry::new(0, account, None);
    let names: Vec<String> = entry.exact_names().collect();
    let whole = names
        .iter()
        .filter_map(|name| near::slips(asked.text(), name))
        .min();
    let words: Vec<&str> = names
        .iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let of_term = |term: &str| {
        words
            .iter()
            .filter_map(|word| near::slips(term, word))
            .min()
    };
    let has_terms = asked.terms().next().is_some();
    let of_terms = || -> Option<usize> { asked.terms().map(of_term).sum() };
    let of_terms = has_terms.then(of_terms).flatten();
    whole.into_iter().chain(of_terms).min()
}

/// Among names that differ in case, accents or spaces alone, the one that was typed to the letter.
fn as_typed(typed: &str, candidates: &[Entry], accounts: &[&Account]) -> Option<usize> {
    let is_typed = |entry: &&Entry| {
        accounts.get(entry.index).is_some_and(|account| {
            account.title() == typed || format!("{} {}", account.issuer, account.name) == typed
        })
    };
    let mut typed = candidates.iter().filter(is_typed);
    let entry = typed.next()?;
    let is_alone = typed.next().is_none() && candidates.iter().all(|other| entry.is_twin(other));
    is_alone.then_some(entry.index)
}

/// Which titles name one account alone, so that nothing else need be shown to tell accounts apart.
#[derive(Debug, Default)]
pub struct Sure(HashMap<String, usize>);

impl Sure {
    /// Looks at the names of all accounts.
    pub fn new(accounts: &[&Account]) -> Self {
        let mut names: HashMap<String, usize> = HashMap::new();
        for account in accounts {
            let entry = Entry::new(0, account, None);
            for name in entry.exact_names().collect::<BTreeSet<String>>() {
                *names.entry(name).or_default() += 1;
            }
        }
        Self(names)
    }

    /// True when the title of `account` picks it.
    pub fn is_sure(&self, account: &Account) -> bool {
        let title = Query::new(&account.title());
        self.0.get(title.text()).is_none_or(|&count| count < 2)
    }
}
