//! cotp: its export as JSON and its encrypted database.

use serde::Deserialize;
use serde_json::Value;

use crate::account::base64;
use crate::formats::entry;
use crate::formats::fields::{self, Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2};
use crate::formats::{FileError, Report};

const ARGON2: Argon2 = Argon2 {
    passes: 4,
    memory: 32 << 10,
    lanes: 4,
};

const NAMES: Names = Names {
    name: "label",
    key: entry::secret_of,
    kind: "type|type_",
    ..USUAL
};

#[derive(Deserialize)]
struct Database {
    nonce: String,
    salt: String,
    cipher: String,
}

pub fn is_export(input: &Input) -> bool {
    input.has(&["version", "elements"]) || input.list_has(&["label", "secret"])
}

pub fn is_database(input: &Input) -> bool {
    input.has(&["version", "nonce", "salt", "cipher"])
}

const DAMAGED: FileError = FileError::Damaged("it is not shaped like a file of cotp");

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    input.json().map_or(Err(DAMAGED), read_elements)
}

fn read_elements(value: &Value) -> Result<Report, FileError> {
    let elements = value.get("elements").unwrap_or(value);
    fields::read_list(Some(elements), DAMAGED, |element| {
        let mut entry = NAMES.entry(element);
        entry.pin = field(element, "pin");
        Some(entry)
    })
}

pub fn read_database(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let database: Database = input.shaped(DAMAGED)?;
    let decode = |text: &str| base64::decode(text).ok_or(DAMAGED);
    let (nonce, salt) = (decode(&database.nonce)?, decode(&database.salt)?);
    let sealed = decode(&database.cipher)?;
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = ARGON2.key(password, &salt)?;
    let opened = unlocking::xchacha(&key, &nonce, &sealed).ok_or(FileError::WrongPassword)?;
    let value: Value = serde_json::from_slice(&opened).map_err(|_| DAMAGED)?;
    read_elements(&value)
}
