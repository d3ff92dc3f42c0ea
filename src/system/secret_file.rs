//! Secrets that somebody else hands over: identity files, passphrase files, descriptors, stdin. Read whole, wiped.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use thiserror::Error;
use zeroize::Zeroizing;

use super::{files, opening};
use crate::account::{SecretText, shown};

/// Larger than any identity file or passphrase.
const MAX: u64 = 64 * 1024;

/// Why a secret cannot be read from where it should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SecretFileError {
    /// It is not there.
    #[error("{} does not exist", shown(.0))]
    Missing(PathBuf),
    /// It cannot be opened or read.
    #[error("{} cannot be read: {why}", shown(.path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        why: ErrorKind,
    },
    /// Other users can read or change it (Unix mode bits).
    #[error("others can read {} (mode {mode:04o})", shown(.path))]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It belongs to another user.
    #[error("{} belongs to another user", shown(.0))]
    NotOurs(PathBuf),
    /// A pipe, a device or a folder.
    #[error("{} is not a regular file", shown(.0))]
    NotAFile(PathBuf),
    /// Larger than 64 KiB.
    #[error("{} is too large", shown(.0))]
    TooLarge(PathBuf),
    /// Not UTF-8.
    #[error("{} is not text", shown(.0))]
    NotText(PathBuf),
    /// Nothing in it.
    #[error("{} is empty", shown(.0))]
    Empty(PathBuf),
    /// No such file descriptor, or descriptors cannot be named on this system.
    #[error("file descriptor {0} is not open for reading")]
    NoDescriptor(u32),
}

/// An identity file, as text; refused when others could have read it, as ssh does with its keys.
pub fn read_identity(path: &Path) -> Result<SecretText, SecretFileError> {
    let file = open(path)?;
    check_owner_and_mode(&file, path)?;
    whole(&bytes(&file, room(&file), path)?, path)
}

/// An identity from stdin.
pub fn read_identity_from_stdin() -> Result<SecretText, SecretFileError> {
    let path = Path::new("stdin");
    whole(&bytes(std::io::stdin().lock(), MAX, path)?, path)
}

/// The first line of a file, without its end; refused when others could have read it, as identities are.
pub fn read_passphrase(path: &Path) -> Result<SecretString, SecretFileError> {
    let file = open(path)?;
    check_owner_and_mode(&file, path)?;
    first_line(&file, path)
}

/// The first line from an open descriptor; it is read to its end.
pub fn read_passphrase_from(descriptor: u32) -> Result<SecretString, SecretFileError> {
    // Taking over a raw descriptor would need unsafe code; its name in the file system does the same.
    let path = PathBuf::from(format!("/dev/fd/{descriptor}"));
    let file = File::open(&path).map_err(|_| SecretFileError::NoDescriptor(descriptor))?;
    first_line(&file, &path)
}

/// The wrapped identity of this device: a regular file in the state folder, which needs no protection of its own.
pub fn read_wrapped(path: &Path) -> Result<Vec<u8>, SecretFileError> {
    match files::read(path, MAX) {
        Ok(Some((bytes, _))) => Ok(bytes),
        Ok(None) => Err(SecretFileError::Missing(path.to_owned())),
        Err(error) if error.source.kind() == ErrorKind::InvalidInput => {
            Err(SecretFileError::NotAFile(path.to_owned()))
        }
        Err(error) if error.is_unfit() => Err(SecretFileError::TooLarge(path.to_owned())),
        Err(error) => Err(unreadable(path, &error.source)),
    }
}

