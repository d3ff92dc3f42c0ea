//! Joining what newer versions wrote and this one does not know, and what is said of keys.

use super::super::{join_devices, join_tables};
use crate::vault::Role;
use crate::vault::identity::Device;

fn table(text: &str) -> toml::Table {
    text.parse().expect("TOML")
}

#[test]
fn fields_of_newer_versions_are_joined_by_their_stamps() {
    for (one, other, joined) in [
        ("a = 1", "", "a = 1"),
        ("a = 1", "b = 2", "a = 1\nb = 2"),
        ("a = 1", "a = 2", "a = 2"),
        (
            "a = 1\n[edited]\na = 9",
            "a = 2\n[edited]\na = 5\nb = 7",
            "a = 1\n[edited]\na = 9\nb = 7",
        ),
        (
            "b = 1\n[edited]\na = 9",
            "a = 2\n[edited]\na = 5",
            "b = 1\n[edited]\na = 9",
        ),
    ] {
        let (one, other, joined) = (table(one), table(other), table(joined));
        assert_eq!(join_tables(&one, &other), joined);
        assert_eq!(join_tables(&other, &one), joined);
        assert_eq!(join_tables(&joined, &one), joined);
    }
}

#[test]
fn a_recovery_key_is_confirmed_when_either_side_says_so() {
    let key = |unconfirmed| Device {
        unconfirmed,
        ..Device::new("paper".into(), "age1x".to_owned(), Role::Recovery, 5)
    };
    for (one, other, joined) in [
        (true, true, true),
        (true, false, false),
        (false, true, false),
        (false, false, false),
    ] {
        assert_eq!(join_devices(&key(one), &key(other)).unconfirmed, joined);
    }
}

#[test]
fn of_two_names_from_one_moment_every_version_takes_the_same() {
    let named = |name: &str| Device::new(name.into(), "age1x".to_owned(), Role::Device, 5);
    let (one, two) = (named("desk"), named("lap"));
    for joined in [join_devices(&one, &two), join_devices(&two, &one)] {
        assert_eq!(joined.name.as_str(), "lap");
    }
}
