//! Files that survive a crash: lock, atomic replacement, fingerprints, private modes.

mod lock;

pub use lock::{Lock, LockError, lock};

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use thiserror::Error;

use crate::account::shown;

/// What was tried when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Reading a file, or looking at it.
    Read,
    /// Writing a file beside the one to be replaced.
    Write,
    /// Putting the new file into the place of the old one.
    Replace,
    /// Making a folder.
    CreateFolder,
    /// Taking the lock.
    Lock,
    /// Removing a file.
    Remove,
    /// Making sure the replacement survives a power cut.
    Sync,
}

impl Attempt {
    const fn verb(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Replace => "replace",
            Self::CreateFolder => "create",
            Self::Lock => "lock",
            Self::Remove => "remove",
            Self::Sync => "sync",
        }
    }
}

/// A file operation that failed, with the path.
#[derive(Debug, Error)]
#[error("cannot {} {}: {source}", .attempt.verb(), shown(.path))]
pub struct FileError {
    /// What was tried.
    pub attempt: Attempt,
    /// On which file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl FileError {
    fn at(attempt: Attempt, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self {
            attempt,
            path,
            source,
        }
    }
}

/// How a replacement failed.
#[derive(Debug, Error)]
pub enum ReplaceError {
    /// The old file is as it was.
    #[error(transparent)]
    Failed(FileError),
    /// [`Prepared::create`] found a file in the place.
    #[error("{} exists already", shown(.0))]
    Exists(PathBuf),
    /// The new file is in place, but may be lost in a power cut.
    #[error("the file was replaced, but the folder could not be synced: {0}")]
    NotDurable(FileError),
}

/// Tells whether a file was replaced or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    identity: (u64, u64),
    modified: (i64, i64),
    size: u64,
}

impl Fingerprint {
    #[cfg(unix)]
    fn of(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self {
            identity: (metadata.dev(), metadata.ino()),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            size: metadata.size(),
        }
    }

