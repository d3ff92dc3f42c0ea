//! The one layer both front ends use: what a person can do with the vault.

pub mod backups;
pub mod history;
pub mod store;
