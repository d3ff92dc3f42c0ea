//! From what was typed to accounts: exactly one for a code, all that match for a list.

use crate::account::search::{self, PickError, Sure};
use crate::account::{Account, order};
use crate::app::transfer::sources::SourceAccounts;
use crate::app::{App, Error, quoted};
use crate::vault::Vault;

/// The one account in the bin that `query` means; otherwise an error with candidates or suggestions.
pub fn pick_in_bin<'v>(vault: &'v Vault, query: &str) -> Result<&'v Account, Error> {
    let accounts: Vec<&Account> = vault.bin().collect();
    if accounts.is_empty() {
        let what = format!(
            "The bin is empty, so {} cannot come back from it",
            quoted(query)
        );
        return Err(Error::new(
            crate::app::Exit::NotFound,
            what,
            "`otp history` shows the last changes; `otp undo` takes one back.",
        ));
    }
    pick_among(&accounts, &SourceAccounts::default(), query)
}

/// The one account that `query` means among ours and those of sources; otherwise an error with candidates or suggestions.
pub fn pick_beside<'v>(
    vault: &'v Vault,
    foreign: &'v SourceAccounts,
    query: &str,
) -> Result<&'v Account, Error> {
    pick_among(&foreign.pool(vault), foreign, query)
}

fn pick_among<'v>(
    accounts: &[&'v Account],
    foreign: &SourceAccounts,
    query: &str,
) -> Result<&'v Account, Error> {
    let titles = |places: Vec<usize>| {
        let all = apart(foreign, accounts);
        let titles = places.into_iter();
        titles.filter_map(|place| all.get(place).cloned()).collect()
    };
    match search::pick(query, accounts) {
        Ok(place) => accounts
            .get(place)
            .copied()
            .ok_or_else(|| Error::not_found(query, Vec::new())),
        Err(PickError::NotFound { suggestions }) => {
            Err(Error::not_found(query, titles(suggestions)))
        }
        Err(PickError::Ambiguous(places)) => Err(Error::ambiguous(query, titles(places))),
    }
}

/// What to call each of them so that nobody takes it for another: the title, with the mark of its source, and with the id
/// where the title could mean another account too, since an id can be typed as well.
pub fn apart(foreign: &SourceAccounts, accounts: &[&Account]) -> Vec<String> {
    let sure = Sure::new(accounts);
    let name = |account: &&Account| {
        let mut name = account.title();
        if let Some(group) = foreign.group_of(&account.id) {
            name.extend([" ", &group.mark()]);
        }
        if !sure.is_sure(account) {
            name.extend(["  (id ", account.id.as_str(), ")"]);
        }
        name
    };
    accounts.iter().map(name).collect()
}

impl App {
    /// Every account that matches `query` (all, when it is empty) among ours and those of sources, in display order.
    pub fn select<'v>(
        &self,
        vault: &'v Vault,
        foreign: &'v SourceAccounts,
        query: &str,
    ) -> Vec<&'v Account> {
        let pool = foreign.pool(vault);
        let sorted: Vec<&Account> = order::sorted(&pool, self.settings().order, &self.uses())
            .into_iter()
            .filter_map(|place| pool.get(place).copied())
            .collect();
        if query.trim().is_empty() {
            return sorted;
        }
        let mut places: Vec<usize> = search::rank(query, &sorted)
            .into_iter()
            .filter(|hit| hit.tier != search::Tier::Letters)
            .map(|hit| hit.index)
            .collect();
        places.sort_unstable();
        places
            .into_iter()
            .filter_map(|place| sorted.get(place).copied())
            .collect()
    }

    /// The same for what leaves the vault: an account's whole name means that one, and none that only holds it.
    pub fn select_named<'v>(
        &self,
        vault: &'v Vault,
        foreign: &'v SourceAccounts,
        query: &str,
    ) -> Vec<&'v Account> {
        let accounts = self.select(vault, foreign, query);
        let hits = search::rank(query, &accounts).into_iter();
        let exact: Vec<usize> = hits
            .filter(|hit| hit.tier == search::Tier::Exact)
            .map(|hit| hit.index)
            .collect();
        if exact.is_empty() {
            return accounts;
        }
        let named = accounts.into_iter().enumerate();
        let named = named.filter(|(place, _)| exact.contains(place));
        named.map(|(_, account)| account).collect()
    }
}
