//! Files the user names: inputs read with a limit, outputs that never overwrite and only their owner may read.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{files, opening};

/// A whole file of at most `most` bytes. Pipes and devices are read too, up to the limit.
pub fn read(path: &Path, most: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = opening::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let length = file.metadata()?.len().min(most);
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1));
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {}", size(most)),
        ));
    }
    Ok(bytes)
}

/// As people count: limits are whole KiB or MiB.
fn size(bytes: u64) -> String {
    match bytes {
        0..0x400 => format!("{bytes} bytes"),
        0x400..0x10_0000 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

/// The first bytes of a file, to see what it is. Empty when it is no plain file.
pub fn start(path: &Path, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path.metadata().is_ok_and(|metadata| metadata.is_file()) {
        File::open(path)?.take(length).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// What lies in a folder, unsorted.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect()
}

/// Makes a file of mode 0600 that must not be there yet and forces it to the disk. One that could not be
/// written whole is removed again.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    set_mode(&file)
        .and_then(|()| file.write_all(bytes))
        .and_then(|()| file.sync_all())
        .and_then(|()| files::sync_folder_of(path))
        .inspect_err(|_| {
            let _ = std::fs::remove_file(path);
        })
}

/// Makes a file with nothing secret in it, which must not be there yet.
pub fn create_public(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)
}

/// Whatever the umask.
#[cfg(unix)]
fn set_mode(file: &File) -> io::Result<()> {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    file.set_permissions(mode)
}

#[cfg(not(unix))]
fn set_mode(_: &File) -> io::Result<()> {
    Ok(())
}

/// Removes a file.
pub fn remove(path: &Path) -> io::Result<()> {
    std::fs::remove_file(path)
}
