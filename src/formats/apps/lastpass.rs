//! LastPass Authenticator: its JSON export, and the QR codes of its app.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::account::base64;
use crate::account::percent::{self, Plus};
use crate::formats::entry::{Number, Text};
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::migration::Incomplete;
use crate::formats::{FileError, Report};

/// The QR codes carry the same fields under short names.
const NAMES: Names = Names {
    issuer: "issuerName|iN|originalIssuerName|oIN",
    name: "userName|uN|originalUserName|oUN",
    secret: "secret|s",
    kind: "",
    algorithm: "algorithm|a",
    digits: "digits|d",
    period: "timeStep|tS",
    counter: "",
    pinned: "isFavorite|iF",
    ..USUAL
};

pub fn is_export(input: &Input) -> bool {
    input.items_have("accounts", &["issuerName"])
}

const DAMAGED: FileError =
    FileError::Damaged("it is not shaped like an export of LastPass Authenticator");

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    read_export(input.json().ok_or(DAMAGED)?)
}

fn read_export(export: &Value) -> Result<Report, FileError> {
    let folders = fields::list(export, "folders|f");
    let mut folders = fields::named(folders, "id|i", "name|n");
    // 0 is "other", 1 the favourites, which are marked themselves.
    folders.retain(|id, _| id != "0" && id != "1");
    fields::read_list(fields::first(export, "accounts|a"), DAMAGED, |item| {
        let mut entry = NAMES.entry(item);
        let folder: Text = field(&field(item, "folderData|fD"), "folderId");
        entry.tags = folders.get(folder.as_str()).cloned().into_iter().collect();
        Some(entry)
    })
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
        if let (Some(index), Some(size)) = (small(part.index), small(part.size)) {
            let batch = batches.entry(part.batch.as_str().to_owned()).or_default();
            batch.0 = batch.0.max(size);
            // The same picture twice.
            if !batch.1.insert(index) {
                continue;
            }
        }
        let packed = base64::decode(&part.content).ok_or(DAMAGED)?;
        let export: Value = serde_json::from_slice(&unpack(&packed)?).map_err(|_| DAMAGED)?;
        entries.extend(read_export(&export)?.drafts);
    }
    Ok(Report {
        incomplete: batches
            .values()
            .filter_map(|(size, there)| Incomplete::of(*size, there))
            .collect(),
        ..Report::of(entries)
    })
}

/// The size of each export, and which of its parts were there.
type Batches = HashMap<String, (u32, HashSet<u32>)>;

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

/// No export has so many parts that their number does not fit.
fn small(number: Number) -> Option<u32> {
    match number {
        Number::Is(number) => u32::try_from(number).ok(),
        Number::Missing | Number::Bad => None,
    }
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
