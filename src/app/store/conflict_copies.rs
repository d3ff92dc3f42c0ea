//! Conflict copies: files a sync tool left beside the vault. Whatever their names, what opens and is the same
//! vault is merged.

use std::path::{Path, PathBuf};

use super::{CAP, Notice, Repo};
use crate::account::Timestamp;
use crate::system::files;
use crate::vault::{Vault, crypt, merge};

pub(super) struct Copies {
    merged: Vec<Copy>,
    refused: Vec<PathBuf>,
}

struct Copy {
    path: PathBuf,
    bytes: Vec<u8>,
    vault: Vault,
}

impl Copies {
    /// Looks through the `*.age` files beside `target`. Most often there are none.
    pub(super) fn find(repo: &Repo, target: &Path, ours: &Vault) -> Self {
        let mut copies = Self {
            merged: Vec::new(),
            refused: Vec::new(),
        };
        for path in files::list(files::folder_of(target)) {
            let is_candidate = path.extension().is_some_and(|extension| extension == "age")
                && path.file_name() != target.file_name();
            if !is_candidate {
                continue;
            }
            let Ok(Some((bytes, _))) = files::read(&path, CAP) else {
                continue;
            };
            let Ok(vault) = crypt::open(&bytes, &repo.key, &repo.dialog) else {
                continue;
            };
            if vault.id() != ours.id() {
                continue;
            }
            if ours.shares_token(&vault) {
                copies.merged.push(Copy { path, bytes, vault });
            } else {
                copies.refused.push(path);
            }
        }
        copies
    }

    pub(super) fn notices(&self) -> impl Iterator<Item = Notice> {
        let merged = self.merged.iter();
        let refused = self.refused.iter();
        merged
            .map(|copy| Notice::CopyMerged(copy.path.clone()))
            .chain(refused.map(|path| Notice::CopyNotTrusted(path.clone())))
    }

    pub(super) fn merged_into(&self, vault: Vault) -> Vault {
        self.merged.iter().fold(vault, |vault, copy| {
            merge::merge(&vault, &copy.vault).unwrap_or(vault)
        })
    }

    /// Moves the merged copies to the backups; called when the merged vault is on the disk.
    pub(super) fn fold_away(self, repo: &Repo, now: Timestamp, notices: &mut Vec<Notice>) {
        for copy in self.merged {
            let seq = repo.own_seq(&copy.vault);
            let kept = repo.backups().keep(copy.vault.id(), seq, &copy.bytes, now);
            // A copy that could not be kept stays where it is: merging it again changes nothing.
            let moved = kept.and_then(|_| files::remove(&copy.path));
            notices.extend(moved.err().map(Notice::CopyNotMoved));
        }
    }
}
