//! Opening what must be a regular file. A pipe would hold the program for ever, a device may do anything, and a
//! link that a stranger planted leads anywhere: all are refused at once.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use super::{is_foreign_link, resolve};

/// Opens it for reading.
pub(super) fn open(path: &Path) -> io::Result<(File, fs::Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    let file = open_with(&options, path)?;
    checked(file)
}

/// Opens it with these options, which may create it. A link is followed only if it is nobody else's.
pub(super) fn open_with(options: &OpenOptions, path: &Path) -> io::Result<File> {
    let mut options = options.clone();
    unwaiting(&mut options);
    match options.open(path) {
        Err(_) if path.is_symlink() => {
            let target = resolve(path);
            if is_foreign_link(&target) {
                return Err(io::Error::new(
                    io::ErrorKind::PermissionDenied,
                    "it is a link that another user made",
                ));
            }
            options.open(target)
        }
        opened => opened,
    }
}

/// Refuses everything but a regular file.
pub(super) fn checked(file: File) -> io::Result<(File, fs::Metadata)> {
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(not_regular())
    }
}

/// Why a pipe, a device or a folder is neither read nor replaced.
pub(super) fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file")
}

/// Does not wait for the other end of a pipe, takes no terminal over, follows no link.
fn unwaiting(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW;
        let flags = i32::try_from(flags.bits()).unwrap_or_default();
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags);
    }
    #[cfg(not(unix))]
    let _ = options;
}
