//! Codes for a program that runs: fresh ones, each taken at the moment it is asked for.

use crate::account::{Account, AccountId, Code};
use crate::app::login::choice::{Choice, Known, Task, for_login};
use crate::app::{App, Error, Exit, Fresh, Open, SourceAccounts};
use crate::formats::prompt::Login;

/// A code that ends sooner may not arrive in time.
const LEAST: u32 = 5;

/// Where the codes of a run come from.
pub(super) struct Codes<'a> {
    app: &'a App,
    open: Open,
    foreign: SourceAccounts,
    task: Task,
    choice: Choice,
}

/// A code, or when there will be one.
pub(super) enum Taken {
    Now(Code),
    /// In so many milliseconds.
    In(u64),
}

impl<'a> Codes<'a> {
    pub fn new(
        app: &'a App,
        (open, foreign): (Open, SourceAccounts),
        (task, choice): (Task, Choice),
    ) -> Self {
        Self {
            app,
            open,
            foreign,
            task,
            choice,
        }
    }

    pub fn app(&self) -> &'a App {
        self.app
    }

    pub fn program(&self) -> &str {
        &self.task.program
    }

    /// The account for a prompt.
    pub fn account(&self, login: Option<Login<'_>>) -> Option<AccountId> {
        let (vault, foreign) = (self.open.vault(), &self.foreign);
        let settings = self.app.settings();
        let rules = &settings.run;
        for_login(
            Known { vault, foreign },
            rules,
            &self.task,
            &self.choice,
            login,
        )
    }

    /// Takes a code of the account; it counts as handed out.
    pub fn take(&mut self, id: &AccountId) -> Result<Taken, Error> {
        // What other programs have changed meanwhile counts; a vault that cannot be read now is as it was.
        let _ = self.open.refresh();
        let account = self.foreign.account(self.open.vault(), id);
        let account: Account = account.cloned().ok_or_else(gone)?;
        let period = account.otp.period().unwrap_or_default();
        let least = LEAST.min(period.seconds() / 2);
        match self.app.fresh(&account, least)? {
            Fresh::Code(timed) => Ok(Taken::Now(timed.code)),
            Fresh::Later { from, .. } => {
                let left = from.millis().saturating_sub(self.app.now().millis());
                Ok(Taken::In(left))
            }
            Fresh::Counted => {
                let code = self.open.take_code(id)?;
                self.app.note_use(&account, &code);
                Ok(Taken::Now(code))
            }
        }
    }
}

fn gone() -> Error {
    Error::new(
        Exit::NotFound,
        "The account was removed meanwhile",
        "`otp history` shows the last changes.",
    )
}
