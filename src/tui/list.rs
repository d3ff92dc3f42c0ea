//! List: which accounts are in view, in what order, and which one is selected. Holds places, not accounts.

use std::collections::BTreeSet;
use std::ops::Range;

use super::columns::{Widest, short_seconds, width};
use super::field::Field;
use crate::account::order::{Order, sorted};
use crate::account::search::{Field as Text, Index};
use crate::account::{Account, AccountId, Kind, Label};

/// One account in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Place among the vault's accounts.
    pub index: usize,
    /// Bytes of the issuer to underline.
    pub issuer: Vec<Range<usize>>,
    /// Bytes of the name to underline.
    pub name: Vec<Range<usize>>,
}

/// The state of the list.
#[derive(Debug, Default)]
pub struct List {
    /// The search line.
    pub query: Field,
    /// Only accounts with all of these tags.
    pub tags: BTreeSet<Label>,
    /// How rows are sorted while nothing is searched.
    pub order: Order,
    /// Rows in view.
    rows: Vec<Row>,
    /// All places in the order of `order`.
    sorted: Vec<usize>,
    index: Index,
    widest: Widest,
    selected: usize,
    selected_id: Option<AccountId>,
    top: usize,
}

impl List {
    /// Takes in a changed vault: sorts, measures and filters anew. The selected account stays selected.
    pub fn load(&mut self, accounts: &[&Account]) {
        self.index = Index::new(accounts.iter().copied());
        self.sorted = sorted(accounts, self.order);
        self.widest = measure(accounts);
        self.tags
            .retain(|tag| accounts.iter().any(|account| account.tags.contains(tag)));
        self.filter(accounts);
    }

    /// The next way of sorting.
    pub fn next_order(&mut self, accounts: &[&Account]) {
        self.order = match self.order {
            Order::Issuer => Order::LastUsed,
            Order::LastUsed => Order::Own,
            Order::Own => Order::Issuer,
        };
        self.sorted = sorted(accounts, self.order);
        self.filter(accounts);
    }

    /// Applies the search line and the tags. The selected account stays selected while it is in view.
    pub fn filter(&mut self, accounts: &[&Account]) {
        let plain = |index| Row {
            index,
            issuer: Vec::new(),
            name: Vec::new(),
        };
        self.rows = if self.query.text().trim().is_empty() {
            self.sorted.iter().copied().map(plain).collect()
        } else {
            let hits = self.index.rank(self.query.text());
            let mut rows = Vec::with_capacity(hits.len());
            for hit in hits {
                let mut row = plain(hit.index);
                for matched in hit.matched {
                    match matched.field {
                        Text::Issuer => row.issuer.push(matched.range),
                        Text::Name => row.name.push(matched.range),
                    }
                }
                rows.push(row);
            }
            rows
        };
        if !self.tags.is_empty() {
            let tags = &self.tags;
            self.rows.retain(|row| {
                accounts
                    .get(row.index)
                    .is_some_and(|account| tags.iter().all(|tag| account.tags.contains(tag)))
            });
        }
        let kept = self.selected_id.as_ref().and_then(|id| {
            self.rows.iter().position(|row| {
                accounts
                    .get(row.index)
                    .is_some_and(|account| account.id == *id)
            })
        });
        self.select(kept.unwrap_or(self.selected), accounts);
    }

    /// Starts or changes a search: the best hit is selected.
    pub fn search(&mut self, accounts: &[&Account]) {
        self.selected_id = None;
        self.selected = 0;
        self.filter(accounts);
    }

    /// Empties the search line; tags stay.
    pub fn show_all(&mut self, accounts: &[&Account]) {
        drop(self.query.take());
        self.filter(accounts);
    }

    /// Selects a row, held within bounds.
    pub fn select(&mut self, place: usize, accounts: &[&Account]) {
        self.selected = place.min(self.rows.len().saturating_sub(1));
        self.selected_id = self
            .selected_account(accounts)
            .map(|account| account.id.clone());
    }

    /// Selects the row of an account, if it is in view.
    pub fn select_account(&mut self, id: &AccountId, accounts: &[&Account]) {
        let place = self.rows.iter().position(|row| {
            accounts
                .get(row.index)
                .is_some_and(|account| account.id == *id)
        });
        if let Some(place) = place {
            self.select(place, accounts);
        }
    }

