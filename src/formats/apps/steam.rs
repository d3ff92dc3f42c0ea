//! Steam: mobile authenticator files, alone, several in one, and encrypted as SDA and steamguard-cli keep them.

use serde::Deserialize;
use serde_json::Value;

use crate::account::Draft;
use crate::account::base64;
use crate::formats::entry::{self, Entry, Text, Type};
use crate::formats::fields::field;
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2, Hash, Key};
use crate::formats::{EntryError, FileError, Report};

const ROUNDS: u64 = 50_000;
const ARGON2: Argon2 = Argon2 {
    passes: 3,
    memory: 12 << 10,
    lanes: 12,
};

#[derive(Deserialize)]
struct ManifestEntry {
    filename: String,
    #[serde(default)]
    encryption_iv: Option<String>,
    #[serde(default)]
    encryption_salt: Option<String>,
    #[serde(default)]
    encryption: Option<Encryption>,
}

#[derive(Deserialize)]
struct Encryption {
    scheme: String,
    iv: String,
    salt: String,
}

pub fn is_account(input: &Input) -> bool {
    input.has(&["shared_secret"])
        || input
            .object()
            .is_some_and(|object| object.get("accounts").is_some_and(Value::is_object))
}

pub fn is_manifest(input: &Input) -> bool {
    input.items_have("entries", &["filename"])
}

pub fn is_encrypted(input: &Input) -> bool {
    input.has_extension("mafile")
        && input
            .text()
            .is_some_and(|text| base64::decode(text).is_some_and(|bytes| bytes.len() > 15))
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let entries = match input.json() {
        Some(Value::Object(object)) if object.contains_key("shared_secret") => {
            vec![read_account(input.json(), 1)]
        }
        Some(Value::Object(object)) => {
            let accounts = object.get("accounts").and_then(Value::as_object);
            let accounts = accounts.into_iter().flat_map(|accounts| accounts.values());
            (1..)
                .zip(accounts)
                .map(|(place, account)| read_account(Some(account), place))
                .collect()
        }
        _ => return Err(FileError::Damaged("it is not shaped like a file of Steam")),
    };
    Ok(Report::of(entries))
}

fn read_account(value: Option<&Value>, place: usize) -> Result<Draft, EntryError> {
    let account = value.filter(|value| value.is_object());
    let account = account.ok_or_else(|| entry::damaged(place))?;
    let bytes = base64::decode(field::<Text>(account, "shared_secret").as_str());
    let bytes = bytes.filter(|bytes| !bytes.is_empty());
    let uri: Text = field(account, "uri");
    let (_, labelled) = crate::account::uri::label_of(uri.as_str());
    let name: Text = field(account, "account_name");
    let mut entry = Entry::new(
        &"Steam".into(),
        name.or(&labelled.as_str().into()),
        entry::decoded(bytes.map(|bytes| bytes.to_vec())),
    );
    entry.kind = Type::Steam;
    entry.finish(place)
}

/// The list of all files of the folder: each that is there is read.
pub fn read_manifest(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let manifest = manifest(input.json())?;
    let mut entries = Vec::new();
    for item in manifest {
        let place = entries.len() + 1;
        // A name is only ever taken from this folder, whatever the list says.
        let name = item.filename.rsplit(['/', '\\']).next().unwrap_or_default();
        let Some(bytes) = input.beside(name) else {
            entries.push(Err(entry::damaged(place)));
            continue;
        };
        entries.push(read_file(&bytes, &item, password, place)?);
    }
    Ok(Report::of(entries))
}

fn manifest(value: Option<&Value>) -> Result<Vec<ManifestEntry>, FileError> {
    let entries = value.and_then(|value| value.get("entries")?.as_array());
    let entries = entries.ok_or(FileError::Damaged(
        "manifest.json is not shaped like Steam's",
    ))?;
    let read = |entry| ManifestEntry::deserialize(entry).ok();
    Ok(entries.iter().filter_map(read).collect())
}

pub fn read_encrypted(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let missing = FileError::Unsupported {
        what: "an encrypted file of Steam without its manifest.json",
        advice: "Put manifest.json beside it, or import manifest.json itself.",
    };
    let list = input.beside("manifest.json").ok_or(missing)?;
    let list: Value = serde_json::from_slice(&list).map_err(|_| missing)?;
    let manifest = manifest(Some(&list))?;
    let mut items = manifest.iter();
    let item = items.find(|item| item.filename == input.name());
    let item = item.ok_or(missing)?;
    Ok(Report::of(vec![read_file(
        input.bytes(),
        item,
        password,
        1,
    )?]))
}

fn read_file(
    bytes: &[u8],
    item: &ManifestEntry,
    password: Option<&[u8]>,
    place: usize,
) -> Result<Result<Draft, EntryError>, FileError> {
    let parts = match (&item.encryption, &item.encryption_iv, &item.encryption_salt) {
        (Some(encryption), ..) => {
            Some((encryption.scheme.as_str(), &encryption.iv, &encryption.salt))
        }
        (None, Some(iv), Some(salt)) => Some(("LegacySdaCompatible", iv, salt)),
        _ => None,
    };
    let Some((scheme, iv, salt)) = parts else {
        let value: Option<Value> = serde_json::from_slice(bytes).ok();
        return Ok(read_account(value.as_ref(), place));
    };
    let damaged = FileError::Damaged("it is not base64");
    let password = password.ok_or(FileError::NeedPassword)?;
    let text = str::from_utf8(bytes).map_err(|_| damaged)?;
    let sealed = base64::decode(text).ok_or(damaged)?;
    let (iv, salt) = (
        base64::decode(iv).ok_or(damaged)?,
        base64::decode(salt).ok_or(damaged)?,
    );
    let key = derive(scheme, password, &salt)?;
    let opened = unlocking::cbc(&key, &iv, &sealed).ok_or(FileError::WrongPassword)?;
    let value: Value = serde_json::from_slice(&opened).map_err(|_| FileError::WrongPassword)?;
    Ok(read_account(Some(&value), place))
}

fn derive(scheme: &str, password: &[u8], salt: &[u8]) -> Result<Key, FileError> {
    match scheme {
        "LegacySdaCompatible" => unlocking::pbkdf2(Hash::Sha1, password, salt, ROUNDS),
        "Argon2idAes256" => ARGON2.key(password, salt),
        _ => Err(FileError::Unsupported {
            what: "encrypted by a newer program than otp knows",
            advice: "Decrypt it with the program that wrote it, and import it then.",
        }),
    }
}
