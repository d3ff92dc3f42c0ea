//! Export: the state of the page that moves accounts out: which target, a password or a clear yes, which file.

pub mod keys;

use crate::account::Account;
use crate::app::Error;
use crate::app::transfer::choice::{Choice, choices};
use crate::tui::field::Field;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// For whom.
    Choosing,
    /// It holds the secrets unencrypted: is that meant?
    Plain,
    /// A password for it, or the same again.
    Password(usize),
    /// Which file.
    Naming,
    /// The worker writes; the number turns the spinner.
    Writing(usize),
    /// It is written.
    Done(Written),
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many accounts.
    pub count: usize,
    /// The files.
    pub files: Vec<String>,
    /// What the target cannot hold, a line each.
    pub left_out: Vec<String>,
}

impl Export {
    /// Nothing chosen yet.
    pub fn of(accounts: Vec<Account>) -> Self {
        Self {
            accounts,
            choices: choices(),
            selected: 0,
            step: Step::Choosing,
            passwords: [Field::default(), Field::default()],
            file: Field::default(),
            asked: None,
            trouble: None,
        }
    }

    /// The target.
    pub fn choice(&self) -> Option<&Choice> {
        self.choices.get(self.selected)
    }

    /// True while the worker writes.
    pub const fn is_writing(&self) -> bool {
        matches!(self.step, Step::Writing(_))
    }

    /// The next picture of the spinner.
    pub fn spin(&mut self) {
        if let Step::Writing(turn) = &mut self.step {
            *turn += 1;
        }
    }

    /// What the worker wrote.
    pub fn written(&mut self, result: Result<Written, Error>) {
        self.asked = None;
        match result {
            Ok(written) => self.step = Step::Done(written),
            Err(error) => {
                self.step = Step::Naming;
                self.trouble = Some(error);
            }
        }
    }
}
