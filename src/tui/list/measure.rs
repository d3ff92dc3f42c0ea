//! What all accounts have in common: how wide their texts are, and the period that most of them have.

use std::collections::BTreeMap;

use crate::account::{Account, Kind, Period};
use crate::tui::columns::{Widest, width};
use crate::tui::snapshot::Snapshot;

/// Cells of a code of that many digits once it is divided for the eye.
fn code_width(account: &Account) -> u16 {
    let digits = u16::from(account.otp.digits().get());
    match digits {
        6..=8 | 10 => digits + 1,
        9 => 11,
        _ => digits,
    }
}

/// How wide the texts of these accounts are.
pub fn measure(accounts: &[&Account], snapshot: &Snapshot<'_>, usual: Option<Period>) -> Widest {
    let mut widest = Widest::default();
    for account in accounts {
        widest.issuer = widest.issuer.max(width(account.issuer.as_str()));
        let mark = snapshot.group_of(&account.id);
        let mark = mark.map_or(0, |group| width(&group.mark()) + 1);
        widest.name = widest.name.max(width(account.name.as_str()) + mark);
        widest.code = widest.code.max(code_width(account));
        if let Kind::Totp { period } = account.otp.kind() {
            // As `99` and `99m`.
            let longest = if period.seconds() <= 99 { 2 } else { 3 };
            widest.seconds = widest.seconds.max(longest);
            if Some(period) != usual {
                widest.odd_seconds = widest.odd_seconds.max(longest);
            }
        }
        let tags = snapshot
            .tags(account)
            .iter()
            .map(|tag| width(tag.as_str()) + 2)
            .sum();
        widest.tags = widest.tags.max(u16::saturating_sub(tags, 1));
    }
    widest
}

/// The period that most accounts have; of two that are as common the shorter one.
pub fn commonest_period(accounts: &[&Account]) -> Option<Period> {
    let mut counts = BTreeMap::new();
    for period in accounts.iter().filter_map(|account| account.otp.period()) {
        counts.entry(period.seconds()).or_insert((0, period)).0 += 1;
    }
    // The last of the greatest wins: the shortest comes last.
    let most = counts
        .into_iter()
        .rev()
        .max_by_key(|(_, (count, _))| *count);
    most.map(|(_, (_, period))| period)
}
