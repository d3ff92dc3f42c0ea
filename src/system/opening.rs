//! Opening a file that the user names, whatever it is: a pipe that nobody writes into does not hold the program.

use std::fs::File;
use std::io;
use std::path::Path;

/// How long somebody may take to begin writing into a named pipe.
#[cfg(unix)]
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(2);

/// Opens it for reading.
#[cfg(unix)]
pub(super) fn open(path: &Path) -> io::Result<File> {
    use super::timeout::{self, NoAnswer};
    use std::os::unix::fs::FileTypeExt as _;

    if !std::fs::metadata(path)?.file_type().is_fifo() {
        return File::open(path);
    }
    // The call itself waits for a writer. Pipes that the shell makes (`<(…)`) have theirs already.
    let path = path.to_owned();
    timeout::run(TIMEOUT, move || File::open(path)).unwrap_or_else(|none| {
        Err(match none {
            NoAnswer::TimedOut => {
                io::Error::new(io::ErrorKind::TimedOut, "nobody writes into this pipe")
            }
            NoAnswer::Broken => io::ErrorKind::OutOfMemory.into(),
        })
    })
}

/// Opens it for reading.
#[cfg(not(unix))]
pub(super) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}
