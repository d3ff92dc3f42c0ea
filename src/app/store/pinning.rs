//! Pinning: `seen.toml`, where this device keeps what it last saw of the vault, and what it says about the file.

use std::path::PathBuf;
use std::time::Duration;

use super::conflict_copies::ConflictCopies;
use super::file_names::{SEEN_PREFIX, lock_path};
use super::{CAP, Found, Notice, Repo, StoreError, Succession};
use crate::account::Timestamp;
use crate::app::store::backups::{Maker, Snapshot};
use crate::system::files::{self, ReplaceError};
use crate::system::machine;
use crate::vault::arrival::{self, Arrival};
use crate::vault::pins::{self, Pins, Verdict};
use crate::vault::{Role, Vault, VaultId, crypt, saves};

/// A state of the vault that this device kept, and the bytes that hold it.
pub(super) struct Kept {
    pub(super) vault: Vault,
    pub(super) bytes: Vec<u8>,
}

/// The vault to go on with, and the backup it was joined with.
#[derive(Default)]
pub(super) struct Joined {
    /// `None` when the file holds all of it.
    pub(super) vault: Option<Vault>,
    pub(super) ours: Option<Kept>,
}

impl Repo {
    /// What becomes of a file that was found: refused, or joined with what this device had.
    pub(super) fn join(&self, found: &mut Found) -> Result<Joined, StoreError> {
        if found.is_last {
            return Ok(Joined::default());
        }
        let pins = match (&found.pins, found.verdict) {
            (Some(pins), Verdict::Known | Verdict::Newer | Verdict::Diverged) => pins.clone(),
            (Some(pins), Verdict::Stale) => return self.instead_of_stale(&pins.clone(), found),
            (Some(pins), Verdict::Rollback) if self.is_whole_with_copies(found, pins) => {
                pins.clone()
            }
            (_, Verdict::Rollback) => return Err(StoreError::RolledBack),
            (_, Verdict::Forged) => return Err(StoreError::Forged),
            (_, Verdict::Rekeyed) => {
                return Err(StoreError::Rekeyed(self.succession(found).into()));
            }
            (_, Verdict::Split) => return Err(StoreError::Split(self.succession(found).into())),
            _ => {
                found.notices.push(Notice::FirstSight);
                return Ok(Joined::default());
            }
        };
        let ours = self.newest_kept(&pins);
        let arrived = self.receive(&pins, &found.vault, ours.as_ref());
        let is_whole = arrived.vault == found.vault;
        if !is_whole {
            found.notices.push(Notice::PutBack {
                accounts: arrived.put_back,
                saves_of: arrived.saves_put_back,
                by: arrived.saved_by,
            });
        }
        if !arrived.saves_missing.is_empty() {
            let missing = arrived.saves_missing;
            found.notices.push(Notice::SavesMissing(missing));
        }
        if !arrived.counters.is_empty() {
            found.notices.push(Notice::CountersApart(arrived.counters));
        }
        if arrived.is_doubled {
            found.notices.push(Notice::SameKeyElsewhere);
        }
        Ok(Joined {
            vault: (!is_whole).then_some(arrived.vault),
            ours,
        })
    }

    /// True when an older file lost nothing: a sync tool gave it the name and put what is newer beside it.
    fn is_whole_with_copies(&self, found: &Found, pins: &Pins) -> bool {
        let target = files::resolve(&self.file);
        let copies = ConflictCopies::find(self, &target, &found.vault, found.bytes.len());
        pins.missing_in(&copies.merged_into(found.vault.clone()))
            .is_empty()
    }

    fn receive(&self, pins: &Pins, file: &Vault, ours: Option<&Kept>) -> Arrival {
        // The recovery key is at home on several machines.
        let own = self.own_recipient(file).and_then(|own| file.device(own));
        let own = own.filter(|own| own.role == Role::Device);
        let own = own.map(|own| own.recipient.as_str());
        arrival::receive(pins, file, ours.map(|kept| &kept.vault), own)
    }

    /// Our own state takes the place of one whose writer has not heard of a change of keys. What was changed there
    /// comes with that device: a key that was shut out knows the former token as well.
    fn instead_of_stale(&self, pins: &Pins, found: &mut Found) -> Result<Joined, StoreError> {
        let ours = self.newest_kept(pins).ok_or(StoreError::Stale)?;
        let by = self.receive(pins, &found.vault, None).saved_by;
        found.notices.push(Notice::StaleFile(by));
        Ok(Joined {
            vault: Some(ours.vault.clone()),
            ours: Some(ours),
        })
    }

    /// What a person should know before the keys of the file are accepted.
    fn succession(&self, found: &Found) -> Succession {
        let ours = found.pins.as_ref().and_then(|pins| self.newest_kept(pins));
        match ours {
            Some(ours) => Succession::between(&found.vault, &ours.vault),
            None => Succession::of(&found.vault),
        }
    }

    /// The newest backup that opens and has the pinned token.
    pub(super) fn newest_kept(&self, pins: &Pins) -> Option<Kept> {
        let snapshots = self.backups().list(pins.vault()).into_iter().rev();
        let mut kept = snapshots.filter_map(|snapshot| self.open_kept(&snapshot).ok());
        kept.find(|kept| pins.shares_token(&kept.vault))
    }

