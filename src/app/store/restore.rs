//! `otp backup`: a copy of the vault, and proof that it opens and gives the same codes; and folding copies back in.

use std::path::{Path, PathBuf};

use crate::account::{Account, Label, capital, shown};
use crate::app::open::unlock::Asking;
use crate::app::random::random;
use crate::app::store::backups::{Maker, Snapshot};
use crate::app::store::{StoreError, Succession};
use crate::app::{App, Error, Exit, Open};
use crate::system::{files, user_files};
use crate::vault::difference::Difference;
use crate::vault::keys::DeviceKey;
use crate::vault::lines::Line;
use crate::vault::plugin::Dialog;
use crate::vault::{Vault, crypt, merge};

/// Larger files are no vaults.
const MAX: u64 = 64 << 20;

/// What became of a backup that was brought back.
pub enum Restored {
    /// It was merged into the vault; this changed.
    Folded(Vec<Difference>),
    /// It took the vault's place.
    Replaced {
        /// What was wrong with the vault.
        because: String,
        /// The vault now.
        open: Box<Open>,
    },
}

impl App {
    /// Copies the vault's file as it is to `file`, or into the backups folder. Returns where it is.
    pub fn back_up(&self, open: &Open, file: Option<&Path>) -> Result<PathBuf, Error> {
        let read = files::read(&self.places.vault, MAX).map_err(StoreError::File)?;
        let (bytes, _) = read.ok_or_else(|| Error::no_vault(&self.places.vault_folder))?;
        let Some(file) = file else {
            let repo = open
                .repo()
                .ok_or_else(|| Error::usage("This vault is not on the disk", ""))?;
            let newest = repo.backups().list(open.vault().id()).pop();
            // Each save leaves a backup: most often the newest is the vault as it is.
            let newest = newest.filter(|newest| {
                let kept = files::read(&newest.path, MAX).ok().flatten();
                kept.is_some_and(|(kept, _)| kept == bytes)
            });
            if let Some(newest) = newest {
                return Ok(newest.path);
            }
            let (id, now) = (open.vault().id(), self.system.clock.now());
            repo.backups()
                .keep(id, (0, Maker::Here), &bytes, now)
                .map_err(StoreError::File)?;
            let kept = repo.backups().list(id).pop();
            return kept
                .map(|kept| kept.path)
                .ok_or_else(|| Error::new(Exit::Failed, "The backup is gone again", "Try again."));
        };
        self.write_new_private_file(file, &bytes)?;
        Ok(file.to_owned())
    }

    /// Opens a copy and compares every account and code with the vault. Returns the number of accounts.
    pub fn verify_backup(&self, open: &Open, copy: &Path) -> Result<usize, Error> {
        let (vault, _) = open_copy(open, copy)?;
        let count = open.vault().accounts().count();
        let same = vault.accounts().count() == count
            && open.vault().accounts().all(|account| {
                vault
                    .get(&account.id)
                    .is_some_and(|copy| gives_the_same(account, copy))
            });
        if !same {
            return Err(Error::new(
                Exit::Vault,
                format!("{} does not hold what the vault holds", shown(copy)),
                "Make another one; the vault may have changed meanwhile.",
            ));
        }
        Ok(count)
    }

