//! Making a vault, and joining one with the recovery key.

use age::secrecy::SecretString;

use crate::account::{Label, SecretText, shown};
use crate::app::accounts::copy::capital;
use crate::app::open::unlock::GivenPassphrase;
use crate::app::store::StoreError;
use crate::app::{App, Error, Exit, Open};
use crate::system::files::ReplaceError;
use crate::system::{files, secret_file};
use crate::vault::keys::{self, DeviceKey, WrapError};
use crate::vault::{Role, Vault, VaultId};

/// How temporary files of `identity.age` begin.
const IDENTITY_PREFIX: &str = ".identity-";

/// What a new vault, or a new device of a vault, needs to know.
pub struct NewVault<'a> {
    /// Wraps the identity of this device.
    pub passphrase: SecretString,
    /// log2 N of scrypt.
    pub work_factor: u8,
    /// Name of this device; that of the machine when there is none.
    pub device: Option<&'a str>,
}

impl App {
    /// Refuses when there is a vault or an identity already.
    pub fn check_no_vault(&self) -> Result<(), Error> {
        if self.has_vault() {
            let what = format!("There is a vault already: {}", shown(&self.places.vault));
            return Err(Error::new(
                Exit::Refused,
                what,
                "To join it with the recovery key: otp init --recover",
            ));
        }
        if self.memory.is_none() && self.places.identity.exists() {
            let what = format!(
                "There is an identity without its vault: {}",
                shown(&self.places.identity)
            );
            return Err(Error::new(
                Exit::Refused,
                what,
                "If its vault is gone for good, move the file away; if it is elsewhere, give --vault DIR.",
            ));
        }
        Ok(())
    }

    /// The passphrase given by an option, if one is.
    pub fn given_passphrase(&self) -> Result<Option<SecretString>, Error> {
        let given = match &self.options.passphrase {
            None => return Ok(None),
            Some(GivenPassphrase::File(path)) => secret_file::read_passphrase(path),
            Some(GivenPassphrase::Descriptor(number)) => secret_file::read_passphrase_from(*number),
        };
        given.map(Some).map_err(|error| {
            let what = format!("The passphrase cannot be read: {error}");
            Error::new(
                Exit::Locked,
                what,
                "Give it by --passphrase-file, --passphrase-fd or at the prompt.",
            )
        })
    }

    /// Makes the vault with a key for this device and a recovery key, which is returned to be shown once.
    pub fn create(&self, wish: &NewVault<'_>) -> Result<(Open, SecretText), Error> {
        self.check_no_vault()?;
        let device = DeviceKey::generate();
        let recovery = DeviceKey::generate();
        let mut vault = Vault::new(self.random_u64()?, self.random_token()?);
        let now = self.system.clock.now();
        let named = self.device_name(wish.device);
        add_key(&mut vault, &named, &device, Role::Device, now)?;
        add_key(
            &mut vault,
            &Label::new("recovery key"),
            &recovery,
            Role::Recovery,
            now,
        )?;
        // The identity first: a vault that nothing opens must never exist.
        let written = self.write_identity(
            &device,
            vault.id(),
            &named,
            &wish.passphrase,
            wish.work_factor,
        );
        let made = written.and_then(|()| Open::create(self, device, vault));
        let open = made.inspect_err(|_| {
            // It must not be in the way of the next try; but a vault that is there after all needs it.
            if !self.has_vault() {
                let _ = std::fs::remove_file(&self.places.identity);
            }
        })?;
        Ok((open, recovery.line().clone()))
    }

    /// Opens the vault with the recovery key, to join it.
    pub fn open_with_recovery(&self, recovery: &SecretText) -> Result<Open, Error> {
        let key = DeviceKey::parse(recovery.expose()).map_err(|_| {
            Error::new(
                Exit::Locked,
                "That is not a recovery key",
                "It is one line that begins with AGE-SECRET-KEY-1.",
            )
        })?;
        Open::with_key(self, key)
    }

