//! LastPass Authenticator: its JSON export, and the QR codes of its app.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;

use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::account::percent::{self, Plus};
use crate::account::{Draft, base64};
use crate::formats::entry::{self, Entry, Flag, Lenient, Number, Text};
use crate::formats::input::Input;
use crate::formats::migration::Incomplete;
use crate::formats::{EntryError, FileError, Report};

/// The QR codes carry the same fields under short names.
#[derive(Deserialize)]
struct Export {
    #[serde(alias = "a")]
    accounts: Vec<Lenient<Item>>,
    #[serde(alias = "f", default, deserialize_with = "entry::or_default")]
    folders: Vec<Lenient<Folder>>,
}

#[derive(Deserialize)]
struct Folder {
    #[serde(alias = "i")]
    id: i64,
    #[serde(alias = "n")]
    name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Item {
    #[serde(alias = "iN")]
    issuer_name: Text,
    #[serde(alias = "uN")]
    user_name: Text,
    #[serde(alias = "oIN")]
    original_issuer_name: Text,
    #[serde(alias = "oUN")]
    original_user_name: Text,
    #[serde(alias = "s")]
    secret: Text,
    #[serde(alias = "tS")]
    time_step: Number,
    #[serde(alias = "d")]
    digits: Number,
    #[serde(alias = "a")]
    algorithm: Text,
    #[serde(alias = "iF")]
    is_favorite: Flag,
    #[serde(alias = "fD", deserialize_with = "entry::or_default")]
    folder_data: Option<FolderData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FolderData {
    #[serde(default, deserialize_with = "entry::or_default")]
    folder_id: i64,
}

pub fn is_export(input: &Input) -> bool {
    input.items_have("accounts", &["issuerName"])
}

const DAMAGED: FileError =
    FileError::Damaged("it is not shaped like an export of LastPass Authenticator");

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let export: Export = input.shaped(DAMAGED)?;
    Ok(Report::of(export.entries()))
}

impl Export {
    fn entries(self) -> Vec<Result<Draft, EntryError>> {
        let folders = self.folders.into_iter().filter_map(|folder| folder.0);
        // 0 is "other", 1 the favourites, which are marked themselves.
        let folders: HashMap<i64, Text> = folders
            .filter(|folder| folder.id > 1)
            .map(|folder| (folder.id, folder.name))
            .collect();
        let entries = (1..).zip(self.accounts).map(|(place, item)| {
            let item = item.0.ok_or_else(|| entry::damaged(place))?;
            let issuer = item.issuer_name.or(&item.original_issuer_name);
            let name = item.user_name.or(&item.original_user_name);
            let mut entry = Entry::new(issuer, name, entry::base32(&item.secret));
            entry.algorithm = item.algorithm;
            entry.digits = item.digits;
            entry.period = item.time_step;
            entry.pinned = item.is_favorite.0;
            let folder = item
                .folder_data
                .and_then(|data| folders.get(&data.folder_id).cloned());
            entry.tags = folder.into_iter().collect();
            entry.finish(place)
        });
        entries.collect()
    }
}

const SCHEME: &str = "lpaauth-migration://";
/// What the codes of one export unpack to is a few kilobytes.
const MAX: u64 = 16 << 20;

pub fn is_qr(input: &Input) -> bool {
    input
        .lines()
        .next()
        .is_some_and(|line| line.starts_with(SCHEME))
}

/// Each link carries gzip in base64; inside is the JSON of the export, or JSON whose `content` is gzip again.
pub fn read_qr(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let mut entries = Vec::new();
    let mut batches = Batches::new();
    for line in input.lines().filter(|line| line.starts_with(SCHEME)) {
        let data = line.split_once("data=").map_or("", |(_, data)| data);
        let data = data.split('&').next().unwrap_or_default();
        let packed = base64::decode(&percent::decode(data, Plus::Literal)).ok_or(DAMAGED)?;
        let text = unpack(&packed)?;
        let value: Value = serde_json::from_slice(&text).map_err(|_| DAMAGED)?;
        let part: Part = serde_json::from_value(value).map_err(|_| DAMAGED)?;
        if let (Number::Is(index), Number::Is(size)) = (part.index, part.size) {
            let batch = batches.entry(part.batch.as_str().to_owned()).or_default();
            batch.0 = batch.0.max(size);
            // The same picture twice.
            if !batch.1.insert(index) {
                continue;
            }
        }
        entries.extend(read_part(&part)?);
    }
    Ok(Report {
        incomplete: batches.values().filter_map(incomplete).collect(),
        ..Report::of(entries)
    })
}

/// The size of each export, and which of its parts were there.
type Batches = HashMap<String, (u64, BTreeSet<u64>)>;

/// No export has more QR codes; a larger number is damage and not worth a list of what is missing.
const MAX_PARTS: u64 = 1000;

/// What is missing of an export.
fn incomplete((size, there): &(u64, BTreeSet<u64>)) -> Option<Incomplete> {
    if *size > MAX_PARTS {
        return None;
    }
    let missing = (0..*size).filter(|index| !there.contains(index));
    let missing: Vec<u32> = missing
        .filter_map(|index| u32::try_from(index + 1).ok())
        .collect();
    let size = u32::try_from(*size).ok()?;
    (!missing.is_empty()).then_some(Incomplete { missing, size })
}

#[derive(Deserialize)]
struct Part {
    content: String,
    #[serde(default, rename = "batchId")]
    batch: Text,
    #[serde(default, rename = "batchIndex")]
    index: Number,
    #[serde(default, rename = "batchSize")]
    size: Number,
}

fn read_part(part: &Part) -> Result<Vec<Result<Draft, EntryError>>, FileError> {
    let packed = base64::decode(&part.content).ok_or(DAMAGED)?;
    let export: Export = serde_json::from_slice(&unpack(&packed)?).map_err(|_| DAMAGED)?;
    Ok(export.entries())
}

fn unpack(packed: &[u8]) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut text = Zeroizing::new(Vec::new());
    let mut gzip = flate2::read::GzDecoder::new(packed).take(MAX + 1);
    gzip.read_to_end(&mut text).map_err(|_| DAMAGED)?;
    if text.len() as u64 > MAX {
        return Err(FileError::Refused("it unpacks to far more than an export"));
    }
    Ok(text)
}
