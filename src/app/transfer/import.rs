//! Import: files of other apps, from a path to entries. What they hold is decided by their content.

use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::account::{Draft, Label, SecretText, shorten, title};
use crate::app::enrol::input_name::input_name;
use crate::app::enrol::pictures::{PictureCodes, joined};
use crate::app::{App, Error, Exit};
use crate::formats::input::Input;
use crate::formats::password::Password;
use crate::formats::table::{self, Failure, Format, Import};
use crate::formats::{FileError, Report, text};
use crate::qr::{self, other_format::OtherFormat};
use crate::system::files::{self, Fingerprint};
use crate::system::user_files;
use crate::vault::limits;

/// Larger files are no exports.
const MAX: u64 = 64 << 20;
/// Letters of a name in a report.
const MAX_NAME: usize = 60;

/// A file to import, read but not understood yet.
pub struct ExportFile {
    /// How messages call it.
    pub shown: String,
    /// Its own name, without its folder.
    pub(super) name: String,
    /// Where its neighbours are.
    pub(super) folder: Option<PathBuf>,
    /// Its content.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// How files beside it are read.
    beside: fn(&Path) -> Option<Zeroizing<Vec<u8>>>,
}

/// What the user named.
pub struct ExportFiles {
    /// In their order; the texts of all pictures are the last.
    pub files: Vec<ExportFile>,
    /// What seems to be in the pictures and could not be read, a line each.
    pub unread: Vec<String>,
}

/// What came out of a file.
#[derive(Debug)]
pub struct Imported {
    /// The name of its format.
    pub format: &'static str,
    /// Whose file it was.
    pub app: &'static str,
    /// Accounts, in their order.
    pub drafts: Vec<Draft>,
    /// What could not be taken, a phrase each.
    pub problems: Vec<String>,
}

impl App {
    /// Reads what the user named: files, `-`, and folders, whose files are all looked at. Pictures are read at once,
    /// and the texts of all of them together are one file: exports are spread over several QR codes.
    pub fn export_files(&self, paths: &[PathBuf]) -> Result<ExportFiles, Error> {
        let (mut files, mut unread) = (Vec::new(), Vec::new());
        let mut texts = Zeroizing::new(String::new());
        let mut parts = Vec::new();
        for path in files_of(paths)? {
            let bytes = if path.as_os_str() == "-" {
                self.stdin_bytes()?
            } else {
                user_files::read(&path, MAX)
                    .map_err(|error| Error::file(Exit::Input, "read", &path, error))?
            };
            let name = path.file_name().map(|name| name.to_string_lossy());
            let name = name.unwrap_or_default().into_owned();
            let pictured = if qr::is_picture(&bytes) {
                Some(self.picture_codes(&bytes, &input_name(&path), Some(&path))?)
            } else {
                self.page_codes(&name, &bytes)
            };
            if let Some(codes) = pictured {
                for text in &codes.texts {
                    texts.push_str(text.expose());
                    texts.push('\n');
                }
                unread.extend(codes.unread);
                parts.extend(codes.parts);
                continue;
            }
            files.push(ExportFile {
                shown: input_name(&path),
                name,
                folder: path.parent().map(Path::to_owned),
                bytes,
                beside: |path| user_files::read(path, MAX).ok(),
            });
        }
        let joined = joined(parts);
        for text in &joined.texts {
            texts.push_str(text.expose());
            texts.push('\n');
        }
        unread.extend(joined.errors.iter().map(|error| error.what().to_owned()));
        if !texts.is_empty() {
            files.push(ExportFile {
                shown: "the QR codes".to_owned(),
                name: "codes.txt".to_owned(),
                folder: None,
                bytes: Zeroizing::new(texts.as_bytes().to_vec()),
                beside: |_| None,
            });
        }
        Ok(ExportFiles { files, unread })
    }
}

impl App {
    /// The QR codes of a web page that holds nothing else: the printable exports of Aegis, Ente Auth and Raivo.
    fn page_codes(&self, name: &str, bytes: &[u8]) -> Option<PictureCodes> {
        let failure = table::read(&Input::new(name, bytes), None, None).err()?;
        let is_page = failure.format.is_some_and(|format| format.name == "html");
        if !is_page || failure.error != FileError::NoOtp {
            return None;
        }
        let page = text::decode(bytes)?;
        let mut codes = self.embedded_codes(page.expose())?.ok()?;
        codes.texts.retain(|text| *text != page);
        (!codes.texts.is_empty()).then_some(codes)
    }
}

fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut within = user_files::list(path)
            .map_err(|error| Error::file(Exit::Input, "read", path, error))?;
        within.retain(|file| file.is_file() && !is_log(file));
        within.sort();
        files.append(&mut within);
    }
    Ok(files)
}

