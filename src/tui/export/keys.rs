//! What keys and letters do on the export page, and what the worker has to do for it.

use super::{Export, Step, Written};
use crate::account::{Account, SecretText, shown};
use crate::app::enrol::dropped::written_path;
use crate::app::transfer::choice::choice;
use crate::app::{App, Error, Exit};
use crate::formats::export::Seal;
use crate::tui::field::{Edit, Field};
use crate::tui::keymap::{Action, Mode};

/// What has to be done beside the interface.
pub struct Job {
    target: &'static str,
    accounts: Vec<Account>,
    password: Option<SecretText>,
    file: String,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

/// What a key asks for.
#[derive(Debug)]
pub enum TerminalCommand {
    /// Nothing more.
    Nothing,
    /// Closes the page.
    Leave,
    /// The worker.
    Work(Job),
}

impl Job {
    /// Writes the export, reads it back and compares it.
    pub fn run(self, app: &App) -> Result<Written, Error> {
        let choice = choice(self.target)
            .ok_or_else(|| Error::usage("There is no such target", "Choose another."))?;
        let file = written_path(app, &self.file);
        app.check_absent(&file)?;
        let accounts: Vec<&Account> = self.accounts.iter().collect();
        let made = app.make_export(&choice, &accounts, self.password.as_ref())?;
        let files = app.keep_export(&made, &file)?;
        Ok(Written {
            count: made.count,
            files: files.iter().map(|file| shown(file).to_string()).collect(),
            left_out: made.left_out,
        })
    }
}

impl Export {
    /// Whose keys apply.
    pub const fn mode(&self) -> Mode {
        match self.step {
            Step::Choosing => Mode::Targets,
            Step::Plain => Mode::Plain,
            Step::Password(_) | Step::Naming => Mode::Export,
            Step::Writing(_) | Step::Done(_) => Mode::Working,
        }
    }

    fn line(&mut self) -> Option<&mut Field> {
        match self.step {
            Step::Password(place) => self.passwords.get_mut(place),
            Step::Naming => Some(&mut self.file),
            _ => None,
        }
    }

    /// An edit of the line.
    pub fn edit(&mut self, edit: Edit<'_>) {
        self.trouble = None;
        if let Some(line) = self.line() {
            line.edit(edit);
        }
    }

    /// A key.
    pub fn act(&mut self, action: Action, by: isize) -> TerminalCommand {
        if action == Action::Back {
            return self.back();
        }
        match (self.step.clone(), action) {
            (Step::Choosing, Action::Accept) => {
                let is_open = self
                    .choice()
                    .is_some_and(|choice| choice.seal == Seal::Open);
                self.step = if is_open {
                    Step::Plain
                } else {
                    Step::Password(0)
                };
            }
            (Step::Choosing, _) => {
                let last = self.choices.len().saturating_sub(1);
                self.selected = self.selected.saturating_add_signed(by).min(last);
            }
            (Step::Plain, Action::Accept) => self.name(),
            (Step::Password(0), Action::Accept) if !self.passwords[0].is_empty() => {
                self.step = Step::Password(1);
            }
            (Step::Password(1), Action::Accept) => self.compare(),
            (Step::Naming, Action::Accept) if !self.file.is_empty() => return self.begin(),
            (Step::Done(_), Action::Accept) => return TerminalCommand::Leave,
            _ => {}
        }
        TerminalCommand::Nothing
    }

    fn name(&mut self) {
        self.step = Step::Naming;
        if let Some(choice) = self.choice().filter(|_| self.file.is_empty()) {
            self.file = Field::with(&format!("~/otp-export.{}", choice.ending));
        }
    }

    fn compare(&mut self) {
        if self.passwords[0].text() == self.passwords[1].text() {
            self.name();
            return;
        }
        self.passwords = [Field::default(), Field::default()];
        self.step = Step::Password(0);
        self.trouble = Some(Error::new(
            Exit::Usage,
            "The two differ",
            "Type the password again.",
        ));
    }

    fn begin(&mut self) -> TerminalCommand {
        let Some(choice) = self.choice() else {
            return TerminalCommand::Nothing;
        };
        let is_sealed = choice.seal == Seal::Password;
        let job = Job {
            target: choice.name,
            accounts: self.accounts.clone(),
            password: is_sealed.then(|| SecretText::from(self.passwords[0].text())),
            file: self.file.text().to_owned(),
        };
        self.trouble = None;
        self.step = Step::Writing(0);
        TerminalCommand::Work(job)
    }

    /// A step back; what is being written is finished all the same.
    fn back(&mut self) -> TerminalCommand {
        match self.step {
            Step::Choosing | Step::Done(_) | Step::Writing(_) => return TerminalCommand::Leave,
            Step::Plain | Step::Password(_) | Step::Naming => {
                self.passwords = [Field::default(), Field::default()];
                self.file = Field::default();
                self.trouble = None;
                self.step = Step::Choosing;
            }
        }
        TerminalCommand::Nothing
    }
}
