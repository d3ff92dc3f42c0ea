//! `otp scan`: the text of every QR code in pictures, whatever it says; needs no vault.

use crate::account::Label;
use crate::app::{App, Error, Exit};
use crate::cli::{args, output::Output};

/// Prints the texts, one a line; a file without a code is an error after the others were read.
pub fn run(app: &App, out: &Output, args: &args::Scan) -> Result<Exit, Error> {
    let mut failed: Vec<Error> = Vec::new();
    for file in &args.files {
        let texts = match app.read_picture(file) {
            Ok(texts) => texts,
            Err(error) if matches!(error.exit(), Exit::Usage | Exit::Interrupted) => {
                return Err(error);
            }
            Err(error) => {
                failed.push(error);
                continue;
            }
        };
        for text in texts {
            if args.null {
                out.answer(text.expose())?;
                out.answer("\0")?;
            } else if out.is_terminal() {
                // A code made by a stranger must not move the cursor; a pipe gets it as it is.
                let lines: Vec<String> = text
                    .expose()
                    .lines()
                    .map(|line| Label::new(line).to_string())
                    .collect();
                out.line(&lines.join("\n"))?;
            } else {
                out.line(text.expose())?;
            }
        }
    }
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
