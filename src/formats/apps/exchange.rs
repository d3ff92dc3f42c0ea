//! The FIDO Credential Exchange Format (CXF 1.0): what password managers hand to each other, as one JSON object.

use serde::Deserialize;
use serde_json::Value;

use crate::account::facts::FactError;
use crate::account::{Algorithm, Draft};
use crate::formats::entry::{self, Flag, Lenient, Text, Whole};
use crate::formats::fields::{Names, USUAL};
use crate::formats::input::Input;
use crate::formats::{EntryError, FileError, Report};

#[derive(Deserialize)]
struct Header {
    accounts: Whole<Account>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(default, deserialize_with = "entry::or_default")]
    collections: Whole<Collection>,
    #[serde(default, deserialize_with = "entry::or_none")]
    items: Vec<Lenient<Item>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Collection {
    title: Text,
    #[serde(deserialize_with = "entry::or_default")]
    items: Whole<LinkedItem>,
    #[serde(deserialize_with = "entry::or_default")]
    sub_collections: Whole<Collection>,
}

#[derive(Deserialize)]
struct LinkedItem {
    item: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Item {
    #[serde(deserialize_with = "entry::or_default")]
    id: String,
    title: Text,
    subtitle: Text,
    favorite: Flag,
    #[serde(deserialize_with = "entry::or_default")]
    tags: Vec<Text>,
    #[serde(deserialize_with = "entry::or_none")]
    credentials: Vec<Value>,
}

const NAMES: Names = Names {
    name: "username",
    kind: "",
    counter: "",
    ..USUAL
};

const DAMAGED: FileError = FileError::Damaged("it is not shaped like a credential exchange");

/// The whole exchange, or one account of it, which is what apps hand to the system.
pub fn is_exchange(input: &Input) -> bool {
    input.has(&["exporterRpId", "accounts"]) || is_account(input)
}

fn is_account(input: &Input) -> bool {
    input.items_have("items", &["credentials"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let accounts = if is_account(input) {
        Whole(vec![input.shaped(DAMAGED)?])
    } else {
        input.shaped::<Header>(DAMAGED)?.accounts
    };
    let mut entries = Vec::new();
    for account in accounts.0 {
        let mut linked = Vec::new();
        link(&account.collections.0, &mut linked);
        for item in account.items {
            match item.0 {
                Some(item) => read_item(&item, &linked, &mut entries),
                None => entries.push(Err(entry::damaged(entries.len() + 1))),
            }
        }
    }
    Ok(Report::of(entries))
}

/// Pairs of an item and the title of a collection that it lies in.
fn link(collections: &[Collection], linked: &mut Vec<(String, Text)>) {
    for collection in collections {
        let items = collection.items.0.iter();
        linked.extend(items.map(|item| (item.item.clone(), collection.title.clone())));
        link(&collection.sub_collections.0, linked);
    }
}

fn read_item(item: &Item, linked: &[(String, Text)], entries: &mut Vec<Result<Draft, EntryError>>) {
    let kind = |credential: &Value, wanted: &str| {
        credential.get("type").and_then(Value::as_str) == Some(wanted)
    };
    let value = |wanted: &str, key: &str| {
        let found = item
            .credentials
            .iter()
            .find(|credential| kind(credential, wanted));
        let text = found.and_then(|credential| credential.get(key)?.get("value")?.as_str());
        Text::from(text.unwrap_or_default())
    };
    let (user, note) = (value("basic-auth", "username"), value("note", "content"));
    let mut tags = item.tags.clone();
    tags.extend(
        linked
            .iter()
            .filter(|(id, _)| *id == item.id)
            .map(|(_, title)| title.clone()),
    );
    for credential in item
        .credentials
        .iter()
        .filter(|credential| kind(credential, "totp"))
    {
        let place = entries.len() + 1;
        let mut entry = NAMES.entry(credential);
        entry.name = entry.name.or(user.or(&item.subtitle)).clone();
        entry.issuer = entry.issuer.or(&item.title).clone();
        let algorithm = &entry.algorithm;
        if !algorithm.is_empty() && Algorithm::from_name(algorithm.as_str()).is_none() {
            entry.secret = Err(FactError::Algorithm.into());
        }
        entry.tags.clone_from(&tags);
        entry.note = note.clone();
        entry.pinned = item.favorite.0;
        entries.push(entry.finish(place));
    }
}
