//! Enpass: its JSON export.

use std::collections::HashMap;

use serde::Deserialize;

use crate::formats::entry::{self, Flag, Lenient, Text};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

#[derive(Deserialize)]
struct Export {
    items: Vec<Lenient<Item>>,
    #[serde(default, deserialize_with = "entry::or_default")]
    folders: Vec<Lenient<Folder>>,
}

#[derive(Deserialize)]
struct Folder {
    uuid: String,
    title: Text,
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
    fields: Vec<Lenient<Field>>,
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
    let folders = export.folders.into_iter().filter_map(|folder| folder.0);
    let folders: HashMap<String, Text> =
        folders.map(|folder| (folder.uuid, folder.title)).collect();
    let mut entries = Vec::new();
    for item in export.items {
        let Some(item) = item.0 else {
            entries.push(Err(entry::damaged(entries.len() + 1)));
            continue;
        };
        if item.trashed.0 {
            continue;
        }
        let fields: Vec<Field> = item
            .fields
            .into_iter()
            .filter_map(|field| field.0)
            .collect();
        let value = |kind: &'static str| {
            let fields = fields
                .iter()
                .filter(|field| !field.value.is_empty() && !field.deleted.0);
            fields.filter(move |field| field.r#type.as_str() == kind)
        };
        let user = value("username")
            .chain(value("email"))
            .next()
            .map(|field| field.value.clone());
        let user = user.unwrap_or(item.subtitle);
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
