//! History, undo and redo across runs, out of the backups: each save left one, so the past needs no second
//! record. Only which saves were undos is noted, in `undone.toml` of the state folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::account::Timestamp;
use crate::app::store::backups::Maker;
use crate::app::store::file_names::UNDONE_PREFIX;
use crate::app::store::{Loaded, Repo, UpdateError};
use crate::system::files;
use crate::vault::difference::Difference;
use crate::vault::saves::Saves;
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
    /// The moment of the state of this device that it leads to; none when what another one saved is taken back: that is
    /// a change like any other.
    pub(super) target: Option<Timestamp>,
}

/// A state of the vault; it goes by the moment of its backup.
pub struct State<V> {
    pub(super) when: Timestamp,
    pub(super) maker: Maker,
    /// The moment of the state that an undo or redo brought back in this one.
    pub(super) brings_back: Option<Timestamp>,
    pub(super) vault: V,
}

impl<V> State<V> {
    /// The same state with its vault in another form.
    pub(super) fn with<W>(&self, vault: W) -> State<W> {
        State {
            when: self.when,
            maker: self.maker,
            brings_back: self.brings_back,
            vault,
        }
    }
}

/// A direction in history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Undo of what this device changed.
    Back,
    /// Undo of the last save of another device of which something is left.
    Others,
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

/// What the last save did, where another device made it and something of it is left; `None` for one of ours.
pub fn last_of_others(repo: &Repo, current: &Vault, now: Timestamp) -> Option<Vec<Difference>> {
    let states = states(repo, current);
    let is_foreign = |state: &State<Vault>| state.maker == Maker::Elsewhere;
    let [.., before, last] = states.as_slice() else {
        return None;
    };
    if !is_foreign(last) || step(current, &states, Way::Others, now)?.effects.is_empty() {
        return None;
    }
    Some(last.vault.differences_since(&before.vault))
}

/// Takes the last change back, or makes the one again that was taken back last; saved and noted, so that the next
/// step goes on from there. `None` when backups tell of nothing in that direction.
pub fn walk(
    repo: &Repo,
    now: Timestamp,
    way: Way,
) -> Result<Option<(Step, Loaded)>, UpdateError<ChangeError>> {
    let change = |vault: &mut Vault| {
        let step = step(vault, &states(repo, vault), way, now);
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
    /// Notes that the last save was this step, so that the next undo goes on from there. `saved` is the vault
    /// after it. A note that cannot be written costs no more than that the next undo takes this one back.
    fn note(&self, repo: &Repo, saved: &Vault) {
        let snapshots = repo.backups().list(saved.id());
        let (Some(newest), Some(target)) = (snapshots.last(), self.target) else {
            return;
        };
        let mut notes = steps(repo);
        notes.insert(newest.taken.seconds(), target.seconds());
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

/// The step from the current state, the last of `states`; `None` when there is none, or nothing is left of the change.
pub(super) fn step(
    current: &Vault,
    states: &[State<Vault>],
    way: Way,
    now: Timestamp,
) -> Option<Step> {
    let between = |from: usize, to: usize| {
        let (from, to) = (&states[from], &states[to]);
        let change = current.change_between(&from.vault, &to.vault)?;
        Some((change, to.when))
    };
    let ((change, target), is_own) = match way {
        Way::Back => {
            let place = last_change(states)?;
            (between(place, place - 1)?, true)
        }
        Way::Forth => {
            let place = after(states)?;
            (between(place - 1, place)?, true)
        }
        Way::Others => {
            let is_foreign = |place: &usize| states[*place].maker == Maker::Elsewhere;
            let mut places = (1..states.len()).rev().filter(is_foreign);
            let found = places.find_map(|place| between(place, place - 1));
            (found?, false)
        }
    };
    let mut changed = current.clone();
    changed.apply(change.clone(), now).ok()?;
    Some(Step {
        change,
        effects: changed.differences_since(current),
        target: is_own.then_some(target),
    })
}

/// The place of the last state that this device made and has not taken back. There is always one before it.
fn last_change<V>(states: &[State<V>]) -> Option<usize> {
    let mut place = states.len().checked_sub(1)?;
    while place > 0 {
        let state = &states[place];
        if let Some(moment) = state.brings_back {
            let earlier = states[..place]
                .iter()
                .rposition(|state| state.when == moment);
            // When its backup is gone, so is everything before it.
            place = earlier?;
        } else if state.maker == Maker::Here {
            return Some(place);
        } else {
            place -= 1;
        }
    }
    None
}

/// The place of the first state after the one that the present one brought back that a person made here. What others
/// saved since is passed over.
fn after<V>(states: &[State<V>]) -> Option<usize> {
    let is_own = |state: &State<V>| state.brings_back.is_some() || state.maker == Maker::Here;
    let present = states.iter().rposition(is_own)?;
    let moment = states[present].brings_back?;
    let past = &states[..present];
    let place = past.iter().rposition(|state| state.when == moment)?;
    let later = past.iter().enumerate().skip(place + 1);
    let mut made = later.filter(|(_, state)| state.brings_back.is_none() && is_own(state));
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
                maker: snapshot.maker,
                brings_back: brings_back.map(Timestamp::from_seconds),
                vault,
            },
        );
    }
    let when = Timestamp::from_millis(current.newest_stamp().unwrap_or_default());
    let maker = maker_of(repo, &states, current);
    push(
        &mut states,
        State {
            when,
            maker,
            brings_back: None,
            vault: current.clone(),
        },
    );
    states
}

/// Whose the present state is, of which there may be no backup: ours when a key of this device has saved since all others.
fn maker_of(repo: &Repo, states: &[State<Vault>], current: &Vault) -> Maker {
    let own = repo.own_names(current);
    let is_news = |key: &str, saves: &Saves| {
        let mut before = states.iter().flat_map(|state| state.vault.saves());
        !before.any(|(name, earlier)| name == key && earlier.hold(saves))
    };
    let mut saves = current.saves();
    if saves.any(|(key, saves)| own.contains(&key) && is_news(&key, saves)) {
        Maker::Here
    } else {
        Maker::Elsewhere
    }
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

    /// Plays letters as changes, `*` as one that another device made, `<` as undo and `>` as redo; returns the state
    /// that each leads to.
    fn play(script: &str) -> String {
        let moment = |place: usize| Timestamp::from_seconds(place as u64);
        let mut states = vec![State {
            when: moment(0),
            maker: Maker::Here,
            brings_back: None,
            vault: '0',
        }];
        let mut shown = String::new();
        for event in script.chars() {
            let target = match event {
                '<' => last_change(&states).map(|place| place - 1),
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
                maker: if vault == '*' {
                    Maker::Elsewhere
                } else {
                    Maker::Here
                },
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
            // What others saved is passed over both ways.
            ("ab*<<<", "ab*a0-"),
            ("a*b<<", "a*b*0"),
            ("ab<*>", "aba*b"),
            ("*<", "*-"),
        ] {
            assert_eq!(play(script), wanted, "{script}");
        }
    }
}
