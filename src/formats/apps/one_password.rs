//! 1Password: the data of its 1pux export.

use serde::Deserialize;
use serde_json::Value;

use crate::account::Draft;
use crate::formats::entry::{self, Lenient, Number, Text};
use crate::formats::input::Input;
use crate::formats::{EntryError, FileError, Report};

#[derive(Deserialize)]
struct Data {
    accounts: Vec<Lenient<Account>>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(default, deserialize_with = "entry::or_none")]
    vaults: Vec<Lenient<Vault>>,
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
    login_fields: Vec<Lenient<LoginField>>,
    notes_plain: Text,
    #[serde(deserialize_with = "entry::or_none")]
    sections: Vec<Lenient<Section>>,
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
    fields: Vec<Lenient<Field>>,
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
    let accounts = data.accounts.into_iter().filter_map(|account| account.0);
    let vaults = accounts
        .flat_map(|account| account.vaults)
        .filter_map(|vault| vault.0);
    for vault in vaults {
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
    let logins = item
        .details
        .login_fields
        .iter()
        .filter_map(|field| field.0.as_ref());
    let mut user = logins
        .filter(|field| field.designation.as_str() == "username")
        .map(|field| &field.value.0);
    let user = user.next_back().cloned().unwrap_or_default();
    let mut tags = vec![vault.clone()];
    tags.extend(item.overview.tags.clone());
    let sections = item
        .details
        .sections
        .iter()
        .filter_map(|section| section.0.as_ref());
    let fields = sections
        .flat_map(|section| &section.fields)
        .filter_map(|field| field.0.as_ref());
    for code in fields
        .map(|field| &field.value.totp)
        .filter(|code| !code.is_empty())
    {
        let place = entries.len() + 1;
        let read = entry::from_code(code.as_str(), place, (&item.overview.title, &user));
        entries.push(read.map(|mut draft| {
            let pinned = matches!(item.fav_index, Number::Is(index) if index > 0);
            entry::describe(&mut draft, &tags, &item.details.notes_plain, pinned);
            draft
        }));
    }
}
