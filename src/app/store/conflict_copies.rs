//! Conflict copies: files a sync tool left beside the vault. Whatever their names, what opens and is the same
//! vault is merged. What does not open is remembered, so that it is looked at once and not at every command.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Notice, Repo};
use crate::account::Timestamp;
use crate::system::files;
use crate::system::neighbours::{self, Neighbour};
use crate::vault::crypt::OpenError;
use crate::vault::lines::Line;
use crate::vault::{Vault, crypt, merge};

/// So many files are looked at by one command.
const MAX_COPIES: usize = 16;
/// A copy is not that many times larger than the vault ...
const MAX_RATIO: u64 = 4;
/// ... except where the vault is small: 1,000 accounts fit in.
const ALWAYS_SMALL: u64 = 256 << 10;
/// So many files that are no copies are remembered.
const MAX_REMEMBERED: usize = 1000;

/// What was found beside the vault.
pub(super) struct ConflictCopies {
    merged: Vec<Copy>,
    notices: Vec<Notice>,
}

struct Copy {
    path: PathBuf,
    bytes: Vec<u8>,
    vault: Vault,
}

/// What became of a file beside the vault.
enum Look {
    Merge(Box<Copy>),
    /// A copy with another token.
    Leave(Notice),
    /// It is not a copy of this vault, or not one we could ever open, or has nothing more to tell.
    Stranger,
    /// It could not be read now.
    Later,
}

impl ConflictCopies {
    /// Looks through the `*.age` files beside `target`. Most often there are none.
    pub(super) fn find(repo: &Repo, target: &Path, ours: &Vault, size: usize) -> Self {
        let mut copies = Self {
            merged: Vec::new(),
            notices: Vec::new(),
        };
        let mut beside = neighbours::list(target);
        if beside.is_empty() {
            return copies;
        }
        // Those that are named like the vault first: what sync tools make keeps the beginning.
        let stem = target.file_stem().unwrap_or_default().to_string_lossy();
        beside.sort_by_key(|copy| {
            let name = copy.path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with(&*stem)
        });
        let mut memory = Memory::read(repo);
        memory.forget_all_but(&beside);
        beside.retain(|copy| !memory.holds(copy));
        let limit = ALWAYS_SMALL.max(MAX_RATIO * size as u64);
        let unseen = beside.len().saturating_sub(MAX_COPIES);
        for neighbour in beside.into_iter().take(MAX_COPIES) {
            if neighbour.size > limit {
                memory.add(&neighbour);
                copies.notices.push(Notice::CopyTooLarge(neighbour.path));
                continue;
            }
            match look(repo, ours, &neighbour, limit) {
                Look::Merge(copy) => {
                    copies.notices.push(Notice::CopyMerged(neighbour.path));
                    copies.merged.push(*copy);
                }
                Look::Leave(notice) => copies.notices.push(notice),
                Look::Stranger => memory.add(&neighbour),
                Look::Later => {}
            }
        }
        if unseen > 0 {
            copies.notices.push(Notice::CopiesNotLookedAt(unseen));
        }
        memory.write(repo);
        copies
    }

    /// What the user should hear about them; once. `joined` is the file with what this device had.
    pub(super) fn tell(&mut self, notices: &mut Vec<Notice>, file: &Vault, joined: &Vault) {
        if self.complete(file, joined) {
            notices.retain(|notice| !matches!(notice, Notice::PutBack { .. }));
        }
        notices.append(&mut self.notices);
    }

    /// True when the file and its copies hold all of it together: the file lacked nothing then, a sync tool only put it
    /// beside.
    fn complete(&self, file: &Vault, joined: &Vault) -> bool {
        if self.merged.is_empty() {
            return false;
        }
        let all = self.merged_into(file.clone());
        merge::merge(&all, joined).is_ok_and(|both| both == all)
    }

    pub(super) fn merged_into(&self, vault: Vault) -> Vault {
        self.merged.iter().fold(vault, |vault, copy| {
            merge::merge(&vault, &copy.vault).unwrap_or(vault)
        })
    }

    /// Moves the merged copies to the backups; called when the merged vault is on the disk.
    pub(super) fn archive(self, repo: &Repo, now: Timestamp, notices: &mut Vec<Notice>) {
        for copy in self.merged {
            let kept = repo.backups().keep_copy(copy.vault.id(), &copy.bytes, now);
            // A copy that could not be kept stays where it is: merging it again changes nothing.
            let moved = kept.and_then(|()| files::remove(&copy.path));
            notices.extend(moved.err().map(Notice::CopyNotMoved));
        }
    }
}

fn look(repo: &Repo, ours: &Vault, neighbour: &Neighbour, limit: u64) -> Look {
    let Ok(Some((bytes, _))) = files::read(&neighbour.path, limit) else {
        return Look::Later;
    };
    match crypt::open(&bytes, &repo.key, &repo.dialog) {
        Ok(vault) if vault.id() != ours.id() => Look::Stranger,
        Ok(vault) => {
            let path = neighbour.path.clone();
            match vault.line_to(ours) {
                Line::Same => Look::Merge(Box::new(Copy { path, bytes, vault })),
                // What was changed there has come since.
                Line::Older if ours.holds_saves_of(&vault) => Look::Stranger,
                Line::Older => Look::Leave(Notice::CopyStale(path)),
                Line::Newer | Line::Split => Look::Leave(Notice::CopyRekeyed(path)),
                Line::Foreign => Look::Leave(Notice::CopyNotTrusted(path)),
            }
        }
        Err(OpenError::PluginMissing { .. } | OpenError::Plugin { .. }) => Look::Later,
        Err(_) => Look::Stranger,
    }
}

