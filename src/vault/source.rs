//! Sources: vaults of other programs whose accounts are shown beside ours. The vault keeps name, format and password of
//! each; where the file lies, every device knows for itself.

use std::collections::BTreeMap;
use std::fmt;

use thiserror::Error;

use super::Vault;
use super::limits::{LABEL, SOURCES};
use crate::account::{AccountId, Label, Otp, SecretText, Timestamp};

/// Identifies a source for ever; a part of file names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(AccountId);

impl SourceId {
    /// From 64 random bits.
    pub fn from_random(bits: u64) -> Self {
        Self(AccountId::from_random(bits))
    }

    /// Accepts what a vault holds.
    pub fn parse(text: &str) -> Option<Self> {
        AccountId::parse(text).map(Self)
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A vault of another program.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Stays for ever.
    pub id: SourceId,
    /// What the user calls it.
    pub name: Label,
    /// The name of its format in the table of formats, perhaps that of a newer version.
    pub format: String,
    /// What opens its file, if that is encrypted.
    pub password: Option<SecretText>,
    /// When it was added.
    pub added: Timestamp,
    /// Stamps of fields changed since, in milliseconds.
    pub(super) edited: BTreeMap<String, u64>,
    /// Fields of newer versions.
    pub(super) extra: toml::Table,
}

/// What lies under the id of a source.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shelf {
    /// The source.
    Source(Box<Source>),
    /// It was removed at that moment, for good: whoever adds its file again makes another one. So nothing of a removed
    /// source has to be kept, its password least of all.
    Removed(u64),
}

/// A new value for one field of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceEdit {
    /// What the user calls it.
    Name(Label),
    /// The format its file has now.
    Format(String),
    /// The password of its file.
    Password(Option<SecretText>),
}

/// Why the sources were left as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SourceError {
    /// No source has this id, or it was removed.
    #[error("the vault has no such source")]
    NotFound,
    /// Another one is called so.
    #[error("another source is called so")]
    NameTaken,
    /// Nothing that can be shown.
    #[error("a source needs a name")]
    Nameless,
    /// Longer than any label.
    #[error("the name is longer than {LABEL} bytes")]
    LongName,
    /// One more than a vault takes.
    #[error("the vault takes {SOURCES} sources and no more")]
    Full,
}

impl Vault {
    /// The sources, in order of their ids.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.values().filter_map(|shelf| match shelf {
            Shelf::Source(source) => Some(&**source),
            Shelf::Removed(_) => None,
        })
    }

    /// True when this source was removed: what lies of it on this device is of no use.
    pub fn has_removed_source(&self, id: &SourceId) -> bool {
        matches!(self.sources.get(id), Some(Shelf::Removed(_)))
    }

    /// Adds a source.
    pub fn add_source(
        &mut self,
        id: SourceId,
        name: Label,
        format: &str,
        password: Option<SecretText>,
        now: Timestamp,
    ) -> Result<(), SourceError> {
        if self.sources().count() >= SOURCES {
            return Err(SourceError::Full);
        }
        self.check_source_name(None, &name)?;
        let source = Source {
            id: id.clone(),
            name,
            format: format.to_owned(),
            password,
            added: Timestamp::from_millis(self.next_stamp(now)),
            edited: BTreeMap::new(),
            extra: toml::Table::new(),
        };
        self.sources.insert(id, Shelf::Source(Box::new(source)));
        Ok(())
    }

    /// Changes a field of a source.
    pub fn edit_source(
        &mut self,
        id: &SourceId,
        edit: SourceEdit,
        now: Timestamp,
    ) -> Result<(), SourceError> {
        if let SourceEdit::Name(name) = &edit {
            self.check_source_name(Some(id), name)?;
        }
        let stamp = self.next_stamp(now);
        let Some(Shelf::Source(source)) = self.sources.get_mut(id) else {
            return Err(SourceError::NotFound);
        };
        let (field, is_new) = match edit {
            SourceEdit::Name(name) => ("name", put(&mut source.name, name)),
            SourceEdit::Format(format) => ("format", put(&mut source.format, format)),
            SourceEdit::Password(password) => ("password", put(&mut source.password, password)),
        };
        if is_new {
            source.edited.insert(field.to_owned(), stamp);
        }
        Ok(())
    }

    /// Removes a source, for good.
    pub fn remove_source(&mut self, id: &SourceId, now: Timestamp) -> Result<(), SourceError> {
        let stamp = self.next_stamp(now);
        match self.sources.get_mut(id) {
            Some(there @ Shelf::Source(_)) => {
                *there = Shelf::Removed(stamp);
                Ok(())
            }
            Some(Shelf::Removed(_)) | None => Err(SourceError::NotFound),
        }
    }

    fn check_source_name(&self, own: Option<&SourceId>, name: &Label) -> Result<(), SourceError> {
        if name.is_empty() {
            return Err(SourceError::Nameless);
        }
        if name.as_str().len() > LABEL {
            return Err(SourceError::LongName);
        }
        let folded = |name: &Label| name.as_str().to_lowercase();
        let mut others = self.sources().filter(|source| Some(&source.id) != own);
        if others.any(|source| folded(&source.name) == folded(name)) {
            return Err(SourceError::NameTaken);
        }
        Ok(())
    }

    /// Two accounts have the same mark when they give the same codes. Nobody who cannot read the vault learns anything
    /// from it.
    pub fn mark(&self, otp: &Otp) -> AccountId {
        self.token.mark(otp)
    }
}

