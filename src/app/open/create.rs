//! Making a vault, and joining one with the recovery key.

use age::secrecy::SecretString;

use crate::account::{Label, SecretText, capital, shell_word, shown};
use crate::app::open::ask::unreadable_passphrase;
use crate::app::open::passphrase::NewPassphrase;
use crate::app::open::recovery::{Confirmation, HandOver, not_a_recovery_key};
use crate::app::open::unlock::read_given;
use crate::app::random::random;
use crate::app::store::StoreError;
use crate::app::{App, Error, Exit, Open};
use crate::system::files;
use crate::system::paths::Places;
use crate::vault::keys::DeviceKey;
use crate::vault::{Role, Vault};

/// What a new vault, or a new device of a vault, needs to know.
pub struct NewVault<'a> {
    /// Wraps the identity of this device.
    pub passphrase: NewPassphrase,
    /// log2 N of scrypt.
    pub work_factor: u8,
    /// Name of this device; that of the machine when there is none.
    pub device: Option<&'a str>,
}

impl App {
    /// Refuses when there is a vault or an identity already.
    pub fn check_no_vault(&self) -> Result<(), Error> {
        let Places {
            vault, identity, ..
        } = &self.places;
        if files::is_foreign_link(vault) {
            return Err(Error::new(
                Exit::Refused,
                format!("{} is a link that another user made", shown(vault)),
                "Remove it, or choose another folder with --vault DIR.",
            ));
        }
        self.check_places()?;
        if self.has_vault() {
            let what = format!("There is a vault already: {}", shown(vault));
            return Err(Error::new(
                Exit::Refused,
                what,
                "To join it with the recovery key: otp init --recover",
            ));
        }
        if self.memory.is_none() && identity.exists() {
            let (what, file) = (
                "There is an identity without its vault",
                shell_word(identity),
            );
            let advice = format!(
                "If its vault is elsewhere, give --vault DIR; if it is gone for good, or was never finished: mv {file} {file}.old"
            );
            return Err(Error::new(Exit::Refused, format!("{what}: {file}"), advice));
        }
        Ok(())
    }

    /// The passphrase given by an option, if one is.
    pub fn given_passphrase(&self) -> Result<Option<SecretString>, Error> {
        let given = self.options.passphrase.as_ref();
        let given = given.map(read_given).transpose();
        given.map_err(|error| unreadable_passphrase(&error))
    }

    /// Makes the vault with a key for this device and a recovery key, which is handed over before anything is made,
    /// and returned.
    pub fn create(
        &self,
        wish: &NewVault<'_>,
        mut hand_over: HandOver<'_>,
    ) -> Result<(Open, SecretText), Error> {
        self.check_no_vault()?;
        let device = DeviceKey::generate();
        let recovery = DeviceKey::generate();
        let mut vault = Vault::new(u64::from_le_bytes(random()?), random()?);
        let now = self.system.clock.now();
        let named = self.device_name(wish.device);
        add_key(&mut vault, &named, &device, Role::Device, now)?;
        let paper = Label::new("recovery key");
        add_key(&mut vault, &paper, &recovery, Role::Recovery, now)?;
        let wrapped = self.wrap(&device, vault.id(), &named, wish)?;
        let confirmation = hand_over.give(self, recovery.line())?;
        let is_confirmed = confirmation == Confirmation::Given;
        vault.confirm_recovery(recovery.recipient().unwrap_or_default(), is_confirmed);
        let made = self.make(&wrapped, device, vault);
        let open = made.map_err(|(error, is_there)| {
            if !is_there {
                hand_over.take_back();
            }
            error
        })?;
        Ok((open, recovery.line().clone()))
    }

    /// Writes identity and vault, the identity first: a vault that nothing opens must never exist. The error comes
    /// with whether the vault is there all the same.
    fn make(&self, wrapped: &str, device: DeviceKey, vault: Vault) -> Result<Open, (Error, bool)> {
        let nothing = |error| (error, false);
        if let Some(memory) = &self.memory {
            memory.keep_identity(wrapped.as_bytes());
            return Open::create(self, device, vault).map_err(|error| nothing(error.into()));
        }
        let _lock = self.lock_identity().map_err(nothing)?;
        self.check_no_vault().map_err(nothing)?;
        self.write_first_identity(wrapped).map_err(nothing)?;
        Open::create(self, device, vault).map_err(|error| {
            let is_there = matches!(error, StoreError::NotDurable(_));
            if !is_there {
                // It would be in the way of the next try.
                let _ = files::remove(&self.places.identity);
            }
            (error.into(), is_there)
        })
    }

    /// Opens the vault with the recovery key, to join it.
    pub fn open_with_recovery(&self, recovery: &SecretText) -> Result<Open, Error> {
        let key = DeviceKey::read(recovery).map_err(|_| not_a_recovery_key())?;
        Open::with_key(self, key)
    }

    /// Gives this device a key of its own in a vault that the recovery key has opened.
    pub fn join(&self, mut open: Open, wish: &NewVault<'_>) -> Result<Open, Error> {
        let device = DeviceKey::generate();
        let named = self.device_name(wish.device);
        let id = open.vault().id().clone();
        let wrapped = self.wrap(&device, &id, &named, wish)?;
        let _lock = self.lock_identity()?;
        self.put_useless_identity_aside(&open, wish)?;
        self.write_first_identity(&wrapped)?;
        if let Err(error) = open.add_device(&named, &device) {
            // What was saved after all, durably or not, needs its identity.
            let is_out = |open: &Open| {
                let recipient = device.recipient().unwrap_or_default();
                open.vault().device(recipient).is_none()
            };
            let now = Open::with_key(self, open.key().clone());
            if now.as_ref().is_ok_and(is_out) {
                let _ = files::remove(&self.places.identity);
            }
            return Err(error);
        }
        Open::with_own_key(self, device)
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
