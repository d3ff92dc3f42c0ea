//! `otp doctor`: what is right and wrong with the installation, with one-line fixes.

use std::path::Path;

use crate::app::open::status::SourceState;
use crate::app::{App, Error, Open};
use crate::system::clock::ClockSync;
use crate::system::files;
use crate::vault::Vault;

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
    pub found: String,
    /// What to do; empty when nothing is to be done.
    pub fix: String,
}

impl Check {
    fn good(name: &'static str, found: impl Into<String>) -> Self {
        Self {
            name,
            health: Health::Good,
            found: found.into(),
            fix: String::new(),
        }
    }

    fn doubtful(name: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            name,
            health: Health::Doubtful,
            found: found.into(),
            fix: fix.into(),
        }
    }

    fn bad(name: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            name,
            health: Health::Bad,
            found: found.into(),
            fix: fix.into(),
        }
    }
}

impl App {
    /// Runs every check that needs no question; `open` is the vault if it could be opened.
    pub fn examine(&self, open: Result<&Open, &Error>) -> Vec<Check> {
        let mut checks = self.places_checks();
        checks.push(self.vault_check(open));
        checks.push(self.identity_check());
        checks.push(self.clock_check(open.ok().map(Open::vault)));
        if let Ok(open) = open {
            checks.extend(content_checks(open));
        }
        checks.push(self.backups_check(open));
        checks.extend(self.source_checks());
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
        let mut checks: Vec<Check> = places
            .into_iter()
            .map(|(name, path)| Check::good(name, path.display().to_string()))
            .collect();
        for path in [&self.places.vault, &self.places.identity] {
            if path.exists() && files::is_private(path).is_ok_and(|private| !private) {
                checks.push(Check::bad(
                    "permissions",
                    format!("others can read {}", path.display()),
                    format!("chmod 600 {}", path.display()),
                ));
            }
        }
        for folder in [&self.places.vault_folder, &self.places.state_folder] {
            if folder.exists() && files::is_private(folder).is_ok_and(|private| !private) {
                checks.push(Check::doubtful(
                    "permissions",
                    format!("others can look into {}", folder.display()),
                    format!("chmod 700 {}", folder.display()),
                ));
            }
        }
        checks
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
            Err(_) if !self.has_vault() => Check::bad("vault opens", "there is none", "otp init"),
            Err(error) if error.exit() == crate::app::Exit::Locked => Check::doubtful(
                "vault opens",
                "not tried: it needs a question",
                "otp unlock, then otp doctor again",
            ),
            Err(error) => Check::bad("vault opens", error.what(), error.advice()),
        }
    }

    fn identity_check(&self) -> Check {
        if !self.places.identity.is_file() {
            return Check::doubtful(
                "identity",
                "this device has no identity of its own",
                "otp init --recover",
            );
        }
        if let Some(sign) = synced_by(&self.places.state_folder) {
            return Check::bad(
                "identity",
                format!(
                    "it lies in a folder that {sign} copies elsewhere: the vault is then only as safe as the passphrase"
                ),
                "Set OTP_STATE to a folder of this device alone and move the files there.",
            );
        }
        Check::good("identity", "wrapped by a passphrase, on this device only")
    }

    fn clock_check(&self, vault: Option<&Vault>) -> Check {
        let now = self.system.clock.now().millis();
        if vault
            .and_then(Vault::newest_stamp)
            .is_some_and(|newest| newest > now.saturating_add(60_000))
        {
            return Check::bad(
                "clock",
                "the vault was saved later than this machine's clock says it is",
                "Set the clock, or give `offset = SECONDS` in config.toml.",
            );
        }
        match self.system.clock.sync() {
            ClockSync::Synchronised => Check::good("clock", "kept right by a time service"),
            ClockSync::NotSynchronised => Check::doubtful(
                "clock",
                "no time service has set it: codes may be wrong",
                "timedatectl set-ntp true, or give `offset = SECONDS` in config.toml.",
            ),
            ClockSync::Unknown => Check::good(
                "clock",
                format!(
                    "nobody here can tell whether it is right; it says {}",
                    crate::app::open::create::moment(now)
                ),
            ),
        }
    }

    fn backups_check(&self, open: Result<&Open, &Error>) -> Check {
        let Some((repo, open)) = open.ok().and_then(|open| Some((open.repo()?, open))) else {
            return Check::good("backups", format!("in {}", self.places.backups.display()));
        };
        let list = repo.backups().list(open.vault().id());
        let Some(newest) = list.last() else {
            return Check::doubtful("backups", "there are none yet", "otp backup");
        };
        let when = crate::app::open::create::moment(newest.taken.millis());
        let path = newest.path.display();
        Check::good(
            "backups",
            format!("{}, the newest from {when}: {path}", list.len()),
        )
    }

    fn source_checks(&self) -> Vec<Check> {
        let Ok(status) = self.status() else {
            return Vec::new();
        };
        status
            .sources
            .into_iter()
            .map(|source| {
                let found = format!("{}: {}", source.name, source.detail);
                if source.state == SourceState::Ailing {
                    let fix = "otp unlock --remember, or `unlock = \"passphrase\"` in config.toml";
                    return Check::doubtful("unlocking", found, fix);
                }
                Check::good("unlocking", found)
            })
            .collect()
    }
}

fn content_checks(open: &Open) -> Vec<Check> {
    let vault = open.vault();
    let mut checks = Vec::new();
    for (id, title) in vault.unreadable() {
        checks.push(Check::bad(
            "account",
            format!("{title} (id {id}) cannot be read and is kept as it is"),
            "Enrol it anew, or upgrade otp.",
        ));
    }
    for account in vault
        .accounts()
        .filter(|account| account.otp.secret().is_weak())
    {
        checks.push(Check::doubtful(
            "account",
            format!("the secret of {} is shorter than 80 bits", account.title()),
            "Enrol it anew if the site allows.",
        ));
    }
    let recovery = vault
        .devices()
        .any(|device| device.is_active() && device.role == crate::vault::Role::Recovery);
    if !recovery {
        checks.push(Check::bad(
            "recovery key",
            "the vault has none",
            "otp key recovery",
        ));
    }
    checks
}

/// The service that copies a folder, told by its name or by what the service leaves in it.
fn synced_by(folder: &Path) -> Option<&'static str> {
    let marks = [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".sync", "Resilio Sync"),
        (".git", "git"),
    ];
    for above in folder.ancestors() {
        if let Some((_, service)) = marks.iter().find(|(mark, _)| above.join(mark).exists()) {
            return Some(service);
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
