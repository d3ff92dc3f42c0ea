//! Bytes of an age file <-> a vault: encrypted to every active device and the recovery key.

use std::cmp::Reverse;
use std::io::{Read as _, Write as _};

use thiserror::Error;
use zeroize::Zeroizing;

use super::Vault;
use super::document::{self, DocumentError};
use super::header;
use super::identity::Device;
use super::keys::DeviceKey;
use super::plugin::Dialog;

/// Why bytes did not become a vault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Not an age file, cut off, or changed.
    #[error("the vault is not a whole age file")]
    Damaged,
    /// Its header is longer than any vault's: parsing it would take minutes.
    #[error("its header is longer than that of any vault")]
    HeaderTooLong,
    /// Written by an age of the future.
    #[error("the vault is in an age format this version does not know")]
    UnknownFormat,
    /// None of the recipients is ours.
    #[error("the vault is not encrypted to this device's key")]
    NotForUs,
    /// An age file by passphrase: an identity file or a backup of another program.
    #[error("the file is protected by a passphrase, which a vault never is")]
    ByPassphrase,
    /// `age-plugin-<name>` cannot be found.
    #[error("the program {binary} is needed for this key and was not found")]
    PluginMissing {
        /// The program's name.
        binary: String,
    },
    /// The plugin was found but did not do it.
    #[error("the key's plugin refused: {message}")]
    Plugin {
        /// What it said.
        message: String,
    },
    /// The identity is none (cannot happen with a [`DeviceKey`] that was parsed).
    #[error("the key is not an age identity")]
    BadKey,
    /// It opened, but the text is not a vault.
    #[error(transparent)]
    Document(#[from] DocumentError),
}

/// Why a vault did not become bytes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// Nobody could open it.
    #[error("the vault has no device that could open it")]
    NoRecipients,
    /// A recipient of a kind this version does not know.
    #[error("the recipient {recipient} is of a kind this version does not know")]
    UnknownRecipient {
        /// A public key: no secret.
        recipient: String,
    },
    /// Post-quantum and ordinary recipients do not mix.
    #[error(
        "post-quantum keys do not mix with others: all devices and the recovery key must switch together"
    )]
    Incompatible,
    /// `age-plugin-<name>` cannot be found.
    #[error("the program {binary} is needed to encrypt to one of the devices and was not found")]
    PluginMissing {
        /// The program's name.
        binary: String,
    },
    /// The plugin was found but did not do it.
    #[error("a device's plugin refused: {message}")]
    Plugin {
        /// What it said.
        message: String,
    },
    /// Nobody would read it any more.
    #[error("the vault would have more keys than any otp reads")]
    TooManyKeys,
    /// The age library refused.
    #[error("encrypting failed")]
    Failed,
}

/// Decrypts and reads a vault. `dialog` serves plugins that want a PIN or a touch.
pub fn open(bytes: &[u8], key: &DeviceKey, dialog: &Dialog) -> Result<Vault, OpenError> {
    let text = open_text(bytes, key, dialog)?;
    Ok(document::read(&text)?)
}

/// The first line of the only format there is.
const KNOWN: &[u8] = b"age-encryption.org/v1\n";

/// Decrypts only: the plain text of a vault.
pub fn open_text(
    bytes: &[u8],
    key: &DeviceKey,
    dialog: &Dialog,
) -> Result<Zeroizing<String>, OpenError> {
    if !header::is_reasonable(bytes) {
        return Err(OpenError::HeaderTooLong);
    }
    let identity = identity(key, dialog)?;
    let decryptor = age::Decryptor::new_buffered(bytes).map_err(|error| match error {
        // The library says the same of a header of this format that is damaged.
        age::DecryptError::UnknownFormat if bytes.starts_with(KNOWN) => OpenError::Damaged,
        error => open_error(&error),
    })?;
    if decryptor.is_scrypt() {
        return Err(OpenError::ByPassphrase);
    }
    let mut reader = decryptor
        .decrypt(std::iter::once(&*identity))
        .map_err(|error| open_error(&error))?;
    // The plain text is shorter than the file: no growing, no copies left behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len()));
    reader.read_to_string(&mut text).map_err(|error| {
        if error.kind() == std::io::ErrorKind::InvalidData && reader_is_utf8(&error) {
            OpenError::Document(DocumentError::Damaged { line: None })
        } else {
            OpenError::Damaged
        }
    })?;
    Ok(text)
}

/// `read_to_string` itself found bytes that are not UTF-8 (age's own errors carry another source).
fn reader_is_utf8(error: &std::io::Error) -> bool {
    error.get_ref().is_none()
}

fn identity(key: &DeviceKey, dialog: &Dialog) -> Result<Box<dyn age::Identity>, OpenError> {
    if let Ok(identity) = key.line().expose().parse::<age::x25519::Identity>() {
        return Ok(Box::new(identity));
    }
    let identity: age::plugin::Identity =
        key.line().expose().parse().map_err(|_| OpenError::BadKey)?;
    let name = identity.plugin().to_owned();
    let plugin = age::plugin::IdentityPluginV1::new(&name, &[identity], dialog.clone());
    let plugin = plugin.map_err(|_| OpenError::PluginMissing {
        binary: format!("age-plugin-{name}"),
    })?;
    Ok(Box::new(plugin))
}

