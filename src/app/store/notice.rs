//! What the user should hear although nothing went wrong: who saved, what was put back, what was left alone.

use std::path::PathBuf;

use crate::account::{Label, shown};
use crate::system::files::{FileError, ReplaceError};
use crate::vault::crypt::SealError;

/// Things that are fine but worth a line.
#[derive(Debug)]
pub enum Notice {
    /// Nothing was pinned before: the vault was trusted as it is.
    FirstSight,
    /// The file lacked something that this device has seen; it was put back.
    PutBack {
        /// Accounts.
        accounts: Vec<String>,
        /// Devices of which a save was missing.
        saves_of: Vec<Label>,
        /// Who saved the file, if that can be told.
        by: Vec<Label>,
    },
    /// Saves of these devices were seen and are in no file any more.
    SavesMissing(Vec<Label>),
    /// Another machine saves with the key of this device, or this one was put back to an earlier day.
    SameKeyElsewhere,
    /// The pins were written on another machine.
    FromAnotherMachine,
    /// Codes of these accounts were taken on two devices at a time.
    CountersApart(Vec<String>),
    /// The file is of a device (one of these) that has not heard of a change of keys; ours is used.
    StaleFile(Vec<Label>),
    /// A conflict copy beside the vault was merged.
    CopyMerged(PathBuf),
    /// A copy beside the vault with a token that nobody here knows: left alone.
    CopyNotTrusted(PathBuf),
    /// A copy beside the vault is of a device that has not heard of a change of keys: left alone.
    CopyStale(PathBuf),
    /// A copy beside the vault tells of a change of keys that this device has not accepted.
    CopyRekeyed(PathBuf),
    /// A file beside the vault is too large to be a copy of it; said once.
    CopyTooLarge(PathBuf),
    /// There are so many files beside the vault that these were left for the next command.
    CopiesNotLookedAt(usize),
    /// This device could not be sealed to: it cannot open this save.
    NotSealedTo(Label, SealError),
    /// A merged conflict copy could not be moved away.
    CopyNotMoved(FileError),
    /// `seen.toml` is damaged: nothing was pinned.
    PinsDamaged,
    /// `seen.toml` could not be written.
    PinsNotSaved(ReplaceError),
    /// A backup could not be written; the vault itself is saved.
    BackupFailed(FileError),
}

impl Notice {
    /// True for what went wrong in a save of our own: it is told each time. The others tell how things are.
    pub fn is_of_a_save(&self) -> bool {
        matches!(
            self,
            Self::CopyNotMoved(_) | Self::PinsNotSaved(_) | Self::BackupFailed(_)
        )
    }

    /// True when this save has no backup: what is noted of the newest one would be said of an older save.
    pub(super) fn is_missing_backup(&self) -> bool {
        matches!(self, Self::BackupFailed(_))
    }
}

fn list(names: &[Label]) -> String {
    let names: Vec<&str> = names.iter().map(Label::as_str).collect();
    names.join(", ")
}

