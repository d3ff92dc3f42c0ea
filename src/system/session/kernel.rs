//! The kernel keyring: one key of type `user` per vault, `otp:<vault id>`, linked into the user's keyring `@u`.
//!
//! The straight way (add to `@u`) fails in sessions whose keyring is not linked to `@u` (cron, `ssh` without PAM,
//! `keyctl session`): the key's default permissions give its owner nothing, only a possessor may use it. So the
//! key is made in the process keyring, which always possesses it, gets its time limit and its permissions there,
//! and is then linked into `@u`. It is read by a search on `@u`.

use std::time::Duration;

use linux_keyutils::{
    Key, KeyError, KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, Permission,
};
use zeroize::Zeroizing;

use super::{KernelSession, Session, SessionError, SessionStore};
use crate::account::{SecretText, Timestamp};

/// Room for an identity of any kind; ours takes about 100 bytes. Longer payloads are not ours.
const LARGEST_PAYLOAD: usize = 4096;

const EXPIRES: &str = "# expires: ";

impl SessionStore for KernelSession {
    fn open(
        &self,
        vault_id: &str,
        identity: &SecretText,
        lasts: Duration,
        until: Timestamp,
    ) -> Result<(), SessionError> {
        let payload = write_payload(identity, until);
        let user = keyring(KeyRingIdentifier::User)?;
        let process = keyring(KeyRingIdentifier::Process)?;
        let key = process
            .add_key(&description(vault_id), payload.expose().as_bytes())
            .map_err(explain)?;
        let linked = limit(key, lasts).and_then(|()| user.link_key(key));
        if linked.is_err() {
            // Never leave a key behind that lives longer than was asked for.
            let _ = key.invalidate();
        }
        let _ = process.unlink_key(key);
        linked.map_err(explain)
    }

    fn read(&self, vault_id: &str) -> Result<Option<Session>, SessionError> {
        let Some(key) = find(vault_id)? else {
            return Ok(None);
        };
        let mut buffer = Zeroizing::new(vec![0_u8; LARGEST_PAYLOAD]);
        let read = key.read(&mut *buffer);
        let Some(length) = unless_gone(read)? else {
            return Ok(None);
        };
        Ok(buffer.get(..length).and_then(read_payload))
    }

    fn close(&self, vault_id: &str) -> Result<bool, SessionError> {
        let Some(key) = find(vault_id)? else {
            return Ok(false);
        };
        Ok(unless_gone(key.invalidate())?.is_some())
    }
}

fn description(vault_id: &str) -> String {
    format!("otp:{vault_id}")
}

fn keyring(which: KeyRingIdentifier) -> Result<KeyRing, SessionError> {
    KeyRing::from_special_id(which, true).map_err(explain)
}

fn find(vault_id: &str) -> Result<Option<Key>, SessionError> {
    let user = match KeyRing::from_special_id(KeyRingIdentifier::User, false) {
        Ok(user) => user,
        Err(error) => return unless_gone(Err(error)),
    };
    unless_gone(user.search(&description(vault_id)))
}

/// Time limit and permissions: whoever possesses the key may do everything, its owner may view, read and search.
fn limit(key: Key, lasts: Duration) -> Result<(), KeyError> {
    // Zero would mean "for ever".
    let seconds = usize::try_from(lasts.as_secs().max(1)).unwrap_or(usize::MAX);
    key.set_timeout(seconds)?;
    let permissions = KeyPermissionsBuilder::builder()
        .posessor(Permission::ALL)
        .user(Permission::VIEW | Permission::READ | Permission::SEARCH)
        .build();
    key.set_perms(permissions)
}

/// The payload is an identity file as `age -i` takes it: a comment, the key.
fn write_payload(identity: &SecretText, until: Timestamp) -> SecretText {
    let identity = identity.expose().trim();
    let mut text = String::with_capacity(EXPIRES.len() + 22 + identity.len());
    text.push_str(EXPIRES);
    text.push_str(&until.seconds().to_string());
    text.push('\n');
    text.push_str(identity);
    text.push('\n');
    SecretText::new(text)
}

