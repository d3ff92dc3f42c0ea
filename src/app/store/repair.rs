//! What a person decides when the vault is older, rekeyed, forged, damaged or gone.

use std::path::Path;

use super::file_names::prefix;
use super::save::Save;
use super::{Found, Loaded, Mark, Notice, Repo, StoreError, Succession, Verdict};
use crate::account::Timestamp;
use crate::app::store::backups::{Maker, Snapshot};
use crate::system::{files, links};
use crate::vault::pins::Pins;
use crate::vault::{Vault, crypt, merge};

impl Repo {
    /// What the pins say about the file; also for files that [`Repo::read`] refuses.
    pub fn verdict(&self) -> Result<Verdict, StoreError> {
        Ok(self.find(&files::resolve(&self.file))?.verdict)
    }

    /// What a person has to know before the file is accepted as it is; `None` when its token is known here.
    pub fn proposal(&self) -> Result<Option<Succession>, StoreError> {
        let found = self.find(&files::resolve(&self.file))?;
        Ok(self.proposed(found.pins.as_ref(), &found.vault))
    }

    /// The same for a backup that shall take the place of a vault that is damaged, forged or gone.
    pub fn proposal_of(&self, snapshot: &Snapshot) -> Result<Option<Succession>, StoreError> {
        let vault = self.open_snapshot(snapshot)?;
        Ok(self.proposed(self.pins(&mut Vec::new())?.as_ref(), &vault))
    }

    fn proposed(&self, pins: Option<&Pins>, vault: &Vault) -> Option<Succession> {
        let pins = pins.filter(|pins| !pins.shares_token(vault))?;
        Some(match self.newest_kept(pins) {
            Some(ours) => Succession::between(vault, &ours.vault),
            None => Succession::of(vault),
        })
    }

    /// Who can write to the folder could make the vault a link to any file of the user's, to be replaced.
    fn check_link(&self, target: &Path, current: Option<&[u8]>) -> Result<(), StoreError> {
        let is_age = |bytes: &[u8]| bytes.starts_with(b"age-encryption.org/");
        let is_fine = !links::is_link(&self.file)
            || (!links::is_foreign(&self.file) && current.is_none_or(is_age));
        if is_fine {
            return Ok(());
        }
        Err(StoreError::BadLink {
            path: self.file.clone(),
            target: target.to_owned(),
        })
    }

    /// True for the bytes of a backup of this device.
    pub fn has_kept(&self, bytes: &[u8]) -> bool {
        let kept = files::list(self.backups().folder()).into_iter();
        let mut kept = kept.filter_map(|path| files::read(&path, super::CAP).ok().flatten());
        kept.any(|(kept, _)| kept == bytes)
    }

    /// A person has decided that the file is right: after a rollback that is wanted, or a change of the keys by
    /// another device. After the latter the accounts of this device are added; its own changes of the keys are not,
    /// except for removals when both sides changed them. `token` comes from the system's random source.
    pub fn accept(&self, token: [u8; 16], now: Timestamp) -> Result<Loaded, StoreError> {
        self.repair(now, |repo, found| {
            let pins = found.pins.as_ref();
            let Some(ours) = pins.and_then(|pins| repo.newest_kept(pins)) else {
                return found.vault.clone();
            };
            match found.verdict {
                Verdict::Rekeyed => found.vault.succeeding(&ours.vault),
                Verdict::Split => {
                    let own = repo.own_recipient(&ours.vault);
                    let own = own.and_then(|own| ours.vault.device(own));
                    let by = own.map(|own| own.name.clone()).unwrap_or_default();
                    found.vault.reunited(&ours.vault, token, &by, now)
                }
                Verdict::Stale => ours.vault,
                _ => found.vault.clone(),
            }
        })
    }

    /// Merges what the newest backup has into the file: after a rollback nobody wanted.
    pub fn recover(&self, now: Timestamp) -> Result<Loaded, StoreError> {
        self.repair(now, |repo, found| {
            let vault = &found.vault;
            let pins = found.pins.as_ref().filter(|pins| pins.shares_token(vault));
            match pins.and_then(|pins| repo.newest_kept(pins)) {
                Some(ours) => merge::merge(vault, &ours.vault).unwrap_or_else(|_| vault.clone()),
                None => vault.clone(),
            }
        })
    }

    fn repair(
        &self,
        now: Timestamp,
        change: impl Fn(&Self, &Found) -> Vault,
    ) -> Result<Loaded, StoreError> {
        let target = files::resolve(&self.file);
        let _lock = self.lock(&target)?;
        let found = self.find(&target)?;
        let mut vault = change(self, &found);
        let mut notices = Vec::new();
        let missing = found.pins.as_ref().filter(|pins| pins.shares_token(&vault));
        let missing = missing.map(|pins| pins.names_missing_in(&vault));
        notices.extend(
            missing
                .filter(|names| !names.is_empty())
                .map(Notice::SavesMissing),
        );
        self.count_save(&mut vault, found.pins.as_ref())?;
        let save = Save {
            repo: self,
            target: &target,
            before: &found,
            joined: None,
            maker: Maker::Here,
            now,
        };
        match save.write(&vault, None)? {
            Some((fingerprint, saved)) => {
                notices.extend(saved);
                self.prune_backups(&vault);
                Ok(Loaded {
                    vault,
                    notices,
                    mark: Mark::File(fingerprint),
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
        let pins = self.pins(&mut notices)?;
        match files::read(&target, super::CAP) {
            Ok(read) => {
                let bytes = read.as_ref().map(|(bytes, _)| bytes.as_slice());
                self.check_link(&target, bytes)?;
                if let Some(bytes) = bytes {
                    self.backups().put_aside(bytes, now)?;
                }
            }
            // It cannot be copied: it stays beside under another name.
            Err(error) if error.is_unfit() => {
                self.check_link(&target, Some(b""))?;
                files::put_aside(&target)?;
            }
            Err(error) => return Err(error.into()),
        }
        self.count_save(&mut vault, pins.as_ref())?;
        let bytes = crypt::seal(&vault, &self.dialog)?;
        let prepared = files::prepare(&target, &prefix(&target), &bytes)?;
        let fingerprint = prepared.fingerprint()?;
        prepared.replace(&target)?;
        self.pin(&vault, &bytes, pins.as_ref(), &mut notices);
        let kept =
            self.backups()
                .keep(vault.id(), (self.own_seq(&vault), Maker::Here), &bytes, now);
        notices.extend(kept.err().map(Notice::BackupFailed));
        Ok(Loaded {
            vault,
            notices,
            mark: Mark::File(fingerprint),
        })
    }
}
