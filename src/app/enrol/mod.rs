//! Enrolling: what was found in links, pictures and text, how it stands to the vault, and adding it as one change.

pub mod dropped;
pub mod pictures;
pub mod relation;
pub mod sources;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::account::{Account, AccountId, Draft, Label, SecretText, title};
use crate::app::enrol::pictures::{PictureCodes, joined};
use crate::app::enrol::sources::shown;
use crate::app::{App, Error, Exit, Open, Relation};
use crate::formats::migration::MigrationError;
use crate::formats::{Problem, Reader, Report, text};
use crate::qr::{self, series::Part};
use crate::vault::{Change, Edit, Vault};

impl Found {
    /// How many accounts, and in which picture.
    pub fn summary(&self) -> String {
        let count = self.drafts.len();
        let noun = if count == 1 { "account" } else { "accounts" };
        let place = self
            .pictures
            .first()
            .and_then(|picture| picture.path.file_name())
            .map(|name| format!(" in {}", Label::new(&name.to_string_lossy())));
        format!("{count} {noun}{}", place.unwrap_or_default())
    }
}

impl Decision {
    /// What is added or put in place.
    pub fn draft(&self) -> &Draft {
        match self {
            Self::Add(draft) | Self::Replace(_, draft) => draft,
        }
    }
}

/// Where to look for accounts.
#[derive(Debug)]
pub enum Source {
    /// A link, a secret, any text.
    Text(SecretText),
    /// A picture; anything else is an error.
    Picture(PathBuf),
    /// A picture, a text file, a folder of pictures, or `-`.
    Path(PathBuf),
    /// The clipboard.
    Clipboard,
    /// The screen.
    Screen,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Accounts, in their order.
    pub drafts: Vec<Draft>,
    /// What could not be taken, one line each.
    pub problems: Vec<String>,
    /// What is to be checked, one line each.
    pub notes: Vec<String>,
    /// Pictures that hold secrets.
    pub pictures: Vec<Picture>,
    /// The codes were fine but no one-time codes: what they are and what to do.
    pub foreign: Vec<(String, String)>,
}

/// A picture that holds secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub path: PathBuf,
    /// Everything in it could be read.
    pub whole: bool,
}

/// A draft to add, and what it replaces.
#[derive(Debug, Clone)]
pub enum Decision {
    /// As a new account.
    Add(Draft),
    /// In place of the secret of an account.
    Replace(AccountId, Draft),
}

impl App {
    /// Looks through all sources. Unreadable ones are problems as long as anything else was found.
    pub fn find(&self, sources: &[Source]) -> Result<Found, Error> {
        check_arguments(sources)?;
        let mut search = Search::default();
        for source in sources {
            let looked = match source {
                Source::Text(text) => {
                    search.reader.add(text.expose());
                    Ok(())
                }
                Source::Picture(file) => self.look_at_picture(&mut search, file),
                Source::Path(path) => self.look_at_path(&mut search, path),
                Source::Clipboard => self.read_clipboard().map(|codes| search.add(codes)),
                Source::Screen => self.read_screen().map(|codes| search.add(codes)),
            };
            match looked {
                Err(error) if matches!(error.exit(), Exit::Usage | Exit::Interrupted) => {
                    return Err(error);
                }
                Err(error) => search.errors.push(error),
                Ok(()) => {}
            }
        }
        search.finish()
    }

    fn look_at_picture(&self, search: &mut Search, file: &Path) -> Result<(), Error> {
        let codes = self.read_picture(file)?;
        search.add_picture(file, codes);
        Ok(())
    }

