//! The Secret Service over D-Bus (its API, version 0.2), asked directly so that a locked keyring is seen before
//! anything could prompt, and quickly: a script waits for it. In one run a whole `otp code` by this client took 5 ms of
//! processor time, and a program that does nothing but get the item with the crate `secret-service` 6 ms.

use std::collections::HashMap;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde::Serialize;
use zbus::Message;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Value};
use zeroize::Zeroizing;

use super::session_key::{ALGORITHM, PrivateKey, SessionKey};
use super::{Environment, KeyringError, Lookup, SERVICE, TIMEOUT, found};
use crate::account::SecretText;
use crate::system::timeout::stretched;

const NAME: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";

/// Time between two looks at a keyring that somebody may be opening.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// An error about no bus at all is worth no connection attempt: SSH, cron, containers.
pub(super) fn reachable(environment: &Environment) -> Result<(), String> {
    if environment.has("DBUS_SESSION_BUS_ADDRESS") {
        return Ok(());
    }
    let socket = environment
        .get("XDG_RUNTIME_DIR")
        .map(|folder| Path::new(&folder).join("bus"));
    if socket.is_some_and(|socket| socket.exists()) {
        return Ok(());
    }
    Err("no D-Bus session bus".to_owned())
}

/// May hang for ever when the bus accepts and then says nothing; the caller guards.
pub(super) fn lookup(vault_id: &str, limit: Duration) -> Lookup {
    let found = Bus::connect(limit).and_then(|bus| bus.lookup(vault_id));
    found.unwrap_or_else(|error| match error {
        KeyringError::Locked => Lookup::Locked,
        KeyringError::TimedOut => Lookup::TimedOut,
        KeyringError::Unavailable(reason) => Lookup::Unavailable(reason),
        KeyringError::NotKept => Lookup::Absent,
    })
}

/// Has the service ask for the keyring's password, and looks again and again: somebody may open the keyring in
/// another way too. The window belongs to this connection and goes with it.
pub(super) fn open(vault_id: &str, limit: Duration) -> Option<SecretText> {
    let bus = Bus::connect(TIMEOUT).ok()?;
    let (_, locked) = bus.search(vault_id).ok()?;
    let reply = bus.service("Unlock", &locked).ok()?;
    let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) = body(&reply).ok()?;
    if prompt.as_str() != "/" {
        let interface = "org.freedesktop.Secret.Prompt";
        bus.call(prompt.as_str(), interface, "Prompt", &"").ok()?;
    }
    let looks = limit.as_millis() / LOOK_AGAIN.as_millis();
    for _ in 0..looks {
        if let Ok(Lookup::Found(identity)) = bus.lookup(vault_id) {
            return Some(identity);
        }
        // The signal of the prompt tells only of its own window, not of a keyring that was opened elsewhere.
        thread::sleep(LOOK_AGAIN);
    }
    None
}

/// Whether an item could be written without a dialog.
pub(super) fn writable(limit: Duration) -> Result<(), KeyringError> {
    let bus = Bus::connect(limit)?;
    let reply = bus.service("ReadAlias", &"default")?;
    let collection: OwnedObjectPath = body(&reply)?;
    if collection.as_str() == "/" {
        let reason = "it has no default collection yet";
        return Err(KeyringError::Unavailable(reason.to_owned()));
    }
    let property = ("org.freedesktop.Secret.Collection", "Locked");
    let properties = "org.freedesktop.DBus.Properties";
    let reply = bus.call(collection.as_str(), properties, "Get", &property)?;
    match bool::try_from(body::<OwnedValue>(&reply)?) {
        Ok(false) => Ok(()),
        Ok(true) => Err(KeyringError::Locked),
        Err(_) => Err(not_understood()),
    }
}

/// More items of one name are not looked at.
const MAX_ITEMS: usize = 16;

struct Bus(Connection);

impl Bus {
    fn connect(limit: Duration) -> Result<Self, KeyringError> {
        let no_bus =
            |_| KeyringError::Unavailable("the D-Bus session bus cannot be reached".to_owned());
        // A little less than the guard, so that a stopped service is named as such and no thread is left behind.
        let limit = stretched(limit).mul_f32(0.75);
        Builder::session()
            .and_then(|builder| builder.method_timeout(limit).build())
            .map(Self)
            .map_err(no_bus)
    }

    /// The vault's items, unlocked and locked ones.
    fn search(
        &self,
        vault_id: &str,
    ) -> Result<(Vec<OwnedObjectPath>, Vec<OwnedObjectPath>), KeyringError> {
        let wanted = HashMap::from([("service", SERVICE), ("username", vault_id)]);
        body(&self.service("SearchItems", &wanted)?)
    }

