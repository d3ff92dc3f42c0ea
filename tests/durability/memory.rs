//! After a vault was dropped, also after a save, the process's own memory holds none of its secrets (test 44).

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use otp::account::{AccountId, Draft, Otp, Secret};
use otp::app::store::Repo;
use otp::vault::Change;

use super::child;
use crate::trust::world::{World, at, rename};

/// What is looked for is kept under this mask, or it would find itself.
const MASK: u8 = 0x5a;
const ACCOUNTS: u64 = 1000;
const LOOKED_FOR: usize = 60;

#[test]
fn no_secret_stays_in_memory() {
    let world = World::new();
    let laptop = world.founded(&["laptop"]).remove(0);
    let mut changes = Vec::new();
    let mut needles = Vec::new();
    for place in 0..ACCOUNTS {
        let mut bytes = [0; 20];
        getrandom::fill(&mut bytes).expect("random");
        let secret = Secret::from_bytes(bytes.to_vec()).expect("key");
        if needles.len() < 2 * LOOKED_FOR {
            needles.push(masked(secret.to_base32().expose().as_bytes()));
            needles.push(masked(&bytes));
        }
        let draft = Draft::new(
            "Site".into(),
            format!("{place}").as_str().into(),
            Otp::totp(secret),
        );
        changes.push(Change::Add {
            id: AccountId::from_random(place),
            draft: Box::new(draft),
        });
    }
    laptop.change(1, &Change::Batch(changes));
    child::prepare(&world, &laptop);
    let lines: Vec<String> = needles
        .iter()
        .map(|needle| data_encoding::HEXLOWER.encode(needle))
        .collect();
    std::fs::write(world.path().join("needles.txt"), lines.join("\n")).expect("written");

    let output = child::command(&world, "scan").output().expect("ended");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    let found: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split("found ").nth(1))
        .collect();
    let [before, while_open, after_read, after_save] = found[..] else {
        panic!("{text}{errors}");
    };
    assert_eq!(before, "0", "the scanner finds its own needles");
    let open: usize = while_open.parse().expect("a number");
    assert!(open >= LOOKED_FOR, "the scanner is blind: {open}");
    assert_eq!((after_read, after_save), ("0", "0"));
}

fn masked(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte ^ MASK).collect()
}

/// In the process of its own: counts needles in all writable memory, at four moments.
pub fn scan_own_memory(repo: &Repo, folder: &Path, say: &dyn Fn(&str)) {
    let needles = std::fs::read_to_string(folder.join("needles.txt")).expect("needles");
    let needles: Vec<Vec<u8>> = needles
        .lines()
        .map(|line| {
            data_encoding::HEXLOWER
                .decode(line.as_bytes())
                .expect("hexadecimal")
        })
        .collect();
    let report = |found: usize| say(&format!("found {found}"));
    report(count(&needles));
    let loaded = repo.read().expect("readable");
    report(count(&needles));
    drop(loaded);
    report(count(&needles));
    let now = at(2);
    let saved = repo.update(now, |vault| vault.apply(rename(900, "renamed"), now));
    drop(saved.expect("saved"));
    report(count(&needles));
}

/// How many needles lie somewhere in writable memory.
fn count(needles: &[Vec<u8>]) -> usize {
    let maps = std::fs::read_to_string("/proc/self/maps").expect("maps");
    let mut memory = std::fs::File::open("/proc/self/mem").expect("memory");
    let mut found = vec![false; needles.len()];
    for line in maps.lines() {
        let mut fields = line.split_ascii_whitespace();
        let (Some(range), Some(modes)) = (fields.next(), fields.next()) else {
            continue;
        };
        let Some((from, to)) = range.split_once('-') else {
            continue;
        };
        let address = |text: &str| u64::from_str_radix(text, 16).expect("an address");
        let (from, to) = (address(from), address(to));
        if !modes.starts_with("rw") || line.ends_with("[vvar]") {
            continue;
        }
        // What was read is kept under the mask at once, so that the copy is no find.
        let mut bytes = vec![0; usize::try_from(to - from).expect("fits")];
        let is_readable =
            memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut bytes).is_ok();
        if !is_readable {
            continue;
        }
        for byte in &mut bytes {
            *byte ^= MASK;
        }
        for (needle, found) in needles.iter().zip(&mut found) {
            *found = *found || contains(&bytes, needle);
        }
    }
    found.iter().filter(|found| **found).count()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else {
        return false;
    };
    let mut from = 0;
    while let Some(place) = haystack[from..].iter().position(|byte| byte == first) {
        let start = from + place + 1;
        if haystack[start..].starts_with(rest) {
            return true;
        }
        from = start;
    }
    false
}
