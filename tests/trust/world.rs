//! A vault in a temporary folder with as many devices as a test wants.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use otp::account::{AccountId, Algorithm, Digits, Draft, Kind, Otp, Secret, Timestamp};
use otp::app::store::{Loaded, Repo, StoreError, UpdateError};
use otp::vault::keys::DeviceKey;
use otp::vault::pins::Verdict;
use otp::vault::{Change, ChangeError, Edit, Role, Vault};

/// 2025-11-21.
pub const NOW: u64 = 1_763_766_000;

/// A temporary folder with a vault folder and one state folder per device.
pub struct World {
    folder: tempfile::TempDir,
}

/// A device: its key and its state folder.
pub struct Machine {
    pub repo: Repo,
    pub key: DeviceKey,
    pub state: PathBuf,
    pub name: String,
}

pub fn at(second: u64) -> Timestamp {
    Timestamp::from_seconds(NOW + second)
}

pub fn id(bits: u64) -> AccountId {
    AccountId::from_random(bits)
}

/// A HOTP account, so that both content and counter can move.
pub fn draft(issuer: &str, counter: u64) -> Draft {
    let secret = Secret::from_bytes(vec![7; 20]).expect("key");
    let kind = Kind::Hotp { counter };
    let otp = Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT);
    Draft::new(issuer.into(), "me".into(), otp)
}

pub fn add(bits: u64, issuer: &str) -> Change {
    Change::Add {
        id: id(bits),
        draft: Box::new(draft(issuer, 0)),
    }
}

pub fn rename(bits: u64, name: &str) -> Change {
    Change::Edit {
        id: id(bits),
        edits: vec![Edit::Name(name.into())],
    }
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self) -> PathBuf {
        self.path().join("vault/vault.age")
    }

    /// A device that knows of the vault file; whether the vault knows of the device is another matter.
    pub fn machine(&self, name: &str) -> Machine {
        self.machine_with(name, DeviceKey::generate())
    }

    pub fn machine_with(&self, name: &str, key: DeviceKey) -> Machine {
        let state = self.path().join(name);
        Machine {
            repo: Repo::new(&self.file(), &state, key.clone()),
            key,
            state,
            name: name.to_owned(),
        }
    }

    /// A vault with these devices, made by the first; the others have read it once.
    pub fn founded(&self, names: &[&str]) -> Vec<Machine> {
        let machines: Vec<Machine> = names.iter().map(|name| self.machine(name)).collect();
        let mut vault = Vault::new(42, [9; 16]);
        for machine in &machines {
            machine.join(&mut vault);
        }
        machines[0].repo.create(vault, at(0)).expect("created");
        for machine in &machines {
            machine.meets();
        }
        machines
    }

    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.file()).expect("a vault file")
    }

    pub fn put(&self, bytes: &[u8]) {
        std::fs::write(self.file(), bytes).expect("written");
    }
}

impl Machine {
    pub fn recipient(&self) -> &str {
        self.key.recipient().expect("X25519")
    }

    pub fn join(&self, vault: &mut Vault) {
        let name = self.name.as_str().into();
        vault
            .add_device(name, self.recipient(), Role::Device, at(0))
            .expect("a fresh recipient");
    }

    /// Reads until what was read is pinned. A reader waits for no lock, and a process that another test is just
    /// starting may have one open for a moment.
    pub fn meets(&self) {
        self.reads_until(|| self.repo.verdict().expect("opens") == Verdict::Known);
    }

    pub fn reads_until(&self, is_noted: impl Fn() -> bool) {
        let start = Instant::now();
        loop {
            self.repo.read().expect("readable");
            if is_noted() {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "never pinned");
            std::thread::yield_now();
        }
    }

    pub fn change(&self, second: u64, change: &Change) -> Loaded {
        self.try_change(second, change).expect("saved")
    }

    pub fn try_change(
        &self,
        second: u64,
        change: &Change,
    ) -> Result<Loaded, UpdateError<ChangeError>> {
        let now = at(second);
        let saved = self
            .repo
            .update(now, |vault| vault.apply(change.clone(), now));
        saved.map(|(_, loaded)| loaded)
    }

    pub fn take(&self, second: u64, bits: u64) -> u64 {
        let taken = self
            .repo
            .update(at(second), |vault| vault.take_counter(&id(bits)));
        taken.expect("a counter").0
    }

    pub fn titles(&self) -> Vec<String> {
        titles(&self.repo.read().expect("readable").vault)
    }

    pub fn refusal(&self) -> StoreError {
        self.repo.read().expect_err("refused")
    }

    pub fn backups(&self) -> usize {
        let vault = otp::vault::VaultId::from_random(42);
        self.repo.backups().list(&vault).len()
    }
}

pub fn titles(vault: &Vault) -> Vec<String> {
    vault.accounts().map(otp::account::Account::title).collect()
}
