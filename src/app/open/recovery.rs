//! The recovery key: handed over to its owner before the vault depends on it, and confirmed by somebody who has it.

use std::path::Path;

use crate::account::SecretText;
use crate::app::open::create::not_a_recovery_key;
use crate::app::{App, Error, Exit, Open};
use crate::system::files;
use crate::vault::keys::DeviceKey;
use crate::vault::pins::Pins;

/// How a new recovery key reaches its owner.
pub enum HandOver<'a> {
    /// In this file, which must not be there yet: on the disk before the vault is saved, gone if that fails.
    File(&'a Path),
    /// Shown by the front end, which asks for a part of it.
    Shown(&'a mut dyn FnMut(&SecretText) -> Result<Confirmation, Error>),
    /// Shown afterwards; until it is confirmed the vault says so.
    Later,
}

/// How many letters at the end of the key are asked back, to see that it was written down.
const ASKED_BACK: usize = 6;

/// True when what was typed is the end of the key that was asked for.
pub fn is_its_end(key: &SecretText, typed: &str) -> bool {
    let key = key.expose();
    let wanted = key.get(key.len().saturating_sub(ASKED_BACK)..);
    wanted.is_some_and(|wanted| typed.trim().eq_ignore_ascii_case(wanted))
}

/// Whether somebody has the recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// It is in a file on the disk, or a part of it was typed.
    Given,
    /// It was shown, and nobody has confirmed to have it.
    Missing,
}

impl HandOver<'_> {
    /// Hands the key over. Nothing depends on it yet: an error here changes nothing.
    pub(super) fn give(&mut self, app: &App, key: &SecretText) -> Result<Confirmation, Error> {
        match self {
            Self::File(file) => {
                app.write_new_private_file(file, format!("{}\n", key.expose()).as_bytes())?;
                Ok(Confirmation::Given)
            }
            Self::Shown(show) => show(key),
            Self::Later => Ok(Confirmation::Missing),
        }
    }

    /// After a save that did not come about: a key that opens nothing must not lie around.
    pub(super) fn take_back(&self) {
        if let Self::File(file) = self {
            let _ = files::remove(file);
        }
    }
}

impl App {
    /// True while nobody has confirmed to have the vault's recovery key. `open` knows best; where the vault is shut,
    /// this device remembers.
    pub fn lacks_recovery(&self, open: Option<&Open>) -> bool {
        match open {
            Some(open) => !open.vault().is_recovery_confirmed(),
            None => self
                .pins()
                .as_ref()
                .is_some_and(Pins::is_recovery_unconfirmed),
        }
    }

    /// Notes that somebody has the recovery key, if `typed` is it.
    pub fn check_recovery(&self, open: &mut Open, typed: &SecretText) -> Result<(), Error> {
        let key = DeviceKey::parse(typed.expose().trim()).map_err(|_| not_a_recovery_key())?;
        let recipient = key.recipient().unwrap_or_default();
        if !open
            .vault()
            .recovery_keys()
            .any(|own| own.recipient == recipient)
        {
            return Err(Error::new(
                Exit::Locked,
                "That is not the recovery key of this vault",
                "Look for a later one; `otp key recovery` makes a new one.",
            ));
        }
        open.confirm_recovery(recipient)
    }
}

impl Open {
    /// Notes that somebody has the recovery key with this recipient.
    pub fn confirm_recovery(&mut self, recipient: &str) -> Result<(), Error> {
        self.update(|vault| {
            vault.confirm_recovery(recipient, true);
            Ok(())
        })
    }

    /// Replaces the recovery key, once the new one is where it cannot get lost; returns it.
    pub fn new_recovery_key(
        &mut self,
        app: &App,
        mut hand_over: HandOver<'_>,
    ) -> Result<SecretText, Error> {
        let key = DeviceKey::generate();
        let recipient = key.recipient().unwrap_or_default().to_owned();
        let confirmation = hand_over.give(app, key.line())?;
        let saved = self.replace_recovery(&recipient, confirmation);
        if let Err(error) = saved {
            // What was saved after all, durably or not, needs its key.
            let is_out = |open: &Open| open.vault().device(&recipient).is_none();
            let now = Open::with_key(app, self.key().clone());
            if now.as_ref().is_ok_and(is_out) {
                hand_over.take_back();
            }
            return Err(error);
        }
        Ok(key.line().clone())
    }

    fn replace_recovery(
        &mut self,
        recipient: &str,
        confirmation: Confirmation,
    ) -> Result<(), Error> {
        let keys = |vault: &crate::vault::Vault| {
            let keys = vault.recovery_keys();
            keys.map(|key| key.recipient.clone()).collect::<Vec<_>>()
        };
        let before = keys(self.vault());
        let (token, by, now) = (self.random_token()?, self.own_name(), self.clock_now());
        self.update(|vault| {
            if keys(vault) != before {
                return Err(Error::new(
                    Exit::Refused,
                    "Another process has made a new recovery key meanwhile",
                    "That one opens the vault; nothing else was changed.",
                ));
            }
            vault
                .replace_recovery("recovery key".into(), recipient, token, &by, now)
                .map_err(super::keys::device_error)?;
            vault.confirm_recovery(recipient, confirmation == Confirmation::Given);
            Ok(())
        })
    }
}
