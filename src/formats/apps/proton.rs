//! Proton Authenticator: its export, plain and encrypted; and Proton Pass, its zip.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::account::Draft;
use crate::account::base64;
use crate::formats::entry::{self, Lenient, Number, Text, Whole};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2};
use crate::formats::{EntryError, FileError, Report};

/// Parameters of every version so far.
const ARGON2: Argon2 = Argon2 {
    passes: 2,
    memory: 19_456,
    lanes: 1,
};
/// What the seal is bound to.
const BOUND: &[u8] = b"proton.authenticator.export.v1";

#[derive(Deserialize)]
struct Export {
    entries: Vec<Lenient<Item>>,
}

#[derive(Deserialize)]
struct Item {
    content: Content,
    #[serde(default)]
    note: Text,
}

#[derive(Deserialize)]
struct Content {
    uri: Text,
    #[serde(default)]
    entry_type: Text,
    #[serde(default)]
    name: Text,
}

#[derive(Deserialize)]
struct Sealed {
    #[serde(default)]
    version: Number,
    salt: String,
    content: String,
}

pub fn is_plain(input: &Input) -> bool {
    input.has(&["version", "entries"])
}

pub fn is_encrypted(input: &Input) -> bool {
    input.has(&["version", "salt", "content"])
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    input.json().map_or(Err(DAMAGED), read_export)
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like an export of Proton");

pub fn read_encrypted(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let sealed: Sealed = input.shaped(DAMAGED)?;
    if !matches!(sealed.version, Number::Missing | Number::Is(1)) {
        return Err(FileError::Unsupported {
            what: "an export of a newer version of Proton Authenticator",
            advice: "Upgrade otp, or export it without a password.",
        });
    }
    let salt = base64::decode(&sealed.salt).ok_or(DAMAGED)?;
    let content = base64::decode(&sealed.content).ok_or(DAMAGED)?;
    let (nonce, content) = content.split_at_checked(12).ok_or(DAMAGED)?;
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = ARGON2.key(password, &salt)?;
    let opened = unlocking::gcm(&key, nonce, content, BOUND).ok_or(FileError::WrongPassword)?;
    let value: Value = serde_json::from_slice(&opened).map_err(|_| DAMAGED)?;
    read_export(&value)
}

fn read_export(value: &Value) -> Result<Report, FileError> {
    let export = Export::deserialize(value).map_err(|_| DAMAGED)?;
    let entries = (1..).zip(export.entries).map(|(place, item)| match item.0 {
        Some(item) => read_entry(&item, place),
        None => Err(entry::damaged(place)),
    });
    Ok(Report::of(entries.collect()))
}

fn read_entry(item: &Item, place: usize) -> Result<Draft, EntryError> {
    let content = &item.content;
    let is_steam = content.entry_type.as_str().eq_ignore_ascii_case("steam");
    // Proton calls a Steam account without a name "Steam".
    let name = if is_steam && content.name.as_str().eq_ignore_ascii_case("steam") {
        Text::default()
    } else {
        content.name.clone()
    };
    let issuer = if is_steam {
        "Steam".into()
    } else {
        Text::default()
    };
    let mut draft = entry::from_code(content.uri.as_str(), place, (&issuer, &name))?;
    entry::describe(&mut draft, &[], &item.note, false);
    Ok(draft)
}

#[derive(Deserialize)]
struct Pass {
    vaults: Map<String, Value>,
}

#[derive(Deserialize)]
struct PassVault {
    #[serde(default)]
    name: Text,
    #[serde(default, deserialize_with = "entry::or_none")]
    items: Vec<Lenient<PassItem>>,
}

#[derive(Deserialize)]
struct PassItem {
    #[serde(default)]
    state: Number,
    data: PassData,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct PassData {
    #[serde(deserialize_with = "entry::or_default")]
    metadata: Metadata,
    #[serde(deserialize_with = "entry::or_none")]
    content: PassContent,
    #[serde(deserialize_with = "entry::or_none")]
    extra_fields: Whole<ExtraField>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    note: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct PassContent {
    totp_uri: Text,
    item_username: Text,
    item_email: Text,
    /// Of items of one's own making, and of identities.
    #[serde(default, deserialize_with = "entry::or_none")]
    sections: Whole<Section>,
    #[serde(default, deserialize_with = "entry::or_none")]
    extra_sections: Whole<Section>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Section {
    #[serde(default, deserialize_with = "entry::or_none")]
    section_fields: Whole<ExtraField>,
}

#[derive(Deserialize)]
struct ExtraField {
    #[serde(default)]
    r#type: Text,
    #[serde(default, deserialize_with = "entry::or_none")]
    data: ExtraData,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct ExtraData {
    #[serde(default)]
    totp_uri: Text,
}

pub fn is_pass(input: &Input) -> bool {
    input.has(&["vaults"])
}

pub fn read_pass(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let pass: Pass = input.shaped(DAMAGED)?;
    let mut entries = Vec::new();
    for vault in pass.vaults.values() {
        let Ok(vault) = PassVault::deserialize(vault) else {
            entries.push(Err(entry::damaged(entries.len() + 1)));
            continue;
        };
        for item in vault.items {
            match item.0 {
                // 1 is alive; 2 lies in the bin.
                Some(item) if matches!(item.state, Number::Is(1) | Number::Missing) => {
                    read_pass_item(&item.data, &vault.name, &mut entries);
                }
                Some(_) => {}
                None => entries.push(Err(entry::damaged(entries.len() + 1))),
            }
        }
    }
    Ok(Report::of(entries))
}

fn read_pass_item(data: &PassData, vault: &Text, entries: &mut Vec<Result<Draft, EntryError>>) {
    let user = data.content.item_username.or(&data.content.item_email);
    let sections = &data.content.sections.0;
    let sections = sections.iter().chain(&data.content.extra_sections.0);
    let fields = sections.flat_map(|section| &section.section_fields.0);
    let extra = data.extra_fields.0.iter().chain(fields);
    let extra = extra.filter(|field| field.r#type.as_str().eq_ignore_ascii_case("totp"));
    let extra = extra.map(|field| &field.data.totp_uri);
    let codes = std::iter::once(&data.content.totp_uri).chain(extra);
    for code in codes.filter(|code| !code.is_empty()) {
        let place = entries.len() + 1;
        let read =
            entry::from_code(code.as_str(), place, (&data.metadata.name, user)).map(|mut draft| {
                // Pass' own label for an item without a user name.
                if draft.name.as_str() == "Proton Pass" {
                    draft.name = crate::account::Label::new(user.as_str());
                }
                entry::describe(
                    &mut draft,
                    std::slice::from_ref(vault),
                    &data.metadata.note,
                    false,
                );
                draft
            });
        entries.push(read);
    }
}
