//! After locking, the running interface holds none of the secrets that it showed codes of.

use std::collections::BTreeSet;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::time::{Duration, Instant};

use data_encoding::BASE32_NOPAD;
use rustix::process::Pid;

use super::session::{Reading, Session, Start};
use crate::home::{Home, PASSPHRASE};
use crate::parts;

/// How many of the secrets lie somewhere in the writable memory of a process, as bytes or as text.
fn found(pid: Pid, secrets: &[[u8; 20]]) -> usize {
    let texts = secrets.iter().map(|secret| BASE32_NOPAD.encode(secret));
    let needles = secrets
        .iter()
        .map(|secret| secret.to_vec())
        .zip(texts.map(String::into_bytes));
    hits(pid, &needles.collect::<Vec<_>>())
}

/// How many of the needles, each in two forms, lie somewhere in the writable memory of a process.
fn hits(pid: Pid, needles: &[(Vec<u8>, Vec<u8>)]) -> usize {
    // Which needles may begin with two given bytes: one pass over the memory is enough then.
    let mut beginning = vec![Vec::new(); 1 << 16];
    for (number, (bytes, text)) in needles.iter().enumerate() {
        for needle in [bytes, text] {
            beginning[usize::from(needle[0]) << 8 | usize::from(needle[1])].push((number, needle));
        }
    }
    let process = format!("/proc/{}", pid.as_raw_nonzero());
    let maps = std::fs::read_to_string(format!("{process}/maps")).expect("maps");
    let mut memory = std::fs::File::open(format!("{process}/mem")).expect("memory");
    let mut hits = BTreeSet::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let range = line
            .split_once(' ')
            .and_then(|(range, _)| range.split_once('-'));
        let (from, to) = range.expect("a range");
        let address = |text: &str| u64::from_str_radix(text, 16).expect("an address");
        let (from, to) = (address(from), address(to));
        let mut bytes = vec![0; usize::try_from(to - from).expect("fits")];
        let readable =
            memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut bytes).is_ok();
        if !readable {
            continue;
        }
        for (place, pair) in bytes.windows(2).enumerate() {
            for (number, needle) in &beginning[usize::from(pair[0]) << 8 | usize::from(pair[1])] {
                if bytes[place..].starts_with(needle) {
                    hits.insert(*number);
                }
            }
        }
    }
    hits.len()
}

fn accounts() -> ([[u8; 20]; 60], Vec<String>) {
    let mut secrets = [[0; 20]; 60];
    for secret in &mut secrets {
        getrandom::fill(secret).expect("random");
    }
    let link = |(number, secret): (usize, &[u8; 20])| {
        let secret = BASE32_NOPAD.encode(secret);
        format!("otpauth://totp/Site{number}:me?secret={secret}&issuer=Site{number}")
    };
    let links = secrets.iter().enumerate().map(link).collect();
    (secrets, links)
}

/// The interface on that vault, opened by its passphrase.
fn opened(home: &Home, arguments: &[&str]) -> Session {
    let folder = home.path("");
    let arguments = [&["--no-keyring"], arguments].concat();
    let mut start = Start::otp(&folder, &arguments).inside(&folder);
    for (name, folder) in [("DATA", ".local/share"), ("STATE", ".local/state")] {
        let folder = home.path(folder);
        start = start.env(&format!("XDG_{name}_HOME"), folder.to_str().expect("text"));
    }
    let session = start.run();
    session
        .sees("otp is locked")
        .types(&format!("{PASSPHRASE}\r"));
    session.sees("Site0");
    session
}

