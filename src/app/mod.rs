//! What a person can do: open the vault, pick an account, take a code, enrol, change. Both front ends stand on it.

mod accounts;
mod authenticator;
mod clock;
mod doctor;
pub mod enrol;
mod error;
mod exit;
mod interface_state;
pub mod login;
mod notices;
pub mod open;
pub mod panics;
mod random;
mod settings;
pub mod store;
pub mod transfer;

pub use accounts::copy::copied_message;
pub use accounts::fresh::Fresh;
pub use accounts::naming::name;
pub use accounts::pick::{pick_beside, pick_in_bin};
pub use accounts::pin::lacks_pin;
pub use authenticator::{Authenticator, LockState};
pub use doctor::{Check, Health};
pub use enrol::dropped::{is_file_link, sources as dropped_sources};
pub use enrol::plan::{Decision, Plan};
pub use enrol::relation::{Other, Relation, namesake, placeholder};
pub use enrol::typed::{Typed, secret_error};
pub use enrol::{Found, Picture, Source};
pub use error::{Error, quoted, unrepeated};
pub use exit::Exit;
pub use open::Open;
pub use open::create::NewVault;
pub use open::passphrase::{Floor, NewPassphrase};
pub use open::recovery::{Confirmation, Groups, HandOver, groups, is_group, is_its_end};
pub use open::status::{SourceState, Status};
pub use open::strength::Strength;
pub use settings::{
    Area, Begin, Codes, Colours, CopyRule, Countdown, Icons, KeyFaults, Mistake, Origin, Override,
    Part, SETTINGS, Setting, Settings, Shown, Span, Theme, UnlockBy, Values, View, commented,
};
pub use store::restore::Restored;
pub use transfer::sources::{Group, Sight, SourceAccounts};

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::account::{Timestamp, capital, shown};
use crate::system::clipboard;
pub use crate::system::clipboard::Copied;
use crate::system::paths::{PathsError, Places, VAULT_FILE};
use crate::system::{System, user_files};
use crate::vault::keys::DeviceKey;
use crate::vault::{Role, Vault};
use store::memory::Memory;

/// What the command line says about this run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `--vault`.
    pub vault: Option<PathBuf>,
    /// `--identity`; `-` is standard input.
    pub identity: Option<PathBuf>,
    /// `--passphrase-file` or `--passphrase-fd`.
    pub passphrase: Option<open::unlock::GivenPassphrase>,
    /// `--no-keyring`.
    pub no_keyring: bool,
}

impl Options {
    /// How many of them read standard input.
    fn readers_of_stdin(&self) -> usize {
        let identity = self.identity.as_deref() == Some(Path::new("-"));
        let passphrase = match &self.passphrase {
            Some(open::unlock::GivenPassphrase::Descriptor(number)) => *number == 0,
            Some(open::unlock::GivenPassphrase::File(file)) => file == Path::new("/dev/stdin"),
            None => false,
        };
        usize::from(identity) + usize::from(passphrase)
    }
}

/// The program for one run: the world, where things are, what was asked for.
pub struct App {
    /// The outside world.
    pub system: System,
    /// Where things are.
    pub places: Places,
    /// What `config.toml` says.
    served: settings::Served,
    options: Options,
    /// Holds the vault when it is nowhere on the disk.
    memory: Option<Memory>,
    notices: notices::Notices,
}

impl App {
    /// Finds the places and reads the settings if there are any. Nothing else is touched.
    pub fn new(system: System, options: Options) -> Result<Self, Error> {
        if options.readers_of_stdin() > 1 {
            return Err(open::ask::stdin_taken());
        }
        let places =
            Places::find(&system.environment, options.vault.as_deref()).map_err(|error| {
                let advice = match error {
                    PathsError::NoHome => "Say where the vault is with --vault DIR.",
                    PathsError::RelativeHome => "Set HOME to the full path of your home folder.",
                };
                Error::new(Exit::Vault, capital(&error.to_string()), advice)
            })?;
        let app = Self {
            system,
            places,
            served: settings::Served::default(),
            options,
            memory: None,
            notices: notices::Notices::default(),
        };
        app.serve(settings::of_file(&app.places.settings));
        Ok(app)
    }

