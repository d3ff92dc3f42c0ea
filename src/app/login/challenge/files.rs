//! The folder of challenges: a key, a file for each session, one for what was sent where. All under one lock, each
//! written whole and durably. A session's file name begins with the second it ends in, so that sweeping reads none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::account::challenge::{Counted, HashKey, Session, SessionId};
use crate::account::tries::Limits;
use crate::account::{Timestamp, shown};
use crate::app::random::no_randomness;
use crate::app::{Error, Exit};
use crate::system::files::{self, Lock};

/// Many may come at once, each with a few writes to the disk.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A hundred times what a session takes.
const CAP: u64 = 1 << 20;
/// Half a million destinations within half an hour.
const CAP_OF_COUNTS: u64 = 64 << 20;
/// What temporary names begin with.
const PREFIX: &str = ".challenge-";

/// The folder, while nobody else changes it.
pub(super) struct Folder {
    /// Hashes codes and destinations.
    pub key: HashKey,
    path: PathBuf,
    _lock: Lock,
}

/// The folder, while others may.
pub(super) struct Unlocked {
    key: HashKey,
    path: PathBuf,
}

impl Folder {
    /// Takes the lock, sweeps what has expired, and makes the key where there is none.
    pub(super) fn open(state: &Path, now: Timestamp) -> Result<Self, Error> {
        let path = state.join("challenge");
        files::create_folder(&path).map_err(|error| unkept(&error))?;
        let lock = take_lock(&path)?;
        sweep(&path, now);
        let key = key(&path.join("key"))?;
        Ok(Self {
            key,
            path,
            _lock: lock,
        })
    }

    /// Lets others in.
    pub(super) fn unlocked(self) -> Unlocked {
        Unlocked {
            key: self.key,
            path: self.path,
        }
    }

    /// The session of an id; `None` when there is none, or no more.
    pub(super) fn session(&self, id: &SessionId) -> Result<Option<Session>, Error> {
        let end = format!("-{}.json", id.file_stem());
        let is_its = |path: &PathBuf| name_of(path).ends_with(&end);
        let Some(file) = files::list(&self.path).into_iter().find(is_its) else {
            return Ok(None);
        };
        let Some((bytes, _)) = files::read(&file, CAP).map_err(|error| unkept(&error))? else {
            return Ok(None);
        };
        let session = serde_json::from_slice(&bytes);
        session.map(Some).map_err(|_| damaged(&file))
    }

    /// Keeps a session.
    pub(super) fn save(&self, id: &SessionId, session: &Session) -> Result<(), Error> {
        write(&self.file(id, session), session)
    }

    /// Forgets a session.
    pub(super) fn remove(&self, id: &SessionId, session: &Session) -> Result<(), Error> {
        files::remove(&self.file(id, session)).map_err(|error| unkept(&error))
    }

    fn file(&self, id: &SessionId, session: &Session) -> PathBuf {
        let expires = session.expires.seconds();
        self.path.join(format!("{expires}-{}.json", id.file_stem()))
    }

    /// Counts a message to a destination, or says why it must wait.
    pub(super) fn count_send(
        &self,
        destination: &str,
        now: Timestamp,
        limits: Limits,
    ) -> Result<(), Error> {
        let mut all = self.counts()?;
        all.retain(|_, counted| !counted.is_over(now, limits));
        let counted = all.entry(destination.to_owned()).or_default();
        let sent = counted.send(now, limits);
        self.keep(&all)?;
        sent.map_err(|left| {
            let wait = left.div_ceil(1000);
            Error::new(
                Exit::Refused,
                "This destination has had too many codes or wrong tries; nothing was sent",
                format!("Try again in {wait} s."),
            )
        })
    }

    /// Counts a try at a code that was sent to a destination.
    pub(super) fn count_guess(
        &self,
        destination: &str,
        now: Timestamp,
        limits: Limits,
    ) -> Result<(), Error> {
        let mut all = self.counts()?;
        let counted = all.entry(destination.to_owned()).or_default();
        counted.guess(now, limits);
        self.keep(&all)
    }

    /// The code came back: the wrong ones before it count no more.
    pub(super) fn forgive(&self, destination: &str) -> Result<(), Error> {
        let mut all = self.counts()?;
        if let Some(counted) = all.get_mut(destination) {
            counted.approve();
        }
        self.keep(&all)
    }

    fn counts_file(&self) -> PathBuf {
        self.path.join("destinations.json")
    }

    fn counts(&self) -> Result<BTreeMap<String, Counted>, Error> {
        let file = self.counts_file();
        let read = files::read(&file, CAP_OF_COUNTS).map_err(|error| unkept(&error))?;
        let Some((bytes, _)) = read else {
            return Ok(BTreeMap::new());
        };
        serde_json::from_slice(&bytes).map_err(|_| damaged(&file))
    }

    fn keep(&self, all: &BTreeMap<String, Counted>) -> Result<(), Error> {
        write(&self.counts_file(), all)
    }
}

impl Unlocked {
    /// Takes the lock again.
    pub(super) fn locked(self) -> Result<Folder, Error> {
        let lock = take_lock(&self.path)?;
        Ok(Folder {
            key: self.key,
            path: self.path,
            _lock: lock,
        })
    }
}

fn take_lock(folder: &Path) -> Result<Lock, Error> {
    files::lock(&folder.join("lock"), TIMEOUT).map_err(|error| unkept(&error))
}

fn name_of(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str());
    name.unwrap_or_default()
}

/// Removes sessions that have expired, and what killed processes left.
fn sweep(folder: &Path, now: Timestamp) {
    files::sweep(folder, &[PREFIX]);
    for path in files::list(folder) {
        let expires = name_of(&path).split_once('-').map(|(head, _)| head);
        let expires = expires.and_then(|head| head.parse::<u64>().ok());
        if expires.is_some_and(|expires| expires <= now.seconds()) {
            // It approves nothing any more, whether it can be removed or not.
            let _ = files::remove(&path);
        }
    }
}

/// The key of this device, made where there is none.
fn key(file: &Path) -> Result<HashKey, Error> {
    if let Some((bytes, _)) = files::read(file, 1024).map_err(|error| unkept(&error))? {
        let bytes = Zeroizing::new(bytes);
        return HashKey::from_bytes(&bytes).ok_or_else(|| damaged(file));
    }
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|_| no_randomness())?;
    files::create(file, PREFIX, &*bytes).map_err(|error| unkept(&error))?;
    HashKey::from_bytes(&*bytes).ok_or_else(|| damaged(file))
}

fn write(file: &Path, value: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_vec(value).map_err(|error| unkept(&error))?;
    files::write(file, PREFIX, &text).map_err(|error| unkept(&error))
}

fn damaged(file: &Path) -> Error {
    Error::new(
        Exit::Failed,
        format!("{} is damaged, so no code can be approved", shown(file)),
        "Remove it to start over: sessions and tries are forgotten then.",
    )
}

fn unkept(error: &impl std::fmt::Display) -> Error {
    Error::unkept(
        "The session cannot be stored on this device, so nothing was done",
        error,
    )
}