    fn lookup(&self, vault_id: &str) -> Result<Lookup, KeyringError> {
        let (unlocked, locked) = self.search(vault_id)?;
        if unlocked.is_empty() {
            return Ok(if locked.is_empty() {
                Lookup::Absent
            } else {
                Lookup::Locked
            });
        }
        let (session, key) = self.session()?;
        let mut outcome = Lookup::Absent;
        // Other programs and other collections may hold items of the same name; one of them is ours.
        for item in unlocked.iter().take(MAX_ITEMS) {
            match self.secret(item, &session, &key) {
                Ok(secret) if is_identity(&secret) => return Ok(found(&secret)),
                Ok(secret) => outcome = found(&secret),
                // Removed or locked since it was listed, or by the item alone, as KeePassXC does it.
                Err(KeyringError::NotKept) => {}
                Err(KeyringError::Locked) => outcome = Lookup::Locked,
                Err(error) => return Err(error),
            }
        }
        if outcome == Lookup::Absent && !locked.is_empty() {
            outcome = Lookup::Locked;
        }
        Ok(outcome)
    }

    /// Agrees upon a key, so that no other program on the bus can listen.
    fn session(&self) -> Result<(OwnedObjectPath, SessionKey), KeyringError> {
        let mut random = Zeroizing::new([0; 32]);
        getrandom::fill(random.as_mut_slice())
            .map_err(|_| KeyringError::Unavailable("no random numbers".to_owned()))?;
        let private = PrivateKey::new(&random).ok_or_else(not_understood)?;
        let public = Value::from(private.public());
        let reply = self.service("OpenSession", &(ALGORITHM, public))?;
        let (theirs, session): (OwnedValue, OwnedObjectPath) = body(&reply)?;
        let theirs = Vec::<u8>::try_from(theirs).map_err(|_| not_understood())?;
        let key = private.agree(&theirs).ok_or_else(not_understood)?;
        Ok((session, key))
    }

    fn secret(
        &self,
        item: &OwnedObjectPath,
        session: &OwnedObjectPath,
        key: &SessionKey,
    ) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        let interface = "org.freedesktop.Secret.Item";
        let reply = self.call(item.as_str(), interface, "GetSecret", session)?;
        let (_, iv, encrypted, _): (OwnedObjectPath, Vec<u8>, Vec<u8>, String) = body(&reply)?;
        key.decrypt(&iv, &encrypted).ok_or_else(not_understood)
    }

    fn service<B>(&self, method: &str, body: &B) -> Result<Message, KeyringError>
    where
        B: Serialize + DynamicType,
    {
        self.call(ROOT, "org.freedesktop.Secret.Service", method, body)
    }

    fn call<B>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &B,
    ) -> Result<Message, KeyringError>
    where
        B: Serialize + DynamicType,
    {
        self.0
            .call_method(Some(NAME), path, Some(interface), method, body)
            .map_err(explain)
    }
}

fn body<T>(reply: &Message) -> Result<T, KeyringError>
where
    T: for<'d> zbus::zvariant::DynamicDeserialize<'d>,
{
    reply.body().deserialize().map_err(|_| not_understood())
}

fn is_identity(secret: &[u8]) -> bool {
    secret.trim_ascii_start().starts_with(b"AGE-")
}

fn absent() -> KeyringError {
    KeyringError::Unavailable("no Secret Service on this bus".to_owned())
}

fn not_understood() -> KeyringError {
    KeyringError::Unavailable("the Secret Service cannot be understood".to_owned())
}

fn explain(error: zbus::Error) -> KeyringError {
    match error {
        zbus::Error::InputOutput(reason) if reason.kind() == std::io::ErrorKind::TimedOut => {
            KeyringError::TimedOut
        }
        zbus::Error::MethodError(name, _, _) => match name.as_str() {
            "org.freedesktop.Secret.Error.IsLocked" => KeyringError::Locked,
            "org.freedesktop.Secret.Error.NoSuchObject" => KeyringError::NotKept,
            "org.freedesktop.DBus.Error.ServiceUnknown"
            | "org.freedesktop.DBus.Error.NameHasNoOwner" => absent(),
            // The bus gave up starting it, or it went away: it has not said a word.
            "org.freedesktop.DBus.Error.NoReply" | "org.freedesktop.DBus.Error.TimedOut" => {
                KeyringError::TimedOut
            }
            name => KeyringError::Unavailable(format!("the Secret Service answered {name}")),
        },
        zbus::Error::InterfaceNotFound => absent(),
        _ => KeyringError::Unavailable("the Secret Service cannot be used".to_owned()),
    }
}
