//! Links in the place of a file: whose they are. A link that somebody else put there points where they want us to write.

use std::path::Path;

/// True when `path` is a symbolic link.
pub fn is_link(path: &Path) -> bool {
    path.is_symlink()
}

/// True when `path` is a symbolic link that belongs to another user.
#[cfg(unix)]
pub fn is_foreign(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = rustix::process::geteuid().as_raw();
    let link = path.symlink_metadata();
    link.is_ok_and(|link| link.is_symlink() && link.uid() != own)
}

/// Windows lets few users make links.
#[cfg(not(unix))]
pub fn is_foreign(_: &Path) -> bool {
    false
}
