//! Authy: the tokens in its preferences on a rooted telephone, and as captured from its backup service.

use serde_json::Value;

use super::android;
use crate::account::{Draft, Label, Secret, base64, capital};
use crate::formats::entry::{self, Entry, Number, Text};
use crate::formats::fields::{self, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Hash};
use crate::formats::{EntryError, FieldError, FileError, Report};

const KEY: &str = "com.authy.storage.tokens.authenticator.key";
const NATIVE_KEY: &str = "com.authy.storage.tokens.authy.key";
const ROUNDS: u64 = 1_000;

pub fn is_preferences(input: &Input) -> bool {
    android::preference(input, |key| key == KEY || key == NATIVE_KEY).is_some()
}

pub fn is_captured(input: &Input) -> bool {
    input.has(&["authenticator_tokens"])
        || input.has(&["decrypted_authenticator_tokens"])
        || ["encryptedSecret", "decryptedSecret", "secretSeed"]
            .iter()
            .any(|key| input.list_has(&[key]))
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like a file of Authy");

pub fn read_preferences(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let text = android::preference(input, |key| key == KEY || key == NATIVE_KEY).ok_or(DAMAGED)?;
    let value: Value = serde_json::from_str(&text).map_err(|_| DAMAGED)?;
    read_tokens(&value, password)
}

pub fn read_captured(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let value = input.json().ok_or(DAMAGED)?;
    let names = "authenticator_tokens|decrypted_authenticator_tokens";
    read_tokens(fields::first(value, names).unwrap_or(value), password)
}

fn read_tokens(value: &Value, password: Option<&[u8]>) -> Result<Report, FileError> {
    let tokens = value.as_array().ok_or(DAMAGED)?;
    let mut entries = Vec::new();
    for (place, token) in (1..).zip(tokens) {
        entries.push(if token.is_object() {
            read_token(token, password, place)?
        } else {
            Err(entry::damaged(place))
        });
    }
    Ok(Report::of(entries))
}

fn read_token(
    token: &Value,
    password: Option<&[u8]>,
    place: usize,
) -> Result<Result<Draft, EntryError>, FileError> {
    let (issuer, name) = names(token);
    // Authy's own tokens: hexadecimal, 7 digits, 10 seconds.
    let seed: Text = field(token, "secretSeed");
    if !seed.is_empty() {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(seed.as_str().as_bytes());
        let mut entry = Entry::new(&issuer, &name, entry::decoded(bytes.ok()));
        entry.digits = Number::Is(7);
        entry.period = Number::Is(10);
        return Ok(entry.finish(place));
    }
    let decrypted: Text = field(token, "decryptedSecret|decrypted_seed");
    let encrypted: Text = field(token, "encryptedSecret|encrypted_seed");
    let secret = if decrypted.is_empty() && !encrypted.is_empty() {
        let password = password.ok_or(FileError::NeedPassword)?;
        decrypt(token, &encrypted, password)?
    } else {
        entry::base32(&decrypted)
    };
    let mut entry = Entry::new(&issuer, &name, secret);
    entry.digits = field(token, "digits");
    Ok(entry.finish(place))
}

/// What is sealed is base32 text; there is no other proof that the password was right.
fn decrypt(
    token: &Value,
    encrypted: &Text,
    password: &[u8],
) -> Result<Result<Secret, FieldError>, FileError> {
    let rounds = field(token, "keyDerivationIterations|key_derivation_iterations");
    let rounds = match rounds {
        Number::Is(rounds) => rounds,
        Number::Missing | Number::Bad => ROUNDS,
    };
    let salt: Text = field(token, "salt");
    let key = unlocking::pbkdf2(Hash::Sha1, password, salt.as_str().as_bytes(), rounds)?;
    let iv = match field::<Text>(token, "unique_iv").as_str() {
        "" => vec![0; 16],
        hex => match data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()) {
            Ok(iv) => iv,
            Err(_) => return Ok(Err(FieldError::DamagedSecret)),
        },
    };
    let Some(sealed) = base64::decode(encrypted.as_str()) else {
        return Ok(Err(FieldError::DamagedSecret));
    };
    let opened = unlocking::cbc(&key, &iv, &sealed).ok_or(FileError::WrongPassword)?;
    let text = str::from_utf8(&opened).map_err(|_| FileError::WrongPassword)?;
    let secret = Secret::from_base32(text).map_err(|_| FileError::WrongPassword)?;
    Ok(Ok(secret))
}

/// Authy keeps one line that the user may have changed, and sometimes what the site wrote.
fn names(token: &Value) -> (Text, Text) {
    let name: Text = field(token, "name");
    let name = name.as_str().trim();
    let original: Text = field(token, "originalName|original_name");
    let original = original
        .as_str()
        .split_once(':')
        .map(|(issuer, _)| issuer.trim());
    let divided = name.split_once(" - ").map(|(issuer, _)| issuer.trim());
    let kind: Text = field(token, "accountType|account_type");
    let kind = kind.as_str().trim();
    let kind =
        (!kind.is_empty() && !kind.eq_ignore_ascii_case("authenticator")).then(|| capital(kind));
    let told: Text = field(token, "originalIssuer|original_issuer|issuer");
    let issuer = if told.is_empty() {
        let found = original.or(divided).map(str::to_owned).or(kind);
        found.unwrap_or_default()
    } else {
        told.as_str().trim().to_owned()
    };
    let rest = name
        .get(..issuer.len())
        .filter(|start| !issuer.is_empty() && start.eq_ignore_ascii_case(&issuer))
        .and_then(|_| name.get(issuer.len()..))
        .and_then(|rest| rest.trim_start().strip_prefix([':', '-']))
        .map_or(name, str::trim);
    let label = Label::new(rest);
    (issuer.as_str().into(), label.as_str().into())
}
