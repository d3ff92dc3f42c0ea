//! The Secret Service: a real one, and everything that can stand in its place.

use std::collections::HashMap;
use std::io::Write;
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use super::bus::Bus;
use super::probe::{IDENTITY, ask, probe};
use super::{Running, below, is_missing, output, wait_for};

const SECRETS: &str = "org.freedesktop.secrets";

impl Bus {
    /// gnome-keyring with an open login keyring.
    pub(super) fn keyring(&self) -> Running {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut daemon = self
            .surround(&mut command)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon starts");
        daemon
            .stdin
            .take()
            .expect("piped")
            .write_all(b"keyring password")
            .expect("write");
        let daemon = Running(daemon);
        let connection = self.connect();
        let bus = zbus::blocking::fdo::DBusProxy::new(&connection).expect("proxy");
        let name = SECRETS.try_into().expect("a name");
        wait_for("the Secret Service", || {
            bus.name_has_owner(zbus::names::BusName::clone(&name))
                .unwrap_or(false)
        });
        daemon
    }

    /// Opens it, as somebody does who types its password elsewhere: the daemon has a door for that.
    pub fn unlock(&self) {
        let connection = self.connect();
        let root = "/org/freedesktop/secrets";
        let service = Some("org.freedesktop.Secret.Service");
        let plain = &("plain", Value::from(""));
        let reply = connection
            .call_method(Some(SECRETS), root, service, "OpenSession", plain)
            .expect("a session");
        let (_, session): (OwnedValue, OwnedObjectPath) =
            reply.body().deserialize().expect("a path");
        let login = ObjectPath::try_from("/org/freedesktop/secrets/collection/login").expect("one");
        let nothing: &[u8] = b"";
        let password: &[u8] = b"keyring password";
        let secret = (session, nothing, password, "text/plain");
        let door = Some("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface");
        let method = "UnlockWithMasterPassword";
        connection
            .call_method(Some(SECRETS), root, door, method, &(login, secret))
            .expect("it opens");
    }

    /// Locks the login keyring, as a desktop does for its own reasons.
    pub fn lock(&self) {
        let service = SecretService::connect_with_existing(EncryptionType::Plain, self.connect())
            .expect("service");
        let collection = service.get_default_collection().expect("a collection");
        collection.lock().expect("locks");
        assert!(collection.is_locked().expect("state"));
    }
}

pub fn parts_are_missing() -> bool {
    is_missing("dbus-daemon") || is_missing("gnome-keyring-daemon")
}

#[test]
fn an_identity_is_kept_found_replaced_and_forgotten() {
    if parts_are_missing() {
        return;
    }
    let bus = Bus::start();
    let _keyring = bus.keyring();
    assert_eq!(bus.ask("keyring-lookup k3v9").soon(), "absent");
    assert_eq!(bus.ask("keyring-forget k3v9").soon(), "ok false");
    assert_eq!(bus.ask("keyring-store k3v9").soon(), "ok ()");
    assert_eq!(bus.ask("keyring-store k3v9").soon(), "ok ()");
    assert_eq!(bus.ask("keyring-lookup k3v9").soon(), "found");
    assert_eq!(bus.ask("keyring-lookup other").soon(), "absent");
    // Other programs can use it: `secret-tool lookup … | age -d -i - vault.age`.
    if !is_missing("secret-tool") {
        let mut tool = Command::new("secret-tool");
        tool.args(["lookup", "service", "otp", "username", "k3v9"]);
        assert_eq!(output(bus.surround(&mut tool)), IDENTITY);
    }
    assert_eq!(bus.ask("keyring-forget k3v9").soon(), "ok true");
    assert_eq!(bus.ask("keyring-lookup k3v9").soon(), "absent");
}