fn open_error(error: &age::DecryptError) -> OpenError {
    match error {
        age::DecryptError::NoMatchingKeys => OpenError::NotForUs,
        age::DecryptError::UnknownFormat => OpenError::UnknownFormat,
        age::DecryptError::PluginResolve(age::plugin::ResolveError::MissingPlugin {
            binary_name,
        }) => OpenError::PluginMissing {
            binary: binary_name.clone(),
        },
        age::DecryptError::Plugin(_) => OpenError::Plugin {
            message: plugin_message(error),
        },
        _ => OpenError::Damaged,
    }
}

/// A plugin's own words, made fit for a terminal.
fn plugin_message(error: &impl std::fmt::Display) -> String {
    crate::account::Label::new(&error.to_string()).to_string()
}

/// Writes and encrypts a vault to all its active recipients.
pub fn seal(vault: &Vault, dialog: &Dialog) -> Result<Vec<u8>, SealError> {
    let active = vault.devices().filter(|device| device.is_active());
    seal_to(vault, active.collect(), dialog)
}

/// A device that cannot be sealed to, and why.
pub type LeftOut<'a> = (&'a Device, SealError);

/// The same, but for devices that cannot be sealed to: one key that is broken, or whose plugin is not here, must not
/// keep everybody from saving. Returns them, each with the reason.
pub fn seal_to_all_possible<'a>(
    vault: &'a Vault,
    dialog: &Dialog,
) -> Result<(Vec<u8>, Vec<LeftOut<'a>>), SealError> {
    let strict = match seal(vault, dialog) {
        Ok(bytes) => return Ok((bytes, Vec::new())),
        Err(error @ (SealError::NoRecipients | SealError::Failed)) => return Err(error),
        Err(error) => error,
    };
    let (mut possible, mut left_out) = (Vec::new(), Vec::new());
    for device in vault.devices().filter(|device| device.is_active()) {
        match seal_to(vault, vec![device], dialog) {
            Ok(_) => possible.push(device),
            Err(error) => left_out.push((device, error)),
        }
    }
    if strict == SealError::Incompatible {
        // Post-quantum keys do not mix with those that everybody else has.
        let is_plain =
            |device: &&Device| device.recipient.parse::<age::x25519::Recipient>().is_ok();
        let (plain, others) = possible.into_iter().partition(is_plain);
        possible = plain;
        let others: Vec<&Device> = others;
        left_out.extend(others.into_iter().map(|device| (device, strict.clone())));
    }
    if possible.is_empty() {
        return Err(strict);
    }
    Ok((seal_to(vault, possible, dialog)?, left_out))
}

fn seal_to(vault: &Vault, mut active: Vec<&Device>, dialog: &Dialog) -> Result<Vec<u8>, SealError> {
    let text = document::write(vault);
    // A reader tries one stanza after the other, at a key agreement each: who saves most reads most, and the
    // recovery key hardly ever does.
    active.sort_by_key(|device| (device.role, Reverse(device.seq())));
    let recipients = active
        .into_iter()
        .map(|device| recipient(&device.recipient, dialog))
        .collect::<Result<Vec<_>, _>>()?;
    let recipients = recipients.iter().map(|recipient| &**recipient);
    let encryptor =
        age::Encryptor::with_recipients(recipients).map_err(|error| seal_error(&error))?;
    // Header, one stanza per recipient, chunks of 64 KiB with 16 bytes each.
    let mut bytes = Vec::with_capacity(text.len() + text.len() / 4096 + 4096);
    let written = encryptor.wrap_output(&mut bytes).and_then(|mut writer| {
        writer.write_all(text.as_bytes())?;
        writer.finish()?;
        Ok(())
    });
    written.map_err(|_| SealError::Failed)?;
    if !header::is_reasonable(&bytes) {
        return Err(SealError::TooManyKeys);
    }
    Ok(bytes)
}

/// Recipients are told apart by their prefix; nothing else about them is known here.
pub(super) fn recipient(text: &str, dialog: &Dialog) -> Result<Box<dyn age::Recipient>, SealError> {
    if let Ok(recipient) = text.parse::<age::x25519::Recipient>() {
        return Ok(Box::new(recipient));
    }
    if let Ok(recipient) = text.parse::<age::tag::Recipient>() {
        return Ok(Box::new(recipient));
    }
    if let Ok(recipient) = text.parse::<age::tagpq::Recipient>() {
        return Ok(Box::new(recipient));
    }
    let Ok(recipient) = text.parse::<age::plugin::Recipient>() else {
        return Err(SealError::UnknownRecipient {
            recipient: text.to_owned(),
        });
    };
    let name = recipient.plugin().to_owned();
    let plugin = age::plugin::RecipientPluginV1::new(&name, &[recipient], &[], dialog.clone());
    let plugin = plugin.map_err(|_| SealError::PluginMissing {
        binary: format!("age-plugin-{name}"),
    })?;
    Ok(Box::new(plugin))
}

