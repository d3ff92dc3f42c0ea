//! Ente Auth: its encrypted export. The plain one is a list of links.

use serde::Deserialize;

use crate::account::base64;
use crate::formats::entry::Number;
use crate::formats::input::Input;
use crate::formats::unlocking::{self, Argon2};
use crate::formats::{FileError, Report, read_text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Export {
    #[serde(default)]
    version: Number,
    kdf_params: Kdf,
    encrypted_data: String,
    encryption_nonce: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kdf {
    /// In bytes.
    mem_limit: u64,
    ops_limit: u64,
    salt: String,
}

pub fn is_encrypted(input: &Input) -> bool {
    input.has(&["kdfParams", "encryptedData"])
}

pub fn read(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let damaged = FileError::Damaged("it is not shaped like an export of Ente Auth");
    let export: Export = input.shaped(damaged)?;
    if !matches!(export.version, Number::Missing | Number::Is(1)) {
        return Err(FileError::Unsupported {
            what: "an export of a newer version of Ente Auth",
            advice: "Upgrade otp, or export it from Ente as plain text.",
        });
    }
    let (kdf, decode) = (export.kdf_params, |text: &str| {
        base64::decode(text).ok_or(damaged)
    });
    let argon2 = Argon2 {
        passes: kdf.ops_limit,
        memory: kdf.mem_limit / 1024,
        lanes: 1,
    };
    let (salt, sealed) = (decode(&kdf.salt)?, decode(&export.encrypted_data)?);
    let header = decode(&export.encryption_nonce)?;
    let password = password.ok_or(FileError::NeedPassword)?;
    let key = argon2.key(password, &salt)?;
    let opened = unlocking::secretstream(&key, &header, &sealed).ok_or(FileError::WrongPassword)?;
    let text = str::from_utf8(&opened).map_err(|_| FileError::Damaged("it is not text"))?;
    Ok(read_text(text))
}
