//! Prompt: questions to the person at the controlling terminal, whatever stdin and stdout are.

use std::io::PipeReader;
use std::time::Duration;

use age::secrecy::SecretString;
use thiserror::Error;
use zeroize::Zeroizing;

use super::{Charset, Environment};
use crate::account::{Plain, SecretText};

#[cfg(unix)]
mod ending;
#[cfg(unix)]
mod tty;
#[cfg(windows)]
#[path = "prompt/console.rs"]
mod tty;
#[cfg(unix)]
mod watching;

/// Most bytes taken as one answer. A whole Google migration URI fits.
pub const MAX: usize = 64 * 1024;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PromptError {
    /// Nobody can be asked: no controlling terminal, or the program runs in its background.
    #[error("there is no terminal to ask on")]
    NoTerminal,
    /// ^C.
    #[error("interrupted")]
    Interrupted,
    /// ^D, or the terminal went away.
    #[error("the terminal was closed")]
    Closed,
    /// More than [`MAX`] bytes.
    #[error("the answer is too long")]
    TooLong,
    /// What was asked for came by another way.
    #[error("the answer is no longer needed")]
    TakenBack,
    /// Not UTF-8.
    #[error("the answer is not valid text")]
    NotText,
}

/// A person who can be asked.
pub trait Prompt: Send + Sync {
    /// Asks for a passphrase, unseen. `question` is shown as it is, without a newline.
    fn passphrase(&self, question: &str) -> Result<SecretString, PromptError>;
    /// As [`Self::passphrase`], until a byte can be read from `bell`: then it is [`PromptError::TakenBack`].
    fn passphrase_unless(
        &self,
        question: &str,
        _bell: &PipeReader,
    ) -> Result<SecretString, PromptError> {
        self.passphrase(question)
    }
    /// Asks for a secret or URI to be pasted, unseen: all the lines that are pasted at once. What comes later is thrown
    /// away, so that it does not end up in a shell's history.
    fn secret(&self, question: &str) -> Result<SecretText, PromptError>;
    /// Asks for a visible line; comes back without the newline.
    fn line(&self, question: &str) -> Result<String, PromptError>;
    /// Asks a question that is answered by yes or no; anything but a yes is a no.
    fn confirm(&self, question: &str) -> Result<bool, PromptError> {
        let answer = self.line(question)?;
        let answer = answer.trim().to_ascii_lowercase();
        Ok(matches!(answer.as_str(), "y" | "yes"))
    }
    /// Calls `turn` again and again: at once, then whenever as much time has passed as it said, and when a key was pressed
    /// that ends nothing. It ends when `turn` says `None`, or by q, Escape or ^D; ^C is [`PromptError::Interrupted`].
    fn watch(&self, _turn: &mut dyn FnMut() -> Option<Duration>) -> Result<(), PromptError> {
        Err(PromptError::NoTerminal)
    }
    /// True when somebody could be asked now.
    fn is_there(&self) -> bool;
}

/// Questions that were asked before leave signals to somebody else from now on: to the interface.
#[cfg(unix)]
pub fn leave_signals_to_others() {
    ending::leave_to_others();
}

/// The controlling terminal (`/dev/tty`, on Windows the console).
#[derive(Debug, Clone, Copy)]
pub struct Terminal;

/// What happens on the screen while somebody types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typing {
    Shown,
    /// Nothing is shown.
    Hidden,
    /// Nothing is shown, lines pasted at once are one answer, and what was typed behind it is thrown away.
    HiddenAndAlone,
}

impl Terminal {
    /// Shows a line. Without a terminal nobody sees it.
    pub fn say(&self, line: &Plain) {
        let device = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
        if let Ok(mut terminal) = std::fs::OpenOptions::new().write(true).open(device) {
            let line = format!("{line}\n");
            let line = Charset::of(&Environment::real()).fit(&line).into_owned();
            let _ = std::io::Write::write_all(&mut terminal, line.as_bytes());
        }
    }
}

impl Prompt for Terminal {
    fn passphrase(&self, question: &str) -> Result<SecretString, PromptError> {
        let answer = tty::ask(&Plain::new(question), Typing::Hidden)?;
        Ok(SecretString::from(text(&answer)?.to_owned()))
    }

    #[cfg(unix)]
    fn passphrase_unless(
        &self,
        question: &str,
        bell: &PipeReader,
    ) -> Result<SecretString, PromptError> {
        let answer = tty::ask_unless(&Plain::new(question), Typing::Hidden, Some(bell))?;
        Ok(SecretString::from(text(&answer)?.to_owned()))
    }

    fn secret(&self, question: &str) -> Result<SecretText, PromptError> {
        let answer = tty::ask(&Plain::new(question), Typing::HiddenAndAlone)?;
        Ok(SecretText::from(text(&answer)?))
    }

    fn line(&self, question: &str) -> Result<String, PromptError> {
        let answer = tty::ask(&Plain::new(question), Typing::Shown)?;
        Ok(text(&answer)?.to_owned())
    }

    #[cfg(unix)]
    fn watch(&self, turn: &mut dyn FnMut() -> Option<Duration>) -> Result<(), PromptError> {
        watching::watch(turn)
    }

    fn is_there(&self) -> bool {
        tty::is_there()
    }
}

fn text(answer: &Zeroizing<Vec<u8>>) -> Result<&str, PromptError> {
    std::str::from_utf8(answer).map_err(|_| PromptError::NotText)
}
