//! List: which accounts are in view, in what order, and which one is selected. Holds places, not accounts.

mod measure;

use std::collections::BTreeSet;
use std::ops::Range;

use super::columns::Widest;
use super::field::Field;
use super::shelves::{Shape, Shelves};
use super::snapshot::Snapshot;
use crate::account::order::{Order, group, sorted};
use crate::account::search::{Index, Matched};
use crate::account::{Account, AccountId, Label, Period};
use measure::{commonest_period, measure};

/// One account in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Place among the accounts as they were loaded.
    index: usize,
    /// What to underline.
    pub matched: Vec<Matched>,
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
    /// The accounts that were loaded: only those on screen are looked up again for a frame.
    ids: Vec<AccountId>,
    /// All rows in view, visible or not.
    rows: Vec<Row>,
    /// All places in the order of `order`.
    sorted: Vec<usize>,
    index: Index,
    /// Widths of the texts of all accounts.
    pub widest: Widest,
    /// How many of the accounts belong to sources.
    pub foreign: usize,
    /// The period that most accounts have.
    pub period: Option<Period>,
    /// Place of the selected row, and the account there by its place in `ids`.
    selected: usize,
    selected_index: Option<usize>,
    /// The selected account went away by itself: nothing is selected until a key moves there.
    is_adrift: bool,
    shelves: Shelves,
    /// The tags with how many accounts have them, by name.
    pub tabs: Vec<(Label, usize)>,
}

impl List {
    /// Empty, to be sorted like this.
    pub fn new(order: Order) -> Self {
        Self {
            order,
            ..Self::default()
        }
    }

    /// Takes in a changed vault: sorts, measures and filters anew. The selected account stays selected; when it is
    /// gone, no neighbour takes its place.
    pub fn load(&mut self, snapshot: &Snapshot<'_>) {
        let accounts = snapshot.accounts();
        let selected = self.selected_index.and_then(|index| self.ids.get(index));
        let selected = selected.cloned();
        let place = |id: &AccountId| accounts.iter().position(|account| account.id == *id);
        self.selected_index = selected.as_ref().and_then(place);
        self.ids = accounts.iter().map(|account| account.id.clone()).collect();
        self.tabs = snapshot.counted_tags();
        self.index = Index::by_use(accounts.iter().copied(), snapshot.uses);
        self.sorted = sorted(&accounts, self.order, snapshot.uses);
        self.foreign = accounts.len() - snapshot.own_accounts().len();
        self.period = commonest_period(&accounts);
        self.widest = measure(&accounts, snapshot, self.period);
        self.tags
            .retain(|tag| accounts.iter().any(|account| account.tags.contains(tag)));
        let was_adrift = self.is_adrift;
        self.filter(snapshot);
        let is_still = |id| {
            self.selected_account(snapshot)
                .is_some_and(|account| account.id == id)
        };
        self.is_adrift = was_adrift || selected.is_some_and(|id| !is_still(id));
    }

    /// The next way of sorting.
    pub fn next_order(&mut self, snapshot: &Snapshot<'_>) {
        self.order = match self.order {
            Order::Issuer => Order::LastUsed,
            Order::LastUsed => Order::Tag,
            Order::Tag => Order::Own,
            Order::Own => Order::Issuer,
        };
        self.sorted = sorted(&snapshot.accounts(), self.order, snapshot.uses);
        self.filter(snapshot);
    }

    /// Applies the search line and the tags. The selected account stays selected while it is in view.
    pub fn filter(&mut self, snapshot: &Snapshot<'_>) {
        self.rows = if self.query.text().trim().is_empty() {
            let plain = |&index: &usize| Row {
                index,
                matched: Vec::new(),
            };
            self.sorted.iter().map(plain).collect()
        } else {
            let hits = self.index.rank(self.query.text()).into_iter();
            hits.map(|hit| Row {
                index: hit.index,
                matched: hit.matched,
            })
            .collect()
        };
        if !self.tags.is_empty() {
            let (tags, ids) = (&self.tags, &self.ids);
            self.rows.retain(|row| {
                let account = ids.get(row.index).and_then(|id| snapshot.account(id));
                account.is_some_and(|account| tags.iter().all(|tag| account.tags.contains(tag)))
            });
        }
        let kept = self
            .selected_index
            .and_then(|index| self.rows.iter().position(|row| row.index == index));
        let is_adrift = self.is_adrift;
        self.select(kept.unwrap_or(self.selected));
        self.is_adrift = is_adrift;
        self.lay(snapshot, self.shelves.shape());
    }

    /// Lays the rows out in another way, if it is another.
    pub fn arrange(&mut self, snapshot: &Snapshot<'_>, shape: Shape) {
        if shape != self.shelves.shape() {
            self.lay(snapshot, shape);
        }
    }

    fn lay(&mut self, snapshot: &Snapshot<'_>, shape: Shape) {
        let is_grouped = self.order == Order::Tag && self.query.text().trim().is_empty();
        let groups = if is_grouped {
            self.groups(snapshot)
        } else {
            vec![self.rows.len()]
        };
        self.shelves.lay(shape, &groups, is_grouped);
    }

    /// How many rows in turn have the same first tag.
    fn groups(&self, snapshot: &Snapshot<'_>) -> Vec<usize> {
        let mut groups = Vec::new();
        let mut last = None;
        for place in 0..self.rows.len() {
            let tag = self
                .account(place, snapshot)
                .and_then(|account| group(account));
            match groups.last_mut() {
                Some(count) if last == tag => *count += 1,
                _ => groups.push(1),
            }
            last = tag;
        }
        groups
    }

