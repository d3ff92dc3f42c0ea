//! Keeps other processes of the same user, and core files, away from this process's memory; programs that it starts have
//! the limits of before.

#[cfg(unix)]
use std::sync::{Mutex, OnceLock, PoisonError};

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The limit on core files that others have set.
#[cfg(unix)]
static BEFORE: OnceLock<Rlimit> = OnceLock::new();
/// Who starts a program.
#[cfg(unix)]
static STARTING: Mutex<()> = Mutex::new(());

/// Makes the process unreadable for others (Linux: no ptrace, no `/proc/PID/mem` or `environ`) and forbids core
/// files (Unix). A file that would grow beyond its limit (`ulimit -f`) is an error like a full disk, and not the end.
/// For the first line of `main` in release builds; debuggers no longer attach. Children are not affected: the first
/// part ends at `exec`, the limit on core files is theirs again by `as_before`. Never fails: a sandbox that refuses
/// is no reason not to run.
pub fn harden() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
    #[cfg(unix)]
    {
        forbid_core_files(BEFORE.get_or_init(|| getrlimit(Resource::Core)));
        // A handler that does nothing of note: then the write itself fails. It ends at `exec`.
        let noted = std::sync::Arc::default();
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noted);
    }
}

/// The upper limit stays: nobody could raise it again.
#[cfg(unix)]
fn forbid_core_files(before: &Rlimit) {
    let none = Rlimit {
        current: Some(0),
        maximum: before.maximum,
    };
    let _ = setrlimit(Resource::Core, none);
}

/// Starts a program, which inherits the limit on core files that this process was given itself.
#[cfg(unix)]
pub(super) fn as_before<T>(start: impl FnOnce() -> T) -> T {
    let Some(before) = BEFORE.get() else {
        return start();
    };
    let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = setrlimit(Resource::Core, *before);
    let started = start();
    forbid_core_files(before);
    started
}

/// Starts a program.
#[cfg(not(unix))]
pub(super) fn as_before<T>(start: impl FnOnce() -> T) -> T {
    start()
}
