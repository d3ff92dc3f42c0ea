//! What a person decides when the vault is older, rekeyed, forged, damaged or gone.

use super::file_names::{BACKUP_PREFIX, prefix};
use super::save::Save;
use super::{Loaded, Repo, StoreError, Verdict};
use crate::account::Timestamp;
use crate::app::store::backups::Snapshot;
use crate::system::files;
use crate::vault::seen::{self, Seen};
use crate::vault::{Vault, crypt, merge};

impl Repo {
    /// What the pins say about the file; also for files that [`Repo::read`] refuses.
    pub fn verdict(&self) -> Result<Verdict, StoreError> {
        Ok(self.find(&files::resolve(&self.file))?.verdict)
    }

    /// Takes the file as it is for the truth and pins it: after a rollback the user wants, after a change of
    /// the token by another device, or for a vault that was set up anew.
    pub fn accept(&self, now: Timestamp) -> Result<Loaded, StoreError> {
        self.repair(now, |_, vault| vault)
    }

    /// Merges what the newest backup has into the file: after a rollback nobody wanted.
    pub fn recover(&self, now: Timestamp) -> Result<Loaded, StoreError> {
        self.repair(now, |repo, vault| {
            match repo.newest_backup(vault.id(), &vault) {
                Some(backup) => merge::merge(&vault, &backup).unwrap_or(vault),
                None => vault,
            }
        })
    }

    fn repair(
        &self,
        now: Timestamp,
        change: impl Fn(&Self, Vault) -> Vault,
    ) -> Result<Loaded, StoreError> {
        let target = files::resolve(&self.file);
        let _lock = self.lock(&target)?;
        let found = self.find(&target)?;
        let mut vault = change(self, found.vault.clone());
        self.count_save(&mut vault, found.seen.as_ref());
        let save = Save {
            repo: self,
            target: &target,
            before: &found,
            now,
        };
        match save.write(&vault)? {
            Some((fingerprint, notices)) => {
                self.prune_backups(&vault);
                Ok(Loaded {
                    vault,
                    notices,
                    fingerprint,
                })
            }
            None => Err(StoreError::KeepsChanging { path: target }),
        }
    }

    /// Puts a backup into the place of the vault, whatever is there now, damaged or forged or nothing. What was
    /// there is kept among the backups. The user's next save goes on from the backup.
    pub fn restore(&self, snapshot: &Snapshot, now: Timestamp) -> Result<Loaded, StoreError> {
        let target = files::resolve(&self.file);
        let mut vault = self.open_snapshot(snapshot)?;
        files::create_folder(files::folder_of(&target))?;
        let _lock = self.lock(&target)?;
        let mut notices = Vec::new();
        let seen: Option<Seen> = self.seen(&mut notices)?;
        let current = files::read(&target, super::CAP)?;
        if let Some((bytes, _)) = &current {
            let name = format!("replaced-{}.bin", now.millis());
            files::create_folder(self.backups().folder())?;
            files::write_new(&self.backups().folder().join(name), BACKUP_PREFIX, bytes)?;
        }
        self.count_save(&mut vault, seen.as_ref());
        let bytes = crypt::seal(&vault, &self.dialog)?;
        let prepared = files::prepare(&target, &prefix(&target), &bytes)?;
        let fingerprint = prepared.fingerprint()?;
        prepared.replace(&target)?;
        self.pin(&vault, seen::fingerprint(&bytes), &mut notices);
        let kept = self
            .backups()
            .keep(vault.id(), self.own_seq(&vault), &bytes, now);
        notices.extend(kept.err().map(super::Notice::BackupFailed));
        Ok(Loaded {
            vault,
            notices,
            fingerprint,
        })
    }
}
