//! Each source alone, their order, and the reasons given when none has the identity.

use std::time::Duration;

use age::secrecy::ExposeSecret;

use super::*;
use crate::account::Timestamp;
use crate::system::Keyring;
use crate::system::fake::World;
use crate::system::session::{SessionError, SessionStore};

const IDENTITY: &str = "AGE-SECRET-KEY-1TEST";

/// Stands for the vault's keys: the "file" is the passphrase.
fn unwrap(wrapped: &[u8], passphrase: &SecretString) -> Result<SecretText, UnwrapError> {
    if passphrase.expose_secret().as_bytes() != wrapped {
        return Err(UnwrapError::WrongPassphrase);
    }
    Ok(SecretText::from(IDENTITY))
}

struct Place {
    folder: tempfile::TempDir,
    world: World,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("identity.age"), "correct horse").expect("write");
        Self {
            folder,
            world: World::at(Timestamp::from_seconds(1000)),
        }
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("write");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("mode");
        }
        path
    }

    fn request(&self) -> Unlock {
        Unlock {
            item: Some("k3v9".to_owned()),
            wrapped: Wrapped::File(self.folder.path().join("identity.age")),
            ..Unlock::default()
        }
    }

    fn unlock(&self, request: &Unlock) -> Result<Unlocked, UnlockError> {
        request.identity(&self.world.system(), &unwrap)
    }

    fn open_everything(&self) {
        let text = |text| SecretText::from(text);
        let until = Timestamp::from_seconds(1060);
        self.world
            .session
            .open(
                "k3v9",
                &text("from session"),
                Duration::from_secs(60),
                until,
            )
            .expect("open");
        self.world
            .keyring
            .store("k3v9", &text("from keyring"))
            .expect("store");
        self.world.prompt.answer("correct horse");
    }
}

fn whys(result: Result<Unlocked, UnlockError>) -> Vec<String> {
    match result.expect_err("locked") {
        UnlockError::Locked(skipped) => skipped.iter().map(Skipped::to_string).collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn the_order_is_session_keyring_prompt() {
    let place = Place::new();
    place.open_everything();
    let request = place.request();
    let first = place.unlock(&request).expect("session");
    assert_eq!(
        (first.source, first.identity.expose()),
        (Source::Session, "from session")
    );
    place.world.clock.step(Duration::from_secs(60));
    let second = place.unlock(&request).expect("keyring");
    assert_eq!(
        (second.source, second.identity.expose()),
        (Source::Keyring, "from keyring")
    );
    assert_eq!(
        second.skipped,
        [Skipped {
            source: Source::Session,
            why: SkipReason::NoSession
        }]
    );
    let without = Unlock {
        keyring: KeyringUse::Leave,
        ..request
    };
    let third = place.unlock(&without).expect("prompt");
    assert_eq!(
        (third.source, third.identity.expose()),
        (Source::Prompt, IDENTITY)
    );
    assert_eq!(third.skipped.len(), 2);
}

#[test]
fn what_is_given_comes_first_and_alone() {
    let place = Place::new();
    place.open_everything();
    let identity = place.file("identity.txt", "# mine\nAGE-SECRET-KEY-1FILE\n");
    let request = Unlock {
        identity: Some(identity),
        ..place.request()
    };
    let found = place.unlock(&request).expect("file");
    assert_eq!(
        (found.source, found.identity.expose()),
        (Source::IdentityFile, "# mine\nAGE-SECRET-KEY-1FILE\n")
    );

    let right = place.file("right", "correct horse\n");
    let request = Unlock {
        passphrase: Some(GivenPassphrase::File(right)),
        ..place.request()
    };
    assert_eq!(
        place.unlock(&request).expect("passphrase").source,
        Source::GivenPassphrase
    );

    // A wrong one is not made up for by an open session: the caller wants to know.
    let wrong = place.file("wrong", "incorrect horse\n");
    let request = Unlock {
        passphrase: Some(GivenPassphrase::File(wrong)),
        ..place.request()
    };
    let why = SkipReason::Wrapped(UnwrapError::WrongPassphrase);
    let skipped = Skipped {
        source: Source::GivenPassphrase,
        why,
    };
    assert_eq!(place.unlock(&request), Err(UnlockError::Given(skipped)));
}

#[test]
fn a_wrapped_identity_file_wants_its_passphrase() {
    let place = Place::new();
    let wrapped = place.file("backup.age", "age-encryption.org/v1 sesame");
    let request = Unlock {
        identity: Some(wrapped),
        ..place.request()
    };
    place.world.prompt.answer("age-encryption.org/v1 sesame");
    assert_eq!(
        place.unlock(&request).expect("typed").identity.expose(),
        IDENTITY
    );
    let silent = Unlock {
        asking: Asking::Never,
        ..request
    };
    let skipped = Skipped {
        source: Source::IdentityFile,
        why: SkipReason::NotAsked,
    };
    assert_eq!(place.unlock(&silent), Err(UnlockError::Given(skipped)));
}

#[cfg(unix)]
#[test]
fn an_identity_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.open_everything();
    let path = place.file("identity.txt", IDENTITY);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("mode");
    let request = Unlock {
        identity: Some(path.clone()),
        ..place.request()
    };
    let why = SkipReason::File(SecretFileError::Exposed { path, mode: 0o640 });
    assert_eq!(
        place.unlock(&request),
        Err(UnlockError::Given(Skipped {
            source: Source::IdentityFile,
            why
        }))
    );
}

#[test]
fn three_attempts_and_no_more() {
    let place = Place::new();
    for answer in ["one", "two", "correct horse"] {
        place.world.prompt.answer(answer);
    }
    assert!(place.unlock(&place.request()).is_ok());
    for answer in ["one", "two", "three", "correct horse"] {
        place.world.prompt.answer(answer);
    }
    let whys = whys(place.unlock(&place.request()));
    assert_eq!(
        whys.last().map(String::as_str),
        Some("passphrase: the passphrase is wrong")
    );
    assert_eq!(place.world.prompt.questions().len(), 6);
}

#[test]
fn nobody_there_means_locked_with_every_reason() {
    let place = Place::new();
    place
        .world
        .session
        .set_trouble(Some(SessionError::NoStore("no kernel keyring")));
    place.world.keyring.set_trouble(Some(Lookup::Locked));
    let told = whys(place.unlock(&place.request()));
    assert_eq!(
        told,
        [
            "session: there is no session store: no kernel keyring",
            "keyring: it is locked",
            "passphrase: there is no terminal to ask on",
        ]
    );
    let missing = Unlock {
        item: None,
        wrapped: Wrapped::File(place.folder.path().join("none")),
        ..place.request()
    };
    let told = whys(place.unlock(&missing));
    assert_eq!(told[0], "session: this device does not know the vault yet");
    assert!(told[2].ends_with("none does not exist"), "{told:?}");
}

#[test]
fn interrupting_is_not_failing() {
    let place = Place::new();
    place.world.prompt.fail(PromptError::Interrupted);
    assert_eq!(
        place.unlock(&place.request()),
        Err(UnlockError::Interrupted)
    );
}
