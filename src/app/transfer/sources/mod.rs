//! Foreign vaults that are shown beside ours: where they lie on this device, what was last read of them, and reading them
//! anew when they change. Nothing here ever writes to them.

mod cached;
mod facts;
mod foreign;
mod look;
mod manage;
mod read;

pub use facts::Trouble;
pub use foreign::{Foreign, Group, Sight};
pub use look::Look;
pub use manage::NewSource;
