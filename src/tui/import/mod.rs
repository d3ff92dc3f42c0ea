//! Import: the state of the page that moves another app's accounts in: which files, their passwords, what is ticked.

pub mod keys;

use crate::account::Draft;
use crate::app::transfer::import::Imported;
use crate::app::transfer::opening::{Locked, Opened};
use crate::app::transfer::standing::Standing;
use crate::app::{Decision, Error, Relation, placeholder};
use crate::tui::field::Field;
use crate::tui::snapshot::Snapshot;

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
    /// The worker reads, or derives a key; the number turns the spinner.
    Reading(usize),
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

impl Import {
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

    /// True while the worker has something to do for it.
    pub const fn is_reading(&self) -> bool {
        matches!(self.step, Step::Reading(_))
    }

    /// The next picture of the spinner.
    pub fn spin(&mut self) {
        if let Step::Reading(turn) = &mut self.step {
            *turn += 1;
        }
    }

    /// What the worker read.
    pub fn opened(&mut self, result: Result<Opened, Error>, snapshot: &Snapshot<'_>) {
        self.asked = None;
        match result {
            Ok(opened) => {
                opened.read.into_iter().for_each(|read| self.take(read));
                self.problems.extend(opened.refused);
                self.locked = opened.locked;
                self.locked.reverse();
                self.go_on(0, snapshot);
            }
            Err(error) => {
                self.step = Step::Naming;
                self.trouble = Some(error);
            }
        }
    }

    /// A password fits.
    pub fn unlocked(&mut self, read: Imported, snapshot: &Snapshot<'_>) {
        self.asked = None;
        self.take(read);
        self.go_on(0, snapshot);
    }

    /// A password does not fit.
    pub fn refused(&mut self, file: Locked, tries: usize, snapshot: &Snapshot<'_>) {
        self.asked = None;
        self.locked.push(file);
        self.go_on(tries, snapshot);
    }

    /// A file cannot be read although its password fits.
    pub fn failed(&mut self, error: &Error, snapshot: &Snapshot<'_>) {
        self.asked = None;
        self.problems.push(error.what().to_owned());
        self.go_on(0, snapshot);
    }

    fn take(&mut self, read: Imported) {
        self.drafts.extend(read.drafts);
        self.problems.extend(read.problems);
    }

    /// To the next password, or to the report.
    fn go_on(&mut self, tries: usize, snapshot: &Snapshot<'_>) {
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