    /// On a vault that is nowhere on the disk and has yet to be made. Reads no settings either.
    pub fn in_memory(system: System, settings: Settings) -> Self {
        let app = Self {
            system,
            places: Places::nowhere(),
            served: settings::Served::default(),
            options: Options::default(),
            memory: Some(Memory::default()),
            notices: notices::Notices::default(),
        };
        app.serve(settings);
        app
    }

    /// Puts a vault into the memory of such an app, to be opened by a passphrase, and opens it.
    pub fn hold(&self, mut vault: Vault, passphrase: &str) -> Result<Open, Error> {
        let key = DeviceKey::generate();
        let name = self.device_name(None);
        open::create::add_key(
            &mut vault,
            &name,
            &key,
            Role::Device,
            self.system.clock.now(),
        )?;
        let open = Open::create(self, key.clone(), vault)?;
        if let Some(memory) = &self.memory {
            memory.keep_key(key, passphrase.to_owned().into());
        }
        Ok(open)
    }

    /// Now, corrected by the offset of the settings.
    pub fn now(&self) -> Timestamp {
        self.system.clock.now().shifted(self.settings().offset)
    }

    /// Returns when the corrected clock has reached `moment`.
    pub fn wait_until(&self, moment: Timestamp) {
        self.system
            .clock
            .sleep_until(moment.shifted(self.settings().offset.saturating_neg()));
    }

    /// True when there is a vault file.
    pub fn has_vault(&self) -> bool {
        match &self.memory {
            Some(memory) => memory.vault_id().is_some(),
            None => self.places.vault.exists(),
        }
    }

    /// Refuses where the vault is looked for in a place that can hold none, with what is wrong about it.
    pub fn check_places(&self) -> Result<(), Error> {
        if self.memory.is_some() {
            return Ok(());
        }
        let (folder, vault) = (&self.places.vault_folder, &self.places.vault);
        if folder.is_file() {
            let given = self.options.vault.is_some();
            let option = if given { "--vault" } else { "OTP_VAULT" };
            let what = format!("{} is a file, not the folder of the vault", shown(folder));
            let advice = match folder.parent() {
                Some(parent) if folder.ends_with(VAULT_FILE) => {
                    format!("Give {option} the folder that holds it: {}", shown(parent))
                }
                _ => format!("{option} takes the folder that holds {VAULT_FILE}."),
            };
            return Err(Error::new(Exit::Vault, what, advice));
        }
        match vault.read_link() {
            Ok(target) if !vault.exists() => Err(Error::new(
                Exit::Vault,
                format!(
                    "{} is a link to {}, which is not there",
                    shown(vault),
                    shown(&target)
                ),
                "Bring back what it leads to, a drive or a synced folder perhaps; or remove the link.",
            )),
            _ => Ok(()),
        }
    }

    /// Runs as the process that holds the clipboard; the text comes on standard input.
    pub fn hold_clipboard(&self, arguments: &[OsString]) -> Exit {
        let held = clipboard::hold(arguments);
        if held { Exit::Ok } else { Exit::Failed }
    }

    /// Writes a file that must not be there yet, readable by its owner alone.
    pub fn write_new_private_file(&self, file: &Path, bytes: &[u8]) -> Result<(), Error> {
        user_files::create(file, bytes).map_err(|error| not_written(file, error))
    }

    /// Writes a file that must not be there yet and that everybody may read.
    pub fn write_new_public_file(&self, file: &Path, bytes: &[u8]) -> Result<(), Error> {
        user_files::create_public(file, bytes).map_err(|error| not_written(file, error))
    }

    /// Refuses before any work when a file is in the way.
    pub fn check_absent(&self, file: &Path) -> Result<(), Error> {
        if file.symlink_metadata().is_ok() {
            Err(already_there(file))
        } else {
            Ok(())
        }
    }
}

fn not_written(file: &Path, error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::AlreadyExists => already_there(file),
        _ => Error::file(Exit::Failed, "write", file, error),
    }
}

fn already_there(file: &Path) -> Error {
    Error::new(
        Exit::Refused,
        format!("{} is there already", shown(file)),
        "Choose another name, or move it away.",
    )
}
