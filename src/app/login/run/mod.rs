//! `otp run`: a program with somebody beside it who types the code when it is asked for.

mod codes;
mod watch;

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use regex::Regex;

use crate::account::{Account, capital, shown};
use crate::app::login::choice::{By, Choice, Known, Task, choose};
use crate::app::login::places::{Place, base_name, places};
use crate::app::{App, Error, Exit, Open, SourceAccounts, quoted};
use crate::system::pty::{self, HoldError, Program};
use codes::Codes;
use watch::Watch;

/// What the user wants of it.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The account, as it was named.
    pub account: Option<String>,
    /// The user types the password, and the code comes behind it.
    pub append: bool,
    /// A regular expression for the prompt.
    pub prompt: Option<String>,
    /// The number of the hidden question that is for the code.
    pub at: Option<u32>,
    /// How long to look for the prompt; none: as long as the program runs.
    pub timeout: Option<Duration>,
}

/// What there is to say while the program runs.
#[derive(Debug)]
pub enum Said {
    /// The code was typed.
    Answered,
    /// A fresh code comes in so many seconds.
    Waiting(u64),
    /// The program asks again: the code was refused, and the user goes on alone.
    Refused,
    /// A prompt of another login, for which no account is known.
    Unknown(String),
    /// There is no code.
    Failed(Error),
}

impl App {
    /// What a program's arguments tell.
    pub fn task(&self, program: &OsString, arguments: &[OsString]) -> Task {
        let program = base_name(program);
        let here = self.here();
        let places = places(&program, arguments, here.as_ref());
        Task { program, places }
    }

    /// This machine, with the user of this process.
    pub(super) fn here(&self) -> Option<Place> {
        let environment = &self.system.environment;
        let user = environment
            .text("USER")
            .or_else(|| environment.text("LOGNAME"));
        let host = environment.machine_name()?;
        Some(Place { user, host })
    }

    /// Refuses before anything is opened.
    pub fn check_run(&self, program: &OsString, wish: &Wish) -> Result<(), Error> {
        self.settings().need(&["offset", "record-use", "run"])?;
        wish.prompt.as_deref().map(expression).transpose()?;
        let name = program.to_string_lossy();
        if !name.contains('/') && !self.system.environment.has_program(&name) {
            return Err(Error::new(
                Exit::Program(127),
                format!("There is no program {} on the PATH", quoted(&name)),
                "Nothing was started. What follows -- is the program with its arguments.",
            ));
        }
        Ok(())
    }

    /// The account for this task: named, by a rule, the one that fits, else asked for.
    pub fn account_to_run(
        &self,
        (open, foreign): (&Open, &SourceAccounts),
        task: &Task,
        wish: &Wish,
    ) -> Result<Choice, Error> {
        let vault = open.vault();
        let known = Known { vault, foreign };
        let named = |account: &Account| Choice {
            account: account.id.clone(),
            by: By::Name,
            prompt: None,
        };
        if let Some(name) = &wish.account {
            return Ok(named(known.pick(name)?));
        }
        if let Some(choice) = choose(known, &self.settings().run, task)? {
            return Ok(choice);
        }
        let program = quoted(&task.program);
        if !self.can_ask() {
            return Err(Error::new(
                Exit::NotFound,
                format!("No account fits {program} and what it is given"),
                "Say which: otp run --account NAME -- PROGRAM, or write a rule into config.toml.",
            ));
        }
        let name = self.ask_line(&format!("No account fits {program}. Which one is it? "))?;
        Ok(named(known.pick(&name)?))
    }

    /// Runs the program; its exit code. What happens meanwhile is told.
    pub fn run(
        &self,
        opened: (Open, SourceAccounts),
        (program, arguments): (&OsString, &[OsString]),
        (task, choice, wish): (Task, Choice, &Wish),
        tell: &dyn Fn(Said),
    ) -> Result<Exit, Error> {
        let prompt = wish.prompt.as_deref().or(choice.prompt.as_deref());
        let prompt = prompt.map(expression).transpose()?;
        let codes = Codes::new(self, opened, (task, choice));
        let mut watch = Watch::new(codes, wish, prompt, tell);
        let program = Program {
            name: program,
            arguments,
        };
        let code = pty::run(program, &mut watch).map_err(|error| {
            Error::new(
                Exit::Failed,
                capital(&error.to_string()),
                "Take the code by hand: otp code NAME.",
            )
        })?;
        Ok(Exit::Program(code))
    }

    /// Runs as the process between `otp run` and its program.
    pub fn hold_program(&self, arguments: &[OsString]) -> Result<Exit, Error> {
        let for_itself = || Error::usage("This is for otp itself", "See `otp run --help`.");
        let [parent, terminal, name, arguments @ ..] = arguments else {
            return Err(for_itself());
        };
        let program = Program { name, arguments };
        let held = pty::hold(parent, terminal, program);
        held.map(Exit::Program).map_err(|error| match error {
            HoldError::Nobody => for_itself(),
            error => Error::new(
                Exit::Program(error.code()),
                format!("Cannot start \"{}\": {error}", shown(Path::new(name))),
                "",
            ),
        })
    }

    /// To be called once the error of [`App::hold_program`] was told: it goes through the terminal that ends with us.
    pub fn finish_holding(&self, arguments: &[OsString]) {
        if let [parent, ..] = arguments {
            pty::finish(parent);
        }
    }
}

fn expression(text: &str) -> Result<Regex, Error> {
    Regex::new(text).map_err(|_| {
        Error::usage(
            format!("{} is not a regular expression", quoted(text)),
            "Write the prompt as it stands on the screen; put a \\ before ( ) [ ] . * + ? $ ^ |",
        )
    })
}
