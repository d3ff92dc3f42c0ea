//! Whether the clock can be trusted, as systemd's timedated tells it.

use super::bus::Bus;
use super::is_missing;
use super::probe::{ask, probe};

/// Stands for timedated.
struct TimeDate {
    synchronised: bool,
}

#[zbus::interface(name = "org.freedesktop.timedate1")]
impl TimeDate {
    #[zbus(property, name = "NTPSynchronized")]
    fn synchronised(&self) -> bool {
        self.synchronised
    }
}

fn clock(bus: &Bus) -> String {
    let mut command = probe(&[], "clock");
    ask(command.env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address))
        .soon()
        .to_owned()
}

#[test]
fn timedated_tells_what_the_kernel_knows() {
    if is_missing("dbus-daemon") || std::path::Path::new("/run/systemd/timesync").exists() {
        return;
    }
    let bus = Bus::start();
    assert_eq!(clock(&bus), "Unknown");
    for (synchronised, wanted) in [(true, "Synchronised"), (false, "NotSynchronised")] {
        let service = bus.connect();
        let object = TimeDate { synchronised };
        service
            .object_server()
            .at("/org/freedesktop/timedate1", object)
            .expect("served");
        service
            .request_name("org.freedesktop.timedate1")
            .expect("the name is free");
        assert_eq!(clock(&bus), wanted);
        service
            .release_name("org.freedesktop.timedate1")
            .expect("released");
    }
}

#[test]
fn a_service_that_never_answers_is_given_up() {
    if is_missing("dbus-daemon") || std::path::Path::new("/run/systemd/timesync").exists() {
        return;
    }
    let bus = Bus::start();
    let service = bus.connect();
    service
        .request_name("org.freedesktop.timedate1")
        .expect("the name is free");
    assert_eq!(clock(&bus), "Unknown");
}
