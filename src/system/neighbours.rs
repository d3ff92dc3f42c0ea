//! What lies beside a file: regular files of one kind, each with a mark that tells whether it has changed. Nothing
//! is opened; links, pipes and folders are left out.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

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
    let folder = super::files::folder_of(file);
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
                mark: mark(&metadata),
            })
        })
        .collect();
    found.sort();
    found
}

#[cfg(unix)]
fn mark(metadata: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let (device, inode, size) = (metadata.dev(), metadata.ino(), metadata.size());
    let (modified, nanos) = (metadata.mtime(), metadata.mtime_nsec());
    format!("{device:x}-{inode:x}-{size:x}-{modified:x}-{nanos:x}")
}

#[cfg(not(unix))]
fn mark(metadata: &Metadata) -> String {
    let since = metadata.modified().ok();
    let since = since.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    format!(
        "{:x}-{:x}",
        metadata.len(),
        since.unwrap_or_default().as_nanos()
    )
}
