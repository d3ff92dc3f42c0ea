//! The keymap: one table from which bindings, the hints bar, the help and the README's table are made.

mod action;
mod chord;
mod table;

pub use action::{Action, Group, Mode};
pub use chord::Chord;
pub use table::{Binding, TABLE};

use std::collections::{BTreeMap, HashMap};

use thiserror::Error;

use crate::account::{Label, near};
use crate::app::unrepeated;

fn named(text: &str) -> String {
    match unrepeated(text) {
        Some(instead) => instead.to_owned(),
        None => format!("`{}`", Label::new(text)),
    }
}

/// What is wrong with the keys in the settings.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeymapError {
    /// No action has this name.
    #[error("keys: there is no action {}{}", named(name), hint(name))]
    UnknownAction {
        /// As written.
        name: String,
    },
    /// No key has this name.
    #[error("keys: {} (for {action}) is not the name of a key", named(key))]
    UnknownKey {
        /// The action it was meant for.
        action: &'static str,
        /// As written.
        key: String,
    },
    /// One key for two actions.
    #[error("keys: {key} is given to both {first} and {second}; it does {first}")]
    Twice {
        /// The key.
        key: String,
        /// One action.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
}

/// The bindings in force: the table with the user's own keys laid over it.
#[derive(Debug, Clone)]
pub struct Keymap {
    bound: HashMap<(Mode, Chord), Action>,
    keys: HashMap<(Mode, Action), Vec<Chord>>,
}

impl Keymap {
    /// Lays `overrides` (names of keys by name of action) over the table; they apply in every mode that has the action.
    /// What is wrong among them is left out and told.
    pub fn new(overrides: &BTreeMap<String, Vec<String>>) -> (Self, Vec<KeymapError>) {
        let mut faults = Vec::new();
        let mut own: HashMap<Action, Vec<Chord>> = HashMap::new();
        for (name, keys) in overrides {
            let Some(action) = Action::from_name(name) else {
                faults.push(KeymapError::UnknownAction { name: name.clone() });
                continue;
            };
            let mut chords = Vec::new();
            for key in keys {
                match Chord::parse(key) {
                    Some(chord) => chords.push(chord),
                    None => faults.push(KeymapError::UnknownKey {
                        action: action.name(),
                        key: key.clone(),
                    }),
                }
            }
            if !chords.is_empty() {
                own.insert(action, chords);
            }
        }
        let mut map = Self {
            bound: HashMap::new(),
            keys: HashMap::new(),
        };
        for binding in TABLE {
            // Where letters are text, a letter of the user's own stays one.
            let fits = |chord: &Chord| !binding.mode.has_field() || chord.letter().is_none();
            let chosen = own.get(&binding.action).map(|chords| {
                let fit = chords.iter().copied().filter(fits);
                fit.collect::<Vec<Chord>>()
            });
            let chords = chosen
                .filter(|chords| !chords.is_empty())
                .unwrap_or_else(|| {
                    // A key the user gave to something else is no longer ours, where that something is.
                    let is_here = |action: &Action| {
                        let mut here = TABLE.iter().filter(|other| other.mode == binding.mode);
                        here.any(|other| other.action == *action)
                    };
                    let given = own.iter().filter(|(action, _)| is_here(action));
                    let given = given.flat_map(|(_, chords)| chords);
                    let taken: Vec<Chord> = given.copied().filter(|chord| fits(chord)).collect();
                    let parsed = binding.keys.iter().filter_map(|key| Chord::parse(key));
                    parsed.filter(|chord| !taken.contains(chord)).collect()
                });
            let mut free = Vec::new();
            for chord in chords {
                let first = *map
                    .bound
                    .entry((binding.mode, chord))
                    .or_insert(binding.action);
                if first == binding.action {
                    free.push(chord);
                    continue;
                }
                let twice = KeymapError::Twice {
                    key: chord.to_string(),
                    first: first.name(),
                    second: binding.action.name(),
                };
                if !faults.contains(&twice) {
                    faults.push(twice);
                }
            }
            map.keys.insert((binding.mode, binding.action), free);
        }
        (map, faults)
    }

    /// What a key does in a mode; modes with a field fall back to the editing keys.
    pub fn action(&self, mode: Mode, chord: Chord) -> Option<Action> {
        let edit = || {
            mode.has_field()
                .then(|| self.bound.get(&(Mode::Edit, chord)))
                .flatten()
        };
        self.bound.get(&(mode, chord)).or_else(edit).copied()
    }