    /// The selected account; `None` when nothing is in view.
    pub fn selected_account<'a>(&self, accounts: &[&'a Account]) -> Option<&'a Account> {
        let row = self.rows.get(self.selected)?;
        accounts.get(row.index).copied()
    }

    /// Place of the selected row.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// All rows in view, visible or not.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Rows that `height` lines show.
    pub fn visible(&self, height: usize) -> Range<usize> {
        let top = self.top.min(self.rows.len());
        top..(top + height).min(self.rows.len())
    }

    /// Scrolls so that the selected row is among `height` lines, and no line is left empty without need.
    pub fn scroll(&mut self, height: usize) {
        let height = height.max(1);
        let most = self.rows.len().saturating_sub(height);
        let lowest = (self.selected + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, self.selected.max(lowest)).min(most);
    }

    /// Accounts in the vault, in view or not.
    pub fn total(&self) -> usize {
        self.sorted.len()
    }

    /// Widths of the texts of all accounts.
    pub fn widest(&self) -> Widest {
        self.widest
    }

    /// True when less than everything is in view.
    pub fn is_narrowed(&self) -> bool {
        !self.tags.is_empty() || !self.query.text().trim().is_empty()
    }
}

/// Cells of a code of that many digits once it is divided for the eye.
fn code_width(account: &Account) -> u16 {
    let digits = u16::from(account.otp.digits().get());
    match digits {
        6..=8 | 10 => digits + 1,
        9 => 11,
        _ => digits,
    }
}

fn measure(accounts: &[&Account]) -> Widest {
    let mut widest = Widest::default();
    for account in accounts {
        widest.issuer = widest.issuer.max(width(account.issuer.as_str()));
        widest.name = widest.name.max(width(account.name.as_str()));
        widest.code = widest.code.max(code_width(account));
        if let Kind::Totp { period } = account.otp.kind() {
            let longest = match period.seconds() {
                0..=99 => 2,
                100.. => short_seconds(5_999).len(),
            };
            widest.seconds = widest.seconds.max(u16::try_from(longest).unwrap_or(3));
        }
    }
    widest
}

/// What is written under the issuer alone when two accounts share it.
pub fn shares_issuer(rows: &[Row], accounts: &[&Account], place: usize) -> bool {
    let issuer = |place: usize| {
        let row = rows.get(place)?;
        accounts.get(row.index).map(|account| &account.issuer)
    };
    let Some(own) = issuer(place) else {
        return false;
    };
    // Sorted by issuer the neighbours tell; in any other order a look around is enough of a help.
    let from = place.saturating_sub(50);
    (from..place + 50).any(|other| other != place && issuer(other) == Some(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::demo;

    fn names(list: &List, accounts: &[&Account]) -> Vec<String> {
        let name = |row: &Row| accounts[row.index].issuer.to_string();
        list.rows().iter().map(name).collect()
    }

    #[test]
    fn searching_selects_the_best_and_leaving_keeps_it() {
        let vault = demo::vault(demo::START);
        let accounts: Vec<&Account> = vault.accounts().collect();
        let mut list = List::default();
        list.load(&accounts);
        assert_eq!(list.rows().len(), accounts.len());
        list.select(3, &accounts);
        list.query.insert("hetz");
        list.search(&accounts);
        assert_eq!(names(&list, &accounts), ["Hetzner"]);
        list.show_all(&accounts);
        let selected = list.selected_account(&accounts).expect("one");
        assert_eq!(selected.issuer.as_str(), "Hetzner");
    }

    #[test]
    fn nothing_is_selected_when_nothing_matches() {
        let vault = demo::vault(demo::START);
        let accounts: Vec<&Account> = vault.accounts().collect();
        let mut list = List::default();
        list.load(&accounts);
        list.query.insert("no such account");
        list.search(&accounts);
        assert_eq!(list.selected_account(&accounts), None);
        assert!(list.visible(10).is_empty());
    }

    #[test]
    fn the_selected_row_is_always_visible() {
        let vault = demo::vault(demo::START);
        let accounts: Vec<&Account> = vault.accounts().collect();
        let mut list = List::default();
        list.load(&accounts);
        for height in [1, 2, 5, 100] {
            for place in [0, 5, accounts.len() - 1, 3, 0] {
                list.select(place, &accounts);
                list.scroll(height);
                assert!(list.visible(height).contains(&place), "{height} {place}");
            }
        }
    }
}
