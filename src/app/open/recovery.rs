//! The recovery key: handed over to its owner before the vault depends on it, and confirmed by somebody who has it.

use std::path::Path;

use zeroize::Zeroizing;

use crate::account::SecretText;
use crate::app::random::random;
use crate::app::{App, Error, Exit, Open};
use crate::formats::export::sheet::{self, RecoveryKey};
use crate::qr::draw::svg_of;
use crate::system::files;
use crate::vault::keys::DeviceKey;
use crate::vault::pins::Pins;

/// How a new recovery key reaches its owner.
pub enum HandOver<'a> {
    /// In this file, which must not be there yet: on the disk before the vault is saved, gone if that fails.
    File(&'a Path),
    /// The same as a page to be printed.
    Sheet(&'a Path),
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

/// A recovery key as it is written down.
pub struct Groups<'a> {
    /// What all of them begin with.
    pub prefix: &'a str,
    /// The rest, four letters each.
    pub groups: Vec<&'a str>,
}

/// The key in groups of four letters.
pub fn groups(key: &SecretText) -> Groups<'_> {
    let text = key.expose();
    let begins = text.rfind('-').map_or(0, |dash| dash + 1);
    let (prefix, rest) = text.split_at_checked(begins).unwrap_or(("", text));
    let mut groups = Vec::with_capacity(rest.len().div_ceil(4));
    let mut left = rest;
    while !left.is_empty() {
        let (group, others) = left.split_at_checked(4).unwrap_or((left, ""));
        groups.push(group);
        left = others;
    }
    Groups { prefix, groups }
}

/// True when what was typed is the group that was asked for, or the whole key.
pub fn is_group(key: &SecretText, place: usize, typed: &str) -> bool {
    let typed = Zeroizing::new(typed.split_whitespace().collect::<String>());
    let group = groups(key).groups.get(place).copied();
    let is = |text: &str| typed.eq_ignore_ascii_case(text);
    group.is_some_and(is) || is(key.expose())
}

/// Whether somebody has the recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// It is in a file on the disk, or a part of it was typed.
    Given,
    /// It was shown, and nobody has confirmed having it.
    Missing,
}

impl HandOver<'_> {
    /// Hands the key over. Nothing depends on it yet: an error here changes nothing.
    pub(super) fn give(&mut self, app: &App, key: &SecretText) -> Result<Confirmation, Error> {
        match self {
            Self::File(file) => {
                app.write_recovery_key(file, key)?;
                Ok(Confirmation::Given)
            }
            Self::Sheet(file) => {
                app.write_recovery_sheet(file, key)?;
                Ok(Confirmation::Given)
            }
            Self::Shown(show) => show(key),
            Self::Later => Ok(Confirmation::Missing),
        }
    }

    /// After a save that did not come about: a key that opens nothing must not lie around.
    pub(super) fn take_back(&self) {
        if let Self::File(file) | Self::Sheet(file) = self {
            let _ = files::remove(file);
        }
    }
}

impl App {
    /// Writes the key into a new file that only its owner may read.
    pub fn write_recovery_key(&self, file: &Path, key: &SecretText) -> Result<(), Error> {
        let line = Zeroizing::new(format!("{}\n", key.expose()));
        self.write_new_private_file(file, line.as_bytes())
    }

    /// Writes the key as a page to be printed into a new file that only its owner may read.
    pub fn write_recovery_sheet(&self, file: &Path, key: &SecretText) -> Result<(), Error> {
        let Groups { prefix, groups } = groups(key);
        let written = RecoveryKey {
            whole: key.expose(),
            prefix,
            groups: &groups,
        };
        let page = sheet::recovery(&written, self.now(), &svg_of);
        self.write_new_private_file(file, &page)
    }

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
        let (token, by, now) = (random()?, self.own_name(), self.clock_now());
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
                .map_err(Error::from)?;
            vault.confirm_recovery(recipient, confirmation == Confirmation::Given);
            Ok(())
        })
    }
}

/// What was typed or read is something else.
pub(super) fn not_a_recovery_key() -> Error {
    Error::new(
        Exit::Locked,
        "That is not a recovery key",
        "It is one line that begins with AGE-SECRET-KEY-1.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_in_groups_and_one_of_them_is_asked_back() {
        let key = SecretText::from("AGE-SECRET-KEY-1LZZUHLU73VKDXX95K9U8P6");
        let written = groups(&key);
        assert_eq!(written.prefix, "AGE-SECRET-KEY-");
        assert_eq!(written.groups.concat(), "1LZZUHLU73VKDXX95K9U8P6");
        assert_eq!(written.groups.last(), Some(&"8P6"));
        assert!(is_group(&key, 1, " uhlu "));
        assert!(is_group(
            &key,
            1,
            "age-secret-key- 1LZZ UHLU 73VK DXX9 5K9U 8P6"
        ));
        for wrong in ["", "1LZZ", "UHL", "UHLUX"] {
            assert!(!is_group(&key, 1, wrong), "{wrong}");
        }
        assert!(!is_group(&key, 99, ""));
    }
}
