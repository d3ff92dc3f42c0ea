//! Google Authenticator's export: `otpauth-migration://` URIs, one for each QR code of a series.

mod batches;
mod read;
mod write;

pub use batches::{Batches, Incomplete};
pub use read::{Part, read};
pub use write::{LeftOut, Written, left_out, write, write_fitting};

use thiserror::Error;

/// Why a migration URI cannot be read at all. Never holds text of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MigrationError {
    /// Another scheme.
    #[error("this is not a Google Authenticator export")]
    NotMigration,
    /// The parameter `data` is missing or empty.
    #[error("the export holds no data")]
    NoData,
    /// Not base64, or cut in the middle.
    #[error("the export is damaged or was not copied whole")]
    Damaged,
    /// A sound export without a single account.
    #[error("the export holds no accounts")]
    NoAccounts,
    /// The export of `LastPass`, which looks alike.
    #[error("this is a LastPass Authenticator export, which cannot be read yet")]
    LastPass,
}

/// Google's algorithm numbers (`otpauth-migration` protobuf, field 4).
const SHA1: u64 = 1;
const SHA256: u64 = 2;
const SHA512: u64 = 3;

#[cfg(test)]
mod tests;
