//! Stores of pass, passage and gopass: every entry decrypted by gpg or age, and only its codes looked at.

use std::path::{Path, PathBuf};

use crate::account::shown;
use crate::app::transfer::import::{Imported, divided};
use crate::app::{App, Error, Exit};
use crate::formats::read_store_entry;
use crate::system::pass_store::{self, StoreError};

/// What came out of a store.
pub struct StoreImport {
    /// Accounts and problems.
    pub imported: Imported,
    /// How many entries were decrypted.
    pub entries: usize,
}

impl App {
    /// Reads a store; without a folder, the usual one.
    pub fn import_store(
        &self,
        folder: Option<&Path>,
        tell: impl Fn(usize, usize),
    ) -> Result<StoreImport, Error> {
        let folder: PathBuf = match folder {
            Some(folder) => folder.to_owned(),
            None => self.system.environment.password_store().ok_or_else(|| {
                Error::usage(
                    "It is not known where the password store is",
                    "Name it: otp import --pass DIR",
                )
            })?,
        };
        let entries = pass_store::entries(&folder)
            .map_err(|error| Error::file(Exit::Input, "read", &folder, error))?;
        if entries.is_empty() {
            return Err(Error::new(
                Exit::Input,
                format!(
                    "There is no entry of a password store in {}",
                    shown(&folder)
                ),
                "It holds files that end in .gpg or .age.",
            ));
        }
        let mut drafts = Vec::new();
        let mut problems = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            tell(place + 1, entries.len());
            match pass_store::decrypt(entry, &self.system.environment) {
                Ok(text) => {
                    let text = String::from_utf8_lossy(&text);
                    let (mut found, bad) = divided(read_store_entry(&entry.name, &text));
                    drafts.append(&mut found);
                    problems.extend(bad.into_iter().map(|bad| format!("{}: {bad}", entry.name)));
                }
                Err(error @ StoreError::NotInstalled(_)) => {
                    return Err(Error::new(
                        Exit::Locked,
                        format!("The password store cannot be opened: {error}"),
                        "Install it, or import single entries: pass show NAME | otp import -",
                    ));
                }
                Err(error) => problems.push(format!("{}: {error}", entry.name)),
            }
        }
        let imported = Imported {
            format: "pass",
            app: "pass",
            drafts,
            problems,
        };
        Ok(StoreImport {
            imported,
            entries: entries.len(),
        })
    }
}
