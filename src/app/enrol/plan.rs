//! A plan: what will be done with each find, before anything is changed. Later finds are compared with what the plan
//! holds already, so that one input cannot bring twins that nobody was asked about.

use crate::account::{Account, AccountId, Draft, Label, title};
use crate::app::enrol::relation::{Other, Relation, placeholder};
use crate::vault::Vault;

/// What is done with a find.
#[derive(Debug, Clone)]
pub enum Decision {
    /// It becomes a new account.
    Add(Draft),
    /// Its secret and settings go to an account that is there.
    Replace(AccountId, Draft),
}

impl Decision {
    /// What is added or put in place.
    pub fn draft(&self) -> &Draft {
        match self {
            Self::Add(draft) | Self::Replace(_, draft) => draft,
        }
    }
}

/// Decisions in the making.
#[derive(Debug)]
pub struct Plan<'a> {
    vault: Option<&'a Vault>,
    decisions: Vec<Decision>,
}

impl<'a> Plan<'a> {
    /// Nothing decided yet; without a vault everything is new.
    pub fn new(vault: Option<&'a Vault>) -> Self {
        Self {
            vault,
            decisions: Vec::new(),
        }
    }

    /// How a find stands to the vault and to what is planned.
    pub fn relation(&self, draft: &Draft) -> Relation {
        let planned = self.decisions.iter().map(Decision::draft);
        Relation::of(draft, self.accounts(), planned)
    }

    /// What the other one is called.
    pub fn title_of(&self, other: &Other) -> String {
        match other {
            Other::Account(id) => self
                .vault
                .and_then(|vault| vault.get(id))
                .map(Account::title),
            Other::Earlier(place) => self
                .decisions
                .get(*place)
                .map(|decision| title(&decision.draft().issuer, &decision.draft().name)),
        }
        .unwrap_or_default()
    }

    /// It becomes a new account.
    pub fn add(&mut self, draft: Draft) {
        self.decisions.push(Decision::Add(draft));
    }

    /// Its secret and settings take the place of the other one's, which keeps its name.
    pub fn replace(&mut self, other: &Other, draft: Draft) {
        match other {
            Other::Account(id) => self.decisions.push(Decision::Replace(id.clone(), draft)),
            Other::Earlier(place) => match self.decisions.get_mut(*place) {
                Some(Decision::Add(earlier) | Decision::Replace(_, earlier)) => {
                    earlier.otp = draft.otp;
                }
                None => self.add(draft),
            },
        }
    }

    /// A name for a find without one.
    pub fn placeholder(&self) -> Label {
        let is_taken = |name: &str| {
            let mut titles = self.accounts().map(Account::title).chain(
                self.decisions
                    .iter()
                    .map(|decision| title(&decision.draft().issuer, &decision.draft().name)),
            );
            titles.any(|title| title == name)
        };
        Label::new(&placeholder(is_taken))
    }

    /// What was decided.
    pub fn finish(self) -> Vec<Decision> {
        self.decisions
    }

    fn accounts(&self) -> impl Iterator<Item = &'a Account> + use<'a> {
        self.vault.into_iter().flat_map(Vault::accounts)
    }
}
