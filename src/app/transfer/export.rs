//! Export: accounts written for another app into a new file of the user's alone, then read back and compared.

use std::path::Path;

use zeroize::Zeroizing;

use crate::account::{Account, Draft, shown};
use crate::app::{App, Error, Exit};
use crate::formats::FileError;
use crate::formats::export::{Export, LeftOut, Target, Tools, seal_with_age};
use crate::formats::input::Input;
use crate::formats::password::Password;
use crate::formats::table;
use crate::qr::draw::svg_of;

/// An export that was compared with what it was made from.
pub struct Exported {
    /// The file's content.
    pub bytes: Zeroizing<Vec<u8>>,
    /// How many accounts are in it.
    pub count: usize,
    /// What the target cannot hold.
    pub left_out: Vec<LeftOut>,
}

impl App {
    /// Writes the accounts for `target` and reads them back.
    pub fn export(
        &self,
        target: &Target,
        accounts: &[&Account],
        password: Option<&str>,
    ) -> Result<Exported, Error> {
        let no_numbers = std::cell::Cell::new(false);
        let mut random = |bytes: &mut [u8]| {
            if getrandom::fill(bytes).is_err() {
                no_numbers.set(true);
            }
        };
        let mut tools = Tools {
            now: self.now(),
            random: &mut random,
            password: password.map(str::as_bytes),
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
            return Err(crate::app::open::create::no_randomness());
        }
        check(target, accounts, &export, password)?;
        Ok(Exported {
            count: export.kept.len(),
            bytes: export.bytes,
            left_out: export.left_out,
        })
    }

    /// Puts an export into an age file, and opens that again.
    pub fn seal_export(&self, bytes: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
        let failed =
            |error: FileError| Error::new(Exit::Failed, format!("age: {error}"), error.advice());
        let sealed = seal_with_age(bytes, password).map_err(failed)?;
        let input = Input::new("export.age", &sealed);
        table::read(
            &input,
            table::by_name("age"),
            Some(&Password::new(password)),
        )
        .map_err(|failure| failed(failure.error))?;
        Ok(sealed)
    }

    /// Puts an export into a file that must not be there yet, and reads the file again.
    pub fn write_export(&self, file: &Path, exported: &Exported) -> Result<(), Error> {
        self.write_new_private_file(file, &exported.bytes)?;
        let written = self.read_input(file)?;
        if *written == *exported.bytes {
            return Ok(());
        }
        Err(Error::new(
            Exit::Failed,
            format!("{} does not hold what was written to it", shown(file)),
            "Remove it and write it to another disk.",
        ))
    }
}

/// Our own importer must find every account again, with the same codes.
fn check(
    target: &Target,
    accounts: &[&Account],
    export: &Export,
    password: Option<&str>,
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
    let password = password.map(Password::new);
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

/// A line for each account of which something is missing.
pub fn lines(left_out: &[LeftOut]) -> Vec<String> {
    left_out
        .iter()
        .map(|left| format!("{}: {}", left.title, left.lost.message()))
        .collect()
}
