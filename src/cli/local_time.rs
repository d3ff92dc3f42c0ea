//! Moments as people read them: in the time zone of this machine.

use jiff::tz::TimeZone;

use crate::account::Timestamp;

/// As 2026-03-02.
pub fn day(at: Timestamp) -> String {
    written(at, "%Y-%m-%d")
}

/// As 2026-03-02 14:05.
pub fn minute(at: Timestamp) -> String {
    written(at, "%Y-%m-%d %H:%M")
}

fn written(at: Timestamp, format: &str) -> String {
    let zone = TimeZone::try_system().unwrap_or(TimeZone::UTC);
    at.in_a_calendar()
        .to_zoned(zone)
        .strftime(format)
        .to_string()
}
