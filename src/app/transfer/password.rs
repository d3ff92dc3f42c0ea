//! Passwords of other apps' files: from a file or a descriptor, else typed unseen.

use std::path::Path;

use age::secrecy::ExposeSecret;

use crate::account::SecretText;
use crate::app::open::ask;
use crate::app::{App, Error, Exit};
use crate::formats::password::Password;
use crate::system::secret_file;

impl App {
    /// Asks for the password of a file.
    pub fn ask_password(&self, question: &str) -> Result<SecretText, Error> {
        let typed = self.ask_passphrase(&format!("{question}: "))?;
        Ok(SecretText::from(typed.expose_secret()))
    }

    /// A password as the formats take it.
    pub fn password_of(text: &SecretText) -> Password {
        Password::new(text.expose())
    }

    /// The password for a new encrypted file: the given one, else typed twice.
    pub fn new_password(&self, file: Option<&Path>, fd: Option<u32>) -> Result<SecretText, Error> {
        if let Some(given) = self.password_given(file, fd)? {
            return Ok(given);
        }
        let typed = self.ask_twice("Password for the export: ", |typed| {
            if typed.expose_secret().is_empty() {
                return Err(Error::new(
                    Exit::Refused,
                    "The password is empty",
                    "Choose one of several words.",
                ));
            }
            Ok(())
        })?;
        Ok(SecretText::from(typed.expose_secret()))
    }

    /// The password that was given, if one was: from a file or a descriptor; `-` and 0 are standard input, which nobody
    /// else may read then.
    pub fn password_given(
        &self,
        file: Option<&Path>,
        fd: Option<u32>,
    ) -> Result<Option<SecretText>, Error> {
        let is_stdin = file.map_or(fd == Some(0), |file| file.as_os_str() == "-");
        let given = match (file, fd) {
            _ if is_stdin => {
                self.claim_stdin()?;
                secret_file::read_passphrase_from(0)
            }
            (Some(file), _) => secret_file::read_passphrase(file),
            (_, Some(number)) => secret_file::read_passphrase_from(number),
            _ => return Ok(None),
        };
        let text = given.map_err(|error| ask::unreadable("password", &error))?;
        Ok(Some(SecretText::from(text.expose_secret())))
    }
}
