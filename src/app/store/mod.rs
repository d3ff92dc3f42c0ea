//! Repo: the only two doors to the vault file, `read` and `update`. They own lock, trust, merging, backups and
//! durability, so that no caller can forget a step.

pub mod backups;
mod conflict_copies;
mod error;
mod file_names;
pub mod history;
pub mod memory;
mod notice;
mod pinning;
mod repair;
pub mod restore;
mod save;
mod succession;

pub use error::{StoreError, UpdateError};
pub use notice::Notice;
pub use succession::Succession;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::account::Timestamp;
use crate::app::store::backups::{Backups, Maker};
use crate::system::files::{self, Fingerprint, Lock, LockError, ReplaceError};
use crate::vault::keys::DeviceKey;
use crate::vault::pins::{self, Pins, Verdict};
use crate::vault::plugin::Dialog;
use crate::vault::{Vault, crypt, merge};
use conflict_copies::ConflictCopies;
pub use file_names::left_over;
use file_names::{BACKUP_PREFIX, STATE_PREFIXES, ignore_in_git, lock_path, prefix};
use save::Save;

/// Larger files are not read: 10,000 accounts take 2 MB.
const CAP: u64 = 64 << 20;
/// How long a save waits for another one.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How often a save starts again because a sync tool was faster.
const ROUNDS: usize = 10;

/// A vault file, this device's state folder and the key that opens the file.
#[derive(Debug, Clone)]
pub struct Repo {
    file: PathBuf,
    state: PathBuf,
    key: DeviceKey,
    dialog: Dialog,
    ownership: Ownership,
}

/// Whose key opens the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ownership {
    /// It was made for this device, or its own `identity.age` held it.
    OfThisDevice,
    /// It came from elsewhere: a file, a session, a keyring.
    Unknown,
}

/// A vault as it was read.
#[derive(Debug)]
pub struct Loaded {
    /// The vault; lost saves and conflict copies are merged in already.
    pub vault: Vault,
    /// What the user should hear.
    pub notices: Vec<Notice>,
    /// Tells whether it has changed since ([`Repo::is_changed`]).
    pub mark: Mark,
}

/// What tells one save from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// By the file.
    File(Fingerprint),
    /// By the number of the save, where there is no file.
    Number(u64),
}

/// A file that was opened, with what the pins say about it.
struct Found {
    vault: Vault,
    bytes: Vec<u8>,
    fingerprint: Fingerprint,
    pins: Option<Pins>,
    verdict: Verdict,
    /// It is, byte for byte, what this device last read or wrote.
    is_last: bool,
    notices: Vec<Notice>,
}

impl Repo {
    /// `file` is `vault.age` or a link to it, `state` this device's own folder.
    pub fn new(file: &Path, state: &Path, key: DeviceKey) -> Self {
        Self {
            file: file.to_owned(),
            state: state.to_owned(),
            key,
            dialog: Dialog::silent(),
            ownership: Ownership::Unknown,
        }
    }

    /// Lets plugins ask the person at the terminal.
    #[must_use]
    pub fn with_dialog(mut self, dialog: Dialog) -> Self {
        self.dialog = dialog;
        self
    }

    /// The key is this device's own: it is pinned as such.
    #[must_use]
    pub fn of_this_device(mut self) -> Self {
        self.ownership = Ownership::OfThisDevice;
        self
    }

    /// The key this repo opens the vault with.
    pub fn key(&self) -> &DeviceKey {
        &self.key
    }

    /// This device's own folder.
    pub fn state_folder(&self) -> &Path {
        &self.state
    }

    /// The folder of backups.
    pub fn backups(&self) -> Backups {
        Backups::in_state(&self.state)
    }

    /// Reads the vault. Takes no lock; other processes may save meanwhile.
    pub fn read(&self) -> Result<Loaded, StoreError> {
        let target = files::resolve(&self.file);
        let mut found = self.find(&target)?;
        if self.may_be_our_own(&found) {
            found = self.find_at_rest(&target, found)?;
        }
        let joined = self.join(&mut found)?;
        let is_new = !found.is_last || self.is_device_news(found.pins.as_ref());
        if is_new && joined.vault.is_none() {
            self.pin_what_was_read(&target, &found);
        }
        let vault = joined.vault.as_ref().unwrap_or(&found.vault);
        let mut copies = ConflictCopies::find(self, &target, vault, found.bytes.len());
        copies.tell(&mut found.notices, &found.vault, vault);
        let vault = joined.vault.unwrap_or(found.vault);
        Ok(Loaded {
            vault: copies.merged_into(vault),
            notices: found.notices,
            mark: Mark::File(found.fingerprint),
        })
    }

