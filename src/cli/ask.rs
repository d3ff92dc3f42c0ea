//! Questions of the command line: passphrases, secrets, notes and yes or no.

use crate::account::facts::Writing;
use crate::account::{Code, Note, SecretText};
use crate::app::{App, Error, Typed};

/// A secret, or a link that holds one, from stdin when that is no terminal, else from a hidden prompt.
pub fn secret(app: &App, question: &str, writing: Writing) -> Result<Typed, Error> {
    Typed::read(&hidden(app, question)?, writing)
}

/// Text that must not be seen: from stdin when that is no terminal, else from a hidden prompt.
pub fn hidden(app: &App, question: &str) -> Result<SecretText, Error> {
    if app.stdin_is_terminal() {
        return app.ask_secret(question);
    }
    app.stdin_text()
}

/// A one-time code, typed unseen or fed.
pub fn code(app: &App) -> Result<Code, Error> {
    Ok(Code::typed(hidden(app, "Code")?.expose()))
}

/// The value of `--note`: the text itself, or stdin for `-`.
pub fn note(app: &App, value: &str) -> Result<Note, Error> {
    if value == "-" {
        return Ok(Note::new(app.stdin_text()?.expose()));
    }
    Ok(Note::new(value))
}
