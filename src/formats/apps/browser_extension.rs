//! The browser extension Authenticator (authenticator.cc): its JSON backup, plain and encrypted (versions 2 and 3).

use serde::Deserialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::account::{Draft, Secret, base64};
use crate::formats::entry::{self, Flag, Number, Text, Type};
use crate::formats::fields::{Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2, Plain};
use crate::formats::{EntryError, FieldError, FileError, Report};

const ARGON2: Argon2 = Argon2 {
    passes: 2,
    memory: 19_456,
    lanes: 1,
};

const NAMES: Names = Names {
    name: "account",
    pinned: "pinned",
    ..USUAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sealed {
    #[serde(default, deserialize_with = "entry::or_default")]
    key_id: String,
    data: String,
}

pub fn is_backup(input: &Input) -> bool {
    input.object().is_some_and(|object| {
        let is_told = |value: &Value| {
            let kind = value.get("dataType").and_then(Value::as_str);
            matches!(kind, Some("OTPStorage" | "EncOTPStorage"))
        };
        object.values().any(is_told)
            || object.values().all(Value::is_object)
                && object.values().any(|value| value.get("secret").is_some())
    })
}

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let object = input.object().ok_or(DAMAGED)?;
    let mut items: Vec<(f64, Result<Value, FieldError>)> = Vec::new();
    for (key, value) in object {
        let place = value["index"].as_f64().unwrap_or(f64::MAX);
        let item = match value.get("dataType").and_then(Value::as_str) {
            Some("Key") => continue,
            Some("EncOTPStorage") => Ok(unseal(object, value, password)?),
            // Settings of the extension lie beside the accounts.
            _ if key == "key" || key == "UserSettings" || !value.is_object() => continue,
            _ if field::<Flag>(value, "encrypted").0 => unseal_secret(object, value, password)?,
            _ => Ok(value.clone()),
        };
        items.push((place, item));
    }
    items.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let entries = (1..).zip(items).map(|(place, (_, item))| match item {
        Ok(item) => read_item(&item, place),
        Err(error) => Err(entry::failed(place, "".into(), "".into(), error.into())),
    });
    Ok(Report::of(entries.collect()))
}

const DAMAGED: FileError =
    FileError::Damaged("it is not shaped like a backup of the extension Authenticator");

/// CryptoJS: `Salted__`, a salt, AES-256-CBC under `EVP_BytesToKey`; its passphrase is the hash's own text.
fn unseal(
    object: &Map<String, Value>,
    value: &Value,
    password: Option<&[u8]>,
) -> Result<Value, FileError> {
    let sealed = Sealed::deserialize(value).map_err(|_| DAMAGED)?;
    let key = object.values().find(|key| {
        key.get("dataType").and_then(Value::as_str) == Some("Key")
            && key.get("id").and_then(Value::as_str) == Some(&sealed.key_id)
    });
    let salt = key
        .and_then(|key| key.get("salt"))
        .and_then(Value::as_str)
        .ok_or(DAMAGED)?;
    let password = password.ok_or(FileError::NeedPassword)?;
    let hash = ARGON2.key(password, salt.as_bytes())?;
    let passphrase = Zeroizing::new(data_encoding::BASE64_NOPAD.encode(&*hash));
    let opened = open(&sealed.data, passphrase.as_bytes()).ok_or(FileError::WrongPassword)?;
    let item = serde_json::from_slice(&opened).ok();
    item.filter(Value::is_object)
        .ok_or(FileError::WrongPassword)
}

/// Version 2: each secret is sealed alone, under a passphrase that `key` seals with the password; before that, under the
/// password itself.
fn unseal_secret(
    object: &Map<String, Value>,
    item: &Value,
    password: Option<&[u8]>,
) -> Result<Result<Value, FieldError>, FileError> {
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = object.get("key").and_then(|key| key.get("enc")?.as_str());
    let passphrase = match key {
        Some(key) => {
            let opened = open(key, password).ok_or(FileError::WrongPassword)?;
            Zeroizing::new(data_encoding::HEXLOWER.encode(&opened))
        }
        None => Zeroizing::new(String::from_utf8_lossy(password).into_owned()),
    };
    let opened = open(
        field::<Text>(item, "secret").as_str(),
        passphrase.as_bytes(),
    );
    let text = opened.as_ref().and_then(|text| str::from_utf8(text).ok());
    match (text, key) {
        (Some(text), _) => {
            let mut item = item.clone();
            item["secret"] = text.into();
            Ok(Ok(item))
        }
        (None, Some(_)) => Ok(Err(FieldError::DamagedSecret)),
        (None, None) => Err(FileError::WrongPassword),
    }
}

fn open(data: &str, passphrase: &[u8]) -> Option<Plain> {
    let bytes = base64::decode(data)?;
    let rest = bytes.strip_prefix(b"Salted__")?;
    let (salt, sealed) = rest.split_at_checked(8)?;
    let (key, iv) = unlocking::evp_bytes_to_key(passphrase, salt);
    unlocking::cbc(&key, &iv, sealed)
}

fn read_item(item: &Value, place: usize) -> Result<Draft, EntryError> {
    let mut entry = NAMES.entry(item);
    let issuer = entry.issuer.as_str().split("::").next();
    entry.issuer = issuer.unwrap_or_default().into();
    let secret: Text = field(item, "secret");
    let secret = secret.as_str();
    let lower = secret.to_ascii_lowercase();
    let bare = ["blz-", "bliz-", "stm-"].iter().find_map(|prefix| {
        lower
            .starts_with(prefix)
            .then(|| secret.get(prefix.len()..).unwrap_or_default())
    });
    let kind = field::<Text>(item, "type").as_str().to_ascii_lowercase();
    // Some versions wrote the numbers of the types and algorithms.
    let kind = match kind.as_str() {
        "1" => "totp",
        "2" => "hotp",
        "3" => "battle",
        "4" => "steam",
        "5" => "hex",
        "6" => "hhex",
        name => name,
    };
    let is_steam = kind == "steam" || lower.starts_with("stm-");
    let is_battle = kind == "battle" || lower.starts_with("blz-") || lower.starts_with("bliz-");
    let text = bare.unwrap_or(secret);
    let is_hex = kind == "hex" || kind == "hhex" || !is_steam && is_hexadecimal_only(text);
    entry.secret = if is_hex {
        hex(text)
    } else if is_steam {
        entry::steam_secret(text)
    } else {
        Secret::from_base32(text).map_err(FieldError::from)
    };
    entry.kind = match kind {
        "hotp" | "hhex" => Type::Hotp,
        _ if is_steam => Type::Steam,
        "" | "totp" | "battle" | "hex" => Type::Totp,
        _ => Type::Unknown,
    };
    entry.algorithm = match entry.algorithm.as_str() {
        "1" => "SHA1".into(),
        "2" => "SHA256".into(),
        "3" => "SHA512".into(),
        _ => entry.algorithm,
    };
    if is_battle {
        entry.digits = Number::Is(8);
    }
    entry.finish(place)
}

/// The extension itself takes what is no base32 and hexadecimal for that.
fn is_hexadecimal_only(text: &str) -> bool {
    text.contains(['0', '1', '8', '9']) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Half a byte at the end stands for a whole one.
fn hex(text: &str) -> Result<Secret, FieldError> {
    let mut text = Zeroizing::new(text.to_owned());
    if text.len() % 2 == 1 {
        text.push('0');
    }
    entry::decoded(
        data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.as_bytes())
            .ok(),
    )
}
