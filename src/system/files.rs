//! Files that survive a crash: lock, atomic replacement, fingerprints, private modes.

mod error;
mod folder;
mod lock;
mod owner;
mod regular;
mod replace;

pub use error::{Attempt, FileError, ReplaceError};
pub use folder::regular_files;
pub use lock::{Lock, LockError, lock};
pub use owner::{Fault, can_others_change, fault, is_foreign_link, is_private, is_writable};
pub use replace::{Prepared, append, create, prepare, sync_folder_of, write, write_new};

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::account::Timestamp;
use replace::RANDOM_LETTERS;

/// Tells whether a file was replaced or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    identity: (u64, u64),
    modified: (i64, i64),
    size: u64,
}

impl Fingerprint {
    #[cfg(unix)]
    pub(super) fn of(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self {
            identity: (metadata.dev(), metadata.ino()),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            size: metadata.size(),
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(metadata: &fs::Metadata) -> Self {
        let since = metadata.modified().ok();
        let since = since.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let since = since.unwrap_or_default();
        Self {
            identity: (0, 0),
            modified: (
                since.as_secs().cast_signed(),
                i64::from(since.subsec_nanos()),
            ),
            size: metadata.len(),
        }
    }
}

impl Fingerprint {
    /// The same text as long as the file is the same.
    pub fn to_text(self) -> String {
        let ((device, inode), (seconds, nanos)) = (self.identity, self.modified);
        format!("{device}.{inode} {seconds}.{nanos} {}", self.size)
    }

    /// When the file was last written to.
    pub fn modified(self) -> Timestamp {
        let (seconds, nanos) = self.modified;
        let millis = u64::try_from(nanos).unwrap_or_default() / 1_000_000;
        let seconds = u64::try_from(seconds).unwrap_or_default();
        Timestamp::from_millis(seconds.saturating_mul(1000).saturating_add(millis))
    }
}

/// A file's bytes with what tells whether it has changed since; `None` when there is no file. Files over
/// `cap` bytes are an error.
pub fn read(path: &Path, cap: u64) -> Result<Option<(Vec<u8>, Fingerprint)>, FileError> {
    let error = |source| FileError::at(Attempt::Read, path)(source);
    let (file, metadata) = match regular::open(path) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(error)?,
    };
    let too_large = || {
        error(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it is too large",
        ))
    };
    if metadata.len() > cap {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    (&file)
        .take(cap + 1)
        .read_to_end(&mut bytes)
        .map_err(error)?;
    if bytes.len() as u64 > cap {
        return Err(too_large());
    }
    Ok(Some((bytes, Fingerprint::of(&metadata))))
}

/// What tells whether a file has changed; `None` when there is no file.
pub fn fingerprint(path: &Path) -> Result<Option<Fingerprint>, FileError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(Fingerprint::of(&metadata))),
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(FileError::at(Attempt::Read, path)(source)),
    }
}

/// Follows symbolic links at the end of a path, also to a file that does not exist yet: replacing must not
/// turn a link into a file. Stops at a link that a stranger planted.
pub fn resolve(path: &Path) -> PathBuf {
    let mut resolved = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&resolved) else {
            break;
        };
        if is_foreign_link(&resolved) {
            break;
        }
        resolved = match resolved.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    resolved
}

/// The folder a file lies in; `.` for a bare name.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Removes what killed processes left behind: one of the prefixes, six letters, `.tmp`. Call it under the lock.
pub fn sweep(folder: &Path, prefixes: &[&str]) {
    for path in stale(folder, prefixes) {
        // What cannot be removed is ciphertext and harmless.
        let _ = fs::remove_file(path);
    }
}

/// What [`sweep`] would remove.
pub fn stale(folder: &Path, prefixes: &[&str]) -> Vec<PathBuf> {
    let is_stale = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.and_then(|name| name.strip_suffix(".tmp"))
            .is_some_and(|name| {
                let middles = prefixes
                    .iter()
                    .filter_map(|prefix| name.strip_prefix(prefix));
                middles.into_iter().any(|letters| {
                    letters.len() == RANDOM_LETTERS
                        && letters.bytes().all(|b| b.is_ascii_alphanumeric())
                })
            })
    };
    list(folder).into_iter().filter(is_stale).collect()
}

/// Makes a folder and what is missing above it, 0700 whatever the umask. Folders that exist stay as they are.
pub fn create_folder(path: &Path) -> Result<(), FileError> {
    let error = |source| FileError::at(Attempt::CreateFolder, path)(source);
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent()
        && !above.as_os_str().is_empty()
    {
        create_folder(above)?;
    }
    match owner::make_folder(path) {
        Err(race) if race.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.map_err(error),
    }
}

/// Removes a file; one that is gone already is no error.
pub fn remove(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(FileError::at(Attempt::Remove, path)(error))
        }
        _ => Ok(()),
    }
}

/// Names of the plain files in a folder; empty when it cannot be listed.
pub fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Puts a file out of the way under a name that nothing has yet: `NAME.old`, `NAME.old-2` …; returns that name.
pub fn put_aside(path: &Path) -> Result<PathBuf, FileError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut names = (1..).map(|number| match number {
        1 => format!("{name}.old"),
        number => format!("{name}.old-{number}"),
    });
    loop {
        let aside = path.with_file_name(names.next().unwrap_or_default());
        if aside.symlink_metadata().is_err() {
            let moved = fs::rename(path, &aside);
            return moved
                .map(|()| aside)
                .map_err(FileError::at(Attempt::Replace, path));
        }
    }
}

/// How long a regular file is; 0 for everything else.
pub fn size(path: &Path) -> u64 {
    let metadata = fs::symlink_metadata(path);
    metadata.map_or(0, |it| if it.is_file() { it.len() } else { 0 })
}

#[cfg(test)]
mod tests;
