//! Problem: what is wrong with one entry of a file or text, and what to do about it.

use std::fmt;

use thiserror::Error;

use super::migration::MigrationError;
use crate::account::facts::FactError;
use crate::account::uri::UriError;
use crate::account::{Label, SecretError};

/// One entry that cannot be taken. The others can.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct EntryError {
    /// Which entry of its text it is (or which line of a list), from 1.
    pub place: usize,
    /// What it calls itself, as far as that can be told from the rest; often empty.
    pub issuer: Label,
    /// As for the issuer.
    pub name: Label,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// Labels of a broken entry may be anything, a secret in the wrong place too.
impl fmt::Debug for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntryError")
            .field("place", &self.place)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Problem {
    /// It is no account.
    #[error("{0}")]
    Uri(#[from] UriError),
    /// It is an export that cannot be read.
    #[error("{0}")]
    Migration(#[from] MigrationError),
    /// A line of a list that holds no URI.
    #[error("this line holds no account")]
    NoUri,
    /// A key that is not one.
    #[error("{0}")]
    Secret(#[source] SecretError),
    /// The same, and it may be something else altogether.
    #[error("{0}")]
    ActivationCode(#[source] SecretError),
    /// The line behind a link may belong to it.
    #[error("the link may go on in the next line")]
    MayGoOn,
    /// A field of an app's entry.
    #[error("{0}")]
    Field(#[from] FieldError),
}

impl Problem {
    /// What to do: one sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Uri(error) => error.advice(),
            Self::Migration(_) => "Scan or copy that QR code of the export again, whole.",
            Self::NoUri => "Look at that line: a link may be cut or damaged there.",
            Self::Secret(error) => error.advice(),
            Self::ActivationCode(_) => {
                "Compare that letter with the secret on the site; an activation code for FortiToken Mobile works in that app only."
            }
            Self::Field(_) => "Look at that account in the app; the site can give it a new secret.",
            Self::MayGoOn => "Put the whole link in one line, or an empty line behind it.",
        }
    }
}

/// What is wrong with a field of an entry. Never holds text of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FieldError {
    /// One of the facts that make an account.
    #[error("{0}")]
    Fact(#[from] FactError),
    /// Not the encoding its format uses for secrets.
    #[error("its secret is damaged")]
    DamagedSecret,
    /// A kind of code nobody has described to us.
    #[error("it asks for an unknown type of code")]
    BadType,
    /// The entry's fields are not of the types that its format uses.
    #[error("it is damaged")]
    Damaged,
    /// The app keeps it encrypted by a key of the device.
    #[error("it is encrypted by a key that only the device has")]
    Sealed,
}

impl FieldError {
    /// There is no secret, or it is empty.
    pub(super) const NO_SECRET: Self = Self::Fact(FactError::Secret(SecretError::Empty));
}

impl From<SecretError> for FieldError {
    fn from(error: SecretError) -> Self {
        Self::Fact(error.into())
    }
}
