//! From the errors of the lower rooms to what a user reads: what happened, what to do, how the run ends.

use crate::account::capital;
use crate::account::shown;
use crate::app::open::unlock::{SkipReason, Skipped, Source, UnlockError};
use crate::app::store::StoreError;
use crate::app::{Error, Exit};
use crate::system::files::{Attempt, FileError};
use crate::system::prompt::PromptError;
use crate::system::secret_file::SecretFileError;
use crate::vault::keys::{KeyError, UnwrapError};
use crate::vault::limits::BeyondLimit;
use crate::vault::{ChangeError, DeviceError};

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let what = capital(&error.to_string());
        let exit = match &error {
            StoreError::Exists { .. } | StoreError::BadLink { .. } => Exit::Refused,
            StoreError::NotForUs { .. } | StoreError::Key(_) => Exit::Locked,
            StoreError::NoRandomness => Exit::Failed,
            _ => Exit::Vault,
        };
        let advice = match &error {
            StoreError::Missing { .. } => {
                "Make one with `otp init`, or point to another with --vault DIR."
            }
            StoreError::Exists { .. } => "To join it with the recovery key: otp init --recover",
            StoreError::Damaged { .. } => {
                "`otp restore --from FILE` brings a backup back; `otp doctor` lists them."
            }
            StoreError::Newer { .. } => "Upgrade otp on this machine; nothing was changed.",
            StoreError::BadLink { .. } => {
                "Nothing was changed. Remove the link if it is not yours; the vault is then made in its place."
            }
            StoreError::NotForUs { .. } => {
                "Use the key of this vault, or join with the recovery key: otp init --recover"
            }
            StoreError::Key(_) => {
                "Install or plug in what the key needs, or open the vault another way."
            }
            StoreError::Forged => {
                "Do not trust it. `otp restore --from FILE` brings a backup back; `otp doctor` lists them."
            }
            StoreError::RolledBack => {
                "`otp restore --merge` folds the newest backup in; `otp restore --accept` takes the older vault as it is."
            }
            StoreError::Stale => {
                "No backup here has the state after the change: run any change on the device that made it."
            }
            StoreError::Rekeyed(_) => {
                "If `otp key list` shows these words there, take it: otp restore --accept"
            }
            StoreError::Split(_) => {
                "If `otp key list` shows these words there, join both: otp restore --accept (else a removed device wrote it)"
            }
            StoreError::Busy => {
                "Try again in a moment; if no otp runs, look for a stopped one with `ps`."
            }
            StoreError::KeepsChanging { .. } => {
                "Pause the program that syncs the folder and try again."
            }
            StoreError::File(error) => file_advice(error),
            StoreError::TooLarge => {
                "Nothing was changed. Remove accounts or shorten notes, and try again."
            }
            StoreError::NotDurable(_) => "Check the disk; run the command again when it is well.",
            StoreError::NoRandomness => "This machine cannot save now; try again later.",
            StoreError::Seal(_) => {
                "Nothing was changed. `otp key list` shows the keys of the vault."
            }
        };
        let details = match &error {
            StoreError::Rekeyed(succession) | StoreError::Split(succession) => succession.lines(),
            _ => Vec::new(),
        };
        Self::new(exit, what, advice).with_details(details)
    }
}

/// What helps against a file that could not be read or written. Reading takes no space.
fn file_advice(error: &FileError) -> &'static str {
    use std::io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    match (error.attempt, error.source.kind()) {
        (Attempt::Read, _) if error.is_unfit() => {
            "`otp restore --from FILE` puts a backup in its place; `otp doctor` lists them."
        }
        (_, PermissionDenied | ReadOnlyFilesystem) => {
            "Nothing was changed. It must be yours: `ls -l` shows it, `chown` changes it; `otp doctor` says which files."
        }
        (Attempt::Read, _) => "Nothing was changed. Check the disk and the path.",
        (_, StorageFull | QuotaExceeded | FileTooLarge) => {
            "Nothing was changed. Make room: the disk is full, or a limit is reached (quota, ulimit -f)."
        }
        _ => "Nothing was changed. Check the disk, its free space and the path.",
    }
}

