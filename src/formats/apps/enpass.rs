//! Enpass: its JSON export.

use serde_json::Value;

use crate::formats::entry::{self, Flag, Text};
use crate::formats::fields::{self, field};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

pub fn is_export(input: &Input) -> bool {
    input.items_have("items", &["template_type"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let damaged = FileError::Damaged("it is not shaped like an export of Enpass");
    let export = input.json().ok_or(damaged)?;
    let items = export.get("items").and_then(Value::as_array);
    let folders = fields::named(fields::list(export, "folders"), "uuid", "title");
    let mut entries = Vec::new();
    for item in items.ok_or(damaged)? {
        let found = fields::codes(item, "fields").filter(|_| item.is_object());
        let Some(found) = found else {
            entries.push(Err(entry::damaged(entries.len() + 1)));
            continue;
        };
        if field::<Flag>(item, "trashed").0 {
            continue;
        }
        let values = |kind: &'static str| {
            let fields = found.iter().filter(move |one| {
                field::<Text>(one, "type").as_str() == kind && !field::<Flag>(one, "deleted").0
            });
            let values = fields.map(|one| field::<Text>(one, "value"));
            values.filter(|value| !value.is_empty())
        };
        let user = values("username").chain(values("email")).next();
        let user = user.unwrap_or_else(|| field(item, "subtitle"));
        let ids: Vec<Text> = field(item, "folders");
        let tags = ids
            .iter()
            .filter_map(|id| folders.get(id.as_str()).cloned());
        let tags: Vec<Text> = tags.collect();
        for code in values("totp") {
            let place = entries.len() + 1;
            let read = entry::from_code(code.as_str(), place, (&field(item, "title"), &user));
            entries.push(read.map(|mut draft| {
                let favorite: Flag = field(item, "favorite");
                entry::describe(&mut draft, &tags, &field(item, "note"), favorite.0);
                draft
            }));
        }
    }
    Ok(Report::of(entries))
}
