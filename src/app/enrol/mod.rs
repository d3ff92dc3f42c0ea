//! Enrolling: what was found in links, pictures and text, how it relates to the vault, and adding it as one change.

mod converted;
pub mod dropped;
mod embedded;
mod find;
pub mod input_name;
pub mod pictures;
pub mod plan;
pub mod relation;
pub mod sources;
pub mod typed;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::account::{Account, AccountId, Draft, Label, SecretText, counted};
use crate::app::random::random;
use crate::app::{Error, Open};
use crate::vault::{Change, Edit};
use plan::Decision;
use relation::Relation;

impl Found {
    /// How many accounts, and in which picture.
    pub fn summary(&self) -> String {
        let count = self.drafts.len();
        let place = self
            .pictures
            .first()
            .and_then(|picture| picture.path.file_name())
            .map(|name| format!(" in {}", Label::new(&name.to_string_lossy())));
        counted(count, "account") + &place.unwrap_or_default()
    }
}

/// Where to look for accounts.
#[derive(Debug)]
pub enum Source {
    /// A link, a secret, any text.
    Text(SecretText),
    /// A picture; anything else is an error.
    Picture(PathBuf),
    /// A picture, a text file, a folder of pictures, or `-`.
    Path(PathBuf),
    /// The clipboard.
    Clipboard,
    /// The screen.
    Screen,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Accounts, in their order.
    pub drafts: Vec<Draft>,
    /// What could not be taken, one line each.
    pub problems: Vec<String>,
    /// What is to be checked, one line each.
    pub notes: Vec<String>,
    /// What came of each input that has a name, one line each.
    pub inputs: Vec<String>,
    /// Pictures that hold secrets.
    pub pictures: Vec<Picture>,
}

/// A picture that holds secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub path: PathBuf,
    /// Everything in it could be read.
    pub whole: bool,
}

impl Open {
    /// Carries out the decisions as one change, saved at once. Returns the accounts.
    pub fn enrol(
        &mut self,
        decisions: Vec<Decision>,
        tags: &[Label],
    ) -> Result<Vec<Account>, Error> {
        let mut ids = Vec::new();
        let mut changes = Vec::new();
        for decision in decisions {
            match decision {
                Decision::Add(mut draft) => {
                    let known: BTreeSet<Label> = draft.tags.iter().cloned().collect();
                    draft
                        .tags
                        .extend(tags.iter().filter(|tag| !known.contains(*tag)).cloned());
                    let id = AccountId::from_random(u64::from_le_bytes(random()?));
                    ids.push(id.clone());
                    changes.push(Change::Add {
                        id,
                        draft: Box::new(draft),
                    });
                }
                Decision::Replace(id, draft) => {
                    ids.push(id.clone());
                    // On its own: with the same key a counter moves forward only.
                    let counter = draft.otp.counter().map(Edit::Counter);
                    let otp = Edit::Otp(Box::new(draft.otp));
                    changes.push(Change::Edit {
                        id,
                        edits: std::iter::once(otp).chain(counter).collect(),
                    });
                }
            }
        }
        self.save_new(&changes)?;
        Ok(ids
            .iter()
            .filter_map(|id| self.vault().get(id))
            .cloned()
            .collect())
    }

    /// Saves the changes, without accounts that another process has added since it was decided about them: who imports
    /// a file twice at once has its accounts once.
    fn save_new(&mut self, changes: &[Change]) -> Result<(), Error> {
        let now = self.clock_now();
        let before: BTreeSet<AccountId> =
            self.vault().accounts().map(|own| own.id.clone()).collect();
        self.update(|vault| {
            let since = vault.accounts().filter(|own| !before.contains(&own.id));
            let since: Vec<&Account> = since.collect();
            let is_there = |change: &&Change| match change {
                Change::Add { draft, .. } => {
                    let since = since.iter().copied();
                    matches!(Relation::of(draft, since, []), Relation::Same(_))
                }
                _ => false,
            };
            let left: Vec<Change> = changes.iter().filter(|it| !is_there(it)).cloned().collect();
            vault.apply(Change::Batch(left), now)?;
            Ok(())
        })
    }
}
