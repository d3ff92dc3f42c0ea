//! The Secret Service over D-Bus, asked directly so that a locked keyring is seen before anything could prompt.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use secret_service::blocking::SecretService;
use secret_service::{EncryptionType, Error};

use super::{Environment, KeyringError, Lookup, SERVICE, found};

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
    try_lookup(vault_id, limit).unwrap_or_else(|error| match explain(&error) {
        KeyringError::Locked => Lookup::Locked,
        KeyringError::TimedOut => Lookup::TimedOut,
        KeyringError::Unavailable(reason) => Lookup::Unavailable(reason),
        KeyringError::NotKept => Lookup::Absent,
    })
}

fn try_lookup(vault_id: &str, limit: Duration) -> Result<Lookup, Error> {
    let service = connect(limit)?;
    let items = service.search_items(HashMap::from([
        ("service", SERVICE),
        ("username", vault_id),
    ]))?;
    match items.unlocked.first() {
        Some(item) => Ok(found(item.get_secret()?)),
        None if items.locked.is_empty() => Ok(Lookup::Absent),
        None => Ok(Lookup::Locked),
    }
}

/// Whether an item could be written without a dialog.
pub(super) fn writable(limit: Duration) -> Result<(), KeyringError> {
    let locked = connect(limit).and_then(|service| service.get_default_collection()?.is_locked());
    match locked {
        Ok(false) => Ok(()),
        Ok(true) => Err(KeyringError::Locked),
        Err(Error::NoResult) => Err(KeyringError::Unavailable(
            "it has no default collection yet".to_owned(),
        )),
        Err(error) => Err(explain(&error)),
    }
}

fn connect<'a>(limit: Duration) -> Result<SecretService<'a>, Error> {
    // A little less than the guard, so that a stopped service is named as such and no thread is left behind.
    let limit = limit.mul_f32(0.75);
    let connection = zbus::blocking::connection::Builder::session()
        .and_then(|builder| builder.method_timeout(limit).build())
        .map_err(|_| Error::Unavailable)?;
    SecretService::connect_with_existing(EncryptionType::Dh, connection)
}

fn explain(error: &Error) -> KeyringError {
    match error {
        Error::Locked | Error::Prompt | Error::PromptDisconnected => KeyringError::Locked,
        Error::NoResult => KeyringError::NotKept,
        Error::Unavailable => KeyringError::Unavailable("no Secret Service on this bus".to_owned()),
        Error::Zbus(zbus::Error::InputOutput(reason))
            if reason.kind() == std::io::ErrorKind::TimedOut =>
        {
            KeyringError::TimedOut
        }
        Error::Zbus(zbus::Error::MethodError(name, _, _))
        | Error::ZbusFdo(zbus::fdo::Error::ZBus(zbus::Error::MethodError(name, _, _))) => {
            KeyringError::Unavailable(format!("the Secret Service answered {}", name.as_str()))
        }
        Error::Crypto(_) => {
            KeyringError::Unavailable("its encryption is not understood".to_owned())
        }
        _ => KeyringError::Unavailable("the Secret Service cannot be used".to_owned()),
    }
}
