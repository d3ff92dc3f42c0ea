//! Questions of the command line: passphrases, secrets, notes and yes or no.

use crate::account::{Note, Secret, SecretText};
use crate::app::{App, Error, Exit};

/// A secret from stdin when that is no terminal, else from a hidden prompt.
pub fn secret(app: &App, question: &str) -> Result<Secret, Error> {
    let text = hidden(app, question)?;
    Secret::from_base32(text.expose()).map_err(|reason| {
        let mut what = reason.to_string();
        what.replace_range(..1, "T");
        Error::new(
            Exit::Input,
            what,
            "Copy it again from the site; spaces, dashes and case do not matter.",
        )
    })
}

/// Text that must not be seen: from stdin when that is no terminal, else from a hidden prompt.
pub fn hidden(app: &App, question: &str) -> Result<SecretText, Error> {
    if app.stdin_is_terminal() {
        return app.ask_secret(question);
    }
    app.stdin_text()
}

/// The value of `--note`: the text itself, or stdin for `-`.
pub fn note(app: &App, value: &str) -> Result<Note, Error> {
    if value == "-" {
        return Ok(Note::new(app.stdin_text()?.expose()));
    }
    Ok(Note::new(value))
}
