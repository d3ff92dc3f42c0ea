//! Choice: the targets of an export as a person chooses among them, and the one way from a choice to files.

use std::path::{Path, PathBuf};

use super::export::{Content, Made, sealed};
use super::google::google_series;
use crate::account::{Account, SecretText};
use crate::app::{App, Error, Exit};
use crate::formats::export::{Seal, TARGETS, Target};

/// A target.
#[derive(Clone, Copy)]
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

#[derive(Clone, Copy)]
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

impl App {
    /// Makes an export; the password is for those that are sealed.
    pub fn make_export(
        &self,
        choice: &Choice,
        accounts: &[&Account],
        password: Option<&SecretText>,
    ) -> Result<Made, Error> {
        let made = match (&choice.how, password) {
            (How::File(target), _) => self.export(target, accounts, password)?,
            (How::Age(inner), Some(password)) => {
                sealed(self.export(inner, accounts, None)?, password)?
            }
            (How::Age(_), None) => {
                return Err(Error::usage("An age file needs a password", ""));
            }
            (How::Codes, _) => google_series(accounts)?,
        };
        if made.count == 0 {
            return Err(Error::new(
                Exit::Refused,
                format!("{} can hold none of these accounts", choice.title),
                "Choose another target.",
            )
            .with_details(made.left_out));
        }
        Ok(made)
    }

    /// Puts an export into new files of the user's alone, and reads them again.
    pub fn keep_export(&self, made: &Made, file: &Path) -> Result<Vec<PathBuf>, Error> {
        match &made.content {
            Content::File(bytes) => {
                self.write_export(file, bytes)?;
                Ok(vec![file.to_owned()])
            }
            Content::Codes(links) => self.write_pictures(file, links),
        }
    }
}
