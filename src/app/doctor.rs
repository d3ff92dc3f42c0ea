//! `otp doctor`: what is right and wrong with the installation, with one-line fixes.

mod folders;
mod foreign;
mod mend;

use std::path::{Path, PathBuf};

use crate::account::{Plain, shell_word, shown};
use crate::app::clock::ClockDoubt;
use crate::app::open::status::{SourceState, SourceStatus};
use crate::app::store::backups::{Backups, Snapshot};
use crate::app::{App, Error, Exit, Open};
use crate::system::clock::ClockSync;
use crate::system::{secret_file, user_files};
use crate::vault::plugin::Dialog;
use crate::vault::{Vault, crypt};

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, but could be better or safer.
    Doubtful,
    /// Must be mended.
    Bad,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Name for programs.
    pub name: &'static str,
    /// How it came out.
    pub health: Health,
    /// What was found.
    pub found: Plain,
    /// What to do; empty when nothing is to be done.
    pub fix: Plain,
}

impl Check {
    fn new(
        health: Health,
        name: &'static str,
        found: impl Into<Plain>,
        fix: impl Into<Plain>,
    ) -> Self {
        Self {
            name,
            health,
            found: found.into(),
            fix: fix.into(),
        }
    }

    fn good(name: &'static str, found: impl Into<Plain>) -> Self {
        Self::new(Health::Good, name, found, "")
    }

    fn doubtful(name: &'static str, found: impl Into<Plain>, fix: impl Into<Plain>) -> Self {
        Self::new(Health::Doubtful, name, found, fix)
    }

    fn bad(name: &'static str, found: impl Into<Plain>, fix: impl Into<Plain>) -> Self {
        Self::new(Health::Bad, name, found, fix)
    }
}

impl App {
    /// Runs every check that needs no question; `open` is the vault if it could be opened.
    pub fn examine(&self, open: Result<&Open, &Error>) -> Vec<Check> {
        let mut checks = self.places_checks();
        checks.extend(self.folder_checks(open.ok()));
        checks.push(self.vault_check(open));
        checks.push(self.identity_check());
        checks.push(self.clock_check(open.ok().map(Open::vault)));
        if let Ok(open) = open {
            checks.extend(content_checks(open));
            checks.extend(self.foreign_checks(open));
        }
        checks.extend(self.recovery_check(open.ok()));
        checks.push(self.backups_check(open));
        checks.extend(self.source_checks(open));
        checks
    }

    fn places_checks(&self) -> Vec<Check> {
        let places = [
            ("vault", &self.places.vault),
            ("identity", &self.places.identity),
            ("pins", &self.places.seen),
            ("backups", &self.places.backups),
            ("settings", &self.places.settings),
        ];
        places
            .into_iter()
            .map(|(name, path)| Check::good(name, shown(path)))
            .collect()
    }

    fn vault_check(&self, open: Result<&Open, &Error>) -> Check {
        match open {
            Ok(open) => Check::good(
                "vault opens",
                format!(
                    "accounts: {} in use, {} in the bin",
                    open.vault().accounts().count(),
                    open.vault().bin().count()
                ),
            ),
            Err(_) if !self.has_vault() => match self.check_places() {
                Ok(()) => Check::bad("vault opens", "there is none", "otp init"),
                Err(error) => Check::bad("vault opens", error.what(), error.advice()),
            },
            Err(error) if error.exit() == Exit::Locked && self.could_ask() => Check::doubtful(
                "vault opens",
                "not tried: it needs a question",
                "otp unlock, then otp doctor again",
            ),
            Err(error) => {
                let fix = self.with_newest_backup(error.advice());
                Check::bad("vault opens", error.what(), fix)
            }
        }
    }

    /// Advice to bring a backup back, with the newest one in it.
    fn with_newest_backup(&self, advice: &str) -> String {
        let Some(newest) = self.newest_backup() else {
            return advice.to_owned();
        };
        let known = format!("--from {}", shell_word(&newest));
        let advice = advice.replace("--from FILE", &known);
        advice.replace("; `otp doctor` lists them", "")
    }

