//! Secret Services that answer nonsense, too much or too late, and several items of one name in a real one.

use std::io::Write as _;
use std::process::{Command, Stdio};

use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{ObjectPath, Value};

use super::bus::Bus;
use super::is_missing;
use super::keyring::parts_are_missing;
use super::probe::IDENTITY;
use crate::home::{Home, Run, finish};

const ITEM: &str = "/org/freedesktop/secrets/collection/login/1";

/// What the service does at which step.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Odd {
    SearchOfAnotherType,
    ManyItemsThatAreGone,
    NoSession,
    WeakKey,
    KeyOfAnotherType,
    LockedAllTheSame,
    SecretOfAnotherType,
    EmptyIv,
    EmptySecret,
    HugeSecret,
    SilentAtTheEnd,
}

/// Answers until the bus goes away.
fn serve(connection: &Connection, messages: MessageIterator, odd: Odd) {
    for message in messages.flatten() {
        let header = message.header();
        let Some(member) = header.member() else {
            continue;
        };
        let item = ObjectPath::try_from(ITEM).expect("a path");
        let none: Vec<ObjectPath<'_>> = Vec::new();
        // The peer may have gone already.
        let _ = match (member.as_str(), odd) {
            ("SearchItems", Odd::SearchOfAnotherType) => connection.reply(&header, &"items"),
            ("SearchItems", Odd::ManyItemsThatAreGone) => {
                connection.reply(&header, &(vec![item; 100_000], none))
            }
            ("SearchItems", _) => connection.reply(&header, &(vec![item], none)),
            ("OpenSession", Odd::NoSession) => {
                connection.reply_error(&header, "org.freedesktop.DBus.Error.NotSupported", &"no")
            }
            ("OpenSession", Odd::WeakKey) => {
                connection.reply(&header, &(Value::from(vec![1_u8]), item))
            }
            ("OpenSession", Odd::KeyOfAnotherType) => {
                connection.reply(&header, &(Value::from("key"), item))
            }
            ("OpenSession", _) => connection.reply(&header, &(Value::from(vec![77_u8; 100]), item)),
            ("GetSecret", Odd::ManyItemsThatAreGone) => connection.reply_error(
                &header,
                "org.freedesktop.Secret.Error.NoSuchObject",
                &"gone",
            ),
            ("GetSecret", Odd::LockedAllTheSame) => {
                connection.reply_error(&header, "org.freedesktop.Secret.Error.IsLocked", &"later")
            }
            ("GetSecret", Odd::SecretOfAnotherType) => connection.reply(&header, &(item, "x")),
            ("GetSecret", Odd::SilentAtTheEnd) => Ok(()),
            ("GetSecret", odd) => {
                let (iv, secret) = match odd {
                    Odd::EmptyIv => (Vec::new(), vec![0_u8; 16]),
                    Odd::HugeSecret => (vec![0_u8; 16], vec![0; 1 << 20]),
                    _ => (vec![0_u8; 16], Vec::new()),
                };
                connection.reply(&header, &((item, iv, secret, "text/plain"),))
            }
            _ => Ok(()),
        };
    }
}

#[test]
fn nonsense_is_no_key_and_no_panic() {
    if is_missing("dbus-daemon") {
        return;
    }
    let unclear = "unavailable: the Secret Service cannot be understood";
    for (odd, told) in [
        (Odd::SearchOfAnotherType, unclear),
        (Odd::ManyItemsThatAreGone, "absent"),
        (Odd::NoSession, "unavailable: the Secret Service answered"),
        (Odd::WeakKey, unclear),
        (Odd::KeyOfAnotherType, unclear),
        (Odd::LockedAllTheSame, "locked"),
        (Odd::SecretOfAnotherType, unclear),
        (Odd::EmptyIv, unclear),
        (Odd::EmptySecret, unclear),
        (Odd::HugeSecret, unclear),
        (Odd::SilentAtTheEnd, "timedout"),
    ] {
        let bus = Bus::start();
        let service = bus.connect();
        // Before it has its name: what comes while nobody listens is lost.
        let messages = MessageIterator::from(&service);
        service
            .request_name("org.freedesktop.secrets")
            .expect("the name is free");
        std::thread::spawn(move || serve(&service, messages, odd));
        let answer = bus.ask("keyring-lookup k3v9");
        assert!(answer.soon().starts_with(told), "{odd:?}: {answer:?}");
    }
}

