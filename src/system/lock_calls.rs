//! Lock calls: `otp lock` asks the open interfaces of this device to lock, each by a socket in the state folder.

use std::fs;
use std::io::{self, Read};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

const BEGINS: &str = "interface-";
const ENDS: &str = ".sock";

/// How long an interface may take to lock.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Listens for calls.
#[derive(Debug)]
pub struct Listener(UnixListener);

/// Somebody who waits until everything is locked: told by dropping this.
#[derive(Debug)]
pub struct Caller {
    _waits: UnixStream,
}

impl Listener {
    /// In a folder that only its owner can enter.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(format!("{BEGINS}{}{ENDS}", std::process::id()));
        // Of a process with the same number that crashed.
        let _ = fs::remove_file(&path);
        UnixListener::bind(&path).map(Self)
    }

    /// Waits for the next call.
    pub fn next(&self) -> io::Result<Caller> {
        let (stream, _) = self.0.accept()?;
        Ok(Caller { _waits: stream })
    }
}

/// Removes the socket of this process.
pub fn close(folder: &Path) {
    let _ = fs::remove_file(folder.join(format!("{BEGINS}{}{ENDS}", std::process::id())));
}

/// What became of the calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Called {
    /// Interfaces that are locked now.
    pub locked: usize,
    /// Interfaces that did not answer.
    pub silent: usize,
}

/// Calls all interfaces and waits until they are locked.
pub fn call_all(folder: &Path) -> Called {
    let mut called = Called::default();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(BEGINS) && name.ends_with(ENDS)
    };
    for path in entries.map(|entry| entry.path()).filter(is_ours) {
        match UnixStream::connect(&path) {
            Ok(stream) if is_answered(&stream) => called.locked += 1,
            // Left behind by one that crashed.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                let _ = fs::remove_file(&path);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Ok(_) | Err(_) => called.silent += 1,
        }
    }
    called
}

/// The other end closes the connection when it is done, or ends.
fn is_answered(mut stream: &UnixStream) -> bool {
    let patient = stream.set_read_timeout(Some(TIMEOUT));
    patient.and_then(|()| stream.read(&mut [0])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_over_when_it_is_answered_and_dead_sockets_go() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(call_all(folder.path()), Called::default());
        let listener = Listener::open(folder.path()).expect("a socket");
        let answering = std::thread::spawn(move || {
            drop(listener.next().expect("a call"));
            listener
        });
        let one = Called {
            locked: 1,
            silent: 0,
        };
        assert_eq!(call_all(folder.path()), one);
        // The socket stays behind, nobody listens.
        drop(answering.join().expect("no panic"));
        assert_eq!(call_all(folder.path()), Called::default());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
