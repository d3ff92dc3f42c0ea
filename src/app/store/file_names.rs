//! Names of the files beside a vault.

use std::path::{Path, PathBuf};

use crate::system::files;

/// `.vault.age.lock` beside `vault.age`.
pub(super) fn lock_path(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.lock"))
}

/// How temporary files of `seen.toml` begin.
pub(super) const SEEN_PREFIX: &str = ".seen-";
/// How those of `undone.toml` begin.
pub(super) const UNDONE_PREFIX: &str = ".undone-";
/// How those in the state folder begin that are swept with each save: pins and notes.
pub(super) const STATE_PREFIXES: [&str; 6] = [
    SEEN_PREFIX,
    UNDONE_PREFIX,
    super::conflict_copies::MEMORY_PREFIX,
    ".interface-",
    ".uses-",
    ".copied-",
];
/// How those in the folder of backups begin.
pub(super) const BACKUP_PREFIX: &str = ".backup-";

/// What killed runs left beside the vault and in the state folder; each save sweeps it.
pub fn left_over(vault: &Path, state: &Path) -> Vec<PathBuf> {
    let target = files::resolve(vault);
    let beside = files::stale(files::folder_of(&target), &[&prefix(&target)]);
    let notes = files::stale(state, &STATE_PREFIXES);
    let backups = files::stale(&state.join("backups"), &[BACKUP_PREFIX]);
    [beside, notes, backups].concat()
}

/// `.vault-` for `vault.age`: how temporary files beside it begin.
pub(super) fn prefix(target: &Path) -> String {
    let stem = target.file_stem().unwrap_or_default().to_string_lossy();
    format!(".{stem}-")
}

/// A vault folder may become a git work tree: lock and temporary files have no place in it.
pub(super) fn ignore_in_git(folder: &Path, target: &Path) {
    let lock = lock_path(target);
    let lock = lock
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let text = format!("{lock}\n{}*.tmp\n", prefix(target));
    // It may be there already, or the folder is not for us to furnish: both are fine.
    let _ = files::write_new(&folder.join(".gitignore"), &prefix(target), text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(name);
        files::create_folder(files::folder_of(&path)).expect("a folder");
        std::fs::write(&path, b"left behind").expect("written");
        path
    }

    #[test]
    fn what_killed_runs_left_is_found_in_all_three_folders_and_nothing_else() {
        let home = tempfile::tempdir().expect("a folder");
        let (folder, state) = (home.path().join("vault"), home.path().join("state"));
        let vault = write(&folder, "vault.age");
        let mut left = vec![write(&folder, ".vault-aB3dE6.tmp")];
        for prefix in STATE_PREFIXES {
            left.push(write(&state, &format!("{prefix}aB3dE6.tmp")));
        }
        left.push(write(&state, "backups/.backup-aB3dE6.tmp"));
        for other in [".other-aB3dE6.tmp", ".vault-aB3dE6", ".seen-aB3dE6.tmp"] {
            write(&folder, other);
        }
        for other in ["seen.toml", ".vault-aB3dE6.tmp", "backups/.seen-aB3dE6.tmp"] {
            write(&state, other);
        }
        let mut found = left_over(&vault, &state);
        found.sort();
        left.sort();
        assert_eq!(found, left);
        assert_eq!(
            left_over(&home.path().join("none/vault.age"), &folder.join("none")).len(),
            0
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_was_left_lies_where_a_link_leads() {
        let home = tempfile::tempdir().expect("a folder");
        let link = home.path().join("vault.age");
        let synced = write(home.path(), "synced/secrets.age");
        std::os::unix::fs::symlink(&synced, &link).expect("linked");
        write(home.path(), ".vault-aB3dE6.tmp");
        let left = write(home.path(), "synced/.secrets-aB3dE6.tmp");
        assert_eq!(left_over(&link, &home.path().join("state")), [left]);
    }

    #[test]
    fn git_is_told_once_what_is_none_of_its_business() {
        let home = tempfile::tempdir().expect("a folder");
        let target = home.path().join("secrets.age");
        ignore_in_git(home.path(), &target);
        let told = home.path().join(".gitignore");
        let read = || std::fs::read_to_string(&told).expect("there");
        assert_eq!(read(), ".secrets.age.lock\n.secrets-*.tmp\n");
        assert_eq!(lock_path(&target), home.path().join(".secrets.age.lock"));
        std::fs::write(&told, "of the user").expect("written");
        ignore_in_git(home.path(), &target);
        assert_eq!(read(), "of the user");
    }
}
