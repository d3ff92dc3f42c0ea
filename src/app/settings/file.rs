//! The settings file: read, changed with every comment kept, and served at once to all who ask.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::mistake::Mistake;
use super::{Settings, write};
use crate::account::capital;
use crate::account::shown;
use crate::app::{App, Error, Exit};
use crate::system::{editor, files, user_files};

/// More is no settings file.
const MAX_BYTES: u64 = 1 << 20;

/// How long another change of the settings may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Tells what is wrong with keys by action; the interface knows its own.
pub type KeyFaults = fn(&BTreeMap<String, Vec<String>>) -> Vec<String>;

/// The settings that serve, replaced as a whole.
#[derive(Debug, Default)]
pub(in crate::app) struct Served(RwLock<Arc<Settings>>);

impl Served {
    fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, settings: Settings) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }
}

impl App {
    /// The settings that serve now: those of the file as it was last read or changed.
    pub fn settings(&self) -> Arc<Settings> {
        self.served.get()
    }

    /// Lets these serve from now on.
    pub(in crate::app) fn serve(&self, mut settings: Settings) -> Arc<Settings> {
        let is_trusted = settings.copy_command.is_some() || !settings.run.is_empty();
        if is_trusted && self.keeps_settings() && files::can_others_change(&self.places.settings) {
            settings.copy_command = None;
            settings.run = Vec::new();
            self.notices.tell(format!(
                "others can change {}, so its copy-command is not run and its [[run]] rules are not followed; \
                 `otp doctor` says what to do",
                shown(&self.places.settings)
            ));
        }
        let command = settings.copy_command.as_deref();
        self.system.clipboard.use_command(command);
        self.served.put(settings);
        self.settings()
    }

    /// True when changed settings are there at the next start: not where the vault is nowhere on the disk.
    pub fn keeps_settings(&self) -> bool {
        self.memory.is_none()
    }

    /// Sets a setting (or `keys.ACTION`) in `config.toml`, comments kept, and returns the settings that serve then.
    /// `faults` judges keys.
    pub fn set_setting(
        &self,
        name: &str,
        value: &str,
        faults: KeyFaults,
    ) -> Result<Arc<Settings>, Error> {
        check_keys(name, value, faults)?;
        self.write_settings(|text| write::set(text, name, value))
    }

    /// Takes a setting out of `config.toml`: the default serves again.
    pub fn unset_setting(&self, name: &str) -> Result<Arc<Settings>, Error> {
        self.write_settings(|text| write::unset(text, name))
    }

    /// Makes a `config.toml` of comments alone where there is none.
    pub fn begin_settings(&self) -> Result<(), Error> {
        if self.places.settings.exists() {
            return Ok(());
        }
        self.save_settings(&write::commented())
    }

    fn write_settings(
        &self,
        change: impl Fn(&str) -> Result<String, Error>,
    ) -> Result<Arc<Settings>, Error> {
        if !self.keeps_settings() {
            let text = change(&write::whole(&self.settings()))?;
            return Ok(self.serve(Settings::parse(&text)));
        }
        // Of two changes at a time neither overwrites the other. Without a lock, saving says what is wrong.
        let folder = &self.places.state_folder;
        let _ = files::create_folder(folder);
        let _lock = files::lock(&folder.join("settings.lock"), TIMEOUT);
        let before = read_text(&self.places.settings)?.unwrap_or_default();
        let text = change(&before)?;
        if text != before {
            self.save_settings(&text)?;
        }
        Ok(self.serve(Settings::parse(&text)))
    }

    fn save_settings(&self, text: &str) -> Result<(), Error> {
        let file = &self.places.settings;
        let failed = |error: String| {
            Error::new(
                Exit::Failed,
                format!("The settings cannot be written: {error}"),
                "`otp config path` says where they are.",
            )
        };
        files::create_folder(files::folder_of(file)).map_err(|error| failed(error.to_string()))?;
        files::write(file, ".config-", text.as_bytes()).map_err(|error| failed(error.to_string()))
    }

    /// Opens a file in the user's editor and waits for it.
    pub fn edit_file(&self, file: &std::path::Path) -> Result<(), Error> {
        const ADVICE: &str = "Name your editor in VISUAL or EDITOR.";
        match editor::edit(&self.system.environment, file) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::new(
                Exit::Failed,
                "The editor ended with an error",
                ADVICE,
            )),
            Err(error) => {
                let what = format!("The editor cannot be started: {error}");
                Err(Error::new(Exit::Failed, what, ADVICE))
            }
        }
    }

    /// Reads `config.toml` again, as after an editor had it.
    pub fn reread_settings(&self) -> Arc<Settings> {
        if self.keeps_settings() {
            self.serve(of_file(&self.places.settings));
        }
        self.settings()
    }
}

/// The settings of a file; the defaults where there is none or it cannot be read, which is a mistake then.
pub(in crate::app) fn of_file(file: &std::path::Path) -> Settings {
    match read_text(file) {
        Ok(None) => Settings::default(),
        Ok(Some(text)) => Settings::parse(&text),
        Err(error) => Settings {
            mistakes: vec![Mistake::whole(error.what())],
            ..Settings::default()
        },
    }
}

fn read_text(file: &std::path::Path) -> Result<Option<String>, Error> {
    match user_files::read(file, MAX_BYTES) {
        Ok(bytes) => {
            let text = std::str::from_utf8(&bytes).map_err(|_| {
                Error::new(
                    Exit::Failed,
                    format!("{} is not UTF-8 text", shown(file)),
                    "Fix it or remove it.",
                )
            })?;
            Ok(Some(text.to_owned()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file(Exit::Failed, "read", file, error)),
    }
}

/// Refuses keys that the interface would not take.
fn check_keys(name: &str, value: &str, faults: KeyFaults) -> Result<(), Error> {
    let Some(action) = name.strip_prefix("keys.") else {
        return Ok(());
    };
    let wanted = value.split([' ', ',']).filter(|key| !key.is_empty());
    let wanted: Vec<String> = wanted.map(str::to_owned).collect();
    let is_none = wanted.is_empty();
    let faults = faults(&[(action.to_owned(), wanted)].into());
    match faults.first() {
        Some(fault) => Err(Error::usage(
            capital(fault),
            "Keys are written like enter, y, ctrl-r or f1; the manual page names the actions.",
        )),
        None if is_none => Err(Error::usage(
            format!("No key is named for {action}"),
            "Name one, as in \"enter y\"; without a value the default keys apply again.",
        )),
        None => Ok(()),
    }
}
