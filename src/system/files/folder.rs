//! The regular files of a folder that other programs write into. Links are passed over: they lead out of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Attempt, FileError, Fingerprint};

/// The regular files in a folder, hidden ones aside (sync tools hide what they have not written to its end), the newest
/// first. More than `most` of them are an error.
pub fn regular_files(folder: &Path, most: usize) -> Result<Vec<(PathBuf, Fingerprint)>, FileError> {
    let error = |source| FileError::at(Attempt::Read, folder)(source);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(error)? {
        let entry = entry.map_err(error)?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // One that went away just now is none.
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_file() {
            files.push((entry.path(), Fingerprint::of(&metadata)));
        }
        if files.len() > most {
            let why = format!("it holds more than {most} files");
            return Err(error(io::Error::new(io::ErrorKind::InvalidInput, why)));
        }
    }
    files.sort_by(|(one, this), (other, that)| (that.modified, other).cmp(&(this.modified, one)));
    Ok(files)
}
