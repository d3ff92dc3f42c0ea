//! Questions of the command line: passphrases, secrets, notes and yes or no.

use crate::account::facts::Writing;
use crate::account::{Code, Note, SecretText};
use crate::app::{App, Error, Exit, Typed};

/// A secret, or a link that holds one, from stdin when that is no terminal, else from a hidden prompt.
pub fn secret(app: &App, question: &str, writing: Writing) -> Result<Typed, Error> {
    Typed::read(&hidden(app, question)?, writing)
}

/// The same, and the PIN: the line behind it on stdin, else another prompt.
pub fn secret_and_pin(
    app: &App,
    question: &str,
    writing: Writing,
) -> Result<(Typed, SecretText), Error> {
    if app.stdin_is_terminal() {
        let typed = secret(app, question, writing)?;
        return Ok((typed, pin(app)?));
    }
    let text = app.stdin_text()?;
    let (secret, rest) = text
        .expose()
        .split_once('\n')
        .unwrap_or((text.expose(), ""));
    let typed = Typed::read(&SecretText::from(secret), writing)?;
    Ok((typed, SecretText::from(rest.trim())))
}

/// The PIN of an account, typed unseen or fed; never empty.
pub fn pin(app: &App) -> Result<SecretText, Error> {
    let typed = hidden(app, "PIN (not shown)")?;
    some_pin(SecretText::from(typed.expose().trim()))
}

/// Refuses a PIN that is none.
pub fn some_pin(pin: SecretText) -> Result<SecretText, Error> {
    if pin.is_empty() {
        return Err(Error::usage(
            "Codes of this kind need a PIN",
            "Type it at the prompt, or feed it as the line behind the secret.",
        ));
    }
    Ok(pin)
}

/// Text that must not be seen: from stdin when that is no terminal, else from a hidden prompt.
pub fn hidden(app: &App, question: &str) -> Result<SecretText, Error> {
    if app.stdin_is_terminal() {
        return app.ask_secret(question);
    }
    app.stdin_text()
}

/// A one-time code: in arguments, typed unseen, or fed. Where there is none it is no try either.
pub fn code(app: &App, arguments: &[String]) -> Result<Code, Error> {
    let code = if arguments.is_empty() {
        Code::typed(hidden(app, "Code")?.expose())
    } else {
        Code::typed(&arguments.concat())
    };
    if code.as_str().is_empty() {
        return Err(Error::new(
            Exit::Rejected,
            "There is no code, so nothing was checked",
            "Type it at the prompt, or feed it on standard input.",
        ));
    }
    Ok(code)
}

/// The value of `--note`: the text itself, or stdin for `-`.
pub fn note(app: &App, value: &str) -> Result<Note, Error> {
    if value == "-" {
        return Ok(Note::new(app.stdin_text()?.expose()));
    }
    Ok(Note::new(value))
}
