//! The tables of the document: each record as TOML, read and written.

pub(super) mod canonical;
pub(super) mod raw;
mod writer;

pub(super) use raw::Entry;
pub(super) use writer::{value_text, write, write_account, write_source};

/// The format this version writes, and the newest it reads.
pub const FORMAT: u64 = 1;