/// True when `text` looks like a recipient that [`seal`] can take, given its plugin.
pub fn is_recipient(text: &str) -> bool {
    text.parse::<age::x25519::Recipient>().is_ok()
        || text.parse::<age::tag::Recipient>().is_ok()
        || text.parse::<age::tagpq::Recipient>().is_ok()
        || text.parse::<age::plugin::Recipient>().is_ok()
}

pub(super) fn seal_error(error: &age::EncryptError) -> SealError {
    match error {
        age::EncryptError::MissingRecipients => SealError::NoRecipients,
        age::EncryptError::IncompatibleRecipients { .. }
        | age::EncryptError::MixedRecipientAndPassphrase => SealError::Incompatible,
        age::EncryptError::PluginResolve(age::plugin::ResolveError::MissingPlugin {
            binary_name,
        }) => SealError::PluginMissing {
            binary: binary_name.clone(),
        },
        age::EncryptError::Plugin(_) => SealError::Plugin {
            message: plugin_message(error),
        },
        _ => SealError::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Label, Timestamp};
    use crate::vault::Role;

    fn vault_for(key: &DeviceKey) -> Vault {
        let mut vault = Vault::new(7, [9; 16]);
        let recipient = key.recipient().expect("X25519");
        vault
            .add_device(
                Label::new("laptop"),
                recipient,
                Role::Device,
                Timestamp::from_millis(5),
            )
            .expect("a recipient");
        vault
    }

    #[test]
    fn every_recipient_opens_what_was_sealed() {
        let (laptop, paper) = (DeviceKey::generate(), DeviceKey::generate());
        let mut vault = vault_for(&laptop);
        let recipient = paper.recipient().expect("X25519").to_owned();
        vault
            .add_device(
                Label::new("sheet"),
                &recipient,
                Role::Recovery,
                Timestamp::from_millis(5),
            )
            .expect("a recipient");
        let bytes = seal(&vault, &Dialog::silent()).expect("sealed");
        for key in [&laptop, &paper] {
            assert_eq!(open(&bytes, key, &Dialog::silent()), Ok(vault.clone()));
        }
        let stranger = open(&bytes, &DeviceKey::generate(), &Dialog::silent());
        assert_eq!(stranger, Err(OpenError::NotForUs));
    }

    #[test]
    fn damage_anywhere_is_noticed() {
        let key = DeviceKey::generate();
        let bytes = seal(&vault_for(&key), &Dialog::silent()).expect("sealed");
        for cut in 0..bytes.len() {
            assert!(
                open(&bytes[..cut], &key, &Dialog::silent()).is_err(),
                "cut at {cut}"
            );
        }
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert!(
                open(&changed, &key, &Dialog::silent()).is_err(),
                "bit at {place}"
            );
        }
        assert_eq!(open(b"", &key, &Dialog::silent()), Err(OpenError::Damaged));
    }

    #[test]
    fn recipients_that_cannot_serve_are_named() {
        assert_eq!(
            seal(&Vault::new(7, [9; 16]), &Dialog::silent()),
            Err(SealError::NoRecipients)
        );
        let key = DeviceKey::generate();
        let mut vault = vault_for(&key);
        assert!(
            vault
                .add_device(
                    "x".into(),
                    "age1nonsense",
                    Role::Device,
                    Timestamp::from_millis(5)
                )
                .is_err()
        );
        vault.add_unchecked("age1pq1future");
        assert!(matches!(
            seal(&vault, &Dialog::silent()),
            Err(SealError::UnknownRecipient { .. })
        ));
    }

    #[test]
    fn files_by_passphrase_are_no_vaults() {
        let mut recipient = age::scrypt::Recipient::new("x".to_owned().into());
        recipient.set_work_factor(5);
        let bytes = age::encrypt(&recipient, b"x").expect("encrypted");
        let opened = open(&bytes, &DeviceKey::generate(), &Dialog::silent());
        assert_eq!(opened, Err(OpenError::ByPassphrase));
    }

    #[test]
    fn what_was_sealed_as_no_text_is_a_damaged_text_and_a_cut_file_is_damaged() {
        let key = DeviceKey::generate();
        let recipient: age::x25519::Recipient =
            key.recipient().expect("X25519").parse().expect("it");
        let bytes = age::encrypt(&recipient, b"otp \xff\xfe").expect("encrypted");
        let no_text = OpenError::Document(DocumentError::Damaged { line: None });
        assert_eq!(open(&bytes, &key, &Dialog::silent()), Err(no_text));
        let cut = &bytes[..bytes.len() - 1];
        assert_eq!(open(cut, &key, &Dialog::silent()), Err(OpenError::Damaged));
    }
}
