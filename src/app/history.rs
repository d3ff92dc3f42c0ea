//! History and undo across runs, out of the backups: each save left one, so the past needs no second record.

use crate::account::Timestamp;
use crate::app::store::Repo;
use crate::vault::difference::Difference;
use crate::vault::{Change, Vault};

/// One thing that happened to one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it was saved.
    pub when: Timestamp,
    /// To which account, and what.
    pub difference: Difference,
}

/// How to take the last change back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    /// To be applied to the current vault. Its inverse is the redo.
    pub change: Change,
    /// What applying it does, account by account.
    pub effects: Vec<Difference>,
}

/// What happened to accounts, newest first, as far back as backups go. Codes taken are not listed.
pub fn history(repo: &Repo, current: &Vault) -> Vec<Entry> {
    let states = states(repo, current);
    let mut entries = Vec::new();
    for pair in states.windows(2) {
        let [(_, before), (when, after)] = pair else {
            continue;
        };
        let differences = after.differences_since(before).into_iter();
        entries.extend(differences.map(|difference| Entry {
            when: *when,
            difference,
        }));
    }
    entries.reverse();
    entries
}

/// The way back over the last change; asked again afterwards, over the one before. `None` when backups tell of
/// nothing earlier.
pub fn undo(repo: &Repo, current: &Vault) -> Option<Undo> {
    let states = states(repo, current);
    let vaults: Vec<&Vault> = states.iter().map(|(_, vault)| vault).collect();
    let target = target(&vaults)?;
    let change = current.change_towards(target)?;
    let effects = target.differences_since(current);
    Some(Undo { change, effects })
}

/// The state before the last change. If the present state is itself the result of an undo, it equals an
/// earlier one, and what counts is the state before that.
fn target<'a>(states: &[&'a Vault]) -> Option<&'a Vault> {
    let (present, past) = states.split_last()?;
    let is_present = |state: &&Vault| state.differences_since(present).is_empty();
    let place = past.iter().rposition(is_present).unwrap_or(past.len());
    past.get(place.checked_sub(1)?).copied()
}

/// The distinct states of the vault, oldest first; the last one is the current one.
fn states(repo: &Repo, current: &Vault) -> Vec<(Timestamp, Vault)> {
    let mut states: Vec<(Timestamp, Vault)> = Vec::new();
    for snapshot in repo.backups().list(current.id()) {
        // Backups from before this device had its key do not open; they tell nothing here.
        let Ok(vault) = repo.open_snapshot(&snapshot) else {
            continue;
        };
        push(&mut states, snapshot.taken, vault);
    }
    let now = current.newest_stamp().unwrap_or_default();
    push(&mut states, Timestamp::from_millis(now), current.clone());
    states
}

fn push(states: &mut Vec<(Timestamp, Vault)>, when: Timestamp, vault: Vault) {
    match states.last_mut() {
        // The later one knows more of bin and counters; the moment is that of the change.
        Some((_, last)) if vault.differences_since(last).is_empty() => *last = vault,
        _ => states.push((when, vault)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{AccountId, Draft, Otp, Secret};
    use crate::vault::Edit;

    /// A vault with one account of this name, or an empty one.
    fn named(name: &str) -> Vault {
        let mut vault = Vault::new(1, [1; 16]);
        let secret = Secret::from_bytes(vec![7; 20]).expect("key");
        let draft = Box::new(Draft::new("x".into(), name.into(), Otp::totp(secret)));
        let id = AccountId::from_random(1);
        if !name.is_empty() {
            vault
                .apply(Change::Add { id, draft }, Timestamp::default())
                .expect("fresh");
        }
        vault
    }

    #[test]
    fn undo_goes_further_back_each_time() {
        let mut states: Vec<Vault> = ["", "a", "b", "c"].map(named).into();
        let mut names = Vec::new();
        for _ in 0..4 {
            let present: Vec<&Vault> = states.iter().collect();
            let Some(target) = target(&present).cloned() else {
                names.push("nothing".to_owned());
                break;
            };
            names.push(target.accounts().map(|a| a.name.to_string()).collect());
            states.push(target);
        }
        assert_eq!(names, ["b", "a", "", "nothing"]);
    }

    #[test]
    fn a_change_after_an_undo_is_undone_first() {
        let states = ["a", "b", "a", "c"].map(named);
        let all: Vec<&Vault> = states.iter().collect();
        let name = |vault: Option<&Vault>| {
            vault.map(|v| v.accounts().map(|a| a.name.to_string()).collect::<String>())
        };
        assert_eq!(name(target(&all)).as_deref(), Some("a"));
        let mut edited = states[3].clone();
        let id = AccountId::from_random(1);
        let edits = vec![Edit::Name("c".into())];
        edited
            .apply(Change::Edit { id, edits }, Timestamp::default())
            .expect("no change");
        assert!(states[3].differences_since(&edited).is_empty());
    }
}
