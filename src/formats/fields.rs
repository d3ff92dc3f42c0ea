//! Fields: what the JSON objects of apps call the parts of an account, as data, and the account that comes of them.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::entry::{self, Entry, Flag, Text, Type};
use super::{FieldError, FileError, Report};
use crate::account::Secret;

/// Under which names an app keeps what; several, the best first, are divided by `|`. An empty one is under none.
pub(super) struct Names {
    pub(super) issuer: &'static str,
    pub(super) name: &'static str,
    pub(super) secret: &'static str,
    /// How the secret of a kind is written.
    pub(super) key: fn(Type, &Text) -> Result<Secret, FieldError>,
    pub(super) kind: &'static str,
    pub(super) algorithm: &'static str,
    pub(super) digits: &'static str,
    pub(super) period: &'static str,
    pub(super) counter: &'static str,
    pub(super) pinned: &'static str,
}

/// What most apps call them.
pub(super) const USUAL: Names = Names {
    issuer: "issuer",
    name: "name",
    secret: "secret",
    key: |_, text| entry::base32(text),
    kind: "type",
    algorithm: "algorithm",
    digits: "digits",
    period: "period",
    counter: "counter",
    pinned: "",
};

impl Names {
    /// The account that an object tells of.
    pub(super) fn entry(&self, item: &Value) -> Entry {
        let kind = Type::parse(field::<Text>(item, self.kind).as_str());
        let secret = (self.key)(kind, &field(item, self.secret));
        Entry {
            kind,
            algorithm: field(item, self.algorithm),
            digits: field(item, self.digits),
            period: field(item, self.period),
            counter: field(item, self.counter),
            pinned: field::<Flag>(item, self.pinned).0,
            ..Entry::new(&field(item, self.issuer), &field(item, self.name), secret)
        }
    }
}

/// The first of the fields named that is there, whatever it says.
pub(super) fn first<'a>(item: &'a Value, names: &str) -> Option<&'a Value> {
    names.split('|').find_map(|name| item.get(name))
}

/// The first of the fields named that says something.
pub(super) fn field<T: DeserializeOwned + Default + PartialEq>(item: &Value, names: &str) -> T {
    let read = |name| T::deserialize(item.get(name)?).ok();
    let names = names.split('|').filter(|name| !name.is_empty());
    let mut said = names.filter_map(read);
    said.find(|value| *value != T::default())
        .unwrap_or_default()
}

/// The list under the first of the names that is there; empty when there is none.
pub(super) fn list<'a>(item: &'a Value, names: &str) -> &'a [Value] {
    let list = first(item, names).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// The same of a list that holds codes: `None` when something else stands in its place, which is damaged and told so.
pub(super) fn codes<'a>(item: &'a Value, name: &str) -> Option<&'a [Value]> {
    match item.get(name) {
        None | Some(Value::Null) => Some(&[]),
        Some(list) => list.as_array().map(Vec::as_slice),
    }
}

/// The object under a name; null when there is none, and `None` when something else stands in its place.
pub(super) fn object<'a>(item: &'a Value, name: &str) -> Option<&'a Value> {
    match item.get(name) {
        None => Some(&Value::Null),
        Some(found) => (found.is_object() || found.is_null()).then_some(found),
    }
}

/// Groups, folders and the like: what each is called, by its id.
pub(super) fn named(list: &[Value], id: &str, name: &str) -> HashMap<String, Text> {
    let read = |item| {
        (
            field::<Text>(item, id).as_str().to_owned(),
            field(item, name),
        )
    };
    let mut named: HashMap<String, Text> = list.iter().map(read).collect();
    named.remove("");
    named
}

/// The entries of a list of objects, each on its own; `None` of `read` is a damaged one.
pub(super) fn read_list(
    list: Option<&Value>,
    otherwise: FileError,
    read: impl Fn(&Value) -> Option<Entry>,
) -> Result<Report, FileError> {
    let list = list.and_then(Value::as_array).ok_or(otherwise)?;
    let entries = (1..).zip(list).map(|(place, item)| {
        let entry = Some(item).filter(|item| item.is_object()).and_then(&read);
        entry.ok_or_else(|| entry::damaged(place))?.finish(place)
    });
    Ok(Report::of(entries.collect()))
}
