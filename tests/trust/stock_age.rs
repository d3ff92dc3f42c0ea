//! Stock age opens what we write, and we open (or refuse) what it writes.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use otp::app::store::StoreError;
use otp::vault::crypt::{self, OpenError, SealError};
use otp::vault::keys::{self, DeviceKey, WORK_FACTOR};
use otp::vault::plugin::Dialog;
use otp::vault::{Role, Vault, VaultId, document};

use super::world::{World, add, at};
use crate::parts;

fn age(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new("age");
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    command.output().expect("age runs")
}

fn identity_file(key: &DeviceKey) -> otp::account::SecretText {
    key.to_file(
        &VaultId::from_random(42),
        &"laptop".into(),
        "2026-11-21T23:00:00Z",
    )
}

/// Test 1.
#[test]
fn stock_age_prints_our_document() {
    if !parts::has("age") {
        return;
    }
    let world = World::new();
    let laptop = &world.founded(&["laptop", "phone"])[0];
    let vault = laptop.change(1, &add(1, "GitHub")).vault;
    let identity = world.path().join("identity.txt");
    std::fs::write(&identity, identity_file(&laptop.key).expose()).expect("written");
    let printed = age(
        &["-d", "-i", "identity.txt", "vault/vault.age"],
        world.path(),
    );
    assert!(printed.status.success());
    assert_eq!(
        String::from_utf8_lossy(&printed.stdout),
        document::write(&vault).as_str()
    );
}

