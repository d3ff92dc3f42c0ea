//! What `otp doctor` finds in the folders of vault and device: files that are none, that belong to somebody else or can
//! be read by others, and what crashes and full disks left behind.

use std::path::{Path, PathBuf};

use super::Check;
use crate::account::{shell_word, shown};
use crate::app::store::left_over;
use crate::app::{App, Open};
use crate::system::files::{self, Fault};
use crate::system::neighbours;

impl App {
    /// Checks that need no open vault, but may know more with one.
    pub(super) fn folder_checks(&self, open: Option<&Open>) -> Vec<Check> {
        let mut checks: Vec<Check> = self
            .own_files()
            .iter()
            .filter_map(|f| file_check(f))
            .collect();
        for folder in [&self.places.vault_folder, &self.places.state_folder] {
            checks.extend(folder_check(folder));
        }
        checks.extend(no_folder_check(&self.places.backups));
        checks.extend(self.crowd_check());
        checks.extend(self.orphan_check());
        checks.extend(self.settings_check());
        checks.extend(self.settings_mistakes());
        checks.extend(self.left_over_check());
        checks.extend(open.and_then(cut_off_check));
        checks
    }

    /// Everything in the two folders that is opened by one command or another, as far as it is there.
    fn own_files(&self) -> Vec<PathBuf> {
        let places = &self.places;
        let in_state = [
            "undone.toml",
            "uses.txt",
            "copied.txt",
            "interface.toml",
            ".identity.age.lock",
            "challenge/key",
            "challenge/lock",
            "challenge/destinations.json",
        ];
        let mut own = vec![
            places.vault.clone(),
            places.vault_folder.join(".vault.age.lock"),
            places.identity.clone(),
            places.seen.clone(),
        ];
        own.extend(in_state.map(|name| places.state_folder.join(name)));
        let is_age = |path: &PathBuf| path.extension().is_some_and(|end| end == "age");
        let beside = files::list(&places.vault_folder).into_iter();
        own.extend(beside.filter(|path| is_age(path) && *path != places.vault));
        own.extend(files::list(&places.backups).into_iter().filter(is_age));
        own.extend(files::list(&self.sources_folder()));
        own
    }

    /// A run of `init` that was killed at the worst moment, or a vault that went away.
    fn orphan_check(&self) -> Option<Check> {
        let identity = &self.places.identity;
        let is_orphan = identity.is_file() && !self.has_vault();
        is_orphan.then(|| {
            let file = shell_word(identity);
            let found = format!("{} is there, and its vault is not", shown(identity));
            let fix = match self.newest_backup() {
                Some(newest) => format!("--vault DIR where the vault is; where it is gone: otp restore --from {}", shell_word(&newest)),
                None => format!("--vault DIR where the vault is; where it never was or is gone for good: mv {file} {file}.old"),
            };
            Check::bad("identity", found, fix)
        })
    }

    /// So many that a copy which a sync tool makes would have to wait for its turn.
    fn crowd_check(&self) -> Option<Check> {
        const MANY: usize = 16;
        let count = neighbours::list(&files::resolve(&self.places.vault)).len();
        (count > MANY).then(|| {
            Check::doubtful(
                "vault",
                format!("{count} *.age files lie beside it, and each command looks at {MANY}"),
                "move those that are no copies of the vault to a folder of their own",
            )
        })
    }

    fn settings_check(&self) -> Option<Check> {
        let file = &self.places.settings;
        files::can_others_change(file).then(|| {
            let word = shell_word(file);
            Check::bad(
                "settings",
                format!(
                    "others can change {}: its copy-command is not run",
                    shown(file)
                ),
                format!("chmod 600 {word}, and chown it where it is not yours"),
            )
        })
    }

    fn settings_mistakes(&self) -> Vec<Check> {
        let settings = self.settings();
        let mistakes = settings.mistakes.iter().map(|mistake| {
            let found = mistake.told("config.toml".as_ref());
            Check::doubtful("settings", found.trim_end_matches('.'), "otp config edit")
        });
        mistakes.collect()
    }

    fn left_over_check(&self) -> Option<Check> {
        let mut left = left_over(&self.places.vault, &self.places.state_folder);
        left.extend(self.left_over_of_sources());
        let words: Vec<String> = left
            .iter()
            .map(|file| shell_word(file).to_string())
            .collect();
        (!left.is_empty()).then(|| {
            Check::doubtful(
                "left over",
                format!("files of runs that were killed: {}", left.len()),
                format!(
                    "the next save removes them, those of sources `otp source list`, or: rm {}",
                    words.join(" ")
                ),
            )
        })
    }
}

fn file_check(file: &Path) -> Option<Check> {
    let (path, word) = (shown(file), shell_word(file));
    Some(match files::fault(file)? {
        Fault::NotRegular => Check::bad(
            "files",
            format!("{path} is not a regular file and is never read"),
            format!("mv {word} {word}.old"),
        ),
        Fault::Foreign => Check::bad(
            "owner",
            format!("{path} belongs to another user"),
            format!("sudo chown \"$(id -u):$(id -g)\" {word}"),
        ),
        Fault::Exposed => Check::bad(
            "permissions",
            format!("others can read {path}"),
            format!("chmod 600 {word}"),
        ),
        Fault::Closed => Check::bad(
            "permissions",
            format!("not even its owner can read and write {path}"),
            format!("chmod 600 {word}"),
        ),
    })
}

/// Something else lies where a folder is to be made.
fn no_folder_check(folder: &Path) -> Option<Check> {
    let (path, word) = (shown(folder), shell_word(folder));
    (folder.exists() && !folder.is_dir()).then(|| {
        Check::bad(
            "files",
            format!("{path} is not a folder: no backup can be kept there"),
            format!("mv {word} {word}.old"),
        )
    })
}

fn folder_check(folder: &Path) -> Option<Check> {
    let (path, word) = (shown(folder), shell_word(folder));
    if !folder.is_dir() {
        return None;
    }
    if !files::is_writable(folder) {
        return Some(Check::bad(
            "permissions",
            format!("{path} cannot be written: nothing can be saved there"),
            format!("chmod 700 {word}, or chown it where it is not yours"),
        ));
    }
    let is_open = files::is_private(folder).is_ok_and(|private| !private);
    is_open.then(|| {
        Check::doubtful(
            "permissions",
            format!("others can look into {path}"),
            format!("chmod 700 {word}"),
        )
    })
}

/// What a full disk left in the place of backups.
fn cut_off_check(open: &Open) -> Option<Check> {
    let backups = open.repo()?.backups().list(open.vault().id());
    let cut_off: Vec<String> = backups
        .iter()
        .filter(|backup| !backup.looks_whole())
        .map(|backup| shell_word(&backup.path).to_string())
        .collect();
    (!cut_off.is_empty()).then(|| {
        Check::doubtful(
            "backups",
            format!("not whole, and counted for nothing: {}", cut_off.len()),
            format!("rm {}", cut_off.join(" ")),
        )
    })
}
