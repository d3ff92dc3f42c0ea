//! FreeOTP 2: its `externalBackup.xml`, which is no XML but a serialised Java map of JSON texts, each sealed.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::{freeotp, java};
use crate::account::Draft;
use crate::formats::entry;
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Hash, Key, Plain};
use crate::formats::{EntryError, FileError, Report};

#[derive(Deserialize)]
struct MasterKey {
    #[serde(rename = "mAlgorithm")]
    algorithm: String,
    #[serde(rename = "mIterations")]
    iterations: u64,
    #[serde(rename = "mSalt")]
    salt: Vec<i8>,
    #[serde(rename = "mEncryptedKey")]
    encrypted_key: Sealed,
}

#[derive(Deserialize)]
struct Sealed {
    #[serde(rename = "mCipherText")]
    cipher_text: Vec<i8>,
    /// DER: a sequence of the nonce and the length of the tag.
    #[serde(rename = "mParameters")]
    parameters: Vec<i8>,
    /// The algorithm of the key inside, which is bound to it.
    #[serde(rename = "mToken")]
    token: String,
}

#[derive(Deserialize)]
struct SealedKey {
    key: String,
}

const JAVA: &[u8] = &[0xac, 0xed, 0x00, 0x05];

pub fn is_backup(input: &Input) -> bool {
    input.bytes().starts_with(JAVA) && java::class_name(input.bytes()) == Some("java.util.HashMap")
}

const DAMAGED: FileError = FileError::Damaged("it is not a whole backup of FreeOTP");

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let pairs = java::string_map(input.bytes()).ok_or(DAMAGED)?;
    let password = password.ok_or(FileError::NeedPassword)?;
    let texts: HashMap<&str, &str> = pairs
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let master = texts.get("masterKey").ok_or(DAMAGED)?;
    let master: MasterKey = serde_json::from_str(master).map_err(|_| DAMAGED)?;
    let master = open_master(&master, password)?;
    let order: Vec<String> = texts
        .get("tokenOrder")
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let mut ids: Vec<&str> = texts
        .keys()
        .filter_map(|key| key.strip_suffix("-token"))
        .collect();
    ids.sort_unstable();
    ids.sort_by_key(|id| {
        order
            .iter()
            .position(|known| known == id)
            .unwrap_or(usize::MAX)
    });
    let entries = (1..).zip(ids).map(|(place, id)| {
        let token = texts.get(format!("{id}-token").as_str());
        read_token(token.copied(), texts.get(id).copied(), &master, place)
    });
    Ok(Report::of(entries.collect()))
}

fn open_master(master: &MasterKey, password: &[u8]) -> Result<Key, FileError> {
    let salt: Vec<u8> = master
        .salt
        .iter()
        .map(|byte| byte.cast_unsigned())
        .collect();
    let hash = match master.algorithm.to_ascii_lowercase().as_str() {
        "pbkdf2withhmacsha512" => Hash::Sha512,
        "pbkdf2withhmacsha256" => Hash::Sha256,
        "pbkdf2withhmacsha1" => Hash::Sha1,
        _ => return Err(DAMAGED),
    };
    let wrapping = unlocking::pbkdf2(hash, password, &salt, master.iterations)?;
    let opened = open(&master.encrypted_key, &wrapping).ok_or(FileError::WrongPassword)?;
    let mut key = Zeroizing::new([0; 32]);
    if opened.len() != key.len() {
        return Err(DAMAGED);
    }
    key.copy_from_slice(&opened);
    Ok(key)
}

fn open(sealed: &Sealed, key: &Key) -> Option<Plain> {
    let bytes = |signed: &[i8]| {
        signed
            .iter()
            .map(|byte| byte.cast_unsigned())
            .collect::<Vec<u8>>()
    };
    let der = bytes(&sealed.parameters);
    let [0x30, _, 0x04, 12, rest @ ..] = der.as_slice() else {
        return None;
    };
    unlocking::gcm(
        key,
        rest.get(..12)?,
        &bytes(&sealed.cipher_text),
        sealed.token.as_bytes(),
    )
}

fn read_token(
    token: Option<&str>,
    key: Option<&str>,
    master: &Key,
    place: usize,
) -> Result<Draft, EntryError> {
    let token = token.and_then(|token| serde_json::from_str::<Value>(token).ok());
    let token = token.filter(Value::is_object);
    let token = token.ok_or_else(|| entry::damaged(place))?;
    let key = key.and_then(|key| serde_json::from_str::<SealedKey>(key).ok());
    let sealed = key.and_then(|key| serde_json::from_str::<Sealed>(&key.key).ok());
    let opened = sealed.as_ref().and_then(|sealed| open(sealed, master));
    let secret = entry::decoded(opened.map(|opened| opened.to_vec()));
    let mut entry = freeotp::entry_with(&token, secret);
    if entry.algorithm.is_empty() {
        entry.algorithm = sealed
            .map(|sealed| sealed.token.as_str().into())
            .unwrap_or_default();
    }
    entry.finish(place)
}
