//! Enpass: its JSON export.

use serde::Deserialize;
use serde_json::Value;

use crate::formats::entry::{self, Flag, Lenient, Text, Whole};
use crate::formats::fields;
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

#[derive(Deserialize)]
struct Export {
    items: Vec<Lenient<Item>>,
    #[serde(default, deserialize_with = "entry::or_default")]
    folders: Vec<Value>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Item {
    title: Text,
    subtitle: Text,
    note: Text,
    favorite: Flag,
    trashed: Flag,
    #[serde(deserialize_with = "entry::or_default")]
    folders: Vec<Text>,
    #[serde(deserialize_with = "entry::or_none")]
    fields: Whole<Field>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Field {
    r#type: Text,
    value: Text,
    deleted: Flag,
}

pub fn is_export(input: &Input) -> bool {
    input.items_have("items", &["template_type"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let export: Export = input.shaped(FileError::Damaged(
        "it is not shaped like an export of Enpass",
    ))?;
    let folders = fields::named(&export.folders, "uuid", "title");
    let mut entries = Vec::new();
    for item in export.items {
        let Some(item) = item.0 else {
            entries.push(Err(entry::damaged(entries.len() + 1)));
            continue;
        };
        if item.trashed.0 {
            continue;
        }
        let value = |kind: &'static str| {
            let fields = item.fields.0.iter();
            let fields = fields.filter(|field| !field.value.is_empty() && !field.deleted.0);
            fields.filter(move |field| field.r#type.as_str() == kind)
        };
        let user = value("username")
            .chain(value("email"))
            .next()
            .map(|field| field.value.clone());
        let user = user.unwrap_or_else(|| item.subtitle.clone());
        let tags: Vec<Text> = item
            .folders
            .iter()
            .filter_map(|id| folders.get(id.as_str()).cloned())
            .collect();
        for code in value("totp") {
            let place = entries.len() + 1;
            let read = entry::from_code(code.value.as_str(), place, (&item.title, &user));
            entries.push(read.map(|mut draft| {
                entry::describe(&mut draft, &tags, &item.note, item.favorite.0);
                draft
            }));
        }
    }
    Ok(Report::of(entries))
}