/// Test 4, its second half: the bare line of a keyring opens the vault as well.
#[test]
fn stock_age_takes_the_line_a_keyring_holds() {
    if !parts::has("age") {
        return;
    }
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let mut command = Command::new("age");
    command
        .args(["-d", "-i", "-", "vault/vault.age"])
        .current_dir(world.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("age runs");
    let line = laptop.key.line().expose().to_owned();
    std::io::Write::write_all(&mut child.stdin.take().expect("piped"), line.as_bytes())
        .expect("written");
    let printed = child.wait_with_output().expect("age ends");
    assert!(printed.status.success());
    assert!(printed.stdout.starts_with(b"# otp vault."));
}

/// Test 5.
#[test]
fn a_vault_without_token_is_forged() {
    if !parts::has("age") {
        return;
    }
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let text = "format = 1\nvault = \"000000000042\"\n\n[[account]]\nid = \"a\"\nissuer = \"Attacker\"\nsecret = \"MFZXIZLS\"\n";
    std::fs::write(world.path().join("plain.toml"), text).expect("written");
    let made = age(
        &[
            "-r",
            laptop.recipient(),
            "-o",
            "vault/forged.age",
            "plain.toml",
        ],
        world.path(),
    );
    assert!(made.status.success());
    std::fs::rename(world.path().join("vault/forged.age"), world.file()).expect("renamed");
    assert!(matches!(laptop.refusal(), StoreError::Forged));
}

/// A text written by hand with stock age, keeping the token, is accepted.
#[test]
fn what_the_owner_edits_with_stock_age_is_accepted() {
    if !parts::has("age") {
        return;
    }
    let world = World::new();
    let laptop = &world.founded(&["laptop"])[0];
    let vault = laptop.change(1, &add(1, "GitHub")).vault;
    let text = document::write(&vault).replace("GitHub", "GitLab");
    std::fs::write(world.path().join("plain.toml"), text).expect("written");
    let made = age(
        &["-r", laptop.recipient(), "-o", "vault/edited", "plain.toml"],
        world.path(),
    );
    assert!(made.status.success());
    std::fs::rename(world.path().join("vault/edited"), world.file()).expect("renamed");
    assert_eq!(laptop.titles(), ["GitLab:me"]);
}

/// Test 6, and the only place where the real work factor is paid for.
#[test]
fn identity_files_have_the_work_factor_of_stock_age() {
    let key = DeviceKey::generate();
    let passphrase = "correct horse".to_owned().into();
    let file = keys::wrap(&identity_file(&key), &passphrase, WORK_FACTOR).expect("wrapped");
    let mut header = Vec::new();
    let armor = age::armor::ArmoredReader::new(file.as_bytes());
    std::io::Read::read_to_end(&mut std::io::Read::take(armor, 200), &mut header).expect("armored");
    let header = String::from_utf8_lossy(&header);
    let stanza = header.lines().nth(1).expect("a stanza");
    assert!(
        stanza.starts_with("-> scrypt ") && stanza.ends_with(" 18"),
        "{stanza}"
    );
}

/// Test 7 without the plugin itself: it is named when it is missing.
#[test]
fn a_missing_plugin_is_named() {
    let laptop = DeviceKey::generate();
    let mut vault = Vault::new(42, [9; 16]);
    let recipient = laptop.recipient().expect("X25519");
    vault
        .add_device("laptop".into(), recipient, Role::Device, at(0))
        .expect("fresh");
    // A recipient and an identity of a made-up plugin, with true checksums.
    let data = [7_u8; 20];
    let hardware = bech32("age1otpabsent", &data);
    vault
        .add_device("key".into(), &hardware, Role::Device, at(0))
        .expect("fresh");
    let wanted = SealError::PluginMissing {
        binary: "age-plugin-otpabsent".to_owned(),
    };
    assert_eq!(crypt::seal(&vault, &Dialog::silent()), Err(wanted));
    let line = bech32("age-plugin-otpabsent-", &data).to_uppercase();
    let key =
        DeviceKey::parse(&format!("#    Recipient: {hardware}\n{line}\n")).expect("an identity");
    assert_eq!(key.recipient(), Some(hardware.as_str()));
    assert_eq!(key.plugin().as_deref(), Some("otpabsent"));
    let wanted = OpenError::PluginMissing {
        binary: "age-plugin-otpabsent".to_owned(),
    };
    assert_eq!(crypt::open(b"x", &key, &Dialog::silent()), Err(wanted));
}

/// Bech32 (BIP 173), which age keys are written in.
pub fn bech32(prefix: &str, data: &[u8]) -> String {
    let mut values = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for &byte in data {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            values.push(u8::try_from((held >> bits) & 31).expect("five bits"));
        }
    }
    if bits > 0 {
        values.push(u8::try_from((held << (5 - bits)) & 31).expect("five bits"));
    }
    let polymod = |values: &[u8]| {
        let generators = [
            0x3b6a_57b2_u32,
            0x2650_8e6d,
            0x1ea1_19fa,
            0x3d42_33dd,
            0x2a14_62b3,
        ];
        values.iter().fold(1_u32, |sum, &value| {
            let top = sum >> 25;
            let next = ((sum & 0x01ff_ffff) << 5) ^ u32::from(value);
            let picked = generators
                .iter()
                .enumerate()
                .filter(|(place, _)| (top >> place) & 1 == 1);
            picked.fold(next, |next, (_, generator)| next ^ generator)
        })
    };
    let mut all: Vec<u8> = prefix.bytes().map(|b| b >> 5).collect();
    all.push(0);
    all.extend(prefix.bytes().map(|b| b & 31));
    all.extend(&values);
    all.extend([0; 6]);
    let sum = polymod(&all) ^ 1;
    values.extend(
        (0..6).map(|place| u8::try_from((sum >> (5 * (5 - place))) & 31).expect("five bits")),
    );
    let letters = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let text: String = values
        .iter()
        .map(|&value| char::from(letters[usize::from(value)]))
        .collect();
    format!("{prefix}1{text}")
}

/// Test 8: post-quantum recipients do not mix with ours.
#[test]
fn mixing_post_quantum_and_ordinary_recipients_is_explained() {
    let laptop = DeviceKey::generate();
    let mut vault = Vault::new(42, [9; 16]);
    let recipient = laptop.recipient().expect("X25519");
    vault
        .add_device("laptop".into(), recipient, Role::Device, at(0))
        .expect("fresh");
    // A P-256 point and an ML-KEM key of zeroes is enough for the label check, if the crate takes them.
    let Some(quantum) = post_quantum_recipient() else {
        panic!("the age crate takes no such recipient");
    };
    vault
        .add_device("pq".into(), &quantum, Role::Device, at(0))
        .expect("fresh");
    assert_eq!(
        crypt::seal(&vault, &Dialog::silent()),
        Err(SealError::Incompatible)
    );
}

