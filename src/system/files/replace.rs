//! Whole files or none: written under a temporary name, then put into place at once.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

use super::{Attempt, FileError, Fingerprint, ReplaceError, folder_of, owner, regular, resolve};

/// A whole new file, safe on the disk under a temporary name. Dropping it removes it.
#[derive(Debug)]
pub struct Prepared(NamedTempFile);

/// Letters between prefix and `.tmp` of a temporary name.
pub(super) const RANDOM_LETTERS: usize = 6;

/// Writes and syncs what is to take the place of `target`, beside it under a temporary name that starts with
/// `prefix`. Only its owner may read it, and that is the owner of what it replaces.
pub fn prepare(target: &Path, prefix: &str, bytes: &[u8]) -> Result<Prepared, FileError> {
    let file = temporary(target, prefix, bytes)?;
    let synced = file.as_file().sync_all();
    synced.map_err(FileError::at(Attempt::Write, folder_of(target)))?;
    Ok(Prepared(file))
}

fn temporary(target: &Path, prefix: &str, bytes: &[u8]) -> Result<NamedTempFile, FileError> {
    let folder = folder_of(target);
    let error = |source| FileError::at(Attempt::Write, folder)(source);
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(prefix)
        .suffix(".tmp")
        .rand_bytes(RANDOM_LETTERS);
    let mut options = OpenOptions::new();
    options.create_new(true).read(true).write(true);
    owner::private(&mut options);
    // Opened and written by ourselves: tempfile's own errors name the path once more.
    let made = builder.make_in(folder, |path| options.open(path));
    let mut file = made.map_err(error)?;
    owner::settle(file.as_file(), target).map_err(error)?;
    file.as_file_mut().write_all(bytes).map_err(error)?;
    Ok(file)
}

impl Prepared {
    /// What will tell whether the file in its place has changed since. Asked for beforehand: after the replacement
    /// nothing may fail that would make it look undone.
    pub fn fingerprint(&self) -> Result<Fingerprint, FileError> {
        let metadata = self.0.as_file().metadata();
        let metadata = metadata.map_err(FileError::at(Attempt::Read, self.0.path()))?;
        Ok(Fingerprint::of(&metadata))
    }

    /// Puts the file into the place of `target`, if that is a file or nothing: a link may have led to a device.
    pub fn replace(self, target: &Path) -> Result<(), ReplaceError> {
        let error = |source| ReplaceError::Failed(FileError::at(Attempt::Replace, target)(source));
        if target.symlink_metadata().is_ok_and(|it| !it.is_file()) {
            return Err(error(regular::not_regular()));
        }
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

fn sync_folder(folder: &Path) -> Result<(), ReplaceError> {
    synced(folder)
        .map_err(|source| ReplaceError::NotDurable(FileError::at(Attempt::Sync, folder)(source)))
}

/// Makes sure that a new file is found after a power cut.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    synced(folder_of(path))
}

#[cfg(unix)]
fn synced(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network and FUSE file systems cannot sync folders at all; that is no failure of theirs.
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::INVAL.raw_os_error()) => {
            Ok(())
        }
        synced => synced,
    }
}

#[cfg(not(unix))]
fn synced(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Replaces or makes a private file durably: [`prepare`] and [`Prepared::replace`] in one.
pub fn write(target: &Path, prefix: &str, bytes: &[u8]) -> Result<(), ReplaceError> {
    let target = resolve(target);
    let prepared = prepare(&target, prefix, bytes).map_err(ReplaceError::Failed)?;
    prepared.replace(&target)
}

/// Makes a private file durably where none must be yet: [`prepare`] and [`Prepared::create`] in one.
pub fn create(target: &Path, prefix: &str, bytes: &[u8]) -> Result<(), ReplaceError> {
    let prepared = prepare(target, prefix, bytes).map_err(ReplaceError::Failed)?;
    prepared.create(target)
}

/// Adds a line to a private file, which is made if need be, without syncing it: for notes that may be lost.
pub fn append(path: &Path, line: &[u8]) -> Result<(), FileError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    owner::private(&mut options);
    let opened = regular::open_with(&options, path).and_then(regular::checked);
    let written = opened.and_then(|(mut file, metadata)| {
        if metadata.len() == 0 {
            owner::settle(&file, path)?;
        }
        file.write_all(line)
    });
    written.map_err(FileError::at(Attempt::Write, path))
}

/// Makes a private file where none must be yet, whole or not at all, without syncing it: for copies that may be
/// lost in a power cut.
pub fn write_new(path: &Path, prefix: &str, bytes: &[u8]) -> Result<(), FileError> {
    let put = temporary(path, prefix, bytes)?.persist_noclobber(path);
    put.map(drop)
        .map_err(|failed| FileError::at(Attempt::Write, path)(failed.error))
}
