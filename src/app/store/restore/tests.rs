//! Backups: which file is named, what counts as the same, and what has to be seen before one is brought back.

mod brought_back;

use super::*;
use crate::account::{AccountId, Digits, Draft, Otp, Plain, Secret, Timestamp};
use crate::app::Options;
use crate::system::Environment;
use crate::system::fake::World;
use crate::vault::{Change, Role};

const NOW: u64 = 1_763_766_000;

/// A home with a vault that a laptop and a phone may open; the laptop's key is given to the app.
struct Home {
    folder: tempfile::TempDir,
    world: World,
    app: App,
    laptop: DeviceKey,
    phone: DeviceKey,
}

fn at(second: u64) -> Timestamp {
    Timestamp::from_seconds(NOW + second)
}

fn draft(issuer: &str, key: u8) -> Box<Draft> {
    let secret = Secret::from_bytes(vec![key; 20]).expect("a key");
    Box::new(Draft::new(issuer.into(), "me".into(), Otp::totp(secret)))
}

fn add(bits: u64, issuer: &str, key: u8) -> Change {
    Change::Add {
        id: AccountId::from_random(bits),
        draft: draft(issuer, key),
    }
}

fn recipient(key: &DeviceKey) -> &str {
    key.recipient().expect("X25519")
}

fn sealed(vault: &Vault) -> Vec<u8> {
    crypt::seal(vault, &Dialog::silent()).expect("sealed")
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let world = World::at(at(0));
        let laptop = DeviceKey::generate();
        let identity = folder.path().join("identity.txt");
        let mut system = world.system();
        let home = folder.path().to_str().expect("text");
        system.environment = Environment::of([("HOME", home)]);
        let options = Options {
            identity: Some(identity.clone()),
            no_keyring: true,
            ..Options::default()
        };
        let app = App::new(system, options).expect("an app");
        user_files::create(&identity, laptop.to_text().expose().as_bytes()).expect("written");
        Self {
            folder,
            world,
            app,
            laptop,
            phone: DeviceKey::generate(),
        }
    }

    /// A state of the vault with these accounts: an id, an issuer and a key each.
    fn state(&self, token: u8, accounts: &[(u64, &str, u8)]) -> Vault {
        let mut vault = Vault::new(42, [token; 16]);
        for (name, key) in [("laptop", &self.laptop), ("phone", &self.phone)] {
            let added = vault.add_device(name.into(), recipient(key), Role::Device, at(0));
            added.expect("a fresh recipient");
        }
        for (bits, issuer, key) in accounts {
            let added = vault.apply(add(*bits, issuer, *key), at(*bits));
            added.expect("a fresh id");
        }
        vault
    }

    /// Makes the vault.
    fn made(&self, accounts: &[(u64, &str, u8)]) -> Open {
        let vault = self.state(9, accounts);
        Open::create(&self.app, self.laptop.clone(), vault).expect("created")
    }

    /// Writes a file beside the home's folders.
    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    fn vault_bytes(&self) -> Vec<u8> {
        std::fs::read(&self.app.places.vault).expect("a vault")
    }

    fn shut_out_the_phone(&self, open: &mut Open, token: u8) {
        let (phone, now) = (recipient(&self.phone), self.app.system.clock.now());
        let removed = open.update(|vault| {
            let removed = vault.remove_device(phone, [token; 16], &"laptop".into(), now);
            removed.map_err(|error| Error::new(Exit::Failed, error.to_string(), ""))
        });
        removed.expect("saved");
    }

    fn titles(&self) -> Vec<String> {
        let open = Open::with_key(&self.app, self.laptop.clone()).expect("it opens");
        open.vault().accounts().map(Account::title).collect()
    }
}

fn snapshots(open: &Open) -> Vec<Snapshot> {
    let repo = open.repo().expect("on the disk");
    repo.backups().list(open.vault().id())
}

/// The titles of what was folded in.
fn folded(restored: Result<Restored, Error>) -> Vec<String> {
    match restored {
        Ok(Restored::Folded(changes)) => changes.into_iter().map(|change| change.title).collect(),
        Ok(Restored::Replaced { because, .. }) => panic!("replaced: {because}"),
        Err(error) => panic!("{error:?}"),
    }
}

fn refusal<T>(result: Result<T, Error>) -> Error {
    match result {
        Ok(_) => panic!("it must be refused"),
        Err(error) => error,
    }
}

#[test]
fn the_newest_backup_is_named_where_it_is_the_vault_as_it_is() {
    let home = Home::new();
    let open = home.made(&[(1, "GitHub", 7)]);
    let before = snapshots(&open);
    let named = home.app.back_up(&open, None).expect("there is one");
    assert_eq!(before.last().map(|newest| &newest.path), Some(&named));
    assert_eq!(snapshots(&open), before, "no other one is made");
    assert_eq!(std::fs::read(&named).expect("there"), home.vault_bytes());

    // Where it is gone or another state, one is made.
    let mut seen = vec![named.clone()];
    for other in [None, Some(b"another state".as_slice())] {
        match other {
            None => std::fs::remove_file(&named).expect("removed"),
            Some(bytes) => std::fs::write(seen.last().expect("one"), bytes).expect("written"),
        }
        let made = home.app.back_up(&open, None).expect("made");
        assert_eq!(std::fs::read(&made).expect("there"), home.vault_bytes());
        let newest = snapshots(&open).pop().expect("one");
        assert_eq!(newest.path, made);
        seen.push(made);
    }
}

