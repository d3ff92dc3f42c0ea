//! A vault for an ordinary device and one behind an age plugin opens by both (test 7).

use otp::app::store::Repo;
use otp::vault::keys::DeviceKey;
use otp::vault::{Role, Vault};

use super::stock_age::bech32;
use super::world::{World, add, at, titles};
use crate::durability::child;
use crate::parts;

/// The program is looked up in `PATH`, so a process with a `PATH` of its own does the work.
#[test]
fn a_device_behind_a_plugin_reads_and_saves() {
    use std::os::unix::fs::PermissionsExt as _;
    if !parts::has("python3") {
        return;
    }
    let world = World::new();
    let laptop = world.machine("laptop");
    child::prepare(&world, &laptop);
    let program = world.path().join("age-plugin-otpfake");
    std::fs::write(&program, include_str!("age-plugin-otpfake.py")).expect("written");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("chmod");
    let path = format!(
        "{}:{}",
        world.path().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let output = child::command(&world, "plugin")
        .env("PATH", path)
        .output()
        .expect("ended");
    let shown = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        shown.contains("plugin: GitHub:me Mail:me"),
        "{shown}{errors}"
    );
}

/// In the process of its own.
pub fn read_and_save_through_a_plugin(laptop: &Repo, folder: &std::path::Path, say: &dyn Fn(&str)) {
    let data = [7; 20];
    let recipient = bech32("age1otpfake", &data);
    let line = bech32("age-plugin-otpfake-", &data).to_uppercase();
    // The identity does not tell its recipient: the device is found by the plugin's name.
    let key = DeviceKey::parse(&line).expect("an identity");
    let mut vault = Vault::new(42, [9; 16]);
    let own = laptop.key().recipient().expect("X25519").to_owned();
    vault
        .add_device("laptop".into(), &own, Role::Device, at(0))
        .expect("fresh");
    vault
        .add_device("key".into(), &recipient, Role::Device, at(0))
        .expect("fresh");
    laptop.create(vault, at(0)).expect("created");
    let hardware = Repo::new(
        &folder.join("vault/vault.age"),
        &folder.join("hardware"),
        key,
    );
    let now = at(1);
    let saved = hardware.update(now, |vault| vault.apply(add(1, "GitHub"), now));
    let seq = saved
        .expect("saved")
        .1
        .vault
        .device(&recipient)
        .map(otp::vault::Device::seq);
    assert_eq!(seq, Some(1));
    let saved = laptop.update(at(2), |vault| vault.apply(add(2, "Mail"), at(2)));
    saved.expect("saved");
    let read = hardware.read().expect("readable");
    say(&format!("plugin: {}", titles(&read.vault).join(" ")));
}
