//! The settings as a page: what each says now and where that comes from, found by typing, and how one is changed.

use super::field::Field;
use super::keymap::{Mode, TABLE};
use crate::app::{Area, Error, Origin, Override, Setting, Settings, Shown, Values};

/// How a setting is being changed.
#[derive(Debug)]
pub enum Change {
    /// By choosing among its words.
    Choice(usize),
    /// By writing.
    Text(Field),
    /// By pressing the key that is meant; what is written so far.
    Press(Field),
}

/// The settings.
#[derive(Debug, Default)]
pub struct SettingsPage {
    /// Each as it serves now.
    pub rows: Vec<Shown>,
    /// Only those with these words.
    pub query: Field,
    /// Which of those is looked at.
    pub selected: usize,
    /// How it is being changed.
    pub change: Option<Change>,
    /// What went wrong.
    pub trouble: Option<Error>,
}

impl SettingsPage {
    /// All of them.
    pub fn new(settings: &Settings, overrides: &[Override]) -> Self {
        Self {
            rows: rows(settings, overrides),
            ..Self::default()
        }
    }

    /// Whose keys apply.
    pub const fn mode(&self) -> Mode {
        match &self.change {
            None => Mode::Settings,
            Some(Change::Choice(_)) => Mode::Choice,
            Some(Change::Text(_)) => Mode::Value,
            Some(Change::Press(_)) => Mode::Press,
        }
    }

    /// Those that the typed words leave.
    pub fn found(&self) -> Vec<&Shown> {
        let words = self.query.text().to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let fits = |text: &str| {
            let text = text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let is_named = |row: &&Shown| fits(&row.name);
        let is_told = |row: &&Shown| fits(&format!("{} {} {}", row.name, row.value, about(row)));
        // Who types a name means it, whatever else speaks of it.
        let (mut found, others): (Vec<&Shown>, Vec<&Shown>) =
            self.rows.iter().filter(is_told).partition(is_named);
        found.extend(others);
        found
    }

    /// The one that is looked at.
    pub fn row(&self) -> Option<&Shown> {
        self.found().get(self.selected).copied()
    }

    /// Begins to change it.
    pub fn begin(&mut self) {
        self.trouble = None;
        let Some(row) = self.row() else {
            return;
        };
        let words = row.setting.values.words();
        let here = words.iter().position(|word| *word == row.value);
        self.change = Some(if words.is_empty() {
            Change::Text(Field::with(&row.value))
        } else {
            Change::Choice(here.unwrap_or_default())
        });
    }

    /// The word that is looked at.
    pub fn word(&self) -> Option<&'static str> {
        let Some(Change::Choice(place)) = &self.change else {
            return None;
        };
        self.row()?.setting.values.words().get(*place).copied()
    }

    /// The line that letters go into.
    pub fn field(&mut self) -> Option<&mut Field> {
        self.trouble = None;
        match &mut self.change {
            None => {
                self.selected = 0;
                Some(&mut self.query)
            }
            Some(Change::Text(field)) => Some(field),
            Some(Change::Choice(_) | Change::Press(_)) => None,
        }
    }

    /// True when another value is looked at or written than the one that serves.
    pub fn is_changed(&self) -> bool {
        let value = match &self.change {
            None => return false,
            Some(Change::Choice(_)) => self.word().unwrap_or_default(),
            Some(Change::Text(field) | Change::Press(field)) => field.text().trim(),
        };
        self.row().is_some_and(|row| value != row.value)
    }

    /// True when a value was written that is in no file yet.
    pub fn is_written(&self) -> bool {
        let is_text = matches!(self.change, Some(Change::Text(_) | Change::Press(_)));
        is_text && self.is_changed()
    }

    /// Takes in what serves now; the same one is looked at.
    pub fn refresh(&mut self, settings: &Settings, overrides: &[Override]) {
        let name = self.row().map(|row| row.name.clone());
        self.rows = rows(settings, overrides);
        let found = self.found();
        let place = found
            .iter()
            .position(|row| Some(&row.name) == name.as_ref());
        self.selected = place.unwrap_or_default();
    }
}

/// Every setting, and the keys of every action of the list.
fn rows(settings: &Settings, overrides: &[Override]) -> Vec<Shown> {
    let all = settings.shown(overrides);
    let (own, mut rows): (Vec<Shown>, Vec<Shown>) = all.into_iter().partition(is_key);
    let Some(setting) = Setting::named("keys") else {
        return rows;
    };
    let list = TABLE.iter().filter(|binding| binding.mode == Mode::List);
    let keys = list.map(|binding| {
        let name = format!("keys.{}", binding.action.name());
        let own = own.iter().find(|row| row.name == name);
        own.cloned().unwrap_or_else(|| Shown {
            setting,
            name,
            value: binding.keys.join(" "),
            origin: Origin::Default,
        })
    });
    let keys: Vec<Shown> = keys.collect();
    let more = own.into_iter().filter(|row| !keys.contains(row));
    let more: Vec<Shown> = more.collect();
    rows.extend(keys);
    rows.extend(more);
    rows
}

/// Whether it is the keys of an action.
pub fn is_key(row: &Shown) -> bool {
    row.setting.values == Values::Keys
}

/// What nobody sees before something else happens is not tried.
const UNSEEN: [&str; 5] = ["mouse", "start", "copy", "presenting", "ask-again"];

/// Whether what it does can be seen on the list at once, while its values are looked at.
pub fn can_be_tried(row: &Shown) -> bool {
    let is_forced = matches!(row.origin, Origin::Environment(_));
    row.setting.area == Area::Interface && !is_forced && !UNSEEN.contains(&row.name.as_str())
}

/// What a setting does: a sentence without a full stop.
pub fn about(row: &Shown) -> &'static str {
    let action = row.name.strip_prefix("keys.").filter(|_| is_key(row));
    let mut list = TABLE.iter();
    let binding = list.find(|binding| Some(binding.action.name()) == action);
    binding.map_or(row.setting.about, |binding| binding.help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_and_every_key_is_there_once() {
        let settings =
            Settings::parse("theme = \"dark\"\n[keys]\ncopy = [\"x\"]\ntick = [\"z\"]\n");
        let mut page = SettingsPage::new(&settings, &[]);
        let mut names: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
        for name in [
            "theme",
            "lock-after",
            "keys.copy",
            "keys.delete",
            "keys.tick",
        ] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        page.query.insert("keys copy code");
        assert_eq!(page.row().map(|row| row.value.as_str()), Some("x"));
        page.refresh(&Settings::default(), &[]);
        assert_eq!(page.row().map(|row| row.value.as_str()), Some("enter y c"));
    }

    #[test]
    fn who_types_a_name_finds_it_first() {
        let mut page = SettingsPage::new(&Settings::default(), &[]);
        for name in ["colours", "order", "copy", "keys.copy", "mouse"] {
            page.query = Field::with(name);
            assert_eq!(page.row().map(|row| row.name.as_str()), Some(name));
        }
        page.query = Field::with("clipboard");
        assert!(page.found().len() > 1);
    }

    #[test]
    fn words_are_chosen_and_everything_else_is_written() {
        let mut page = SettingsPage::new(&Settings::default(), &[]);
        page.begin();
        assert_eq!((page.word(), page.mode()), (Some("terminal"), Mode::Choice));
        page.change = None;
        page.query.insert("lock-after");
        page.begin();
        assert_eq!((page.word(), page.mode()), (None, Mode::Value));
        assert!(!page.is_written());
        page.field().expect("a field").insert("0");
        assert!(page.is_written());
    }
}
