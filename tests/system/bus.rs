//! A message bus for one test.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use tempfile::TempDir;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

use super::probe::{Answer, ask, probe};
use super::{Running, below};

/// A session bus that starts no service by itself, with folders of its own.
pub struct Bus {
    _daemon: Running,
    /// Where it listens.
    pub address: String,
    home: TempDir,
    _services: Option<TempDir>,
}

impl Bus {
    /// Starts a daemon that ends with the value.
    pub fn start() -> Self {
        Self::offering(None)
    }

    /// With a Secret Service that the bus starts when it is asked for, by a program that never comes up.
    pub fn with_a_service_that_never_starts() -> Self {
        let services = tempfile::tempdir().expect("folder");
        let text = "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/sleep 20\n";
        std::fs::write(below(&services, "secrets.service"), text).expect("write");
        Self::offering(Some(services))
    }

    fn offering(services: Option<TempDir>) -> Self {
        let folder = services.as_ref().map(|folder| folder.path().display());
        let folder = folder.map(|folder| format!("<servicedir>{folder}</servicedir>"));
        let folder = folder.unwrap_or_default();
        let home = tempfile::tempdir().expect("folder");
        let config = below(&home, "bus.conf");
        let text = format!(
            r#"<busconfig><type>session</type><listen>unix:dir={}</listen>{folder}<auth>EXTERNAL</auth>
            <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
            </busconfig>"#,
            home.path().display()
        );
        std::fs::write(&config, text).expect("write");
        let mut daemon = Command::new("dbus-daemon")
            .arg("--nofork")
            .arg("--print-address")
            .arg(format!("--config-file={}", config.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts");
        let stdout = daemon.stdout.take().expect("piped");
        let daemon = Running(daemon);
        let mut address = String::new();
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("an address");
        Self {
            _daemon: daemon,
            address: address.trim().to_owned(),
            home,
            _services: services,
        }
    }

    /// Only the variables of this bus: no display, no home of the real user.
    pub fn surround<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", below(&self.home, "data"))
            .env("XDG_RUNTIME_DIR", self.home.path())
    }

    /// Runs a probe on this bus.
    pub fn ask(&self, task: &str) -> Answer {
        ask(self.surround(&mut probe(&[], task)))
    }

    /// A connection of the test itself.
    pub fn connect(&self) -> Connection {
        Builder::address(self.address.as_str())
            .and_then(Builder::build)
            .expect("the bus answers")
    }
}