    fn open_kept(&self, snapshot: &Snapshot) -> Result<Kept, StoreError> {
        let path = &snapshot.path;
        let (bytes, _) =
            files::read(path, CAP)?.ok_or(StoreError::Missing { path: path.clone() })?;
        let vault = crypt::open(&bytes, &self.key, &self.dialog)
            .map_err(|error| StoreError::opening(error, path))?;
        Ok(Kept { vault, bytes })
    }

    /// Opens a backup.
    pub fn open_snapshot(&self, snapshot: &Snapshot) -> Result<Vault, StoreError> {
        self.open_kept(snapshot).map(|kept| kept.vault)
    }

    fn pins_path(&self) -> PathBuf {
        self.state.join("seen.toml")
    }

    pub(super) fn pins(&self, notices: &mut Vec<Notice>) -> Result<Option<Pins>, StoreError> {
        let Some((bytes, _)) = files::read(&self.pins_path(), 1 << 20)? else {
            return Ok(None);
        };
        let pins = std::str::from_utf8(&bytes).ok().and_then(Pins::read);
        match &pins {
            None => notices.push(Notice::PinsDamaged),
            Some(pins) => {
                let machine = this_machine(pins.vault());
                let is_copied = machine.is_some_and(|machine| pins.come_from_elsewhere(&machine));
                notices.extend(is_copied.then_some(Notice::FromAnotherMachine));
            }
        }
        Ok(pins)
    }

    pub(super) fn pin(
        &self,
        vault: &Vault,
        bytes: &[u8],
        before: Option<&Pins>,
        notices: &mut Vec<Notice>,
    ) {
        let own = match self.ownership {
            super::Ownership::OfThisDevice => self.own_recipient(vault).map(saves::short),
            super::Ownership::Unknown => before.and_then(|pins| pins.own().map(str::to_owned)),
        };
        let pins = Pins::pin(vault, pins::fingerprint(bytes)).on_device(own);
        let pins = pins.on_machine(this_machine(vault.id()), before);
        let written = self.write_pins(&pins);
        // Not pinned means that the next reader sees a newer vault: no harm, no reason to fail.
        notices.extend(written.err().map(Notice::PinsNotSaved));
    }

    /// True when the pins do not tell yet which key is this device's own, or on which machine they are.
    pub(super) fn is_device_news(&self, pins: Option<&Pins>) -> bool {
        let is_own = self.ownership == super::Ownership::OfThisDevice;
        pins.is_some_and(|pins| {
            is_own && pins.own().is_none()
                || this_machine(pins.vault()).is_some_and(|machine| pins.lack_machine(&machine))
        })
    }

    pub(super) fn write_pins(&self, pins: &Pins) -> Result<(), ReplaceError> {
        files::create_folder(&self.state).map_err(ReplaceError::Failed)?;
        files::write(&self.pins_path(), SEEN_PREFIX, pins.write().as_bytes())
    }

    /// A reader pins too, but never waits for it and never over a newer pin.
    pub(super) fn pin_what_was_read(&self, target: &std::path::Path, found: &Found) {
        let Ok(_lock) = files::lock(&lock_path(target), Duration::ZERO) else {
            return;
        };
        self.pin_found(found);
    }

    /// Pins the file as it was found, when it holds all that this device had. Under the lock.
    pub(super) fn pin_found(&self, found: &Found) {
        let mut ignored = Vec::new();
        let Ok(pins) = self.pins(&mut ignored) else {
            return;
        };
        let verdict = Pins::verdict(pins.as_ref(), &found.vault);
        if !matches!(verdict, Verdict::Fresh | Verdict::Newer | Verdict::Known) {
            return;
        }
        if pins
            .as_ref()
            .is_some_and(|pins| *pins.last() == pins::fingerprint(&found.bytes))
        {
            self.pin(&found.vault, &found.bytes, pins.as_ref(), &mut ignored);
            return;
        }
        let seq = self.own_seq(&found.vault);
        let (backups, id) = (self.backups(), found.vault.id());
        // The newest backup holds all that was ever pinned: it can repair what a sync tool drops.
        let now = backups.list(id).pop().map(|newest| newest.taken);
        if let Some(now) = now.or_else(|| newest_moment(&found.vault)) {
            let _ = backups.keep(id, (seq, Maker::Elsewhere), &found.bytes, now);
            self.prune_backups(&found.vault);
        }
        self.pin(&found.vault, &found.bytes, pins.as_ref(), &mut ignored);
    }
}

/// This machine, by a name that tells nobody which one it is.
fn this_machine(vault: &VaultId) -> Option<String> {
    let id = machine::id()?;
    Some(saves::short(&format!("{vault} {id}")))
}

/// The newest moment the vault itself knows: readers have no clock.
fn newest_moment(vault: &Vault) -> Option<Timestamp> {
    let added = vault.devices().map(|device| device.added).max();
    let newest = vault.newest_stamp().max(added);
    newest.map(Timestamp::from_millis)
}
