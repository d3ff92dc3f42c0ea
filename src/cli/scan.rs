//! `otp scan`: the text of every QR code in pictures, whatever it says; needs no vault.

use crate::account::SecretText;
use crate::app::enrol::pictures::joined;
use crate::app::{App, Error, Exit};
use crate::cli::{args, output::Output};

/// Prints the texts, one a line; a file without a code is an error after the others were read.
pub fn run(app: &App, out: &Output, args: &args::Scan) -> Result<Exit, Error> {
    let mut failed: Vec<Error> = Vec::new();
    let mut parts = Vec::new();
    for file in &args.files {
        let codes = match app.read_picture(file) {
            Ok(codes) => codes,
            Err(error) if matches!(error.exit(), Exit::Usage | Exit::Interrupted) => {
                return Err(error);
            }
            Err(error) => {
                failed.push(error);
                continue;
            }
        };
        parts.extend(codes.parts);
        for line in codes.unread.iter().chain(&codes.notes) {
            out.warn(&format!("{line}."));
        }
        tell(out, args, &codes.texts)?;
    }
    let joined = joined(parts);
    for line in &joined.notes {
        out.warn(&format!("{line}."));
    }
    tell(out, args, &joined.texts)?;
    failed.extend(joined.errors);
    if failed.len() < 2 {
        return failed.pop().map_or(Ok(Exit::Ok), Err);
    }
    let what = format!(
        "{} of {} pictures gave no code",
        failed.len(),
        args.files.len()
    );
    let advice = "Try sharper or larger pictures, with the whole code in them.";
    let lines = failed.iter().map(|error| error.what().to_owned());
    Err(Error::new(Exit::Input, what, advice).with_details(lines.collect()))
}

fn tell(out: &Output, args: &args::Scan, texts: &[SecretText]) -> Result<(), Error> {
    for text in texts {
        if args.null {
            out.secret_ended_by_null(text)?;
        } else {
            out.secret(text)?;
        }
    }
    Ok(())
}
