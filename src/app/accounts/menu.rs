//! Accounts as the lines of a menu: which stands for which, and what a person typed instead.

use crate::account::{Account, capital};
use crate::app::accounts::pick::{apart, pick_beside};
use crate::app::{App, Error, Exit, Open, SourceAccounts};
use crate::system::menu::{self, Choice};

impl App {
    /// Lets the person choose an account in a menu program; `None` when they chose none.
    pub fn choose<'o>(
        &self,
        open: &'o Open,
        foreign: &'o SourceAccounts,
        with: Option<&str>,
    ) -> Result<Option<&'o Account>, Error> {
        let accounts = self.select(open.vault(), foreign, "");
        if accounts.is_empty() {
            return Err(Error::new(
                Exit::NotFound,
                "There is no account to choose from",
                "Add one: otp add.",
            ));
        }
        let lines = apart(foreign, &accounts);
        let choice = menu::choose(with, &lines, &self.system.environment).map_err(|error| {
            Error::new(
                Exit::Failed,
                capital(&error.to_string()),
                "Install one, or name a command that reads lines and prints one: --with COMMAND.",
            )
        })?;
        let Choice::Line(chosen) = choice else {
            return Ok(None);
        };
        let place = lines.iter().position(|line| line.trim() == chosen);
        match place.and_then(|place| accounts.get(place)) {
            Some(account) => Ok(Some(*account)),
            // Most of these programs let people type what is not in the list.
            None => pick_beside(open.vault(), foreign, &chosen).map(Some),
        }
    }
}