/// What the file lacked, and who saved it.
fn put_back(
    f: &mut std::fmt::Formatter<'_>,
    accounts: &[String],
    saves_of: &[Label],
    by: &[Label],
) -> std::fmt::Result {
    let saves = saves_of.iter().map(|name| format!("a save of {name}"));
    let mut lacked: Vec<String> = saves.chain(accounts.iter().cloned()).collect();
    if lacked.is_empty() {
        lacked.push("something that this device has seen".to_owned());
    }
    f.write_str("the vault file")?;
    if !by.is_empty() {
        write!(f, " that {} saved", list(by))?;
    }
    write!(f, " lacked {}: it was put back", lacked.join(", "))?;
    if !accounts.is_empty() {
        f.write_str(" (`otp rm` removes an account for good)")?;
    }
    Ok(())
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::FirstSight => {
                f.write_str("this device sees the vault for the first time and trusts it")
            }
            Self::PutBack {
                accounts,
                saves_of,
                by,
            } => put_back(f, accounts, saves_of, by),
            Self::SavesMissing(names) => write!(
                f,
                "a save of {} is missing in the vault and in the newest backup: look whether its changes are there; `otp restore --from FILE` brings an older file in",
                list(names)
            ),
            Self::SameKeyElsewhere => f.write_str(
                "somebody saved with the key of this device: if another machine is a copy of this one, `otp init --recover` there, with its identity.age moved away, gives it a key of its own",
            ),
            Self::FromAnotherMachine => f.write_str(
                "the state folder of this device came from another machine: if that one is still in use, `otp init --recover` here, with identity.age moved away, gives this one a key of its own",
            ),
            Self::CountersApart(titles) => write!(
                f,
                "codes of {} were taken on two devices at a time: the same code may have been given twice",
                titles.join(", ")
            ),
            Self::StaleFile(names) => {
                let by = match names.as_slice() {
                    [] => "the device that saved the file".to_owned(),
                    names => list(names),
                };
                write!(
                    f,
                    "the keys of the vault were changed, and {by} has not heard of it: this device goes on with its own state, and the changes made there come with `otp restore --accept` there"
                )
            }
            Self::CopyMerged(path) => {
                write!(f, "merged the conflict copy {}", shown(path))
            }
            Self::CopyNotTrusted(path) => {
                let path = shown(path);
                write!(
                    f,
                    "{path} is a copy of this vault by somebody who does not know its token; it was not merged"
                )
            }
            Self::CopyStale(path) => write!(
                f,
                "{} is of a device that has not heard of the change of keys; its changes come with `otp restore --accept` there",
                shown(path)
            ),
            Self::CopyRekeyed(path) => {
                let path = shown(path);
                write!(
                    f,
                    "{path} tells of a change of keys; to accept it: otp restore --from FILE"
                )
            }
            Self::CopyTooLarge(path) => {
                let path = shown(path);
                write!(
                    f,
                    "{path} is too large for a copy of the vault and was left alone; if it is one: otp restore --from FILE"
                )
            }
            Self::CopiesNotLookedAt(count) => write!(
                f,
                "{count} more *.age files lie beside the vault and were not looked at; move away what is no copy of it"
            ),
            Self::NotSealedTo(name, error) => write!(
                f,
                "{name} cannot open this save: {error}; fix that and save again, or `otp key remove` it"
            ),
            Self::CopyNotMoved(error) => write!(f, "a merged conflict copy stays: {error}"),
            Self::PinsDamaged => f.write_str(
                "the notes about what this device last saw are damaged and were started over",
            ),
            Self::PinsNotSaved(error) => {
                write!(
                    f,
                    "the vault is saved, but not the note that this device has seen it: {error}"
                )
            }
            Self::BackupFailed(error) => {
                write!(f, "the vault is saved, but not its backup: {error}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn labels(names: &[&str]) -> Vec<Label> {
        names.iter().map(|name| Label::new(name)).collect()
    }

    fn file_error() -> FileError {
        FileError::reading(Path::new("/there"), std::io::Error::other("no room"))
    }

    #[test]
    fn what_was_put_back_is_told_with_who_left_it_out() {
        let lacked = |accounts: &[&str], saves_of: &[&str], by: &[&str]| {
            let notice = Notice::PutBack {
                accounts: accounts.iter().map(|&title| title.to_owned()).collect(),
                saves_of: labels(saves_of),
                by: labels(by),
            };
            notice.to_string()
        };
        for (told, wanted) in [
            (
                lacked(&["Bank:me"], &["laptop", "tablet"], &["phone", "desk"]),
                "the vault file that phone, desk saved lacked a save of laptop, a save of tablet, Bank:me: it was put back (`otp rm` removes an account for good)",
            ),
            (
                lacked(&[], &["laptop"], &[]),
                "the vault file lacked a save of laptop: it was put back",
            ),
            (
                lacked(&[], &[], &["phone"]),
                "the vault file that phone saved lacked something that this device has seen: it was put back",
            ),
        ] {
            assert_eq!(told, wanted);
        }
    }

    #[test]
    fn devices_and_accounts_are_told_by_their_names() {
        let both = labels(&["phone", "desk"]);
        let titles = vec!["Bank:me".to_owned(), "Shop:me".to_owned()];
        for (notice, wanted) in [
            (
                Notice::SavesMissing(both.clone()),
                "a save of phone, desk is missing",
            ),
            (
                Notice::StaleFile(both),
                "were changed, and phone, desk has not heard",
            ),
            (
                Notice::StaleFile(Vec::new()),
                "were changed, and the device that saved the file has not heard",
            ),
            (
                Notice::CountersApart(titles),
                "codes of Bank:me, Shop:me were taken",
            ),
            (
                Notice::NotSealedTo("token".into(), SealError::Failed),
                "token cannot open this save: encrypting failed",
            ),
            (Notice::CopiesNotLookedAt(7), "7 more *.age files"),
        ] {
            let told = notice.to_string();
            assert!(told.contains(wanted), "{told}");
        }
    }

    #[test]
    fn copies_beside_the_vault_are_told_by_their_paths() {
        let path = || PathBuf::from("/there/vault 2.age");
        for (notice, wanted) in [
            (
                Notice::CopyMerged(path()),
                "merged the conflict copy /there/vault 2.age",
            ),
            (
                Notice::CopyNotTrusted(path()),
                "/there/vault 2.age is a copy of this vault by",
            ),
            (
                Notice::CopyStale(path()),
                "/there/vault 2.age is of a device that has not heard",
            ),
            (
                Notice::CopyRekeyed(path()),
                "/there/vault 2.age tells of a change of keys",
            ),
            (
                Notice::CopyTooLarge(path()),
                "/there/vault 2.age is too large",
            ),
        ] {
            let told = notice.to_string();
            assert!(told.starts_with(wanted), "{told}");
            assert!(!notice.is_of_a_save(), "{told}");
        }
    }

    #[test]
    fn only_what_went_wrong_in_a_save_of_ours_is_of_a_save() {
        let not_pinned = || Notice::PinsNotSaved(ReplaceError::Failed(file_error()));
        let failures = [
            (Notice::CopyNotMoved(file_error()), false),
            (not_pinned(), false),
            (Notice::BackupFailed(file_error()), true),
        ];
        for (notice, is_missing_backup) in failures {
            assert!(notice.is_of_a_save(), "{notice}");
            assert_eq!(notice.is_missing_backup(), is_missing_backup, "{notice}");
            assert!(notice.to_string().contains("cannot read /there: no room"));
        }
        for notice in [
            Notice::FirstSight,
            Notice::SameKeyElsewhere,
            Notice::FromAnotherMachine,
            Notice::PinsDamaged,
            Notice::SavesMissing(Vec::new()),
        ] {
            assert!(!notice.is_of_a_save(), "{notice}");
            assert!(!notice.is_missing_backup(), "{notice}");
        }
    }
}
