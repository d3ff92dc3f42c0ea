//! The order in which accounts are shown.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::fold::Folded;
use super::{Account, Label, Uses};

/// What accounts are sorted by. Pinned ones come first in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Issuer, then name, without regard to case and accents.
    #[default]
    Issuer,
    /// The last used first; those never used by issuer.
    LastUsed,
    /// By the first tag, then by issuer; those without a tag last.
    Tag,
    /// The user's own order; accounts without a place in it follow by issuer.
    Own,
}

/// The places of `accounts` in the order they are to be shown. The same accounts give the same order,
/// however they are given.
pub fn sorted(accounts: &[&Account], order: Order, uses: &Uses) -> Vec<usize> {
    let mut places: Vec<usize> = (0..accounts.len()).collect();
    places
        .sort_by_cached_key(|&place| accounts.get(place).map(|account| key(account, order, uses)));
    places
}

/// The tag under which an account stands where they are grouped.
pub fn group(account: &Account) -> Option<&Label> {
    account.tags.first()
}

/// Sorted ascending, so "first" is `false`, the smallest number, or a reversed time.
type Key<'a> = (
    Group,
    bool,
    bool,
    i64,
    Reverse<u64>,
    String,
    String,
    &'a str,
);

/// Those without a tag last; of tags that are the same but for case, each for itself.
type Group = (bool, String, String);

fn group_key(account: &Account, order: Order) -> Group {
    match (order, group(account)) {
        (Order::Tag, Some(tag)) => {
            let folded = Folded::new(tag.as_str()).as_str().to_owned();
            (false, folded, tag.as_str().to_owned())
        }
        (Order::Tag, None) => (true, String::new(), String::new()),
        _ => Group::default(),
    }
}

fn key<'a>(account: &'a Account, order: Order, uses: &Uses) -> Key<'a> {
    let (unplaced, place, last) = match order {
        Order::Issuer | Order::Tag => (false, 0, 0),
        // Never used: 0, the earliest of all.
        Order::LastUsed => (
            false,
            0,
            uses.last(&account.id).map_or(0, super::Timestamp::millis),
        ),
        Order::Own => (account.order.is_none(), account.order.unwrap_or(0), 0),
    };
    // Without an issuer the name is what the row starts with.
    let first = if account.issuer.is_empty() {
        &account.name
    } else {
        &account.issuer
    };
    (
        group_key(account, order),
        !account.pinned,
        unplaced,
        place,
        Reverse(last),
        Folded::new(first.as_str()).as_str().to_owned(),
        Folded::new(account.name.as_str()).as_str().to_owned(),
        account.id.as_str(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{AccountId, Draft, Otp, Secret, Timestamp};

    fn account(id: u64, issuer: &str, name: &str) -> Account {
        let secret = Secret::from_base32("MFZXIZLSNFXWI2LO").expect("base32");
        let draft = Draft::new(issuer.into(), name.into(), Otp::totp(secret));
        Account::new(AccountId::from_random(id), draft, Timestamp::default())
    }

    fn shown(accounts: &[Account], order: Order) -> Vec<String> {
        shown_by_use(accounts, order, &Uses::default())
    }

    fn shown_by_use(accounts: &[Account], order: Order, uses: &Uses) -> Vec<String> {
        let accounts: Vec<&Account> = accounts.iter().collect();
        let places = sorted(&accounts, order, uses);
        places
            .iter()
            .map(|&place| accounts[place].title())
            .collect()
    }

    #[test]
    fn by_issuer_case_and_accents_do_not_count() {
        let mut accounts = [
            account(1, "zeta", "a"),
            account(2, "Éva", "b"),
            account(3, "eva", "a"),
            account(4, "", "Fox"),
            account(5, "Zoo", "z"),
        ];
        accounts[4].pinned = true;
        assert_eq!(
            shown(&accounts, Order::Issuer),
            ["Zoo:z", "eva:a", "Éva:b", "Fox", "zeta:a"]
        );
    }

    #[test]
    fn by_use_and_by_hand() {
        let mut accounts = [
            account(1, "A", ""),
            account(2, "B", ""),
            account(3, "C", ""),
            account(4, "D", ""),
        ];
        let mut uses = Uses::default();
        uses.note(accounts[2].id.clone(), Timestamp::from_seconds(9), None);
        uses.note(accounts[1].id.clone(), Timestamp::from_seconds(5), None);
        let by_use = shown_by_use(&accounts, Order::LastUsed, &uses);
        assert_eq!(by_use, ["C", "B", "A", "D"]);
        accounts[3].order = Some(-2);
        accounts[0].order = Some(7);
        accounts[1].pinned = true;
        assert_eq!(shown(&accounts, Order::Own), ["B", "D", "A", "C"]);
    }

    #[test]
    fn by_tag_those_without_one_come_last_and_stars_first_in_their_group() {
        let mut accounts = [
            account(1, "A", ""),
            account(2, "B", ""),
            account(3, "C", ""),
            account(4, "D", ""),
        ];
        accounts[1].tags = vec!["work".into(), "code".into()];
        accounts[2].tags = vec!["Code".into()];
        accounts[3].tags = vec!["work".into()];
        accounts[3].pinned = true;
        assert_eq!(shown(&accounts, Order::Tag), ["C", "D", "B", "A"]);
    }

    #[test]
    fn equal_titles_keep_one_order() {
        let (one, two) = (account(1, "A", "a"), account(2, "A", "a"));
        let none = Uses::default();
        assert_eq!(sorted(&[&one, &two], Order::Issuer, &none), [0, 1]);
        assert_eq!(sorted(&[&two, &one], Order::Issuer, &none), [1, 0]);
    }
}
