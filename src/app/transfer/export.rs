//! Export: accounts written for another app into a new file of the user's alone, then read back and compared.

use std::path::Path;

use zeroize::Zeroizing;

use crate::account::{Account, Draft, SecretText, shown};
use crate::app::{App, Error, Exit};
use crate::formats::FileError;
use crate::formats::export::{Export, Target, Tools, seal_with_age};
use crate::formats::input::Input;
use crate::formats::table;
use crate::qr::draw::svg_of;

/// An export that was compared with what it was made from, and is nowhere yet.
pub struct Made {
    /// What is written.
    pub content: Content,
    /// How many accounts are in it.
    pub count: usize,
    /// A line for each account of which something is missing.
    pub left_out: Vec<String>,
}

/// What an export is written as.
pub enum Content {
    /// One file.
    File(Zeroizing<Vec<u8>>),
    /// A series of links, one a QR code, in order.
    Codes(Vec<SecretText>),
}

impl App {
    /// Writes the accounts for `target` and reads them back.
    pub(super) fn export(
        &self,
        target: &Target,
        accounts: &[&Account],
        password: Option<&SecretText>,
    ) -> Result<Made, Error> {
        let no_numbers = std::cell::Cell::new(false);
        let mut random = |bytes: &mut [u8]| {
            if getrandom::fill(bytes).is_err() {
                no_numbers.set(true);
            }
        };
        let mut tools = Tools {
            now: self.now(),
            random: &mut random,
            password: password.map(|password| password.expose().as_bytes()),
            draw: &svg_of,
        };
        let export = target.write(accounts, &mut tools).map_err(|error| {
            Error::new(
                Exit::Failed,
                format!("{}: {error}", target.title),
                error.advice(),
            )
        })?;
        if no_numbers.get() {
            return Err(crate::app::random::no_randomness());
        }
        check(target, accounts, &export, password)?;
        let left_out = export.left_out.iter();
        let left_out = left_out.map(|left| format!("{}: {}", left.title, left.lost.message()));
        Ok(Made {
            count: export.kept.len(),
            left_out: left_out.collect(),
            content: Content::File(export.bytes),
        })
    }

    /// Puts an export into a file that must not be there yet, and reads the file again.
    pub(super) fn write_export(&self, file: &Path, bytes: &[u8]) -> Result<(), Error> {
        self.write_new_private_file(file, bytes)?;
        let written = self.read_input(file)?;
        if written.as_slice() == bytes {
            return Ok(());
        }
        Err(Error::new(
            Exit::Failed,
            format!("{} does not hold what was written to it", shown(file)),
            "Remove it and write it to another disk.",
        ))
    }
}

/// Puts an export into an age file, and opens that again.
pub(super) fn sealed(made: Made, password: &SecretText) -> Result<Made, Error> {
    let Content::File(bytes) = &made.content else {
        return Ok(made);
    };
    let failed =
        |error: FileError| Error::new(Exit::Failed, format!("age: {error}"), error.advice());
    let sealed = seal_with_age(bytes, password.expose()).map_err(failed)?;
    let input = Input::new("export.age", &sealed);
    let password = App::password_of(password);
    table::read(&input, table::by_name("age"), Some(&password))
        .map_err(|failure| failed(failure.error))?;
    Ok(Made {
        content: Content::File(sealed),
        ..made
    })
}

/// Our own importer must find every account again, with the same codes.
fn check(
    target: &Target,
    accounts: &[&Account],
    export: &Export,
    password: Option<&SecretText>,
) -> Result<(), Error> {
    if export.kept.is_empty() {
        return Ok(());
    }
    let failed = |why: String| {
        Error::new(
            Exit::Failed,
            format!("The export for {} cannot be read back: {why}", target.title),
            "Nothing was written. Choose another target with --to, and report this.",
        )
    };
    let input = Input::new("export", &export.bytes);
    let password = password.map(App::password_of);
    let import = table::read(&input, table::by_name(target.reads_as), password.as_ref())
        .map_err(|failure| failed(failure.error.to_string()))?;
    let found: Vec<Draft> = import.report.drafts.into_iter().flatten().collect();
    let kept = export.kept.iter().filter_map(|place| accounts.get(*place));
    for account in kept {
        let is_there = found.iter().any(|draft| draft.otp == account.otp);
        if !is_there {
            return Err(failed(format!("{} is missing", account.title())));
        }
    }
    if found.len() == export.kept.len() {
        return Ok(());
    }
    Err(failed(format!(
        "{} entries instead of {}",
        found.len(),
        export.kept.len()
    )))
}
