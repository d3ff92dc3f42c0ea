//! Standing: what an import does with an entry unless a person says otherwise, for both front ends.

use crate::app::{Other, Relation};

/// What is done with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is added. The same secret with other settings gives other codes: exports of real apps have such accounts.
    Added,
    /// Adding it would change nothing.
    Known,
    /// An account of its name has another secret: a person has to say whether both are wanted.
    Asked,
}

impl Standing {
    /// How an entry stands that is like this to what is there.
    pub const fn of(relation: &Relation) -> Self {
        match relation {
            Relation::Same(_) => Self::Known,
            Relation::OtherSecret(Other::Account(_)) => Self::Asked,
            Relation::New
            | Relation::OtherSettings(..)
            | Relation::OtherSecret(Other::Earlier(_)) => Self::Added,
        }
    }
}
