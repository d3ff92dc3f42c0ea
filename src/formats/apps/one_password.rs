//! 1Password: the data of its 1pux export.

use serde::Deserialize;
use serde_json::Value;

use crate::account::Draft;
use crate::formats::entry::{self, Number, Text, Whole};
use crate::formats::input::Input;
use crate::formats::{EntryError, FileError, Report};

#[derive(Deserialize)]
struct Data {
    accounts: Whole<Account>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(default, deserialize_with = "entry::or_none")]
    vaults: Whole<Vault>,
}

#[derive(Deserialize)]
struct Vault {
    #[serde(default, deserialize_with = "entry::or_default")]
    attrs: Attrs,
    #[serde(default, deserialize_with = "entry::or_none")]
    items: Vec<Value>,
}

#[derive(Deserialize, Default)]
struct Attrs {
    #[serde(default)]
    name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Item {
    trashed: entry::Flag,
    state: Text,
    fav_index: Number,
    #[serde(deserialize_with = "entry::or_default")]
    overview: Overview,
    #[serde(deserialize_with = "entry::or_none")]
    details: Details,
}

#[derive(Deserialize, Default)]
struct Overview {
    #[serde(default)]
    title: Text,
    #[serde(default, deserialize_with = "entry::or_default")]
    tags: Vec<Text>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Details {
    #[serde(deserialize_with = "entry::or_default")]
    login_fields: Whole<LoginField>,
    notes_plain: Text,
    #[serde(deserialize_with = "entry::or_none")]
    sections: Whole<Section>,
}

#[derive(Deserialize)]
struct LoginField {
    #[serde(default)]
    designation: Text,
    #[serde(default)]
    value: LoginValue,
}

/// A text; of an address made for the site, an object around it.
#[derive(Deserialize, Default)]
#[serde(from = "Value")]
struct LoginValue(Text);

impl From<Value> for LoginValue {
    fn from(value: Value) -> Self {
        let within = ["email_address", "string"]
            .iter()
            .find_map(|key| value.get(key));
        Self(Text::deserialize(within.unwrap_or(&value)).unwrap_or_default())
    }
}

#[derive(Deserialize)]
struct Section {
    #[serde(default, deserialize_with = "entry::or_none")]
    fields: Whole<Field>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(default, deserialize_with = "entry::or_none")]
    value: FieldValue,
}

/// One key names the kind of the value; only codes are kept.
#[derive(Deserialize, Default)]
struct FieldValue {
    #[serde(default)]
    totp: Text,
}

pub fn is_data(input: &Input) -> bool {
    input.items_have("accounts", &["vaults"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let data: Data = input.shaped(FileError::Damaged(
        "it is not shaped like an export of 1Password",
    ))?;
    let mut entries = Vec::new();
    let accounts = data.accounts.0.into_iter();
    for vault in accounts.flat_map(|account| account.vaults.0) {
        for item in vault.items {
            let item = item.get("item").unwrap_or(&item);
            match Item::deserialize(item) {
                Ok(item) => read_item(&item, &vault.attrs.name, &mut entries),
                Err(_) => entries.push(Err(entry::damaged(entries.len() + 1))),
            }
        }
    }
    Ok(Report::of(entries))
}

fn read_item(item: &Item, vault: &Text, entries: &mut Vec<Result<Draft, EntryError>>) {
    if item.trashed.0 || item.state.as_str() == "trashed" {
        return;
    }
    let logins = item.details.login_fields.0.iter();
    let mut user = logins
        .filter(|field| field.designation.as_str() == "username")
        .map(|field| &field.value.0);
    let user = user.next_back().cloned().unwrap_or_default();
    let mut tags = vec![vault.clone()];
    tags.extend(item.overview.tags.clone());
    let fields = item.details.sections.0.iter();
    let codes = fields
        .flat_map(|section| &section.fields.0)
        .map(|field| &field.value.totp);
    for code in codes.filter(|code| !code.is_empty()) {
        let place = entries.len() + 1;
        let read = entry::from_code(code.as_str(), place, (&item.overview.title, &user));
        entries.push(read.map(|mut draft| {
            let pinned = matches!(item.fav_index, Number::Is(index) if index > 0);
            entry::describe(&mut draft, &tags, &item.details.notes_plain, pinned);
            draft
        }));
    }
}
