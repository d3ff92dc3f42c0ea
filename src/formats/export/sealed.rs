//! An export in an age file: a passphrase around any of the others (age-encryption.org/v1).

use std::io::Write;

use age::secrecy::SecretString;
use zeroize::Zeroizing;

use crate::formats::FileError;

/// log2 of scrypt's N: 256 MiB and about a second.
const WORK: u8 = 18;

/// Encrypts with a passphrase, as `age -p` does.
pub fn seal_with_age(bytes: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let failed = FileError::Damaged("age did not encrypt it");
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(password.to_owned()));
    recipient.set_work_factor(WORK);
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).map_err(|_| failed)?;
    let mut sealed = Zeroizing::new(Vec::new());
    let mut writer = encryptor.wrap_output(&mut *sealed).map_err(|_| failed)?;
    writer.write_all(bytes).map_err(|_| failed)?;
    writer.finish().map_err(|_| failed)?;
    Ok(sealed)
}
