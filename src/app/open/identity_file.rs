//! `identity.age`, the key of this device wrapped by its passphrase: made once, replaced as a whole, by one process at
//! a time.

use std::time::Duration;

use age::secrecy::SecretString;

use crate::account::{Label, capital, shell_word, shown};
use crate::app::open::create::NewVault;
use crate::app::store::StoreError;
use crate::app::{App, Error, Exit, Open};
use crate::system::files::{Lock, LockError, ReplaceError};
use crate::system::secret_file::{self, SecretFileError};
use crate::system::{files, memory};
use crate::vault::keys::{self, DeviceKey, UnwrapError, WrapError};
use crate::vault::{Device, VaultId};

/// How temporary files of `identity.age` begin.
const IDENTITY_PREFIX: &str = ".identity-";
/// How long one waits for another to finish: it may be waiting for a save itself.
const TIMEOUT: Duration = Duration::from_secs(15);

impl App {
    /// The identity of this device, wrapped.
    pub fn wrapped_identity(&self) -> Result<Vec<u8>, Error> {
        secret_file::read_wrapped(&self.places.identity).map_err(|error| {
            Error::new(
                Exit::Locked,
                capital(&error.to_string()),
                "Join the vault with the recovery key: otp init --recover",
            )
        })
    }

    /// An identity that the passphrase opens and the vault does not know was left by a run that did not get further,
    /// or its device was removed: it makes way. Any other may be of use.
    pub(super) fn put_useless_identity_aside(
        &self,
        open: &Open,
        wish: &NewVault<'_>,
    ) -> Result<(), Error> {
        let identity = &self.places.identity;
        if identity.symlink_metadata().is_err() {
            return Ok(());
        }
        let key = self.wrapped_identity().ok().and_then(|wrapped| {
            let key = unwrap(&wrapped, wish.passphrase.secret());
            key.ok()
        });
        let is_known = |key: DeviceKey| {
            let device = key.recipient().and_then(|own| open.vault().device(own));
            device.is_some_and(Device::is_active)
        };
        let file = shell_word(identity);
        let advice = match key.map(is_known) {
            Some(false) => {
                files::put_aside(identity).map_err(StoreError::File)?;
                return Ok(());
            }
            Some(true) => "It opens the vault, with the passphrase that you gave.".to_owned(),
            None => format!("If it no longer opens the vault: mv {file} {file}.old"),
        };
        let what = format!("This device has an identity already: {file}");
        Err(Error::new(Exit::Refused, what, advice))
    }

    /// One process at a time makes, joins or changes what opens the vault here.
    pub(super) fn lock_identity(&self) -> Result<Lock, Error> {
        let folder = &self.places.state_folder;
        files::create_folder(folder).map_err(StoreError::File)?;
        let lock = files::lock(&folder.join(".identity.age.lock"), TIMEOUT);
        let lock = lock.map_err(|error| match error {
            LockError::Busy(_) => StoreError::Busy,
            LockError::File(error) => error.into(),
        })?;
        files::sweep(folder, &[IDENTITY_PREFIX]);
        Ok(lock)
    }

    pub(super) fn write_first_identity(&self, wrapped: &str) -> Result<(), Error> {
        let file = &self.places.identity;
        let written = files::create(file, IDENTITY_PREFIX, wrapped.as_bytes());
        written.map_err(|error| match error {
            // Somebody without our lock was faster.
            ReplaceError::Exists(_) => Error::new(
                Exit::Refused,
                format!("This device has an identity already: {}", shown(file)),
                "Try again: another program has just put it there.",
            ),
            ReplaceError::NotDurable(error) => {
                let _ = files::remove(file);
                StoreError::File(error).into()
            }
            ReplaceError::Failed(error) => StoreError::File(error).into(),
        })
    }

    /// The file as it is now; `None` when there is none.
    pub fn identity_as_it_is(&self) -> Result<Option<Vec<u8>>, Error> {
        match secret_file::read_wrapped(&self.places.identity) {
            Err(SecretFileError::Missing(_)) => Ok(None),
            _ => self.wrapped_identity().map(Some),
        }
    }

    /// Puts another wrapping in the place of `before`, which must still be there. Call it under the lock.
    pub(super) fn replace_identity(
        &self,
        before: Option<&[u8]>,
        wrapped: &str,
    ) -> Result<(), Error> {
        if self.identity_as_it_is()?.as_deref() != before {
            return Err(Error::new(
                Exit::Refused,
                "Another process has changed the passphrase meanwhile",
                "That one holds; nothing else was changed.",
            ));
        }
        let file = &self.places.identity;
        files::write(file, IDENTITY_PREFIX, wrapped.as_bytes()).map_err(|error| match error {
            ReplaceError::NotDurable(error) => Error::new(
                Exit::Vault,
                format!("The key of this device is written, but whether it would survive a power cut is unknown: {error}"),
                "Check the disk; run the command again when it is well.",
            ),
            other => StoreError::from(other).into(),
        })
    }

    /// The content of `identity.age`: a key, wrapped by the passphrase.
    pub(super) fn wrap(
        &self,
        key: &DeviceKey,
        vault: &VaultId,
        device: &Label,
        wish: &NewVault<'_>,
    ) -> Result<String, Error> {
        if !memory::has_room(keys::memory(wish.work_factor)) {
            return Err(too_little_memory(wish.work_factor));
        }
        let created = self.system.clock.now().rfc3339();
        let file = key.to_file(vault, device, &created);
        keys::wrap(&file, wish.passphrase.secret(), wish.work_factor).map_err(|error| match error {
            WrapError::WorkFactor => Error::usage(
                "The work factor must lie between 14 and 20",
                "18 is the usual one.",
            ),
            WrapError::EmptyPassphrase | WrapError::Failed => Error::new(
                Exit::Failed,
                "The identity could not be encrypted",
                "Try again.",
            ),
        })
    }
}

/// Takes the passphrase off an identity file, if the memory suffices.
pub(in crate::app) fn unwrap(
    file: &[u8],
    passphrase: &SecretString,
) -> Result<DeviceKey, UnwrapError> {
    let mut factors = (0..=keys::LARGEST_WORK_FACTOR).rev();
    let most = factors.find(|&factor| memory::has_room(keys::memory(factor)));
    keys::unwrap(file, passphrase, most.unwrap_or(0))
}

/// scrypt would take more memory than there is.
pub(super) fn too_little_memory(work_factor: u8) -> Error {
    let needed = keys::memory(work_factor) >> 20;
    Error::new(
        Exit::Locked,
        format!(
            "The passphrase needs {needed} MiB of memory (work factor {work_factor}), and that much is not free"
        ),
        "Close other programs or raise the limit (ulimit -v); `otp passwd --work-factor 16` needs a quarter where it can run.",
    )
}
