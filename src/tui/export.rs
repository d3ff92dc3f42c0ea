//! Export: the state of the page that moves accounts out: which target, a password or a clear yes, which file.

use super::field::{Edit, Field};
use super::keymap::Mode;
use crate::account::{Account, SecretText, shown};
use crate::app::enrol::dropped::written_path;
use crate::app::transfer::choice::{Choice, choices};
use crate::app::{App, Error, Exit};
use crate::formats::export::Seal;

/// The page.
pub struct Export {
    /// What is exported, as it was when the page was opened.
    pub accounts: Vec<Account>,
    /// Every target.
    pub choices: Vec<Choice>,
    /// The selected one.
    pub selected: usize,
    /// How far it is.
    pub step: Step,
    /// The password and its repetition.
    pub passwords: [Field; 2],
    /// The new file.
    pub file: Field,
    /// Number of the question whose answer is waited for.
    pub asked: Option<u64>,
    /// What went wrong last.
    pub trouble: Option<Error>,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Export")
    }
}

/// How far an export is.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// For whom.
    Choosing,
    /// It holds the secrets unencrypted: is that meant?
    Plain,
    /// A password for it, or the same again.
    Password(usize),
    /// Which file.
    Naming,
    /// The worker writes.
    Writing,
    /// It is written.
    Done(Written),
}

/// What was written.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// How many accounts.
    pub count: usize,
    /// The files.
    pub files: Vec<String>,
    /// What the target cannot hold, a line each.
    pub left_out: Vec<String>,
}

/// What has to be done beside the interface.
pub struct Job {
    choice: Choice,
    accounts: Vec<Account>,
    password: Option<SecretText>,
    file: String,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl Job {
    /// Writes the export, reads it back and compares it.
    pub fn run(self, app: &App) -> Result<Written, Error> {
        let file = written_path(app, &self.file);
        app.check_absent(&file)?;
        let accounts: Vec<&Account> = self.accounts.iter().collect();
        let made = app.make_export(&self.choice, &accounts, self.password.as_ref())?;
        let files = app.keep_export(&made, &file)?;
        Ok(Written {
            count: made.count,
            files: files.iter().map(|file| shown(file).to_string()).collect(),
            left_out: made.left_out,
        })
    }
}

impl Export {
    /// Nothing chosen yet.
    pub fn of(accounts: Vec<Account>) -> Self {
        Self {
            accounts,
            choices: choices(),
            selected: 0,
            step: Step::Choosing,
            passwords: Default::default(),
            file: Field::default(),
            asked: None,
            trouble: None,
        }
    }

    /// The target.
    pub fn choice(&self) -> Option<&Choice> {
        self.choices.get(self.selected)
    }

    /// True when the secrets lie open in what is written.
    pub fn is_open(&self) -> bool {
        self.choice()
            .is_some_and(|choice| choice.seal == Seal::Open)
    }

    /// Whose keys apply.
    pub const fn mode(&self) -> Mode {
        match self.step {
            Step::Choosing => Mode::Targets,
            Step::Plain => Mode::Plain,
            Step::Password(_) | Step::Naming => Mode::Export,
            Step::Writing | Step::Done(_) => Mode::Working,
        }
    }

    /// An edit of the line.
    pub fn edit(&mut self, edit: Edit<'_>) {
        self.trouble = None;
        let line = match self.step {
            Step::Password(place) => self.passwords.get_mut(place),
            Step::Naming => Some(&mut self.file),
            Step::Choosing | Step::Plain | Step::Writing | Step::Done(_) => None,
        };
        line.map(|line| line.edit(edit));
    }

    /// Back to the targets.
    pub fn begin_again(&mut self) {
        self.passwords = Default::default();
        self.file = Field::default();
        self.trouble = None;
        self.step = Step::Choosing;
    }

    /// On to the name of the file.
    pub fn name(&mut self) {
        self.step = Step::Naming;
        if let Some(choice) = self.choice().filter(|_| self.file.is_empty()) {
            self.file = Field::with(&format!("~/otp-export.{}", choice.ending));
        }
    }

    /// The same, if the password was typed twice.
    pub fn compare(&mut self) {
        if self.passwords[0].text() == self.passwords[1].text() {
            self.name();
            return;
        }
        self.passwords = Default::default();
        self.step = Step::Password(0);
        self.trouble = Some(Error::new(
            Exit::Usage,
            "The two differ",
            "Type the password again.",
        ));
    }

    /// Has it written.
    pub fn write(&mut self, asked: u64) -> Option<Job> {
        let choice = *self.choice()?;
        self.asked = Some(asked);
        self.trouble = None;
        self.step = Step::Writing;
        let password = || SecretText::from(self.passwords[0].text());
        Some(Job {
            choice,
            accounts: self.accounts.clone(),
            password: (choice.seal == Seal::Password).then(password),
            file: self.file.text().to_owned(),
        })
    }

    /// What the worker wrote.
    pub fn written(&mut self, result: Result<Written, Error>) {
        match result {
            Ok(written) => self.step = Step::Done(written),
            Err(error) => {
                self.step = Step::Naming;
                self.trouble = Some(error);
            }
        }
    }
}