#[test]
fn a_backup_goes_into_a_new_file_and_over_no_other() {
    let home = Home::new();
    let open = home.made(&[(1, "GitHub", 7)]);
    let file = home.folder.path().join("copy.age");
    let written = home.app.back_up(&open, Some(&file)).expect("written");
    assert_eq!(written, file);
    assert_eq!(std::fs::read(&file).expect("there"), home.vault_bytes());
    std::fs::write(&file, b"of the user").expect("written");
    let refused = refusal(home.app.back_up(&open, Some(&file)));
    assert_eq!(refused.exit(), Exit::Refused);
    assert_eq!(std::fs::read(&file).expect("there"), b"of the user");
    std::fs::remove_file(&home.app.places.vault).expect("removed");
    for file in [None, Some(home.folder.path().join("new.age"))] {
        assert_eq!(
            refusal(home.app.back_up(&open, file.as_deref())).exit(),
            Exit::Vault
        );
    }
}

#[test]
fn a_copy_is_verified_account_by_account() {
    let home = Home::new();
    let accounts = [(1, "GitHub", 7), (2, "Mail", 8)];
    let open = home.made(&accounts);
    let verify = |vault: &Vault| {
        let copy = home.write("copy.age", &sealed(vault));
        home.app.verify_backup(&open, &copy)
    };
    assert_eq!(verify(open.vault()).expect("the same"), 2);
    assert_eq!(
        verify(&home.state(9, &accounts)).expect("the same codes"),
        2
    );
    for (accounts, why) in [
        (&[(1, "GitHub", 7)][..], "one is missing"),
        (
            &[(1, "GitHub", 7), (2, "Mail", 8), (3, "Bank", 9)],
            "one too many",
        ),
        (&[(1, "GitHub", 7), (3, "Mail", 8)], "another account"),
        (&[(1, "GitHub", 7), (2, "Mail", 9)], "another key"),
        (&[], "nothing"),
    ] {
        let error = refusal(verify(&home.state(9, accounts)));
        assert_eq!(error.exit(), Exit::Vault, "{why}");
        assert!(
            error.what().contains("does not hold what the vault holds"),
            "{why}"
        );
    }
    // The same key with other parameters, in the same place.
    let mut longer = home.state(9, &accounts[..1]);
    let mut other = draft("Mail", 8);
    let digits = Digits::new(8).expect("four to ten");
    let (kind, algorithm) = (other.otp.kind(), other.otp.algorithm());
    other.otp = Otp::new(other.otp.secret().clone(), kind, algorithm, digits);
    let added = Change::Add {
        id: AccountId::from_random(2),
        draft: other,
    };
    longer.apply(added, at(2)).expect("a fresh id");
    assert_eq!(refusal(verify(&longer)).exit(), Exit::Vault);
}

#[test]
fn only_a_copy_of_this_vault_is_looked_into() {
    let home = Home::new();
    let open = home.made(&[(1, "GitHub", 7)]);
    let mut other = Vault::new(43, [9; 16]);
    let added = other.add_device(
        "laptop".into(),
        recipient(&home.laptop),
        Role::Device,
        at(0),
    );
    added.expect("a fresh recipient");
    let other = home.write("other.age", &sealed(&other));
    let error = refusal(home.app.verify_backup(&open, &other));
    assert!(
        error.what().contains("is not a copy of this vault"),
        "{error:?}"
    );
    assert_eq!(
        refusal(home.app.restore(&other, None)).exit(),
        Exit::Refused
    );
    let text = home.write("text", b"no vault");
    for file in [&text, &home.folder.path().join("missing")] {
        let wanted = if file.exists() {
            Exit::Vault
        } else {
            Exit::Input
        };
        assert_eq!(refusal(home.app.verify_backup(&open, file)).exit(), wanted);
        assert_eq!(refusal(home.app.restore(file, None)).exit(), wanted);
    }
    assert_eq!(home.titles(), ["GitHub:me"]);
}

#[test]
fn words_that_a_person_compared_are_those_of_the_vault_or_nothing_is_taken() {
    let home = Home::new();
    let paper = DeviceKey::generate();
    let mut vault = home.state(5, &[]);
    let added = vault.add_device("paper".into(), recipient(&paper), Role::Recovery, at(0));
    added.expect("a fresh recipient");
    let proposal = Succession::of(&vault);
    let words = proposal.words.join(" ");
    let compare = |given: Option<&str>, key: &DeviceKey| home.app.compare(&proposal, given, key);
    let spaced = format!("  {}\n", words.to_uppercase().replace(' ', "  "));
    for right in [&words, &spaced] {
        compare(Some(right.as_str()), &home.laptop).expect("the same words");
    }
    let other = Vault::new(42, [6; 16]).fingerprint().join(" ");
    for wrong in [other.as_str(), "", &words[1..]] {
        for key in [&home.laptop, &paper] {
            let error = refusal(compare(Some(wrong), key));
            assert!(error.what().contains("not the words"), "{error:?}");
            let shown: Vec<&str> = error.details().iter().map(Plain::as_str).collect();
            assert_eq!(shown, [words.as_str()]);
        }
    }
    compare(None, &paper).expect("it has proved more");
    let nobody = refusal(compare(None, &home.laptop));
    assert!(nobody.advice().contains("--words"), "{nobody:?}");
    home.world.prompt.answer("y");
    compare(None, &home.laptop).expect("a person says so");
    home.world.prompt.answer("n");
    let error = refusal(compare(None, &home.laptop));
    assert_eq!(
        (error.exit(), error.what()),
        (Exit::Refused, "Nothing was changed")
    );
    let asked = home.world.prompt.questions();
    assert_eq!(asked.len(), 2);
    assert!(
        asked[0].contains(&words) && asked[0].contains("another device"),
        "{asked:?}"
    );
}