#[test]
fn a_locked_keyring_is_seen_and_not_asked_to_open() {
    if parts_are_missing() {
        return;
    }
    let bus = Bus::start();
    let _keyring = bus.keyring();
    assert_eq!(bus.ask("keyring-store k3v9").soon(), "ok ()");
    bus.lock();
    assert_eq!(bus.ask("keyring-lookup k3v9").soon(), "locked");
    assert_eq!(
        bus.ask("keyring-store k3v9").soon(),
        "error: the keyring is locked"
    );
    assert_eq!(
        bus.ask("keyring-forget k3v9").soon(),
        "error: the keyring is locked"
    );
}

#[test]
fn a_dialog_that_nobody_answers_holds_nobody_up() {
    if parts_are_missing() {
        return;
    }
    let bus = Bus::start();
    let _keyring = bus.keyring();
    assert_eq!(bus.ask("keyring-store k3v9").soon(), "ok ()");
    bus.lock();
    // Stands for the desktop's password dialog on a screen that nobody watches: takes calls, answers none.
    let prompter = bus.connect();
    prompter
        .request_name("org.gnome.keyring.SystemPrompter")
        .expect("the name is free");
    assert_eq!(bus.ask("keyring-lookup k3v9").soon(), "locked");
    assert_eq!(
        bus.ask("keyring-store k3v9").soon(),
        "error: the keyring is locked"
    );
}

#[test]
fn a_stopped_daemon_is_given_up() {
    if parts_are_missing() {
        return;
    }
    let bus = Bus::start();
    let keyring = bus.keyring();
    assert_eq!(bus.ask("keyring-store k3v9").soon(), "ok ()");
    let pid = keyring.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-STOP", &pid])
            .status()
            .expect("kill")
            .success()
    );
    assert_eq!(bus.ask("keyring-lookup k3v9").soon(), "timedout");
    assert_eq!(
        bus.ask("keyring-store k3v9").soon(),
        "error: the keyring does not answer"
    );
    assert!(
        Command::new("kill")
            .args(["-CONT", &pid])
            .status()
            .expect("kill")
            .success()
    );
    wait_for("the daemon to go on", || {
        bus.ask("keyring-lookup k3v9").said == "found"
    });
}

#[test]
fn a_bus_without_the_service_is_no_keyring() {
    if is_missing("dbus-daemon") {
        return;
    }
    let bus = Bus::start();
    let said = bus.ask("keyring-lookup k3v9");
    assert!(said.soon().starts_with("unavailable: "), "{said:?}");
    let said = bus.ask("keyring-store k3v9");
    assert!(
        said.soon().starts_with("error: there is no keyring: "),
        "{said:?}"
    );
}

#[test]
fn a_socket_that_stays_silent_is_given_up() {
    let folder = tempfile::tempdir().expect("folder");
    let path = below(&folder, "bus");
    let _silent = UnixListener::bind(&path).expect("socket");
    let address = format!("unix:path={}", path.display());
    let variables = [
        HashMap::from([("DBUS_SESSION_BUS_ADDRESS", address.as_str())]),
        HashMap::from([("XDG_RUNTIME_DIR", folder.path().to_str().expect("text"))]),
    ];
    for variables in variables {
        let with = |task| {
            let mut command = probe(&[], task);
            command
                .env_remove("DBUS_SESSION_BUS_ADDRESS")
                .envs(&variables);
            ask(&mut command)
        };
        assert_eq!(with("keyring-lookup k3v9").soon(), "timedout");
        assert_eq!(
            with("keyring-store k3v9").soon(),
            "error: the keyring does not answer"
        );
    }
}

#[test]
fn without_a_bus_nothing_is_tried() {
    let mut command = probe(&[], "keyring-lookup k3v9");
    command
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("XDG_RUNTIME_DIR", "/nonexistent");
    assert_eq!(
        ask(&mut command).soon(),
        "unavailable: no D-Bus session bus"
    );
    let mut command = probe(&[], "keyring-lookup k3v9");
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let said = ask(&mut command);
    assert!(said.soon().starts_with("unavailable: "), "{said:?}");
}
