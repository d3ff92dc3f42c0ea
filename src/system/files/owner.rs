//! Whose a new file is, and who may read it: its owner alone, whatever the umask. Where root works in the home of a
//! user, the user stays the owner: nobody is locked out of a vault by one `sudo otp`.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// For a file that is about to be created: private from the first moment.
pub(super) fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// For a file that was just created to take the place of `target`, or to lie beside it: sets the mode outright, and
/// as root the owner of what is there, else of the folder.
#[cfg(unix)]
pub(super) fn settle(file: &File, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let metadata = file.metadata()?;
    let own = rustix::process::geteuid();
    let mut mode = 0o600;
    if own.is_root() {
        let is_old = |old: &fs::Metadata| old.is_file() && old.ino() != metadata.ino();
        let old = fs::symlink_metadata(target).ok().filter(is_old);
        let like = match old {
            Some(old) => old,
            None => fs::metadata(super::folder_of(target))?,
        };
        if like.uid() != 0 {
            fchown(file, Some(like.uid()), Some(like.gid()))?;
            if like.is_file() {
                mode |= like.mode() & 0o777;
            }
        }
    } else if metadata.uid() != own.as_raw() {
        // A lock that somebody else made and lets us use.
        return Ok(());
    }
    if metadata.mode() & 0o7777 == mode {
        return Ok(());
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Windows keeps other users out of a profile by itself.
#[cfg(not(unix))]
pub(super) fn settle(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes one folder for its owner alone, whatever the umask; as root for the owner of the folder above.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, lchown};
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        if rustix::process::geteuid().is_root() {
            let above = fs::metadata(super::folder_of(path))?;
            if above.uid() != 0 {
                lchown(path, Some(above.uid()), Some(above.gid()))?;
            }
        }
    }
    Ok(())
}

/// True when nobody but its owner, who must be us, can read or write the file: what ssh asks of keys.
#[cfg(unix)]
pub fn is_private(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = fs::metadata(path)?;
    let is_ours = metadata.uid() == rustix::process::geteuid().as_raw();
    let others_may = metadata.mode() & 0o077;
    Ok(is_ours && others_may == 0)
}

/// Windows keeps other users out of a profile by itself.
#[cfg(not(unix))]
pub fn is_private(path: &Path) -> io::Result<bool> {
    fs::metadata(path).map(|_| true)
}

/// What is wrong with a file of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A pipe, a device, a folder.
    NotRegular,
    /// Another user's.
    Foreign,
    /// Others can read or write it.
    Exposed,
    /// We cannot.
    Closed,
}

/// What is wrong with a file that should be ours alone; `None` when nothing is, or nothing is there.
#[cfg(unix)]
pub fn fault(path: &Path) -> Option<Fault> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = fs::metadata(path).ok()?;
    let is_ours = metadata.uid() == rustix::process::geteuid().as_raw();
    match metadata.mode() & 0o777 {
        _ if !metadata.is_file() => Some(Fault::NotRegular),
        _ if !is_ours => Some(Fault::Foreign),
        mode if mode & 0o077 != 0 => Some(Fault::Exposed),
        mode if mode & 0o600 != 0o600 => Some(Fault::Closed),
        _ => None,
    }
}

/// What is wrong with a file of ours, as far as anybody can tell here.
#[cfg(not(unix))]
pub fn fault(path: &Path) -> Option<Fault> {
    let metadata = fs::metadata(path).ok()?;
    (!metadata.is_file()).then_some(Fault::NotRegular)
}

/// True when somebody beside us and root can change what is in a file.
#[cfg(unix)]
pub fn can_others_change(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).is_ok_and(|metadata| {
        let owners = [0, rustix::process::geteuid().as_raw()];
        !owners.contains(&metadata.uid()) || metadata.mode() & 0o022 != 0
    })
}

/// Windows keeps other users out of a profile by itself.
#[cfg(not(unix))]
pub fn can_others_change(_: &Path) -> bool {
    false
}

/// True when we may make files in a folder.
#[cfg(unix)]
pub fn is_writable(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// Told by trying.
#[cfg(not(unix))]
pub fn is_writable(_: &Path) -> bool {
    true
}

/// True for a symbolic link that somebody put into a folder that is not theirs, and who is not us: it may lead
/// anywhere. What the kernel asks of links in `/tmp`.
#[cfg(unix)]
pub fn is_foreign_link(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(link) = fs::symlink_metadata(path) else {
        return false;
    };
    let is_ours = link.uid() == rustix::process::geteuid().as_raw();
    let is_of_the_folder =
        || fs::metadata(super::folder_of(path)).is_ok_and(|folder| folder.uid() == link.uid());
    link.is_symlink() && !is_ours && !is_of_the_folder()
}

/// Windows lets few users make links.
#[cfg(not(unix))]
pub fn is_foreign_link(_: &Path) -> bool {
    false
}
