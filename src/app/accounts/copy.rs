//! Copying a code, and saying honestly what became of it.

use crate::account::{Account, Code, capital};
use crate::app::{App, Error, Exit};
use crate::system::clipboard::{ClipboardError, Copied, Route};

impl App {
    /// Puts a code of an account on the clipboard; it is cleared after the time in the settings.
    pub fn copy(&self, account: &Account, code: &Code) -> Result<Copied, Error> {
        let copied = self.copy_text(code.as_str())?;
        self.note_use(account, code);
        Ok(copied)
    }

    /// Puts a code that came in a message on the clipboard; it is cleared after the time in the settings.
    pub fn copy_text(&self, code: &str) -> Result<Copied, Error> {
        let after = self.settings().clear_after.get();
        let copied = self.system.clipboard.copy(code, after);
        let copied = copied.map_err(copy_error)?;
        if copied.route.is_unconfirmed() {
            self.note_terminal_copy();
        }
        Ok(copied)
    }

    /// Looks for a way to copy before something is spent on it: the code of a counter comes only once.
    pub fn check_copying(&self) -> Result<(), Error> {
        self.system.clipboard.ready().map_err(copy_error)
    }
}

fn copy_error(error: ClipboardError) -> Error {
    let advice = match error {
        ClipboardError::Failed(Route::Command, _) => {
            "Fix copy-command in config.toml, or have the code printed instead."
        }
        _ => "Have the code printed instead, or set copy-command in config.toml.",
    };
    Error::new(Exit::Failed, capital(&error.to_string()), advice)
}

/// What to tell about a copy of `title`'s code.
pub fn copied_message(title: &str, copied: &Copied) -> String {
    let clears = match copied.clears_after {
        Some(after) => format!("clears in {} s", after.as_secs()),
        None => "nobody clears it".to_owned(),
    };
    if copied.route.is_unconfirmed() {
        return format!(
            "Asked the terminal to copy the code for {title} ({}; it gives no answer), {clears}.",
            copied.route
        );
    }
    format!("Copied the code for {title} ({}), {clears}.", copied.route)
}