    /// True when the file is not the one that was read: another process or a sync tool replaced it.
    pub fn is_changed(&self, mark: Mark) -> Result<bool, StoreError> {
        let found = files::fingerprint(&files::resolve(&self.file))?;
        Ok(found.map(Mark::File) != Some(mark))
    }

    /// Changes the vault under the lock and returns when it lies safely on the disk. `change` may be called
    /// again, on a newer vault, when a sync tool replaces the file meanwhile; an error of it changes nothing.
    pub fn update<T, E>(
        &self,
        now: Timestamp,
        change: impl FnMut(&mut Vault) -> Result<T, E>,
    ) -> Result<(T, Loaded), UpdateError<E>> {
        self.update_and_note(now, change, |_, _| {})
    }

    /// [`Repo::update`]; what `note` writes beside the vault is in step with it, as the lock is still held.
    fn update_and_note<T, E>(
        &self,
        now: Timestamp,
        mut change: impl FnMut(&mut Vault) -> Result<T, E>,
        note: impl FnOnce(&T, &Vault),
    ) -> Result<(T, Loaded), UpdateError<E>> {
        let target = files::resolve(&self.file);
        if files::fingerprint(&target)
            .map_err(StoreError::from)?
            .is_none()
        {
            return Err(StoreError::Missing { path: target }.into());
        }
        let _lock = self.lock(&target)?;
        let mut base: Option<Vault> = None;
        for _ in 0..ROUNDS {
            let mut found = self.find(&target)?;
            let joined = self.join(&mut found)?;
            let mut vault = joined.vault.unwrap_or_else(|| found.vault.clone());
            let mut copies = ConflictCopies::find(self, &target, &vault, found.bytes.len());
            copies.tell(&mut found.notices, &found.vault, &vault);
            vault = copies.merged_into(vault);
            if let Some(earlier) = &base {
                vault = merge::merge(&vault, earlier).unwrap_or(vault);
            }
            let joined_only = (vault != found.vault).then(|| vault.clone());
            let value = change(&mut vault).map_err(UpdateError::Change)?;
            if vault == found.vault {
                if !found.is_last {
                    self.pin_found(&found);
                }
                copies.archive(self, now, &mut found.notices);
                return Ok((value, found.loaded(vault)));
            }
            let mut adopted = None;
            let is_changed = joined_only.as_ref() != Some(&vault);
            if is_changed {
                if let Some(moment) = self.surely_past(&vault, now) {
                    vault.expire(moment);
                }
                self.count_save(&mut vault, found.pins.as_ref())?;
            } else {
                // Nobody changed anything: a join is no save, and what we had is written as it was, so that two
                // devices that join the same states end with the same bytes.
                let ours = joined.ours.filter(|ours| ours.vault == vault);
                adopted = ours.map(|ours| ours.bytes);
            }
            let save = Save {
                repo: self,
                target: &target,
                before: &found,
                joined: joined_only.as_ref().filter(|_| is_changed),
                maker: if is_changed {
                    Maker::Here
                } else {
                    Maker::Elsewhere
                },
                now,
            };
            if let Some((fingerprint, notices)) = save.write(&vault, adopted)? {
                let is_kept = !notices.iter().any(Notice::is_missing_backup);
                found.notices.extend(notices);
                found.fingerprint = fingerprint;
                copies.archive(self, now, &mut found.notices);
                is_kept.then(|| note(&value, &vault));
                self.prune_backups(&vault);
                return Ok((value, found.loaded(vault)));
            }
            // What was read before the sync tool came must not be lost either.
            let earlier = match base {
                Some(earlier) => merge::merge(&found.vault, &earlier).unwrap_or(found.vault),
                None => found.vault,
            };
            base = Some(earlier);
        }
        Err(StoreError::KeepsChanging { path: target }.into())
    }