    #[cfg(not(unix))]
    fn of(metadata: &fs::Metadata) -> Self {
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

/// A file's bytes with what tells whether it has changed since; `None` when there is no file. Files over
/// `cap` bytes are an error.
pub fn read(path: &Path, cap: u64) -> Result<Option<(Vec<u8>, Fingerprint)>, FileError> {
    let error = |source| FileError::at(Attempt::Read, path)(source);
    let file = match File::open(path) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(error)?,
    };
    let metadata = file.metadata().map_err(error)?;
    if !metadata.is_file() {
        return Err(error(io::Error::other("it is not a file")));
    }
    let too_large = || error(io::Error::other("it is too large"));
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
/// turn a link into a file.
pub fn resolve(path: &Path) -> PathBuf {
    let mut resolved = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&resolved) else {
            break;
        };
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

/// A whole new file, safe on the disk under a temporary name. Dropping it removes it.
#[derive(Debug)]
pub struct Prepared(NamedTempFile);

/// Letters between prefix and `.tmp` of a temporary name.
const RANDOM_LETTERS: usize = 6;

/// Writes and syncs `bytes` in `folder` under a temporary name that starts with `prefix`. Mode 0600.
pub fn prepare(folder: &Path, prefix: &str, bytes: &[u8]) -> Result<Prepared, FileError> {
    let error = |source| FileError::at(Attempt::Write, folder)(source);
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(prefix)
        .suffix(".tmp")
        .rand_bytes(RANDOM_LETTERS);
    let mut options = OpenOptions::new();
    options.create_new(true).read(true).write(true);
    private(&mut options);
    // Opened and written by ourselves: tempfile's own errors name the path once more.
    let made = builder.make_in(folder, |path| options.open(path));
    let mut file = made.map_err(error)?;
    file.as_file_mut().write_all(bytes).map_err(error)?;
    file.as_file().sync_all().map_err(error)?;
    Ok(Prepared(file))
}

impl Prepared {
    /// Puts the file into the place of `target`, whatever is there.
    pub fn replace(self, target: &Path) -> Result<(), ReplaceError> {
        let error = |source| ReplaceError::Failed(FileError::at(Attempt::Replace, target)(source));
        persist(self.0, target).map_err(error)?;
        sync_folder(folder_of(target))
    }

    /// Puts the file where none must be yet.
    pub fn create(self, target: &Path) -> Result<(), ReplaceError> {
        match self.0.persist_noclobber(target) {
            Ok(_) => sync_folder(folder_of(target)),
            Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(ReplaceError::Exists(target.to_owned()))
            }
            Err(failed) => Err(ReplaceError::Failed(FileError::at(Attempt::Write, target)(
                failed.error,
            ))),
        }
    }
}

#[cfg(not(windows))]
fn persist(file: NamedTempFile, target: &Path) -> io::Result<()> {
    file.persist(target)?;
    Ok(())
}

/// Virus scanners and sync tools hold files open for moments.
#[cfg(windows)]
fn persist(mut file: NamedTempFile, target: &Path) -> io::Result<()> {
    for _ in 0..50 {
        match file.persist(target) {
            Ok(_) => return Ok(()),
            Err(failed) if failed.error.kind() == io::ErrorKind::PermissionDenied => {
                file = failed.file;
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(failed) => return Err(failed.error),
        }
    }
    file.persist(target)?;
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), ReplaceError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    match synced {
        // Some network and FUSE file systems cannot sync folders at all; that is no failure of theirs.
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::INVAL.raw_os_error()) => {
            Ok(())
        }
        synced => synced.map_err(|source| {
            ReplaceError::NotDurable(FileError::at(Attempt::Sync, folder)(source))
        }),
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<(), ReplaceError> {
    Ok(())
}

/// Replaces or makes a private file durably: [`prepare`] and [`Prepared::replace`] in one.
pub fn write(target: &Path, prefix: &str, bytes: &[u8]) -> Result<(), ReplaceError> {
    let target = resolve(target);
    let prepared = prepare(folder_of(&target), prefix, bytes).map_err(ReplaceError::Failed)?;
    prepared.replace(&target)
}

/// Makes a new private file without syncing it: for copies that may be lost in a power cut.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    private(&mut options);
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(bytes));
    written.map_err(FileError::at(Attempt::Write, path))
}

/// Adds a line to a private file, which is made if need be, without syncing it: for notes that may be lost.
pub fn append(path: &Path, line: &[u8]) -> Result<(), FileError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    private(&mut options);
    let written = options.open(path).and_then(|mut file| file.write_all(line));
    written.map_err(FileError::at(Attempt::Write, path))
}

/// Removes what killed processes left behind: `prefix`, six letters, `.tmp`. Call it under the lock.
pub fn sweep(folder: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_stale = name.to_str().is_some_and(|name| {
            let middle = name
                .strip_prefix(prefix)
                .and_then(|n| n.strip_suffix(".tmp"));
            middle.is_some_and(|letters| {
                letters.len() == RANDOM_LETTERS
                    && letters.bytes().all(|b| b.is_ascii_alphanumeric())
            })
        });
        if is_stale {
            // What cannot be removed is ciphertext and harmless.
            let _ = fs::remove_file(entry.path());
        }
    }
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
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
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

/// True when nobody but its owner, who must be us, can read or write the file: what ssh asks of keys.
#[cfg(unix)]
pub fn is_private(path: &Path) -> Result<bool, FileError> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = fs::metadata(path).map_err(FileError::at(Attempt::Read, path))?;
    let is_ours = metadata.uid() == rustix::process::geteuid().as_raw();
    let others_may = metadata.mode() & 0o077;
    Ok(is_ours && others_may == 0)
}

/// Windows keeps other users out of a profile by itself.
#[cfg(not(unix))]
pub fn is_private(path: &Path) -> Result<bool, FileError> {
    fs::metadata(path)
        .map(|_| true)
        .map_err(FileError::at(Attempt::Read, path))
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

#[cfg(test)]
mod tests;