    /// Which tab is open: 0 is all accounts; `None` when several tags are chosen at once.
    pub fn tab(&self) -> Option<usize> {
        let mut chosen = self.tags.iter();
        match (chosen.next(), chosen.next()) {
            (None, _) => Some(0),
            (Some(tag), None) => self
                .tabs
                .iter()
                .position(|(known, _)| known == tag)
                .map(|n| n + 1),
            _ => None,
        }
    }

    /// Opens a tab, if it is there.
    pub fn open_tab(&mut self, snapshot: &Snapshot<'_>, tab: usize) {
        let tag = match tab.checked_sub(1) {
            None => None,
            Some(place) => match self.tabs.get(place) {
                Some((tag, _)) => Some(tag.clone()),
                None => return,
            },
        };
        self.tags = tag.into_iter().collect();
        self.filter(snapshot);
    }

    /// Starts or changes a search: the best hit is selected.
    pub fn search(&mut self, snapshot: &Snapshot<'_>) {
        self.selected_index = None;
        self.selected = 0;
        self.is_adrift = false;
        self.filter(snapshot);
    }

    /// Empties the search line; tags stay.
    pub fn show_all(&mut self, snapshot: &Snapshot<'_>) {
        drop(self.query.take());
        self.filter(snapshot);
    }

    /// Selects a row, held within bounds.
    pub fn select(&mut self, place: usize) {
        self.is_adrift = false;
        self.selected = place.min(self.rows.len().saturating_sub(1));
        self.selected_index = self.rows.get(self.selected).map(|row| row.index);
    }

    /// Selects the row of an account, if it is in view.
    pub fn select_account(&mut self, id: &AccountId) {
        let is_it = |row: &Row| self.ids.get(row.index) == Some(id);
        if let Some(place) = self.rows.iter().position(is_it) {
            self.select(place);
        }
    }

    /// The account of a row.
    pub fn account<'a>(&self, place: usize, snapshot: &Snapshot<'a>) -> Option<&'a Account> {
        let row = self.rows.get(place)?;
        snapshot.account(self.ids.get(row.index)?)
    }

    /// The selected account; `None` when nothing is in view, or when it went away by itself.
    pub fn selected_account<'a>(&self, snapshot: &Snapshot<'a>) -> Option<&'a Account> {
        if self.is_adrift {
            return None;
        }
        self.account(self.selected, snapshot)
    }

    /// True when the selected account went away by itself, and there are others.
    pub fn is_adrift(&self) -> bool {
        self.is_adrift && !self.rows.is_empty()
    }

    /// The accounts in view, in their order.
    pub fn ids(&self) -> impl Iterator<Item = &AccountId> {
        self.rows.iter().filter_map(|row| self.ids.get(row.index))
    }

    /// True when another account near this row has the same issuer, so that the issuer alone does not tell them apart.
    pub fn shares_issuer(&self, place: usize, snapshot: &Snapshot<'_>) -> bool {
        let issuer = |place| self.account(place, snapshot).map(|account| &account.issuer);
        let Some(own) = issuer(place) else {
            return false;
        };
        // Sorted by issuer the neighbours tell; in any other order a look around is enough of a help.
        let from = place.saturating_sub(30);
        (from..place + 30).any(|other| other != place && issuer(other) == Some(own))
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
        self.shelves.rows_in_sight(height)
    }

    /// How the rows lie.
    pub fn shelves(&self) -> &Shelves {
        &self.shelves
    }

    /// Scrolls so that the selected row is among `height` lines, and no line is left empty without need.
    pub fn scroll(&mut self, height: usize) {
        self.shelves.scroll(self.selected, height.max(1));
    }

    /// All accounts, in view or not.
    pub fn total(&self) -> usize {
        self.sorted.len()
    }

    /// True when less than everything is in view.
    pub fn is_narrowed(&self) -> bool {
        !self.tags.is_empty() || !self.query.text().trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    use crate::account::Uses;
    use crate::tui::demo;
    use crate::vault::Vault;

    fn names(list: &List, snapshot: &Snapshot<'_>) -> Vec<String> {
        let accounts = list.ids().filter_map(|id| snapshot.account(id));
        accounts.map(|account| account.issuer.to_string()).collect()
    }

    fn snapshot<'a>(vault: &'a Vault, uses: &'a Uses) -> Snapshot<'a> {
        Snapshot {
            vault: Some(vault),
            foreign: Box::leak(Box::default()),
            uses,
            now: demo::START,
            uptime: Duration::ZERO,
        }
    }

    #[test]
    fn searching_selects_the_best_and_leaving_keeps_it() {
        let vault = demo::vault(demo::START);
        let uses = Uses::default();
        let accounts = snapshot(&vault, &uses);
        let mut list = List::default();
        list.load(&accounts);
        assert_eq!(list.rows().len(), accounts.accounts().len());
        list.select(3);
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
        let uses = Uses::default();
        let accounts = snapshot(&vault, &uses);
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
        let uses = Uses::default();
        let accounts = snapshot(&vault, &uses);
        let mut list = List::default();
        list.load(&accounts);
        for height in [1, 2, 5, 100] {
            for place in [0, 5, accounts.accounts().len() - 1, 3, 0] {
                list.select(place);
                list.scroll(height);
                assert!(list.visible(height).contains(&place), "{height} {place}");
            }
        }
    }
}