    /// Brings a backup back: folded into the vault where that opens, in its place where it is gone, damaged or
    /// forged. A vault that is sound and only cannot be used now is left alone. `words` are those of a vault whose keys
    /// were changed, as a person has compared them.
    pub fn restore(&self, copy: &Path, words: Option<&str>) -> Result<Restored, Error> {
        let key = self.key(Asking::Allowed)?;
        match self.repo(key.clone()).read() {
            Ok(_) => {
                let mut open = Open::with_key(self, key)?;
                Ok(Restored::Folded(self.fold_in(&mut open, copy, words)?))
            }
            // Too large to be read again, or no file at all.
            Err(StoreError::File(error)) if error.is_unfit() => Ok(Restored::Replaced {
                because: capital(&error.to_string()),
                open: Box::new(self.replace_by(key, copy, words)?),
            }),
            Err(
                error @ (StoreError::Missing { .. }
                | StoreError::Damaged { .. }
                | StoreError::Forged),
            ) => Ok(Restored::Replaced {
                because: Error::from(error).what().to_owned(),
                open: Box::new(self.replace_by(key, copy, words)?),
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// What was in the vault's place is kept among the backups.
    fn replace_by(&self, key: DeviceKey, copy: &Path, words: Option<&str>) -> Result<Open, Error> {
        let snapshot = Snapshot {
            taken: self.system.clock.now(),
            seq: 0,
            maker: Maker::Here,
            path: copy.to_owned(),
        };
        let repo = self.repo(key.clone());
        if let Some(proposal) = repo.proposal_of(&snapshot)? {
            self.compare(&proposal, words, &key)?;
        }
        let restored = repo.restore(&snapshot, self.system.clock.now())?;
        self.notices.add(&restored.notices);
        Open::with_key(self, key)
    }

    /// Merges the newest backup into a vault that is older than what this device last saw.
    pub fn merge_newest_backup(&self) -> Result<Open, Error> {
        let key = self.key(Asking::Allowed)?;
        let recovered = self.repo(key.clone()).recover(self.system.clock.now())?;
        self.notices.add(&recovered.notices);
        Open::with_key(self, key)
    }

    /// Takes a vault that is older than what this device last saw as it is, or one whose keys another device changed:
    /// that one when a person has compared its words.
    pub fn accept_vault(&self, words: Option<&str>) -> Result<Open, Error> {
        let key = self.key(Asking::Allowed)?;
        let repo = self.repo(key.clone());
        if let Some(proposal) = repo.proposal()? {
            self.compare(&proposal, words, &key)?;
        }
        let accepted = repo.accept(random()?, self.system.clock.now())?;
        self.notices.add(&accepted.notices);
        Open::with_key(self, key)
    }

    /// Sees that a person has compared the words of a vault on two screens. Who opened it with its recovery key has
    /// proved more than that.
    fn compare(
        &self,
        proposal: &Succession,
        words: Option<&str>,
        key: &DeviceKey,
    ) -> Result<(), Error> {
        let wanted = proposal.words.join(" ");
        if let Some(given) = words {
            let given: Vec<String> = given.split_whitespace().map(str::to_lowercase).collect();
            if given.join(" ") == wanted {
                return Ok(());
            }
            return Err(Error::new(
                Exit::Refused,
                "These are not the words of the vault that is here",
                "Compare them with `otp key list` there; if they differ, do not accept it.",
            )
            .with_details(proposal.lines()));
        }
        if proposal.is_recovery_key(key) {
            return Ok(());
        }
        if self.can_ask() {
            let lines = proposal.lines().join("\n  ");
            let question = format!(
                "The keys of the vault were changed by {}. Its words are now:\n  {lines}\nDoes `otp key list` show the same words there?",
                proposal.by
            );
            return if self.confirm(&question)? {
                Ok(())
            } else {
                Err(Error::new(Exit::Refused, "Nothing was changed", ""))
            };
        }
        Err(Error::new(
            Exit::Refused,
            "Nobody has compared the words of the vault yet",
            "If `otp key list` shows these there, give them: --words \"WORD WORD ...\"",
        )
        .with_details(proposal.lines()))
    }

    /// Folds a copy of this vault into it; nothing that is in the vault is lost. Returns what changed.
    fn fold_in(
        &self,
        open: &mut Open,
        copy: &Path,
        words: Option<&str>,
    ) -> Result<Vec<Difference>, Error> {
        let (vault, bytes) = open_copy(open, copy)?;
        let line = vault.line_to(open.vault());
        match line {
            Line::Same => {}
            // What this device kept itself was written by nobody else.
            Line::Older if open.repo().is_some_and(|repo| repo.has_kept(&bytes)) => {}
            Line::Older => {
                return Err(Error::new(
                    Exit::Refused,
                    format!(
                        "{} was written by somebody who had not heard of a change of keys",
                        shown(copy)
                    ),
                    "Its device brings its changes in with `otp restore --accept`; a removed one has nothing to say.",
                ));
            }
            Line::Newer | Line::Split => {
                let proposal = Succession::between(&vault, open.vault());
                self.compare(&proposal, words, open.key())?;
            }
            Line::Foreign => return Err(other_vault(copy)),
        }
        let before = open.vault().clone();
        let (token, now) = (random()?, open.clock_now());
        open.update(|current| {
            *current = match line {
                Line::Newer => vault.succeeding(current),
                Line::Split => vault.reunited(current, token, &Label::default(), now),
                Line::Older => current.succeeding(&vault),
                Line::Same | Line::Foreign => {
                    merge::merge(current, &vault).map_err(|_| other_vault(copy))?
                }
            };
            Ok(())
        })?;
        Ok(open.vault().differences_since(&before))
    }
}

fn open_copy(open: &Open, copy: &Path) -> Result<(Vault, Vec<u8>), Error> {
    let bytes = user_files::read(copy, MAX)
        .map_err(|error| Error::file(Exit::Input, "read", copy, error))?;
    let vault = crypt::open(&bytes, open.key(), &Dialog::silent()).map_err(|error| {
        Error::new(
            Exit::Vault,
            format!("{} does not open: {error}", shown(copy)),
            "It may be of another vault, or from before this device had its key.",
        )
    })?;
    if vault.id() == open.vault().id() {
        Ok((vault, bytes.to_vec()))
    } else {
        Err(other_vault(copy))
    }
}

fn other_vault(copy: &Path) -> Error {
    Error::new(
        Exit::Refused,
        format!("{} is not a copy of this vault", shown(copy)),
        "Open it with --vault, in a folder of its own.",
    )
}

/// The same key and parameters give the same codes for ever; one is computed all the same.
fn gives_the_same(account: &Account, copy: &Account) -> bool {
    account.otp == copy.otp && account.otp.for_counter(1) == copy.otp.for_counter(1)
}

#[cfg(test)]
mod tests;