fn put<T: PartialEq>(place: &mut T, value: T) -> bool {
    let is_new = *place != value;
    *place = value;
    is_new
}

impl Shelf {
    /// What a table means; `None` without an id. Values that no version writes count as not there.
    pub(super) fn from_table(mut table: toml::Table) -> Option<(SourceId, Self)> {
        let id = SourceId::parse(&text(&mut table, "id")?)?;
        if let Some(deleted) = number(&mut table, "deleted") {
            return Some((id, Self::Removed(deleted)));
        }
        let edited = match table.remove("edited") {
            Some(toml::Value::Table(edited)) => edited,
            _ => toml::Table::new(),
        };
        let stamp = |(field, value): (String, toml::Value)| {
            Some((field, u64::try_from(value.as_integer()?).ok()?))
        };
        let source = Source {
            id: id.clone(),
            name: Label::new(&text(&mut table, "name").unwrap_or_default()),
            format: text(&mut table, "format").unwrap_or_default(),
            password: text(&mut table, "password").map(SecretText::new),
            added: Timestamp::from_millis(number(&mut table, "added").unwrap_or_default()),
            edited: edited.into_iter().filter_map(stamp).collect(),
            extra: table,
        };
        Some((id, Self::Source(Box::new(source))))
    }

    /// The stamps in it.
    pub(super) fn stamps(&self) -> Vec<u64> {
        match self {
            Self::Source(source) => {
                let edited = source.edited.values().copied();
                edited.chain([source.added.millis()]).collect()
            }
            Self::Removed(stamp) => vec![*stamp],
        }
    }

    /// Puts another stamp in the place of each.
    pub(super) fn map_stamps(&mut self, map: impl Fn(u64) -> u64) {
        match self {
            Self::Source(source) => {
                source.added = Timestamp::from_millis(map(source.added.millis()));
                source
                    .edited
                    .values_mut()
                    .for_each(|stamp| *stamp = map(*stamp));
            }
            Self::Removed(stamp) => *stamp = map(*stamp),
        }
    }
}

fn text(table: &mut toml::Table, field: &str) -> Option<String> {
    match table.remove(field) {
        Some(toml::Value::String(text)) => Some(text),
        _ => None,
    }
}