/// Marks of files beside the vault that are no copies of it.
struct Memory {
    marks: BTreeSet<String>,
    is_changed: bool,
}

const MEMORY: &str = "not-copies.txt";
/// How temporary files of it begin.
pub(super) const MEMORY_PREFIX: &str = ".not-copies-";

impl Memory {
    fn read(repo: &Repo) -> Self {
        let read = files::read(&repo.state.join(MEMORY), 1 << 20)
            .ok()
            .flatten();
        let text = read.and_then(|(bytes, _)| String::from_utf8(bytes).ok());
        let text = text.unwrap_or_default();
        // What another key may open is looked at again with that one.
        let mut lines = text.lines();
        let is_ours = lines.next() == Some(head(repo).as_str());
        let marks = lines.map(str::to_owned).take(MAX_REMEMBERED);
        Self {
            marks: if is_ours {
                marks.collect()
            } else {
                BTreeSet::new()
            },
            is_changed: false,
        }
    }

    fn holds(&self, neighbour: &Neighbour) -> bool {
        self.marks.contains(&neighbour.mark)
    }

    /// Files that are gone or were changed.
    fn forget_all_but(&mut self, there: &[Neighbour]) {
        let marks: BTreeSet<&String> = there.iter().map(|neighbour| &neighbour.mark).collect();
        self.marks.retain(|mark| marks.contains(mark));
    }

    fn add(&mut self, neighbour: &Neighbour) {
        if self.marks.len() < MAX_REMEMBERED {
            self.is_changed |= self.marks.insert(neighbour.mark.clone());
        }
    }

    fn write(&self, repo: &Repo) {
        if !self.is_changed {
            return;
        }
        let mut text = head(repo);
        for mark in &self.marks {
            text.push('\n');
            text.push_str(mark);
        }
        // Not remembered means looked at again: no harm.
        let _ = files::write(&repo.state.join(MEMORY), MEMORY_PREFIX, text.as_bytes());
    }
}

fn head(repo: &Repo) -> String {
    let key = repo.key.recipient().unwrap_or("a plugin's key");
    format!("# *.age files beside the vault that are no copies of it, as seen by {key}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::keys::DeviceKey;

    #[test]
    fn what_is_no_copy_is_remembered_for_this_key_and_as_long_as_it_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let vault = folder.path().join("vault.age");
        for name in ["a.age", "b.age"] {
            std::fs::write(folder.path().join(name), name).expect("written");
        }
        let repo = |key| Repo::new(&vault, folder.path(), key);
        let ours = repo(DeviceKey::generate());
        let beside = neighbours::list(&vault);
        let (first, second) = (&beside[0], &beside[1]);
        let mut memory = Memory::read(&ours);
        assert!(!memory.holds(first) && !memory.is_changed);
        memory.add(first);
        memory.add(second);
        memory.write(&ours);
        let mut memory = Memory::read(&ours);
        assert!(memory.holds(first) && memory.holds(second));
        memory.add(first);
        assert!(!memory.is_changed, "it is known already");
        memory.forget_all_but(&beside[..1]);
        assert!(memory.holds(first) && !memory.holds(second));
        let theirs = Memory::read(&repo(DeviceKey::generate()));
        assert!(!theirs.holds(first), "another key may open it");
    }

    #[test]
    fn a_thousand_files_are_remembered_and_no_more() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let vault = folder.path().join("vault.age");
        let repo = Repo::new(&vault, folder.path(), DeviceKey::generate());
        let many: Vec<Neighbour> = (0..=MAX_REMEMBERED)
            .map(|number| Neighbour {
                path: folder.path().join(format!("{number}.age")),
                size: 1,
                mark: format!("mark {number:04}"),
            })
            .collect();
        let (last, others) = many.split_last().expect("some");
        let mut memory = Memory::read(&repo);
        for neighbour in &many {
            memory.add(neighbour);
        }
        assert!(others.iter().all(|other| memory.holds(other)) && !memory.holds(last));
        memory.write(&repo);
        let file = folder.path().join(MEMORY);
        let mut text = std::fs::read_to_string(&file).expect("remembered");
        assert_eq!(text.lines().count(), 1 + MAX_REMEMBERED);
        text.push_str("\nmark 1000\nmark 1001");
        std::fs::write(&file, text).expect("written");
        let memory = Memory::read(&repo);
        assert_eq!(memory.marks.len(), MAX_REMEMBERED);
        assert!(others.iter().all(|other| memory.holds(other)) && !memory.holds(last));
    }

    #[test]
    fn what_is_known_already_is_not_written_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let vault = folder.path().join("vault.age");
        let stranger = folder.path().join("stranger.age");
        std::fs::write(&stranger, "x").expect("written");
        let repo = Repo::new(&vault, folder.path(), DeviceKey::generate());
        let beside = neighbours::list(&vault);
        let file = folder.path().join(MEMORY);
        Memory::read(&repo).write(&repo);
        assert!(!file.exists(), "nothing to remember");
        let mut memory = Memory::read(&repo);
        memory.add(&beside[0]);
        memory.write(&repo);
        std::fs::remove_file(&file).expect("it was written");
        let mut memory = Memory {
            is_changed: false,
            ..memory
        };
        memory.add(&beside[0]);
        memory.write(&repo);
        assert!(!file.exists());
    }
}
