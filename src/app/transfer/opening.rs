//! Opening other apps' files step by step, for an interface that must not stop at a question: what can be read is
//! read, what needs a password comes back and waits for it.

use std::fmt;
use std::path::Path;

use super::import::{ExportFile, Imported, refusal};
use crate::account::{SecretText, shown};
use crate::app::enrol::Source;
use crate::app::enrol::dropped::sources;
use crate::app::{App, Error, Exit};
use crate::formats::FileError;
use crate::formats::password::Password;
use crate::formats::table::{Format, Listed};

/// What became of the files that were named.
#[derive(Debug, Default)]
pub struct Opened {
    /// What they held.
    pub read: Vec<Imported>,
    /// Files that need a password.
    pub locked: Vec<Locked>,
    /// Why others gave nothing, a line each.
    pub refused: Vec<String>,
}

/// A file that waits for its password.
pub struct Locked {
    file: ExportFile,
    /// Whose file it is.
    pub title: &'static str,
    several: Several,
}

/// Whether problems have to say which file they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Several {
    Yes,
    No,
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locked")
    }
}

/// What a password brought.
#[derive(Debug)]
pub enum Unlocked {
    /// It fits.
    Read(Imported),
    /// It does not; the file waits for another.
    Wrong(Locked),
}

impl Locked {
    /// How messages call the file.
    pub fn shown(&self) -> &str {
        &self.file.shown
    }

    /// Tries a password. Takes as long as the app that wrote the file wants it to.
    pub fn unlock(self, password: &Password) -> Result<Unlocked, Error> {
        match self.file.read(None, Some(password)) {
            Ok(imported) => Ok(Unlocked::Read(named(&self.file, imported, self.several))),
            Err(failure) if failure.error == FileError::WrongPassword => Ok(Unlocked::Wrong(self)),
            Err(failure) => Err(refusal(&self.file.shown, &failure)),
        }
    }
}

impl App {
    /// True when something that somebody typed, pasted or dropped is another app's export.
    pub fn has_export(&self, typed: &SecretText) -> bool {
        sources(self, typed).iter().any(|source| match source {
            Source::Path(path) => ExportFile::regular(path).is_ok_and(|(file, _)| is_export(&file)),
            Source::Text(text) => is_export(&ExportFile::of_text(text)),
            Source::Picture(_) | Source::Clipboard | Source::Screen => false,
        })
    }

    /// Reads what somebody typed, pasted or dropped: paths of files and folders, or a text that is an export itself.
    pub fn open_exports(&self, typed: &SecretText) -> Result<Opened, Error> {
        let mut opened = Opened::default();
        let mut paths = Vec::new();
        let mut files = Vec::new();
        for source in sources(self, typed) {
            match source {
                Source::Path(path) => paths.push(path),
                Source::Text(text) => files.push(ExportFile::of_text(&text)),
                Source::Picture(_) | Source::Clipboard | Source::Screen => {}
            }
        }
        let named_files = self.export_files(&paths)?;
        files.extend(named_files.files);
        opened.refused.extend(named_files.unread);
        let several = match files.len() {
            0 | 1 => Several::No,
            _ => Several::Yes,
        };
        let mut first = None;
        for mut file in files {
            // On a screen the name alone tells which.
            if file.folder.is_some() {
                file.shown = shown(Path::new(&file.name)).to_string();
            }
            match file.read(None, None) {
                Ok(imported) => opened.read.push(named(&file, imported, several)),
                Err(failure) if failure.error == FileError::NeedPassword => {
                    let title = failure.format.map_or("export", |format| format.title);
                    opened.locked.push(Locked {
                        file,
                        title,
                        several,
                    });
                }
                Err(failure) => {
                    let error = refusal(&file.shown, &failure);
                    opened.refused.push(error.what().to_owned());
                    first.get_or_insert(error);
                }
            }
        }
        if !opened.read.is_empty() || !opened.locked.is_empty() {
            return Ok(opened);
        }
        Err(match (first, opened.refused.as_slice()) {
            (Some(error), [_]) => error,
            (_, []) => Error::new(Exit::Input, "There is no file there", "Name one that is."),
            (_, lines) => {
                Error::new(Exit::Input, "Nothing can be imported", "").with_details(lines.to_vec())
            }
        })
    }
}

/// Formats that the add field reads as well, or that a bare secret or any data could be taken for.
const ADDED: [&str; 6] = [
    "uri-list",
    "prose",
    "google-migration",
    "pass-entry",
    "totp-authenticator",
    "andotp-encrypted",
];

/// True for another app's export, which is imported and not looked through for links.
fn is_export(file: &ExportFile) -> bool {
    let is_one = |format: &Format| format.listed != Listed::No && !ADDED.contains(&format.name);
    !file.is_picture() && file.format().is_some_and(is_one)
}

/// Problems with the file they are in, where there are several.
fn named(file: &ExportFile, mut imported: Imported, several: Several) -> Imported {
    if several == Several::Yes {
        for problem in &mut imported.problems {
            *problem = format!("{}, {problem}", file.shown);
        }
    }
    imported
}