    /// The backup to bring back where the vault itself cannot tell which ones are its own.
    fn newest_backup(&self) -> Option<PathBuf> {
        let pins = self.pins()?;
        let backups = Backups::in_state(&self.places.state_folder);
        let mut kept = backups.list(pins.vault());
        kept.retain(Snapshot::looks_whole);
        kept.pop().map(|newest| newest.path)
    }

    /// False where what was given has been tried, and where there is nothing to ask about.
    fn could_ask(&self) -> bool {
        self.given_source().is_none() && self.places.identity.is_file()
    }

    fn identity_check(&self) -> Check {
        if !self.places.identity.is_file() {
            return Check::doubtful(
                "identity",
                "this device has no identity of its own",
                "otp init --recover",
            );
        }
        let home = self.system.environment.get("HOME").map(PathBuf::from);
        if let Some(sign) = synced_by(&self.places.identity, home.as_deref()) {
            return Check::bad(
                "identity",
                format!(
                    "it lies in a folder that {sign} copies elsewhere: the vault is then only as safe as the passphrase"
                ),
                "Set OTP_STATE to a folder of this device alone and move the files there.",
            );
        }
        match secret_file::read_wrapped(&self.places.identity) {
            Ok(_)
                if self
                    .pins()
                    .is_some_and(|pins| pins.are_of_several_machines()) =>
            {
                let file = shell_word(&self.places.identity);
                Check::doubtful(
                    "identity",
                    "it was used on several machines, and those still in use save under one name",
                    format!("if it is one too many: mv {file} {file}.old; otp init --recover"),
                )
            }
            Ok(bytes) if is_wrapped(&bytes) => Check::good(
                "identity",
                "wrapped by a passphrase, in no folder that is known to be copied elsewhere",
            ),
            Ok(_) => {
                let file = shell_word(&self.places.identity);
                Check::bad(
                    "identity",
                    "identity.age is not a file that a passphrase opens",
                    format!("mv {file} {file}.old; otp init --recover"),
                )
            }
            Err(error) => Check::bad("identity", error.to_string(), "otp init --recover"),
        }
    }

    fn clock_check(&self, vault: Option<&Vault>) -> Check {
        let offset = self.settings().offset;
        let is_far = vault.is_some_and(|vault| vault.is_ahead_of(self.now()));
        match (self.clock_doubt(vault), self.system.clock.sync()) {
            (Some(ClockDoubt::Behind), _) => Check::bad(
                "clock",
                "the vault was saved later than this machine's clock says it is",
                if is_far {
                    "Set the clock, or give `offset = SECONDS` in config.toml; where this clock is right and another device's was wrong: otp doctor --mend"
                } else {
                    "Set the clock, or give `offset = SECONDS` in config.toml."
                },
            ),
            (Some(ClockDoubt::NotSynchronised), _) => Check::doubtful(
                "clock",
                "no time service has set it: codes may be wrong",
                "timedatectl set-ntp true, or give `offset = SECONDS` in config.toml.",
            ),
            (None, ClockSync::Synchronised) => Check::good("clock", "kept right by a time service"),
            (None, ClockSync::NotSynchronised) => Check::good(
                "clock",
                format!("no time service has set it; config.toml corrects it by {offset} s"),
            ),
            (None, ClockSync::Unknown) => Check::good(
                "clock",
                format!(
                    "nobody here can tell whether it is right; it says {}",
                    self.now().rfc3339()
                ),
            ),
        }
    }

    fn backups_check(&self, open: Result<&Open, &Error>) -> Check {
        let Some((repo, open)) = open.ok().and_then(|open| Some((open.repo()?, open))) else {
            return Check::good("backups", format!("in {}", shown(&self.places.backups)));
        };
        let list = repo.backups().list(open.vault().id());
        let Some(newest) = list.last() else {
            return Check::doubtful("backups", "there are none yet", "otp backup");
        };
        let when = newest.taken.rfc3339();
        let path = shown(&newest.path);
        Check::good(
            "backups",
            format!("{}, the newest from {when}: {path}", list.len()),
        )
    }

