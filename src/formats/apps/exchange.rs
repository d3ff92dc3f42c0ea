//! The FIDO Credential Exchange Format (CXF 1.0): what password managers hand to each other, as one JSON object.

use serde_json::Value;

use crate::account::facts::FactError;
use crate::account::{Algorithm, Draft};
use crate::formats::entry::{self, Flag, Text};
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::{EntryError, FileError, Report};

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
    let exchange = input.json().ok_or(DAMAGED)?;
    let accounts = if is_account(input) {
        std::slice::from_ref(exchange)
    } else {
        let accounts = exchange.get("accounts").and_then(Value::as_array);
        accounts.ok_or(DAMAGED)?
    };
    let mut entries = Vec::new();
    for account in accounts {
        let mut linked = Vec::new();
        link(account, "collections", &mut linked);
        for item in fields::list(account, "items") {
            let credentials = fields::codes(item, "credentials").filter(|_| item.is_object());
            match credentials {
                Some(credentials) => read_item(item, credentials, &linked, &mut entries),
                None => entries.push(Err(entry::damaged(entries.len() + 1))),
            }
        }
    }
    Ok(Report::of(entries))
}

/// Pairs of an item and the title of a collection that it lies in.
fn link(holder: &Value, name: &str, linked: &mut Vec<(String, Text)>) {
    for collection in fields::list(holder, name) {
        let ids = fields::list(collection, "items").iter();
        let ids = ids.filter_map(|item| item.get("item")?.as_str());
        linked.extend(ids.map(|id| (id.to_owned(), field(collection, "title"))));
        link(collection, "subCollections", linked);
    }
}

fn read_item(
    item: &Value,
    credentials: &[Value],
    linked: &[(String, Text)],
    entries: &mut Vec<Result<Draft, EntryError>>,
) {
    let of_kind = |wanted: &'static str| {
        let kind = move |credential: &&Value| credential["type"].as_str() == Some(wanted);
        credentials.iter().filter(kind)
    };
    let value = |wanted, key: &str| {
        let found = of_kind(wanted).next();
        let text = found.and_then(|credential| credential.get(key)?.get("value")?.as_str());
        Text::from(text.unwrap_or_default())
    };
    let (user, note) = (value("basic-auth", "username"), value("note", "content"));
    let (subtitle, title): (Text, Text) = (field(item, "subtitle"), field(item, "title"));
    let id: String = field(item, "id");
    let mut tags: Vec<Text> = field(item, "tags");
    let linked = linked.iter().filter(|(linked, _)| *linked == id);
    tags.extend(linked.map(|(_, title)| title.clone()));
    for credential in of_kind("totp") {
        let mut entry = NAMES.entry(credential);
        entry.name = entry.name.or(user.or(&subtitle)).clone();
        entry.issuer = entry.issuer.or(&title).clone();
        let algorithm = &entry.algorithm;
        if !algorithm.is_empty() && Algorithm::from_name(algorithm.as_str()).is_none() {
            entry.secret = Err(FactError::Algorithm.into());
        }
        entry.tags.clone_from(&tags);
        entry.note = note.clone();
        entry.pinned = field::<Flag>(item, "favorite").0;
        entries.push(entry.finish(entries.len() + 1));
    }
}
