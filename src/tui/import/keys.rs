//! What keys, letters and pastes do on the import page, and what the worker has to do for it.

use super::{Asking, Import, Step};
use crate::account::SecretText;
use crate::app::transfer::import::Imported;
use crate::app::transfer::opening::{Locked, Opened, Unlocked};
use crate::app::{App, Error};
use crate::formats::password::Password;
use crate::tui::field::{Edit, Field};
use crate::tui::keymap::{Action, Mode};

/// What has to be done beside the interface.
pub enum Job {
    /// Reads what was named.
    Open(SecretText),
    /// Tries a password; so many did not fit before.
    Unlock(Box<Locked>, Password, usize),
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

/// What came of it.
#[derive(Debug)]
pub enum News {
    /// What was named.
    Opened(Opened),
    /// The password fits.
    Read(Box<Imported>),
    /// It does not; so many did not fit by now.
    Wrong(Box<Locked>, usize),
    /// It fits, and the file is no good all the same.
    Failed(Error),
}

impl Job {
    /// Does it.
    pub fn run(self, app: &App) -> Result<News, Error> {
        let (file, password, tries) = match self {
            Self::Open(text) => return app.open_exports(&text).map(News::Opened),
            Self::Unlock(file, password, tries) => (file, password, tries),
        };
        Ok(match file.unlock(&password) {
            Ok(Unlocked::Read(read)) => News::Read(Box::new(read)),
            Ok(Unlocked::Wrong(file)) => News::Wrong(Box::new(file), tries + 1),
            Err(error) => News::Failed(error),
        })
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
    /// Adds what is ticked.
    Add,
}

impl Import {
    /// Whose keys apply.
    pub const fn mode(&self) -> Mode {
        match self.step {
            Step::Naming | Step::Asking(_) => Mode::Import,
            Step::Reading(_) => Mode::Working,
            Step::Report(_) => Mode::Report,
        }
    }

    /// The line being written.
    fn line(&mut self) -> Option<&mut Field> {
        match &mut self.step {
            Step::Naming => Some(&mut self.field),
            Step::Asking(asking) => Some(&mut asking.password),
            Step::Reading(_) | Step::Report(_) => None,
        }
    }

    /// An edit of the line.
    pub fn edit(&mut self, edit: Edit<'_>) {
        self.trouble = None;
        if let Some(line) = self.line() {
            line.edit(edit);
        }
    }

    /// A paste: a path or an export is read at once, a password waits for Enter.
    pub fn paste(&mut self, text: SecretText) -> TerminalCommand {
        match self.step {
            Step::Asking(_) => {
                self.edit(Edit::Text(text.expose().trim_end_matches(['\r', '\n'])));
                TerminalCommand::Nothing
            }
            Step::Reading(_) => TerminalCommand::Nothing,
            Step::Naming | Step::Report(_) => {
                self.forget();
                self.field = Field::with(text.expose().trim_end());
                self.work(Job::Open(text))
            }
        }
    }

    /// A key.
    pub fn act(&mut self, action: Action, by: isize) -> TerminalCommand {
        if action == Action::Back {
            return self.back();
        }
        match (&mut self.step, action) {
            (Step::Naming, Action::Accept) if !self.field.is_empty() => {
                let text = SecretText::from(self.field.text());
                self.forget();
                self.work(Job::Open(text))
            }
            (Step::Asking(asking), Action::Accept) if !asking.password.is_empty() => {
                let password = Password::new(asking.password.take().expose());
                let tries = asking.tries;
                match self.locked.pop() {
                    Some(file) => {
                        self.opening = Some(file.title);
                        self.work(Job::Unlock(Box::new(file), password, tries))
                    }
                    None => TerminalCommand::Nothing,
                }
            }
            (Step::Report(report), Action::Tick) => {
                report.tick();
                TerminalCommand::Nothing
            }
            (Step::Report(report), Action::TickAll) => {
                report.tick_all();
                TerminalCommand::Nothing
            }
            (Step::Report(_), Action::Accept) if self.asked.is_none() => TerminalCommand::Add,
            (Step::Report(report), _) => {
                let last = report.rows.len().saturating_sub(1);
                report.selected = report.selected.saturating_add_signed(by).min(last);
                TerminalCommand::Nothing
            }
            _ => TerminalCommand::Nothing,
        }
    }

    /// A click on a row of the report ticks it.
    pub fn click(&mut self, place: usize) {
        if let Step::Report(report) = &mut self.step {
            report.selected = place.min(report.rows.len().saturating_sub(1));
            report.tick();
        }
    }

    /// A step back: what is being read is dropped, a file without its password is left out.
    fn back(&mut self) -> TerminalCommand {
        match &self.step {
            Step::Naming | Step::Report(_) => TerminalCommand::Leave,
            Step::Reading(_) | Step::Asking(_) => {
                self.forget();
                TerminalCommand::Nothing
            }
        }
    }

    fn work(&mut self, job: Job) -> TerminalCommand {
        self.step = Step::Reading(0);
        TerminalCommand::Work(job)
    }
}

impl Asking {
    /// True after a password that does not fit.
    pub const fn is_again(&self) -> bool {
        self.tries > 0
    }
}