    /// Gives this device a key of its own in a vault that the recovery key has opened.
    pub fn join(&self, mut open: Open, wish: &NewVault<'_>) -> Result<Open, Error> {
        if self.places.identity.exists() {
            let what = format!(
                "This device has an identity already: {}",
                shown(&self.places.identity)
            );
            return Err(Error::new(
                Exit::Refused,
                what,
                "Move it away if it no longer opens the vault.",
            ));
        }
        let device = DeviceKey::generate();
        let named = self.device_name(wish.device);
        let id = open.vault().id().clone();
        self.write_identity(&device, &id, &named, &wish.passphrase, wish.work_factor)
            .and_then(|()| open.add_device(&named, &device))
            .inspect_err(|_| {
                let _ = std::fs::remove_file(&self.places.identity);
            })?;
        Open::with_key(self, device)
    }

    /// Writes `identity.age`, wrapped by the passphrase.
    pub fn write_identity(
        &self,
        key: &DeviceKey,
        vault: &VaultId,
        device: &Label,
        passphrase: &SecretString,
        work_factor: u8,
    ) -> Result<(), Error> {
        let created = moment(self.system.clock.now().millis());
        let wrapped = keys::wrap(
            &key.to_file(vault, device, &created),
            passphrase,
            work_factor,
        )
        .map_err(|error| match error {
            WrapError::EmptyPassphrase => Error::new(
                Exit::Refused,
                "The passphrase is empty",
                "Choose one of several words.",
            ),
            WrapError::WorkFactor => Error::usage(
                "The work factor must lie between 14 and 20",
                "18 is the usual one.",
            ),
            WrapError::Failed => Error::new(
                Exit::Failed,
                "The identity could not be encrypted",
                "Try again.",
            ),
        })?;
        if let Some(memory) = &self.memory {
            memory.keep_identity(wrapped.as_bytes());
            return Ok(());
        }
        files::create_folder(&self.places.state_folder)
            .map_err(|error| Error::from(StoreError::File(error)))?;
        files::sweep(&self.places.state_folder, IDENTITY_PREFIX);
        files::write(&self.places.identity, IDENTITY_PREFIX, wrapped.as_bytes()).map_err(|error| {
            match error {
                ReplaceError::NotDurable(error) => Error::new(
                    Exit::Vault,
                    format!("The key of this device is written, but whether it would survive a power cut is unknown: {error}"),
                    "Check the disk; run the command again when it is well.",
                ),
                other => StoreError::from(other).into(),
            }
        })
    }

    /// What the user calls this device, else what the machine calls itself.
    pub fn device_name(&self, wish: Option<&str>) -> Label {
        let machine = || {
            self.system
                .environment
                .machine_name()
                .unwrap_or_else(|| "this device".to_owned())
        };
        Some(Label::new(wish.unwrap_or_default()))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| Label::new(&machine()))
    }

    /// Random bits of the operating system.
    pub fn random_u64(&self) -> Result<u64, Error> {
        getrandom::u64().map_err(|_| no_randomness())
    }

    /// 128 of them.
    pub fn random_token(&self) -> Result<[u8; 16], Error> {
        let mut token = [0; 16];
        getrandom::fill(&mut token).map_err(|_| no_randomness())?;
        Ok(token)
    }
}

/// Names a key in a vault that is about to be made.
pub(in crate::app) fn add_key(
    vault: &mut Vault,
    name: &Label,
    key: &DeviceKey,
    role: Role,
    now: crate::account::Timestamp,
) -> Result<(), Error> {
    let recipient = key.recipient().unwrap_or_default();
    vault
        .add_device(name.clone(), recipient, role, now)
        .map_err(|error| Error::new(Exit::Failed, capital(&error.to_string()), ""))
}

/// The system gave no random numbers: without them there is no key, no id and no token.
pub fn no_randomness() -> Error {
    Error::new(
        Exit::Failed,
        "The operating system gives no random numbers",
        "This machine cannot make keys now; try again later.",
    )
}

/// RFC 3339 in UTC, to the second.
pub fn moment(millis: u64) -> String {
    let seconds = i64::try_from(millis / 1000).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(seconds)
        .map(|moment| moment.to_string())
        .unwrap_or_default()
}
