//! Asking the person at the terminal, and reading what was given on standard input or in files.

use std::path::Path;
use std::time::Duration;

use age::secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::account::{SecretText, capital, shell_word};
use crate::app::open::passphrase::{Floor, NewPassphrase};
use crate::app::{App, Error, Exit, Strength};
use crate::system::prompt::PromptError;
use crate::system::secret_file::{self, SecretFileError};
use crate::system::stdin::{MAX, StdinError};
use crate::system::user_files;

impl App {
    /// True when somebody sits at a terminal.
    pub fn can_ask(&self) -> bool {
        self.system.prompt.is_there()
    }

    /// Yes or no.
    pub fn confirm(&self, question: &str) -> Result<bool, Error> {
        self.system
            .prompt
            .confirm(&format!("{question} [y/N] "))
            .map_err(ask_error)
    }

    /// A visible line.
    pub fn ask_line(&self, question: &str) -> Result<String, Error> {
        self.system.prompt.line(question).map_err(ask_error)
    }

    /// Calls `turn` until it or a key ends it: see [`crate::system::Prompt::watch`].
    pub fn watch_keys(&self, turn: &mut dyn FnMut() -> Option<Duration>) -> Result<(), Error> {
        self.system.prompt.watch(turn).map_err(ask_error)
    }

    /// A link or a secret, typed or pasted unseen.
    pub fn ask_secret(&self, question: &str) -> Result<SecretText, Error> {
        self.system
            .prompt
            .secret(&format!("{question}: "))
            .map_err(ask_error)
    }

    /// A new passphrase: from the options, else typed twice; `tell` hears how strong it is.
    pub fn new_passphrase(
        &self,
        floor: Floor,
        tell: impl Fn(Strength),
    ) -> Result<NewPassphrase, Error> {
        match self.given_passphrase()? {
            Some(given) => NewPassphrase::new(given, floor),
            None => self.ask_new_passphrase(floor, tell),
        }
    }

    /// A new passphrase, typed twice.
    pub fn ask_new_passphrase(
        &self,
        floor: Floor,
        tell: impl Fn(Strength),
    ) -> Result<NewPassphrase, Error> {
        let passphrase = self.ask_twice("New passphrase: ", |typed| {
            NewPassphrase::new(typed.clone(), floor)?;
            tell(Strength::of(typed.expose_secret()));
            Ok(())
        })?;
        NewPassphrase::new(passphrase, floor)
    }

    /// Words typed unseen and then once more; `check` sees them before the second time.
    pub(in crate::app) fn ask_twice(
        &self,
        question: &str,
        check: impl Fn(&SecretString) -> Result<(), Error>,
    ) -> Result<SecretString, Error> {
        loop {
            let first = self.ask_passphrase(question)?;
            check(&first)?;
            let second = self.ask_passphrase("The same again: ")?;
            if first.expose_secret() == second.expose_secret() {
                return Ok(first);
            }
            if !self.confirm("The two differ. Try again?")? {
                return Err(Error::interrupted());
            }
        }
    }

    /// A passphrase or password, typed unseen.
    pub(in crate::app) fn ask_passphrase(&self, question: &str) -> Result<SecretString, Error> {
        self.system.prompt.passphrase(question).map_err(ask_error)
    }

    /// The recovery key, typed unseen or on standard input.
    pub fn ask_recovery_key(&self) -> Result<SecretText, Error> {
        let typed = if self.system.stdin.is_terminal() || self.can_ask() {
            self.ask_secret("Recovery key")
        } else {
            self.stdin_text()
        };
        typed.map(|typed| without_groups(&typed))
    }

    /// A new passphrase from a file that only its owner may read: its first line.
    pub fn new_passphrase_from(&self, file: &Path, floor: Floor) -> Result<NewPassphrase, Error> {
        let passphrase = if file.as_os_str() == "-" {
            let text = self.stdin_text()?;
            SecretString::from(text.expose().lines().next().unwrap_or_default().to_owned())
        } else {
            secret_file::read_passphrase(file).map_err(|error| unreadable_passphrase(&error))?
        };
        NewPassphrase::new(passphrase, floor)
    }