    /// Makes the file of a new vault, which must name this repo's key as a device. Never overwrites.
    pub fn create(&self, mut vault: Vault, now: Timestamp) -> Result<Loaded, StoreError> {
        let target = files::resolve(&self.file);
        files::create_folder(files::folder_of(&target))?;
        files::create_folder(&self.state)?;
        let _lock = self.lock(&target)?;
        self.count_save(&mut vault, None)?;
        let bytes = crypt::seal(&vault, &self.dialog)?;
        let prepared = files::prepare(&target, &prefix(&target), &bytes)?;
        let fingerprint = prepared.fingerprint()?;
        let durable = match prepared.create(&target) {
            Err(ReplaceError::NotDurable(error)) => Err(StoreError::NotDurable(error)),
            made => {
                made?;
                Ok(())
            }
        };
        let mut notices = Vec::new();
        ignore_in_git(files::folder_of(&target), &target);
        self.pin(&vault, &bytes, None, &mut notices);
        let kept =
            self.backups()
                .keep(vault.id(), (self.own_seq(&vault), Maker::Here), &bytes, now);
        notices.extend(kept.err().map(Notice::BackupFailed));
        durable?;
        Ok(Loaded {
            vault,
            notices,
            mark: Mark::File(fingerprint),
        })
    }

    /// Waits for other savers. Patience is for one that does nothing: while the file changes, others make
    /// progress and our turn will come.
    fn lock(&self, target: &Path) -> Result<Lock, StoreError> {
        let mut before = files::fingerprint(target)?;
        for _ in 0..ROUNDS {
            match files::lock(&lock_path(target), TIMEOUT) {
                Ok(lock) => {
                    files::sweep(files::folder_of(target), &[&prefix(target)]);
                    files::sweep(&self.state, &STATE_PREFIXES);
                    files::sweep(self.backups().folder(), &[BACKUP_PREFIX]);
                    return Ok(lock);
                }
                Err(LockError::File(error)) => return Err(error.into()),
                Err(LockError::Busy(_)) => {
                    let now = files::fingerprint(target)?;
                    if now == before {
                        break;
                    }
                    before = now;
                }
            }
        }
        Err(StoreError::Busy)
    }

    /// True for what another process of this device may have saved just now, before it has pinned it: keys that were
    /// changed, or a save in the name of this device.
    fn may_be_our_own(&self, found: &Found) -> bool {
        let Some(pins) = found.pins.as_ref().filter(|_| !found.is_last) else {
            return false;
        };
        let own = self.own_recipient(&found.vault);
        matches!(found.verdict, Verdict::Rekeyed | Verdict::Split)
            || own.is_some_and(|own| pins.has_new_of(own, &found.vault))
    }

    /// Looks again when nobody is saving; where that takes too long or cannot be told, what was found has to do.
    fn find_at_rest(&self, target: &Path, found: Found) -> Result<Found, StoreError> {
        match files::lock(&lock_path(target), TIMEOUT) {
            Ok(_lock) => self.find(target),
            Err(_) => Ok(found),
        }
    }

    /// Opens the file and compares it with the pins.
    fn find(&self, target: &Path) -> Result<Found, StoreError> {
        let mut notices = Vec::new();
        // The pins first: a save between the two reads then looks newer, and not like a rollback.
        let pins = self.pins(&mut notices)?;
        let read = files::read(target, CAP)?;
        let (bytes, fingerprint) = read.ok_or_else(|| StoreError::Missing {
            path: target.to_owned(),
        })?;
        let vault = crypt::open(&bytes, &self.key, &self.dialog)
            .map_err(|error| StoreError::opening(error, target))?;
        let is_last = pins
            .as_ref()
            .is_some_and(|pins| *pins.last() == pins::fingerprint(&bytes));
        let verdict = if is_last {
            Verdict::Known
        } else {
            Pins::verdict(pins.as_ref(), &vault)
        };
        Ok(Found {
            vault,
            bytes,
            fingerprint,
            pins,
            verdict,
            is_last,
            notices,
        })
    }
}

impl Found {
    fn loaded(self, vault: Vault) -> Loaded {
        Loaded {
            vault,
            notices: self.notices,
            mark: Mark::File(self.fingerprint),
        }
    }
}
