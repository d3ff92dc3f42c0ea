//! Typing a code into the window that has the focus.

use crate::account::{Account, Code, capital};
use crate::app::{App, Error, Exit};
use crate::system::typing::{self, TypingError};

impl App {
    /// Types a code of an account where the cursor is; the name of the program that did it.
    pub fn type_code(&self, account: &Account, code: &Code) -> Result<&'static str, Error> {
        let tool = typing::type_text(&self.system.environment, code.as_str());
        let tool = tool.map_err(|error| typing_error(&error))?;
        self.note_use(account, code);
        Ok(tool)
    }

    /// Looks for a way to type before something is spent on it: the code of a counter comes only once.
    pub fn check_typing(&self) -> Result<(), Error> {
        typing::ready(&self.system.environment).map_err(|error| typing_error(&error))
    }
}

fn typing_error(error: &TypingError) -> Error {
    let advice = match error {
        TypingError::NoDesktop => "Have the code copied or printed instead.",
        TypingError::NotInstalled(_) => {
            "Install one: wtype for Wayland, xdotool for X11, ydotool for both. Or have the code copied."
        }
        TypingError::Failed(_) => {
            "The compositor may forbid it, or ydotool's service does not run. Have the code copied instead."
        }
    };
    Error::new(Exit::Failed, capital(&error.to_string()), advice)
}
