//! Add: the state of the add field: what was written, what was found in it, what is ticked.

use super::field::Field;
use super::snapshot::Snapshot;
use crate::account::{Draft, Label};
use crate::app::{Decision, Error, Found, Other, Plan, Relation};
use crate::vault::Vault;

/// What is to be done with a find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Nothing.
    Skip,
    /// It becomes an account.
    Add,
    /// Its secret and settings go to the account that is like it.
    Replace,
}

/// One account that was found.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The account.
    pub draft: Draft,
    /// How it relates to the vault.
    pub relation: Relation,
    /// What is to be done with it.
    pub choice: Choice,
}

impl Candidate {
    /// What may be done with it, in the order in which Space goes through it.
    pub fn choices(&self) -> &'static [Choice] {
        match &self.relation {
            Relation::OtherSettings(Other::Account(_), _)
            | Relation::OtherSecret(Other::Account(_)) => {
                &[Choice::Skip, Choice::Replace, Choice::Add]
            }
            _ => &[Choice::Skip, Choice::Add],
        }
    }

    fn is_nameless(&self) -> bool {
        self.draft.issuer.is_empty() && self.draft.name.is_empty()
    }

    /// It would become an account without a name.
    fn wants_a_name(&self) -> bool {
        self.choice == Choice::Add && self.is_nameless()
    }
}

/// What the add field was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// Any account.
    #[default]
    Add,
    /// The last step of the first start.
    First,
}

/// The add dialogue.
#[derive(Debug, Default)]
pub struct Add {
    /// What is written.
    pub field: Field,
    /// What it was opened for: only the words differ.
    pub purpose: Purpose,
    /// Number of the question whose answer is waited for: what is in it, or its being added.
    pub asked: Option<u64>,
    /// The worker reads.
    pub is_reading: bool,
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
    /// Empty.
    pub fn to(purpose: Purpose) -> Self {
        Self {
            purpose,
            ..Self::default()
        }
    }

    /// The text changed: what was found no longer holds.
    pub fn forget(&mut self) {
        self.asked = None;
        self.is_reading = false;
        self.source = None;
        self.candidates.clear();
        self.remarks.clear();
        self.trouble = None;
        self.selected = 0;
    }

    /// Takes what was found. What is new is ticked, what is there already is not.
    pub fn take(&mut self, found: Found, snapshot: &Snapshot<'_>) {
        self.forget();
        self.source = Some(found.summary());
        self.remarks = found.problems;
        self.remarks.extend(found.notes);
        let accounts = snapshot.own_accounts();
        for draft in found.drafts {
            let before = self.candidates.iter().map(|candidate| &candidate.draft);
            let relation = Relation::of(&draft, accounts.iter().copied(), before);
            self.candidates.push(Candidate {
                choice: if relation == Relation::New {
                    Choice::Add
                } else {
                    Choice::Skip
                },
                draft,
                relation,
            });
        }
    }

    /// Chooses the next thing that may be done with the selected candidate.
    pub fn tick(&mut self) {
        self.trouble = None;
        if let Some(candidate) = self.candidates.get_mut(self.selected) {
            let choices = candidate.choices();
            let here = choices
                .iter()
                .position(|choice| *choice == candidate.choice);
            let next = here.map_or(0, |here| (here + 1) % choices.len());
            candidate.choice = choices.get(next).copied().unwrap_or(Choice::Skip);
        }
    }

    /// The first one to be added that has no name yet.
    pub fn nameless(&self) -> Option<usize> {
        self.candidates.iter().position(Candidate::wants_a_name)
    }

    /// A name for it that nothing has, neither in the vault nor among what is to be added.
    pub fn placeholder(&self, vault: Option<&Vault>) -> Label {
        self.plan(vault).placeholder()
    }

    /// What is to be done with all that were found.
    pub fn plan<'a>(&self, vault: Option<&'a Vault>) -> Plan<'a> {
        let mut plan = Plan::new(vault);
        for candidate in self.candidates.iter().filter(|c| !c.wants_a_name()) {
            match (candidate.choice, candidate.relation.other()) {
                (Choice::Skip, _) => {}
                (Choice::Replace, Some(other)) => plan.replace(other, candidate.draft.clone()),
                (Choice::Add | Choice::Replace, _) => plan.add(candidate.draft.clone()),
            }
        }
        plan
    }

    /// The decisions, if any.
    pub fn decisions(&self, vault: Option<&Vault>) -> Vec<Decision> {
        self.plan(vault).finish()
    }

    /// True when all that was found is in the vault already.
    pub fn is_all_here(&self) -> bool {
        let is_here = |c: &Candidate| matches!(c.relation, Relation::Same(Other::Account(_)));
        !self.candidates.is_empty() && self.candidates.iter().all(is_here)
    }

    /// A candidate was added by itself; true when no other is left.
    pub fn settle(&mut self, place: usize) -> bool {
        if place < self.candidates.len() {
            self.candidates.remove(place);
        }
        self.selected = self.selected.min(self.candidates.len().saturating_sub(1));
        self.candidates.is_empty()
    }
}
