//! The program killed at any moment (test 21): no vault is damaged, no code is printed and not stored, no counter
//! goes back.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use otp::account::{Otp, Secret};
use otp::vault::keys::DeviceKey;
use otp::vault::plugin::Dialog;
use otp::vault::{Vault, crypt};

use crate::home::Home;

const COUNTER: &str = "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=8&issuer=Rfc";

/// A home whose vault holds a counter and so many other accounts.
pub struct Victim {
    pub home: Home,
    key: DeviceKey,
    accounts: usize,
    otp: Otp,
}

impl Victim {
    pub fn new(others: usize) -> Self {
        let links = (0..others).map(|place| {
            let secret =
                Secret::from_bytes(format!("the key of site {place:03}").into()).expect("key");
            format!(
                "otpauth://totp/Site{place}:me?secret={}",
                secret.to_base32().expose()
            )
        });
        let links: Vec<String> = links.chain([COUNTER.to_owned()]).collect();
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        let home = Home::with_accounts(&links);
        let key = std::fs::read_to_string(home.path("recovery.txt")).expect("a key");
        let otp = otp::account::uri::parse(COUNTER).expect("a link").otp;
        let victim = Self {
            home,
            key: DeviceKey::parse(&key).expect("a key"),
            accounts: links.len(),
            otp,
        };
        victim.counter();
        victim
    }

    /// The program with the key that opens the vault.
    pub fn command(&self, wrapper: &[&str], arguments: &[&str]) -> Command {
        let identity = ["--identity", "recovery.txt"];
        otp(&self.home, wrapper, &[&identity, arguments].concat())
    }

    fn vault(&self) -> Vault {
        let bytes = std::fs::read(self.home.vault()).expect("a vault file");
        let vault = crypt::open(&bytes, &self.key, &Dialog::silent()).expect("the vault opens");
        assert_eq!(vault.accounts().count(), self.accounts);
        vault
    }

    /// The stored counter; the vault opens in any case, with every account in it.
    pub fn counter(&self) -> u64 {
        let vault = self.vault();
        let counters: Vec<u64> = vault
            .accounts()
            .filter_map(|account| account.otp.counter())
            .collect();
        assert_eq!(counters.len(), 1);
        counters[0]
    }

    /// Asserts that what was printed, if it is whole, is the code that was stored; true when there is one.
    pub fn check(&self, printed: &[u8], before: u64, after: u64, place: &str) -> bool {
        assert!(
            after == before || after == before + 1,
            "{place}: {before} became {after}"
        );
        if printed.is_empty() {
            return false;
        }
        assert_eq!(after, before + 1, "{place}: printed but not stored");
        let code = format!("{}\n", self.otp.for_counter(before).as_str());
        // A kill may cut the line short, never change it.
        assert!(code.as_bytes().starts_with(printed), "{place}: {printed:?}");
        printed.len() == code.len()
    }

    /// What kills leave until the next save.
    pub fn temporary_files(&self) -> usize {
        ["share", "state"]
            .map(|folder| self.home.path(".local").join(folder).join("otp"))
            .into_iter()
            .flat_map(files_in)
            .filter(|path| path.extension().is_some_and(|end| end == "tmp"))
            .count()
    }
}

/// The program itself, so that a kill hits nothing else. A wrapper goes before it.
pub fn otp(home: &Home, wrapper: &[&str], arguments: &[&str]) -> Command {
    let words: Vec<&str> = [wrapper, &[env!("CARGO_BIN_EXE_otp")], arguments].concat();
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .current_dir(home.path(""))
        .env_clear();
    command
        .env("HOME", home.path(""))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn files_in(folder: PathBuf) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.flatten().map(|entry| entry.path()).collect()
}

/// Kills so many runs at random moments; how many had printed a code by then.
fn kill_at_random(rounds: u32, mut random: u64) -> u32 {
    let victim = Victim::new(200);
    let (mut before, mut told) = (victim.counter(), 0);
    let mut middle = Duration::from_millis(10);
    for round in 0..rounds {
        // Marsaglia's xorshift.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let note = round.to_string();
        let edits = round % 8 == 0;
        let arguments = if edits {
            ["edit", "site7:", "--note", &note].to_vec()
        } else {
            ["code", "counter"].to_vec()
        };
        let mut process = victim.command(&[], &arguments).spawn().expect("started");
        // Not a wait for something: the random moment of the kill is what is tested.
        let share = u32::try_from(random % 1000).expect("small");
        std::thread::sleep(middle / 2 + middle * share / 1000);
        process.kill().expect("killed");
        let mut printed = Vec::new();
        let mut output = process.stdout.take().expect("piped");
        output.read_to_end(&mut printed).expect("read");
        process.wait().expect("ended");
        let after = victim.counter();
        if edits {
            assert_eq!(after, before, "round {round}");
            continue;
        }
        let whole = victim.check(&printed, before, after, &format!("round {round}"));
        // The moments stay around the end of the save, however busy the machine is.
        middle = if whole {
            middle * 19 / 20
        } else {
            middle * 21 / 20
        };
        told += u32::from(whole);
        before = after;
    }
    let last = victim.command(&[], &["code", "counter"]).output();
    let last = last.expect("ended").stdout;
    assert!(victim.check(&last, before, before + 1, "at the end"));
    assert_eq!(victim.temporary_files(), 0, "the next save sweeps up");
    told
}

#[test]
fn four_hundred_kills_cost_no_account_and_no_code() {
    let told: u32 = std::thread::scope(|scope| {
        [0x2545_f491_4f6c_dd1d, 0x9e37_79b9_7f4a_7c15]
            .map(|seed| scope.spawn(move || kill_at_random(200, seed)))
            .map(|kills| kills.join().expect("no panic"))
            .iter()
            .sum()
    });
    assert!(
        (50..300).contains(&told),
        "{told} codes in 350 rounds: kills came too early or too late to test anything"
    );
}
