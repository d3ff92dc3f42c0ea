//! Clock: the time of day, the time since boot (sleep included), and whether the time can be trusted.

use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::account::Timestamp;

/// Longest nap while waiting for a moment: the clock may be set meanwhile.
const NAP: Duration = Duration::from_millis(250);

/// Whether the operating system keeps the clock right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockSync {
    /// A time service has set it.
    Synchronised,
    /// There is a time service, and it has not set it: codes may be wrong.
    NotSynchronised,
    /// Nobody here can tell.
    Unknown,
}

/// Time, so that tests can stop and step it.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment; never set back, goes on while the machine sleeps.
    fn uptime(&self) -> Duration {
        uptime()
    }
    /// Time for which the asking thread has had a processor; where nobody can tell, the uptime.
    fn worked(&self) -> Duration {
        self.uptime()
    }
    /// Returns when [`Clock::now`] has reached `moment`.
    fn sleep_until(&self, moment: Timestamp) {
        loop {
            let left = moment.millis().saturating_sub(self.now().millis());
            if left == 0 {
                return;
            }
            // To sleep is what was asked for; in naps, since the clock may be set meanwhile.
            thread::sleep(Duration::from_millis(left).min(NAP));
        }
    }
    /// Whether the time can be trusted. May take up to a second: not for every frame.
    fn sync(&self) -> ClockSync;
}

/// The clock of this machine.
#[derive(Debug, Clone, Copy)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks")]
    fn now(&self) -> Timestamp {
        // A clock before 1970 counts as 1970.
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn worked(&self) -> Duration {
        use rustix::time::{ClockId, clock_gettime};
        since(clock_gettime(ClockId::ThreadCPUTime))
    }

    fn sync(&self) -> ClockSync {
        sync_state(Path::new("/run"))
    }
}

/// The clock of this machine, as if it had been set to a given moment when it was made: for `otp demo --at`.
#[derive(Debug, Clone, Copy)]
pub struct StartedClock {
    begins: Timestamp,
    made: Duration,
}

impl StartedClock {
    /// Begins at that moment.
    pub fn at(begins: Timestamp) -> Self {
        Self {
            begins,
            made: uptime(),
        }
    }
}

impl Clock for StartedClock {
    fn now(&self) -> Timestamp {
        let gone = uptime().saturating_sub(self.made).as_millis();
        let gone = u64::try_from(gone).unwrap_or(u64::MAX);
        Timestamp::from_millis(self.begins.millis().saturating_add(gone))
    }

    fn sync(&self) -> ClockSync {
        ClockSync::Unknown
    }
}

#[cfg(unix)]
fn uptime() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    // Linux stops CLOCK_MONOTONIC during sleep; the BSDs and macOS do not.
    #[cfg(target_os = "linux")]
    let time = clock_gettime(ClockId::Boottime);
    #[cfg(not(target_os = "linux"))]
    let time = clock_gettime(ClockId::Monotonic);
    since(time)
}

#[cfg(unix)]
fn since(time: rustix::time::Timespec) -> Duration {
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

#[cfg(not(unix))]
#[allow(clippy::disallowed_methods, reason = "the one place that asks")]
fn uptime() -> Duration {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// What time services tell. The kernel's own flag (`adjtimex`) is out of reach without unsafe code; timedated reads
/// it for us.
fn sync_state(run: &Path) -> ClockSync {
    let timesyncd = run.join("systemd/timesync");
    if timesyncd.join("synchronized").exists() {
        return ClockSync::Synchronised;
    }
    match timedate::is_synchronised(run) {
        Some(true) => ClockSync::Synchronised,
        Some(false) => ClockSync::NotSynchronised,
        None if timesyncd.exists() => ClockSync::NotSynchronised,
        None => ClockSync::Unknown,
    }
}

#[cfg(target_os = "linux")]
mod timedate {
    //! systemd's timedated, which passes the kernel's flag on over D-Bus.

    use std::path::Path;
    use std::time::Duration;

    use super::super::Environment;
    use super::super::timeout;

    const TIMEOUT: Duration = Duration::from_secs(1);

    const NAME: &str = "org.freedesktop.timedate1";

    pub(super) fn is_synchronised(run: &Path) -> Option<bool> {
        let elsewhere = Environment::real().has("DBUS_SYSTEM_BUS_ADDRESS");
        if !elsewhere && !run.join("dbus/system_bus_socket").exists() {
            return None;
        }
        timeout::run(TIMEOUT, ask).ok()?.ok()
    }

    fn ask() -> zbus::Result<bool> {
        let bus = zbus::blocking::connection::Builder::system()?
            .method_timeout(TIMEOUT)
            .build()?;
        let proxy = zbus::blocking::Proxy::new(&bus, NAME, "/org/freedesktop/timedate1", NAME)?;
        proxy.get_property("NTPSynchronized")
    }
}

#[cfg(not(target_os = "linux"))]
mod timedate {
    pub(super) fn is_synchronised(_: &std::path::Path) -> Option<bool> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes() {
        let clock = MachineClock;
        let (now, up) = (clock.now(), clock.uptime());
        clock.sleep_until(Timestamp::from_millis(now.millis() + 5));
        assert!(clock.now().millis() >= now.millis() + 5);
        assert!(clock.uptime() > up);
    }

    #[test]
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn who_waits_does_not_work() {
        let clock = MachineClock;
        let (waited, worked) = (clock.uptime(), clock.worked());
        clock.sleep_until(Timestamp::from_millis(clock.now().millis() + 50));
        let waited = clock.uptime().saturating_sub(waited);
        let worked = clock.worked().saturating_sub(worked);
        assert!(worked < waited / 2, "{worked:?} of {waited:?}");
    }

    #[test]
    fn a_moment_in_the_past_is_not_waited_for() {
        MachineClock.sleep_until(Timestamp::default());
    }

    #[test]
    fn the_files_of_timesyncd_are_understood() {
        let run = tempfile::tempdir().expect("folder");
        assert_eq!(sync_state(run.path()), ClockSync::Unknown);
        let service = run.path().join("systemd/timesync");
        std::fs::create_dir_all(&service).expect("folder");
        assert_eq!(sync_state(run.path()), ClockSync::NotSynchronised);
        std::fs::write(service.join("synchronized"), "").expect("file");
        assert_eq!(sync_state(run.path()), ClockSync::Synchronised);
    }
}
