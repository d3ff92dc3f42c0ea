//! What Ente's app shows beside a code, kept in the parameter `codeDisplay`.

use zeroize::Zeroizing;

use crate::account::{Label, Note};

/// Ente's `codeDisplay`: what its app shows beside the code.
#[derive(Default)]
pub(super) struct Display {
    pub(super) trashed: bool,
    pub(super) pinned: bool,
    pub(super) tags: Vec<Label>,
    pub(super) note: Note,
}

impl Display {
    /// Broken JSON says nothing.
    pub(super) fn read(text: &str) -> Self {
        let Ok(json) = serde_json::from_str::<serde_json::Value>(text) else {
            return Self::default();
        };
        let flag = |key: &str| json.get(key).and_then(serde_json::Value::as_bool) == Some(true);
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let tags = json.get("tags").and_then(serde_json::Value::as_array);
        Self {
            trashed: flag("trashed"),
            pinned: flag("pinned"),
            tags: tags
                .into_iter()
                .flatten()
                .filter_map(text)
                .map(|tag| Label::new(&tag))
                .filter(|tag| !tag.is_empty())
                .collect(),
            note: json
                .get("note")
                .and_then(text)
                .map(|note| Note::new(&Zeroizing::new(note)))
                .unwrap_or_default(),
        }
    }
}
