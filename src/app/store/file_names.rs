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