impl From<ChangeError> for Error {
    fn from(error: ChangeError) -> Self {
        let exit = match error {
            ChangeError::NotFound => Exit::NotFound,
            _ => Exit::Refused,
        };
        let advice = match error {
            ChangeError::CounterExhausted => {
                "No code comes after the last one. If the site has started over: `otp edit NAME --counter N`."
            }
            ChangeError::BeyondLimit(BeyondLimit::Full) => {
                "Nothing was changed. Keep some accounts in another vault."
            }
            ChangeError::BeyondLimit(_) => "Nothing was changed. Give less of it.",
            _ => "`otp list` shows what is there; another process may have changed it.",
        };
        Self::new(exit, capital(&error.to_string()), advice)
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        let what = format!("The identity cannot be used: {error}");
        Self::new(
            Exit::Locked,
            what,
            "An identity file holds a line that begins with AGE-SECRET-KEY-1 or AGE-PLUGIN-.",
        )
    }
}

impl From<UnlockError> for Error {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::Interrupted => Self::interrupted(),
            UnlockError::Given(skipped) => given(&skipped),
            UnlockError::Locked(skipped) => locked(&skipped),
        }
    }
}

/// There is a vault, and this device was never let in.
fn no_identity_here(skipped: &Skipped) -> Option<Error> {
    let SkipReason::File(SecretFileError::Missing(path)) = &skipped.why else {
        return None;
    };
    let own = skipped.source != Source::IdentityFile && path.ends_with("identity.age");
    own.then(|| {
        Error::new(
            Exit::Locked,
            format!(
                "This device has no key to the vault: there is no {}",
                shown(path)
            ),
            "Join the vault with the recovery key: otp init --recover",
        )
    })
}

fn given(skipped: &Skipped) -> Error {
    if let Some(error) = no_identity_here(skipped) {
        return error;
    }
    let advice = match (&skipped.why, skipped.source) {
        (SkipReason::Wrapped(UnwrapError::WrongPassphrase), _) => {
            "Check the passphrase; `otp init --recover` opens the vault with the recovery key."
        }
        (SkipReason::Wrapped(UnwrapError::TooMuchWork(_)), _) => {
            "Close other programs or raise the limit (ulimit -v); --identity FILE with the recovery key takes none."
        }
        (SkipReason::File(SecretFileError::Exposed { .. }), Source::GivenPassphrase) => {
            "A passphrase file must be yours and closed to others: chmod 600 FILE"
        }
        (SkipReason::File(SecretFileError::Missing(_)), Source::IdentityFile) => {
            "Check the path; `otp init --recover` opens the vault with the recovery key."
        }
        (SkipReason::File(_), Source::IdentityFile) => {
            "An identity must be a file of yours that others cannot read: chmod 600 FILE"
        }
        (_, Source::Keyring) => "Type the passphrase instead.",
        (SkipReason::File(_), _) => "Check the file, or leave the option out to be asked.",
        (SkipReason::Prompt(PromptError::NoTerminal) | SkipReason::NotAsked, _) => {
            "Give the passphrase by --passphrase-file or --passphrase-fd."
        }
        _ => "`otp init --recover` opens the vault with the recovery key.",
    };
    let error = Error::new(Exit::Locked, capital(&why(skipped)), advice);
    match skipped.why {
        SkipReason::Wrapped(UnwrapError::WrongPassphrase) => error.for_wrong_passphrase(),
        _ => error,
    }
}

/// The reason, with the source where it does not speak for itself.
fn why(skipped: &Skipped) -> String {
    match &skipped.why {
        SkipReason::Wrapped(UnwrapError::WrongPassphrase) => "the passphrase is wrong".to_owned(),
        SkipReason::File(
            error @ (SecretFileError::Exposed { .. } | SecretFileError::NoDescriptor(_)),
        ) => error.to_string(),
        SkipReason::NotAsked => "the key asks for its passphrase, and nobody was asked".to_owned(),
        // It begins with the path.
        SkipReason::File(error) => format!("the file {error}"),
        _ => skipped.to_string(),
    }
}

fn locked(skipped: &[Skipped]) -> Error {
    let last = skipped.last();
    let reasons: Vec<String> = skipped.iter().map(ToString::to_string).collect();
    if let Some(skipped) =
        last.filter(|skipped| matches!(skipped.why, SkipReason::Wrapped(_) | SkipReason::File(_)))
    {
        return given(skipped).with_reasons(reasons);
    }
    Error::new(
        Exit::Locked,
        "The vault is locked and there is no terminal to ask for the passphrase on",
        "Run `otp unlock` on a terminal first, or give --identity FILE or --passphrase-file FILE.",
    )
    .with_reasons(reasons)
}

impl From<DeviceError> for Error {
    fn from(error: DeviceError) -> Self {
        let exit = match error {
            DeviceError::NotFound => Exit::NotFound,
            _ => Exit::Refused,
        };
        Self::new(
            exit,
            capital(&error.to_string()),
            "`otp key list` shows the keys of this vault.",
        )
    }
}
