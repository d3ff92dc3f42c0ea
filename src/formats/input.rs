//! Input: the bytes of a file to import, and what its format is told by.

use serde::Deserialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{FileError, text};

/// A file larger than this is not an export.
pub const MAX_BYTES: usize = 64 << 20;

/// Gives the content of a file of that name beside the imported one, if there is one.
pub type Beside<'a> = &'a dyn Fn(&str) -> Option<Zeroizing<Vec<u8>>>;

/// A file that lay in another.
pub(super) struct Inner {
    /// Its own name.
    pub(super) name: String,
    /// Its content.
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// A file to import.
pub struct Input<'a> {
    name: String,
    bytes: &'a [u8],
    beside: Option<Beside<'a>>,
    text: Option<Zeroizing<String>>,
    json: Json,
    /// How many containers it lay in.
    depth: usize,
}

enum Json {
    No,
    Broken,
    Is(Value),
}

impl<'a> Input<'a> {
    /// `name` is the file's own name without its folder: it breaks ties, and names entries without a name.
    pub fn new(name: &str, bytes: &'a [u8]) -> Self {
        Self::within(name, bytes, 0)
    }

    fn within(name: &str, bytes: &'a [u8], depth: usize) -> Self {
        let text = text::decode(bytes).map(|text| Zeroizing::new(text.expose().to_owned()));
        let json = match text.as_ref().map(|text| text.trim_start()) {
            Some(text) if text.starts_with(['{', '[']) => {
                serde_json::from_str(text).map_or(Json::Broken, Json::Is)
            }
            _ => Json::No,
        };
        Self {
            name: name.to_owned(),
            bytes,
            beside: None,
            text,
            json,
            depth,
        }
    }

    /// With a way to the files beside it.
    #[must_use]
    pub fn with_beside(mut self, beside: Beside<'a>) -> Self {
        self.beside = Some(beside);
        self
    }

    /// What lay in this container.
    pub(super) fn inner<'b>(&self, name: &str, bytes: &'b [u8]) -> Input<'b> {
        Input::within(name, bytes, self.depth + 1)
    }

    /// Containers within containers within containers are no exports.
    pub(super) fn is_too_deep(&self) -> bool {
        self.depth > 2
    }

    /// The file's own name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The name without what follows its last dot.
    pub(super) fn stem(&self) -> &str {
        self.name
            .rsplit_once('.')
            .map_or(self.name.as_str(), |(stem, _)| stem)
    }

    pub(super) fn has_extension(&self, extension: &str) -> bool {
        let found = self.name.rsplit_once('.');
        found.is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(super) fn beside(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        self.beside.and_then(|beside| beside(name))
    }

    /// The text, when it is one.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|text| text.as_str())
    }

    /// The text without white space at its ends; empty when it is none.
    pub(super) fn trimmed(&self) -> &str {
        self.text().unwrap_or_default().trim()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty() || self.text().is_some_and(|text| text.trim().is_empty())
    }

    /// Text that begins like JSON and is none.
    pub(super) fn is_broken_json(&self) -> bool {
        matches!(self.json, Json::Broken)
    }

    pub(super) fn json(&self) -> Option<&Value> {
        match &self.json {
            Json::Is(value) => Some(value),
            Json::No | Json::Broken => None,
        }
    }

    /// The JSON in the shape that an app gives it.
    pub(super) fn shaped<'v, T: Deserialize<'v>>(
        &'v self,
        otherwise: FileError,
    ) -> Result<T, FileError> {
        let value = self.json().ok_or(otherwise)?;
        T::deserialize(value).map_err(|_| otherwise)
    }

    pub(super) fn object(&self) -> Option<&Map<String, Value>> {
        self.json()?.as_object()
    }

    /// True when it is a JSON object with all these keys.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        self.object()
            .is_some_and(|object| keys.iter().all(|key| object.contains_key(*key)))
    }

    /// The items of the JSON list under `key`.
    pub(super) fn items(&self, key: &str) -> &[Value] {
        let list = self.object().and_then(|object| object.get(key));
        list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The items of the JSON list that the file is.
    pub(super) fn list(&self) -> &[Value] {
        let list = self.json().and_then(Value::as_array);
        list.map_or(&[], Vec::as_slice)
    }

    /// True when it is a JSON list with an item that has all these keys. The first may be of a kind that holds no code.
    pub(super) fn list_has(&self, keys: &[&str]) -> bool {
        any_has(self.list(), keys)
    }

    /// The same for the list under `key`.
    pub(super) fn items_have(&self, key: &str, keys: &[&str]) -> bool {
        any_has(self.items(key), keys)
    }

    /// Lines that say something: no comments, no blank ones.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        let lines = self.text().unwrap_or_default().lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
    }
}

/// True when one of the items is an object with all these keys.
fn any_has(items: &[Value], keys: &[&str]) -> bool {
    let mut objects = items.iter().filter_map(Value::as_object);
    objects.any(|object| keys.iter().all(|key| object.contains_key(*key)))
}
