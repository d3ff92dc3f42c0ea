//! History, undo and redo across runs, out of the backups: each save left one, so the past needs no second
//! record. Only which saves were undos is noted, in `undone.toml` of the state folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::account::Timestamp;
use crate::app::store::file_names::UNDONE_PREFIX;
use crate::app::store::{Loaded, Repo, UpdateError};
use crate::system::files;
use crate::vault::difference::Difference;
use crate::vault::{Change, ChangeError, Vault};

/// One thing that happened to one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it was saved.
    pub when: Timestamp,
    /// To which account, and what.
    pub difference: Difference,
}

/// A way through the past: back over the last change, or forth again.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// To be applied to the current vault.
    pub change: Change,
    /// What applying it does, account by account.
    pub effects: Vec<Difference>,
    /// The moment of the state it leads to.
    target: Timestamp,
}

/// A state of the vault; it goes by the moment of its backup.
pub struct State<V> {
    pub(super) when: Timestamp,
    /// The moment of the state that an undo or redo brought back in this one.
    pub(super) brings_back: Option<Timestamp>,
    pub(super) vault: V,
}

impl<V> State<V> {
    /// The same state with its vault in another form.
    pub(super) fn with<W>(&self, vault: W) -> State<W> {
        State {
            when: self.when,
            brings_back: self.brings_back,
            vault,
        }
    }
}

/// A direction in history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Undo.
    Back,
    /// Redo.
    Forth,
}

/// What happened to accounts, newest first, as far back as backups go. Codes taken are not listed.
pub fn history(repo: &Repo, current: &Vault) -> Vec<Entry> {
    entries(&states(repo, current))
}

/// The same for states from elsewhere, oldest first.
pub(in crate::app) fn entries(states: &[State<Vault>]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for pair in states.windows(2) {
        let [before, after] = pair else {
            continue;
        };
        let differences = after.vault.differences_since(&before.vault).into_iter();
        entries.extend(differences.map(|difference| Entry {
            when: after.when,
            difference,
        }));
    }
    entries.reverse();
    entries
}

/// Takes the last change back, or makes the one again that was taken back last; saved and noted, so that the next
/// step goes on from there. `None` when backups tell of nothing in that direction.
pub fn walk(
    repo: &Repo,
    now: Timestamp,
    way: Way,
) -> Result<Option<(Step, Loaded)>, UpdateError<ChangeError>> {
    let change = |vault: &mut Vault| {
        let step = step(vault, &states(repo, vault), way);
        if let Some(step) = &step {
            vault.apply(step.change.clone(), now)?;
        }
        Ok(step)
    };
    // Noted under the lock of the save: the next undo must not take this one for a change.
    let note = |step: &Option<Step>, saved: &Vault| {
        if let Some(step) = step {
            step.note(repo, saved);
        }
    };
    let (step, loaded) = repo.update_and_note(now, change, note)?;
    Ok(step.map(|step| (step, loaded)))
}

impl Step {
    /// The moment of the state it leads to.
    pub(super) fn target(&self) -> Timestamp {
        self.target
    }

    /// Notes that the last save was this step, so that the next undo goes on from there. `saved` is the vault
    /// after it. A note that cannot be written costs no more than that the next undo takes this one back.
    fn note(&self, repo: &Repo, saved: &Vault) {
        let snapshots = repo.backups().list(saved.id());
        let Some(newest) = snapshots.last() else {
            return;
        };
        let mut notes = steps(repo);
        notes.insert(newest.taken.seconds(), self.target.seconds());
        // Backups that are gone need no note.
        let kept = |second: &u64| snapshots.iter().any(|s| s.taken.seconds() == *second);
        let lines = notes.iter().filter(|(second, _)| kept(second));
        let lines = lines.map(|(second, target)| format!("\"{second}\" = {target}\n"));
        let text = format!(
            "# saves that were undos, and the saves they brought back\n{}",
            lines.collect::<String>()
        );
        let _ = files::write(&notes_path(repo), UNDONE_PREFIX, text.as_bytes());
    }
}

fn notes_path(repo: &Repo) -> PathBuf {
    repo.state_folder().join("undone.toml")
}

