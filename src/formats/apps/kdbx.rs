//! KeePass databases (KDBX 3.1 and 4), opened with a password.

use keepass::db::{DatabaseOpenError, GroupRef, Value};
use keepass::{Database, DatabaseKey};

use super::kdbx_header::{self, Version};
use super::keepass::Attributes;
use crate::account::Draft;
use crate::formats::entry::Text;
use crate::formats::input::Input;
use crate::formats::{EntryError, FileError, Report};

/// Deeper than any database.
const MAX_LEVELS: usize = 64;

pub fn is_database(input: &Input) -> bool {
    kdbx_header::version(input.bytes()).is_some()
}

pub fn is_database3(input: &Input) -> bool {
    kdbx_header::version(input.bytes()) == Some(Version::Three)
}

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    if kdbx_header::version(input.bytes()) == Some(Version::Unknown) {
        return Err(FileError::Unsupported {
            what: "a database of a newer version of KeePass",
            advice: "Export it from KeePass as XML, and import that.",
        });
    }
    kdbx_header::check_work(input.bytes())?;
    let password = password.ok_or(FileError::NeedPassword)?;
    let password = str::from_utf8(password).map_err(|_| FileError::WrongPassword)?;
    let key = DatabaseKey::new().with_password(password);
    let database = Database::parse(input.bytes(), key).map_err(|error| match error {
        DatabaseOpenError::Key(_) | DatabaseOpenError::Cryptography(_) => FileError::WrongPassword,
        _ => FileError::Damaged("it is not a whole KeePass database"),
    })?;
    let bin = database.recycle_bin().map(|group| group.id());
    let mut entries = Vec::new();
    walk(
        &database.root(),
        &|group| bin == Some(group.id()),
        &mut Vec::new(),
        &mut entries,
    );
    Ok(Report::of(entries))
}

fn walk(
    group: &GroupRef,
    is_bin: &impl Fn(&GroupRef) -> bool,
    path: &mut Vec<Text>,
    entries: &mut Vec<Result<Draft, EntryError>>,
) {
    if is_bin(group) || path.len() > MAX_LEVELS {
        return;
    }
    path.push(group.name.as_str().into());
    for entry in group.entries() {
        let values = entry
            .fields
            .iter()
            .map(|(key, value)| (key.clone(), text(value)));
        let attributes = Attributes {
            values: values.collect(),
            groups: path.clone(),
            tags: entry.tags.join(";").as_str().into(),
        };
        entries.extend(attributes.draft(entries.len() + 1));
    }
    for child in group.groups() {
        walk(&child, is_bin, path, entries);
    }
    path.pop();
}

fn text(value: &Value<String>) -> Text {
    value.as_str().into()
}
