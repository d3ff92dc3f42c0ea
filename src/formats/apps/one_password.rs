//! 1Password: the data of its 1pux export.

use serde_json::Value;

use crate::account::Draft;
use crate::formats::entry::{self, Flag, Number, Text};
use crate::formats::fields::{self, field};
use crate::formats::input::Input;
use crate::formats::{EntryError, FileError, Report};

pub fn is_data(input: &Input) -> bool {
    input.items_have("accounts", &["vaults"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let damaged = FileError::Damaged("it is not shaped like an export of 1Password");
    let accounts = input.object().and_then(|data| data.get("accounts"));
    let accounts = accounts.and_then(Value::as_array).ok_or(damaged)?;
    let mut entries = Vec::new();
    let vaults = accounts
        .iter()
        .flat_map(|account| fields::list(account, "vaults"));
    for vault in vaults {
        let name: Text = field(&vault["attrs"], "name");
        for item in fields::list(vault, "items") {
            let item = item.get("item").unwrap_or(item);
            if read_item(item, &name, &mut entries).is_none() {
                entries.push(Err(entry::damaged(entries.len() + 1)));
            }
        }
    }
    Ok(Report::of(entries))
}

/// `None` when it is damaged.
fn read_item(
    item: &Value,
    vault: &Text,
    entries: &mut Vec<Result<Draft, EntryError>>,
) -> Option<()> {
    let details = fields::object(item.is_object().then_some(item)?, "details")?;
    let sections = fields::codes(details, "sections")?;
    let is_trashed = field::<Flag>(item, "trashed").0;
    if is_trashed || field::<Text>(item, "state").as_str() == "trashed" {
        return Some(());
    }
    let logins = fields::list(details, "loginFields").iter();
    let mut users =
        logins.filter(|login| field::<Text>(login, "designation").as_str() == "username");
    let user = users.next_back().map(|login| {
        // A text; of an address made for the site, an object around it.
        let text: Text = field(login, "value");
        let within = field(&login["value"], "email_address|string");
        text.or(&within).clone()
    });
    let user = user.unwrap_or_default();
    let overview = &item["overview"];
    let mut tags = vec![vault.clone()];
    tags.extend(field::<Vec<Text>>(overview, "tags"));
    let pinned = matches!(field(item, "favIndex"), Number::Is(index) if index > 0);
    let fields = sections
        .iter()
        .flat_map(|section| fields::list(section, "fields"));
    // One key names the kind of a value; only codes are kept.
    let codes = fields.map(|found| field::<Text>(&found["value"], "totp"));
    for code in codes.filter(|code| !code.is_empty()) {
        let place = entries.len() + 1;
        let title = field(overview, "title");
        let read = entry::from_code(code.as_str(), place, (&title, &user));
        entries.push(read.map(|mut draft| {
            entry::describe(&mut draft, &tags, &field(details, "notesPlain"), pinned);
            draft
        }));
    }
    Some(())
}
