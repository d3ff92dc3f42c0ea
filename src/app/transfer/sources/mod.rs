//! Vaults of other programs whose accounts are shown beside ours: where they lie on this device, what was last read of
//! them, and reading them anew when they change. Nothing here ever writes to them.

mod accounts;
mod cached;
mod facts;
mod look;
mod manage;
mod read;

pub use accounts::{Group, Sight, SourceAccounts};
pub use facts::Facts;
pub use look::Look;
pub use manage::NewSource;