/// `None` for a payload that is not ours.
fn read_payload(payload: &[u8]) -> Option<Session> {
    let text = std::str::from_utf8(payload).ok()?;
    let until = text
        .lines()
        .find_map(|line| line.strip_prefix(EXPIRES)?.trim().parse().ok())
        .map(Timestamp::from_seconds);
    // What else is a comment belongs to the key: the recipient of a plugin's key stands in one.
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let identity = if first.starts_with(EXPIRES) {
        rest
    } else {
        text
    }
    .trim();
    let mut lines = identity.lines();
    lines.find(|line| !line.is_empty() && !line.starts_with('#'))?;
    Some(Session {
        identity: SecretText::from(identity),
        until,
    })
}

/// An expired, revoked, invalidated or missing key is no session; everything else is an error.
fn unless_gone<T>(result: Result<T, KeyError>) -> Result<Option<T>, SessionError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(
            KeyError::KeyDoesNotExist
            | KeyError::KeyExpired
            | KeyError::KeyRevoked
            | KeyError::KeyRejected
            | KeyError::KeyringDoesNotExist,
        ) => Ok(None),
        Err(error) => Err(explain(error)),
    }
}

/// Containers forbid the calls (EPERM) or leave them out (ENOSYS): there is no session store then.
fn explain(error: KeyError) -> SessionError {
    const ENOSYS: i32 = 38;
    match error {
        KeyError::PermissionDenied => {
            SessionError::NoStore("the kernel keyring is forbidden here, as in most containers")
        }
        KeyError::Unknown(ENOSYS) | KeyError::OperationNotSupported => {
            SessionError::NoStore("this kernel has no keyring, or a sandbox hides it")
        }
        KeyError::AccessDenied => SessionError::Denied,
        KeyError::QuotaExceeded => SessionError::Full,
        KeyError::OutOfMemory => SessionError::Failed(12),
        KeyError::InvalidArguments => SessionError::Failed(22),
        KeyError::Unknown(number) => SessionError::Failed(number),
        _ => SessionError::Failed(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_is_an_identity_file_that_knows_its_end() {
        let identity = SecretText::from("AGE-SECRET-KEY-1TEST\n");
        let payload = write_payload(&identity, Timestamp::from_seconds(1_763_766_000));
        assert_eq!(
            payload.expose(),
            "# expires: 1763766000\nAGE-SECRET-KEY-1TEST\n"
        );
        let session = read_payload(payload.expose().as_bytes()).expect("ours");
        assert_eq!(session.identity.expose(), "AGE-SECRET-KEY-1TEST");
        assert_eq!(session.until, Some(Timestamp::from_seconds(1_763_766_000)));
    }

    #[test]
    fn what_belongs_to_the_key_is_kept_with_it() {
        let identity = SecretText::from("# public key: age1x\nAGE-PLUGIN-X-1TEST");
        let payload = write_payload(&identity, Timestamp::from_seconds(1_763_766_000));
        let session = read_payload(payload.expose().as_bytes()).expect("ours");
        assert_eq!(session.identity, identity);
    }

    #[test]
    fn a_foreign_payload_is_no_session() {
        assert_eq!(read_payload(b""), None);
        assert_eq!(read_payload(b"# only a comment\n"), None);
        assert_eq!(read_payload(b"\xff\xfe"), None);
    }

    #[test]
    fn sandboxes_have_no_store() {
        assert!(matches!(
            explain(KeyError::PermissionDenied),
            SessionError::NoStore(_)
        ));
        assert!(matches!(
            explain(KeyError::Unknown(38)),
            SessionError::NoStore(_)
        ));
        assert_eq!(explain(KeyError::QuotaExceeded), SessionError::Full);
        assert_eq!(unless_gone::<()>(Err(KeyError::KeyExpired)), Ok(None));
        assert_eq!(
            unless_gone::<()>(Err(KeyError::AccessDenied)),
            Err(SessionError::Denied)
        );
    }
}
