//! Passwords of other programs' files: given, or asked for when a file needs one, and tried on the next file too.

use std::path::Path;

use crate::account::SecretText;
use crate::app::transfer::import::{ExportFile, Imported, refusal};
use crate::app::{App, Error};
use crate::cli::output::Output;
use crate::formats::FileError;
use crate::formats::table::{Failure, Format};

/// How often a wrong password may be typed.
const TRIES: usize = 3;

/// The last password, and whether another may be asked for.
pub struct Passwords {
    last: Option<SecretText>,
    is_given: bool,
}

impl Passwords {
    /// From a file or descriptor, if one is named.
    pub fn given(app: &App, file: Option<&Path>, fd: Option<u32>) -> Result<Self, Error> {
        let given = app.password_given(file, fd)?;
        Ok(Self {
            is_given: given.is_some(),
            last: given,
        })
    }

    /// The one that is known already, until another is given or typed.
    pub fn or_known(mut self, known: Option<SecretText>) -> Self {
        self.last = self.last.or(known);
        self
    }

    /// The one that opened the last file, if it needed one.
    pub fn last(self) -> Option<SecretText> {
        self.last
    }

    /// Reads a file; asks where that helps.
    pub fn read(
        &mut self,
        app: &App,
        out: &Output,
        file: &ExportFile,
        format: Option<&'static Format>,
    ) -> Result<Imported, Error> {
        let mut tries = 0;
        loop {
            let told = format.or_else(|| file.format());
            let password = self.last.as_ref().map(App::password_of);
            let failure = match out.busy(&busy(told), || file.read(format, password.as_ref())) {
                Ok(imported) => return Ok(imported),
                Err(failure) => failure,
            };
            let wants = matches!(
                failure.error,
                FileError::NeedPassword | FileError::WrongPassword
            );
            // The first question is no try: nothing was typed for this file yet.
            let may_ask = wants && !self.is_given && app.can_ask() && tries < TRIES;
            if !may_ask {
                return Err(refusal(&file.shown, &failure));
            }
            if tries > 0 {
                out.essential("That password does not open it.");
            }
            tries += 1;
            self.last = Some(app.ask_password(&question(&file.shown, &failure))?);
        }
    }
}

/// What a spinner says while a file is opened.
fn busy(format: Option<&'static Format>) -> String {
    format.map_or("Reading".to_owned(), |format| {
        format!("Opening {}", format.title)
    })
}

fn question(shown: &str, failure: &Failure) -> String {
    let title = failure.format.map_or("export", |format| format.title);
    format!("Password of {shown} ({title})")
}