    fn look_at_path(&self, search: &mut Search, path: &Path) -> Result<(), Error> {
        if path.is_dir() {
            for file in self.pictures_in(path)? {
                if let Err(error) = self.look_at_picture(search, &file) {
                    search.errors.push(error);
                }
            }
            return Ok(());
        }
        if path.as_os_str() != "-" && !path.exists() {
            return Err(missing(path));
        }
        let bytes = self.read_input(path)?;
        if qr::is_picture(&bytes) {
            let codes = self.picture_codes(&bytes, &shown(path))?;
            search.add_picture(path, codes);
            return Ok(());
        }
        let Some(text) = text::decode(&bytes) else {
            let what = format!("{}: neither a picture nor text", shown(path));
            return Err(Error::new(
                Exit::Input,
                what,
                "PNG, JPEG, WebP, GIF and BMP pictures and text can be read.",
            ));
        };
        search.reader.add(text.expose());
        Ok(())
    }
}

fn missing(path: &Path) -> Error {
    Error::new(
        Exit::Input,
        format!("There is no file {}", shown(path)),
        "Check the name. Links may be pasted at the prompt of `otp add`.",
    )
}

/// Words that are no files may be a secret given as arguments, in groups too: they are not repeated then.
fn check_arguments(sources: &[Source]) -> Result<(), Error> {
    let words = sources.iter().filter_map(|source| match source {
        Source::Path(path) if path.as_os_str() != "-" && !path.exists() => Some(path),
        _ => None,
    });
    let words: String = words.map(|path| path.to_string_lossy()).collect();
    let letters: String = words.replace(['-', ' ', '='], "");
    if letters.len() < 16 || !letters.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(());
    }
    Err(Error::usage(
        "That is no file; if it is a secret, it must not be an argument, where other users can read it",
        "Run `otp add` and paste it at the prompt; it may be in your shell's history now.",
    ))
}

/// Lower rooms write phrases; messages are sentences.
fn sentence(phrase: &str) -> String {
    format!("{}.", capitalised(phrase.trim_end_matches('.')))
}

fn capitalised(text: &str) -> String {
    crate::app::accounts::copy::capital(text)
}

#[derive(Default)]
struct Search {
    reader: Reader,
    errors: Vec<Error>,
    pictures: Vec<Picture>,
    parts: Vec<Part>,
    unread: Vec<String>,
    notes: Vec<String>,
}

impl Search {
    fn add(&mut self, codes: PictureCodes) {
        for text in &codes.texts {
            self.reader.add(text.expose());
        }
        self.parts.extend(codes.parts);
        self.unread.extend(codes.unread);
        self.notes.extend(codes.notes);
    }

    fn add_picture(&mut self, file: &Path, codes: PictureCodes) {
        let mut alone = Reader::default();
        for text in &codes.texts {
            alone.add(text.expose());
        }
        let whole = codes.unread.is_empty() && codes.parts.is_empty();
        self.add(codes);
        let report = alone.finish();
        if file.as_os_str() == "-" || report.drafts.is_empty() {
            return;
        }
        self.pictures.push(Picture {
            path: file.to_owned(),
            whole: whole
                && report.drafts.iter().all(Result::is_ok)
                && report.foreign().next().is_none(),
        });
    }

    fn finish(mut self) -> Result<Found, Error> {
        let joined = joined(self.parts);
        for text in &joined.texts {
            self.reader.add(text.expose());
        }
        self.errors.extend(joined.errors);
        self.notes.extend(joined.notes);
        let report = self.reader.finish();
        let mut found = from_report(report);
        found.problems.extend(self.unread);
        if found.drafts.is_empty() {
            return Err(nothing(found, self.errors));
        }
        found
            .problems
            .extend(self.errors.iter().map(|error| error.what().to_owned()));
        found.problems.extend(
            found
                .foreign
                .iter()
                .map(|(what, _)| format!("One text is {what}")),
        );
        found.pictures = self.pictures;
        found.notes = self.notes;
        Ok(found)
    }
}

