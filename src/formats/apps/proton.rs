//! Proton Authenticator: its export, plain and encrypted; and Proton Pass, its zip.

use serde::Deserialize;
use serde_json::Value;

use crate::account::Draft;
use crate::account::base64;
use crate::formats::entry::{self, Number, Text};
use crate::formats::fields::{self, field};
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
    let entries = value.get("entries").and_then(Value::as_array);
    let entries =
        (1..)
            .zip(entries.ok_or(DAMAGED)?)
            .map(|(place, item)| match item.get("content") {
                Some(content) if content.get("uri").is_some() => read_entry(item, content, place),
                _ => Err(entry::damaged(place)),
            });
    Ok(Report::of(entries.collect()))
}

fn read_entry(item: &Value, content: &Value, place: usize) -> Result<Draft, EntryError> {
    let is_steam = |text: &Text| text.as_str().eq_ignore_ascii_case("steam");
    let mut names: (Text, Text) = (Text::default(), field(content, "name"));
    if is_steam(&field(content, "entry_type")) {
        names.0 = "Steam".into();
        // Proton calls a Steam account without a name "Steam".
        if is_steam(&names.1) {
            names.1 = Text::default();
        }
    }
    let uri: Text = field(content, "uri");
    let mut draft = entry::from_code(uri.as_str(), place, (&names.0, &names.1))?;
    entry::describe(&mut draft, &[], &field(item, "note"), false);
    Ok(draft)
}

pub fn is_pass(input: &Input) -> bool {
    input.has(&["vaults"])
}

pub fn read_pass(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let vaults = input.object().and_then(|pass| pass.get("vaults"));
    let vaults = vaults.and_then(Value::as_object).ok_or(DAMAGED)?;
    let mut entries = Vec::new();
    for vault in vaults.values() {
        let items = fields::codes(vault, "items").filter(|_| vault.is_object());
        let Some(items) = items else {
            entries.push(Err(entry::damaged(entries.len() + 1)));
            continue;
        };
        for item in items {
            // 1 is alive; 2 lies in the bin.
            let is_there = matches!(field(item, "state"), Number::Is(1) | Number::Missing);
            let data = item.get("data").filter(|data| data.is_object());
            let Some((data, codes)) = data.and_then(|data| Some((data, codes(data)?))) else {
                entries.push(Err(entry::damaged(entries.len() + 1)));
                continue;
            };
            for code in codes.iter().filter(|code| is_there && !code.is_empty()) {
                entries.push(read_pass_code(code, entries.len() + 1, data, vault));
            }
        }
    }
    Ok(Report::of(entries))
}

/// The codes of an item: its own, those added to it, and those in sections, which items of one's own making and
/// identities have. `None` when it is damaged.
fn codes(data: &Value) -> Option<Vec<Text>> {
    let content = fields::object(data, "content")?;
    let sections = [
        fields::codes(content, "sections")?,
        fields::codes(content, "extraSections")?,
    ];
    let sections = sections.into_iter().flatten();
    let within = sections.flat_map(|section| fields::list(section, "sectionFields"));
    let extra = fields::codes(data, "extraFields")?.iter().chain(within);
    let extra = extra
        .filter(|extra| {
            field::<Text>(extra, "type")
                .as_str()
                .eq_ignore_ascii_case("totp")
        })
        .map(|extra| field(&extra["data"], "totpUri"));
    Some(
        std::iter::once(field(content, "totpUri"))
            .chain(extra)
            .collect(),
    )
}

fn read_pass_code(
    code: &Text,
    place: usize,
    data: &Value,
    vault: &Value,
) -> Result<Draft, EntryError> {
    let metadata = &data["metadata"];
    let user: Text = field(&data["content"], "itemUsername|itemEmail");
    let mut draft = entry::from_code(code.as_str(), place, (&field(metadata, "name"), &user))?;
    // Pass' own label for an item without a user name.
    if draft.name.as_str() == "Proton Pass" {
        draft.name = crate::account::Label::new(user.as_str());
    }
    let vault = field(vault, "name");
    entry::describe(&mut draft, &[vault], &field(metadata, "note"), false);
    Ok(draft)
}
