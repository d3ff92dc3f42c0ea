//! Links in the place of a file: whose they are. A link that somebody else put there points where they want us to write.

use std::path::Path;

/// True when `path` is a symbolic link.
pub fn is_link(path: &Path) -> bool {
    path.symlink_metadata()
        .is_ok_and(|metadata| metadata.file_type().is_symlink())
}

/// True when `path` is a symbolic link that belongs to another user.
#[cfg(unix)]
pub fn is_foreign(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = rustix::process::geteuid().as_raw();
    is_link(path)
        && path
            .symlink_metadata()
            .is_ok_and(|metadata| metadata.uid() != own)
}

/// Windows lets few users make links.
#[cfg(not(unix))]
pub fn is_foreign(_: &Path) -> bool {
    false
}
