//! Choice: the targets of an export as a person chooses among them, and the one way from a choice to files.

use std::path::{Path, PathBuf};

use super::export::{self, Exported};
use super::google::Series;
use crate::account::Account;
use crate::app::{App, Error, Exit};
use crate::formats::export::{Seal, TARGETS, Target};

/// A target.
pub struct Choice {
    /// The word for `--to`.
    pub name: &'static str,
    /// Whose file it is, for people.
    pub title: &'static str,
    /// Whether the secrets lie open in it.
    pub seal: Seal,
    /// How its file names end.
    pub ending: &'static str,
    how: How,
}

enum How {
    File(&'static Target),
    Codes,
    Age(&'static Target),
}

/// Every target, in the order in which they are shown.
pub fn choices() -> Vec<Choice> {
    let mut choices: Vec<Choice> = TARGETS
        .iter()
        .map(|target| Choice {
            name: target.name,
            title: target.title,
            seal: target.seal,
            ending: target.ending,
            how: How::File(target),
        })
        .collect();
    choices.push(Choice {
        name: "google",
        title: "Google Authenticator (QR codes)",
        seal: Seal::Open,
        ending: "png",
        how: How::Codes,
    });
    choices.extend(TARGETS.first().map(|links| Choice {
        name: "age",
        title: "otpauth links in an age file",
        seal: Seal::Password,
        ending: "age",
        how: How::Age(links),
    }));
    choices
}

/// The target of that name.
pub fn choice(name: &str) -> Option<Choice> {
    choices()
        .into_iter()
        .find(|choice| choice.name.eq_ignore_ascii_case(name))
}

/// An export that was compared with what it was made from, and is nowhere yet.
pub enum Made {
    /// One file.
    File(Exported),
    /// A series of QR codes.
    Codes(Series),
}

impl Made {
    /// How many accounts are in it.
    pub fn count(&self) -> usize {
        match self {
            Self::File(exported) => exported.count,
            Self::Codes(series) => series.count,
        }
    }

    /// A line for each account of which something is missing.
    pub fn left_out(&self) -> Vec<String> {
        match self {
            Self::File(exported) => export::lines(&exported.left_out),
            Self::Codes(series) => series.left_out.clone(),
        }
    }
}

impl App {
    /// Makes an export; the password is for those that are sealed.
    pub fn make_export(
        &self,
        choice: &Choice,
        accounts: &[&Account],
        password: Option<&str>,
    ) -> Result<Made, Error> {
        let made = match (&choice.how, password) {
            (How::File(target), _) => Made::File(self.export(target, accounts, password)?),
            (How::Age(inner), Some(password)) => {
                let mut exported = self.export(inner, accounts, None)?;
                exported.bytes = self.seal_export(&exported.bytes, password)?;
                Made::File(exported)
            }
            (How::Age(_), None) => {
                return Err(Error::usage("An age file needs a password", ""));
            }
            (How::Codes, _) => Made::Codes(self.google_series(accounts)?),
        };
        if made.count() == 0 {
            return Err(Error::new(
                Exit::Refused,
                format!("{} can hold none of these accounts", choice.title),
                "Choose another target.",
            )
            .with_details(made.left_out()));
        }
        Ok(made)
    }

    /// Puts an export into new files of the user's alone, and reads them again.
    pub fn keep_export(&self, made: &Made, file: &Path) -> Result<Vec<PathBuf>, Error> {
        match made {
            Made::File(exported) => {
                self.write_export(file, exported)?;
                Ok(vec![file.to_owned()])
            }
            Made::Codes(series) => self.write_pictures(file, &series.links),
        }
    }
}