/// Splits a report into what can be taken and lines about what cannot.
pub fn from_report(report: Report) -> Found {
    let mut found = Found {
        foreign: report
            .foreign()
            .map(|foreign| (foreign.what().to_owned(), sentence(foreign.advice())))
            .collect(),
        ..Found::default()
    };
    let incomplete = report.incomplete.iter();
    found
        .problems
        .extend(incomplete.map(|export| format!("{export}: scan it too")));
    for entry in report.drafts {
        match entry {
            Ok(draft) => found.drafts.push(draft),
            Err(error) if error.problem == Problem::Migration(MigrationError::LastPass) => {
                let what = "a LastPass Authenticator export, which cannot be read yet";
                let advice =
                    "Take each account over by the QR code or the secret that its site shows.";
                found.foreign.push((what.to_owned(), advice.to_owned()));
            }
            Err(error) => {
                let name = title(&error.issuer, &error.name);
                let name = if name.is_empty() {
                    String::new()
                } else {
                    format!(" ({name})")
                };
                found
                    .problems
                    .push(format!("Entry {}{name}: {}", error.place, error.problem));
            }
        }
    }
    found
}

/// The one error when nothing at all can be enrolled.
fn nothing(found: Found, mut errors: Vec<Error>) -> Error {
    if let [(what, advice)] = found.foreign.as_slice()
        && errors.is_empty()
        && found.problems.is_empty()
    {
        return Error::new(Exit::Input, format!("This is {what}"), advice.clone());
    }
    match (errors.len(), found.problems.len()) {
        (1, 0) => errors.remove(0),
        (0, 1) => {
            let what = found.problems.first().map(|line| {
                line.strip_prefix("Entry 1: ")
                    .map_or(line.clone(), capitalised)
            });
            Error::new(
                Exit::Input,
                what.unwrap_or_default(),
                "Copy the link again from the site, whole.",
            )
        }
        (0, 0) => Error::new(
            Exit::Input,
            "There is nothing to enrol in it",
            "It should hold an otpauth:// link, a secret or a QR code.",
        ),
        _ => {
            let mut lines: Vec<String> =
                errors.iter().map(|error| error.what().to_owned()).collect();
            lines.extend(found.problems);
            Error::new(
                Exit::Input,
                "Nothing could be enrolled",
                "Mend the inputs named above.",
            )
            .with_details(lines)
        }
    }
}

/// How each draft stands to the vault and to the drafts before it.
pub fn relations(vault: &Vault, drafts: &[Draft]) -> Vec<Relation> {
    drafts
        .iter()
        .map(|draft| Relation::of(draft, vault.accounts()))
        .collect()
}

impl Open {
    /// Carries out the decisions as one change, saved at once. Returns the accounts.
    pub fn enrol(
        &mut self,
        decisions: Vec<Decision>,
        tags: &[Label],
    ) -> Result<Vec<Account>, Error> {
        let mut ids = Vec::new();
        let mut changes = Vec::new();
        for decision in decisions {
            match decision {
                Decision::Add(mut draft) => {
                    let known: BTreeSet<Label> = draft.tags.iter().cloned().collect();
                    draft
                        .tags
                        .extend(tags.iter().filter(|tag| !known.contains(*tag)).cloned());
                    let id = self.new_id()?;
                    ids.push(id.clone());
                    changes.push(Change::Add {
                        id,
                        draft: Box::new(draft),
                    });
                }
                Decision::Replace(id, draft) => {
                    ids.push(id.clone());
                    changes.push(Change::Edit {
                        id,
                        edits: vec![Edit::Otp(Box::new(draft.otp))],
                    });
                }
            }
        }
        self.change(Change::Batch(changes))?;
        Ok(ids
            .iter()
            .filter_map(|id| self.vault().get(id))
            .cloned()
            .collect())
    }
}

/// Labels of drafts that have neither issuer nor name.
pub fn named(mut draft: Draft, name: &str) -> Draft {
    if draft.issuer.is_empty() && draft.name.is_empty() {
        draft.name = Label::new(name);
    }
    draft
}
