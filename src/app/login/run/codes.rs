//! Codes for a program that runs: fresh ones, each taken at the moment it is asked for.

use crate::account::{Account, AccountId};
use crate::app::accounts::fresh::Given;
use crate::app::login::choice::{Choice, Known, Task, for_login};
use crate::app::{App, Error, Exit, Open, SourceAccounts};
use crate::formats::prompt::Login;

/// Where the codes of a run come from.
pub(super) struct Codes<'a> {
    pub(super) app: &'a App,
    open: Open,
    foreign: SourceAccounts,
    pub(super) task: Task,
    choice: Choice,
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
    pub fn take(&mut self, id: &AccountId) -> Result<Given, Error> {
        // What other programs have changed meanwhile counts; a vault that cannot be read now is as it was.
        let _ = self.open.refresh();
        let account = self.foreign.account(self.open.vault(), id);
        let account: Account = account.cloned().ok_or_else(gone)?;
        self.app.code_for_program(&mut self.open, &account)
    }
}

fn gone() -> Error {
    Error::new(
        Exit::NotFound,
        "The account was removed meanwhile",
        "`otp history` shows the last changes.",
    )
}
