//! The keymap: one table from which bindings, the hints bar, the help and the README's table are made.

mod action;
mod chord;
mod table;

pub use action::{Action, Group, Mode};
pub use chord::Chord;
pub use table::{Binding, TABLE};

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use thiserror::Error;

/// What is wrong with the keys in the settings.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeymapError {
    /// No action has this name.
    #[error("there is no action called \"{0}\"")]
    UnknownAction(String),
    /// No key has this name.
    #[error("\"{key}\" (for {action}) is not the name of a key")]
    UnknownKey {
        /// The action it was meant for.
        action: &'static str,
        /// As written.
        key: String,
    },
    /// One key for two actions.
    #[error("the key {key} is bound to both {first} and {second}")]
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
    pub fn new(overrides: &BTreeMap<String, Vec<String>>) -> Result<Self, KeymapError> {
        let mut own: HashMap<Action, Vec<Chord>> = HashMap::new();
        for (name, keys) in overrides {
            let action =
                Action::from_name(name).ok_or_else(|| KeymapError::UnknownAction(name.clone()))?;
            let chords = keys
                .iter()
                .map(|key| {
                    Chord::parse(key).ok_or_else(|| KeymapError::UnknownKey {
                        action: action.name(),
                        key: key.clone(),
                    })
                })
                .collect::<Result<_, _>>()?;
            own.insert(action, chords);
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
                    let taken: Vec<Chord> = own.values().flatten().copied().collect();
                    // A key the user gave to something else is no longer ours.
                    let parsed = binding.keys.iter().filter_map(|key| Chord::parse(key));
                    parsed.filter(|chord| !taken.contains(chord)).collect()
                });
            for &chord in &chords {
                let before = map.bound.insert((binding.mode, chord), binding.action);
                if let Some(first) = before.filter(|first| *first != binding.action) {
                    return Err(KeymapError::Twice {
                        key: chord.to_string(),
                        first: first.name(),
                        second: binding.action.name(),
                    });
                }
            }
            map.keys.insert((binding.mode, binding.action), chords);
        }
        Ok(map)
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
        Self::new(&BTreeMap::new()).expect("the table is checked by a test")
    }
}

/// The table of keys for the README, in Markdown.
pub fn readme_table() -> String {
    let keymap = Keymap::default();
    let mut text = String::from("| key | does |\n|---|---|\n");
    for binding in TABLE.iter().filter(|b| b.mode == Mode::List) {
        let keys: Vec<String> = keymap
            .keys(Mode::List, binding.action)
            .iter()
            .map(|key| format!("`{key}`"))
            .collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| {} | {} |", keys.join(" "), binding.help);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(action: &str, keys: &[&str]) -> Result<Keymap, KeymapError> {
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
        let map = with("copy", &["x"]).expect("fine");
        let key = |name: &str| map.action(Mode::List, Chord::parse(name).expect(name));
        assert_eq!(key("x"), Some(Action::Copy));
        assert_eq!(key("enter"), None);
        let taking = with("copy", &["d"]).expect("fine");
        let d = Chord::parse("d").expect("d");
        assert_eq!(taking.action(Mode::List, d), Some(Action::Copy));
        assert_eq!(taking.shown_keys(Mode::List, Action::Delete), "Del");
    }

    #[test]
    fn an_own_letter_stays_text_where_letters_are_text() {
        let map = with("copy", &["x", "ctrl-y"]).expect("fine");
        for mode in [Mode::Search, Mode::Pick] {
            let key = |name: &str| map.action(mode, Chord::parse(name).expect(name));
            assert_eq!(key("x"), None);
            assert_eq!(key("ctrl-y"), Some(Action::Copy));
        }
        let map = with("copy", &["x"]).expect("fine");
        let enter = Chord::parse("enter").expect("enter");
        assert_eq!(map.action(Mode::Pick, enter), Some(Action::Copy));
    }

    #[test]
    fn mistakes_in_own_keys_are_named() {
        assert!(matches!(
            with("cpoy", &["x"]),
            Err(KeymapError::UnknownAction(_))
        ));
        assert!(matches!(
            with("copy", &["hyper-x"]),
            Err(KeymapError::UnknownKey { .. })
        ));
        let both = BTreeMap::from([
            ("copy".to_owned(), vec!["x".to_owned()]),
            ("delete".to_owned(), vec!["x".to_owned()]),
        ]);
        assert!(matches!(Keymap::new(&both), Err(KeymapError::Twice { .. })));
    }

    #[test]
    fn fields_know_the_editing_keys() {
        let map = Keymap::default();
        let word = Chord::parse("ctrl-w").expect("key");
        assert_eq!(map.action(Mode::Search, word), Some(Action::DeleteWord));
        assert_eq!(map.action(Mode::List, word), None);
    }

    #[test]
    fn the_readme_table_tells_every_key_of_the_list() {
        let table = readme_table();
        assert!(
            table.contains("| `Enter` `y` `c` | copy the code |"),
            "{table}"
        );
        assert_eq!(
            table.lines().count(),
            2 + TABLE.iter().filter(|b| b.mode == Mode::List).count()
        );
    }
}