fn number(table: &mut toml::Table, field: &str) -> Option<u64> {
    u64::try_from(table.remove(field)?.as_integer()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::document;
    use crate::vault::merge::merge;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn with_source() -> (Vault, SourceId) {
        let mut vault = Vault::new(1, [1; 16]);
        let id = SourceId::from_random(5);
        let password = Some(SecretText::from("kelp \"otter\"\\\u{7}"));
        vault
            .add_source(
                id.clone(),
                "Aegis".into(),
                "aegis-encrypted",
                password,
                at(50),
            )
            .expect("added");
        (vault, id)
    }

    #[test]
    fn names_are_unique_and_there() {
        let (mut vault, id) = with_source();
        let other = SourceId::from_random(6);
        let mut add = |name: &str| vault.add_source(other.clone(), name.into(), "x", None, at(60));
        assert_eq!(add("AEGIS"), Err(SourceError::NameTaken));
        assert_eq!(add(" \u{200b}"), Err(SourceError::Nameless));
        assert_eq!(add(&"x".repeat(LABEL + 1)), Err(SourceError::LongName));
        assert_eq!(add("phone"), Ok(()));
        let rename = SourceEdit::Name("Phone".into());
        assert_eq!(
            vault.edit_source(&id, rename, at(70)),
            Err(SourceError::NameTaken)
        );
        let rename = SourceEdit::Name("AEGIS".into());
        assert_eq!(vault.edit_source(&id, rename, at(70)), Ok(()));
    }

    #[test]
    fn a_source_is_written_read_and_gone_for_good() {
        let (mut vault, id) = with_source();
        let edit = SourceEdit::Format("aegis".to_owned());
        vault.edit_source(&id, edit, at(10)).expect("edited");
        let text = document::write(&vault);
        let wanted = "[[source]]\nid = \"aaaaaaaaaaaak\"\nname = \"Aegis\"\nformat = \"aegis\"\n\
                      password = \"kelp \\\"otter\\\"\\\\\\u0007\"\nadded = 50\n[source.edited]\nformat = 51\n";
        assert!(text.contains(wanted), "{}", *text);
        assert_eq!(document::read(&text), Ok(vault.clone()));
        let before = vault.clone();
        vault.remove_source(&id, at(20)).expect("removed");
        assert_eq!(vault.sources().count(), 0);
        let text = document::write(&vault);
        assert!(!text.contains("kelp") && text.contains("deleted = 52"));
        assert_eq!(document::read(&text), Ok(vault.clone()));
        assert_eq!(merge(&before, &vault), Ok(vault.clone()));
        assert_eq!(vault.remove_source(&id, at(90)), Err(SourceError::NotFound));
    }

    #[test]
    fn what_a_version_without_sources_wrote_is_read() {
        let text = "format = 1\nvault = \"k3v9q0t7m2x4\"\ntoken = \"CQkJCQkJCQkJCQkJCQkJCQ==\"\n\
                    source = [{ id = \"s1\", name = \"Aegis\", format = \"aegis\", added = 5, colour = \"red\", edited = { name = 9 } }]\n";
        let vault = document::read(text).expect("a vault");
        let source = vault.sources().next().expect("a source");
        assert_eq!((source.name.as_str(), source.added), ("Aegis", at(5)));
        assert_eq!(document::read(&document::write(&vault)), Ok(vault.clone()));
        let no_id = text.replace("id = \"s1\", ", "");
        assert!(document::read(&no_id).is_err());
    }

    #[test]
    fn only_accounts_with_the_same_codes_have_the_same_mark() {
        use crate::account::{Algorithm, Digits, Kind, Secret};
        let vault = Vault::new(1, [1; 16]);
        let otp = |key: u8, counter, digits| {
            let secret = Secret::from_bytes(vec![key; 10]).expect("key");
            let digits = Digits::new(digits).expect("digits");
            Otp::new(secret, Kind::Hotp { counter }, Algorithm::Sha1, digits)
        };
        let mark = vault.mark(&otp(1, 5, 6));
        assert_eq!(mark, vault.mark(&otp(1, 9, 6)));
        assert_ne!(mark, vault.mark(&otp(1, 5, 8)));
        assert_ne!(mark, vault.mark(&otp(2, 5, 6)));
        assert_ne!(mark, Vault::new(1, [2; 16]).mark(&otp(1, 5, 6)));
    }

    #[test]
    fn a_removed_source_is_known_as_such_and_its_stamps_move_with_the_others() {
        let (mut vault, id) = with_source();
        let longest: Label = "x".repeat(LABEL).as_str().into();
        let edit = SourceEdit::Name(longest);
        assert_eq!(vault.edit_source(&id, edit, at(70)), Ok(()));
        assert!(!vault.has_removed_source(&id));
        let moved = |vault: &Vault| {
            let mut shelf = vault.sources[&id].clone();
            shelf.map_stamps(|stamp| stamp + 1000);
            let mut stamps = shelf.stamps();
            stamps.sort_unstable();
            stamps
        };
        assert_eq!(moved(&vault), [1050, 1070]);
        vault.remove_source(&id, at(80)).expect("removed");
        assert!(vault.has_removed_source(&id));
        assert_eq!(moved(&vault), [1080]);
        assert!(!vault.has_removed_source(&SourceId::from_random(9)));
    }
}