    /// True when a person types on standard input.
    pub fn stdin_is_terminal(&self) -> bool {
        self.system.stdin.is_terminal()
    }

    /// Everything on standard input, as text without the line end behind it.
    pub fn stdin_text(&self) -> Result<SecretText, Error> {
        let bytes = self.stdin_bytes()?;
        let text = std::str::from_utf8(&bytes).map_err(|_| not_text("Standard input"))?;
        Ok(SecretText::from(text.trim_end_matches(['\n', '\r'])))
    }

    /// Everything on standard input. There is one user of it per run.
    pub fn stdin_bytes(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        if self.options.readers_of_stdin() > 0 {
            return Err(stdin_taken());
        }
        self.system.stdin.take().map_err(|error| match error {
            StdinError::Taken => stdin_taken(),
            other => Error::new(
                Exit::Input,
                capital(&other.to_string()),
                "Check what is fed to it.",
            ),
        })
    }

    /// Keeps standard input for one reader.
    pub fn claim_stdin(&self) -> Result<(), Error> {
        if self.options.readers_of_stdin() > 0 {
            return Err(stdin_taken());
        }
        self.system.stdin.claim().map_err(|_| stdin_taken())
    }

    /// A file of the user's, or standard input for `-`.
    pub fn read_input(&self, file: &Path) -> Result<Zeroizing<Vec<u8>>, Error> {
        if file.as_os_str() == "-" {
            return self.stdin_bytes();
        }
        user_files::read(file, MAX).map_err(|error| Error::file(Exit::Input, "read", file, error))
    }
}

/// A second reader would find nothing there.
pub fn stdin_taken() -> Error {
    Error::usage(
        "Standard input can serve one purpose per call",
        "Give one of the inputs as a file, or by the prompt.",
    )
}

fn not_text(what: &str) -> Error {
    Error::new(
        Exit::Input,
        format!("{what} is not UTF-8 text"),
        "Convert it, or give it another way.",
    )
}

/// A file with a passphrase is not there, or others may read it.
pub(super) fn unreadable_passphrase(error: &SecretFileError) -> Error {
    unreadable("passphrase", error)
}

/// The same for any word that is given so, by options named after it.
pub(in crate::app) fn unreadable(word: &str, error: &SecretFileError) -> Error {
    let advice = match error {
        SecretFileError::Exposed { path, .. } => {
            format!("Keep others away from it: chmod 600 {}", shell_word(path))
        }
        _ => format!("Give it by --{word}-file, --{word}-fd or at the prompt."),
    };
    let what = format!("The {word} cannot be read: {error}");
    Error::new(Exit::Locked, what, advice)
}

/// Nobody can be asked, or whoever was asked pressed ^C.
fn ask_error(error: PromptError) -> Error {
    match error {
        PromptError::Interrupted => Error::interrupted(),
        PromptError::NoTerminal => Error::new(
            Exit::Locked,
            "There is a question to answer and no terminal to ask on",
            "Run it on a terminal, or give the answer by an option (see --help).",
        ),
        other => Error::new(Exit::Failed, capital(&other.to_string()), "Try again."),
    }
}

/// A key as it stands on paper, in groups and perhaps typed in small letters, is one line of capitals.
fn without_groups(typed: &SecretText) -> SecretText {
    const BEGIN: &str = "AGE-SECRET-KEY-";
    let text = typed.expose().trim();
    let begins = text.get(..BEGIN.len());
    if !begins.is_some_and(|begins| begins.eq_ignore_ascii_case(BEGIN)) {
        return typed.clone();
    }
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    for group in text.split_whitespace() {
        joined.push_str(group);
    }
    joined.make_ascii_uppercase();
    SecretText::from(joined.as_str())
}