    fn recovery_check(&self, open: Option<&Open>) -> Option<Check> {
        let name = "recovery key";
        if open.is_some_and(|open| open.vault().recovery_keys().next().is_none()) {
            return Some(Check::bad(name, "the vault has none", "otp key recovery"));
        }
        let is_lacking = self.has_vault() && self.lacks_recovery(open);
        is_lacking.then(|| {
            Check::doubtful(
                name,
                "nobody has confirmed having it",
                "otp key recovery --check, or for a new one: otp key recovery",
            )
        })
    }

    fn source_checks(&self, open: Result<&Open, &Error>) -> Vec<Check> {
        // What was given has been tried: once is enough, and a descriptor cannot be read again.
        match (self.given_source(), open) {
            (Some(source), Ok(_)) => {
                return vec![Check::good(
                    "unlocking",
                    format!("{source}: opens the vault"),
                )];
            }
            (Some(source), Err(error)) => {
                let found = format!("{source}: {}", error.what());
                return vec![Check::doubtful("unlocking", found, error.advice())];
            }
            (None, _) => {}
        }
        let Ok(status) = self.status() else {
            return Vec::new();
        };
        // Where the vault itself is at fault, its own check says how to mend it.
        let fix = match open {
            Err(error) if error.exit() != Exit::Locked => error.advice(),
            _ => "otp unlock --remember, or `unlock = \"passphrase\"` in config.toml",
        };
        let check = |source: SourceStatus| {
            let found = format!("{}: {}", source.name, source.detail);
            if source.state == SourceState::Ailing {
                return Check::doubtful("unlocking", found, fix);
            }
            Check::good("unlocking", found)
        };
        status.sources.into_iter().map(check).collect()
    }
}

/// An age file whose key comes from a passphrase, armored or not.
fn is_wrapped(bytes: &[u8]) -> bool {
    let binary = b"age-encryption.org/v1\n-> scrypt ";
    bytes.starts_with(binary) || bytes.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----")
}

fn content_checks(open: &Open) -> Vec<Check> {
    let vault = open.vault();
    let mut checks = Vec::new();
    if let Ok((_, left_out)) = crypt::seal_to_all_possible(vault, &Dialog::silent()) {
        for (device, error) in left_out {
            checks.push(Check::bad(
                "key",
                format!("{} cannot open what is saved here: {error}", device.name),
                "Fix that, or `otp key remove` it.",
            ));
        }
    }
    for (id, title) in vault.unreadable() {
        checks.push(Check::bad(
            "account",
            format!("{title} (id {id}) cannot be read and is kept as it is"),
            "Enrol it again, or upgrade otp.",
        ));
    }
    for account in vault
        .accounts()
        .filter(|account| account.otp.secret().is_weak())
    {
        checks.push(Check::doubtful(
            "account",
            format!("the secret of {} is shorter than 80 bits", account.title()),
            "Enrol it again with a new secret if the site allows.",
        ));
    }
    checks
}

/// The service that copies a file elsewhere, told by the names of the folders above it or by what it leaves in them.
/// Nothing above the home folder is looked at: what lies there is not the user's. git copies what it was told to.
fn synced_by(file: &Path, home: Option<&Path>) -> Option<&'static str> {
    let marks = [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".sync", "Resilio Sync"),
    ];
    for above in file.ancestors().skip(1) {
        // Dropbox keeps its own files in the home folder, which it does not copy.
        let is_home = home == Some(above);
        let mark = marks.iter().find(|(mark, _)| above.join(mark).exists());
        if let Some((_, service)) = mark.filter(|_| !is_home) {
            return Some(service);
        }
        if git_has(&above.join(".git/index"), file.strip_prefix(above).ok()?) {
            return Some("git");
        }
        if is_home {
            return None;
        }
        let name = above
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let named = ["dropbox", "nextcloud", "onedrive", "google drive"]
            .iter()
            .find(|service| name.starts_with(**service));
        if named.is_some() {
            return Some("a sync service");
        }
    }
    None
}

/// True when the index of a work tree names the file.
fn git_has(index: &Path, file: &Path) -> bool {
    let Ok(index) = user_files::read(index, 64 << 20) else {
        return false;
    };
    memchr::memmem::find(&index, file.as_os_str().as_encoded_bytes()).is_some()
}
