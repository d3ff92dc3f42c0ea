//! One save: seal, replace durably, pin, back up.

use std::path::Path;

use super::file_names::prefix;
use super::{CAP, Found, Notice, Repo, StoreError, history};
use crate::account::Timestamp;
use crate::app::store::backups::{Maker, Snapshot};
use crate::system::files::{self, Fingerprint, ReplaceError};
use crate::vault::pins::{self, Pins, Verdict};
use crate::vault::saves::{self, Saves};
use crate::vault::{Device, Vault, crypt};

/// One save: what lies between the changed vault and the file on the disk.
pub(super) struct Save<'a> {
    pub(super) repo: &'a Repo,
    pub(super) target: &'a Path,
    pub(super) before: &'a Found,
    /// What the change began with, where that lies in no file: others' saves were joined in.
    pub(super) joined: Option<&'a Vault>,
    /// Whether a person here changed anything, or what others saved was only joined.
    pub(super) maker: Maker,
    pub(super) now: Timestamp,
}

impl Save<'_> {
    /// `None` when the file was replaced since it was read: nothing was written. `adopted` is a file that holds
    /// `vault` already.
    pub(super) fn write(
        &self,
        vault: &Vault,
        adopted: Option<Vec<u8>>,
    ) -> Result<Option<(Fingerprint, Vec<Notice>)>, StoreError> {
        let repo = self.repo;
        let mut notices = Vec::new();
        let bytes = match adopted {
            Some(bytes) => bytes,
            None => self.sealed(vault, &mut notices)?,
        };
        if bytes.len() as u64 > CAP {
            return Err(StoreError::TooLarge);
        }
        let prepared = files::prepare(self.target, &prefix(self.target), &bytes)?;
        let fingerprint = prepared.fingerprint()?;
        if files::fingerprint(self.target)? != Some(self.before.fingerprint) {
            return Ok(None);
        }
        self.announce_keys(vault)?;
        let is_kept = self.keep_before(&mut notices);
        let is_backed_up = !self.keep_joined(&mut notices) && is_kept;
        let durable = match prepared.replace(self.target) {
            Err(ReplaceError::NotDurable(error)) => Err(StoreError::NotDurable(error)),
            replaced => {
                replaced?;
                Ok(())
            }
        };
        // The backup first: pins that tell of a save which no backup has would be of no help.
        self.keep_after(vault, &bytes, is_backed_up, &mut notices);
        repo.pin(vault, &bytes, self.before.pins.as_ref(), &mut notices);
        durable?;
        Ok(Some((fingerprint, notices)))
    }

    /// What cannot be sealed to is left out, loudly; but a key that is new must be able to open the vault, and so must
    /// the one that saves.
    fn sealed(&self, vault: &Vault, notices: &mut Vec<Notice>) -> Result<Vec<u8>, StoreError> {
        let (bytes, left_out) = crypt::seal_to_all_possible(vault, &self.repo.dialog)?;
        for (device, error) in left_out {
            let before = self.before.vault.device(&device.recipient);
            let is_new = !before.is_some_and(Device::is_active);
            if is_new || self.repo.own_recipient(vault) == Some(&device.recipient) {
                return Err(error.into());
            }
            notices.push(Notice::NotSealedTo(device.name.clone(), error));
        }
        Ok(bytes)
    }

    /// A change of keys changes the token too: were it pinned only afterwards, a crash in between would make this
    /// device warn of itself. And where it cannot be pinned, nothing is changed.
    fn announce_keys(&self, vault: &Vault) -> Result<(), StoreError> {
        let before = self.before;
        if before.vault.has_same_keys(vault) {
            return Ok(());
        }
        let pins = before.pins.clone();
        let pins =
            pins.unwrap_or_else(|| Pins::pin(&before.vault, pins::fingerprint(&before.bytes)));
        match self.repo.write_pins(&pins.expecting(vault)) {
            // It is there now; whether for ever, the next one finds out.
            Ok(()) | Err(ReplaceError::NotDurable(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps the old ciphertext unless it is our own last save, which was kept then. True when it was.
    fn keep_before(&self, notices: &mut Vec<Notice>) -> bool {
        let before = self.before;
        if before.verdict == Verdict::Stale {
            // Not our past: it is put aside where neither history nor repair looks.
            let kept = self.repo.backups().put_aside(&before.bytes, self.now);
            notices.extend(kept.err().map(Notice::BackupFailed));
            return false;
        }
        let (backups, id) = (self.repo.backups(), before.vault.id());
        let seq = self.repo.own_seq(&before.vault);
        // The disk may have been full then.
        let is_kept = |newest: Snapshot| newest.seq == seq && newest.looks_whole();
        if before.is_last && backups.list(id).pop().is_some_and(is_kept) {
            return true;
        }
        let maker = if before.is_last {
            Maker::Here
        } else {
            Maker::Elsewhere
        };
        let kept = backups.keep(id, (seq, maker), &before.bytes, self.now);
        notices.extend(kept.err().map(Notice::BackupFailed));
        false
    }

    /// Keeps what the change began with, so that undoing it leaves alone what others saved. True when it was joined.
    fn keep_joined(&self, notices: &mut Vec<Notice>) -> bool {
        let Some(joined) = self.joined else {
            return false;
        };
        let Ok((bytes, _)) = crypt::seal_to_all_possible(joined, &self.repo.dialog) else {
            return true;
        };
        let seq = self.repo.own_seq(joined);
        let backups = self.repo.backups();
        let kept = backups.keep(joined.id(), (seq, Maker::Elsewhere), &bytes, self.now);
        notices.extend(kept.err().map(Notice::BackupFailed));
        true
    }

    /// Keeps the new ciphertext. Using codes must not push history out: a save that only moved counters takes
    /// the place of the backup before it.
    fn keep_after(&self, vault: &Vault, bytes: &[u8], was_kept: bool, notices: &mut Vec<Notice>) {
        let (backups, id) = (self.repo.backups(), vault.id());
        let seq = self.repo.own_seq(vault);
        let old_seq = self.repo.own_seq(&self.before.vault);
        let newest = backups.list(id).pop();
        let redundant = newest.filter(|newest| {
            was_kept && newest.seq == old_seq && vault.has_same_content(&self.before.vault)
        });
        let kept = match redundant {
            Some(old) => backups.supersede(&old, id, seq, bytes),
            None => backups
                .keep(id, (seq, self.maker), bytes, self.now)
                .map(drop),
        };
        notices.extend(kept.err().map(Notice::BackupFailed));
    }
}

impl Repo {
    /// Removes old backups. Undos count apart: many of them must not push out what they lead back to.
    pub(super) fn prune_backups(&self, vault: &Vault) {
        let steps = history::steps(self);
        let is_step = |snapshot: &Snapshot| steps.contains_key(&snapshot.taken.seconds());
        self.backups().prune(vault.id(), is_step);
    }

    /// By when what lies in the bin must be over to go for good. One jump of the clock must not empty it: only days
    /// count on which the vault was saved, and the last two of them may be the jump.
    pub(super) fn surely_past(&self, vault: &Vault, now: Timestamp) -> Option<Timestamp> {
        let day = self.backups().days(vault.id()).into_iter().nth(2)?;
        Some(day.min(now))
    }

    /// Our entry in the list of devices: by the key's recipient or, for plugins, by their name.
    pub(super) fn own_recipient<'a>(&'a self, vault: &'a Vault) -> Option<&'a str> {
        if let Some(recipient) = self.key.recipient() {
            return Some(recipient);
        }
        let device = vault.device_of_plugin(&self.key.plugin()?)?;
        Some(&device.recipient)
    }

    /// By what names the saves of this device go: of the key that opens the vault, and of the one that is pinned.
    pub(super) fn own_names(&self, vault: &Vault) -> Vec<String> {
        let opener = self.own_recipient(vault).map(saves::short);
        let plugin = self.key.plugin().map(|plugin| saves::short(&plugin));
        let pins = self.pins(&mut Vec::new()).ok().flatten();
        let pinned = pins.and_then(|pins| pins.own().map(str::to_owned));
        [opener, plugin, pinned].into_iter().flatten().collect()
    }

    pub(super) fn own_seq(&self, vault: &Vault) -> u64 {
        let own = self.own_recipient(vault);
        own.and_then(|own| vault.saves_of(own))
            .map_or(0, Saves::number)
    }

    /// Adds one to the number of the key's saves, which never falls behind what was pinned.
    pub(super) fn count_save(
        &self,
        vault: &mut Vault,
        pins: Option<&Pins>,
    ) -> Result<(), StoreError> {
        let bits = getrandom::u64().map_err(|_| StoreError::NoRandomness)?;
        let own = match self.own_recipient(vault) {
            Some(own) => own.to_owned(),
            // A plugin's key that nobody knows the recipient of.
            None => self.key.plugin().unwrap_or_default(),
        };
        let least = pins.map_or(0, |pins| pins.seq(&own)).saturating_add(1);
        vault.count_save(&own, least, bits);
        Ok(())
    }
}
