//! Keeps other processes of the same user, and core files, away from this process's memory.

/// Makes the process unreadable for others (Linux: no ptrace, no `/proc/PID/mem` or `environ`) and forbids core
/// files (Unix). A file that would grow beyond its limit (`ulimit -f`) is an error like a full disk, and not the end.
/// For the first line of `main` in release builds; debuggers no longer attach. Children are not
/// affected: the first part ends at `exec`, the limit on core files is inherited. Never fails: a sandbox that
/// refuses is no reason not to run.
pub fn harden() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
        // A handler that does nothing of note: then the write itself fails. It ends at `exec`.
        let noted = std::sync::Arc::default();
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noted);
    }
}