/// A valid `age1tagpq1…`: an ML-KEM-768 key of zeroes (every coefficient is in range), then the generator of
/// P-256.
fn post_quantum_recipient() -> Option<String> {
    let generator = [
        0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4,
        0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8,
        0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a,
        0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40,
        0x68, 0x37, 0xbf, 0x51, 0xf5,
    ];
    let mut data = vec![0; 1184];
    data.extend(generator);
    let text = bech32("age1tagpq", &data);
    text.parse::<age::tagpq::Recipient>().ok().map(|_| text)
}

/// Test 3 and 2, through a pty: age asks for passphrases on the terminal only.
#[cfg(unix)]
mod by_passphrase {
    use std::io::{Read as _, Write as _};

    use super::{World, age, identity_file, keys, parts};
    use otp::vault::keys::DeviceKey;

    /// Runs `age` on a terminal of its own and answers each of `answers` when something was asked.
    fn on_a_terminal(arguments: &[&str], folder: &std::path::Path, answers: &[&str]) -> String {
        let (mut pty, pts) = pty_process::blocking::open().expect("a pty");
        let command = pty_process::blocking::Command::new("age")
            .args(arguments)
            .current_dir(folder);
        let mut child = command.spawn(pts).expect("age runs");
        let mut shown = String::new();
        let mut answered = 0;
        let mut buffer = [0; 1024];
        // On Linux a pty whose program has ended reads as an error.
        while let Ok(count @ 1..) = pty.read(&mut buffer) {
            shown.push_str(&String::from_utf8_lossy(&buffer[..count]));
            if answered < answers.len() && shown.matches(": ").count() > answered {
                pty.write_all(format!("{}\n", answers[answered]).as_bytes())
                    .expect("typed");
                answered += 1;
            }
        }
        assert!(child.wait().expect("age ends").success(), "{shown}");
        shown
    }

    #[test]
    fn stock_age_opens_the_vault_with_our_identity_file() {
        if !parts::has("age") {
            return;
        }
        let world = World::new();
        let laptop = &world.founded(&["laptop"])[0];
        let passphrase = "correct horse".to_owned().into();
        let file = keys::wrap(&identity_file(&laptop.key), &passphrase, 14).expect("wrapped");
        std::fs::write(world.path().join("identity.age"), file).expect("written");
        let arguments = [
            "-d",
            "-i",
            "identity.age",
            "-o",
            "plain.toml",
            "vault/vault.age",
        ];
        on_a_terminal(&arguments, world.path(), &["correct horse"]);
        let plain = std::fs::read_to_string(world.path().join("plain.toml")).expect("written");
        assert!(plain.starts_with("# otp vault."));
    }

    #[test]
    fn we_open_an_identity_wrapped_by_stock_age() {
        if !parts::has("age") {
            return;
        }
        let world = World::new();
        let key = DeviceKey::generate();
        std::fs::write(world.path().join("plain.txt"), identity_file(&key).expose())
            .expect("written");
        for (name, arguments) in [
            ("binary.age", &["-p", "-o", "binary.age", "plain.txt"][..]),
            (
                "armored.age",
                &["-p", "-a", "-o", "armored.age", "plain.txt"][..],
            ),
        ] {
            on_a_terminal(arguments, world.path(), &["correct horse", "correct horse"]);
            let file = std::fs::read(world.path().join(name)).expect("written");
            let opened =
                keys::unwrap(&file, &"correct horse".to_owned().into(), 22).expect("opened");
            assert_eq!(opened.line(), key.line());
        }
        assert!(!age(&["--version"], world.path()).stdout.is_empty());
    }
}
