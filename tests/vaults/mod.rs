//! Vaults of every released format, opened for ever. Never change the files: a version that cannot open them
//! loses somebody's accounts.

use otp::account::{Account, Timestamp};
use otp::vault::keys::{self, DeviceKey};
use otp::vault::plugin::Dialog;
use otp::vault::{Vault, crypt, document};

/// Format 1: written by version 0.1.0, with unknown fields, a future kind, bin, tombstone and a removed device.
mod v1 {
    pub const VAULT: &[u8] = include_bytes!("v1/vault.age");
    pub const IDENTITY: &str = include_str!("v1/identity.txt");
    /// The same identity by the passphrase "correct horse".
    pub const WRAPPED: &[u8] = include_bytes!("v1/identity.age");
    pub const PLAIN: &str = include_str!("v1/plain.toml");
    /// The same after its first save by a version that counts how often a key was let in and shut out.
    pub const UPGRADED: &str = include_str!("v1/upgraded.toml");
}

fn opened() -> Vault {
    let key = DeviceKey::parse(v1::IDENTITY).expect("an identity");
    crypt::open(v1::VAULT, &key, &Dialog::silent()).expect("format 1 opens")
}

#[test]
fn format_1_opens() {
    let vault = opened();
    let shown: Vec<String> = vault.accounts().map(describe).collect();
    assert_eq!(
        shown,
        [
            "GitHub:alice@example.com totp 30 SHA1 6 755224",
            "Bank:alice totp 60 SHA256 8 74875740",
            "VPN:bob hotp 18446744073709551615 SHA512 7 next 18446744073709551615",
            "Steam:gabe steam 30 SHA1 5 DJ5VF",
        ]
    );
}

fn describe(account: &Account) -> String {
    let otp = &account.otp;
    let (turn, code) = match otp.at(Timestamp::from_seconds(0)) {
        Some(timed) => (u64::from(timed.period), timed.code.as_str().to_owned()),
        None => (
            otp.counter().unwrap_or_default(),
            format!("next {}", otp.counter().unwrap_or_default()),
        ),
    };
    let (title, kind) = (account.title(), otp.kind().name());
    let (algorithm, digits) = (otp.algorithm().name(), otp.digits().get());
    format!("{title} {kind} {turn} {algorithm} {digits} {code}")
}

#[test]
fn format_1_keeps_what_this_version_does_not_know() {
    let vault = opened();
    assert_eq!(document::write(&vault).as_str(), v1::UPGRADED);
    assert_eq!(document::read(v1::PLAIN).as_ref(), Ok(&vault));
    assert_eq!(document::read(v1::UPGRADED).as_ref(), Ok(&vault));
    let future: Vec<String> = vault
        .unreadable()
        .map(|(_, title)| title.to_string())
        .collect();
    assert_eq!(future, ["Future"]);
    let bin: Vec<String> = vault.bin().map(Account::title).collect();
    assert_eq!(bin, ["Old:in the bin"]);
}

#[test]
fn format_1_keeps_every_field() {
    let vault = opened();
    let bank = vault.accounts().nth(1).expect("the bank");
    let tags: Vec<&str> = bank.tags.iter().map(otp::account::Label::as_str).collect();
    assert_eq!(tags, ["money", "work"]);
    assert_eq!(bank.note.expose(), "recovery codes:\n1234 \"5678\"\n\\o/");
    assert_eq!((bank.pinned, bank.order), (true, Some(-3)));
    assert_eq!(bank.used, Some(Timestamp::from_millis(1_763_766_200_000)));
    let devices: Vec<(&str, bool)> = vault
        .devices()
        .map(|d| (d.name.as_str(), d.is_active()))
        .collect();
    assert!(devices.contains(&("laptop", true)) && devices.contains(&("lost phone", false)));
    assert_eq!(vault.id().as_str(), "k3v9q0t7m2x4");
}

#[test]
fn the_identity_of_format_1_opens_by_its_passphrase() {
    let key = keys::unwrap(v1::WRAPPED, &"correct horse".to_owned().into(), 22).expect("it opens");
    assert_eq!(
        key.line(),
        DeviceKey::parse(v1::IDENTITY).expect("an identity").line()
    );
    let wrong = keys::unwrap(v1::WRAPPED, &"wrong".to_owned().into(), 22);
    assert_eq!(wrong.err(), Some(keys::UnwrapError::WrongPassphrase));
}
