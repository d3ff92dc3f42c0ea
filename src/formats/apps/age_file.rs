//! Files encrypted by age with a passphrase: opened, and told apart again.

use std::io::Read;

use age::armor::ArmoredReader;
use age::secrecy::SecretString;
use zeroize::Zeroizing;

use crate::formats::FileError;
use crate::formats::input::{Inner, Input, MAX_BYTES};

const BINARY: &[u8] = b"age-encryption.org/";
const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE";
/// log2 of the most work a passphrase may cost: age itself uses 18.
const MAX_WORK: u8 = 20;
/// A header is a few hundred bytes; age reads it anew after every line.
const MAX_HEADER: usize = 64 << 10;

pub fn is_age(input: &Input) -> bool {
    input.bytes().starts_with(BINARY) || input.bytes().trim_ascii_start().starts_with(ARMOR)
}

const DAMAGED: FileError = FileError::Damaged("it is not a whole age file");

pub fn open(input: &Input, password: Option<&[u8]>) -> Result<Inner, FileError> {
    check_header(input.bytes())?;
    let decryptor =
        age::Decryptor::new_buffered(ArmoredReader::new(input.bytes().trim_ascii_start()));
    let decryptor = decryptor.map_err(|_| DAMAGED)?;
    if !decryptor.is_scrypt() {
        return Err(FileError::Unsupported {
            what: "encrypted by age to a key",
            advice: "Decrypt it with that key first: age -d -i KEY FILE | otp import -",
        });
    }
    let password = password.ok_or(FileError::NeedPassword)?;
    let password = str::from_utf8(password).map_err(|_| FileError::WrongPassword)?;
    let mut identity = age::scrypt::Identity::new(SecretString::from(password.to_owned()));
    identity.set_max_work_factor(MAX_WORK);
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let reader = decryptor.decrypt(identities).map_err(|error| match error {
        age::DecryptError::ExcessiveWork { .. } => {
            FileError::Refused("it asks for too much work to derive the key")
        }
        _ => FileError::WrongPassword,
    })?;
    let mut bytes = Zeroizing::new(Vec::new());
    reader
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| DAMAGED)?;
    if bytes.len() > MAX_BYTES {
        return Err(FileError::Refused("more than 64 MiB is in it"));
    }
    let name = input.name().strip_suffix(".age").unwrap_or(input.name());
    Ok(Inner {
        name: name.to_owned(),
        bytes,
    })
}

fn check_header(bytes: &[u8]) -> Result<(), FileError> {
    let start = bytes.get(..MAX_HEADER).unwrap_or(bytes);
    let is_armored = !bytes.starts_with(BINARY);
    let ends = start.windows(5).any(|window| window == b"\n--- ");
    if is_armored || ends {
        Ok(())
    } else {
        Err(DAMAGED)
    }
}