    /// The keys of an action in a mode, the one to be shown first.
    pub fn keys(&self, mode: Mode, action: Action) -> &[Chord] {
        self.keys.get(&(mode, action)).map_or(&[], Vec::as_slice)
    }

    /// `Enter y c`, for help and README.
    pub fn shown_keys(&self, mode: Mode, action: Action) -> String {
        let keys: Vec<String> = self
            .keys(mode, action)
            .iter()
            .map(Chord::to_string)
            .collect();
        keys.join(" ")
    }

    /// The hints of a mode in the order of their weight: key and word.
    pub fn hints(&self, mode: Mode, ascii: bool) -> Vec<(Action, String, &'static str)> {
        let hinted = TABLE
            .iter()
            .filter(|binding| binding.mode == mode && !binding.hint.is_empty());
        let mut hints: Vec<_> = hinted
            .filter_map(|binding| {
                let key = self.keys(mode, binding.action).first()?.short(ascii);
                Some((binding.weight, binding.action, key, binding.hint))
            })
            .collect();
        hints.sort_by_key(|hint| hint.0);
        hints
            .into_iter()
            .map(|(_, action, key, word)| (action, key, word))
            .collect()
    }
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&BTreeMap::new()).0
    }
}

/// `; did you mean copy?`
fn hint(name: &str) -> String {
    let names = Action::ALL.iter().map(|action| action.name());
    near::nearest(name, names).map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

/// What is wrong with keys of the user's own, for people.
pub fn faults(overrides: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let (_, faults) = Keymap::new(overrides);
    faults.iter().map(ToString::to_string).collect()
}

/// Keys of the user's own that did something else before, for people: whoever gives a key away may not know.
pub fn taken(overrides: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let (map, _) = Keymap::new(overrides);
    let list = TABLE.iter().filter(|binding| binding.mode == Mode::List);
    let taken = list.flat_map(|binding| {
        let map = &map;
        let keys = binding.keys.iter().filter_map(|key| Chord::parse(key));
        keys.filter_map(move |chord| {
            let now = map.action(Mode::List, chord)?;
            let is_named = overrides.contains_key(binding.action.name());
            (now != binding.action && !is_named).then(|| {
                let left = map.shown_keys(Mode::List, binding.action);
                let left = if left.is_empty() { "no key" } else { &left };
                let (now, before) = (now.name(), binding.action.name());
                format!("{chord} does {now} now; {before} keeps {left}")
            })
        })
    });
    taken.collect()
}

/// The keys of the list, for the README and the manual: keys, what they do, name of the action.
pub fn rows() -> Vec<(String, &'static str, &'static str)> {
    let keymap = Keymap::default();
    let list = TABLE.iter().filter(|binding| binding.mode == Mode::List);
    list.map(|binding| {
        let keys = keymap.shown_keys(Mode::List, binding.action);
        (keys, binding.help, binding.action.name())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(action: &str, keys: &[&str]) -> (Keymap, Vec<KeymapError>) {
        let keys = keys.iter().map(ToString::to_string).collect();
        Keymap::new(&BTreeMap::from([(action.to_owned(), keys)]))
    }

    #[test]
    fn every_key_is_known_typable_and_bound_once_in_its_mode() {
        let mut seen = HashMap::new();
        for binding in TABLE {
            assert!(!binding.keys.is_empty(), "{:?} has no key", binding.action);
            assert!(!binding.help.is_empty(), "{:?} has no help", binding.action);
            for name in binding.keys {
                let chord = Chord::parse(name).expect(name);
                assert!(chord.is_legacy(), "{name} cannot be typed everywhere");
                let before = seen.insert((binding.mode, chord), binding.action);
                assert_eq!(before, None, "{name} twice in {:?}", binding.mode);
                if binding.mode.has_field() {
                    assert!(chord.letter().is_none(), "{name} would be typed as text");
                }
            }
        }
    }

    #[test]
    fn every_action_can_be_reached() {
        for action in Action::ALL {
            assert!(
                TABLE.iter().any(|binding| binding.action == *action),
                "{action:?}"
            );
            assert_eq!(Action::from_name(action.name()), Some(*action));
        }
    }

    #[test]
    fn own_keys_replace_ours() {
        let map = with("copy", &["x"]).0;
        let key = |name: &str| map.action(Mode::List, Chord::parse(name).expect(name));
        assert_eq!(key("x"), Some(Action::Copy));
        assert_eq!(key("enter"), None);
        let taking = with("copy", &["d"]).0;
        let d = Chord::parse("d").expect("d");
        assert_eq!(taking.action(Mode::List, d), Some(Action::Copy));
        assert_eq!(taking.shown_keys(Mode::List, Action::Delete), "Del");
    }

    #[test]
    fn a_key_given_to_an_action_keeps_its_meaning_where_that_action_is_not() {
        let map = with("copy", &["enter", "y", "x"]).0;
        let enter = Chord::parse("enter").expect("enter");
        for mode in [
            Mode::Lock,
            Mode::Welcome,
            Mode::Form,
            Mode::Help,
            Mode::Settings,
        ] {
            assert_eq!(map.action(mode, enter), Some(Action::Accept), "{mode:?}");
        }
        let (plain, has_copy) = (Keymap::default(), |mode| {
            let mut all = TABLE.iter();
            all.any(|binding| binding.mode == mode && binding.action == Action::Copy)
        });
        for binding in TABLE.iter().filter(|binding| !has_copy(binding.mode)) {
            let keys = |map: &Keymap| map.shown_keys(binding.mode, binding.action);
            assert_eq!(keys(&map), keys(&plain), "{:?}", binding.mode);
        }
    }

    #[test]
    fn an_own_letter_stays_text_where_letters_are_text() {
        let map = with("copy", &["x", "ctrl-y"]).0;
        for mode in [Mode::Search, Mode::Pick] {
            let key = |name: &str| map.action(mode, Chord::parse(name).expect(name));
            assert_eq!(key("x"), None);
            assert_eq!(key("ctrl-y"), Some(Action::Copy));
        }
        let map = with("copy", &["x"]).0;
        let enter = Chord::parse("enter").expect("enter");
        assert_eq!(map.action(Mode::Pick, enter), Some(Action::Copy));
    }

    #[test]
    fn mistakes_in_own_keys_are_named() {
        let said = |faults: &[KeymapError]| {
            let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            said.join("\n")
        };
        assert_eq!(
            said(&with("cpoy", &["x"]).1),
            "keys: there is no action `cpoy`; did you mean `copy`?"
        );
        let (map, faults) = with("copy", &["hyper-x"]);
        assert_eq!(
            said(&faults),
            "keys: `hyper-x` (for copy) is not the name of a key"
        );
        assert_eq!(map.shown_keys(Mode::List, Action::Copy), "Enter y c");
        let both = BTreeMap::from([
            ("copy".to_owned(), vec!["x".to_owned()]),
            ("delete".to_owned(), vec!["x".to_owned()]),
        ]);
        let (map, faults) = Keymap::new(&both);
        assert_eq!(
            said(&faults),
            "keys: x is given to both copy and delete; it does copy"
        );
        let x = Chord::parse("x").expect("x");
        assert_eq!(map.action(Mode::List, x), Some(Action::Copy));
    }

    #[test]
    fn a_key_that_did_something_else_is_told() {
        let own = BTreeMap::from([("copy".to_owned(), vec!["j".to_owned(), "d".to_owned()])]);
        assert_eq!(
            taken(&own),
            [
                "j does copy now; next keeps ↓ ^N",
                "d does copy now; delete keeps Del"
            ]
        );
        assert_eq!(taken(&BTreeMap::new()), [""; 0]);
    }

    #[test]
    fn fields_know_the_editing_keys() {
        let map = Keymap::default();
        let word = Chord::parse("ctrl-w").expect("key");
        assert_eq!(map.action(Mode::Search, word), Some(Action::DeleteWord));
        assert_eq!(map.action(Mode::List, word), None);
    }

    #[test]
    fn the_rows_tell_every_key_of_the_list() {
        let rows = rows();
        let copy = ("Enter y c".to_owned(), "copy the code", "copy");
        assert!(rows.contains(&copy), "{rows:?}");
        let list = TABLE.iter().filter(|b| b.mode == Mode::List);
        assert_eq!(rows.len(), list.count());
    }
}
