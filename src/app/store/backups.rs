//! Backups: whole encrypted vaults in the state folder, the last ten and one per day for a week.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::account::Timestamp;
use crate::app::store::file_names::BACKUP_PREFIX;
use crate::system::files::{self, FileError, ReplaceError};
use crate::vault::VaultId;

/// How many of the newest are kept whatever their age.
const LAST: usize = 10;
/// For how many days one per day is kept.
const DAYS: u64 = 7;
/// An age file with one recipient and nothing in it is larger.
const SMALLEST: u64 = 150;
/// So many seconds in a row may have a backup each.
const MAX_TRIES: u32 = 1000;
const DAY_MILLIS: u64 = 24 * 3_600_000;

/// Where a state of the vault comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Maker {
    /// A save of this device.
    Here,
    /// A save of another one, or a join of what others saved.
    Elsewhere,
}

/// What the names of backups end with that hold what others saved.
const ARRIVED: &str = "-arrived";
/// What the names of conflict copies end with: states beside ours, and none of its past.
const COPY: &str = "-copy.age";

/// The folder of backups of this device.
#[derive(Debug, Clone)]
pub struct Backups {
    folder: PathBuf,
}

/// One backup, not yet opened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Snapshot {
    /// When it was taken, to the second.
    pub taken: Timestamp,
    /// Number of this device's last save in it.
    pub seq: u64,
    /// Whose save it holds.
    pub maker: Maker,
    /// Where it lies.
    pub path: PathBuf,
}

