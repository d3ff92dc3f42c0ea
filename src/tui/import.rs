//! Import: the state of the page that moves another app's accounts in: which files, their passwords, what is ticked.

use super::field::{Edit, Field};
use super::keymap::Mode;
use super::snapshot::Snapshot;
use crate::account::{Draft, SecretText};
use crate::app::transfer::import::Imported;
use crate::app::transfer::opening::{Locked, Opened, Unlocked};
use crate::app::transfer::standing::Standing;
use crate::app::{App, Decision, Error, Relation, placeholder};
use crate::formats::password::Password;

/// The page.
#[derive(Debug, Default)]
pub struct Import {
    /// Paths, or a pasted text.
    pub field: Field,
    /// How far it is.
    pub step: Step,
    /// Number of the question whose answer is waited for.
    pub asked: Option<u64>,
    /// What went wrong last.
    pub trouble: Option<Error>,
    /// Whose file the worker opens, where that takes a key.
    pub opening: Option<&'static str>,
    /// What the files held so far.
    drafts: Vec<Draft>,
    /// What could not be taken, a line each.
    problems: Vec<String>,
    /// Files that wait for their password, the next one last.
    locked: Vec<Locked>,
}

/// How far an import is.
#[derive(Debug, Default)]
pub enum Step {
    /// Files are being named.
    #[default]
    Naming,
    /// The worker reads, or derives a key.
    Reading,
    /// The next file waits for its password.
    Asking(Asking),
    /// What was found.
    Report(Report),
}

/// The question for a password.
#[derive(Debug, Default)]
pub struct Asking {
    /// What is written.
    pub password: Field,
    /// Passwords that did not fit.
    pub tries: usize,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// A line each.
    pub rows: Vec<Row>,
    /// The selected one.
    pub selected: usize,
}

/// A line of the report.
#[derive(Debug)]
pub enum Row {
    /// An account.
    Entry(Box<Entry>),
    /// What could not be taken.
    LeftOut(String),
}

/// An account that was found.
#[derive(Debug)]
pub struct Entry {
    /// It.
    pub draft: Draft,
    /// How it is like what is there.
    pub relation: Relation,
    /// Will be added.
    pub ticked: bool,
}

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

impl Import {
    /// While the worker reads a path or an export.
    pub fn reading(text: &SecretText, asked: u64) -> Self {
        Self {
            field: Field::with(text.expose().trim_end()),
            step: Step::Reading,
            asked: Some(asked),
            ..Self::default()
        }
    }

    /// Whose keys apply.
    pub const fn mode(&self) -> Mode {
        match self.step {
            Step::Naming | Step::Asking(_) => Mode::Import,
            Step::Reading => Mode::Working,
            Step::Report(_) => Mode::Report,
        }
    }

    /// True where a paste is a path or an export, to be read at once.
    pub const fn takes_files(&self) -> bool {
        matches!(self.step, Step::Naming | Step::Report(_))
    }

    /// An edit of the line being written.
    pub fn edit(&mut self, edit: Edit<'_>) {
        self.trouble = None;
        match &mut self.step {
            Step::Naming => self.field.edit(edit),
            Step::Asking(asking) => asking.password.edit(edit),
            Step::Reading | Step::Report(_) => false,
        };
    }

    /// The password that is written, to be tried on the file it was asked for.
    pub fn unlock(&mut self) -> Option<Job> {
        let Step::Asking(asking) = &mut self.step else {
            return None;
        };
        let file = self.locked.pop()?;
        self.opening = Some(file.title);
        let password = Password::new(asking.password.take().expose());
        Some(Job::Unlock(Box::new(file), password, asking.tries))
    }

    /// Another text: what was found no longer holds.
    pub fn forget(&mut self) {
        self.step = Step::Naming;
        self.opening = None;
        self.asked = None;
        self.trouble = None;
        self.drafts.clear();
        self.problems.clear();
        self.locked.clear();
    }

    /// The file whose password is asked for, and whose app's it is.
    pub fn waiting(&self) -> Option<(&str, &'static str)> {
        self.locked.last().map(|file| (file.shown(), file.title))
    }

    /// What the worker did: then comes the next password, or the report.
    pub fn hear(&mut self, news: Result<News, Error>, snapshot: &Snapshot<'_>) {
        let mut tries = 0;
        match news {
            Ok(News::Opened(opened)) => {
                opened.read.into_iter().for_each(|read| self.take(read));
                self.problems.extend(opened.refused);
                self.locked = opened.locked;
                self.locked.reverse();
            }
            Ok(News::Read(read)) => self.take(*read),
            Ok(News::Wrong(file, wrong)) => {
                self.locked.push(*file);
                tries = wrong;
            }
            Ok(News::Failed(error)) => self.problems.push(error.what().to_owned()),
            Err(error) => {
                self.step = Step::Naming;
                self.trouble = Some(error);
                return;
            }
        }
        if !self.locked.is_empty() {
            self.step = Step::Asking(Asking {
                tries,
                ..Asking::default()
            });
            return;
        }
        self.step = Step::Report(Report::of(
            std::mem::take(&mut self.drafts),
            std::mem::take(&mut self.problems),
            snapshot,
        ));
    }

    fn take(&mut self, read: Imported) {
        self.drafts.extend(read.drafts);
        self.problems.extend(read.problems);
    }

    /// What is to be added.
    pub fn decisions(&self) -> Vec<Decision> {
        let Step::Report(report) = &self.step else {
            return Vec::new();
        };
        let entries = report.rows.iter().filter_map(Row::entry);
        let ticked = entries.filter(|entry| entry.ticked);
        ticked
            .map(|entry| Decision::Add(entry.draft.clone()))
            .collect()
    }
}

impl Row {
    /// The account, if it is one.
    pub fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::LeftOut(_) => None,
        }
    }
}

impl Report {
    /// What is new is ticked; what is there already, or is there with another secret, is not.
    fn of(drafts: Vec<Draft>, problems: Vec<String>, snapshot: &Snapshot<'_>) -> Self {
        let accounts = snapshot.accounts();
        let mut entries: Vec<Entry> = Vec::new();
        for mut draft in drafts {
            if draft.issuer.is_empty() && draft.name.is_empty() {
                let is_taken = |name: &str| {
                    let known = accounts.iter().any(|account| account.title() == name);
                    let found = entries
                        .iter()
                        .any(|entry| entry.draft.name.as_str() == name);
                    known || found
                };
                draft.name = placeholder(is_taken).as_str().into();
            }
            let earlier = entries.iter().map(|entry| &entry.draft);
            let relation = Relation::of(&draft, accounts.iter().copied(), earlier);
            entries.push(Entry {
                ticked: Standing::of(&relation) == Standing::Added,
                draft,
                relation,
            });
        }
        let entries = entries.into_iter().map(|entry| Row::Entry(Box::new(entry)));
        Self {
            rows: entries
                .chain(problems.into_iter().map(Row::LeftOut))
                .collect(),
            selected: 0,
        }
    }

    /// Ticks or unticks the selected account.
    pub fn tick(&mut self) {
        if let Some(Row::Entry(entry)) = self.rows.get_mut(self.selected) {
            entry.ticked = !entry.ticked;
        }
    }

    /// Ticks all accounts, or none where all are ticked.
    pub fn tick_all(&mut self) {
        let all = self.entries().all(|entry| entry.ticked);
        for row in &mut self.rows {
            if let Row::Entry(entry) = row {
                entry.ticked = !all;
            }
        }
    }

    /// The accounts.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.rows.iter().filter_map(Row::entry)
    }
}
