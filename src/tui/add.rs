//! Add: the state of the add field: what was written, what was found in it, what is ticked.

use super::desk::Desk;
use super::field::Field;
use crate::account::Draft;
use crate::app::{Error, Found, Relation};

/// One account that was found.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The account.
    pub draft: Draft,
    /// How it relates to the vault.
    pub relation: Relation,
    /// Will be added.
    pub ticked: bool,
}

/// The add dialogue.
#[derive(Debug, Default)]
pub struct Add {
    /// What is written.
    pub field: Field,
    /// It was opened to import another app's file: only the words differ.
    pub importing: bool,
    /// Number of the question whose answer is waited for: what is in it, or its being added.
    pub asked: Option<u64>,
    /// The worker reads; the number turns the spinner.
    pub reading: Option<usize>,
    /// Where the candidates come from, once the field was read.
    pub source: Option<String>,
    /// What was found.
    pub candidates: Vec<Candidate>,
    /// What else there is to say.
    pub remarks: Vec<String>,
    /// What went wrong.
    pub trouble: Option<Error>,
    /// Selected candidate.
    pub selected: usize,
}

impl Add {
    /// The text changed: what was found no longer holds.
    pub fn forget(&mut self) {
        self.asked = None;
        self.reading = None;
        self.source = None;
        self.candidates.clear();
        self.remarks.clear();
        self.trouble = None;
        self.selected = 0;
    }

    /// Takes what was found. What is new is ticked, what is there already is not.
    pub fn take(&mut self, found: Found, desk: &Desk<'_>) {
        self.forget();
        self.source = Some(found.summary());
        self.remarks = found.problems;
        self.remarks.extend(found.notes);
        let accounts = desk.accounts();
        for draft in found.drafts {
            let before = self.candidates.iter().map(|candidate| &candidate.draft);
            let relation = Relation::of(&draft, accounts.iter().copied(), before);
            self.candidates.push(Candidate {
                ticked: relation == Relation::New,
                draft,
                relation,
            });
        }
    }

    /// Ticks or unticks the selected candidate.
    pub fn tick(&mut self) {
        if let Some(candidate) = self.candidates.get_mut(self.selected) {
            candidate.ticked = !candidate.ticked;
        }
    }

    /// The first ticked draft that has no name yet.
    pub fn nameless(&self) -> Option<usize> {
        let nameless = |c: &Candidate| c.draft.issuer.is_empty() && c.draft.name.is_empty();
        self.candidates.iter().position(|c| c.ticked && nameless(c))
    }

    /// A candidate was added by itself; true when no other is left.
    pub fn settle(&mut self, place: usize) -> bool {
        if place < self.candidates.len() {
            self.candidates.remove(place);
        }
        self.selected = self.selected.min(self.candidates.len().saturating_sub(1));
        self.candidates.is_empty()
    }

    /// The drafts to be added.
    pub fn ticked(&self) -> Vec<Draft> {
        let ticked = self.candidates.iter().filter(|c| c.ticked);
        ticked.map(|c| c.draft.clone()).collect()
    }
}
