//! The Secret Service over D-Bus (its API, version 0.2), asked directly so that a locked keyring is seen before
//! anything could prompt, and quickly: a script waits for it.

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

use super::session_key::{ALGORITHM, PrivateKey};
use super::{Environment, KeyringError, Lookup, PATIENCE, SERVICE, found};
use crate::account::SecretText;

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
    let bus = Bus::connect(PATIENCE).ok()?;
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

struct Bus(Connection);

impl Bus {
    fn connect(limit: Duration) -> Result<Self, KeyringError> {
        // A little less than the guard, so that a stopped service is named as such and no thread is left behind.
        let limit = limit.mul_f32(0.75);
        Builder::session()
            .and_then(|builder| builder.method_timeout(limit).build())
            .map(Self)
            .map_err(|_| absent())
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
        match unlocked.first() {
            Some(item) => Ok(found(&self.secret(item)?)),
            None if locked.is_empty() => Ok(Lookup::Absent),
            None => Ok(Lookup::Locked),
        }
    }

    /// Agrees upon a key, so that no other program on the bus can listen, and has the secret sent.
    fn secret(&self, item: &OwnedObjectPath) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        let mut random = Zeroizing::new([0; 32]);
        getrandom::fill(random.as_mut_slice())
            .map_err(|_| KeyringError::Unavailable("no random numbers".to_owned()))?;
        let private = PrivateKey::new(&random).ok_or_else(not_understood)?;
        let public = Value::from(private.public());
        let reply = self.service("OpenSession", &(ALGORITHM, public))?;
        let (theirs, session): (OwnedValue, OwnedObjectPath) = body(&reply)?;
        let theirs = Vec::<u8>::try_from(theirs).map_err(|_| not_understood())?;
        let key = private.agree(&theirs).ok_or_else(not_understood)?;
        let interface = "org.freedesktop.Secret.Item";
        let reply = self.call(item.as_str(), interface, "GetSecret", &session)?;
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
            name => KeyringError::Unavailable(format!("the Secret Service answered {name}")),
        },
        zbus::Error::InterfaceNotFound => absent(),
        _ => KeyringError::Unavailable("the Secret Service cannot be used".to_owned()),
    }
}
