//! `otp scan`: the text of every QR code in pictures, whatever it says; needs no vault.

use crate::account::Label;
use crate::app::{App, Error, Exit};
use crate::cli::{args, output::Output};

/// Prints the texts, one a line; a file without a code is an error after the others were read.
pub fn run(app: &App, out: &Output, args: &args::Scan) -> Result<Exit, Error> {
    let mut failed: Vec<String> = Vec::new();
    for file in &args.files {
        let texts = match app.read_picture(file) {
            Ok(texts) => texts,
            Err(error) if matches!(error.exit(), Exit::Usage | Exit::Interrupted) => {
                return Err(error);
            }
            Err(error) => {
                failed.push(error.what().to_owned());
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
    match failed.as_slice() {
        [] => Ok(Exit::Ok),
        [only] => Err(Error::new(
            Exit::Input,
            only.clone(),
            "Try a sharper or larger picture, with the whole code in it.",
        )),
        several => Err(Error::new(
            Exit::Input,
            format!(
                "{} of {} pictures gave no code",
                several.len(),
                args.files.len()
            ),
            "Try sharper or larger pictures, with the whole code in them.",
        )
        .with_details(failed)),
    }
}
