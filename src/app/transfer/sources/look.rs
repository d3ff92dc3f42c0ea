//! A look at a source's file or folder: nothing is opened, no content read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::system::files::{self, FileError, Fingerprint};

/// A folder of backups has fewer.
const MAX_FILES: usize = 4096;

/// What a look told.
#[derive(Debug)]
pub struct Look {
    /// The same as long as nothing changes.
    pub(super) seen: String,
    /// The file, or those of the folder, the newest first.
    pub(super) files: Result<Vec<PathBuf>, String>,
    /// It is a folder.
    pub(super) is_folder: bool,
}

impl Look {
    /// Looks.
    pub(super) fn at(path: &Path) -> Self {
        if path.is_dir() {
            return Self::at_folder(path);
        }
        let found = files::fingerprint(path);
        let files = match &found {
            Ok(Some(_)) => Ok(vec![path.to_owned()]),
            Ok(None) => Err("is not there".to_owned()),
            Err(error) => Err(unreadable(error)),
        };
        let seen = match (&found, &files) {
            (Ok(Some(fingerprint)), _) => format!("file {}", fingerprint.to_text()),
            (_, Err(why)) => why.clone(),
            _ => String::new(),
        };
        Self {
            seen,
            files,
            is_folder: false,
        }
    }

    fn at_folder(folder: &Path) -> Self {
        let found = files::regular_files(folder, MAX_FILES);
        let found = found.map_err(|error| unreadable(&error));
        Self {
            seen: match &found {
                Ok(files) => format!("folder {}", digest(files)),
                Err(why) => why.clone(),
            },
            files: found.map(|files| files.into_iter().map(|(path, _)| path).collect()),
            is_folder: true,
        }
    }
}

pub(super) fn unreadable(error: &FileError) -> String {
    format!("cannot be read: {}", error.source)
}

fn digest(files: &[(PathBuf, Fingerprint)]) -> String {
    let mut text = String::new();
    for (path, fingerprint) in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(text, "{name} {}", fingerprint.to_text());
    }
    hash(text.as_bytes())
}

/// SHA-256 in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
