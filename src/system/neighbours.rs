//! What lies beside a file: regular files of one kind, each with a mark that tells whether it has changed. Nothing
//! is opened; links, pipes and folders are left out.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::files::{Fingerprint, folder_of};

/// A regular file beside another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Neighbour {
    /// Where it lies.
    pub path: PathBuf,
    /// Its length in bytes.
    pub size: u64,
    /// Changes when the file is written or replaced.
    pub mark: String,
}

/// The regular files beside `file` with the same extension, sorted by path; empty when the folder cannot be listed.
pub fn list(file: &Path) -> Vec<Neighbour> {
    let folder = folder_of(file);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Neighbour> = entries
        .filter(|entry| {
            let name = entry.file_name();
            Path::new(&name).extension() == file.extension() && Some(&*name) != file.file_name()
        })
        .filter_map(|entry| {
            // Of the entry itself: what a link points to is looked at by nobody.
            let metadata = entry.metadata().ok().filter(Metadata::is_file)?;
            Some(Neighbour {
                path: folder.join(entry.file_name()),
                size: metadata.len(),
                mark: Fingerprint::of(&metadata).to_text(),
            })
        })
        .collect();
    found.sort();
    found
}