/// What a database that lies beside it has not taken in yet: it is read with that.
fn is_log(file: &Path) -> bool {
    let name = file.to_string_lossy();
    let database = ["-wal", "-shm"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    database.is_some_and(|database| Path::new(database).is_file())
}

impl ExportFile {
    /// A regular file, whose neighbours are regular files too: a source is opened unasked, again and again, so no pipe
    /// may hold it and no link lead out of its folder.
    pub(super) fn regular(path: &Path) -> Result<(Self, Fingerprint), files::FileError> {
        let Some((bytes, fingerprint)) = files::read(path, MAX)? else {
            let gone = std::io::ErrorKind::NotFound.into();
            return Err(files::FileError::reading(path, gone));
        };
        let name = path.file_name().map(|name| name.to_string_lossy());
        let file = Self {
            shown: input_name(path),
            name: name.unwrap_or_default().into_owned(),
            folder: path.parent().map(Path::to_owned),
            bytes: Zeroizing::new(bytes),
            beside: |path| {
                let is_link = path.is_symlink();
                let read = files::read(path, MAX).ok().flatten();
                read.filter(|_| !is_link)
                    .map(|(bytes, _)| Zeroizing::new(bytes))
            },
        };
        Ok((file, fingerprint))
    }

    /// It does not open without a password.
    pub fn needs_password(&self) -> bool {
        let wants = |failure: Failure| {
            let error = failure.error;
            matches!(error, FileError::NeedPassword | FileError::WrongPassword)
        };
        self.read(None, None).is_err_and(wants)
    }

    /// It is no text with accounts but a picture, which may show some.
    pub(super) fn is_picture(&self) -> bool {
        qr::is_picture(&self.bytes) || OtherFormat::of(&self.bytes).is_some()
    }

    /// A text that somebody pasted.
    pub(super) fn of_text(text: &SecretText) -> Self {
        Self {
            shown: "the text".to_owned(),
            name: String::new(),
            folder: None,
            bytes: Zeroizing::new(text.expose().as_bytes().to_vec()),
            beside: |_| None,
        }
    }

    /// The format that its content is in.
    pub fn format(&self) -> Option<&'static Format> {
        self.with_input(table::detect)
    }

    /// Reads it as `format`, or as what its content says.
    pub fn read(
        &self,
        format: Option<&'static Format>,
        password: Option<&Password>,
    ) -> Result<Imported, Failure> {
        self.with_input(|input| table::read(input, format, password))
            .map(imported)
    }

    fn with_input<T>(&self, run: impl FnOnce(&Input) -> T) -> T {
        let beside = |name: &str| {
            // Only ever a plain name: a list in a file leads nowhere else.
            let is_plain = Path::new(name).file_name().is_some_and(|own| own == name);
            let folder = self.folder.as_ref().filter(|_| is_plain)?;
            (self.beside)(&folder.join(name))
        };
        run(&Input::new(&self.name, &self.bytes).with_beside(&beside))
    }
}

fn imported(import: Import) -> Imported {
    let (drafts, problems) = divided(import.report);
    Imported {
        format: import.format.name,
        app: import.format.app(),
        drafts,
        problems,
    }
}

/// Accounts, and what could not be taken, a phrase each.
pub(super) fn divided(report: Report) -> (Vec<Draft>, Vec<String>) {
    let mut drafts = Vec::new();
    let mut problems = Vec::new();
    for (place, entry) in (1..).zip(report.drafts) {
        match entry {
            // One that no vault takes must not keep the others out.
            Ok(draft) => match limits::check_draft(&draft) {
                Ok(()) => drafts.push(draft),
                Err(beyond) => problems.push(told(place, &draft.issuer, &draft.name, &beyond)),
            },
            Err(error) => {
                problems.push(told(
                    error.place,
                    &error.issuer,
                    &error.name,
                    &error.problem,
                ));
            }
        }
    }
    problems.extend(
        report
            .incomplete
            .iter()
            .map(|export| format!("{export}: scan it too")),
    );
    (drafts, problems)
}

fn told(place: usize, issuer: &Label, name: &Label, problem: &impl fmt::Display) -> String {
    let name = title(issuer, name);
    if name.is_empty() {
        return format!("entry {place}: {problem}");
    }
    let name = shorten::first(&name, MAX_NAME, "...");
    format!("entry {place} ({name}): {problem}")
}

/// What to tell about a file that gave nothing.
pub fn refusal(shown: &str, failure: &Failure) -> Error {
    let exit = match failure.error {
        FileError::NeedPassword | FileError::WrongPassword => Exit::Locked,
        FileError::Refused(_) => Exit::Refused,
        _ => Exit::Input,
    };
    let format = match failure.format {
        Some(format) if !matches!(failure.error, FileError::Unsupported { .. }) => {
            format!(" (read as {})", format.title)
        }
        _ => String::new(),
    };
    Error::new(
        exit,
        format!("{shown}: {}{format}", failure.error),
        failure.error.advice(),
    )
}