fn open(path: &Path) -> Result<File, SecretFileError> {
    opening::open(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> SecretFileError {
    match error.kind() {
        ErrorKind::NotFound => SecretFileError::Missing(path.to_owned()),
        why => SecretFileError::Unreadable {
            path: path.to_owned(),
            why,
        },
    }
}

#[cfg(unix)]
fn check_owner_and_mode(file: &File, path: &Path) -> Result<(), SecretFileError> {
    use std::os::unix::fs::MetadataExt;
    // Of the file that was opened, not of whatever has its name by now.
    let about = file.metadata().map_err(|error| unreadable(path, &error))?;
    if !about.is_file() {
        // Pipes and devices: nothing lies around for others to read.
        return Ok(());
    }
    if about.uid() != rustix::process::geteuid().as_raw() {
        return Err(SecretFileError::NotOurs(path.to_owned()));
    }
    let mode = about.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(SecretFileError::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_owner_and_mode(_: &File, _: &Path) -> Result<(), SecretFileError> {
    Ok(())
}

/// For what the file holds now: wiping room that is never used would cost more than opening a vault. Nobody can tell
/// how much will come from anything else.
fn room(file: &File) -> u64 {
    let size = file.metadata().ok().filter(std::fs::Metadata::is_file);
    size.map_or(MAX, |about| about.len().min(MAX))
}

/// All of it. The room is there from the start, so that nothing is copied while it grows.
fn bytes(reader: impl Read, room: u64, path: &Path) -> Result<Zeroizing<Vec<u8>>, SecretFileError> {
    let room = usize::try_from(room + 1).unwrap_or(usize::MAX);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    let read = reader.take(MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > MAX {
        return Err(SecretFileError::TooLarge(path.to_owned()));
    }
    Ok(bytes)
}

fn text<'a>(bytes: &'a [u8], path: &Path) -> Result<&'a str, SecretFileError> {
    std::str::from_utf8(bytes).map_err(|_| SecretFileError::NotText(path.to_owned()))
}

fn whole(bytes: &[u8], path: &Path) -> Result<SecretText, SecretFileError> {
    let text = text(bytes, path)?;
    if text.trim().is_empty() {
        return Err(SecretFileError::Empty(path.to_owned()));
    }
    Ok(SecretText::from(text))
}

fn first_line(file: &File, path: &Path) -> Result<SecretString, SecretFileError> {
    let bytes = bytes(file, room(file), path)?;
    match text(&bytes, path)?.lines().next() {
        Some(line) if !line.is_empty() => Ok(SecretString::from(line.to_owned())),
        _ => Err(SecretFileError::Empty(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_passphrase_is_the_first_line() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("passphrase");
        for content in [
            "correct horse\n",
            "correct horse",
            "correct horse\r\nsecond\n",
        ] {
            private(&path, content.as_bytes());
            assert_eq!(
                read_passphrase(&path).expect(content).expose_secret(),
                "correct horse"
            );
        }
        private(&path, b"\nsecond\n");
        assert_eq!(
            read_passphrase(&path).expect_err("empty"),
            SecretFileError::Empty(path.clone())
        );
        private(&path, "a".repeat(70_000).as_bytes());
        assert_eq!(
            read_passphrase(&path).expect_err("large"),
            SecretFileError::TooLarge(path)
        );
        let none = folder.path().join("none");
        assert_eq!(
            read_passphrase(&none).expect_err("none"),
            SecretFileError::Missing(none)
        );
    }

    fn private(path: &Path, bytes: &[u8]) {
        std::fs::write(path, bytes).expect("write");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(path, mode).expect("mode");
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_identity_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("identity.txt");
        std::fs::write(&path, "AGE-SECRET-KEY-1TEST\n").expect("write");
        let set = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
        for mode in [0o644, 0o640, 0o620, 0o601] {
            set(mode).expect("mode");
            let refused = SecretFileError::Exposed {
                path: path.clone(),
                mode,
            };
            assert_eq!(read_identity(&path).expect_err("refused"), refused);
            assert_eq!(read_passphrase(&path).expect_err("refused"), refused);
        }
        for mode in [0o600, 0o400] {
            set(mode).expect("mode");
            assert_eq!(
                read_identity(&path).expect("ours").expose(),
                "AGE-SECRET-KEY-1TEST\n"
            );
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_descriptor_is_read_by_its_number() {
        use std::io::Write;
        use std::os::fd::AsRawFd;
        let (reader, mut writer) = std::io::pipe().expect("pipe");
        writer.write_all(b"correct horse\n").expect("write");
        drop(writer);
        let descriptor = u32::try_from(reader.as_raw_fd()).expect("number");
        let passphrase = read_passphrase_from(descriptor).expect("read");
        assert_eq!(passphrase.expose_secret(), "correct horse");
        assert!(matches!(
            read_passphrase_from(4_000_000),
            Err(SecretFileError::NoDescriptor(_))
        ));
    }
}