#[test]
fn a_terminal_that_never_reads_does_not_keep_the_vault_open() {
    let (secrets, links) = accounts();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&links);
    let session = opened(&home, &["--lock-after", "2s"]);
    if std::fs::File::open(format!("/proc/{}/mem", session.pid().as_raw_nonzero())).is_err() {
        parts::skip("the memory of a hardened process cannot be read without being root");
        return;
    }
    session.reads(Reading::Never);
    // More than the system holds for a reader, each a whole screen.
    for _ in 0..200 {
        session.types("?\x1b").types("Gg");
    }
    let begun = Instant::now();
    while found(session.pid(), &secrets) > 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never locked");
    }
    session
        .reads(Reading::AtOnce)
        .sees("otp is locked")
        .sees_no("Site");
    assert_eq!(session.types("\x03").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn a_locked_interface_has_forgotten_every_secret() {
    let (secrets, links) = accounts();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&links);
    let session = opened(&home, &[]);
    if std::fs::File::open(format!("/proc/{}/mem", session.pid().as_raw_nonzero())).is_err() {
        // As it should be; only root can look.
        parts::skip("the memory of a hardened process cannot be read without being root");
        return;
    }
    assert_eq!(found(session.pid(), &secrets), 60, "the scan is blind");
    // What handles secrets: codes on the screen and on the clipboard, a search, two saves.
    session.types("/site1\r").sees("code for Site1");
    session.types("d").sees("Removed Site1");
    session.types("u").sees("Undone");
    session.types("Q").sees("as a QR code?");
    session.types("n").sees_no("as a QR code?");
    session.types("L").sees("otp is locked").sees_no("Site");
    assert_eq!(found(session.pid(), &secrets), 0);
    session.types("wrong\r").sees("Wrong passphrase");
    session.types(&format!("{PASSPHRASE}\r")).sees("Site0");
    // Nor what was typed.
    let typed = PASSPHRASE.as_bytes().to_vec();
    assert_eq!(hits(session.pid(), &[(typed.clone(), typed)]), 0);
    session.types("L").sees("otp is locked");
    assert_eq!(found(session.pid(), &secrets), 0);
}

#[test]
fn nothing_of_an_imported_file_stays() {
    let (secrets, links) = accounts();
    let (old, new) = links.split_at(2);
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&old);
    let session = opened(&home, &[]);
    if std::fs::File::open(format!("/proc/{}/mem", session.pid().as_raw_nonzero())).is_err() {
        parts::skip("the memory of a hardened process cannot be read without being root");
        return;
    }
    // A password manager's table: passwords and notes stand beside the codes.
    let mut words = [[0; 20]; 58];
    let mut table = String::from("Title,URL,Username,Password,Notes,OTPAuth\n");
    for (number, (word, link)) in words.iter_mut().zip(new).enumerate() {
        getrandom::fill(word).expect("random");
        let password = BASE32_NOPAD.encode(word);
        let line = format!("Site{number},https://site.test,me,{password},note {password},{link}\n");
        table.push_str(&line);
    }
    home.write("passwords.csv", table.as_bytes());
    session
        .types("i")
        .types("~/passwords.csv\r")
        .sees("58 of 58 will be added");
    // Passwords are not even there while the report is; "Notes" belong to the accounts.
    assert!(found(session.pid(), &secrets) >= 58, "the scan is blind");
    session.types("\r").sees("Added 58 accounts");
    session.types("L").sees("otp is locked").sees_no("Site");
    assert_eq!(found(session.pid(), &secrets), 0, "secrets");
    assert_eq!(found(session.pid(), &words), 0, "passwords");

    // The same from an encrypted file: its password goes too.
    let mut word = [0; 20];
    getrandom::fill(&mut word).expect("random");
    let password = BASE32_NOPAD.encode(&word);
    home.write("password", password.as_bytes());
    let arguments = ["export", "--to", "aegis-encrypted", "-o", "out.json"];
    let run = home.otp([&arguments[..], &["--password-file", "password"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    session
        .types(&format!("{PASSPHRASE}\r"))
        .sees("Site0")
        .types("i")
        .types("~/out.json\r")
        .sees("Password of out.json")
        .types(&format!("{password}\r"))
        .sees("0 of 60 will be added");
    assert_eq!(found(session.pid(), &[word]), 0, "the password of the file");
    session.types("\r").sees_no("will be added");
    session.types("L").sees("otp is locked").sees_no("Site");
    assert_eq!(found(session.pid(), &secrets), 0, "secrets");
    assert_eq!(session.types("\x03").ends(), 0);
}