/// The saves that were undos or redos, and the saves they brought back, by their moments in seconds.
pub(super) fn steps(repo: &Repo) -> BTreeMap<u64, u64> {
    let read = files::read(&notes_path(repo), 1 << 20).ok().flatten();
    let text = read.and_then(|(bytes, _)| String::from_utf8(bytes).ok());
    let table: Option<BTreeMap<String, u64>> = text.and_then(|text| toml::from_str(&text).ok());
    let notes = table.unwrap_or_default().into_iter();
    notes
        .filter_map(|(second, target)| Some((second.parse().ok()?, target)))
        .collect()
}

/// The step from the current state, the last of `states`.
pub(super) fn step(current: &Vault, states: &[State<Vault>], way: Way) -> Option<Step> {
    let place = match way {
        Way::Back => before(states),
        Way::Forth => after(states),
    };
    let target = states.get(place?)?;
    Some(Step {
        change: current.change_towards(&target.vault)?,
        effects: target.vault.differences_since(current),
        target: target.when,
    })
}

/// The place of the state before the present one, or before the one that the present one brought back.
fn before<V>(states: &[State<V>]) -> Option<usize> {
    let mut place = states.len().checked_sub(1)?;
    while let Some(moment) = states[place].brings_back {
        let earlier = states[..place]
            .iter()
            .rposition(|state| state.when == moment);
        // When its backup is gone, so is everything before it.
        place = earlier?;
    }
    place.checked_sub(1)
}

/// The place of the first state after the one that the present one brought back that a person made.
fn after<V>(states: &[State<V>]) -> Option<usize> {
    let (present, past) = states.split_last()?;
    let moment = present.brings_back?;
    let place = past.iter().rposition(|state| state.when == moment)?;
    let later = past.iter().enumerate().skip(place + 1);
    let mut made = later.filter(|(_, state)| state.brings_back.is_none());
    made.next().map(|(place, _)| place)
}

/// The distinct states of the vault, oldest first; the last one is the current one.
fn states(repo: &Repo, current: &Vault) -> Vec<State<Vault>> {
    let notes = steps(repo);
    let mut states: Vec<State<Vault>> = Vec::new();
    for snapshot in repo.backups().list(current.id()) {
        // Backups from before this device had its key do not open; they tell nothing here.
        let Ok(vault) = repo.open_snapshot(&snapshot) else {
            continue;
        };
        let brings_back = notes.get(&snapshot.taken.seconds()).copied();
        push(
            &mut states,
            State {
                when: snapshot.taken,
                brings_back: brings_back.map(Timestamp::from_seconds),
                vault,
            },
        );
    }
    let when = Timestamp::from_millis(current.newest_stamp().unwrap_or_default());
    push(
        &mut states,
        State {
            when,
            brings_back: None,
            vault: current.clone(),
        },
    );
    states
}

/// Adds a later state, unless nothing differs.
pub(super) fn push(states: &mut Vec<State<Vault>>, state: State<Vault>) {
    match states.last_mut() {
        // The later one knows more of bin and counters; the moment is that of the change.
        Some(last) if state.vault.differences_since(&last.vault).is_empty() => {
            last.vault = state.vault;
        }
        _ => states.push(state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays letters as changes, `<` as undo and `>` as redo; returns the present letter after each.
    fn play(script: &str) -> String {
        let moment = |place: usize| Timestamp::from_seconds(place as u64);
        let mut states = vec![State {
            when: moment(0),
            brings_back: None,
            vault: '0',
        }];
        let mut shown = String::new();
        for event in script.chars() {
            let target = match event {
                '<' => before(&states),
                '>' => after(&states),
                _ => None,
            };
            let state = match (event, target) {
                ('<' | '>', None) => {
                    shown.push('-');
                    continue;
                }
                ('<' | '>', Some(target)) => (states[target].vault, Some(moment(target))),
                (letter, _) => (letter, None),
            };
            let (vault, brings_back) = state;
            states.push(State {
                when: moment(states.len()),
                brings_back,
                vault,
            });
            shown.push(vault);
        }
        shown
    }

    #[test]
    fn undo_goes_further_back_and_redo_forth_again() {
        for (script, wanted) in [
            ("abc<<<<", "abcba0-"),
            ("abc<<>>>", "abcbabc-"),
            ("abc<<d<<<", "abcbada0-"),
            ("abc<d<>", "abcbdbd"),
            ("ab>", "ab-"),
            ("ab<c>", "abac-"),
            // Taking back a removal that led to a state like an earlier one.
            ("a0<", "a0a"),
            ("a0<<<", "a0a0-"),
        ] {
            assert_eq!(play(script), wanted, "{script}");
        }
    }
}