impl Backups {
    /// Backups lie in `backups` under the state folder.
    pub fn in_state(state: &Path) -> Self {
        Self {
            folder: state.join("backups"),
        }
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All backups of a vault, oldest first.
    pub fn list(&self, vault: &VaultId) -> Vec<Snapshot> {
        let mut snapshots: Vec<Snapshot> = files::list(&self.folder)
            .into_iter()
            .filter_map(|path| snapshot(path, vault))
            .collect();
        snapshots.sort();
        snapshots
    }

    /// Keeps a ciphertext; returns the moment it goes by. Moments only grow, whatever the clock does: their order
    /// is the order of saves, and no two are the same.
    pub fn keep(
        &self,
        vault: &VaultId,
        (seq, maker): (u64, Maker),
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Timestamp, FileError> {
        files::create_folder(&self.folder)?;
        let newest = self.list(vault).pop();
        let after = newest.map(|newest| newest.taken.shifted(1));
        let taken = after.map_or(now, |after| after.max(now));
        write_first(taken, bytes, |taken| self.path(vault, taken, seq, maker))
    }

    /// Keeps a conflict copy that is merged in.
    pub fn keep_copy(
        &self,
        vault: &VaultId,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<(), FileError> {
        files::create_folder(&self.folder)?;
        let path = |taken| {
            self.folder
                .join(format!("{vault}-{}{COPY}", compact(taken)))
        };
        write_first(now, bytes, path).map(drop)
    }

    /// Keeps a file that takes part in nothing, just in case: neither history nor repair looks at it.
    pub fn put_aside(&self, bytes: &[u8], now: Timestamp) -> Result<(), FileError> {
        files::create_folder(&self.folder)?;
        let path = |at: Timestamp| self.folder.join(format!("replaced-{}.bin", at.millis()));
        write_first(now, bytes, path).map(drop)
    }

    /// Writes the backup that takes the place of `old`: same content, so it keeps the moment.
    pub fn supersede(
        &self,
        old: &Snapshot,
        vault: &VaultId,
        seq: u64,
        bytes: &[u8],
    ) -> Result<(), FileError> {
        let path = self.path(vault, old.taken, seq, old.maker);
        if path == old.path {
            // A key that counts no saves: the number stays.
            return match files::write(&path, BACKUP_PREFIX, bytes) {
                Err(ReplaceError::Failed(error)) => Err(error),
                // It is there now; whether for ever, a power cut would tell.
                _ => Ok(()),
            };
        }
        files::write_new(&path, BACKUP_PREFIX, bytes)?;
        files::remove(&old.path)
    }

    /// Removes what is neither among the last ten nor the last of one of the last seven days; of undos and redos the
    /// last ten stay beside. What is no whole backup counts for nothing: it never takes the place of one that is.
    pub fn prune(&self, vault: &VaultId, is_step: impl Fn(&Snapshot) -> bool) {
        self.prune_copies(vault);
        let mut snapshots = self.list(vault);
        snapshots.retain(Snapshot::looks_whole);
        let Some(newest) = snapshots.last() else {
            return;
        };
        let today = newest.taken.millis() / DAY_MILLIS;
        let mut days = BTreeSet::new();
        let (mut changes, mut steps) = (0, 0);
        for snapshot in snapshots.iter().rev() {
            let day = snapshot.taken.millis() / DAY_MILLIS;
            let is_last_of_day = day + DAYS > today && days.insert(day);
            let count = if is_step(snapshot) {
                &mut steps
            } else {
                &mut changes
            };
            *count += 1;
            if *count > LAST && !is_last_of_day {
                // One backup too many is no harm.
                let _ = files::remove(&snapshot.path);
            }
        }
    }

    /// Of conflict copies the last ten stay.
    fn prune_copies(&self, vault: &VaultId) {
        let is_copy = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with(vault.as_str()) && name.ends_with(COPY))
        };
        let mut copies = files::list(&self.folder);
        copies.retain(is_copy);
        copies.sort();
        for copy in copies.iter().rev().skip(LAST) {
            let _ = files::remove(copy);
        }
    }

    /// The days, newest first, on which the vault was saved, as far back as backups go: as moments at their ends.
    pub fn days(&self, vault: &VaultId) -> Vec<Timestamp> {
        let mut days: Vec<u64> = self
            .list(vault)
            .iter()
            .map(|snapshot| snapshot.taken.millis() / DAY_MILLIS)
            .collect();
        days.dedup();
        let ends = days.into_iter().rev();
        ends.map(|day| Timestamp::from_millis((day + 1).saturating_mul(DAY_MILLIS) - 1))
            .collect()
    }

    fn path(&self, vault: &VaultId, taken: Timestamp, seq: u64, maker: Maker) -> PathBuf {
        let taken = compact(taken);
        let mark = match maker {
            Maker::Here => "",
            Maker::Elsewhere => ARRIVED,
        };
        self.folder.join(format!("{vault}-{taken}-{seq}{mark}.age"))
    }
}

impl Snapshot {
    /// False for what a power cut or a full disk left: nothing, or too little to be an age file.
    pub fn looks_whole(&self) -> bool {
        files::size(&self.path) >= SMALLEST
    }
}

/// Writes a file that goes by its moment, or by the next that is free.
fn write_first(
    mut taken: Timestamp,
    bytes: &[u8],
    path: impl Fn(Timestamp) -> PathBuf,
) -> Result<Timestamp, FileError> {
    let mut tries = 0;
    loop {
        tries += 1;
        match files::write_new(&path(taken), BACKUP_PREFIX, bytes) {
            // Moments beyond all dates have one and the same name.
            Err(error)
                if tries < MAX_TRIES
                    && error.source.kind() == std::io::ErrorKind::AlreadyExists =>
            {
                taken = taken.shifted(1);
            }
            written => return written.map(|()| taken),
        }
    }
}

/// `yyyymmddThhmmssZ` in UTC.
fn compact(at: Timestamp) -> String {
    at.in_a_calendar().strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn snapshot(path: PathBuf, vault: &VaultId) -> Option<Snapshot> {
    let name = path.file_name()?.to_str()?.strip_suffix(".age")?;
    let rest = name.strip_prefix(vault.as_str())?.strip_prefix('-')?;
    let (rest, maker) = match rest.strip_suffix(ARRIVED) {
        Some(rest) => (rest, Maker::Elsewhere),
        None => (rest, Maker::Here),
    };
    let (taken, seq) = rest.split_once('-')?;
    let taken = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", taken).ok()?;
    let taken = taken.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    Some(Snapshot {
        taken: Timestamp::from_seconds(u64::try_from(taken.as_second()).ok()?),
        seq: seq.parse().ok()?,
        maker,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ten_and_one_per_day_stay() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let backups = Backups::in_state(folder.path());
        let vault = VaultId::from_random(1);
        let hour = 3_600;
        // A save every three hours for ten days.
        for round in 0..80_u64 {
            let now = Timestamp::from_seconds(1_763_769_600 + round * 3 * hour);
            backups
                .keep(&vault, (round, Maker::Here), &[7; 200], now)
                .expect("kept");
            backups.prune(&vault, |_| false);
        }
        let seqs: Vec<u64> = backups.list(&vault).iter().map(|s| s.seq).collect();
        assert_eq!(
            seqs,
            [31, 39, 47, 55, 63, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79]
        );
        assert_eq!(backups.list(&VaultId::from_random(2)), []);
    }

    #[test]
    fn empty_files_push_no_backup_out() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let backups = Backups::in_state(folder.path());
        let vault = VaultId::from_random(1);
        for second in 0..30 {
            let bytes: &[u8] = if second < 10 { &[7; 200] } else { b"" };
            let now = Timestamp::from_seconds(1_763_769_600 + second);
            backups
                .keep(&vault, (second, Maker::Here), bytes, now)
                .expect("kept");
            backups.prune(&vault, |_| false);
        }
        let whole = backups.list(&vault).into_iter();
        assert_eq!(whole.filter(Snapshot::looks_whole).count(), 10);
    }

    #[test]
    fn the_order_survives_a_clock_that_goes_back() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let backups = Backups::in_state(folder.path());
        let vault = VaultId::from_random(1);
        for (seq, second) in [(1, 2_000_000_000), (2, 1_000_000_000), (2, 1_000_000_000)] {
            let now = Timestamp::from_seconds(second);
            backups
                .keep(&vault, (seq, Maker::Here), b"x", now)
                .expect("kept");
        }
        let listed = backups.list(&vault);
        let seqs: Vec<u64> = listed.iter().map(|s| s.seq).collect();
        assert_eq!(seqs, [1, 2, 2]);
        let name = listed[0].path.file_name().and_then(|name| name.to_str());
        assert_eq!(name, Some("000000000001-20330518T033320Z-1.age"));
        backups
            .supersede(&listed[2], &vault, 9, b"y")
            .expect("written");
        let seqs: Vec<u64> = backups.list(&vault).iter().map(|s| s.seq).collect();
        assert_eq!(seqs, [1, 2, 9]);
        let newest = backups.list(&vault).pop().expect("one");
        let own = backups.supersede(&newest, &vault, 9, b"z");
        own.expect("in its own place");
        assert_eq!(std::fs::read(&newest.path).expect("there"), b"z");
    }

    #[test]
    fn conflict_copies_of_one_moment_all_stay_until_there_are_ten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let backups = Backups::in_state(folder.path());
        let (vault, other) = (VaultId::from_random(1), VaultId::from_random(2));
        let now = Timestamp::from_seconds(1_763_769_600);
        let copies = |vault: &VaultId| {
            let mut names: Vec<String> = files::list(backups.folder())
                .iter()
                .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
                .filter(|name| name.starts_with(vault.as_str()) && name.ends_with(COPY))
                .collect();
            names.sort();
            names
        };
        for _ in 0..12 {
            backups.keep_copy(&vault, b"x", now).expect("kept");
        }
        backups.keep_copy(&other, b"x", now).expect("kept");
        let all = copies(&vault);
        assert_eq!(all.len(), 12);
        backups.prune(&vault, |_| false);
        assert_eq!(copies(&vault), all[2..]);
        assert_eq!(copies(&other).len(), 1);
    }

    #[test]
    fn days_of_saves_are_told_from_the_newest_at_their_ends() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let backups = Backups::in_state(folder.path());
        let vault = VaultId::from_random(1);
        for (seq, hour) in [(1, 12), (2, 13), (3, 49)] {
            let now = Timestamp::from_seconds(20_000 * 86_400 + hour * 3_600);
            backups
                .keep(&vault, (seq, Maker::Here), &[7; 200], now)
                .expect("kept");
        }
        let end = |day: u64| Timestamp::from_millis((day + 1) * DAY_MILLIS - 1);
        assert_eq!(backups.days(&vault), [end(20_002), end(20_000)]);
    }

    #[test]
    fn what_is_put_aside_in_one_moment_all_stays_and_is_no_backup() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let backups = Backups::in_state(folder.path());
        let now = Timestamp::from_seconds(1_763_769_600);
        for bytes in [b"one", b"two"] {
            backups.put_aside(bytes, now).expect("kept");
        }
        let kept = files::list(backups.folder());
        let kept = kept
            .iter()
            .map(|path| std::fs::read(path).expect("readable"));
        assert_eq!(kept.collect::<Vec<_>>(), [b"one", b"two"]);
        assert_eq!(backups.list(&VaultId::from_random(1)), []);
    }
}
