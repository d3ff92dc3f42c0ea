//! What opens the vault: passphrase, devices, recovery key.

use crate::account::Label;
use crate::app::open::create::NewVault;
use crate::app::random::random;
use crate::app::{App, Error, Exit, Open, quoted};
use crate::vault::keys::DeviceKey;
use crate::vault::pins::Pins;
use crate::vault::saves;
use crate::vault::{Device, Role, crypt};

impl App {
    /// Wraps this device's identity by another passphrase; the vault is not touched. `before` is the identity as it was
    /// when the user began: what another process has changed since is left alone.
    pub fn change_passphrase(
        &self,
        open: &Open,
        before: Option<&[u8]>,
        wish: &NewVault<'_>,
    ) -> Result<(), Error> {
        let key = open.key();
        let device = key
            .recipient()
            .and_then(|recipient| open.vault().device(recipient))
            .filter(|device| device.role == Role::Device);
        // A session or a keyring item may hold the key of another device of the same person.
        let pins = self.pins();
        let own = pins.as_ref().and_then(Pins::own);
        let is_own =
            |device: &&Device| own.is_none_or(|own| own == saves::short(&device.recipient));
        let Some(device) = device.filter(is_own) else {
            return Err(Error::new(
                Exit::Refused,
                "The vault was opened by a key that is not this device's own",
                "Leave --identity out, or join with `otp init --recover` first.",
            ));
        };
        let wrapped = self.wrap(key, open.vault().id(), &device.name, wish)?;
        if let Some(memory) = &self.memory {
            memory.keep_identity(wrapped.as_bytes());
            return Ok(());
        }
        let _lock = self.lock_identity()?;
        self.replace_identity(before, &wrapped)
    }

    /// A line for each key that opens the vault.
    pub fn key_lines(&self, open: &Open) -> Vec<String> {
        let own = open.key().recipient();
        let mut devices: Vec<&Device> = open
            .vault()
            .devices()
            .filter(|device| device.is_active())
            .collect();
        devices.sort_by_key(|device| {
            let recovery = device.role == Role::Recovery;
            (device.added, recovery, device.name.to_string())
        });
        let width = devices
            .iter()
            .map(|device| device.name.as_str().chars().count())
            .max()
            .unwrap_or(0);
        devices
            .into_iter()
            .map(|device| {
                let what = match device.role {
                    Role::Recovery => "recovery",
                    Role::Device if own == Some(device.recipient.as_str()) => "this key",
                    Role::Device => "device",
                };
                format!(
                    "{:<width$}  {what:<8}  {}",
                    device.name.as_str(),
                    Label::new(&device.recipient)
                )
            })
            .collect()
    }

    /// Four words that are the same on every device of a vault.
    pub fn fingerprint(&self, open: &Open) -> String {
        open.vault().fingerprint().join(" ")
    }
}

impl Open {
    /// Lets a further recipient open the vault; returns its name.
    pub fn add_key(&mut self, recipient: &str, name: Option<&str>) -> Result<Label, Error> {
        if recipient.starts_with("AGE-SECRET-KEY") || recipient.starts_with("AGE-PLUGIN") {
            return Err(Error::usage(
                "That is the secret half of a key, and other users can see arguments",
                "Give the recipient, which begins with age1. Do not use that key any more.",
            ));
        }
        if !crypt::is_recipient(recipient) {
            return Err(Error::usage(
                "That is not an age recipient",
                "It begins with age1; `age-keygen -y FILE` prints that of an identity.",
            ));
        }
        let name = Some(Label::new(name.unwrap_or_default()))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| Label::new(&short(recipient)));
        let now = self.clock_now();
        let (named, recipient) = (name.clone(), recipient.to_owned());
        self.update(move |vault| {
            vault
                .add_device(named.clone(), &recipient, Role::Device, now)
                .map_err(Error::from)
        })?;
        Ok(name)
    }

    /// Adds the key of this device. The key that opened the vault for that is at hand: were it the recovery key,
    /// that would be confirmed.
    pub fn add_device(&mut self, name: &Label, key: &DeviceKey) -> Result<(), Error> {
        let now = self.clock_now();
        let recipient = key.recipient().unwrap_or_default().to_owned();
        let opener = self.key().recipient().unwrap_or_default().to_owned();
        self.update(|vault| {
            vault.confirm_recovery(&opener, true);
            vault
                .add_device(name.clone(), &recipient, Role::Device, now)
                .map_err(Error::from)
        })
    }

    /// Shuts a key out; returns its name.
    pub fn remove_key(&mut self, name: &str) -> Result<Label, Error> {
        let matching: Vec<&Device> = self
            .vault()
            .devices()
            .filter(|device| device.is_active())
            .filter(|device| {
                device.recipient == name || device.name.as_str().eq_ignore_ascii_case(name)
            })
            .collect();
        let device = match matching.as_slice() {
            [] => {
                return Err(Error::new(
                    Exit::NotFound,
                    format!("No key is called {}", quoted(name)),
                    "`otp key list` shows them.",
                ));
            }
            [one] => *one,
            several => {
                let lines = several
                    .iter()
                    .map(|device| format!("{}  {}", device.name, device.recipient))
                    .collect();
                return Err(Error::new(
                    Exit::Ambiguous,
                    format!("{} keys are called {}", several.len(), quoted(name)),
                    "Give the recipient instead of the name.",
                )
                .with_details(lines));
            }
        };
        if device.role == Role::Recovery {
            return Err(Error::new(
                Exit::Refused,
                "The recovery key cannot be removed without another",
                "`otp key recovery` replaces it.",
            ));
        }
        if self.key().recipient() == Some(device.recipient.as_str()) {
            return Err(Error::new(
                Exit::Refused,
                "That is the key which opened the vault just now",
                "Remove it from another device.",
            ));
        }
        let (named, recipient) = (device.name.clone(), device.recipient.clone());
        let (token, by, now) = (random()?, self.own_name(), self.clock_now());
        self.update(|vault| {
            vault
                .remove_device(&recipient, token, &by, now)
                .map_err(Error::from)
        })?;
        Ok(named)
    }

    pub(super) fn own_name(&self) -> Label {
        let own = self
            .key()
            .recipient()
            .and_then(|recipient| self.vault().device(recipient));
        own.map(|device| device.name.clone()).unwrap_or_default()
    }
}

fn short(recipient: &str) -> String {
    recipient.chars().take(12).collect()
}