/// Puts an item into the real keyring, with further attributes so that it replaces no other.
fn put(bus: &Bus, vault: &str, more: &str, secret: &str) {
    let mut tool = Command::new("secret-tool");
    tool.args(["store", "--label=test", "service", "otp", "username", vault]);
    tool.args(["which", more]).stdin(Stdio::piped());
    let mut tool = bus.surround(&mut tool).spawn().expect("secret-tool");
    let mut stdin = tool.stdin.take().expect("piped");
    stdin.write_all(secret.as_bytes()).expect("written");
    drop(stdin);
    assert!(tool.wait().expect("it ends").success());
}

#[test]
fn among_items_of_one_name_the_key_is_found() {
    if parts_are_missing() || is_missing("secret-tool") {
        return;
    }
    let bus = Bus::start();
    let _keyring = bus.keyring();
    for (more, secret) in [("a", "something else"), ("b", IDENTITY), ("c", "and more")] {
        put(&bus, "k3v9", more, secret);
    }
    assert_eq!(bus.ask("keyring-lookup k3v9").soon(), "found");
    // Nothing but other things: the caller sees that they are no key.
    put(&bus, "other", "a", "something else");
    assert_eq!(
        bus.ask("keyring-lookup other").soon(),
        "found something else"
    );
}

#[test]
fn what_opens_nothing_is_told_and_the_passphrase_still_works() {
    if parts_are_missing() || is_missing("secret-tool") {
        return;
    }
    let home = Home::with_accounts(&[
        "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub",
    ]);
    let seen = std::fs::read_to_string(home.path(".local/state/otp/seen.toml")).expect("pins");
    let part = |name: &str| {
        let value = seen.lines().find_map(|line| line.strip_prefix(name));
        value.expect("it").trim_matches('"').to_owned()
    };
    let id = format!("{}-{}", part("vault = "), part("own = "));
    let stranger = otp::vault::keys::DeviceKey::generate();
    for secret in ["hunter2", stranger.line().expose()] {
        let bus = Bus::start();
        let _keyring = bus.keyring();
        put(&bus, &id, "a", secret);
        let otp = |arguments: &[&str]| -> Run {
            let mut command = home.command(arguments);
            command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
            finish(command, b"")
        };
        let code = otp(&["code", "github"]);
        assert_eq!((code.code, code.stdout.as_str()), (5, ""), "{code:?}");
        assert_eq!(code.stderr.lines().count(), 2, "{code:?}");
        let told = otp(&["-v", "code", "github"]);
        let reason = "keyring: what it holds does not open this vault";
        assert!(told.stderr.contains(reason), "{told:?}");
        let status = otp(&["status"]);
        assert!(!status.stdout.contains("holds the key"), "{status:?}");
        let doctor = otp(&["doctor"]);
        let line = doctor.stdout.lines().find(|line| line.contains("keyring:"));
        let line = line.expect("a check of it");
        assert!(!line.starts_with("good"), "{doctor:?}");
        let code = otp(&["--passphrase-file", "passphrase", "code", "github"]);
        assert_eq!(code.code, 0, "{code:?}");
        // What is there is replaced.
        let kept = otp(&["--passphrase-file", "passphrase", "unlock", "--remember"]);
        let code = otp(&["code", "github"]);
        assert_eq!((kept.code, code.code), (0, 0), "{kept:?} {code:?}");
    }
}
