//! Adding a source, saying where it lies on this device, renaming and removing it.

use std::path::{Path, PathBuf};

use super::accounts::Group;
use super::facts::Facts;
use super::look::{Look, hash};
use super::read::{Fresh, fits};
use crate::account::{Label, SecretText, Timestamp, capital, shown};
use crate::app::random::random;
use crate::app::transfer::import::{ExportFile, Imported};
use crate::app::{App, Error, Exit, Open};
use crate::vault::{SourceEdit, SourceError, SourceId, Vault};

/// The file of a source that is to be, or lies elsewhere now.
pub struct NewSource {
    /// What was named: a file, or a folder whose newest fitting file it is.
    path: PathBuf,
    look: Look,
    /// To be read.
    pub file: ExportFile,
    hash: String,
    as_of: Timestamp,
}

impl App {
    /// Finds the file of a source at `path`; in a folder the newest one that is an export, or one of `format`.
    pub fn new_source(&self, path: &Path, format: &str) -> Result<NewSource, Error> {
        let path = std::path::absolute(path)
            .map_err(|error| Error::file(Exit::Input, "find", path, error))?;
        if path.to_str().is_none() {
            return Err(Error::new(
                Exit::Input,
                format!("{} is not UTF-8 text", shown(&path)),
                "Give the file or folder another name.",
            ));
        }
        let look = Look::at(&path);
        let none = |why: &str| {
            Error::new(
                Exit::Input,
                format!("{} {why}", shown(&path)),
                "Name the file that the other program writes, or the folder of its backups.",
            )
        };
        let files = look.files.as_ref().map_err(|why| none(why))?;
        let mut first = None;
        for file in files.iter().take(64) {
            let opened = ExportFile::regular(file)
                .map_err(|error| Error::file(Exit::Input, "read", file, error.source));
            let (file, fingerprint) = match opened {
                Ok(opened) => opened,
                Err(error) => {
                    first.get_or_insert(error);
                    continue;
                }
            };
            if file.is_picture() {
                first.get_or_insert(Error::new(
                    Exit::Input,
                    format!("{} is a picture", file.shown),
                    "Pictures do not change: `otp import` takes their accounts over.",
                ));
                continue;
            }
            if look.is_folder && !fits(&file, format) {
                continue;
            }
            return Ok(NewSource {
                path,
                look,
                hash: hash(&file.bytes),
                as_of: fingerprint.modified(),
                file,
            });
        }
        Err(first.unwrap_or_else(|| none("holds no file that otp could read")))
    }

    /// Adds a source whose file was read, under this name or that of its app.
    pub fn add_source(
        &self,
        open: &mut Open,
        new: NewSource,
        imported: Imported,
        name: Option<&Label>,
        password: Option<&SecretText>,
    ) -> Result<Group, Error> {
        let id = SourceId::from_random(u64::from_le_bytes(random()?));
        let now = open.clock_now();
        let format = imported.format;
        let usual = usual_name(imported.app, &new.path);
        self.write_path(&id, &new.path)?;
        let added = open.update(|vault| {
            if let Some(there) = self.source_at(vault, &new.path) {
                return Err(Error::new(
                    Exit::Refused,
                    format!("{} is a source already: {}", shown(&new.path), there.name),
                    "`otp source list` shows it.",
                ));
            }
            let name = name.cloned().unwrap_or_else(|| free_name(vault, &usual));
            vault.add_source(id.clone(), name, format, password.cloned(), now)?;
            Ok(())
        });
        if let Err(error) = added {
            self.forget_source(&id);
            return Err(error);
        }
        self.settle(open, &id, new, imported)
    }

    /// Says that a source lies here on this device.
    pub fn place_source(
        &self,
        open: &mut Open,
        id: &SourceId,
        new: NewSource,
        imported: Imported,
        password: Option<&SecretText>,
    ) -> Result<Group, Error> {
        let now = open.clock_now();
        let format = imported.format.to_owned();
        open.update(|vault| {
            vault.edit_source(id, SourceEdit::Format(format.clone()), now)?;
            vault.edit_source(id, SourceEdit::Password(password.cloned()), now)?;
            Ok(())
        })?;
        self.write_path(id, &new.path)?;
        self.settle(open, id, new, imported)
    }

    fn settle(
        &self,
        open: &Open,
        id: &SourceId,
        new: NewSource,
        imported: Imported,
    ) -> Result<Group, Error> {
        let source = open.vault().sources().find(|source| source.id == *id);
        let source = source.ok_or(SourceError::NotFound)?.clone();
        let mut group = Group {
            source,
            accounts: Vec::new(),
            facts: Facts {
                path: Some(new.path),
                seen: new.look.seen,
                ..Facts::default()
            },
        };
        let fresh = Fresh {
            imported,
            hash: new.hash,
            file: new.file.name.clone(),
            as_of: Some(new.as_of),
        };
        self.keep(open.vault(), open.key(), &mut group, fresh);
        self.sweep_sources(open.vault());
        Ok(group)
    }

    /// Keeps a password that was typed anew.
    pub fn keep_source_password(
        &self,
        open: &mut Open,
        id: &SourceId,
        password: &SecretText,
    ) -> Result<(), Error> {
        let now = open.clock_now();
        open.update(|vault| {
            let edit = SourceEdit::Password(Some(password.clone()));
            Ok(vault.edit_source(id, edit, now)?)
        })
    }

    /// Gives a source another name.
    pub fn rename_source(&self, open: &mut Open, id: &SourceId, name: &Label) -> Result<(), Error> {
        let now = open.clock_now();
        open.update(|vault| Ok(vault.edit_source(id, SourceEdit::Name(name.clone()), now)?))
    }

    /// Removes a source, and what this device kept of it. Its file stays as it is.
    pub fn remove_source(&self, open: &mut Open, id: &SourceId) -> Result<(), Error> {
        let now = open.clock_now();
        open.update(|vault| Ok(vault.remove_source(id, now)?))?;
        self.sweep_sources(open.vault());
        Ok(())
    }
}

/// The app's name, or that of the file where no app has written it.
fn usual_name(app: &str, path: &Path) -> String {
    let is_a_name = app.starts_with(char::is_uppercase) || app.starts_with(char::is_numeric);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    match stem {
        Some(stem) if !is_a_name || app.contains(" with ") => stem.into_owned(),
        _ => app.strip_suffix(" database").unwrap_or(app).to_owned(),
    }
}

/// This name, with a number where it is taken.
fn free_name(vault: &Vault, usual: &str) -> Label {
    let is_taken = |name: &str| {
        let mut names = vault
            .sources()
            .map(|source| source.name.as_str().to_lowercase());
        names.any(|other| other == name.to_lowercase())
    };
    let numbered = (2_u32..).map(|number| format!("{usual} {number}"));
    let mut names = std::iter::once(usual.to_owned()).chain(numbered);
    let free = names.find(|name| !is_taken(name));
    Label::new(&free.unwrap_or_default())
}

impl From<SourceError> for Error {
    fn from(error: SourceError) -> Self {
        let (exit, advice) = match error {
            SourceError::NotFound => (
                Exit::NotFound,
                "`otp source list` shows what is there; another process may have removed it.",
            ),
            SourceError::NameTaken => (Exit::Refused, "Choose another name."),
            SourceError::Nameless | SourceError::LongName => (Exit::Usage, "Give a short name."),
            SourceError::Full => (Exit::Refused, "`otp source rm NAME` removes one."),
        };
        Self::new(exit, capital(&error.to_string()), advice)
    }
}
