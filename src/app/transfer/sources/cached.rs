//! What this device keeps of the sources, in `sources/` of the state folder: `ID.path`, where the file lies, and `ID.age`,
//! its accounts as they were last read, which this device alone opens.

use std::path::{Path, PathBuf};

use super::accounts::{Group, Sight, SourceAccounts};
use super::facts::Facts;
use crate::account::{Account, Label};
use crate::app::store::StoreError;
use crate::app::{App, Error};
use crate::system::files;
use crate::vault::keys::DeviceKey;
use crate::vault::{Cache, Source, SourceId, Vault};

/// How temporary files in the folder begin.
const PREFIX: &str = ".source-";
/// Milliseconds after which nobody is still writing one: an hour.
const OLD: u64 = 3_600_000;
/// No larger cache is written.
const CAP: u64 = 64 << 20;
/// No longer path is written.
const MAX_PATH: u64 = 1 << 16;

impl App {
    /// What was last read of the sources in sight. Looks at nothing but the state folder, and not even at that when the
    /// vault has no sources.
    pub fn foreign(
        &self,
        vault: &Vault,
        key: &DeviceKey,
        sight: &Sight,
    ) -> Result<SourceAccounts, Error> {
        let mut foreign = SourceAccounts::default();
        let mut sources: Vec<&Source> = match sight {
            Sight::Own => Vec::new(),
            Sight::All | Sight::Source(_) if self.memory.is_some() => Vec::new(),
            Sight::All | Sight::Source(_) => vault.sources().collect(),
        };
        sources.sort_by_key(|source| (source.name.as_str().to_lowercase(), &source.id));
        let bare = |source: &&Source| Group {
            source: (*source).clone(),
            accounts: Vec::new(),
            facts: Facts::default(),
        };
        foreign.groups = sources.iter().map(bare).collect();
        if let Sight::Source(name) = sight {
            let place = foreign.place(name)?;
            foreign.groups = vec![foreign.groups.swap_remove(place)];
            foreign.is_alone = true;
        }
        for group in &mut foreign.groups {
            self.load_group(vault, key, group);
            if foreign.is_alone {
                group.check_place()?;
            }
        }
        Ok(foreign)
    }

    fn load_group(&self, vault: &Vault, key: &DeviceKey, group: &mut Group) {
        match self.read_cache(vault, key, &group.source.id) {
            Some(cache) => {
                group.facts = Facts::of(&cache);
                group.accounts = tagged(cache, &group.source.name);
            }
            None => group.facts.path = self.read_path(&group.source.id),
        }
    }

    /// The folder of what is kept.
    pub(in crate::app) fn sources_folder(&self) -> PathBuf {
        self.places.state_folder.join("sources")
    }

    fn file_of(&self, id: &SourceId, end: &str) -> PathBuf {
        self.sources_folder().join(format!("{id}.{end}"))
    }

    pub(super) fn read_cache(
        &self,
        vault: &Vault,
        key: &DeviceKey,
        id: &SourceId,
    ) -> Option<Cache> {
        // Opening one may want a touch of the key: none is written for those either.
        if key.plugin().is_some() {
            return None;
        }
        let (bytes, _) = files::read(&self.file_of(id, "age"), CAP).ok()??;
        vault.open_cache(id, &bytes, key)
    }

    /// Where it cannot be written, the file is read again next time: not worth an error.
    pub(super) fn write_cache(&self, key: &DeviceKey, id: &SourceId, cache: &mut Cache) {
        if key.plugin().is_some() {
            return;
        }
        let Some(sealed) = key.recipient().and_then(|own| cache.seal(own).ok()) else {
            return;
        };
        if files::create_folder(&self.sources_folder()).is_ok() {
            let _ = files::write(&self.file_of(id, "age"), PREFIX, &sealed);
        }
    }

    fn read_path(&self, id: &SourceId) -> Option<PathBuf> {
        let (bytes, _) = files::read(&self.file_of(id, "path"), MAX_PATH).ok()??;
        let text = String::from_utf8(bytes).ok()?;
        let path = text.strip_suffix('\n').unwrap_or(&text);
        (!path.is_empty()).then(|| PathBuf::from(path))
    }

    pub(super) fn write_path(&self, id: &SourceId, path: &Path) -> Result<(), Error> {
        let text = format!("{}\n", path.to_str().unwrap_or_default());
        files::create_folder(&self.sources_folder()).map_err(StoreError::from)?;
        let written = files::write(&self.file_of(id, "path"), PREFIX, text.as_bytes());
        Ok(written.map_err(StoreError::from)?)
    }

    /// Removes what is kept of sources that were removed, whoever did it, and what killed runs left. One that the vault
    /// does not know may be about to be added by another process, and a new temporary file may be on its way.
    pub fn sweep_sources(&self, vault: &Vault) {
        if self.memory.is_some() {
            return;
        }
        for path in self.left_over_of_sources() {
            let _ = files::remove(&path);
        }
        for path in files::list(&self.sources_folder()) {
            let id = path.file_stem().and_then(|stem| stem.to_str());
            let Some(id) = id.and_then(SourceId::parse) else {
                continue;
            };
            if vault.has_removed_source(&id) {
                let _ = files::remove(&path);
            }
        }
    }

    /// Removes what is kept of a source that was not added after all.
    pub(super) fn forget_source(&self, id: &SourceId) {
        let _ = files::remove(&self.file_of(id, "path"));
    }

    /// The source that lies there, even if another process has only just added it.
    pub(super) fn source_at<'v>(&self, vault: &'v Vault, path: &Path) -> Option<&'v Source> {
        let place = |source: &Source| self.read_path(&source.id);
        let mut sources = vault.sources();
        sources.find(|source| place(source).as_deref() == Some(path))
    }

    /// Files of killed runs in the folder: those that nobody can still be writing.
    pub(in crate::app) fn left_over_of_sources(&self) -> Vec<PathBuf> {
        let now = self.system.clock.now().millis();
        let is_old = |path: &PathBuf| {
            let written = files::fingerprint(path).ok().flatten();
            written.is_some_and(|it| it.modified().millis().abs_diff(now) > OLD)
        };
        let mut left = files::stale(&self.sources_folder(), &[PREFIX]);
        left.retain(is_old);
        left
    }
}

/// The accounts, each with the source's name as one tag more: `#phone` finds them.
pub(super) fn tagged(cache: Cache, name: &Label) -> Vec<Account> {
    let mut accounts = cache.into_accounts();
    for account in &mut accounts {
        account.tags.push(name.clone());
    }
    accounts
}
