//! What is typed or pasted where a secret is asked for: the secret, in one line or several, or a link that holds it.

use crate::account::facts::Writing;
use crate::account::{Draft, SecretError, SecretText, base32, capital};
use crate::app::{Error, Exit};
use crate::formats::Reader;

/// What was typed.
#[derive(Debug)]
pub enum Typed {
    /// A key, not yet looked at, in one line.
    Secret(SecretText),
    /// A link: it says its settings itself.
    Account(Box<Draft>),
}

impl Typed {
    /// Looks at what was typed. What stands behind a secret and may belong to it or not is an error, so that half of
    /// one is never taken for the whole.
    pub fn read(text: &SecretText, writing: Writing) -> Result<Self, Error> {
        if !text.expose().contains("://") {
            let joined = base32::join_lines(text.expose()).map_err(secret_error)?;
            return Ok(Self::Secret(SecretText::from(joined.as_str())));
        }
        let mut reader = Reader::for_keys(writing);
        reader.add(text.expose());
        let mut entries = reader.finish().drafts;
        match (entries.pop(), entries.len()) {
            (Some(Ok(draft)), 0) => Ok(Self::Account(Box::new(draft))),
            (Some(Err(error)), 0) => Err(Error::new(
                Exit::Input,
                capital(&error.problem.to_string()),
                error.problem.advice(),
            )),
            (Some(_), _) => Err(Error::new(
                Exit::Input,
                "That holds more than one account",
                "Give one secret or one link here; `otp add` takes several.",
            )),
            (None, _) => Err(Error::new(
                Exit::Input,
                "That is neither a secret nor a link to one",
                "Copy the secret from the site; spaces, dashes and case do not matter.",
            )),
        }
    }
}

/// A bad secret, told as an error.
pub fn secret_error(error: SecretError) -> Error {
    Error::new(Exit::Input, capital(&error.to_string()), error.advice())
}
